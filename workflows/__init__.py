"""What the workflows in `.github/workflows/` do beside planning and applying: who they are, and what they tell people.

In: what GitHub puts into a job's environment. Out: lines for its outputs, a comment, an issue, a tag. Nothing here
touches AWS.
"""
