"""The segments of a unit of XLIFF: of a `trans-unit` of 1.x, with those that a CAT tool made in it, or a `unit` of 2.

A `trans-unit` that was segmented has its source once more in `seg-source`, in `mrk` elements of the type `seg`, whose
`mid` their translations in the target share. Nothing of this depends on a namespace: many exporters leave it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from align.corpus.bands import is_band_note
from align.corpus.formats.xliff_states import (
    first_status,
    memoq_status,
    second_status,
    trados_origin,
    trados_status,
)
from align.corpus.inline_codes import EntityText, InlineCode, Vocabulary, inner_xml, plain_text, tokens_of
from align.corpus.pair import Origin, Status
from align.io.xml_text import one_line
from align.localization import N_

Lost = Callable[[str], None]


class SegmentText(NamedTuple):
    """A text of a segment, and its content with inline codes, or nothing where it has none."""

    text: str = ""
    coded: str = ""


class UnitSegment(NamedTuple):
    """A segment of a unit: its id, its texts, and what is known of its translation. `state` is of a target of 1.x."""

    id: str
    source: SegmentText
    target: SegmentText
    status: Status
    state: str = ""
    approved: bool = False
    has_target: bool = False
    origin: Origin = "human"


class SideReader(NamedTuple):
    """Reads the text of an element. `exact` keeps line breaks, as align has written them."""

    entity: EntityText
    lost: Lost
    exact: bool = False

    def side(self, element: Any) -> SegmentText:
        """The text of an element without its codes, and with them."""
        if element is None:
            return SegmentText()
        if not len(element):
            text = element.text or ""
            return SegmentText(text if self.exact else one_line(text))
        tokens = tokens_of(element, self.entity, self.lost)
        coded = any(isinstance(token, InlineCode) for token in tokens)
        text = plain_text(tokens) if coded else "".join(token for token in tokens if isinstance(token, str))
        return SegmentText(text if self.exact else one_line(text), inner_xml(tokens) if coded else "")


def name_of(element: Any) -> str:
    """The name of an element without its namespace; an empty string for a comment or entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of this name in the namespace of `element`; None where there is none."""
    space = element.tag.rpartition("}")[0]
    return element.find(f"{space}}}{name}" if space else name)


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of this name in the namespace of `element`."""
    space = element.tag.rpartition("}")[0]
    yield from element.iterchildren(f"{space}}}{name}" if space else name)


def first_segments(unit: Any, id: str, reader: SideReader) -> Iterator[UnitSegment]:
    """The segments of a `trans-unit`: one where no tool has segmented it."""
    source, target = child(unit, "source"), child(unit, "target")
    segmented = child(unit, "seg-source")
    approved = unit.get("approved") == "yes"
    memoq = _attributes(unit, ("locked", "status"), "{MQXliff}")
    unit_status = memoq_status(memoq)
    state = "" if target is None else target.get("state") or ""
    whole = UnitSegment(
        id,
        SegmentText(),
        SegmentText(),
        unit_status or first_status(state, approved),
        state,
        approved,
        target is not None,
    )
    marks = _marks(segmented)
    if not marks:
        marks = _marks(source) if len(_marks(target)) else []
    if not marks:
        yield whole._replace(source=reader.side(source), target=reader.side(target))
        return
    _note_text_between(segmented if segmented is not None else source, reader.lost)
    translations = {mark.get("mid", ""): mark for mark in _marks(target)}
    known = _trados_segments(unit)
    for number, mark in enumerate(marks, 1):
        mid = mark.get("mid") or str(number)
        found = translations.pop(mark.get("mid", ""), None)
        side = reader.side(found)
        if found is None and len(marks) == 1 and target is not None and not translations:
            side = reader.side(target)  # the tool did not mark the segments of the target
        about = known.get(mid, {})
        status = trados_status(about) or whole.status
        yield whole._replace(
            id=id if len(marks) == 1 else f"{id}.{mid}",
            source=reader.side(mark),
            target=side,
            status=status if side.text else "draft",
            state=(found.get("state") if found is not None else None) or state,
            has_target=found is not None,
            origin=trados_origin(about) or whole.origin,
        )
    for _ in translations:
        reader.lost(N_("segments of a target without a source"))


def _marks(element: Any) -> list[Any]:
    """The segments that are marked in an element, also inside codes around them."""
    if element is None:
        return []
    return [mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"]


def _note_text_between(element: Any, lost: Lost) -> None:
    """Note words between the segments of a unit, which belong to none."""
    outside = [element.text, *(mark.tail for mark in _marks(element))]
    if any(text and text.strip() for text in outside):
        lost(N_("texts between the segments of a unit"))


def _attributes(element: Any, names: tuple[str, ...], space: str = "") -> dict[str, str]:
    """Those attributes of an element that it has; to go through all of them takes lxml the square of their number."""
    values = {name: element.get(space + name) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _trados_segments(unit: Any) -> dict[str, dict[str, str]]:
    """The attributes of each `sdl:seg` of a unit that are read, by its id."""
    return {
        segment.get("id", ""): _attributes(segment, ("locked", "conf", "origin"))
        for segment in unit.iter("{http://sdl.com/FileTypes/SdlXliff/1.0}seg")
    }


def second_segments(unit: Any, id: str, reader: SideReader) -> Iterator[UnitSegment]:
    """The segments of a `unit` of XLIFF 2."""
    segments = list(children(unit, "segment"))
    for part in children(unit, "ignorable"):
        if reader.side(child(part, "source")).text.strip():
            reader.lost(N_("texts between the segments of a unit"))
    for number, segment in enumerate(segments, 1):
        target = child(segment, "target")
        yield UnitSegment(
            id if len(segments) == 1 else f"{id}.{segment.get('id') or number}",
            reader.side(child(segment, "source")),
            reader.side(target),
            second_status(segment.get("state") or ""),
            has_target=target is not None,
        )


def vocabulary_of(unit: Any) -> Vocabulary:
    """The inline codes that the unit has."""
    return "xliff" if name_of(unit) == "trans-unit" else "xliff2"


def notes_of(unit: Any) -> list[str]:
    """The notes of a unit, each after the name of who wrote it; none of ours on the band of a draft."""
    holders = [unit, *children(unit, "notes")]
    found = []
    for note in (note for holder in holders for note in children(holder, "note")):
        author = (note.get("from") or "").strip()
        if text := "".join(note.itertext()):
            found.append(f"{author}: {text}" if author else text)
    return [note for note in found if not is_band_note(note)]
