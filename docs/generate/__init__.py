"""Generated documents: reference pages in docs/ and JSON Schemas in envs/schema/, each a pure function of the code."""
