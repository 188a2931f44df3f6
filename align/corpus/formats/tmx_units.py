"""A unit of TMX as a Pair: props by align restore what it wrote, those of other tools are kept unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from align.corpus.fields import integer, json_object, known_origin, known_status, parse_number, parse_spans
from align.corpus.pair import ORIGINS, STATUSES, Pair, quick_pair
from align.io.xml_text import one_line

PROP_KEY = "prop:"
"""In `Pair.extra`, the beginning of the keys that hold another tool's props: they are written back as props."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BREAK = re.compile(r"<\s*br\b|\\[nt]|^[\n\t]$", re.IGNORECASE)
_OWN_PROPS = frozenset(
    f"x-{key}" for key in ("doc", "n", "kind", "source-span", "target-span", "origin", "status", "score")
)
_OWN_PROPS |= frozenset(f"x-{key}" for key in ("logprob", "model", "created", "extra", "flag"))
_SHARED = {"x-doc", "x-kind", "x-origin", "x-status", "x-model", "x-created"}
_COUNT = r"\d{1,15}"
_OWN = re.compile(
    rf'<prop type="x-n">({_COUNT})</prop>\n'
    rf'(?:<prop type="x-source-span">({_COUNT}):({_COUNT})</prop>\n)?'
    rf'(?:<prop type="x-target-span">({_COUNT}):({_COUNT})</prop>\n)?'
    r'(?:<prop type="x-score">(-?\d{1,9}\.\d{1,4})</prop>\n)?'
    r'(?:<prop type="x-logprob">(-?\d{1,9}\.\d{1,4})</prop>\n)?',
    re.ASCII,
)
"""The props in which units by align differ, one segment a side."""
_FOREIGN = re.compile(re.escape(PROP_KEY) + "(.+)", re.DOTALL)


class UnitShape(NamedTuple):
    """Properties shared by units: whether they have both languages, in `swapped` order, their names and a date."""

    has_both: bool
    swapped: bool = False
    source_lang: str = ""
    target_lang: str = ""
    created: str = ""


class Details:
    """The props and notes of a unit."""

    __slots__ = ("flags", "notes", "props")

    def __init__(self, found: Iterable[tuple[str, str, str]] = (), before: Details | None = None):
        """Collect tags, types and texts in their order, after those in `before`."""
        self.props: dict[str, str] = dict(before.props) if before else {}
        self.flags: list[str] = list(before.flags) if before else []
        self.notes: list[str] = list(before.notes) if before else []
        repeated: dict[str, list[str]] = {}
        for tag, kind, text in found:
            if tag == "note":
                if text:
                    self.notes.append(text)
            elif kind == "x-flag":
                self.flags.append(text)
            elif kind in self.props:
                repeated.setdefault(kind, []).append(text)
            else:
                self.props[kind] = text
        for kind, texts in repeated.items():
            self.props[kind] = "\n".join([self.props[kind], *texts])


class SharedProps(NamedTuple):
    """The provenance that units share."""

    doc: str
    kind: str
    origin: str
    status: str
    flags: tuple[str, ...]
    note: str
    model: str
    created: str

    @classmethod
    def of(cls, about: Details) -> SharedProps | None:
        """Parse these props and notes; None where they have others, or values that cannot be."""
        values = {"x-origin": "tm", "x-status": "approved", "x-kind": "sentence", **about.props}
        if not values.keys() <= _SHARED or not all(values.values()):
            return None
        if values["x-origin"] not in ORIGINS or values["x-status"] not in STATUSES:
            return None
        get = values.get
        return cls(
            get("x-doc", ""), values["x-kind"], values["x-origin"], values["x-status"], tuple(about.flags),
            "\n".join(about.notes), get("x-model", ""), get("x-created", ""),
        )  # fmt: skip


def is_foreign(key: str) -> bool:
    """Whether a key of `Pair.extra` names a prop of another tool."""
    match = _FOREIGN.fullmatch(key)
    return bool(match) and match[1] not in _OWN_PROPS  # type: ignore[index]


