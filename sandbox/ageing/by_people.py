"""Events by hand: somebody changes a resource in the console that the code declares."""

from __future__ import annotations

from typing import Any

from sandbox.ageing.event import Account, Event, Owner


def _queue(account: Account) -> Any:
    return account.client("sqs").get_queue_url(QueueName=f"{account.prefix}-jobs")["QueueUrl"]


def _timeout(account: Account) -> None:
    account.client("sqs").set_queue_attributes(QueueUrl=_queue(account), Attributes={"VisibilityTimeout": "600"})


def _parameter(account: Account) -> None:
    account.client("ssm").put_parameter(Name="/counterpromo/dev/db/name", Value="other", Overwrite=True)


def _group(account: Account, name: str) -> str:
    found = account.client("ec2").describe_security_groups(Filters=[{"Name": "group-name", "Values": [name]}])
    return str(found["SecurityGroups"][0]["GroupId"])


def _group_rule(account: Account) -> None:
    account.client("ec2").authorize_security_group_ingress(
        GroupId=_group(account, f"{account.prefix}-alb-sg"),
        IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "IpRanges": [{"CidrIp": "10.10.0.0/16"}]}
        ],
    )


def _listener_rule(account: Account) -> None:
    elb = account.client("elbv2")
    (balancer,) = elb.describe_load_balancers(Names=[f"{account.prefix}-alb"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [each for each in listeners if each["Port"] == 443]
    elb.create_rule(
        ListenerArn=https["ListenerArn"],
        Priority=50,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/old/*"]}}],
        Actions=[{"Type": "forward", "TargetGroupArn": https["DefaultActions"][0]["TargetGroupArn"]}],
    )


def _certificate(account: Account) -> None:
    elb, acm = account.client("elbv2"), account.client("acm")
    made = acm.request_certificate(DomainName="dev.counterpromo.com", ValidationMethod="DNS")["CertificateArn"]
    (balancer,) = elb.describe_load_balancers(Names=[f"{account.prefix}-alb"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [each for each in listeners if each["Port"] == 443]
    elb.modify_listener(ListenerArn=https["ListenerArn"], Certificates=[{"CertificateArn": made}])


def _tag(account: Account) -> None:
    account.client("sqs").tag_queue(QueueUrl=_queue(account), Tags={"cost-tool": "team-a"})


def _retention(account: Account) -> None:
    account.client("logs").put_retention_policy(logGroupName="/ecs/counterpromo-dev", retentionInDays=60)


def _idle_timeout(account: Account) -> None:
    elb = account.client("elbv2")
    (balancer,) = elb.describe_load_balancers(Names=[f"{account.prefix}-alb"])["LoadBalancers"]
    elb.modify_load_balancer_attributes(
        LoadBalancerArn=balancer["LoadBalancerArn"],
        Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "180"}],
    )


def _public(account: Account) -> None:
    account.client("rds").modify_db_instance(
        DBInstanceIdentifier=f"{account.prefix}-postgres", PubliclyAccessible=True, ApplyImmediately=True
    )


def _open_database(account: Account) -> None:
    account.client("ec2").authorize_security_group_ingress(
        GroupId=_group(account, f"{account.prefix}-rds-sg"),
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
    )


def _event(name: str, says: str, make: Any) -> Event:
    return Event(name=name, owner=Owner.PERSON, says=says, make=make)


BY_PEOPLE = (
    _event("timeout", "somebody raises the visibility timeout of the jobs queue to 600 s", _timeout),
    _event("parameter", "somebody overwrites a parameter", _parameter),
    _event("group-rule", "somebody adds a rule to the load balancer's security group", _group_rule),
    _event("listener-rule", "somebody adds a rule to the HTTPS listener", _listener_rule),
    _event("certificate", "somebody gives the HTTPS listener another certificate", _certificate),
    _event("tag", "a cost tool tags the jobs queue", _tag),
    _event("retention", "somebody keeps the logs for 60 days instead of 30", _retention),
    _event("idle-timeout", "somebody raises the idle timeout of the load balancer to 180 s", _idle_timeout),
    _event("database-public", "somebody makes the database public", _public),
    _event("database-open", "somebody opens the database's security group to the world", _open_database),
)
