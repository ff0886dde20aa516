"""Security groups and network ACLs against a slow model that tries one address and one port at a time.

https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
"""

from ipaddress import ip_address, ip_network

from hypothesis import given
from hypothesis import strategies as st

from reach.model.network import Acl, AclRule, Group, GroupRule, Network
from reach.network import acls, groups
from reach.network.groups import Peer

RANGES = ("10.0.0.0/30", "10.0.0.0/29", "10.0.0.4/30", "10.0.0.2/32", "10.0.0.0/31", "0.0.0.0/0", "10.9.0.0/16")
PORTS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (min(pair), max(pair)))
ENTRIES = st.builds(
    AclRule,
    number=st.integers(1, 9),
    egress=st.booleans(),
    allow=st.booleans(),
    protocol=st.sampled_from(["tcp", "6", "-1", "udp"]),
    ports=PORTS,
    cidr=st.sampled_from(RANGES),
)
PEERS = st.sampled_from([("cidr", one) for one in RANGES] + [("group", "a"), ("group", "b"), ("prefix_list", "pl")])


@st.composite
def group_rules(draw: st.DrawFn) -> GroupRule:
    kind, peer = draw(PEERS)
    return GroupRule(
        egress=draw(st.booleans()),
        protocol=draw(st.sampled_from(["tcp", "6", "-1", "udp"])),
        ports=draw(PORTS),
        cidr=peer if kind == "cidr" else "",
        group=peer if kind == "group" else "",
        prefix_list=peer if kind == "prefix_list" else "",
    )


def one_by_one(verdicts: list[bool]) -> bool | None:
    """Returns True or False if all addresses agree, otherwise None."""
    return verdicts[0] if len(set(verdicts)) == 1 else None


def entry_decides(entries: list[AclRule], *, egress: bool, port: int, address: str) -> bool:
    """Returns the verdict of the first entry that matches, as AWS describes it."""
    for entry in sorted(entries, key=lambda one: one.number):
        every_port = entry.protocol == "-1"
        if (
            entry.egress is egress
            and entry.protocol in ("tcp", "6", "-1")
            and (every_port or entry.ports[0] <= port <= entry.ports[1])
            and ip_address(address) in ip_network(entry.cidr)
        ):
            return entry.allow
    return False


@given(
    st.lists(ENTRIES, max_size=5, unique_by=lambda one: one.number), PORTS, st.booleans(), st.sampled_from(RANGES[:5])
)
def test_a_network_acl_is_as_one_address_and_port_at_a_time(
    entries: list[AclRule], ports: tuple[int, int], egress: bool, cidr: str
) -> None:
    slow = [
        all(
            entry_decides(entries, egress=egress, port=port, address=str(address))
            for port in range(ports[0], ports[1] + 1)
        )
        for address in ip_network(cidr)
    ]
    acl = Acl(id="acl", name="acl", rules=tuple(entries))
    assert acls.permits(acl, egress=egress, ports=ports, cidr=cidr) == one_by_one(slow)


@given(
    st.lists(group_rules(), max_size=5),
    st.integers(0, 12),
    st.booleans(),
    st.sampled_from(RANGES[:5]),
    st.lists(st.sampled_from(["a", "b"]), unique=True),
)
def test_a_security_group_is_as_one_address_at_a_time(
    rules: list[GroupRule], port: int, egress: bool, cidr: str, peers: list[str]
) -> None:
    def allows(rule: GroupRule, address: str) -> bool:
        fits = rule.protocol == "-1" or (rule.protocol in ("tcp", "6") and rule.ports[0] <= port <= rule.ports[1])
        in_range = bool(rule.cidr) and ip_address(address) in ip_network(rule.cidr)
        return rule.egress is egress and fits and (in_range or rule.group in peers)

    slow = one_by_one([any(allows(rule, str(address)) for rule in rules) for address in ip_network(cidr)])
    network = Network(groups={"g": Group(id="g", name="g", vpc="v", rules=tuple(rules))})
    peer = Peer(cidr=cidr, groups=tuple(peers))
    fast = groups.permits(["g"], egress=egress, port=port, peer=peer, within=network)
    unknown_list = any(rule.prefix_list and rule.egress is egress for rule in rules)
    assert fast == slow or (fast is None and slow is False and unknown_list)


def example_of_aws(*entries: tuple[int, tuple[int, int], str, bool]) -> Acl:
    rules = [
        AclRule(number=number, egress=False, allow=allow, protocol="6", ports=ports, cidr=cidr)
        for number, ports, cidr, allow in entries
    ]
    return Acl(id="acl", name="acl", rules=tuple(rules))


def test_the_custom_network_acl_that_aws_documents() -> None:
    """The inbound table of custom-network-acl.html: web traffic, SSH from home, and answers on ephemeral ports."""
    acl = example_of_aws(
        (100, (80, 80), "0.0.0.0/0", True),
        (110, (443, 443), "0.0.0.0/0", True),
        (120, (22, 22), "192.0.2.0/24", True),
        (140, (32768, 65535), "0.0.0.0/0", True),
    )
    assert acls.permits(acl, egress=False, ports=(443, 443), cidr="0.0.0.0/0") is True
    assert acls.permits(acl, egress=False, ports=(22, 22), cidr="192.0.2.8/32") is True
    assert acls.permits(acl, egress=False, ports=(22, 22), cidr="198.51.100.8/32") is False
    assert acls.permits(acl, egress=False, ports=(32768, 60999), cidr="0.0.0.0/0") is True
    assert acls.permits(acl, egress=False, ports=(1024, 65535), cidr="0.0.0.0/0") is False


def test_a_deny_with_a_lower_number_wins() -> None:
    acl = example_of_aws((90, (443, 443), "203.0.113.0/24", False), (100, (0, 65535), "0.0.0.0/0", True))
    assert acls.permits(acl, egress=False, ports=(443, 443), cidr="203.0.113.5/32") is False
    assert acls.permits(acl, egress=False, ports=(443, 443), cidr="0.0.0.0/0") is None
