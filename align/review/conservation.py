"""What is moved from one row to another moves whole or not at all: no sentence of a document's translation is to stand
twice after a merge, and none is to be lost.

Who shifts a column of translations by a row, pastes one into the wrong row, joins two rows or moves a part of one
to the next row changes texts that belong together. Where one of the changes cannot be applied, as where the row that a
text came from was deleted and its pair is as it was, the others would double or lose what was moved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from align.corpus.fingerprints import as_displayed
from align.corpus.pair import Pair

SHORTEST = 15
"""Characters from which a text is hardly that of two sentences by chance, as `Да.` is."""
_WORDS, _LONG = 3, 5
"""Words from which a sentence is hardly in two texts by chance, and from which a part of one is."""
_OFTEN = 50
"""Texts from which what they have new is a formula, and not a sentence that was moved."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][»\"”)])\s+|(?<=[。！？])")
"""Where a sentence of a text may end: one that a dot after an abbreviation divides is looked for in two parts."""


class Text(NamedTuple):
    """The translation of a pair: before, after the changes that can be applied, and as its row has it (`wanted`).

    `after` is what will be `in_use`; `wanted` is None where there is no row.
    """

    name: str
    source: str
    before: str
    after: str
    wanted: str | None


class Stray(NamedTuple):
    """A text that will be in no pair, and where it stands."""

    where: str
    text: str


@dataclass(slots=True)
class _Moved:
    """A piece of a pair's text that others have now and had not: their places, and where strays stand that have it."""

    takers: list[int] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def in_use(pair: Pair) -> str:
    """The translation of a pair, "" of one that is rejected."""
    return "" if pair.status == "rejected" else pair.target


def refused(texts: Sequence[Text], strays: Sequence[Stray] = ()) -> dict[int, str]:
    """The places of texts whose change must not be applied, and why each. The texts are those of one document."""
    found: dict[int, str] = {}
    if all(as_displayed(text.before) == as_displayed(text.after) for text in texts):
        return found
    before, after = [_plain(text.before) for text in texts], [_plain(text.after) for text in texts]
    moved = _moved(texts, before, after, strays)
    count = -1
    while count < len(found):  # each refusal may be the reason for another
        count = len(found)
        for giver, pieces in moved.items():
            takers = {taker for where in pieces.values() for taker in where.takers}
            for piece, where in pieces.items():
                kept = piece in (before[giver] if giver in found else after[giver])
                holders = [t for t in takers if t not in found and piece in after[t] and piece not in before[t]]
                twice = len({texts[taker].source for taker in holders}) > 1 and piece in _sentences(before[giver])
                if kept or twice:
                    whole = [taker for taker in holders if after[taker] == before[giver]]
                    for taker in holders:
                        found[taker] = _doubled(texts[giver].name, kept, taker in whole)
                elif not holders and giver not in found:
                    place = where.strays[0] if where.strays else texts[where.takers[0]].name
                    found[giver] = f"a part of its translation was moved to {place}, which is not applied"
    return found


def _doubled(name: str, kept: bool, whole: bool) -> str:
    what = "its translation is that of" if whole else "it has a text of"
    return f"{what} {name}, which {'has it still' if kept else 'others have too'}, so that it would stand twice"


def _moved(
    texts: Sequence[Text], before: Sequence[str], after: Sequence[str], strays: Sequence[Stray]
) -> dict[int, dict[str, _Moved]]:
    """By the place of the text that had it, each piece that another text, or a stray, has now."""
    changed = [place for place in range(len(texts)) if after[place] and after[place] != before[place]]
    takers = _Index([(place, after[place], before[place]) for place in changed])
    others = _Index([(number, _plain(stray.text), "") for number, stray in enumerate(strays)])
    moved: dict[int, dict[str, _Moved]] = defaultdict(lambda: defaultdict(_Moved))
    for giver, text in enumerate(texts):
        wanted = before[giver] if text.wanted is None else _plain(text.wanted)
        for place, piece in takers.having(before[giver], wanted):
            if len(piece) < SHORTEST or place == giver or text.source == texts[place].source:
                continue
            if place not in moved[giver][piece].takers:
                moved[giver][piece].takers.append(place)
        if wanted != before[giver]:
            for number, piece in others.having(before[giver], wanted):
                if len(piece) >= SHORTEST and piece not in after[giver]:
                    moved[giver][piece].strays.append(strays[number].where)
    return moved


_Run = tuple[str, ...]


class _Index:
    """Finds what texts have of others that they had not before, by runs of three words."""

    def __init__(self, texts: Iterable[tuple[int, str, str]]):
        """Of numbers, texts and what these were before."""
        self._texts: list[tuple[int, list[str]]] = []
        self._wholes: dict[str, list[int]] = defaultdict(list)
        self._runs: dict[_Run, list[tuple[int, int]]] = defaultdict(list)
        for place, (number, text, before) in enumerate(texts):
            words = text.split()
            self._texts.append((number, words))
            self._wholes[text].append(number)
            old = set(_runs(before.split()))
            for at, run in enumerate(_runs(words)):
                if run not in old:
                    self._runs[run].append((place, at))

    def having(self, text: str, wanted: str) -> Iterator[tuple[int, str]]:
        """The numbers of the texts that have this one now, or a part of it, each with what it has: a sentence, or
        whatever is not in `wanted` any more."""
        words = text.split()
        kept: set[_Run] | None = None
        told: dict[tuple[int, int], int] = {}  # by text and distance: where a part that was told ends
        wholes = self._wholes.get(text, ())
        yield from ((number, text) for number in (wholes if len(wholes) <= _OFTEN else ()))
        for start, run in enumerate(_runs(words)):
            places = self._runs.get(run, ())
            for place, at in places if len(places) <= _OFTEN else ():
                number, others = self._texts[place]
                if told.get((place, at - start), -1) > start:
                    continue
                first, last = _common(words, start, others, at)
                told[place, at - start] = last
                part = " ".join(words[first:last])
                kept = set(_runs(wanted.split())) if kept is None else kept
                if last - first >= _LONG and not kept.issuperset(_runs(words[first:last])):
                    yield number, part
                yield from ((number, sentence) for sentence in _sentences(text) if sentence in part)


def _sentences(text: str) -> list[str]:
    """A text and its sentences, those of next to nothing aside."""
    return [one for one in (text, *_SENTENCE.split(text)) if len(one) >= SHORTEST]


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    return zip(*(words[n:] for n in range(_WORDS)), strict=False)


def _common(ours: Sequence[str], start: int, theirs: Sequence[str], at: int) -> tuple[int, int]:
    """The longest stretch of our words around `start` that is the same around `at` in theirs."""
    last = start
    while last < len(ours) and at + last - start < len(theirs) and ours[last] == theirs[at + last - start]:
        last += 1
    first = start
    while first > 0 and at - (start - first) > 0 and ours[first - 1] == theirs[at - (start - first) - 1]:
        first -= 1
    return first, last


def _plain(text: str) -> str:
    """The words of a text, one blank between them."""
    return " ".join(as_displayed(text).split())
