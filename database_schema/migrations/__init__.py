"""Migrations: SQL files with a number, the record of those that a database has, and how they are applied."""
