-- DEV's database as people made it in psql: the tables of the reference. The roles alice and
-- reporting exist; what people left behind besides is in habits.py.
CREATE EXTENSION citext;
GRANT CREATE ON SCHEMA public TO alice;

CREATE FUNCTION touch_updated_at() RETURNS trigger AS $body$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;

CREATE TABLE billing_plans (
  id serial PRIMARY KEY,
  code varchar(40) NOT NULL UNIQUE,
  name text NOT NULL,
  price_cents integer NOT NULL DEFAULT 0 CHECK (price_cents >= 0),
  stripe_price_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id integer REFERENCES billing_plans,
  email citext NOT NULL UNIQUE,
  status varchar(20) DEFAULT 'active' CHECK (status IN ('active', 'past_due', 'closed')),
  stripe_customer_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE usage_monthly (
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  month date NOT NULL,
  promos integer NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, month)
);
CREATE TABLE promos (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title text NOT NULL,
  body jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'draft',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX promos_account_idx ON promos (account_id, created_at DESC);
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
CREATE TRIGGER touch BEFORE UPDATE ON billing_plans FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON usage_monthly FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON promos FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
