"""A unit of TMX as a Pair: props by align restore what it wrote, those of other tools are kept unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from align.corpus.bands import is_band_note
from align.corpus.fields import integer, json_object, known_origin, known_status, parse_number, parse_spans
from align.corpus.inline_codes import EntityText, InlineCode, inner_xml, plain_text, tokens_of
from align.corpus.pair import ORIGINS, QUALITY, STATUSES, Pair, Status, quick_pair
from align.corpus.paragraphs import place_from_text
from align.io.xml_entities import UnreadableUnit
from align.io.xml_text import one_line
from align.localization import N_, _

PROP_KEY = "prop:"
"""In `Pair.extra`, the beginning of the keys that hold another tool's props: they are written back as props."""

TMX_FIELDS = "tmx"
"""In `Pair.extra`, the key of what TMX has fields for and a pair has not: `{"unit": {"changedate": …}, …}`."""

UNIT_ATTRIBUTES: tuple[str, ...] = (
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
)
UNIT_ATTRIBUTES += ("creationid", "changedate", "segtype", "changeid", "o-tmf", "srclang")
VARIANT_ATTRIBUTES: tuple[str, ...] = (
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
)
VARIANT_ATTRIBUTES += ("creationdate", "creationid", "changedate", "o-tmf", "changeid")
"""The attributes of TMX 1.4b that are kept as they are; `tuid` and the date of creation are fields of a pair."""

QUALITY_PROP = f"x-{QUALITY}"
"""The type of the prop that has the estimated quality of a draft."""
_NATIVE_QUALITY = re.compile(r"(?:0\.\d{1,4}|1\.0)", re.ASCII)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN_ATTRIBUTES = frozenset({"tuid", "creationdate", *UNIT_ATTRIBUTES})
_OWN_PROPS = frozenset(
    f"x-{key}" for key in ("doc", "n", "kind", "source-span", "target-span", "origin", "status", "score")
)
_OWN_PROPS |= frozenset(f"x-{key}" for key in ("logprob", "model", "created", "extra", "flag", "paragraph", "block"))
_LEVELS: dict[str, Status] = {"draft": "draft", "rejectedtranslation": "rejected", "rejectedsignoff": "rejected"}
_LEVELS |= {"translated": "edited"}
"""What Trados says of a unit in `x-ConfirmationLevel`, where that is not approval."""
_SHARED = {"x-doc", "x-kind", "x-origin", "x-status", "x-model", "x-created"}
_COUNT = r"\d{1,15}"
_OWN = re.compile(
    rf'<prop type="x-n">({_COUNT})</prop>\n'
    rf'(?:<prop type="x-source-span">({_COUNT}):({_COUNT})</prop>\n)?'
    rf'(?:<prop type="x-target-span">({_COUNT}):({_COUNT})</prop>\n)?'
    r'(?:<prop type="x-score">(-?\d{1,9}\.\d{1,4})</prop>\n)?'
    r'(?:<prop type="x-logprob">(-?\d{1,9}\.\d{1,4})</prop>\n)?'
    rf'(?:<prop type="{QUALITY_PROP}">({_NATIVE_QUALITY.pattern})</prop>\n)?'
    r'(?:<prop type="x-paragraph">([1-9]\d{0,8})</prop>\n(?:<prop type="x-block">([a-z-]{1,20})</prop>\n)?)?',
    re.ASCII,
)
"""The props in which units by align differ, one segment a side."""
_FOREIGN = re.compile(re.escape(PROP_KEY) + "(.+)", re.DOTALL)


class UnitShape(NamedTuple):
    """Properties shared by units: whether they have both languages, in `swapped` order, their names, a date, and what
    else their attributes say, for `Pair.extra`; `missing` says why a unit is no pair."""

    has_both: bool
    swapped: bool = False
    source_lang: str = ""
    target_lang: str = ""
    created: str = ""
    extra: Mapping[str, Any] = {}
    missing: str = ""


