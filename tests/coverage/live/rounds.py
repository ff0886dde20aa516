"""The rounds: which live values are adopted together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sandbox.overlay.amendment import Amendment
from tests.coverage.account import Shown
from tests.coverage.live import containers, data, database, identity, load_balancer, network, records, watching

Areas = Sequence[Callable[[Shown], list[Amendment]]]
ROUNDS: Mapping[str, Areas] = {
    "first": (
        network.first,
        database.first,
        load_balancer.first,
        containers.first,
        data.first,
        identity.first,
        watching.first,
        records.first,
    ),
    "second": (
        network.second,
        database.second,
        load_balancer.second,
        containers.second,
        data.second,
        watching.second,
        records.second,
    ),
    "third": (watching.third, load_balancer.third, containers.third, data.third, records.third),
    "fourth": (watching.fourth, identity.second, records.fourth),
    "fifth": (records.fifth,),
}
# Live values that kept an import from ending once: each is adopted by itself.
ALONE: Mapping[str, Areas] = {
    "a secret with a copy in another region": (data.replica,),
    "a domain joined in both ways": (database.joined_twice,),
    "tags mutable but for some": (data.exclusions,),
    "an alarm on an anomaly": (watching.band,),
    "an alarm of one metric in the place of several": (watching.one_metric,),
}
# Live values with which the resource is set aside, and the reason that Terraform gives.
SET_ASIDE: Mapping[str, tuple[Areas, str]] = {"a replica": ((database.third,), "must be an ARN")}
