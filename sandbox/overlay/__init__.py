"""The overlay: further fields in the emulator's answers, in AWS's own shapes.

In: amendments, over HTTP (`client.py`) or in this process. Out: answers of describe, get and list calls with these
fields merged in. The emulator cannot hold every field that AWS answers with; a test that needs one amends the answer.
Members and values are checked against botocore's service model, so no test can invent an answer that AWS cannot give.
"""
