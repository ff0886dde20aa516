"""Faults between a client and the sandbox: throttling, refusals, dead connections, cut and late replies, as AWS does.

`Faults(sandbox)` is a proxy of its own on 127.0.0.1; `inject` makes it answer one service or one call wrongly, a number
of times or for ever, and proves on leaving that it did. `kinds` names the faults. Needs microburst, a development tool.
"""
