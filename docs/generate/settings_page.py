"""docs/settings.md: every key of the settings files, with its type, default, rule and meaning, from the models."""

import inspect
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docs.generate.markdown import head, table
from docs.generate.setting_meanings import meanings, models_in
from modules.settings import AccountSettings, Settings
from settings.references import Reference
from settings.types import Rule
from settings.unique_names import Unique

INTRODUCTION = """A settings file is TOML, complete and readable alone: `envs/ENV.toml` for an environment, and
`envs/account.toml` for what exists once per account. A file with a fault is refused whole, and all its faults are
reported at once, each with its key, its value and the rule. `counterpromo doctor ENV` checks the files offline.

**In an editor**: the first line of each file names its JSON Schema in `envs/schema/`. With [Even Better TOML][toml] in
VS Code, or any editor with [Taplo](https://taplo.tamasfe.dev), keys are completed and wrong values are marked while you
type. A waivers file starts with `#:schema ./schema/waivers.json` for the same.

[toml]: https://marketplace.visualstudio.com/items?itemName=tamasfe.even-better-toml

In the tables, KEY is a name that you choose. The name becomes a part of Terraform addresses: a new KEY is a new
resource. A key without a default must be set. Some rules hold between several keys or between the files: see
[messages](messages.md), *Settings files*."""
SCOPES = {"region": "in a region of an account", "account": "in an account", "everywhere": "in all of AWS"}
NAMES = {str: "text", int: "whole number", bool: "true or false"}


def settings_page() -> str:
    """Returns the page."""
    parts = [head("Settings", INTRODUCTION)]
    for title, model in (("envs/ENV.toml", Settings), ("envs/account.toml", AccountSettings)):
        parts += [f"## {title}\n", _model_text(model), *_sections(model)]
    return "\n".join(parts)


def _sections(model: type[BaseModel]) -> Iterator[str]:
    """Yields a section for each model below `model`, once, under the first place that uses it."""
    places = dict[type[BaseModel], list[str]]()
    for place, part in _places(model, ""):
        places.setdefault(part, []).append(place)
    for part, where in places.items():
        yield f"### {', '.join(f'`[{place}]`' for place in where)}\n"
        yield _model_text(part)


def _places(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in model.model_fields.items():
        annotation = field.rebuild_annotation()
        place = f"{prefix}{field.alias or name}"
        for part in models_in(annotation):
            where = f"{place}.KEY" if _is_table_of(annotation) else place
            yield where, part
            yield from _places(part, f"{where}.")


def _is_table_of(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is dict:
        return True
    return origin in (Annotated, Union, types.UnionType) and any(
        _is_table_of(each) for each in get_args(annotation)[:1]
    )


def _model_text(model: type[BaseModel]) -> str:
    meaning = meanings(model)[model.__name__]
    rows = [_row(field.alias or name, field, meaning=meaning) for name, field in model.model_fields.items()]
    described = inspect.getdoc(model) or ""
    return f"{described}\n\n{table(['key', 'type', 'default', 'rule', 'meaning'], rows)}"


def _row(key: str, field: FieldInfo, *, meaning: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    annotation = field.rebuild_annotation()
    rules = dict.fromkeys(_rules(annotation))
    return f"`{key}`", _type(annotation), _default(field), "; ".join(rules), meaning.get(key, "")


def _type(annotation: Any) -> str:
    """Returns the type in the words of TOML."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return "text" if isinstance(arguments[0], str) else "whole number"
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_type(each) for each in arguments if each is not types.NoneType))
    if origin is list:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return "table of tables" if _type(arguments[1]) == "table" else f"table of {_type(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    return NAMES.get(annotation, "text")


def _rules(annotation: Any) -> Iterator[str]:
    """Yields what a value must be, as the message of a fault says it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        yield f"one of {', '.join(f'`{each}`' for each in arguments)}"
    elif origin is Annotated:
        says = [rule for mark in arguments[1:] if (rule := _rule_of(mark))]
        yield from says
        if not says:
            yield from _rules(arguments[0])
    elif origin is dict:
        yield from _rules(arguments[1])
    else:
        for each in arguments:
            yield from _rules(each)


def _rule_of(mark: object) -> str:
    """Returns the rule that a mark of a type stands for; empty where the mark is no rule of one value."""
    match mark:
        case Rule(says=says):
            return says.removeprefix("must be ")
        case Reference(rule=rule) if rule.endswith(":"):
            return rule.removeprefix("must be ").removesuffix(":")
        case Unique(scope=scope):
            return f"given once {SCOPES[scope]}"
        case _:
            return ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    match field.get_default(call_default_factory=True, validated_data={}):
        case None:
            return "none"
        case bool() as switch:
            return f"`{str(switch).lower()}`"
        case str() as text:
            return f'`"{text}"`'
        case int() as number:
            return f"`{number}`"
        case [] | {}:
            return "empty"
        case _:
            return "empty"