class Details:
    """The props and notes of a unit."""

    __slots__ = ("flags", "notes", "props")

    def __init__(self, found: Iterable[tuple[str, str, str]] = (), before: Details | None = None):
        """Collect tags, types and texts in their order, after those in `before`."""
        self.props: dict[str, str | list[str]] = dict(before.props) if before else {}
        self.flags: list[str] = list(before.flags) if before else []
        self.notes: list[str] = list(before.notes) if before else []
        repeated: dict[str, list[str]] = {}
        for tag, kind, text in found:
            if tag == "note":
                if text and not is_band_note(text):
                    self.notes.append(text)
            elif kind == "x-flag":
                self.flags.append(text)
            elif is_band_note(text):  # in the prop that is the note of some tools
                continue
            elif kind in repeated:
                repeated[kind].append(text)
            elif kind in self.props:
                known = self.props[kind]
                repeated[kind] = [*([known] if isinstance(known, str) else known), text]
            else:
                self.props[kind] = text
        self.props.update(repeated)


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
        if len(about.notes) > 1 or any(not isinstance(value, str) for value in values.values()):
            return None
        if values["x-origin"] not in ORIGINS or values["x-status"] not in STATUSES:
            return None
        texts = {key: str(value) for key, value in values.items()}
        get = texts.get
        return cls(
            get("x-doc", ""), texts["x-kind"], texts["x-origin"], texts["x-status"], tuple(about.flags),
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
        None, None, "tm", "approved", None, None, (), "", "", shape.created, dict(shape.extra) if shape.extra else {},
    )  # fmt: skip


def own_pair(
    number: int, tuid: str, shape: UnitShape, source: str, target: str, common: SharedProps, rest: str
) -> Pair | None:
    """Make the pair of a plain unit by align: `rest` is what follows the props that it shares with others. None if it
    has more."""
    match = _OWN.fullmatch(rest)
    if not match:
        return None
    n, start, end, target_start, target_end, score, logprob, quality, paragraph, block = match.groups()
    extra = dict(shape.extra) if shape.extra else {}
    if paragraph:
        place = place_from_text(paragraph, block or "")
        if not place:
            return None
        extra |= place
    if quality:
        extra[QUALITY] = float(quality)
    return quick_pair(
        tuid or f"{number:06d}", common.doc, int(n), source, target, shape.source_lang, shape.target_lang, common.kind,
        ((int(start), int(end)),) if start else None, ((int(target_start), int(target_end)),) if target_start else None,
        common.origin, common.status, float(score) if score else None, float(logprob) if logprob else None,
        common.flags, common.note, common.model, common.created or shape.created, extra,
    )  # fmt: skip


def full_pair(
    number: int, tuid: str, shape: UnitShape, source: str, target: str, about: Details, extra: Mapping[str, Any] = {}
) -> Pair:
    """Make the pair of a unit; `extra` is added to its unknown keys. Raises ValueError with a reason for an invalid
    prop by align."""
    props = dict(about.props)

    def take(key: str) -> str:
        value = props.pop(key, "")
        return value if isinstance(value, str) else "\n".join(value)

    unknown = json_object(take("x-extra") or "{}") if "x-extra" in props else {}
    if place := place_from_text(_text(props, "x-paragraph"), _text(props, "x-block")):
        unknown |= place
        props = {kind: text for kind, text in props.items() if kind not in ("x-paragraph", "x-block")}
    if "x-n" in props and _NATIVE_QUALITY.fullmatch(_text(props, QUALITY_PROP)):  # not of another tool
        unknown[QUALITY] = float(take(QUALITY_PROP))
    level = _LEVELS.get(_text(props, "x-ConfirmationLevel").lower(), "approved")
    pair = quick_pair(
        tuid or f"{number:06d}",
        take("x-doc"),
        integer(take("x-n") or str(number)),
        source,
        target,
        shape.source_lang,
        shape.target_lang,
        take("x-kind") or "sentence",
        parse_spans(take("x-source-span")),
        parse_spans(take("x-target-span")),
        known_origin(take("x-origin") or "tm"),
        known_status(take("x-status") or level),
        parse_number(take("x-score")),
        parse_number(take("x-logprob")),
        tuple(about.flags),
        "\n".join(about.notes),
        take("x-model"),
        take("x-created") or shape.created,
        unknown,
    )
    unknown.update({PROP_KEY + kind: text for kind, text in props.items()})
    unknown.update(shape.extra)
    unknown.update(extra)
    if len(about.notes) > 1:
        unknown[TMX_FIELDS] = {**unknown.get(TMX_FIELDS, {}), "notes": about.notes}
    return pair


