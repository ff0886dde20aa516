"""Habits of people, which leave traces in DEV's database besides the tables of the reference; some for each seed.

Pure: a seed gives the same SQL each time. Without a seed, the habits are those of the hand-made DEV.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

# Habit -> its SQL, which a person types after dev.sql. None needs another.
HABITS: Mapping[str, str] = {
    "an index that nothing uses": "CREATE INDEX promos_title_idx ON promos (title);",
    "a default that was changed later": "ALTER TABLE accounts ALTER COLUMN status SET DEFAULT 'past_due';",
    "a table of another owner, in mixed case": """
        CREATE TABLE "PromoDrafts" (id serial PRIMARY KEY, "Title" text);
        ALTER TABLE "PromoDrafts" OWNER TO alice;
        COMMENT ON TABLE "PromoDrafts" IS 'alice''s try; can go';""",
    "a comment": "COMMENT ON COLUMN usage_monthly.month IS 'first of the month';",
    "a role that reads": "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporting;",
    "an index that was dropped": "DROP INDEX accounts_plan_idx;",
    "a column without a migration": "ALTER TABLE promos ADD COLUMN published_at timestamp;",
    "a column of another type": "ALTER TABLE billing_plans ALTER COLUMN name TYPE varchar(200);",
    "an enum": """
        CREATE TYPE promo_kind AS ENUM ('sale', 'Buy one, get "one"', 'it''s new');
        ALTER TABLE promos ADD COLUMN kind promo_kind;""",
    "an extension for one index": """
        CREATE EXTENSION pg_trgm;
        CREATE INDEX promos_search_idx ON promos USING gin (title gin_trgm_ops);""",
    "a view of somebody": """
        CREATE VIEW active_accounts AS SELECT a.id, a.email, p.code FROM accounts a JOIN billing_plans p
          ON p.id = a.plan_id WHERE a.status = 'active';""",
    "a trigger that was taken away": "DROP TRIGGER touch ON usage_monthly;",
    "a function in odd quotes": """
        CREATE FUNCTION "promo Count"(account uuid) RETURNS bigint LANGUAGE sql STABLE
          AS $f$ SELECT count(*) FROM public.promos WHERE account_id = account AND title <> '$$' $f$;""",
    "a check that old rows break": "ALTER TABLE promos ADD CONSTRAINT titled CHECK (title <> '') NOT VALID;",
    "a nullable foreign key": "ALTER TABLE promos ALTER COLUMN account_id DROP NOT NULL;",
    "a partial index": "CREATE UNIQUE INDEX one_live ON promos (account_id) WHERE status = 'live';",
}  # fmt: skip
HAND_MADE = tuple(HABITS)[:5]


def habits_of(seed: int | None) -> tuple[str, ...]:
    """Returns the habits of a seed, in the order in which people had them; those of the hand-made DEV without one."""
    if seed is None:
        return HAND_MADE
    chance = random.Random(seed)
    return tuple(chance.sample(sorted(HABITS), chance.randint(0, len(HABITS))))
