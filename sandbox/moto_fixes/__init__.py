"""Corrections of moto 5.2.5 where AWS answers otherwise: one file a service, one function a correction.

They patch moto's classes in the child process only. `tests/sandbox/test_moto_fixes.py` proves over HTTP that each
correction works and that plain moto still needs it. A correction is removed when moto has it.
"""

from __future__ import annotations

from sandbox.moto_fixes import autoscaling, budgets, ec2, ecs, elbv2, execution_role, iam, rds, route53, s3, sqs, sts

_SERVICES = (autoscaling, budgets, ec2, ecs, elbv2, execution_role, iam, rds, route53, s3, sqs)
FIXES = tuple(fix for service in _SERVICES for fix in service.FIXES)


def apply(*, account_id: str, corrected: bool) -> None:
    """Patches moto. Without `corrected`, only the account is set: the tests compare with that."""
    sts.credentials_belong_to_an_account(account_id)
    for fix in FIXES if corrected else ():
        fix()
