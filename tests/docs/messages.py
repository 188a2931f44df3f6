"""Every text in the program that a person could meet, with `…` for what is filled in.

Options are called by their flags, as on the command line, and what an error says to do is put behind its message.
"""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from align.cli.options import flag_of

PACKAGE = Path(__file__).resolve().parents[2] / "align"
Names = dict[str, list[str]]
LOOKED_UP = {"_": slice(1), "N_": slice(2), "ngettext": slice(2), "pgettext": slice(1, 2)}
"""The functions that look messages up, and which of their arguments are these."""


def texts() -> Iterator[str]:
    """The string literals of align/, docstrings aside; messages, f-strings and added strings with `…` for the unknown
    parts."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value = ast.Constant(0)  # a docstring
        names = _names(tree)
        for node in ast.walk(tree):
            found = (_error(node, names) or _said(node, names)) if isinstance(node, ast.Call) else [_text(node)]
            yield from (text for text in found if len(text) > 12)


def _names(tree: ast.Module) -> Names:
    """The texts that are given a name, anywhere in a module."""
    names: Names = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[node.targets[0].id] += [text for text in _texts(node.value, {}) if text != "…"]
    return names


def _error(call: ast.Call, names: Names) -> list[str]:
    """The texts of an error: the message, and what is to be done."""
    at = isinstance(call.func, ast.Attribute) and call.func.attr == "at"
    in_row = isinstance(call.func, ast.Name) and call.func.id == "_row_error"
    arguments = call.args[2:] if at else call.args[1:] if in_row else call.args
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    hint = given.get("hint", arguments[1] if len(arguments) > 1 else None)
    if not arguments or hint is None or _function(call) in LOOKED_UP:
        return []
    before = "…: " if at or in_row else ""
    return [
        f"{before}{message}{'. ' if hint[:1].isupper() else ': '}{hint}"
        for message, hint in product(_texts(arguments[0], names), _texts(hint, names))
    ]


def _texts(node: ast.AST, names: Names) -> list[str]:
    """The texts that a value may be."""
    if isinstance(node, ast.Name) and names.get(node.id):
        return names[node.id]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, names), *_texts(node.orelse, names)]
    if isinstance(node, ast.Call) and (said := _said(node, names)):
        return said
    return [_text(node) or "…"]


def _said(call: ast.Call, names: Names) -> list[str]:
    """The forms of a message that is looked up in the catalogue, its places filled with what is known."""
    forms = call.args[LOOKED_UP[name]] if (name := _function(call)) in LOOKED_UP else []
    values = {keyword.arg: keyword.value for keyword in call.keywords}
    return [_filled(text, values, bool(values) or name == "ngettext") for form in forms for text in _texts(form, names)]


def _filled(text: str, values: dict[str | None, ast.expr], has_places: bool) -> str:
    if not has_places:
        return text
    return "".join(
        literal + ("" if place is None else _text(values.get(place, ast.Constant(0))) or "…")
        for literal, place, __, __ in string.Formatter().parse(text)
    )


def _function(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


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
    if isinstance(node, ast.Call) and _function(node) == "language_options":
        return "--from and --to"
    return ""
