"""AWS's denials, parsed: which action on which resource, and which kind of policy denies it; pure.

A denial by a policy that no grant can outweigh has another cure than a missing grant.
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class PolicyKind(StrEnum):
    """The kinds of policies that AWS names in a denial."""

    IDENTITY = "identity-based policy"
    RESOURCE = "resource-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE_CONTROL = "resource control policy"
    ENDPOINT = "VPC endpoint policy"
    TRUST = "role trust policy"


_CURES = {
    PolicyKind.RESOURCE: "allow {action} for these credentials in the policy of {resource}",
    PolicyKind.BOUNDARY: "allow {action} in the permissions boundary of these credentials; a grant alone does not help",
    PolicyKind.SESSION: "log in with a session whose policy allows {action} (session policy, or permission set of IAM "
    "Identity Center)",
    PolicyKind.SERVICE_CONTROL: "ask the administrator of the AWS organization to allow {action} in its service "
    "control policies; no grant in this account helps",
    PolicyKind.RESOURCE_CONTROL: "ask the administrator of the AWS organization to allow {action} in its resource "
    "control policies; no grant in this account helps",
    PolicyKind.ENDPOINT: "allow {action} in the policy of the VPC endpoint that this network uses, or run from "
    "another network",
    PolicyKind.TRUST: "allow these credentials to assume {resource} in the trust policy of that role",
}
# EC2's reason, for those who may read it: https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
ENCODED = "Encoded authorization failure message"
_DECODING = "grant sts:DecodeAuthorizationMessage to these credentials and run again to read AWS's whole reason"
_KINDS = "|".join(kind.replace(" ", r"\s") for kind in PolicyKind)
_DENIAL = re.compile(
    r"not authorized to perform:?\s+(?P<action>[a-z0-9-]+:[A-Za-z0-9*]+)"
    r"(?:\son\sresource:\s\"?(?P<resource>[^\s\",;)]+)\"?)?,?"
    rf"(?:\sbecause\sno\s(?P<missing>{_KINDS})\sallows"
    rf"|\s(?P<explicit>(?:with|due\sto)\san\sexplicit\sdeny)(?:\sin\san?\s(?P<denying>{_KINDS})"
    r"(?::\s(?P<policy>arn:[^\s,;)]+))?)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Denial:
    """One action that AWS did not allow; `kind` is None where AWS does not say which policy decides."""

    action: str
    resource: str = ""
    kind: PolicyKind | None = None
    explicit: bool = False
    policy: str = ""

    def sentence(self, code: str = "") -> str:
        """Returns one clause that names the denied action and the denying policy, with AWS's code in brackets."""
        on = f" on {self.resource}" if self.resource and self.resource != "*" else ""
        shown = f"not allowed to call {self.action}{on}" + (f" ({code})" if code else "")
        if self.kind is None:
            return shown + (": a policy denies it explicitly" if self.explicit else "")
        if self.explicit:
            return f"{shown}: the {self.kind} {self.policy or ''}".rstrip() + " denies it explicitly"
        return f"{shown}: no {self.kind} allows it"

    @property
    def cure(self) -> str:
        """Returns the change that permits the action, and the policy it belongs to."""
        names = {"action": self.action, "resource": self.resource or "the resource"}
        if self.kind in _CURES:
            return _CURES[self.kind].format(**names) + (
                f" (remove the Deny statement{f' in {self.policy}' if self.policy else ''})" if self.explicit else ""
            )
        if self.explicit:
            where = f" in {self.policy}" if self.policy else " in a policy of these credentials or of the resource"
            return f"remove the Deny statement for {self.action}{where}; a grant does not outweigh it"
        if self.action.startswith("sts:AssumeRole"):
            return f"{_CURES[PolicyKind.TRUST].format(**names)}, and grant {self.action} on it to them"
        on = f" on {self.resource}" if self.kind and self.resource and self.resource != "*" else ""
        return f"grant {self.action}{on} to these credentials"


def parse(text: str) -> tuple[Denial, ...]:
    """Returns every denial that AWS words in this text, each once, in the order they stand there."""
    unfolded = " ".join(text.split())
    return tuple(dict.fromkeys(_denial(found) for found in _DENIAL.finditer(unfolded)))


def with_decoding(cure: str, *, text: str) -> str:
    """Returns the cure of a denial; where AWS's reason is still encoded in the text, also how it can be read."""
    return f"{cure}; {_DECODING}" if ENCODED in text else cure


def _denial(found: re.Match[str]) -> Denial:
    named = (found["missing"] or found["denying"] or "").lower()
    return Denial(
        action=found["action"],
        resource=(found["resource"] or "").rstrip(".:"),
        kind=next((kind for kind in PolicyKind if kind.lower() == named), None),
        explicit=bool(found["explicit"]),
        policy=(found["policy"] or "").rstrip("."),
    )
