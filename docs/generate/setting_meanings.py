"""The meaning of each setting: the text that follows the field in its model, read from the source.

The models hold these texts as plain strings below the fields. They are read here and not by pydantic, which would read
every model's source each time a command starts.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

COMMON = {"tags": "Tags of the resource."}


def models_of(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Returns `model` and every model that its fields use, each once, in the order of the file."""
    found: list[type[BaseModel]] = []
    todo = [model]
    while todo:
        each = todo.pop(0)
        if each not in found:
            found.append(each)
            annotations = (field.rebuild_annotation() for field in each.model_fields.values())
            todo += [used for annotation in annotations for used in models_in(annotation)]
    return found


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yields the models that a type annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_in(argument)


def meanings(model: type[BaseModel]) -> Mapping[str, Mapping[str, str]]:
    """Returns the meanings below `model`: the name of each model, its keys as in the file, one text each."""
    return {each.__name__: dict(_of_fields(each)) for each in models_of(model)}


def _of_fields(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yields a key and its text: from below the field, else from the model of the table that the field holds."""
    texts = {
        name: text for owner in reversed(model.__mro__) if owner in _with_source(model) for name, text in _of(owner)
    }
    for name, field in model.model_fields.items():
        text = texts.get(name) or COMMON.get(name) or _of_table(field.rebuild_annotation())
        if text:
            yield field.alias or name, text


def _with_source(model: type[BaseModel]) -> list[type]:
    return [each for each in model.__mro__ if issubclass(each, BaseModel) and each is not BaseModel]


def _of(model: type) -> Iterator[tuple[str, str]]:
    """Yields the names and texts of the fields that a class itself defines."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(body, ast.ClassDef)
    for field, text in zip(body.body, body.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(meaning))):
                yield name, inspect.cleandoc(meaning).replace("\n", " ")


def _of_table(annotation: Any) -> str:
    """Returns the first sentence of the first model in an annotation; empty without a model."""
    model = next(models_in(annotation), None)
    if model is None:
        return ""
    described = " ".join((inspect.getdoc(model) or "").split())
    return described.split(". ")[0].rstrip(".") + "."
