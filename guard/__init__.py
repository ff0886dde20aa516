"""The guard: a pure function that checks every plan before its apply.

It blocks a plan that could recreate, destroy, expose or weaken a resource, and one that it does not fully understand.

    JSON -> terraform.plan -> checks -> waivers -> Verdict -> formats

Input: a plan's JSON, a mode and the expected account, region and imports. Output: a verdict with all findings. The
guard reads no file, no clock and no AWS.
"""
