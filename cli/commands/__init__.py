"""The commands: names, options and help. Each command loads its operation when it is called."""
