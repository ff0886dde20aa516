-- Phase 1: billing plans, accounts, monthly usage and promos.
--
-- ASSUMED. Nobody has captured DEV yet: these objects are designed from section 7 of the reference, which names the four
-- tables, supporting indexes, and triggers and functions for updated timestamps. `counterpromo schema capture dev`
-- replaces this file by what DEV really holds. Do that before the first `counterpromo schema stamp dev`.

CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TABLE public.billing_plans (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    monthly_price_cents integer NOT NULL,
    currency text DEFAULT 'GBP' NOT NULL,
    promos_per_month integer,
    stripe_price_id text,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT billing_plans_pkey PRIMARY KEY (id),
    CONSTRAINT billing_plans_code_key UNIQUE (code),
    CONSTRAINT billing_plans_stripe_price_id_key UNIQUE (stripe_price_id),
    CONSTRAINT billing_plans_monthly_price_cents_check CHECK (monthly_price_cents >= 0),
    CONSTRAINT billing_plans_promos_per_month_check CHECK (promos_per_month > 0)
);

COMMENT ON COLUMN public.billing_plans.promos_per_month IS 'NULL: no limit';

CREATE TABLE public.accounts (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    billing_plan_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    status text DEFAULT 'active' NOT NULL,
    stripe_customer_id text,
    stripe_subscription_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_stripe_customer_id_key UNIQUE (stripe_customer_id),
    CONSTRAINT accounts_stripe_subscription_id_key UNIQUE (stripe_subscription_id),
    CONSTRAINT accounts_status_check CHECK (status IN ('active', 'past_due', 'cancelled')),
    CONSTRAINT accounts_billing_plan_id_fkey FOREIGN KEY (billing_plan_id)
        REFERENCES public.billing_plans (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX accounts_lower_email_key ON public.accounts (lower(email));
CREATE INDEX accounts_billing_plan_id_idx ON public.accounts (billing_plan_id);

CREATE TABLE public.usage_monthly (
    account_id uuid NOT NULL,
    month date NOT NULL,
    promos_created integer DEFAULT 0 NOT NULL,
    exports_created integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT usage_monthly_pkey PRIMARY KEY (account_id, month),
    CONSTRAINT usage_monthly_month_check CHECK (EXTRACT(day FROM month) = 1),
    CONSTRAINT usage_monthly_promos_created_check CHECK (promos_created >= 0),
    CONSTRAINT usage_monthly_exports_created_check CHECK (exports_created >= 0),
    CONSTRAINT usage_monthly_account_id_fkey FOREIGN KEY (account_id)
        REFERENCES public.accounts (id) ON DELETE CASCADE
);

COMMENT ON COLUMN public.usage_monthly.month IS 'First day of the month, in UTC';

CREATE INDEX usage_monthly_month_idx ON public.usage_monthly (month);

CREATE TABLE public.promos (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id uuid NOT NULL,
    title text NOT NULL,
    status text DEFAULT 'draft' NOT NULL,
    content jsonb DEFAULT '{}'::jsonb NOT NULL,
    upload_key text,
    export_key text,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT promos_pkey PRIMARY KEY (id),
    CONSTRAINT promos_status_check CHECK (status IN ('draft', 'queued', 'rendering', 'ready', 'failed', 'archived')),
    CONSTRAINT promos_period_check CHECK (ends_at > starts_at),
    CONSTRAINT promos_account_id_fkey FOREIGN KEY (account_id)
        REFERENCES public.accounts (id) ON DELETE CASCADE
);

COMMENT ON COLUMN public.promos.upload_key IS 'Key in the bucket of uploads';
COMMENT ON COLUMN public.promos.export_key IS 'Key in the bucket of exports';

CREATE INDEX promos_account_id_created_at_idx ON public.promos (account_id, created_at DESC);
CREATE INDEX promos_waiting_idx ON public.promos (created_at) WHERE status IN ('queued', 'rendering');

CREATE TRIGGER billing_plans_set_updated_at BEFORE UPDATE ON public.billing_plans
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER accounts_set_updated_at BEFORE UPDATE ON public.accounts
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER usage_monthly_set_updated_at BEFORE UPDATE ON public.usage_monthly
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
CREATE TRIGGER promos_set_updated_at BEFORE UPDATE ON public.promos
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
