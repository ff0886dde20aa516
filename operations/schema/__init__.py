"""The commands for the schema of an environment's database."""
