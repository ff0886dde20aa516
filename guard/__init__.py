"""The guard: one pure function between any plan and any apply. It refuses what could recreate, destroy, expose or
silently weaken an environment, and whatever it does not fully understand.

text -> document -> plan -> (plan, modes, losses, attributes, drift, identity, protection) -> waivers -> Verdict
                                                                                                -> formats
In: a plan's JSON, a mode, what is expected of it. Out: a verdict with all findings. It reads no file, no clock, no AWS.
"""
