"""What a key may do: the emulator's own IAM evaluation, asked before each request with the action and ARNs AWS checks.

    request -> calls: Call(action, parameters) -> checks: [Check(action, arn, context)] -> verdict: allowed, or AWS's no

moto evaluates policies by itself only for the name of the operation, on no resource, and answers every service in the
words of IAM. Here every key that IAM gave out is held to its policies; the sandbox's own is the account's root, which
may do everything: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
"""

from sandbox.authorization.gate import authorized

__all__ = ["authorized"]
