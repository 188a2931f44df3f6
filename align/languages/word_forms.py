"""Words with their inflected forms: those that a table lists, and those that have a listed form's stem.

CLDR gives a word in the forms that follow a number (`milion`, `miliony`, `milionów`), not in every case. What all of
them begin with is a stem, and so is each of them, where it is long enough; a word with a stem and a short ending
(`milionach`) is a form of it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

MIN_STEM = 5
"""Letters of a stem, at least: shorter ones are the beginning of too many words (Spanish millones and millas)."""
MAX_ENDING = 3
"""Letters after a stem, at most."""
_OTHER_WORDS = ("er", "är", "ář", "ер", "єр")
"""What a stem of a magnitude may go on with to become its owner: milioner, мільйонер."""


@dataclass(slots=True)
class WordForms(Generic[T]):
    """Folded words with their meanings. `heads` are their first three letters."""

    exact: dict[str, T] = field(default_factory=dict)
    stems: dict[str, T] = field(default_factory=dict)

    @property
    def heads(self) -> frozenset[str]:
        return frozenset(word[:3] for word in (*self.stems, *self.exact))

    def add(self, forms: Iterable[str], meaning: T) -> None:
        """Add the forms of one word; a word that is there already keeps its meaning."""
        listed = sorted({form for form in forms if form})
        if not listed:
            return
        for form in listed:
            self.exact.setdefault(form, meaning)
        for stem in (*listed, common_stem(listed)):
            if len(stem) >= MIN_STEM and stem.isalpha():
                self.stems.setdefault(stem, meaning)

    def get(self, word: str) -> T | None:
        """The meaning of a folded word, by its form or else by its stem."""
        found = self.exact.get(word)
        if found is None:
            for stem, ending in _splits(word):
                if stem in self.stems and not ending.startswith(_OTHER_WORDS):
                    return self.stems[stem]
        return found


def common_stem(words: Sequence[str]) -> str:
    """What all words begin with.

    >>> common_stem(["milion", "miliony", "milionów"])
    'milion'
    """
    first, last = min(words), max(words)
    return first[: next((at for at, letter in enumerate(first) if letter != last[at : at + 1]), len(first))]


def _splits(word: str) -> Iterator[tuple[str, str]]:
    """The stems that a word may have, the longest first, with its endings."""
    for length in range(len(word) - 1, max(MIN_STEM, len(word) - MAX_ENDING) - 1, -1):
        yield word[:length], word[length:]
