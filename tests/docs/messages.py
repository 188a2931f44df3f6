"""Every text in the program that a person could meet, with `…` for what is filled in.

Options are called by their flags, as on the command line, and what an error says to do is put behind its message.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from align.cli.options import flag_of

PACKAGE = Path(__file__).resolve().parents[2] / "align"
Names = dict[str, list[str]]


def texts() -> Iterator[str]:
    """The string literals of align/, docstrings aside; f-strings and added strings with `…` for the unknown parts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value = ast.Constant(0)  # a docstring
        names = _names(tree)
        for node in ast.walk(tree):
            found = [_text(node), *(_error(node, names) if isinstance(node, ast.Call) else ())]
            yield from (text for text in found if len(text) > 12)


def _names(tree: ast.Module) -> Names:
    """The texts that are given a name, anywhere in a module."""
    names: Names = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (text := _text(node.value)):
            names[node.targets[0].id].append(text)
    return names


def _error(call: ast.Call, names: Names) -> list[str]:
    """The texts of an error: the message, and what is to be done."""
    at = isinstance(call.func, ast.Attribute) and call.func.attr == "at"
    in_row = isinstance(call.func, ast.Name) and call.func.id == "_row_error"
    arguments = call.args[2:] if at else call.args[1:] if in_row else call.args
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    hint = given.get("hint", arguments[1] if len(arguments) > 1 else None)
    if not arguments or hint is None:
        return []
    before = "…: " if at or in_row else ""
    return [
        f"{before}{message}{'. ' if hint[:1].isupper() else ': '}{hint}"
        for message, hint in product(_texts(arguments[0], names), _texts(hint, names))
    ]


def _texts(node: ast.AST, names: Names) -> list[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
        node = node.args[0] if isinstance(node.args[0], ast.Name) else node
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    return [_text(node) or "…"]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "option_name":
        parameter = node.args[0]
        return flag_of(str(parameter.value)) if isinstance(parameter, ast.Constant) else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "language_options":
        return "--from and --to"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "ngettext"):
        return _filled(node)
    return ""


def _filled(call: ast.Call) -> str:
    """A message that is looked up in the catalogue, of one with plural forms the last, its places filled in."""
    messages = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    values = {keyword.arg: _text(keyword.value) for keyword in call.keywords}
    return re.sub(r"{(\w+)[^}]*}", lambda place: values.get(place[1]) or "…", messages[-1]) if messages else ""
