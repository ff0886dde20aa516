"""Lays the results of an import over a synthesized stack: omits gaps, applies pins, adds import blocks. Pure.

In: the stack's JSON, the files beside the settings. Out: the JSON Terraform gets. It stands after the synth because a
pin is an argument of any resource: a construct that knew of pins would have to know of everything.
"""

import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from errors import CounterPromoError
from imports.files.pins_file import BEYOND, Pin
from imports.placeholders import Redirection
from terraform.literal import literal
from terraform.plan.differences import HIDDEN
from terraform.stack import META_ARGUMENTS, Address, Stack

SHOWN = 5


def adopted(
    document: Mapping[str, Any],
    *,
    environment: str,
    gaps: Sequence[str],
    pins: Sequence[Pin],
    ids: Mapping[str, str],
) -> dict[str, Any]:
    """Returns the stack as it is to be planned.

    Lines about an address that is no longer declared have no effect: the settings dropped the resource, and the plan
    shows that it goes. Raises CounterPromoError where the resource may have another address now, since a rename would
    undo the adoption.
    """
    declared = {address for address, _ in Stack(document=document).resources()}
    new = declared - {*ids, *gaps}
    for what, addresses in (("pins", {pin.address for pin in pins}), ("imports", set(ids)), ("gaps", set(gaps))):
        _refuse_renamed(addresses - declared, new, file=f"{environment}.{what}.json")
    resources = _pinned(_redirected(_without(document["resource"], set(gaps)), gaps, pins), pins)
    rest = {key: value for key, value in document.items() if key not in ("resource", "output", "import")}
    whole = {**rest, "resource": resources, "output": _told(document.get("output", {}), gaps)}
    imported = sorted((set(ids) - set(gaps)) & declared)
    blocks = [{"to": address, "id": literal(ids[address])} for address in imported]
    return {**whole, "import": blocks} if blocks else whole


def _refuse_renamed(undeclared: AbstractSet[str], new: AbstractSet[str], *, file: str) -> None:
    """Raises CounterPromoError if an address of a type went, and one of that type came that no import knows."""
    types = _types(undeclared) & _types(new)
    renamed, came = (sorted(one for one in some if Address.parse(one)[0] in types) for some in (undeclared, new))
    if renamed:
        raise CounterPromoError(
            f"{file} names {', '.join(renamed)}, which the settings no longer declare, while of the same type "
            f"these are new: {', '.join(came[:SHOWN])}; a renamed resource would be made anew",
            cure=f"take these lines out of {file} if the resources are to go: the plan then shows it; otherwise undo "
            "the change of the settings",
        )


def _types(addresses: AbstractSet[str]) -> set[str]:
    return {Address.parse(address)[0] for address in addresses}


def refuse_dangling(document: Mapping[str, Any], name: str) -> None:
    """Raises CounterPromoError where an argument holds a placeholder and no pin holds the argument.

    Terraform would send the placeholder to AWS.
    """
    if loose := [
        f"{address}.{argument}"
        for address, arguments in Stack(document=document).resources()
        for argument in dangling(arguments)
    ]:
        raise CounterPromoError(
            f"{', '.join(loose)} refers to a resource that {name}.gaps.json withholds, and no pin holds the argument",
            cure=f"counterpromo import {name} --apply, which holds the argument as it is in AWS",
        )


def any_dangling(document: Mapping[str, Any]) -> bool:
    """Checks whether `refuse_dangling` refuses a stack."""
    return any(dangling(arguments) for _, arguments in Stack(document=document).resources())


def dangling(arguments: Mapping[str, Any]) -> list[str]:
    """Returns the arguments of a resource that hold a placeholder and are not in its `ignore_changes`."""
    ignored = arguments.get("lifecycle", {}).get("ignore_changes", ())
    return [argument for argument in withheld(arguments) if argument not in ignored]


def withheld(arguments: Mapping[str, Any]) -> Sequence[str]:
    """Returns the arguments of a resource that hold a placeholder."""
    marked: Sequence[str] = arguments.get("//", {}).get("withheld", ())
    return marked


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
        if arguments is None or pin.held == BEYOND:
            continue
        if pin.held == "ignoring":
            lifecycle = arguments.get("lifecycle", {})
            ignored = [*lifecycle.get("ignore_changes", []), pin.attribute]
            arguments["lifecycle"] = {**lifecycle, "ignore_changes": ignored}
            continue
        if pin.live is None:
            arguments.pop(pin.attribute, None)
        else:
            arguments[pin.attribute] = literal(pin.live)
        _mark(arguments, [argument for argument in withheld(arguments) if argument != pin.attribute])
    return resources


def _redirected(
    resources: dict[str, dict[str, Any]], gaps: Sequence[str], pins: Sequence[Pin]
) -> dict[str, dict[str, Any]]:
    """Replaces references to what is withheld; what must be made after it need not wait."""
    if not gaps:
        return resources
    redirection = Redirection(gaps)
    live = {(pin.address, pin.attribute): pin.live for pin in pins if pin.live != HIDDEN}
    for type_, named in resources.items():
        for name, arguments in named.items():
            _redirect(arguments, redirection, {key: live.get((f"{type_}.{name}", key)) for key in arguments})
            left = [each for each in arguments.pop("depends_on", []) if each not in gaps]
            arguments |= {"depends_on": left} if left else {}
    return resources


def _redirect(arguments: dict[str, Any], redirection: Redirection, live: Mapping[str, Any]) -> None:
    """Puts the live value, and else a placeholder, into each argument that refers to what is withheld."""
    referring = [key for key, value in arguments.items() if key not in META_ARGUMENTS and redirection.refers(value)]
    for key in referring:
        arguments[key] = redirection.filled(arguments[key], live[key])
    _mark(arguments, [key for key in referring if redirection.refers(arguments[key])])
    for key in withheld(arguments):
        arguments[key] = redirection.placed(arguments[key])


def _mark(arguments: dict[str, Any], marked: Sequence[str]) -> None:
    """Notes in the comment of a resource which arguments hold a placeholder."""
    comment = {key: value for key, value in arguments.get("//", {}).items() if key != "withheld"}
    comment |= {"withheld": sorted(marked)} if marked else {}
    if comment:
        arguments["//"] = comment
    else:
        arguments.pop("//", None)


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
