"""Looks sources up in memories: the best match among several files, in the order of their priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.errors import UsageError, option_name
from align.languages.normalization import memory_forms, memory_key
from align.localization import _
from align.memory.keys import template_key, words
from align.memory.memory_store import Memory
from align.memory.similarity import WordEditSimilarity
from align.memory.substitution import substitute_placeables
from align.memory.unit import DOCUMENT_BOUNDARY, REVIEWED, Match, MatchKind, TranslationUnit

FUZZY = 75
"""Similarity in per cent from which a match is shown: below it, correcting takes longer than translating."""


@dataclass(frozen=True, slots=True)
class LookupContext:
    """A source to look up, with the sources before and after it in its document; "" at the beginning or end of the
    document, None where the neighbour is unknown."""

    source: str
    before: str | None = None
    after: str | None = None


class MemoryLookup:
    """Open memories for one pair of languages. The best match of all files counts; among equals the first file's.

    >>> with MemoryLookup.open(["team.tmx.sqlite", "house.sqlite"], "en", "ru") as lookup:  # doctest: +SKIP
    ...     match = lookup.best(LookupContext("The port opened on Friday.", before="", after=None))
    """

    def __init__(self, memories: Sequence[Memory], source_lang: str, target_lang: str, fuzzy: int = FUZZY):
        self.source_lang = source_lang
        self.target_lang = target_lang
        self.fuzzy = fuzzy
        self._memories = [(memory, memory.pairs_of(source_lang, target_lang)) for memory in memories]

    @classmethod
    def open(cls, paths: Sequence[str | Path], source_lang: str, target_lang: str, fuzzy: int = FUZZY) -> MemoryLookup:
        """Open the files for reading. `fuzzy` is the least similarity of a match in per cent, 0 for no fuzzy matches.

        Raises what `Memory.open` raises, and UsageError for a file named twice.
        """
        files = Counter(Path(path).resolve() for path in paths)
        if repeated := [path for path in paths if files[Path(path).resolve()] > 1]:
            hint = _("name each once, the most important first")
            raise UsageError(
                _("{option} names the same file twice", option=option_name("memory")), path=repeated[-1], hint=hint
            )
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
        """Close the files."""
        for memory, __ in self._memories:
            memory.close()

    def __enter__(self) -> MemoryLookup:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def signature(self) -> str:
        """The memories in a corpus's signature: their number and the least similarity."""
        return f"tm{len(self._memories)}-fuzzy{self.fuzzy}"

    @property
    def without_units(self) -> list[str]:
        """The names of memories that have no unit for these languages."""
        return [memory.path.name for memory, pairs in self._memories if not pairs]

    def best(self, context: LookupContext, *, changed: bool = True) -> Match | None:
        """Find the best match of a source: in context, exact, with numbers substituted, or fuzzy; None without one.

        Without `changed` only the first two count, where the text is the same.
        """
        text, *others = memory_forms(context.source)
        if not text:
            return None
        match = self._exact(text, context)
        for other in others:
            match = match or self._exact(other, context)
        if match is None and changed:
            match = self._substituted(text, context.source) or self._fuzzy(text)
        return match

    def fuzzy_matches(self, source: str, percent: int) -> list[Match]:
        """Find the similar units of all memories, at `percent` or more, the most similar first."""
        text = memory_forms(source)[0]
        found = sorted(self._similar(text, percent), key=_rank)
        return [
            Match("fuzzy", similarity, unit.target, unit, memory.path.name) for similarity, __, unit, memory in found
        ]

    def _exact(self, text: str, context: LookupContext) -> Match | None:
        key = memory_key(text)
        before, after = (_neighbour_key(source) for source in (context.before, context.after))
        best: Match | None = None
        best_rank = (False, False)
        for memory, pairs in self._memories:
            for found in memory.exact(key, pairs, before, after)[:1]:
                in_context = found.neighbours == 2
                rank = (found.unit.status in REVIEWED, in_context)
                if best is None or rank > best_rank:
                    kind: MatchKind = "context" if in_context else "exact"
                    best, best_rank = Match(kind, 100, found.unit.target, found.unit, memory.path.name), rank
        return best

    def _substituted(self, text: str, source: str) -> Match | None:
        key = template_key(text, self.source_lang)
        if key is None:
            return None
        for memory, pairs in self._memories:
            for unit in memory.by_template(key, pairs):
                target = substitute_placeables(source, unit.source, unit.target, self.source_lang, self.target_lang)
                if target is not None:
                    return Match("repaired", 100, target, unit, memory.path.name)
        return None

    def _fuzzy(self, text: str) -> Match | None:
        if not self.fuzzy:
            return None
        found = min(self._similar(text, self.fuzzy), key=_rank, default=None)
        if found is None:
            return None
        similarity, __, unit, memory = found
        return Match("fuzzy", min(similarity, 99), unit.target, unit, memory.path.name)

    def _similar(self, text: str, percent: int) -> Iterator[tuple[int, int, TranslationUnit, Memory]]:
        """Find similar units, with their similarity in per cent and the index of their memory."""
        text_words = words(text)
        similarity_to = WordEditSimilarity(text_words)
        for index, (memory, pairs) in enumerate(self._memories):
            for unit in memory.similar(text_words, pairs, percent):
                similarity = similarity_to.percent(words(memory_forms(unit.source)[0]), percent)
                if similarity >= percent:
                    yield similarity, index, unit, memory


def _rank(found: tuple[int, int, TranslationUnit, Memory]) -> tuple[int, bool, int, int]:
    similarity, index, unit, __ = found
    return -similarity, unit.status not in REVIEWED, index, -unit.id


def _neighbour_key(source: str | None) -> int | None:
    """The key of a neighbour: DOCUMENT_BOUNDARY at the beginning or end of a document, None where it is unknown."""
    if source is None:
        return None
    text = memory_forms(source)[0]
    return memory_key(text) if text else DOCUMENT_BOUNDARY
