"""Shows a plan and its verdict: the same content on a terminal and as Markdown. Pure; no sensitive value leaves it."""
