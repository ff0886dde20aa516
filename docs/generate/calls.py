"""Messages in the source code: every call that makes one, read from the syntax tree, with its text and its cure.

A text keeps its words; what is filled in at run time stands in capitals (`ENVIRONMENT`), or as an ellipsis where it is
worked out on the spot.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "settings", "machine", "aws", "database_schema", "terraform", "guard", "imports", "modules", "envs", "permissions",
    "stacks", "operations", "report", "workflows", "cli", "audit", "reach", "cost",
)  # fmt: skip
ERRORS = "errors.py"
SHORTEST = 3  # letters of a text that is no message, but a name or a separator


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of `callee`: the file, its position, its arguments as texts by position (`0`) and by name (`cure`)."""

    file: str
    line: int
    callee: str
    texts: Mapping[str, str]


def files() -> list[str]:
    """Returns the source files of the rooms, sorted within a room."""
    found = [path for room in ROOMS for path in sorted((PROJECT / room).rglob("*.py"))]
    return [path.relative_to(PROJECT).as_posix() for path in found]


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((PROJECT / file).read_text(encoding="utf-8"))


@cache
def error_classes() -> Mapping[str, str]:
    """Returns each class of errors that a person reads, and its base: CounterPromoError or Refused."""
    bases = {"CounterPromoError": "CounterPromoError", "Refused": "Refused"}
    found = True
    while found:
        found = False
        for file in (ERRORS, *files()):
            for node in ast.walk(tree(file)):
                if isinstance(node, ast.ClassDef) and node.name not in bases:
                    for base in node.bases:
                        if isinstance(base, ast.Name) and base.id in bases:
                            bases[node.name] = bases[base.id]
                            found = True
    return bases


def calls(file: str) -> Iterator[Call]:
    """Yields the calls of a file in the order of the source."""
    constants = _constants(file)
    for function in _scopes(tree(file)):
        local = {**constants, **_assigned(function)}
        for node in _calls_in(function):
            callee = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            arguments = {str(at): value for at, value in enumerate(node.args)}
            arguments |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            texts = {name: text(value, local) for name, value in arguments.items()}
            yield Call(file=file, line=node.lineno, callee=callee, texts=texts)


def _scopes(module: ast.Module) -> Iterator[ast.AST]:
    """Yields every function, and last the module with what is in no function."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    yield from sorted(functions, key=lambda node: node.lineno)
    yield module


def _calls_in(scope: ast.AST) -> Iterator[ast.Call]:
    """Yields the calls of a scope without those of the functions within."""
    found: list[ast.Call] = []
    todo = list(ast.iter_child_nodes(scope))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            found.append(node)
        todo += ast.iter_child_nodes(node)
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset))


@cache
def _constants(file: str) -> Mapping[str, str]:
    """Returns the texts that a module assigns, and those that it imports from another room."""
    known: dict[str, str] = {}
    for node in tree(file).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            other = f"{node.module.replace('.', '/')}.py"
            if node.module.split(".")[0] in ROOMS and (PROJECT / other).is_file():
                names = {alias.name: alias.asname or alias.name for alias in node.names}
                values = _plain_constants(other)
                known |= {names[name]: value for name, value in values.items() if name in names}
                known |= {f"{names[name]}()": values[f"{name}()"] for name in names if f"{name}()" in values}
    return {**known, **_plain_constants(file)}


@cache
def _plain_constants(file: str) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for node in tree(file).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = text(node.value, known)
            if value and not value.isupper():
                known[node.targets[0].id] = value
        if isinstance(node, ast.FunctionDef):
            local = {**known, **_assigned(node)}
            returned = [
                text(each.value, local) for each in ast.walk(node) if isinstance(each, ast.Return) and each.value
            ]
            known[f"{node.name}()"] = ", or: ".join(dict.fromkeys(filter(None, returned)))
    return known


def _assigned(scope: ast.AST) -> Mapping[str, str]:
    """Returns the texts that a function assigns to its variables, alternatives joined by `or`."""
    known: dict[str, str] = {}
    if isinstance(scope, ast.FunctionDef):
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value, name = text(node.value, known), node.targets[0].id
                if _is_message(value) or (value and "cure" in name):
                    known[name] = f"{known[name]}, or: {value}" if name in known and known[name] != value else value
    return known


def _is_message(value: str) -> bool:
    return len(re.findall(r"[a-z]+", value)) >= SHORTEST


def text(node: ast.AST, known: Mapping[str, str]) -> str:
    """Returns the text of an expression; empty where it holds none."""
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=parts):
            return "".join(_part(part, known) for part in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return text(left, known) + text(right, known)
        case ast.IfExp(body=body, orelse=orelse):
            return " or: ".join(filter(None, (text(body, known), text(orelse, known))))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return known.get(f"{name}()", "")
        case ast.Name(id=name):
            return known.get(name, "")
        case ast.Attribute(attr=name) if name in known:
            return known[name]
        case _:
            return ""


def _part(part: ast.AST, known: Mapping[str, str]) -> str:
    """Returns a part of an f-string: its words, or what is filled in as a word in capitals."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    match part.value:
        case ast.Name(id=name) if _is_message(known.get(name, "")):
            return known[name]
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").upper()
        case _:
            return "…"


def first_text(call: Call, names: Sequence[str]) -> str:
    """Returns the first text among these arguments."""
    return next((call.texts[name] for name in names if call.texts.get(name)), "")
