"""The schema of PostgreSQL: capture, compare, and migrations in SQL. No row of data is read or changed."""
