"""Behaviours of AWS, as functions that fail where the account behaves otherwise. Each has the name of its fix."""
