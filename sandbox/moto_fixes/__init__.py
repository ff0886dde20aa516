"""Where AWS answers otherwise than moto 5.2.5: one file a service, one function a fix, each to go when moto has it.

In: the account. Out: moto's own classes, patched; it happens in the child process, so nobody else ever sees it.
`tests/sandbox/test_moto_fixes.py` shows each fix over HTTP, and that moto alone still needs it.
"""

from __future__ import annotations

from sandbox.moto_fixes import autoscaling, ec2, ecs, elbv2, iam, rds, s3, sqs, sts

FIXES = (*autoscaling.FIXES, *ec2.FIXES, *ecs.FIXES, *elbv2.FIXES, *iam.FIXES, *rds.FIXES, *s3.FIXES, *sqs.FIXES)


def apply(*, account_id: str, corrected: bool) -> None:
    """Patch moto. Not `corrected` is moto as it comes, but for the account: the tests compare with it."""
    sts.credentials_belong_to_an_account(account_id)
    for fix in FIXES if corrected else ():
        fix()
