"""The rounds: which live values are adopted together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sandbox.overlay.amendment import Amendment
from tests.coverage.account import Shown
from tests.coverage.live import containers, data, database, identity, load_balancer, network, watching

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
    ),
    "second": (
        network.second,
        database.second,
        load_balancer.second,
        containers.second,
        data.second,
        watching.second,
    ),
    "third": (watching.third, load_balancer.third, containers.third, data.third),
    "fourth": (watching.fourth, identity.second),
}
# Live values that an import does not survive yet, each by itself, and what it says. Those that it does go to a round.
FOUND: Mapping[str, tuple[Areas, str]] = {
    "a replica": ((database.third,), "conflicts with replicate_source_db"),
    "a secret with a copy in another region": ((data.replica,), r"in eu-west-1\) \[identity\]"),
    "a domain joined in both ways": ((database.joined_twice,), "conflicts with domain"),
    "tags mutable but for some": ((data.exclusions,), "got MUTABLE_WITH_EXCLUSION"),
    "an alarm on an anomaly": ((watching.band,), "conflicts with threshold"),
    "an alarm of one metric in the place of several": ((watching.one_metric,), "conflicts with metric_query"),
}
