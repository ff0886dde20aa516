"""The task that reads and changes the schema of the database inside the private network."""
