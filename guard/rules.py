"""Lists every rule of the guard by its id: the text of its findings, and what to do about them.

Waivers name rules by id, so an id never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from terraform.plan.faults import FAULTS


@dataclass(frozen=True)
class Rule:
    """`says` is what is wrong and why it is dangerous, `help` what to do.

    `waivable` is False if no person can answer for the finding: the plan cannot be read, or is for another account.
    """

    says: str
    help: str = "remove the change from the settings, or waive it"
    waivable: bool = True


_AGAIN = "plan again with terraform 1.11 or later, without -target and -refresh-only"
_IMPORT = "import the resource first: counterpromo import ENV"

_OF_THE_PLAN = {
    "plan-unreadable": Rule(FAULTS["plan-unreadable"], _AGAIN, waivable=False),
    "plan-format": Rule(FAULTS["plan-format"], _AGAIN, waivable=False),
    "plan-errored": Rule(FAULTS["plan-errored"], _AGAIN, waivable=False),
    "plan-incomplete": Rule(FAULTS["plan-incomplete"], _AGAIN, waivable=False),
    "plan-truncated": Rule(FAULTS["plan-truncated"], _AGAIN, waivable=False),
    "plan-acts-otherwise": Rule(FAULTS["plan-acts-otherwise"], _AGAIN, waivable=False),
    "plan-unknown-member": Rule(FAULTS["plan-unknown-member"], "update this tool for the new version of Terraform"),
    "action-unknown": Rule(FAULTS["action-unknown"], _AGAIN, waivable=False),
    "identity": Rule(
        "the plan belongs to another AWS account or region than the settings",
        "use credentials and settings of the same account and region",
        waivable=False,
    ),
    "provider-turned": Rule(
        "an argument of the provider block redirects the provider to another account or endpoint",
        "remove the argument from the provider block",
        waivable=False,
    ),
    "foreign-provider": Rule(
        "the plan uses a provider other than hashicorp/aws, which the guard cannot check",
        "remove the resources of that provider, or waive it",
    ),
    "provisioner": Rule(
        "a provisioner or a data source runs a program, and no plan shows what that program does",
        "remove it from the code, or waive it",
    ),
    "type-not-known": Rule(
        "the plan creates a resource of a type that the guard has no rule for, so it may be a dangerous one",
        "add a row for the type (CONTRIBUTING.md, Add a resource type), or waive it",
    ),
    "type-known-in-part": Rule(
        "no settings make a resource of this type, and the guard has rules for a few of its arguments only"
    ),
    "argument-not-known": Rule(
        "the plan changes an argument that the guard has no rule for, so the new value may be a dangerous one",
        "update this tool for the version of the provider, or waive it",
    ),
    "check-failed": Rule("a check of the code fails", "fix what the check reports"),
    "check-open": Rule("the result of a check is known after the apply only"),
    "unknown-until-apply": Rule(
        "the new value of a guarded attribute is known after the apply only, so it may be a dangerous one",
        "apply the resources that the value depends on first, or waive it",
    ),
}
_OF_THE_MODE = {
    "adopt-changes": Rule(
        "the plan changes this resource, but an adoption may only import",
        "change the settings to the live values, then import again",
    ),
    "create-changes": Rule("the plan changes an existing resource, but a first build may only create", _IMPORT),
    "import-changes": Rule("the plan imports and changes this resource in one step", _IMPORT),
    "import-missing": Rule(
        "this address is listed for import, but the plan does not import it and the state does not have it", _IMPORT
    ),
    "import-unlisted": Rule("the plan imports another resource than the list of imports says", _IMPORT),
    "import-twice": Rule(
        "the plan imports one resource to two addresses, so each could change or delete it",
        "keep one of the two addresses in the list of imports",
    ),
    "moved": Rule("the resource moves to another address", "check that both addresses stand for the same resource"),
}
_OF_LOSSES = {
    "loss-of-data-or-identity": Rule(
        "the plan removes this resource, and with it data, or a name or address that other systems use"
    ),
    "loss-of-protection": Rule(
        "the plan removes this resource, and leaves another one open, unencrypted, unlogged, unwatched or unprotected"
    ),
    "removed": Rule(
        "the plan removes this resource: no data is lost with it, but it no longer notifies, scales or expires"
    ),
    "loss": Rule("the plan removes this resource, and the guard does not know that it is harmless to remove this type"),
    "group-in-use": Rule(
        "the plan replaces a security group that is in use, and EC2 refuses to delete it",
        "keep the name and the description of the group in the settings",
        waivable=False,
    ),
    "used-outside": Rule(
        "the plan removes this resource, and something that Terraform does not manage uses it",
        "move its users to another resource first, or waive it",
    ),
    "protection-removed": Rule(
        "prevent_destroy is removed from this resource, so a later plan can delete it",
        "keep prevent_destroy in the code, or waive it",
    ),
    "protection-moved": Rule("the resource with prevent_destroy moves to another address"),
    "force-destroy": Rule("deleting this resource would also delete what is in it or attached to it"),
    "deletion-protection-off": Rule("the deletion protection is turned off"),
    "backups-shortened": Rule("backups end or are kept for a shorter time"),
    "final-snapshot-skipped": Rule("deleting this database would leave no final snapshot"),
    "recovery-window-shortened": Rule("after a deletion, the resource can be restored for a shorter time"),
    "retention-shortened": Rule("data is kept for a shorter time than before"),
    "versioning-off": Rule("earlier versions of objects are no longer kept"),
    "capacity-lowered": Rule("the resource gets less storage or compute capacity"),
    "redundancy-lowered": Rule("the resource runs in one availability zone only"),
    "drift": Rule(
        "somebody changed this resource outside of Terraform",
        "write it into the settings (counterpromo strays ENV lists what they lack), or undo it in AWS; "
        "this plan does not change it",
    ),
    "added-by-hand": Rule(
        "somebody added something to this resource that the code does not have",
        "write it into the settings, then counterpromo import ENV --apply; or leave it as it is: "
        "counterpromo strays ENV --keep; or delete it in AWS",
    ),
    "drift-crossed": Rule(
        "somebody changed this resource outside of Terraform, and this plan overwrites that change",
        "take it into the settings: counterpromo capture ENV ADDRESS; or put it back: "
        "counterpromo apply ENV --put-back ADDRESS",
    ),
    "drift-exposes": Rule(
        "somebody opened this resource to the world outside of Terraform, and this plan leaves it open",
        "close it in AWS, or waive it",
    ),
}
_OF_EXPOSURE = {
    "public-access": Rule("the resource becomes public"),
    "every-origin": Rule("CORS lets web pages of every origin read or write the objects"),
    "origins-changed": Rule("CORS lets web pages of other origins read or write the objects than before"),
    "group-opened": Rule("more network traffic is allowed in or out than before"),
    "traffic-removed": Rule("traffic is no longer allowed in or out, so a client that needs it may stop working"),
    "route-opened": Rule("a route to the internet is added"),
    "route-added": Rule("traffic for more addresses leaves the network by this route"),
    "route-changed": Rule("a route leads to another target"),
    "encryption-off": Rule("the encryption is turned off or becomes weaker"),
    "encryption-key-changed": Rule("another key encrypts the resource, and its users may lose access"),
    "key-rotation-off": Rule("the key is no longer rotated"),
    "key-policy-locks-out": Rule(
        "nobody in the account could change the policy of this key any more",
        "allow kms:* to the root user of the account in the policy, without a condition",
    ),
    "transport-weakened": Rule("connections to this resource become less secure"),
    "certificate-changed": Rule(
        "the listener uses another certificate",
        "keep all names of the certificate and set wait_for_certificate = true in [dns], or waive it",
    ),
    "firewall-weakened": Rule("the firewall lets more traffic through"),
    "firewall-stricter": Rule("the firewall blocks requests that it let through before"),
    "policy-widened": Rule("the policy permits more than before, or the guard cannot prove that it does not"),
    "policy-gains-new-resources": Rule("the policy permits more, only on resources that this plan creates"),
    "access-removed": Rule(
        "a policy no longer gives a permission on a resource that stays, so a client that needs it may stop working",
        "keep the permission while something uses the resource, or waive it",
    ),
    "service-role-made": Rule("a new role lets an AWS service use resources of this code, for this account only"),
    "policy-too-broad": Rule("the policy permits actions that only an administrator should have"),
    "policy-public": Rule("the policy gives access to everybody, or to others outside of this account"),
    "policy-attached": Rule("a further policy is attached"),
    "trust-widened": Rule(
        "the trust policy lets others assume this role, or the guard cannot prove that it does not",
        "restrict the principals and conditions of the trust policy, or waive it",
    ),
    "trust-by-number": Rule(
        "the trust policy also names a repository that it trusts already by its numeric GitHub ids"
    ),
    "trust-of-environment": Rule(
        "the trust policy names a GitHub environment instead of a branch: "
        "rules of that environment on GitHub decide which branches may use it",
        "allow that branch only: on GitHub, Settings > Environments > Deployment branches and tags",
    ),
    "boundary-removed": Rule("the permissions boundary is removed or replaced"),
    "session-lengthened": Rule("sessions of this role may last longer"),
    "role-exchanged": Rule("a role or its name changes, so permissions change"),
    "key-holder-made": Rule(
        "the plan creates a user or an access key, which is valid until somebody deletes it", "use a role instead"
    ),
    "default-taken-over": Rule(
        "the plan manages a default resource of the account, and removes every rule of it that the code does not have"
    ),
    "secret-in-plain": Rule(
        "a secret is written in plain text", "put the value into Secrets Manager, and name the secret in [services]"
    ),
    "secret-in-state": Rule(
        "the value of a secret is written to the state, which everybody who may plan can read",
        "declare the secret without its value; a person sets the value in AWS",
    ),
    "variable-removed": Rule("the container starts without a variable that it has today"),
    "secret-removed": Rule("the container starts without a secret that it has today"),
    "secret-given": Rule("the container gets an existing secret that it does not have today"),
    "server-named": Rule("a variable of the container names another host than today"),
    "secret-changed": Rule("the secret, its replicas or its rotation change"),
    "output-revealed": Rule("the output is no longer sensitive, so every run prints its value"),
    "output-removed": Rule("the output is removed, and others may read it"),
    "container-privileged": Rule("the container gets more rights on its host"),
    "execute-command-on": Rule("ECS Exec is turned on, which opens a shell in the containers"),
    "container-started-otherwise": Rule("the container starts with another command, user, order or timeout"),
    "container-fed-from-elsewhere": Rule(
        "the container loads code, configuration or certificates from outside its image, which no plan shows",
        "put them into its image, or waive it",
    ),
    "container-removed": Rule("a container of the running definition is gone"),
    "secret-exchanged": Rule(
        "a variable of the container gets another secret or parameter than today",
        "give the new one a variable of its own, or waive it",
    ),
    "image-tags-mutable": Rule("an image can be overwritten under its tag"),
    "image-from-elsewhere": Rule(
        "the container runs an image from another registry, whose owner decides what the container does",
        "push the image to a repository of this account ([images]), or waive it",
    ),
    "image-exchanged": Rule("the container runs an image of another repository"),
    "image-scan-off": Rule("images are no longer scanned"),
}
_OF_OPERATION = {
    "database-password": Rule(
        "the database's password changes, and its clients do not know the new one", "leave the password to RDS"
    ),
    "database-login": Rule("the users of the database, or the ways to log in, change"),
    "database-network": Rule("the database moves to other subnets, security groups or ports"),
    "database-parameters": Rule("a database parameter that protects data or connections changes"),
    "database-origin": Rule(
        "the identifier, the name or the source of the database changes, so it becomes another database"
    ),
    "engine-upgrade": Rule("the engine changes, or may change, by more than a minor version"),
    "immediate-apply": Rule("the change takes effect at once, not in the maintenance window"),
    "desired-count-zero": Rule("no task or instance runs after this change"),
    "capacity-changed": Rule("the resource runs with another amount or kind of capacity"),
    "rolled-back": Rule("the service runs another task definition than the one that was deployed last"),
    "revision-deregistered": Rule(
        "the earlier revision is deregistered, so no service can go back to it: the state lacks skip_destroy",
        "counterpromo apply writes it into the state first; before plan --save: counterpromo import ENV --apply",
    ),
    "service-cannot-start": Rule(
        "tasks of the service can no longer start after this change",
        "counterpromo audit ENV --plan FILE shows every hop and its cure",
    ),
    "deployment-weakened": Rule("a failed deployment causes more damage than before"),
    "service-network": Rule("the service moves to other subnets or security groups"),
    "health-check-changed": Rule("the health check changes, so healthy targets may be replaced or unhealthy ones kept"),
    "listener-rule-order": Rule("requests are routed by other listener rules than before"),
    "listener-rule-shadows": Rule("a listener rule never matches: a rule with a higher priority matches first"),
    "traffic-moved": Rule("traffic goes to another target"),
    "balancer-network": Rule("the subnets, security groups or address type of the load balancer change"),
    "balancer-tuned": Rule("timeouts, intervals or routing options of the load balancer change"),
    "dns-target": Rule("a DNS name resolves to another target"),
    "name-resolution-off": Rule("DNS names of AWS services no longer resolve in the VPC"),
    "network-moved": Rule("the address range, the zone or the VPC of the network changes"),
    "endpoint-to-others": Rule(
        "the VPC endpoint leads to a service that is not AWS's own, so its owner sees what is sent to it"
    ),
    "endpoint-weakened": Rule("the VPC endpoint serves fewer subnets, other clients or another service"),
    "requester-pays": Rule("readers of the bucket pay for their requests, and are refused if they do not say so"),
    "objects-archived": Rule(
        "objects move to an archive class within a month, and reading them then takes hours",
        "move them later, or to STANDARD_IA or GLACIER_IR, or waive it",
    ),
    "storage-moved": Rule("objects are stored in, or copied to, another bucket"),
    "dead-letters-changed": Rule("failed messages are lost or go to another queue"),
    "delivery-changed": Rule("messages are delivered differently"),
    "logging-off": Rule("less is logged, or logs go elsewhere"),
    "log-reveals": Rule("the log holds a field of requests that it left out before, such as a header with credentials"),
    "alarm-weakened": Rule("the alarm notifies nobody, or other people"),
    "subscriber-added": Rule("somebody new gets the notifications, which name the resources of this account"),
    "alarm-changed": Rule("the threshold or the period of the alarm changes"),
    "operations-weakened": Rule("monitoring, tags of snapshots or automatic updates are reduced"),
    "parameter-overwritten": Rule("the plan overwrites a value that somebody else wrote"),
    "parameter-value": Rule("the readers of the parameter get another value"),
}
_OF_WAIVERS = {
    "waiver-expired": Rule("a waiver has expired", "remove the waiver, or have it renewed", waivable=False),
    "waiver-unused": Rule("a waiver matches no finding", "remove the waiver"),
}
RULES: Mapping[str, Rule] = {
    **_OF_THE_PLAN,
    **_OF_THE_MODE,
    **_OF_LOSSES,
    **_OF_EXPOSURE,
    **_OF_OPERATION,
    **_OF_WAIVERS,
}
