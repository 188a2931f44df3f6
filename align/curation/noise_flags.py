"""Flags for a corpus built from much text that nobody has looked at, in addition to those of `align.checks`.

They are hints of noise, not of bad translation: a headline may be short, a table row may have few letters. The
thresholds are those of `benchmarks/curation.py`, which shows what they find and what they cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from align.checks.language import misplaced
from align.checks.pair_view import WORD
from align.checks.ratio import width
from align.corpus.pair import Pair

LONG_WORD = 60
"""Characters of one word above which it is none, unless it is an address."""
MIXED_SHARE = 0.2
"""The share of words in which Latin letters touch Cyrillic or Greek ones, from which a text is garbled."""
MIN_WORDS, SPACED_SHARE = 8, 0.6
"""Of so many words or more, the share of single letters (`l i k e`) from which a text is garbled."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:#\d{2,6}|#x[0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")
_MIXED = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u052f]|[\u0370-\u052f][A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"https?:|www\.|[/@\\]")
_MOJIBAKE = re.compile(r"(?:[РС]\S){4}")
_WORDS = re.compile(r"[^\W\d_]+")
_KOI8_WORD = re.compile(r"\b[а-яё][А-ЯЁ]{2}")
_FOUR = re.compile(r"[А-ЯЁ]{4}")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a side's length in characters (those of dense scripts count threefold), and the least share of
    letters among the characters other than whitespace."""

    shortest: int = 3
    longest: int = 1000
    letters: float = 0.5


DEFAULT_LIMITS = Limits()


def too_short(pair: Pair, limits: Limits) -> bool:
    """A side has next to nothing in it."""
    return min(width(pair.source), width(pair.target)) < limits.shortest


def too_long(pair: Pair, limits: Limits) -> bool:
    """A side is longer than sentences are: a paragraph, or lines that were not split."""
    return max(width(pair.source), width(pair.target)) > limits.longest


def few_letters(pair: Pair, limits: Limits) -> bool:
    """A side is mostly figures and punctuation."""
    return any(_letter_share(text) < limits.letters for text in (pair.source, pair.target) if text)


def garbled(pair: Pair, limits: Limits) -> bool:
    """A side is not text: letters of two alphabets in a word, a wrong encoding, endless words, spaced letters."""
    return any(_is_garbled(text) for text in (pair.source, pair.target))


def markup(pair: Pair, limits: Limits) -> bool:
    """Tags or character entities were left in one side's text."""
    return any(("<" in text or "&" in text) and _MARKUP.search(text) for text in (pair.source, pair.target))


def wrong_source_language(pair: Pair, limits: Limits) -> bool:
    """The check of the target's language, on the source."""
    return misplaced(pair.source, pair.source_lang, WORD.findall(pair.source)) is not None


NOISE: dict[str, Callable[[Pair, Limits], bool]] = {
    "wrong-source-language": wrong_source_language,
    "garbled": garbled,
    "markup": markup,
    "few-letters": few_letters,
    "too-short": too_short,
    "too-long": too_long,
}
"""Flag → the function that finds it. `align.checks.registry` describes these flags with all others."""


def flag_noise(pairs: Iterable[Pair], limits: Limits, flags: Iterable[str] = tuple(NOISE)) -> Iterator[Pair]:
    """Bring the noise flags of the pairs up to date, in their order; other flags stay, in front."""
    asked = frozenset(flags)
    wanted = [flag for flag in NOISE if flag in asked]
    for pair in pairs:
        kept = tuple(flag for flag in pair.flags if flag not in wanted)
        found = kept + tuple(flag for flag in wanted if NOISE[flag](pair, limits))
        yield pair if found == pair.flags else replace(pair, flags=found)


def _letter_share(text: str) -> float:
    """The share of letters among the characters other than whitespace."""
    characters = len("".join(text.split()))
    return sum(map(len, _WORDS.findall(text))) / characters if characters else 1.0


def _is_garbled(text: str) -> bool:
    words = text.split()
    if not text.isascii() and (_MOJIBAKE.search(text) or (_MIXED.search(text) and _mixes_alphabets(words))):
        return True
    if len(text) > LONG_WORD and any(_is_endless(word) for word in words if len(word) > LONG_WORD):
        return True
    if _is_koi8(text):
        return True
    spaced = sum(len(word) == 1 and word.isalpha() for word in words) if len(text) < 4 * len(words) else 0
    return len(words) >= MIN_WORDS and spaced > SPACED_SHARE * len(words)


def _is_koi8(text: str) -> bool:
    """Whether a text in KOI8-R was read as cp1251, where capitals are small letters: most of it is capitals, and a line
    has a word that begins small and goes on in capitals, and later four of them in a row."""
    if text.isascii() or 2 * sum(map(str.isupper, text)) <= len(text):
        return False
    return any((word := _KOI8_WORD.search(line)) and _FOUR.search(line, word.end()) for line in text.split("\n"))


def _is_endless(word: str) -> bool:
    return word.isalpha() and width(word) == len(word)


def _mixes_alphabets(words: list[str]) -> bool:
    mixed = sum(bool(_MIXED.search(word)) and not _ADDRESS.search(word) for word in words)
    return mixed > 1 and mixed >= MIXED_SHARE * len(words)
