"""Inline codes of one vocabulary in another: TMX 1.4b, XLIFF 1.2, XLIFF 2.

What an element of XLIFF stands for is not in it (`<g id="1">`), so TMX gets the tag itself as the native code, as other
tools write it. What TMX and XLIFF 1.2 share keeps its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from align.corpus.inline_codes import InlineCode, Token, Vocabulary, tag

_TMX_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "ph": ("x", "assoc", "type"),
    "it": ("pos", "x", "type"),
    "hi": ("x", "type"),
    "ut": ("x",),
}
_XLIFF_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "g": ("id", "ctype", "clone", "xid", "equiv-text"),
    "x": ("id", "ctype", "clone", "xid", "equiv-text"),
    "bx": ("id", "rid", "ctype", "clone", "xid", "equiv-text"),
    "ex": ("id", "rid", "xid", "equiv-text"),
    "ph": ("id", "ctype", "crc", "assoc", "xid", "equiv-text"),
    "bpt": ("id", "rid", "ctype", "crc", "xid", "equiv-text"),
    "ept": ("id", "rid", "crc", "xid", "equiv-text"),
    "it": ("id", "pos", "rid", "ctype", "crc", "xid", "equiv-text"),
    "mrk": ("mtype", "mid", "comment"),
}
_TAG = re.compile(r"<[^<>]*>")
_SUB = re.compile(r"""</?sub(?: (?:type|datatype)="[^"<>]*")*/?>""")


def translated(tokens: Sequence[Token], of: Vocabulary, to: Vocabulary) -> list[Token]:
    """The tokens with the codes that a file in the vocabulary `to` can hold."""
    if to == "tmx":
        return list(_as_tmx(tokens, of))
    return list(_as_xliff(tokens, of))


def _only(attributes: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: attributes[name] for name in names if name in attributes}


def _as_tmx(tokens: Sequence[Token], of: Vocabulary) -> Iterator[Token]:
    numbers: dict[int, str] = {}
    for token in tokens:
        if isinstance(token, str):
            yield token
        elif of == "tmx":
            yield _sound_tmx(token)
        elif token.name == "mrk":
            kind = token.attributes.get("mtype") or token.attributes.get("type") or ""
            yield replace(token, name="hi", attributes={"type": kind} if kind and token.role == "open" else {})
        elif token.role == "alone":
            yield _alone_as_tmx(token)
        else:
            number = numbers.setdefault(token.pair, str(len(numbers) + 1))
            kind = _kind(token.attributes)
            if token.role == "open":
                yield InlineCode("bpt", {"i": number, **({"type": kind} if kind else {})}, escape(tag(token)))
            else:
                yield InlineCode("ept", {"i": number}, escape(tag(token)))


def _sound_tmx(code: InlineCode) -> InlineCode:
    """A code of TMX as its DTD has it: unknown elements are placeholders, required attributes are there."""
    name = code.name if code.name in _TMX_ATTRIBUTES else "hi" if code.role != "alone" else "ph"
    attributes = _only(code.attributes, _TMX_ATTRIBUTES[name]) if code.role != "close" else {}
    if name in ("bpt", "ept"):
        attributes.setdefault("i", "1")
    if name == "it" and attributes.get("pos") not in ("begin", "end"):
        attributes["pos"] = "begin"
    if attributes.get("assoc") not in (None, "p", "f", "b"):
        del attributes["assoc"]
    return replace(code, name=name, attributes=attributes, content=_with_sub_only(code.content))


def _with_sub_only(content: str) -> str:
    """The content of a code without elements, except `sub`."""
    sound = all(_SUB.fullmatch(found) for found in _TAG.findall(content)) if "<" in content else True
    return content if sound else _TAG.sub("", content)


def _alone_as_tmx(code: InlineCode) -> InlineCode:
    """A code of XLIFF that stands alone, as TMX has it."""
    kind = "lb" if code.breaks and not code.content else _kind(code.attributes)
    content = _TAG.sub("", code.content) if code.content else escape(tag(code))
    types = {"type": kind} if kind else {}
    number = code.attributes.get("id") or code.attributes.get("startRef") or ""
    paired = code.attributes.get("rid") or number
    if code.name == "it":
        pos = "end" if code.attributes.get("pos") == "close" else "begin"
        return InlineCode("it", {"pos": pos, **({"x": number} if number else {}), **types}, content)
    if code.name in ("bx", "sc", "bpt", "ex", "ec", "ept"):
        pos = "begin" if code.name in ("bx", "sc", "bpt") else "end"
        return InlineCode("it", {"pos": pos, **({"x": paired} if paired else {}), **types}, content)
    return InlineCode("ph", {**({"x": number} if number else {}), **types}, content)


