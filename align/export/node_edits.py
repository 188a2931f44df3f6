"""From what is replaced in a text to what changes in the nodes of its file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from align.export.distribution import Dropped, Slot, SlotKind, distributed
from align.export.placing import PlacedTarget
from align.languages.scripts import is_unspaced
from align.readers.origins import Origin


class NodeLook(NamedTuple):
    """What a node is for the distribution of a translation: see `Slot`."""

    kind: SlotKind = "text"
    look: Any = None
    link: Any = None


class NodeEdit(NamedTuple):
    """`begin:stop` of a node's text becomes `text`; None leaves it, to be marked only. A sign is removed where the text
    is empty. `replacement` is what it is of."""

    node: Any
    begin: int
    stop: int
    text: str | None
    replacement: PlacedTarget


@dataclass(slots=True)
class _NodeStretch:
    node: Any
    text: str
    begin: int
    stop: int


def node_edits(
    text: str,
    origins: Sequence[Origin],
    wanted: Sequence[PlacedTarget],
    look: Callable[[Any], NodeLook],
    dropped: Dropped,
) -> tuple[list[NodeEdit], list[PlacedTarget]]:
    """The changes of nodes that make the replacements, in their order, and the replacements that have no node to be
    written in. `dropped` counts what could not be kept."""
    starts = [origin.start for origin in origins]
    edits: list[NodeEdit] = []
    homeless: list[PlacedTarget] = []
    for one in wanted:
        if one.same and not one.marking:
            continue
        stretches = list(_stretches(text, origins, starts, one))
        looks = [look(stretch.node) for stretch in stretches]
        slots = [Slot(s.text, of.look, of.link, of.kind) for s, of in zip(stretches, looks, strict=True)]
        if not any(slot.kind == "text" for slot in slots) or not _covers(stretches, text[one.start : one.end]):
            homeless.append(one)
            continue
        texts: list[str | None] = [None] * len(slots)
        if not one.same:
            texts, lost = distributed(slots, one.target, spaced=not is_unspaced(one.pair.target_lang))
            dropped.add(lost)
        for stretch, slot, new in zip(stretches, slots, texts, strict=True):
            if new is not None or (one.marking and slot.kind == "text"):
                edits.append(NodeEdit(stretch.node, stretch.begin, stretch.stop, new, one))
    return edits, homeless


def _stretches(text: str, origins: Sequence[Origin], starts: list[int], one: PlacedTarget) -> Iterator[_NodeStretch]:
    """The stretches of nodes that a replacement covers, one for each node."""
    last: _NodeStretch | None = None
    first = bisect_left(starts, one.start)
    for number in range(first - 1 if first and origins[first - 1].end > one.start else first, len(origins)):
        origin = origins[number]
        if origin.start >= one.end:
            break
        begin, stop = origin.begin, origin.stop
        if origin.literal:
            begin += max(0, one.start - origin.start)
            stop -= max(0, origin.end - one.end)
        shown = text[max(origin.start, one.start) : min(origin.end, one.end)]
        if last is not None and last.node is origin.node:
            last.text += shown
            last.stop = stop
            continue
        if last is not None:
            yield last
        last = _NodeStretch(origin.node, shown, begin, stop)
    if last is not None:
        yield last


def _covers(stretches: Sequence[_NodeStretch], text: str) -> bool:
    """Whether the stretches hold all letters of a text."""
    return "".join("".join(stretch.text for stretch in stretches).split()) == "".join(text.split())


class EditedPiece(NamedTuple):
    """A part of what a node says after its edits; `replacement` is None for what stays between segments."""

    text: str
    replacement: PlacedTarget | None


def edited_pieces(text: str, edits: Sequence[NodeEdit]) -> Iterator[EditedPiece]:
    """The text of a node after its edits, which stand in order, in pieces without empty ones."""
    at = 0
    for edit in edits:
        if at < edit.begin:
            yield EditedPiece(text[at : edit.begin], None)
        new = text[edit.begin : edit.stop] if edit.text is None else edit.text
        if new:
            yield EditedPiece(new, edit.replacement)
        at = edit.stop
    if at < len(text):
        yield EditedPiece(text[at:], None)


def by_node(edits: Sequence[NodeEdit]) -> Iterator[tuple[Any, list[NodeEdit]]]:
    """The nodes that change, with their edits in order."""
    of: dict[int, list[NodeEdit]] = {}
    for edit in edits:
        of.setdefault(id(edit.node), []).append(edit)
    for edits_of_node in of.values():
        yield edits_of_node[0].node, sorted(edits_of_node, key=lambda edit: edit.begin)
