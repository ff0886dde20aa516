"""References between settings: a key that names an entry of another section, such as `queue = "jobs"`.

The type of a setting declares the reference: `queue: Annotated[Key, Ref("queues")]`. The loader checks all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from settings.fault import Fault
from settings.walk import annotations_of, walk


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A mark of a setting whose value must be one of the names that other sections give.

    `known` is called with the sections that `needs` lists and returns these names. `name_in` takes the name out of the
    value, for values such as `KEY:FIELD`. `rule` begins the text of the fault: `must be a key of [queues]:`.
    """

    needs: tuple[str, ...]
    known: Callable[..., Iterable[str]]
    rule: str
    name_in: Callable[[str], str] = str


def Ref(table: str, *, only: Callable[[Any], bool] | None = None, described: str = "") -> Reference:  # noqa: N802
    """Returns the mark of a setting that names an entry of `[table]`, or one of those that `only` accepts.

    `described` names the accepted entries in the text of the fault.
    """
    section, *path = table.split(".")

    def known(**sections: Any) -> list[str]:
        entries = sections[section]
        for name in path:
            entries = getattr(entries, name)
        return [key for key, entry in entries.items() if only is None or only(entry)]

    return Reference(needs=(section,), known=known, rule=f"must be a key of {described or f'[{table}]'}:")


def unknown_references(sections: Mapping[str, Any], model: type[BaseModel]) -> Iterator[Fault]:
    """Yields a fault for each reference that names nothing. A reference into a section with faults is not checked.

    `sections` are values of the fields of `model`, by name.
    """
    annotations = annotations_of(model)
    for section, value in sections.items():
        for field in walk(value, annotations[model.model_fields[section].alias or section], section):
            for mark in field.marks:
                if isinstance(mark, Reference) and isinstance(field.value, str) and sections.keys() >= set(mark.needs):
                    known = sorted(mark.known(**{name: sections[name] for name in mark.needs}))
                    if mark.name_in(field.value) not in known:
                        yield Fault(field.key, field.value, f"{mark.rule} {', '.join(known) or 'there are none'}")
