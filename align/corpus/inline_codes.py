"""Inline codes of a segment (`bpt`, `ph`, `g`, `pc` and the others of TMX and XLIFF), beside its plain text.

A pair has plain texts, which is what is searched, matched, drafted and read. Where a file had codes in them, the
content of its elements stays under a key of `Pair.extra`, as XML: `{"of": "tmx", "target": "Press <ph>{0}</ph>"}`. From
that the codes are written again: as they were while the text is the same, and else where the words beside them
still stand (`align.corpus.code_placing`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from align.corpus.pair import Pair
from align.io.xml_entities import UnreadableUnit
from align.io.xml_text import parsed
from align.localization import N_

CODES = "codes"
"""The key of `Pair.extra` that holds the record."""


Vocabulary = Literal["tmx", "xliff", "xliff2"]
Role = Literal["alone", "open", "close"]
EntityText = Callable[[Any], str]

_AROUND = frozenset({"hi", "mrk", "g", "pc"})
"""Elements around words of the text; of the others the content is no text."""
_DELETED = frozenset({"x-sdl-deleted", "x-sdl-deleted-comment"})
_BREAK = re.compile(r"<\s*br\b|\\[nt]|^[\n\t]$", re.IGNORECASE)
_BREAK_TYPES = frozenset({"lb", "x-lb", "fmt:lb", "xlf:lb", "pb"})
_LINES = re.compile("(?<! ) *[\t-\r\x1c-\x1f\x85\u2028\u2029][ \t-\r\x1c-\x1f\x85\u2028\u2029]*")
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A code: the element's local name, its attributes, its content as XML, and what it is: a tag that opens or closes
    around words (with `pair`, a number that both have), or an element that stands alone."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: str = ""
    role: Role = "alone"
    pair: int = 0
    breaks: bool = False


Token = str | InlineCode
"""A piece of text, or a code."""


def tokens_of(segment: Any, entity: EntityText | None = None, lost: Callable[[str], None] | None = None) -> list[Token]:
    """Read the text and the codes of an element in their order. `entity` gives the text of an entity node; `lost` is
    told what is left out of the text, as a noun phrase."""
    return list(_tokens(segment, entity, lost or (lambda what: None), iter(range(1, 1 << 60))))


def _tokens(
    element: Any, entity: EntityText | None, lost: Callable[[str], None], numbers: Iterator[int]
) -> Iterator[Token]:
    if element.text:
        yield element.text
    for code in element:
        if not isinstance(code.tag, str):
            yield entity(code) if entity else code.text or ""
        else:
            yield from _code_tokens(code, entity, lost, numbers)
        if code.tail:
            yield code.tail


def _code_tokens(
    code: Any, entity: EntityText | None, lost: Callable[[str], None], numbers: Iterator[int]
) -> Iterator[Token]:
    name = code.tag.rpartition("}")[2]
    if ":" in name:  # a prefix that nothing declares, which lxml reports at the end of the file only
        raise UnreadableUnit
    attributes = {_local(key): value for key, value in code.attrib.items() if _kept(key)}
    if name == "cp":
        yield from _code_point(attributes.get("hex", ""), lost)
    elif name in _AROUND and attributes.get("mtype") in _DELETED:
        lost(N_("deleted texts of tracked changes"))
    elif name in _AROUND:
        number = next(numbers)
        yield InlineCode(name, attributes, "", "open", number)
        yield from _tokens(code, entity, lost, numbers)
        yield InlineCode(name, attributes, "", "close", number)
    else:
        inner = "".join(code.itertext()) if len(code) else code.text or ""
        if any(_has_words(sub) for sub in code.iterchildren("{*}sub")):
            lost(N_("texts inside inline codes (<sub>)"))
        kind = attributes.get("type") or attributes.get("ctype") or attributes.get("subType") or ""
        yield InlineCode(
            name, attributes, _content(code, entity), breaks=kind in _BREAK_TYPES or bool(_BREAK.search(inner))
        )


def _kept(key: str) -> bool:
    return ":" not in key or key == f"{_XML}space"


def _local(key: str) -> str:
    return f"xml:{key.removeprefix(_XML)}" if key.startswith(_XML) else key


def _has_words(sub: Any) -> bool:
    return bool("".join(sub.itertext()).strip())


def _code_point(digits: str, lost: Callable[[str], None]) -> Iterator[str]:
    """The character of XLIFF 2's `cp`, which XML cannot hold; a line break of it is a space."""
    code = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", digits) else 0
    if code in (0x0B, 0x0C):
        yield " "
    else:
        lost(N_("characters that XML forbids (<cp>)"))


