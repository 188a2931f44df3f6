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
from itertools import groupby, pairwise
from typing import Literal

from align.export.cutting import proportional_parts

SlotKind = Literal["text", "sign", "break"]
_WORD = re.compile(r"\w")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_NAME = 4
"""Words of a name that is found by its sound."""
_MOST_BASES = 3
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_INTRODUCES = re.compile(r"[:.!?—–][\"'”’»)\]]*\s*$")
_INTRODUCED = re.compile(r"\s*[:—–]")


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
class _Group:
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


def _with_blanks(source: str, part: str) -> str:
    """A part with the blanks that its source has at its ends."""
    return f"{source[: len(source) - len(source.lstrip())]}{part}{source[len(source.rstrip()) :]}" if part else part


def _distribute(slots: list[tuple[int, Slot]], target: str, spaced: bool, texts: list[str | None]) -> Dropped:
    """Fill `texts` for the slots between two breaks, which are given with their numbers."""
    source = "".join(slot.text for _, slot in slots)
    best: tuple[int, list[_Group], Dropped] | None = None
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


def _groups(slots: list[tuple[int, Slot]]) -> list[_Group]:
    groups: list[_Group] = []
    at = 0
    for (look, link, sign), alike in groupby(slots, key=lambda item: (item[1].look, item[1].link, _sign(item))):
        members = list(alike)
        text = "".join(slot.text for _, slot in members)
        groups.append(_Group([n for n, _ in members], text, look, link if sign is None else None, at))
        at += len(text)
    return groups


def _sign(item: tuple[int, Slot]) -> int | None:
    """Each sign is a group of its own."""
    return item[0] if item[1].kind == "sign" else None


def _can_write(group: _Group, slots: list[tuple[int, Slot]]) -> bool:
    return any(slot.kind == "text" for n, slot in slots if n in group.slots)


def _bases(groups: list[_Group], slots: list[tuple[int, Slot]]) -> list[tuple[Hashable, Hashable]]:
    """The looks and links that may be the segment's own, that of most of its letters first. A link is it only where it
    has all words."""
    sizes: dict[tuple[Hashable, Hashable], int] = {}
    for group in groups:
        if _can_write(group, slots):
            words = len(_WORD.findall(group.text))
            sizes[group.look, group.link] = sizes.get((group.look, group.link), 0) + words
    plain = {key: size for key, size in sizes.items() if key[1] is None and size}
    return sorted(plain or sizes, key=lambda key: -sizes[key])


def _find(groups: list[_Group], source: str, target: str, spaced: bool) -> None:
    """Find the texts of the special groups in the translation, in order."""
    at = 0
    for number, group in enumerate(groups):
        words = group.text.strip()
        if not group.special or not words:
            continue
        found = _same_words(group, source, target, at, spaced) if _WORD.search(words) or not group.link else None
        found = found or _same_name(words, target, at) or _same_quotation(group, source, target, at)
        if found is None and number == 0 and len(groups) > 1:
            found = _introduction(group, groups[1].text, target)
        if found is not None:
            group.found = found
            at = found[1]


def _same_words(group: _Group, source: str, target: str, at: int, spaced: bool) -> tuple[int, int] | None:
    """Where the group's words stand in the translation from `at` on, nearest to where they are to be expected."""
    words = group.text.strip()
    start = group.start + len(group.text) - len(group.text.lstrip())
    inside = (_is_word(source, start - 1), _is_word(source, start + len(words)))
    expected = start * len(target) / max(1, len(source))
    best: tuple[int, int] | None = None
    while (at := target.find(words, at)) >= 0:
        end = at + len(words)
        fits = not spaced or (_is_word(target, at - 1), _is_word(target, end)) == inside
        if (fits or not _WORD.search(words)) and (best is None or abs(at - expected) < abs(best[0] - expected)):
            best = (at, end)
        at += 1
    return best


def _same_name(words: str, target: str, at: int) -> tuple[int, int] | None:
    """Where the first words of the translation from `at` on are that sound like the name that `words` are: `Мурманск`
    for `Murmansk`."""
    from align.languages.name_sound import ALIKE, sound_distance

    name = _NAME.findall(words)
    if not name or len(name) > _LONGEST_NAME or " ".join(name) != " ".join(words.split()):
        return None
    if not all(word[0].isupper() and len(word) > 2 for word in name):
        return None
    others = list(_NAME.finditer(target, at))
    for first in range(len(others) - len(name) + 1):
        these = others[first : first + len(name)]
        alike = all(
            other.group()[0].isupper() and sound_distance(word, other.group()) <= ALIKE
            for word, other in zip(name, these, strict=True)
        )
        if alike and not any(target[a.end() : b.start()].strip() for a, b in pairwise(these)):
            return these[0].start(), these[-1].end()
    return None


def _same_quotation(group: _Group, source: str, target: str, at: int) -> tuple[int, int] | None:
    """The words in the same pair of quotation marks, with these where the group has them, if both texts have as many
    pairs: the title of a film."""
    quoted, others = list(_QUOTED.finditer(source)), list(_QUOTED.finditer(target))
    start = group.start + len(group.text) - len(group.text.lstrip())
    span = (start, start + len(group.text.strip()))
    for one, other in zip(quoted, others, strict=False):
        for part in (0, 1):
            if one.span(part) == span and len(quoted) == len(others) and other.start(part) >= at:
                return other.span(part)
    return None


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _WORD.match(text[at]) is not None


def _introduction(group: _Group, after: str, target: str) -> tuple[int, int] | None:
    """The beginning of the translation up to the colon, dash or stop that ends the group or follows it."""
    mark = _INTRODUCES.search(group.text)
    following = None if mark else _INTRODUCED.match(after)
    sign = (mark.group().strip()[0] if mark else following.group().strip()) if mark or following else ""
    end = target.find(sign) if sign else -1
    if end <= 0 or end + len(sign) >= len(target):
        return None
    end += len(mark.group().strip()) if mark else 0
    return 0, len(target[:end].rstrip())


def _fill(groups: list[_Group], target: str, slots: list[tuple[int, Slot]]) -> Dropped:
    """Give every character of the translation to a group; the groups whose look is lost are counted."""
    dropped = Dropped()
    while not _try_fill(groups, target, slots, dropped):
        dropped = Dropped()
    return dropped


def _try_fill(groups: list[_Group], target: str, slots: list[tuple[int, Slot]], dropped: Dropped) -> bool:
    """One attempt; False where a group that was found had to be given up, so that another one is needed."""
    for group in groups:
        group.pieces = []
    at = 0
    between: list[_Group] = []
    last: _Group | None = None
    for group in [*groups, None]:
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
    between: list[_Group],
    before: _Group | None,
    after: _Group | None,
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


def _without_blanks(text: str, between: list[_Group], link: _Group) -> str:
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


def _give_to(after: _Group | None, text: str) -> bool:
    assert after is not None
    after.pieces.append(text)
    return True


def _write(group: _Group, slots: dict[int, Slot], texts: list[str | None]) -> None:
    """Put what a group was given into its first slot; one whose text stays the same is left as it is."""
    text = "".join(group.pieces)
    if text == group.text and (text or slots[group.slots[0]].kind == "text"):
        return
    for number in group.slots:
        texts[number] = "" if slots[number].kind == "sign" else text
        text = "" if slots[number].kind == "text" else text
