"""JSON Schemas of the settings files, from the pydantic models, for completion and checks in an editor.

An editor with Taplo (VS Code: Even Better TOML) reads the schema that the first line of a file names:
https://taplo.tamasfe.dev/configuration/directives.html#the-schema-directive
Taplo understands draft 4. The schemas are of draft 7 and use only keywords that mean the same in both.
"""

import json
from typing import Any

from pydantic import BaseModel

from docs.generate.setting_meanings import meanings
from guard.rules import RULES
from guard.waivers import KEYS
from modules.settings import AccountSettings, Settings

DIALECT = "http://json-schema.org/draft-07/schema#"


def environment_schema() -> str:
    """Returns the schema of `envs/ENV.toml`."""
    return _text(_schema_of(Settings))


def account_schema() -> str:
    """Returns the schema of `envs/account.toml`."""
    return _text(_schema_of(AccountSettings))


def waivers_schema() -> str:
    """Returns the schema of `envs/ENV.waivers.toml`; an action is the id of a guard rule that can be waived."""
    text = {"type": "string", "minLength": 1}
    properties: dict[str, Any] = {key: dict(text) for key in KEYS}
    properties["action"] = {"enum": sorted(name for name, rule in RULES.items() if rule.waivable)}
    properties["expires"] = {"type": "string", "format": "date"}
    waiver = {"type": "object", "properties": properties, "required": list(KEYS), "additionalProperties": False}
    return _text(
        {
            "$schema": DIALECT,
            "type": "object",
            "properties": {"waiver": {"type": "array", "items": waiver}},
            "additionalProperties": False,
        }
    )


def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    parts = schema.pop("$defs")
    for owner, described in meanings(model).items():
        properties = schema["properties"] if owner == model.__name__ else parts[owner]["properties"]
        for key, meaning in described.items():
            rule = properties[key].get("description", "")
            properties[key]["description"] = f"{meaning} {rule}".strip()
    return {"$schema": DIALECT, **_plain(schema), "definitions": _plain(parts)}


def _plain(part: Any) -> Any:
    """Returns the schema without what TOML lacks (null), what repeats a key (titles), and keywords after draft 4."""
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    plain = {key: _plain(value) for key, value in part.items() if not _is_left_out(key, value)}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if alternatives := [each for each in plain.get("anyOf", []) if each != {"type": "null"}]:
        del plain["anyOf"]
        plain = {**(alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}), **plain}
    if "patternProperties" in plain:  # keys of any other form are refused
        plain.setdefault("additionalProperties", False)
    if "$ref" in plain and len(plain) > 1:  # draft 7 ignores what stands beside a reference
        plain["allOf"] = [{"$ref": plain.pop("$ref")}]
    return plain


def _is_left_out(key: str, value: Any) -> bool:
    if key == "discriminator":
        return isinstance(value, dict) and "propertyName" in value
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
