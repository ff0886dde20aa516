"""The text of SQL: tokens, statements, and what pg_dump writes."""
