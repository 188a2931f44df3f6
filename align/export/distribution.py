"""Divides the translation of a segment over the stretches of text that its source is made of: runs, spans, links.

What looks like most of the segment takes the translation. A stretch that looks otherwise (a bold word, a link) keeps
its own where its words stand in the translation too (numbers, names, also in another alphabet), or the same quotation
marks are around them, or where it introduces the rest up to a colon or
full stop (`Note: …`). A link whose words are not found goes around the translation if it is the only one; other looks
are dropped, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from align.export.cutting import proportional_parts
from align.export.same_words import found_again, introduction

SlotKind = Literal["text", "sign", "break"]
_WORD = re.compile(r"\w")
_MOST_BASES = 3
_MOST_SLOTS = 400


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a segment: its `text` in the source, and what distinguishes it: equal `look`s look the same, `link`
    is the link that it stands in.

    The text of a `sign` cannot be changed, only removed with it; a `break` (of a line, a tabulator) always stays.
    """

    text: str
    look: Hashable = None
    link: Hashable = None
    kind: SlotKind = "text"


@dataclass(slots=True)
class Dropped:
    """What could not be kept of segments: links that now go around all of them, links and looks that are gone."""

    around: int = 0
    links: int = 0
    looks: int = 0

    def add(self, other: Dropped) -> None:
        self.around += other.around
        self.links += other.links
        self.looks += other.looks


@dataclass(slots=True)
class _SlotGroup:
    """Slots that follow one another and look the same. `found` is where their text goes in the translation."""

    slots: list[int]
    text: str
    look: Hashable
    link: Hashable
    start: int
    special: bool = False
    found: tuple[int, int] | None = None
    pieces: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def distributed(slots: Sequence[Slot], target: str, spaced: bool = True) -> tuple[list[str | None], Dropped]:
    """The new text of each slot; None for one that stays as it is, "" for one that is emptied or a sign that is
    removed. `spaced` says that the target's language has spaces between words."""
    if len(slots) > _MOST_SLOTS:
        return _in_the_first(slots, target)
    texts: list[str | None] = [None] * len(slots)
    dropped = Dropped()
    sections: list[list[int]] = [[]]
    for number, slot in enumerate(slots):
        if slot.kind == "break":
            sections.append([])
        else:
            sections[-1].append(number)
    lengths = [sum(len(slots[n].text) for n in section) for section in sections]
    written = [section for section in sections if any(slots[n].kind == "text" for n in section)]
    parts = iter(proportional_parts(target, [lengths[sections.index(section)] for section in written], spaced))
    for section in written:
        around = ("".join(slots[n].text for n in section), next(parts) if len(written) > 1 else "")
        part = _with_blanks(*around) if len(written) > 1 else target
        dropped.add(_distribute([(n, slots[n]) for n in section], part, spaced, texts))
    return texts, dropped


def _in_the_first(slots: Sequence[Slot], target: str) -> tuple[list[str | None], Dropped]:
    """The whole translation in the first text, for what no person can have formatted so."""
    texts: list[str | None] = [None if slot.kind == "break" else "" for slot in slots]
    texts[next(n for n, slot in enumerate(slots) if slot.kind == "text")] = target
    looks = sum(bool(_WORD.search(slot.text)) for slot in slots) - 1
    return texts, Dropped(links=len({slot.link for slot in slots} - {None}), looks=looks)


def _with_blanks(source: str, part: str) -> str:
    """A part with the blanks that its source has at its ends."""
    return f"{source[: len(source) - len(source.lstrip())]}{part}{source[len(source.rstrip()) :]}" if part else part


def _distribute(slots: list[tuple[int, Slot]], target: str, spaced: bool, texts: list[str | None]) -> Dropped:
    """Fill `texts` for the slots between two breaks, which are given with their numbers."""
    source = "".join(slot.text for _, slot in slots)
    best: tuple[int, list[_SlotGroup], Dropped] | None = None
    for base in _bases(_groups(slots), slots)[:_MOST_BASES]:
        groups = _groups(slots)
        for group in groups:
            group.special = (group.look, group.link) != base or not _can_write(group, slots)
        _find(groups, source, target, spaced)
        dropped = _fill(groups, target, slots)
        lost = dropped.around + dropped.links + dropped.looks
        if best is None or lost < best[0]:
            best = (lost, groups, dropped)
    assert best is not None
    for group in best[1]:
        _write(group, dict(slots), texts)
    return best[2]


def _groups(slots: list[tuple[int, Slot]]) -> list[_SlotGroup]:
    groups: list[_SlotGroup] = []
    at = 0
    for (look, link, sign), alike in groupby(slots, key=lambda item: (item[1].look, item[1].link, _sign(item))):
        members = list(alike)
        text = "".join(slot.text for _, slot in members)
        groups.append(_SlotGroup([n for n, _ in members], text, look, link if sign is None else None, at))
        at += len(text)
    return groups


def _sign(item: tuple[int, Slot]) -> int | None:
    """Each sign is a group of its own."""
    return item[0] if item[1].kind == "sign" else None


