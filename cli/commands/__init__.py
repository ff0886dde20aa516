"""What can be typed: names, options and help of the commands. Each loads its own room when it is called."""
