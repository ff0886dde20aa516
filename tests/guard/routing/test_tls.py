"""Security policies of HTTPS listeners: which one is weaker than which.

Names: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""

from __future__ import annotations

from itertools import product

import pytest

from modules.load_balancer.guard_tls import weaker
from tests.guard.plans import judge, plan, rules, update

NAMES = (
    *(f"TLS13-1-3{kind}" for kind in ("-2021-06", "-PQ-2025-09", "-FIPS-2023-04", "-FIPS-PQ-2025-09")),
    *(f"TLS13-1-2{kind}-2021-06" for kind in ("", "-Res", "-Ext1", "-Ext2")),
    *(f"TLS13-1-2{kind}-PQ-2025-09" for kind in ("", "-Res", "-Ext1", "-Ext2")),
    *(f"TLS13-1-2{kind}-FIPS-2023-04" for kind in ("", "-Res", "-Ext0", "-Ext1", "-Ext2")),
    *(f"TLS13-1-2{kind}-FIPS-PQ-2025-09" for kind in ("", "-Res", "-Ext0", "-Ext1", "-Ext2")),
    *("TLS13-1-1-2021-06", "TLS13-1-0-2021-06", "TLS13-1-1-FIPS-2023-04", "TLS13-1-0-PQ-2025-09"),
    *("FS-1-2-Res-2020-10", "FS-1-2-Res-2019-08", "FS-1-2-2019-08", "FS-1-1-2019-08", "FS-2018-06"),
    *("TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06", "TLS-1-1-2017-01", "TLS-1-0-2015-04", "2016-08"),
)
LISTENER = "aws_lb_listener.https"


def named(name: str) -> dict[str, str]:
    return {"ssl_policy": f"ELBSecurityPolicy-{name}"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("TLS13-1-2-2021-06", "TLS13-1-0-PQ-2025-09"),
        ("TLS13-1-2-2021-06", "TLS13-1-2-Ext2-PQ-2025-09"),
        ("TLS13-1-2-2021-06", "TLS13-1-2-Ext0-FIPS-2023-04"),
        ("TLS13-1-2-Res-2021-06", "TLS13-1-2-2021-06"),
        ("TLS13-1-2-2021-06", "FS-1-2-Res-2020-10"),
        ("TLS13-1-2-FIPS-2023-04", "TLS13-1-2-Res-PQ-2025-09"),
        ("TLS13-1-2-2021-06", "of-next-year"),
    ],
)
def test_policy_that_accepts_more_is_blocked(before: str, after: str) -> None:
    assert rules(judge(plan(update(LISTENER, named(before), named(after))))) == {"transport-weakened"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("TLS13-1-2-2021-06", "TLS13-1-2-PQ-2025-09"),
        ("TLS13-1-2-2021-06", "TLS13-1-2-Res-FIPS-PQ-2025-09"),
        ("TLS13-1-2-Res-2021-06", "TLS13-1-3-2021-06"),
        ("TLS-1-2-2017-01", "TLS13-1-2-Ext1-2021-06"),
        ("2016-08", "FS-1-2-Res-2020-10"),
        ("2016-08", "TLS-1-1-2017-01"),
        ("of-next-year", "TLS13-1-2-2021-06"),
    ],
)
def test_policy_that_accepts_no_more_passes(before: str, after: str) -> None:
    assert judge(plan(update(LISTENER, named(before), named(after)))).findings == ()


def test_every_policy_of_aws_is_known_and_the_order_has_no_circle() -> None:
    policies = [named(name)["ssl_policy"] for name in NAMES]
    better = {(one, other) for one, other in product(policies, repeat=2) if not weaker(one, other)}
    assert all((one, one) in better for one in policies)
    assert all(not weaker("of-next-year", one) for one in policies)
    assert {(one, last) for one, middle in better for again, last in better if middle == again} == better