def bare_pair(number: int, tuid: str, shape: UnitShape, source: str, target: str, about: str = "") -> Pair:
    """Make the pair of a unit without props and notes: an approved translation of a memory, of which nothing more is
    known."""
    return quick_pair(
        tuid or f"{number:06d}", "", number, source, target, shape.source_lang, shape.target_lang, "sentence",
        None, None, "tm", "approved", None, None, (), "", "", shape.created, {},
    )  # fmt: skip


def own_pair(
    number: int, tuid: str, shape: UnitShape, source: str, target: str, common: SharedProps, rest: str
) -> Pair | None:
    """Make the pair of a plain unit by align: `rest` is what follows the props that it shares with others. None if it
    has more."""
    match = _OWN.fullmatch(rest)
    if not match:
        return None
    n, start, end, target_start, target_end, score, logprob = match.groups()
    return quick_pair(
        tuid or f"{number:06d}", common.doc, int(n), source, target, shape.source_lang, shape.target_lang, common.kind,
        ((int(start), int(end)),) if start else None, ((int(target_start), int(target_end)),) if target_start else None,
        common.origin, common.status, float(score) if score else None, float(logprob) if logprob else None,
        common.flags, common.note, common.model, common.created or shape.created, {},
    )  # fmt: skip


def full_pair(number: int, tuid: str, shape: UnitShape, source: str, target: str, about: Details) -> Pair:
    """Make the pair of a unit. Raises ValueError with a reason for an invalid prop by align."""
    take = about.props.pop
    extra = json_object(take("x-extra")) if "x-extra" in about.props else {}
    return quick_pair(
        tuid or f"{number:06d}",
        take("x-doc", ""),
        integer(take("x-n", "") or str(number)),
        source,
        target,
        shape.source_lang,
        shape.target_lang,
        take("x-kind", "") or "sentence",
        parse_spans(take("x-source-span", "")),
        parse_spans(take("x-target-span", "")),
        known_origin(take("x-origin", "") or "tm"),
        known_status(take("x-status", "") or "approved"),
        parse_number(take("x-score", "")),
        parse_number(take("x-logprob", "")),
        tuple(about.flags),
        "\n".join(about.notes),
        take("x-model", ""),
        take("x-created", "") or shape.created,
        extra | {PROP_KEY + kind: text for kind, text in about.props.items()} if about.props else extra,
    )


def read_unit(unit: Any) -> tuple[dict[str, str], Details]:
    """Read the texts of a `tu` element by language code, the first of each, and its props and notes.

    Raises ValueError with a reason for a `tuv` or `seg` that only looks like one.
    """
    segments: dict[str, str] = {}
    found: list[tuple[str, str, str]] = []
    for child in unit:
        if child.tag == "tuv":
            _read_variant(child, segments, found)
        elif child.tag in ("prop", "note"):
            found.append((child.tag, child.get("type", ""), words(child)))
        else:
            _check_name(child)
    return segments, Details(found)


def _read_variant(variant: Any, segments: dict[str, str], found: list[tuple[str, str, str]]) -> None:
    code = variant.get(_LANG) or variant.get("lang", "")
    for child in variant:
        if child.tag == "seg":
            text = flattened(child) if len(child) else child.text or ""
            segments.setdefault(code, one_line(text))
        elif child.tag == "note":
            found.append(("note", "", words(child)))
        else:
            _check_name(child)


def _check_name(element: Any) -> None:
    """Raise ValueError for a part of a unit in a namespace, which would be skipped with its text."""
    if isinstance(element.tag, str) and element.tag.endswith(("}tuv", "}seg")):
        raise ValueError(f"<{element.tag}> is not that of TMX, which has no namespace")


def words(element: Any) -> str:
    """All the text of a `prop` or `note`: none has anything but text in it by the DTD, but some have an entity."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def flattened(segment: Any) -> str:
    """Remove the inline codes of a `seg`: a line break among the codes counts as a space."""
    parts = [segment.text or ""]
    for code in segment:
        if code.tag in ("hi", "mrk", "g"):
            parts.append(flattened(code))
        elif not isinstance(code.tag, str):  # an entity that was not resolved, as it stands
            parts.append(code.text or "")
        elif _BREAK.search("".join(code.itertext())) or code.get("ctype") == "lb":
            parts.append(" ")
        parts.append(code.tail or "")
    return "".join(parts)
