"""Walks through a part of the settings: each value with its place in the file and the marks of its type.

A mark is an object in the type's annotation that says more than the type, such as `Ref("queues")` or `Unique("queue")`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value of the settings: its dotted key in the file, the model that holds it, and the marks of its type.

    Each entry of a list is a field of its own, with the key of the list.
    """

    key: str
    value: Any
    holder: BaseModel | None
    marks: tuple[Any, ...]


def walk(value: Any, annotation: Any, key: str = "", *, holder: BaseModel | None = None) -> Iterator[Field]:
    """Yields the value and each value below it; `annotation` is the type that the settings give it."""
    bare, marks = unwrap(annotation)
    yield Field(key=key, value=value, holder=holder, marks=marks)
    if isinstance(value, BaseModel):
        for attribute, (name, type_) in _fields(type(value)).items():
            yield from walk(getattr(value, attribute), type_, f"{key}.{name}" if key else name, holder=value)
    elif isinstance(value, dict):
        for entry, inner in value.items():
            yield from walk(inner, _inner(bare, dict), f"{key}.{entry}", holder=holder)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, _inner(bare, list), key, holder=holder)


def annotations_of(model: type[BaseModel]) -> dict[str, Any]:
    """Returns the annotation of each key of a model, with its marks; the key is the one in the file."""
    return dict(_fields(model).values())


@lru_cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[str, Any]]:
    """Returns the key in the file and the annotation, by attribute of the model."""
    return {name: (field.alias or name, field.rebuild_annotation()) for name, field in model.model_fields.items()}


def unwrap(annotation: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Returns the plain types that an annotation allows, and all marks on them."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        bare, more = unwrap(inner)
        return bare, (*marks, *more)
    if get_origin(annotation) in (Union, UnionType):
        parts = [unwrap(part) for part in get_args(annotation)]
        return tuple(type_ for bare, _ in parts for type_ in bare), tuple(mark for _, some in parts for mark in some)
    return (annotation,), ()


def _inner(bare: tuple[Any, ...], origin: type) -> Any:
    """Returns the type of the entries of the first list or table among the allowed types."""
    return next((get_args(type_)[-1] for type_ in bare if get_origin(type_) is origin), Any)
