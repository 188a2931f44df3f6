"""Asking memories for a translation: the best match among several files, in the order of their priority."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.errors import UsageError
from align.languages.normalization import memory_form, memory_key
from align.memory.keys import frame, words
from align.memory.memory_store import Memory
from align.memory.similarity import Measure
from align.memory.substitution import repaired
from align.memory.unit import EDGE, REVIEWED, Match, MatchKind, TranslationUnit

FUZZY = 75
"""Per cent of similarity from which a match is shown: below it, correcting takes longer than translating."""


@dataclass(frozen=True, slots=True)
class LookupContext:
    """A source to look up, with the sources before and after it in its document; "" where the document begins or ends,
    None where the neighbour is not known."""

    source: str
    before: str | None = None
    after: str | None = None


class MemoryLookup:
    """Open memories for one pair of languages. Better matches come before the order of the files; among equals the
    first file wins.

    >>> with MemoryLookup.open(["team.tmx.sqlite", "house.sqlite"], "en", "ru") as recall:  # doctest: +SKIP
    ...     match = recall.best(LookupContext("The port opened on Friday.", before="", after=None))
    """

    def __init__(self, memories: Sequence[Memory], source_lang: str, target_lang: str, fuzzy: int = FUZZY):
        self.source_lang = source_lang
        self.target_lang = target_lang
        self.fuzzy = fuzzy
        self._memories = [(memory, memory.pairs_of(source_lang, target_lang)) for memory in memories]

    @classmethod
    def open(cls, paths: Sequence[str | Path], source_lang: str, target_lang: str, fuzzy: int = FUZZY) -> MemoryLookup:
        """Open the files for reading. `fuzzy` is the least similarity to show, 0 for exact matches only.

        Raises what `Memory.open` raises, and UsageError for a file named twice.
        """
        names = [Path(path).resolve() for path in paths]
        if len(set(names)) < len(names):
            raise UsageError("--memory names the same file twice: name each once, the most important first")
        opened: list[Memory] = []
        try:
            for path in paths:
                opened.append(Memory.open(path))  # noqa: PERF401  those before one that fails are closed
            return cls(opened, source_lang, target_lang, fuzzy)
        except BaseException:
            for memory in opened:
                memory.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        for memory, _ in self._memories:
            memory.close()

    def __enter__(self) -> MemoryLookup:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def signature(self) -> str:
        """What a corpus's signature says of the memories: how many there are and what is shown of them."""
        return f"tm{len(self._memories)}-fuzzy{self.fuzzy}"

    @property
    def without_units(self) -> list[str]:
        """The names of memories that hold nothing for these languages."""
        return [memory.path.name for memory, pairs in self._memories if not pairs]

    def best(self, place: LookupContext, *, changed: bool = True) -> Match | None:
        """The best match of a source: in context, exact, with numbers put right, or fuzzy. None without one.

        Without `changed` only the first two count, where the text is the same.
        """
        text = memory_form(place.source)
        if not text:
            return None
        match = self._exact(text, place)
        if match is None and changed:
            match = self._repaired(text, place.source) or self._fuzzy(text)
        return match

    def fuzzy_matches(self, source: str, percent: int) -> list[Match]:
        """The similar units of all memories, at `percent` or more, the most similar first."""
        text = memory_form(source)
        found = sorted(self._similar(text, percent), key=_by_likeness)
        return [Match("fuzzy", likeness, unit.target, unit, memory.path.name) for likeness, _, unit, memory in found]

    def _exact(self, text: str, place: LookupContext) -> Match | None:
        wanted = memory_key(text)
        before, after = (_neighbour(other) for other in (place.before, place.after))
        best: Match | None = None
        rank = (False, False)
        for memory, pairs in self._memories:
            for found in memory.exact(wanted, pairs, before, after)[:1]:
                between_the_same = found.neighbours == 2
                ours = (found.unit.status in REVIEWED, between_the_same)
                if best is None or ours > rank:
                    kind: MatchKind = "context" if between_the_same else "exact"
                    best, rank = Match(kind, 100, found.unit.target, found.unit, memory.path.name), ours
        return best

    def _repaired(self, text: str, source: str) -> Match | None:
        wanted = frame(text, self.source_lang)
        if wanted is None:
            return None
        for memory, pairs in self._memories:
            for unit in memory.framed(wanted, pairs):
                target = repaired(source, unit.source, unit.target, self.source_lang, self.target_lang)
                if target is not None:
                    return Match("repaired", 100, target, unit, memory.path.name)
        return None

    def _fuzzy(self, text: str) -> Match | None:
        if not self.fuzzy:
            return None
        found = min(self._similar(text, self.fuzzy), key=_by_likeness, default=None)
        if found is None:
            return None
        likeness, _, unit, memory = found
        return Match("fuzzy", min(likeness, 99), unit.target, unit, memory.path.name)

    def _similar(self, text: str, percent: int) -> Iterator[tuple[int, int, TranslationUnit, Memory]]:
        """Similar units with their similarity and the number of their memory."""
        wanted = words(text)
        measure = Measure(wanted)
        for number, (memory, pairs) in enumerate(self._memories):
            for unit in memory.similar(wanted, pairs, percent):
                likeness = measure.percent(words(memory_form(unit.source)), percent)
                if likeness >= percent:
                    yield likeness, number, unit, memory


def _by_likeness(found: tuple[int, int, TranslationUnit, Memory]) -> tuple[int, bool, int, int]:
    likeness, number, unit, _ = found
    return -likeness, unit.status not in REVIEWED, number, -unit.id


def _neighbour(source: str | None) -> int | None:
    """The key of a neighbour: EDGE for the end of a document, None where nothing is known."""
    if source is None:
        return None
    text = memory_form(source)
    return memory_key(text) if text else EDGE
