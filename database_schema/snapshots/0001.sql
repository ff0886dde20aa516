-- Name: set_updated_at(); Type: FUNCTION; Schema: public
CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

-- Name: accounts; Type: TABLE; Schema: public
CREATE TABLE public.accounts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    billing_plan_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    stripe_customer_id text,
    stripe_subscription_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT accounts_status_check CHECK ((status = ANY (ARRAY['active'::text, 'past_due'::text, 'cancelled'::text])))
);

-- Name: billing_plans; Type: TABLE; Schema: public
CREATE TABLE public.billing_plans (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    monthly_price_cents integer NOT NULL,
    currency text DEFAULT 'GBP'::text NOT NULL,
    promos_per_month integer,
    stripe_price_id text,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT billing_plans_monthly_price_cents_check CHECK ((monthly_price_cents >= 0)),
    CONSTRAINT billing_plans_promos_per_month_check CHECK ((promos_per_month > 0))
);

-- Name: COLUMN billing_plans.promos_per_month; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.billing_plans.promos_per_month IS 'NULL: no limit';

-- Name: promos; Type: TABLE; Schema: public
CREATE TABLE public.promos (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id uuid NOT NULL,
    title text NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    content jsonb DEFAULT '{}'::jsonb NOT NULL,
    upload_key text,
    export_key text,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT promos_period_check CHECK ((ends_at > starts_at)),
    CONSTRAINT promos_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'queued'::text, 'rendering'::text, 'ready'::text, 'failed'::text, 'archived'::text])))
);

-- Name: COLUMN promos.upload_key; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.promos.upload_key IS 'Key in the bucket of uploads';

-- Name: COLUMN promos.export_key; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.promos.export_key IS 'Key in the bucket of exports';

-- Name: usage_monthly; Type: TABLE; Schema: public
CREATE TABLE public.usage_monthly (
    account_id uuid NOT NULL,
    month date NOT NULL,
    promos_created integer DEFAULT 0 NOT NULL,
    exports_created integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT usage_monthly_exports_created_check CHECK ((exports_created >= 0)),
    CONSTRAINT usage_monthly_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT usage_monthly_promos_created_check CHECK ((promos_created >= 0))
);

-- Name: COLUMN usage_monthly.month; Type: COMMENT; Schema: public
COMMENT ON COLUMN public.usage_monthly.month IS 'First day of the month, in UTC';

-- Name: accounts accounts_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);

-- Name: accounts accounts_stripe_customer_id_key; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_stripe_customer_id_key UNIQUE (stripe_customer_id);

-- Name: accounts accounts_stripe_subscription_id_key; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_stripe_subscription_id_key UNIQUE (stripe_subscription_id);

-- Name: billing_plans billing_plans_code_key; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.billing_plans
    ADD CONSTRAINT billing_plans_code_key UNIQUE (code);

-- Name: billing_plans billing_plans_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.billing_plans
    ADD CONSTRAINT billing_plans_pkey PRIMARY KEY (id);

-- Name: billing_plans billing_plans_stripe_price_id_key; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.billing_plans
    ADD CONSTRAINT billing_plans_stripe_price_id_key UNIQUE (stripe_price_id);

-- Name: promos promos_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.promos
    ADD CONSTRAINT promos_pkey PRIMARY KEY (id);

-- Name: usage_monthly usage_monthly_pkey; Type: CONSTRAINT; Schema: public
ALTER TABLE ONLY public.usage_monthly
    ADD CONSTRAINT usage_monthly_pkey PRIMARY KEY (account_id, month);

-- Name: accounts_billing_plan_id_idx; Type: INDEX; Schema: public
CREATE INDEX accounts_billing_plan_id_idx ON public.accounts USING btree (billing_plan_id);

-- Name: accounts_lower_email_key; Type: INDEX; Schema: public
CREATE UNIQUE INDEX accounts_lower_email_key ON public.accounts USING btree (lower(email));

-- Name: promos_account_id_created_at_idx; Type: INDEX; Schema: public
CREATE INDEX promos_account_id_created_at_idx ON public.promos USING btree (account_id, created_at DESC);

-- Name: promos_waiting_idx; Type: INDEX; Schema: public
CREATE INDEX promos_waiting_idx ON public.promos USING btree (created_at) WHERE (status = ANY (ARRAY['queued'::text, 'rendering'::text]));

-- Name: usage_monthly_month_idx; Type: INDEX; Schema: public
CREATE INDEX usage_monthly_month_idx ON public.usage_monthly USING btree (month);

-- Name: accounts accounts_set_updated_at; Type: TRIGGER; Schema: public
CREATE TRIGGER accounts_set_updated_at BEFORE UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Name: billing_plans billing_plans_set_updated_at; Type: TRIGGER; Schema: public
CREATE TRIGGER billing_plans_set_updated_at BEFORE UPDATE ON public.billing_plans FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Name: promos promos_set_updated_at; Type: TRIGGER; Schema: public
CREATE TRIGGER promos_set_updated_at BEFORE UPDATE ON public.promos FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Name: usage_monthly usage_monthly_set_updated_at; Type: TRIGGER; Schema: public
CREATE TRIGGER usage_monthly_set_updated_at BEFORE UPDATE ON public.usage_monthly FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- Name: accounts accounts_billing_plan_id_fkey; Type: FK CONSTRAINT; Schema: public
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_billing_plan_id_fkey FOREIGN KEY (billing_plan_id) REFERENCES public.billing_plans(id) ON DELETE RESTRICT;

-- Name: promos promos_account_id_fkey; Type: FK CONSTRAINT; Schema: public
ALTER TABLE ONLY public.promos
    ADD CONSTRAINT promos_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

-- Name: usage_monthly usage_monthly_account_id_fkey; Type: FK CONSTRAINT; Schema: public
ALTER TABLE ONLY public.usage_monthly
    ADD CONSTRAINT usage_monthly_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
