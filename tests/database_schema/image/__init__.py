"""Tests of `database_schema/` against a real PostgreSQL server."""
