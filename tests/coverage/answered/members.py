"""Members of AWS's answers, from botocore's models, for which the provider has no argument of the same name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from botocore import xform_name
from botocore.model import ListShape, Shape, StructureShape
from hypothesis import strategies as st

from modules.answers.answer import Answer
from sandbox.overlay.amendment import service_model

_ENDINGS = ("configuration", "config", "settings")


def operation_of(answer: Answer) -> str:
    """Returns the operation as AWS names it: `DescribeVpcs`."""
    names = service_model(answer.service).operation_names
    return next(name for name in names if xform_name(name) == answer.operation)


def item_shape(answer: Answer) -> StructureShape:
    """Returns the shape of the item that an answer is about."""
    shape = service_model(answer.service).operation_model(operation_of(answer)).output_shape
    assert shape is not None, f"{answer.service}.{operation_of(answer)} answers nothing"
    return _structure(shape.members[answer.at] if answer.at else shape)


def shape_at(shape: Shape, path: str) -> Shape:
    """Returns the shape of a member at a dotted path. Raises KeyError where AWS's model has none."""
    for name in path.split("."):
        shape = _through(shape).members[name]  # type: ignore[attr-defined]
    return shape


def unknown(answer: Answer, arguments: Mapping[str, Any], *, opened: Collection[str]) -> Iterator[str]:
    """Yields the members that no argument and no attribute of the provider's type is named like.

    The members of an unknown one are not yielded, unless `opened` has its path.
    """
    known = {_bare(word) for path in (*arguments["settable"], *arguments["computed"]) for word in path.split(".")}
    yield from _unknown(item_shape(answer), "", known=known, opened=opened, seen=())


def _unknown(
    shape: Shape, path: str, *, known: Collection[str], opened: Collection[str], seen: tuple[str, ...]
) -> Iterator[str]:
    inner = _through(shape)
    if not isinstance(inner, StructureShape) or inner.name in seen:
        return
    for name, member in inner.members.items():
        place = f"{path}.{name}" if path else name
        if _bare(name) in known or place in opened:
            yield from _unknown(member, place, known=known, opened=opened, seen=(*seen, inner.name))
        else:
            yield place


def _bare(name: str) -> str:
    """Returns a name without case, separators, plural and words that the provider leaves out."""
    word = xform_name(name).replace("_", "").lower()
    for ending in _ENDINGS:
        word = word.removesuffix(ending) or word
    return word.removesuffix("s")


def _through(shape: Shape) -> Shape:
    while isinstance(shape, ListShape):
        shape = shape.member
    return shape


def _structure(shape: Shape) -> StructureShape:
    inner = _through(shape)
    assert isinstance(inner, StructureShape)
    return inner


def full_values(shape: Shape) -> st.SearchStrategy[Any]:
    """Returns values of a shape of which no part is empty, `False` or 0."""
    if isinstance(shape, StructureShape):
        drawn = {name: full_values(member) for name, member in list(shape.members.items())[:2]}
        return st.fixed_dictionaries(drawn)
    if isinstance(shape, ListShape):
        return st.lists(full_values(shape.member), min_size=1, max_size=2)
    if shape.type_name == "boolean":
        return st.just(True)
    if shape.type_name == "timestamp":
        return st.datetimes()
    if shape.type_name in ("integer", "long", "float", "double"):
        return st.integers(1, 1000)
    return st.sampled_from(shape.metadata["enum"]) if "enum" in shape.metadata else st.text("abcé${}%", min_size=1)
