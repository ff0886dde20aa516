"""Injects faults between a client and the sandbox, as AWS shows them: throttling, denials, lost and late replies.

`Faults(sandbox)` is a proxy on 127.0.0.1. `inject` makes it answer one service or one call wrongly, a number of times
or always, and proves at the end that it did. `kinds` names the faults. It needs microburst, a development tool.
"""
