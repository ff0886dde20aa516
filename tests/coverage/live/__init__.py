"""Live values that DEV does not have, one file a service, as amendments of AWS's answers. Each is adopted 0/0/0.

A round is one adoption: values that exclude one another are of different rounds.
"""
