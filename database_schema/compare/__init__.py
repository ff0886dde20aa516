"""Compares two schemas, object by object, and writes the SQL that mends the live one."""
