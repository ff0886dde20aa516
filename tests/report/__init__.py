"""Tests of the report of a plan, on the terminal and as Markdown."""
