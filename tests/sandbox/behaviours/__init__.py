"""What AWS does, as functions that fail where it is not done; each is named after the fix that brings it about."""
