"""IAM evaluation for the emulator: before each request, the policies of its key are checked as AWS checks them.

    request -> calls: Call(action, parameters) -> checks: [Check(action, arn, context)] -> verdict: allowed or denied

By itself, moto evaluates policies by the name of the operation only, without resources, and answers every service in
the format of IAM. Here, every key that IAM issued is bound by its policies. The sandbox's own key is the account's root
user and may do everything: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
"""

from sandbox.authorization.gate import authorized

__all__ = ["authorized"]