def _text(props: Mapping[str, str | list[str]], kind: str) -> str:
    """The text of a prop that stands once; "" for none and for several."""
    value = props.get(kind, "")
    return value if isinstance(value, str) else ""


class Variant(NamedTuple):
    """A `tuv`: its language, its text, its content with inline codes (or nothing), and its fields for `Pair.extra`."""

    code: str
    text: str
    coded: str
    fields: Mapping[str, Any]


class ReadUnit(NamedTuple):
    """What stands in a `tu`; `lost` is what is not kept of it, as noun phrases."""

    variants: list[Variant]
    about: Details
    lost: list[str]


def read_unit(unit: Any, entity: EntityText) -> ReadUnit:
    """Read a `tu` element.

    Raises ValueError with a reason for a `tuv` or `seg` that only looks like one, EntityError for an entity that is not
    plain text.
    """
    variants: list[Variant] = []
    found: list[tuple[str, str, str]] = []
    lost: list[str] = []
    for child in unit:
        if child.tag == "tuv":
            _read_variant(child, variants, found, entity, lost)
        elif child.tag in ("prop", "note"):
            found.append((child.tag, child.get("type", ""), words(child, entity)))
        else:
            _check_name(child)
    if not _PLAIN_ATTRIBUTES.issuperset(unit.attrib):
        lost.append(N_("attributes that TMX does not have"))
    return ReadUnit(variants, Details(found), lost)


def _read_variant(
    variant: Any,
    variants: list[Variant],
    found: list[tuple[str, str, str]],
    entity: EntityText,
    lost: list[str],
) -> None:
    code = variant.get(_LANG) or variant.get("lang", "")
    text: str | None = None
    coded = ""
    props: list[list[str]] = []
    for child in variant:
        if child.tag == "seg":
            if text is not None:
                lost.append(N_("second segments of a variant"))
            elif len(child):
                tokens = tokens_of(child, entity, lost.append)
                text = one_line(plain_text(tokens))
                coded = inner_xml(tokens) if any(isinstance(token, InlineCode) for token in tokens) else ""
            else:
                text = one_line(child.text or "")
        elif child.tag == "note":
            found.append(("note", "", words(child, entity)))
        elif child.tag == "prop":
            props.append([child.get("type", ""), words(child, entity)])
        else:
            _check_name(child)
    fields: dict[str, Any] = attributes_of(variant.attrib, VARIANT_ATTRIBUTES)
    if props:
        fields["props"] = props
    if text is not None:
        variants.append(Variant(code, text, coded, fields))


def attributes_of(attributes: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Those attributes that are kept in `Pair.extra`."""
    return {name: attributes[name] for name in names if name in attributes} if attributes else {}


def fields_extra(unit: Mapping[str, Any], source: Mapping[str, Any], target: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `tu` and its two `tuv` as `Pair.extra` keeps them; nothing where there are none."""
    parts = {name: dict(part) for name, part in (("unit", unit), ("source", source), ("target", target)) if part}
    return {TMX_FIELDS: parts} if parts else {}


def _check_name(element: Any) -> None:
    """Raise ValueError for a part of a unit in a namespace, which would be skipped with its text."""
    if isinstance(element.tag, str) and ":" in element.tag and not element.tag.startswith("{"):
        raise UnreadableUnit
    if isinstance(element.tag, str) and element.tag.endswith(("}tuv", "}seg")):
        raise ValueError(_("<{tag}> is not that of TMX, which has no namespace", tag=element.tag))


def words(element: Any, entity: EntityText | None = None) -> str:
    """All the text of a `prop` or `note`: none has anything but text in it by the DTD, but some have an entity."""
    if not len(element):
        return element.text or ""
    return "".join(token for token in tokens_of(element, entity) if isinstance(token, str))


def flattened(segment: Any) -> str:
    """The text of a `seg` without its inline codes: a line break among the codes counts as a space."""
    return plain_text(tokens_of(segment))
