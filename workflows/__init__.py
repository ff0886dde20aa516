"""Operations for the workflows of GitHub: comment, drift issue, pull request, tag, protection, role, fingerprint.

Each takes names and the job's environment variables, and returns a result; `cli/commands/workflows.py` prints it.
"""
