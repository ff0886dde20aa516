"""VPCs that may be the environment's. In: the AWS reader, settings. Out: their ids."""

from __future__ import annotations

from aws.reader import Aws
from imports.matching.name_filter import near
from imports.normalise import alias_target, tags
from modules.dns import discovery as dns
from modules.settings import Settings


def likely_vpcs(aws: Aws, settings: Settings) -> frozenset[str]:
    """Returns the ids of VPCs with our name or CIDR, with resources of our names, or with the target of the host's
    alias.
    """
    listings = [
        ("ec2", "describe_vpcs", "Vpcs"),
        ("elbv2", "describe_load_balancers", "LoadBalancers"),
        ("elbv2", "describe_target_groups", "TargetGroups"),
        ("rds", "describe_db_instances", "DBInstances"),
    ]
    vpcs, balancers, groups, instances = aws.each(lambda listing: aws.listing(*listing), listings)
    ours = near(settings, names=_names(settings))
    places = [
        *((tags(vpc).get("Name", ""), vpc["VpcId"]) for vpc in vpcs),
        *((one["LoadBalancerName"], one.get("VpcId")) for one in balancers),
        *((one["TargetGroupName"], one.get("VpcId")) for one in groups),
        *((one["DBInstanceIdentifier"], one.get("DBSubnetGroup", {}).get("VpcId")) for one in instances),
    ]
    likely = {vpc["VpcId"] for vpc in vpcs if vpc.get("CidrBlock") == settings.network.cidr}
    likely |= {vpc for name, vpc in places if vpc and ours(name)}
    if settings.load_balancer.name not in {one["LoadBalancerName"] for one in balancers}:
        targets = dns.alias_targets(aws, settings)
        likely |= {one["VpcId"] for one in balancers if alias_target(one.get("DNSName", "")) in targets}
    return frozenset(likely)


def _names(settings: Settings) -> set[str]:
    targets = {service.target_group.name for service in settings.services.values() if service.target_group}
    named = {settings.network.name, settings.load_balancer.name, settings.database.identifier}
    return targets | {name for name in named if name}
