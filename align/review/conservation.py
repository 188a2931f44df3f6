"""Text that is moved from one row to another moves whole or not at all: after a merge no sentence of a document's
translation stands twice, and none is lost.

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
from align.localization import _

MIN_MOVED_CHARS = 15
"""Characters from which a text is hardly that of two sentences by chance, as `Да.` is."""
_RUN_WORDS, _PART_WORDS = 3, 5
"""Words from which a sentence is hardly in two texts by chance, and from which a part of one is."""
_MAX_SHARING = 50
"""Texts above which what they have in common is a formula, and not a sentence that was moved."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][»\"”)])\s+|(?<=[。！？])")
"""Ends of sentences, roughly: one that a dot after an abbreviation divides is looked for in two parts."""


class TranslationChange(NamedTuple):
    """The translation of a pair: before, after the changes that can be applied, and as its row has it (`wanted`).

    `name` is the pair's id. `after` is what will be `in_use`; `wanted` is None where there is no row.
    """

    name: str
    source: str
    before: str
    after: str
    wanted: str | None


class Stray(NamedTuple):
    """A text that will be in no pair, and the row that holds it."""

    where: str
    text: str


@dataclass(slots=True)
class _Movement:
    """Where a part of a pair's text has gone: indices of the texts that have it now and had not, and strays' rows."""

    takers: list[int] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def in_use(pair: Pair) -> str:
    """The translation of a pair, "" of one that is rejected."""
    return "" if pair.status == "rejected" else pair.target


def refused_changes(texts: Sequence[TranslationChange], strays: Sequence[Stray] = ()) -> dict[int, str]:
    """Find the changes of one document that must not be applied: the index of each text, with the reason."""
    refused: dict[int, str] = {}
    if all(as_displayed(text.before) == as_displayed(text.after) for text in texts):
        return refused
    before, after = [_plain(text.before) for text in texts], [_plain(text.after) for text in texts]
    moved = _find_moved(texts, before, after, strays)
    count = -1
    while count < len(refused):  # each refusal may be the reason for another
        count = len(refused)
        for giver, parts in moved.items():
            takers = {taker for movement in parts.values() for taker in movement.takers}
            for part, movement in parts.items():
                kept = part in (before[giver] if giver in refused else after[giver])
                holders = [t for t in takers if t not in refused and part in after[t] and part not in before[t]]
                twice = len({texts[taker].source for taker in holders}) > 1 and part in _sentences(before[giver])
                if kept or twice:
                    whole = [taker for taker in holders if after[taker] == before[giver]]
                    for taker in holders:
                        refused[taker] = _reason_for_double(texts[giver].name, kept, taker in whole)
                elif not holders and giver not in refused:
                    other = movement.strays[0] if movement.strays else texts[movement.takers[0]].name
                    refused[giver] = _(
                        "a part of its translation was moved to {other}, which is not applied", other=other
                    )
    return refused


def _reason_for_double(name: str, kept: bool, whole: bool) -> str:
    if whole and kept:
        return _("its translation is that of {name}, which has it still, so that it would stand twice", name=name)
    if whole:
        return _("its translation is that of {name}, which others have too, so that it would stand twice", name=name)
    if kept:
        return _("it has a text of {name}, which has it still, so that it would stand twice", name=name)
    return _("it has a text of {name}, which others have too, so that it would stand twice", name=name)


def _find_moved(
    texts: Sequence[TranslationChange], before: Sequence[str], after: Sequence[str], strays: Sequence[Stray]
) -> dict[int, dict[str, _Movement]]:
    """Find each part of a text that another text, or a stray, has now: by the index of the text that had it."""
    changed = [index for index in range(len(texts)) if after[index] and after[index] != before[index]]
    takers = _NewRuns([(index, after[index], before[index]) for index in changed])
    others = _NewRuns([(index, _plain(stray.text), "") for index, stray in enumerate(strays)])
    moved: dict[int, dict[str, _Movement]] = defaultdict(lambda: defaultdict(_Movement))
    for giver, text in enumerate(texts):
        wanted = before[giver] if text.wanted is None else _plain(text.wanted)
        for taker, part in takers.sharing(before[giver], wanted):
            if len(part) < MIN_MOVED_CHARS or taker == giver or text.source == texts[taker].source:
                continue
            if taker not in moved[giver][part].takers:
                moved[giver][part].takers.append(taker)
        if wanted != before[giver]:
            for index, part in others.sharing(before[giver], wanted):
                if len(part) >= MIN_MOVED_CHARS and part not in after[giver]:
                    moved[giver][part].strays.append(strays[index].where)
    return moved


_Run = tuple[str, ...]


class _NewRuns:
    """An index of the runs of three words that are new in texts; it finds what these texts have of others."""

    def __init__(self, texts: Iterable[tuple[int, str, str]]):
        """Index `texts`: the key of each, the text, and what it was before."""
        self._texts: list[tuple[int, list[str]]] = []
        self._wholes: dict[str, list[int]] = defaultdict(list)
        self._runs: dict[_Run, list[tuple[int, int]]] = defaultdict(list)
        for index, (key, text, before) in enumerate(texts):
            words = text.split()
            self._texts.append((key, words))
            self._wholes[text].append(key)
            old = set(_runs(before.split()))
            for start, run in enumerate(_runs(words)):
                if run not in old:
                    self._runs[run].append((index, start))

    def sharing(self, text: str, wanted: str) -> Iterator[tuple[int, str]]:
        """Find the texts that have this one now, or a part of it. Yields their keys, each with what it has: a sentence,
        or whatever is not in `wanted` any more."""
        words = text.split()
        kept: set[_Run] | None = None
        found_until: dict[tuple[int, int], int] = {}  # by text and distance: the end of the last part that was found
        wholes = self._wholes.get(text, ())
        yield from ((key, text) for key in (wholes if len(wholes) <= _MAX_SHARING else ()))
        for start, run in enumerate(_runs(words)):
            hits = self._runs.get(run, ())
            for index, at in hits if len(hits) <= _MAX_SHARING else ():
                key, others = self._texts[index]
                if found_until.get((index, at - start), -1) > start:
                    continue
                first, last = _common_run(words, start, others, at)
                found_until[index, at - start] = last
                part = " ".join(words[first:last])
                kept = set(_runs(wanted.split())) if kept is None else kept
                if last - first >= _PART_WORDS and not kept.issuperset(_runs(words[first:last])):
                    yield key, part
                yield from ((key, sentence) for sentence in _sentences(text) if sentence in part)


def _sentences(text: str) -> list[str]:
    """A text and its sentences, except very short ones."""
    return [one for one in (text, *_SENTENCE_END.split(text)) if len(one) >= MIN_MOVED_CHARS]


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    return zip(*(words[n:] for n in range(_RUN_WORDS)), strict=False)


def _common_run(words: Sequence[str], start: int, others: Sequence[str], at: int) -> tuple[int, int]:
    """The longest stretch of `words` around `start` that is the same around `at` in `others`: its start and end."""
    last = start
    while last < len(words) and at + last - start < len(others) and words[last] == others[at + last - start]:
        last += 1
    first = start
    while first > 0 and at - (start - first) > 0 and words[first - 1] == others[at - (start - first) - 1]:
        first -= 1
    return first, last


def _plain(text: str) -> str:
    """The words of a text, with one space between them."""
    return " ".join(as_displayed(text).split())
