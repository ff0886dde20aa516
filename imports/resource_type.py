"""The row of facts that an import needs about one Terraform type. The services fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.matching.match_rules import Instead, Notice, Rule
from imports.matching.match_state import MatchState
from imports.model import Found

# The arguments of one live resource, as the provider read them.
Attributes = Mapping[str, Any]
ImportId = Callable[[Attributes], Any]


@dataclass(frozen=True, kw_only=True)
class GeneratedConfig:
    """Corrections to what `terraform plan -generate-config-out` writes for one type.

    * `drops`: arguments that another argument repeats, that are resources of their own, or that may hold a secret.
    * `ignores`: arguments that only Terraform knows; they would show as changes after an import.
    * `corrects`: (written arguments) -> (arguments to keep, further names to ignore).
    """

    drops: frozenset[str] = frozenset()
    ignores: tuple[str, ...] = ()
    corrects: Callable[[dict[str, Any]], tuple[dict[str, Any], tuple[str, ...]]] | None = None


@dataclass(frozen=True, kw_only=True)
class ImportedType:
    """The facts about one Terraform type that an import needs.

    * `import_id`: spells the import id from the attributes of the resource; None if Terraform cannot import the type.
    * `match`: rules that find the live resource of a declared one, the strongest first.
    * `instead`: tells what is there in the place of a declared resource without a live one, or None: why it is a gap.
    * `stray`: tells why a live resource that the code does not declare belongs to the environment, or None.
    * `in_a_gap`: True if a declared resource without a match names this live one: then it is a gap, and no stray.
    * `stray_by_name`: a name that begins like the environment's makes a stray. False where every VPC or bucket has
      resources of the same name.
    * `not_importable`: (attributes) -> why the provider's answer is no resource; it answers for some that do not exist.
    * `not_written`: (facts of the live resource) -> why it must not be written as code, or None.
    * `generated`: corrections to the configuration that Terraform generates.
    * `left_to_aws`: arguments that the code does not set and AWS fills in -> the values that need no words: what AWS
      gives a new resource, blocks without empty arguments; `*` stands for any text. Another live value is pinned.
    """

    import_id: ImportId | None
    match: tuple[Rule, ...] = ()
    instead: Instead | None = None
    stray: Notice | None = None
    in_a_gap: Callable[[Found, MatchState], bool] | None = None
    stray_by_name: bool = True
    not_importable: Callable[[Attributes], str | None] | None = None
    not_written: Callable[[Attributes], str | None] | None = None
    generated: GeneratedConfig = GeneratedConfig()
    left_to_aws: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


Types = Mapping[str, ImportedType]


def own_id(attributes: Attributes) -> Any:
    """Returns the `id` of the resource: the import id of most types."""
    return attributes.get("id")


def attribute(name: str) -> ImportId:
    """Returns an import id that is one attribute, such as `name`."""
    return lambda attributes: attributes.get(name)


def joined(*names: str, by: str = "/") -> ImportId:
    """Returns an import id that joins attributes, such as `ROLE/POLICY_ARN`."""
    return lambda attributes: by.join(str(attributes.get(name)) for name in names)


UNKNOWN_TYPE = ImportedType(import_id=own_id)
