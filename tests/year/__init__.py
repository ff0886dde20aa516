"""A year with an adopted environment: ordinary changes of the settings, and what AWS and people do by themselves."""
