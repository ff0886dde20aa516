"""Parts of a resource that have a Terraform type of their own, such as the CORS rules of a bucket.

In: live resources, and the calls that read their parts. Out: the live parts. The rows of the services list the types of
parts that no call reads, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws.reader import WHOLE, Aws
from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import Notice, Rule, inside
from imports.matching.match_state import MatchState, handles
from imports.model import Found
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, ImportId, own_id
from modules.guard_only_types import GUARD_ONLY_TYPES
from modules.resource_type import IamResource, ResourceType
from terraform.expressions import value_at


@dataclass(frozen=True, kw_only=True)
class Read:
    """One read-only call for each owner.

    * `asks`: (owner) -> parameters of the call.
    * `listed`: member of the reply that holds a list, read page by page; empty to read the whole reply once.
    * `absent`: error codes that mean that the owner has no such part.
    * `finds`: (owner, list or whole reply) -> the live parts.
    """

    service: str
    operation: str
    asks: Callable[[Found], Mapping[str, Any]]
    finds: Callable[[Found, Any], Iterable[Found]]
    listed: str = ""
    absent: tuple[str, ...] = ()


def read_parts(aws: Aws, owners: Sequence[Found], reads: Sequence[Read]) -> list[Found]:
    """Returns the parts of all owners; each call is made once for each owner."""
    pairs = [(owner, read) for owner in owners for read in reads]
    replies = aws.each(lambda pair: _reply(aws, *pair), pairs)
    answered = ((owner, read, reply) for (owner, read), reply in zip(pairs, replies, strict=True) if reply is not None)
    return [part for owner, read, reply in answered for part in read.finds(owner, reply)]


def _reply(aws: Aws, owner: Found, read: Read) -> Any:
    parameters = read.asks(owner)

    def ask() -> Any:
        if read.listed:
            return aws.listing(read.service, read.operation, read.listed, **parameters)
        return aws.reply_or_absent(read.service, read.operation, WHOLE, absent=read.absent, **parameters)

    return aws.if_served(ask, otherwise=None)


def part(
    name: str,
    *,
    of: str,
    at: str,
    why: str,
    iam: tuple[IamResource, ...],
    import_id: ImportId | None = own_id,
    match: tuple[Rule, ...] = (),
    unless_set: str = "",
    not_written: Callable[[Attributes], str | None] | None = None,
    generated: GeneratedConfig | None = None,
    guarded: GuardedType | None = None,
) -> ResourceType:
    """Returns the row of a type of part. A live part is a stray if its owner is adopted and no address declares it.

    `at` is the fact that names the owner. With `unless_set`, the part is no stray if the code sets this argument of the
    owner: then it is adopted with the owner.
    """
    notice = inside(at, of, why)
    return ResourceType(
        name=name,
        imported=ImportedType(
            import_id=import_id,
            match=match,
            stray=_unless_set(notice, argument=unless_set, at=at, of=of) if unless_set else notice,
            stray_by_name=False,
            not_written=not_written,
            generated=generated or GeneratedConfig(),
        ),
        guarded=guarded or GUARD_ONLY_TYPES.get(name, GuardedType(deletion=Deletion.DISRUPTIVE)),
        iam=iam,
    )


def _unless_set(notice: Notice, *, argument: str, at: str, of: str) -> Notice:
    def noticed(live: Found, match_state: MatchState) -> str | None:
        owners = [declared for declared, owner in match_state.of_type(of) if live.facts[at] in handles(owner)]
        return None if any(value_at(one.arguments, argument) for one in owners) else notice(live, match_state)

    return noticed