def _kind(attributes: Mapping[str, str]) -> str:
    return attributes.get("ctype") or attributes.get("subType") or attributes.get("type") or ""


def _as_xliff(tokens: Sequence[Token], of: Vocabulary) -> Iterator[Token]:
    ids: dict[object, str] = {}
    for token in tokens:
        if isinstance(token, str):
            yield token
        elif of == "xliff":
            yield _sound_xliff(token, ids)
        elif of == "tmx":
            yield _tmx_as_xliff(token, ids)
        else:
            yield _second_as_first(token, ids)


def _new_id(ids: dict[object, str], key: object) -> str:
    return ids.setdefault(key, str(len(ids) + 1))


def _sound_xliff(code: InlineCode, ids: dict[object, str]) -> InlineCode:
    name = code.name if code.name in _XLIFF_ATTRIBUTES else "g" if code.role != "alone" else "ph"
    if code.role == "close":
        return replace(code, name=name, attributes={})
    attributes = _only(code.attributes, _XLIFF_ATTRIBUTES[name])
    if name == "mrk":
        attributes.setdefault("mtype", "x-mark")
    else:
        attributes.setdefault("id", _new_id(ids, ("new", len(ids))))
    if name == "it" and attributes.get("pos") not in ("open", "close"):
        attributes["pos"] = "open"
    return replace(code, name=name, attributes=attributes, content=_content(name, code.content))


def _content(name: str, content: str) -> str:
    return "" if name in ("x", "bx", "ex") else _TAG.sub("", content)


def _ctype(kind: str) -> dict[str, str]:
    """A type of TMX as one of XLIFF, where all but a few begin with `x-`."""
    if not kind:
        return {}
    known = kind in ("bold", "italic", "underlined", "link", "image", "pb", "lb") or kind.startswith("x-")
    return {"ctype": kind if known else f"x-{kind}"}


def _tmx_as_xliff(code: InlineCode, ids: dict[object, str]) -> InlineCode:
    given, kind = code.attributes, _ctype(code.attributes.get("type", ""))
    if code.role != "alone":
        attributes = {"id": _new_id(ids, ("hi", code.pair)), **kind} if code.role == "open" else {}
        return replace(code, name="g", attributes=attributes)
    content = _TAG.sub("", code.content)
    if code.name in ("bpt", "ept"):
        number = _new_id(ids, ("pair", given.get("i", "")))
        more = kind if code.name == "bpt" else {}
        return replace(code, attributes={"id": number, "rid": number, **more}, content=content)
    number = _new_id(ids, ("alone", len(ids)))
    if code.name == "it":
        pos = "close" if given.get("pos") == "end" else "open"
        return replace(code, attributes={"id": number, "pos": pos, **kind}, content=content)
    return replace(code, name="ph", attributes={"id": number, **kind}, content=content)


def _second_as_first(code: InlineCode, ids: dict[object, str]) -> InlineCode:
    """A code of XLIFF 2 as XLIFF 1.2 has it."""
    number, kind = code.attributes.get("id", ""), _ctype(_kind(code.attributes))
    if code.name == "mrk":
        attributes = {"mtype": _kind(code.attributes) or "x-mark"} if code.role == "open" else {}
        return replace(code, attributes=attributes)
    if code.role != "alone":
        attributes = {"id": number or _new_id(ids, ("pc", code.pair)), **kind} if code.role == "open" else {}
        return replace(code, name="g", attributes=attributes)
    if code.name in ("sc", "ec"):
        paired = code.attributes.get("startRef") or number or _new_id(ids, ("sc", len(ids)))
        name = "bx" if code.name == "sc" else "ex"
        return InlineCode(name, {"id": paired, "rid": paired, **(kind if name == "bx" else {})})
    kind = {"ctype": "lb"} if code.breaks else kind
    return InlineCode("x", {"id": number or _new_id(ids, ("ph", len(ids))), **kind}, breaks=code.breaks)
