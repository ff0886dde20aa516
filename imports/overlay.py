"""Lays the results of an import over a synthesized stack: omits gaps, applies pins, adds import blocks. Pure.

In: the stack's JSON, the files beside the settings. Out: the JSON Terraform gets. It stands after the synth because a
pin is an argument of any resource: a construct that knew of pins would have to know of everything.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from errors import CounterPromoError
from imports.files.pins_file import Pin
from terraform.literal import literal
from terraform.stack import Address, Stack

# Stands for a reference to what is withheld, until the argument around it is pinned.
WITHHELD = "arn:aws:iam::000000000000:withheld/"


def adopted(
    document: Mapping[str, Any], *, gaps: Sequence[str], pins: Sequence[Pin], ids: Mapping[str, str]
) -> dict[str, Any]:
    """The stack as it is to be planned.

    Raises CounterPromoError where a file speaks of an address that is not declared: a rename would undo the adoption.
    """
    declared = {address for address, _ in Stack(document=document).resources()}
    for what, addresses in (("pins", {pin.address for pin in pins}), ("imports", set(ids)), ("gaps", set(gaps))):
        if unknown := sorted(addresses - declared):
            raise CounterPromoError(
                f"the {what} speak of {', '.join(unknown)}, which the code does not declare",
                cure=f"take the lines out of envs/ENV.{what}.json, or give the addresses back to the code",
            )
    resources = _pinned(_without(document["resource"], set(gaps)), pins)
    rest = {key: value for key, value in document.items() if key not in ("resource", "output", "import")}
    whole = {**rest, "resource": _redirected(resources, gaps), "output": _told(document.get("output", {}), gaps)}
    blocks = [{"to": address, "id": literal(ids[address])} for address in sorted(set(ids) - set(gaps))]
    return {**whole, "import": blocks} if blocks else whole


def refuse_dangling(document: Mapping[str, Any], name: str) -> None:
    """Raises CounterPromoError where an argument speaks of what is withheld: it would reach AWS as a made-up name."""
    if loose := [
        f"{address}.{argument}"
        for address, arguments in Stack(document=document).resources()
        for argument, value in arguments.items()
        if WITHHELD in json.dumps(value)
    ]:
        raise CounterPromoError(
            f"{', '.join(loose)} would speak of what is withheld as a gap",
            cure=f"fill the gap first (counterpromo pins {name} lists them), or import again to pin it",
        )


def _without(resources: Mapping[str, Any], gaps: set[str]) -> dict[str, dict[str, Any]]:
    left = {
        type_: {name: dict(arguments) for name, arguments in named.items() if f"{type_}.{name}" not in gaps}
        for type_, named in resources.items()
    }
    return {type_: named for type_, named in left.items() if named}


def _pinned(resources: dict[str, dict[str, Any]], pins: Sequence[Pin]) -> dict[str, dict[str, Any]]:
    for pin in pins:
        type_, name = Address.parse(pin.address)
        arguments = resources.get(type_, {}).get(name)
        if arguments is None:
            continue
        if pin.held == "ignoring":
            lifecycle = arguments.get("lifecycle", {})
            ignored = [*lifecycle.get("ignore_changes", []), pin.attribute]
            arguments["lifecycle"] = {**lifecycle, "ignore_changes": ignored}
        elif pin.live is None:
            arguments.pop(pin.attribute, None)
        else:
            arguments[pin.attribute] = literal(pin.live)
    return resources


def _redirected(resources: dict[str, dict[str, Any]], gaps: Sequence[str]) -> dict[str, dict[str, Any]]:
    """References to what is withheld stand for nothing; what must be made after it need not wait."""
    if not gaps:
        return resources
    pattern = re.compile(r"\$\{[^{}]*\b(?:" + "|".join(map(re.escape, gaps)) + r")\b[^{}]*\}")
    for named in resources.values():
        for name, arguments in named.items():
            left = [each for each in arguments.get("depends_on", []) if each not in gaps]
            text = pattern.sub(
                WITHHELD, json.dumps({key: value for key, value in arguments.items() if key != "depends_on"})
            )
            named[name] = json.loads(text) | ({"depends_on": left} if left else {})
    return resources


def _told(outputs: Mapping[str, Any], gaps: Sequence[str]) -> dict[str, Any]:
    """Outputs of what is there; an entry of what is withheld is left out."""

    def there(value: Any) -> bool:
        return not any(re.search(rf"\b{re.escape(address)}\b", json.dumps(value)) for address in gaps)

    told = {}
    for name, output in outputs.items():
        value = output["value"]
        if isinstance(value, dict):
            told[name] = {**output, "value": {key: item for key, item in value.items() if there(item)}}
        elif isinstance(value, list):
            told[name] = {**output, "value": [item for item in value if there(item)]}
        elif there(value):
            told[name] = output
    return told