def _content(element: Any, entity: EntityText | None) -> str:
    """What is inside an element, as XML without namespaces."""
    if not len(element):
        return escape(element.text or "")
    parts = [escape(element.text or "")]
    for child in element:
        if not isinstance(child.tag, str):
            parts.append(escape(entity(child) if entity else child.text or ""))
        else:
            name = child.tag.rpartition("}")[2]
            attributes = {_local(key): value for key, value in child.attrib.items() if _kept(key)}
            parts.append(f"{_start_tag(name, attributes)}>{_content(child, entity)}</{name}>")
        parts.append(escape(child.tail or ""))
    return "".join(parts)


def _start_tag(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name}" + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())


def plain_text(tokens: Iterable[Token]) -> str:
    """The text without its codes.

    A code that is a line break counts as a space. Where a code stood between two spaces, or between a space and the
    beginning or end, one of them goes with it. Line breaks and tabs of the text become a space, as in
    `align.io.xml_text.one_line`.
    """
    return "".join(text for text, _ in placed(tokens))


def placed(tokens: Iterable[Token]) -> list[tuple[str, InlineCode | None]]:
    """Each token with its part of the plain text: that of a text token, or of a code (a space, or nothing)."""
    found: list[tuple[str, InlineCode | None]] = []
    last = ""  # the last character of the text, or "" at its beginning
    after_code = broken = False
    for token in tokens:
        if isinstance(token, InlineCode):
            text = " " if token.breaks and last not in ("", " ") else ""
            found.append((text, token))
            after_code = True
        else:
            text = _LINES.sub(" ", token)
            broken = broken or (text is not token and text != token)
            if after_code and last in ("", " ") and text.startswith(" "):
                text = text[1:]
            found.append((text, None))
            after_code = after_code and not text
        last = text[-1:] or last
    return _trimmed(found, broken)


def _trimmed(found: list[tuple[str, InlineCode | None]], broken: bool) -> list[tuple[str, InlineCode | None]]:
    """Take the spaces from the ends that a code or a line break has left there."""
    at = len(found)
    coded = broken
    while at:
        at -= 1
        text, code = found[at]
        coded = coded or code is not None
        if not text:
            continue
        if coded and text.endswith(" "):
            text = text.rstrip(" ") if broken else text[:-1]
            found[at] = text, code
            if not text:
                continue
        break
    for at, (text, code) in enumerate(found if broken else ()):
        found[at] = text.lstrip(" "), code
        if found[at][0]:
            break
    return found


def inner_xml(tokens: Iterable[Token]) -> str:
    """Write tokens as the content of an element."""
    return "".join(escape(token) if isinstance(token, str) else tag(token) for token in tokens)


def tag(code: InlineCode) -> str:
    """Write a code as a tag or an element."""
    if code.role == "close":
        return f"</{code.name}>"
    start = _start_tag(code.name, code.attributes)
    if code.role == "open":
        return f"{start}>"
    return f"{start}>{code.content}</{code.name}>" if code.content else f"{start}/>"


def tokens_in(inner: str) -> list[Token]:
    """Read tokens from the content of an element; nothing from what is not well-formed."""
    if len(inner) > 10_000_000:
        return []
    root = parsed(f"<seg>{inner}</seg>".encode("utf-8", "replace"))
    return [] if root is None else tokens_of(root)


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """The codes of a pair: the vocabulary they are of, and the content of each side that has any, as XML."""

    of: Vocabulary
    source: str = ""
    target: str = ""

    @classmethod
    def of_pair(cls, pair: Pair) -> CodeRecord | None:
        """Read the record that a pair has; None where there is none, or something else of that name."""
        record = pair.extra.get(CODES) if pair.extra else None
        if not isinstance(record, Mapping) or record.get("of") not in ("tmx", "xliff", "xliff2"):
            return None
        source, target = record.get("source", ""), record.get("target", "")
        return cls(record["of"], source, target) if isinstance(source, str) and isinstance(target, str) else None

    def to_extra(self) -> dict[str, Any]:
        """Write the record as `Pair.extra` has it; nothing where no side has codes."""
        sides = {side: text for side, text in (("source", self.source), ("target", self.target)) if text}
        return {CODES: {"of": self.of, **sides}} if sides else {}
