"""Every rule by its id: what a finding of it says, and how to do without it. Ids stand in waivers, so they stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from terraform.plan.faults import FAULTS


@dataclass(frozen=True)
class Rule:
    """`waivable` is False where nobody could answer for it: a plan that is not understood, or is not ours."""

    says: str
    help: str = "take the change out of the settings, or waive it"
    waivable: bool = True


_AGAIN = "make the plan again, with terraform 1.11 or later, whole and without -target"


_OF_THE_PLAN = {
    "plan-unreadable": Rule(FAULTS["plan-unreadable"], _AGAIN, waivable=False),
    "plan-format": Rule(FAULTS["plan-format"], _AGAIN, waivable=False),
    "plan-errored": Rule(FAULTS["plan-errored"], _AGAIN, waivable=False),
    "plan-incomplete": Rule(FAULTS["plan-incomplete"], _AGAIN, waivable=False),
    "plan-truncated": Rule(FAULTS["plan-truncated"], _AGAIN, waivable=False),
    "plan-acts-otherwise": Rule(FAULTS["plan-acts-otherwise"], _AGAIN, waivable=False),
    "plan-unknown-member": Rule(FAULTS["plan-unknown-member"]),
    "action-unknown": Rule(FAULTS["action-unknown"], _AGAIN, waivable=False),
    "identity": Rule(
        "it is not in the settings' account and region",
        "use the credentials and settings of one account",
        waivable=False,
    ),
    "provider-turned": Rule(
        "the provider is turned elsewhere", "take the argument out of the provider's block", waivable=False
    ),
    "foreign-provider": Rule("another provider than hashicorp/aws would act"),
    "provisioner": Rule("a provisioner would run a program", "take the provisioner out of the code"),
    "check-failed": Rule("a check does not hold", "bring about what the check asks for"),
    "check-open": Rule("whether a check holds is known after the apply only"),
    "unknown-until-apply": Rule("it is guarded, and what it will be is not known", "apply what it depends on first"),
}
_OF_THE_MODE = {
    "adopt-changes": Rule("would not stay as it is, and this may only adopt", "bring the settings in line with it"),
    "create-changes": Rule("is there already and would not stay as it is, and this is a first build"),
    "import-changes": Rule("would be imported and changed at once", "import it first: counterpromo import ENV"),
    "import-missing": Rule("is listed for import, and is neither imported nor in the state"),
    "import-unlisted": Rule("the import is not the one that is listed", "import it by: counterpromo import ENV"),
    "import-twice": Rule("what it imports is imported to another address as well"),
    "moved": Rule("has another address"),
}
_OF_LOSSES = {
    "loss-of-data-or-identity": Rule("would be lost, and it holds data or an identity that others rely on"),
    "loss-of-protection": Rule("would be lost, and something else is open, unrecorded or unprotected without it"),
    "loss": Rule("would be lost, and nothing says that it can be done without"),
    "protection-removed": Rule("was protected from being destroyed, and is not any more"),
    "protection-moved": Rule("was protected, and is at another address"),
    "force-destroy": Rule("could be destroyed with all that is in it"),
    "deletion-protection-off": Rule("could be deleted"),
    "backups-shortened": Rule("backups end, or are kept for less time"),
    "final-snapshot-skipped": Rule("would be deleted without a last snapshot"),
    "recovery-window-shortened": Rule("could be brought back for less time"),
    "retention-shortened": Rule("what it holds would be thrown away earlier"),
    "versioning-off": Rule("earlier versions would not be kept"),
    "capacity-lowered": Rule("would have less room"),
    "redundancy-lowered": Rule("would stand in one zone only"),
    "drift": Rule(
        "was changed outside of this code", "bring the settings in line with it, or let the next apply undo it"
    ),
    "drift-crossed": Rule("was changed outside of this code, and this plan would write over it"),
}
_OF_EXPOSURE = {
    "public-access": Rule("would be open to the public"),
    "group-opened": Rule("would let traffic through that it does not let through"),
    "route-opened": Rule("would lead to the internet"),
    "route-changed": Rule("would lead elsewhere"),
    "encryption-off": Rule("would not be encrypted, or less well"),
    "encryption-key-changed": Rule("would be encrypted with another key"),
    "key-rotation-off": Rule("its key would not be rotated"),
    "transport-weakened": Rule("connections to it would be less safe"),
    "certificate-changed": Rule("would answer with another certificate"),
    "firewall-weakened": Rule("its firewall would let more through"),
    "policy-widened": Rule("would permit more than before, or it cannot be shown that it does not"),
    "policy-too-broad": Rule("would permit what only an administrator may"),
    "policy-public": Rule("would let in everybody"),
    "policy-attached": Rule("another policy would be attached"),
    "trust-widened": Rule("somebody else could assume it, or it cannot be shown that nobody could"),
    "boundary-removed": Rule("its permissions would have another boundary, or none"),
    "session-lengthened": Rule("who assumes it keeps it for longer"),
    "role-exchanged": Rule("would act with other permissions, or under another name"),
    "key-holder-made": Rule("somebody with keys of their own would be made", "let it assume a role instead"),
    "default-taken-over": Rule("would take over what came with the account, and remove what it does not know"),
    "secret-in-plain": Rule("a secret would stand in plain text", "put it into a secret, and name that in [services]"),
    "secret-in-state": Rule("a secret's value would be in the state", "declare the container; a person fills it"),
    "secret-removed": Rule("would start without a secret that it has"),
    "secret-changed": Rule("the secret would be written over, or kept elsewhere"),
    "output-revealed": Rule("was sensitive, and every run would print it"),
    "output-removed": Rule("the output goes, and others may read it"),
    "container-privileged": Rule("the container could do more on its machine"),
    "execute-command-on": Rule("a shell could be opened in its containers"),
    "image-tags-mutable": Rule("an image could be replaced under its tag"),
    "image-scan-off": Rule("images would not be looked through"),
}
_OF_OPERATION = {
    "database-password": Rule("its password would change, and what uses it does not know", "leave the login to RDS"),
    "database-login": Rule("who may log in, or how, would change"),
    "database-network": Rule("would be reached in another way, or by others"),
    "database-parameters": Rule("a parameter that protects it would change"),
    "database-origin": Rule("would be another database"),
    "engine-upgrade": Rule("its engine would change more than by a minor version"),
    "immediate-apply": Rule("would change at once, not in its maintenance window"),
    "desired-count-zero": Rule("nothing of it would run"),
    "capacity-changed": Rule("would run in another way"),
    "rolled-back": Rule("would run another revision than the one that was deployed last"),
    "deployment-weakened": Rule("a bad deployment would do more harm"),
    "service-network": Rule("would stand in another network, or in other groups"),
    "health-check-changed": Rule("would be found healthy, or not, for other reasons"),
    "listener-rule-order": Rule("requests would be led elsewhere"),
    "listener-rule-shadows": Rule("a rule would be asked in vain"),
    "traffic-moved": Rule("traffic would go elsewhere"),
    "balancer-network": Rule("the load balancer would be reached in another way"),
    "balancer-tuned": Rule("requests would be handled differently"),
    "dns-target": Rule("a name would lead elsewhere"),
    "name-resolution-off": Rule("names of AWS's own services would not be found any more"),
    "network-moved": Rule("the network would be another"),
    "endpoint-weakened": Rule("AWS's own services would be reached by fewer, or by others"),
    "storage-moved": Rule("objects would be kept elsewhere"),
    "dead-letters-changed": Rule("messages that fail would be lost, or end elsewhere"),
    "delivery-changed": Rule("messages would be delivered differently"),
    "logging-off": Rule("less would be recorded"),
    "alarm-weakened": Rule("nobody would be told, or somebody else"),
    "alarm-changed": Rule("would tell at another point"),
    "operations-weakened": Rule("would be harder to look after"),
    "parameter-overwritten": Rule("what others wrote would be written over"),
    "parameter-value": Rule("those who read it would get another value"),
}
_OF_WAIVERS = {
    "waiver-expired": Rule("a waiver has run out", "take it out of the file, or have it given again", waivable=False),
    "waiver-unused": Rule("a waiver lowers nothing", "take it out of the file"),
}
RULES: Mapping[str, Rule] = {
    **_OF_THE_PLAN,
    **_OF_THE_MODE,
    **_OF_LOSSES,
    **_OF_EXPOSURE,
    **_OF_OPERATION,
    **_OF_WAIVERS,
}