def _can_write(group: _SlotGroup, slots: list[tuple[int, Slot]]) -> bool:
    return any(slot.kind == "text" for n, slot in slots if n in group.slots)


def _bases(groups: list[_SlotGroup], slots: list[tuple[int, Slot]]) -> list[tuple[Hashable, Hashable]]:
    """The looks and links that may be the segment's own, that of most of its letters first. A link is it only where it
    has all words."""
    sizes: dict[tuple[Hashable, Hashable], int] = {}
    for group in groups:
        if _can_write(group, slots):
            words = len(_WORD.findall(group.text))
            sizes[group.look, group.link] = sizes.get((group.look, group.link), 0) + words
    plain = {key: size for key, size in sizes.items() if key[1] is None and size}
    return sorted(plain or sizes, key=lambda key: -sizes[key])


def _find(groups: list[_SlotGroup], source: str, target: str, spaced: bool) -> None:
    """Find the texts of the special groups in the translation, in order."""
    at = 0
    for number, group in enumerate(groups):
        if not group.special or not group.text.strip():
            continue
        found = None
        if _WORD.search(group.text) or not group.link:
            found = found_again(group.text, group.start, source, target, at, spaced)
        if found is None and number == 0 and len(groups) > 1:
            found = introduction(group.text, groups[1].text, target)
        if found is not None:
            group.found = found
            at = found[1]


def _fill(groups: list[_SlotGroup], target: str, slots: list[tuple[int, Slot]]) -> Dropped:
    """Give every character of the translation to a group; the groups whose look is lost are counted."""
    dropped = Dropped()
    while not _try_fill(groups, target, slots, dropped):
        dropped = Dropped()
    return dropped


def _try_fill(groups: list[_SlotGroup], target: str, slots: list[tuple[int, Slot]], dropped: Dropped) -> bool:
    """One attempt; False where a group that was found had to be given up, so that another one is needed."""
    for one in groups:
        one.pieces = []
    at = 0
    between: list[_SlotGroup] = []
    last: _SlotGroup | None = None
    ends: list[_SlotGroup | None] = [*groups, None]
    for group in ends:
        if group is not None and group.found is None:
            between.append(group)
            continue
        begin, end = group.found if group is not None and group.found else (len(target), len(target))
        if not _fill_between(target[at:begin], between, last, group, slots, dropped):
            return False
        if group is not None:
            group.pieces.append(target[begin:end])
        at, last, between = end, group, []
    return True


def _fill_between(
    text: str,
    between: list[_SlotGroup],
    before: _SlotGroup | None,
    after: _SlotGroup | None,
    slots: list[tuple[int, Slot]],
    dropped: Dropped,
) -> bool:
    """Give the text between two groups that were found to one of those `between` them, or to one of the two."""
    lost = [group for group in between if group.special and _WORD.search(group.text) and _can_write(group, slots)]
    links = [group for group in lost if group.link is not None]
    plain = [group for group in between if not group.special]
    around = links[0] if len({group.link for group in links}) == 1 and _WORD.search(text) else None
    takes = around or next((group for group in plain if group.text.strip()), None) or (plain[0] if plain else None)
    if takes is None:
        writable = [group for group in (before, after) if group is not None and _can_write(group, slots)]
        if not _WORD.search(text) and writable:
            takes = writable[0]
            if takes is after and text:
                return _give_to(after, text)
        elif text:
            given_up = before or after
            if given_up is None:  # nothing but signs, or a look without words
                takes = next((group for group in between if _can_write(group, slots)), None)
                if takes is None:
                    return True
            else:
                given_up.found = None
                return False
    if takes is not None and takes is around:
        text = _without_blanks(text, between, takes)
    if takes is not None and text:
        takes.pieces.append(text)
    dropped.around += around is not None
    dropped.links += len({group.link for group in links}) - (around is not None)
    dropped.looks += sum(group.link is None for group in lost)
    return True


def _without_blanks(text: str, between: list[_SlotGroup], link: _SlotGroup) -> str:
    """The text for a link; blanks at its ends go to groups beside it, if there are any."""
    at = between.index(link)
    before = next((group for group in between[:at] if not group.special), None)
    behind = next((group for group in between[at + 1 :] if not group.special), None)
    if before is not None:
        before.pieces.append(text[: len(text) - len(text.lstrip())])
        text = text.lstrip()
    if behind is not None:
        behind.pieces.append(text[len(text.rstrip()) :])
        text = text.rstrip()
    return text


def _give_to(after: _SlotGroup | None, text: str) -> bool:
    assert after is not None
    after.pieces.append(text)
    return True


def _write(group: _SlotGroup, slots: dict[int, Slot], texts: list[str | None]) -> None:
    """Put what a group was given into its first slot; one whose text stays the same is left as it is."""
    text = "".join(group.pieces)
    if text == group.text and (text or slots[group.slots[0]].kind == "text"):
        return
    for number in group.slots:
        texts[number] = "" if slots[number].kind == "sign" else text
        text = "" if slots[number].kind == "text" else text
