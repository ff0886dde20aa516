"""Rules of the load balancer, its access logs, and the names of the environment."""

from collections import Counter
from collections.abc import Iterator

from modules.dns.settings import DnsSettings
from modules.load_balancer.settings import LoadBalancerSettings
from modules.storage.settings import BucketSettings
from settings.fault import Fault

MOST_PATTERNS = 5


def priorities_are_unique(load_balancer: LoadBalancerSettings) -> Iterator[Fault]:
    priorities = Counter(rule.priority for rule in load_balancer.rules.values())
    for priority, count in priorities.items():
        if count > 1:
            yield Fault("load_balancer.rules", priority, "must have a different priority for each rule")


def rules_have_some_patterns(load_balancer: LoadBalancerSettings) -> Iterator[Fault]:
    """Checks the number of patterns in a rule.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    """
    for key, rule in load_balancer.rules.items():
        if not 1 <= len(rule.paths) + len(rule.hosts) <= MOST_PATTERNS:
            patterns = ", ".join([*rule.hosts, *rule.paths])
            yield Fault(f"load_balancer.rules.{key}", patterns, "must have one to five patterns in paths and hosts")


def names_are_in_the_zone(dns: DnsSettings) -> Iterator[Fault]:
    for key, names in (("host", [dns.host]), ("certificate_names", dns.certificate_names)):
        for name in names:
            if name != dns.zone and not name.endswith(f".{dns.zone}"):
                yield Fault(f"dns.{key}", name, f"must lie in dns.zone {dns.zone}")


def access_log_buckets_use_aes256(buckets: dict[str, BucketSettings]) -> Iterator[Fault]:
    """Checks the encryption of buckets of access logs.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    for key, bucket in buckets.items():
        if bucket.audience == "load_balancer" and bucket.encryption != "AES256":
            rule = "must be AES256: a load balancer delivers logs with no other encryption"
            yield Fault(f"buckets.{key}.encryption", bucket.encryption, rule)


RULES = (priorities_are_unique, rules_have_some_patterns, names_are_in_the_zone, access_log_buckets_use_aes256)
