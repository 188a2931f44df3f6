"""Puts the inline codes of a pair back into its texts, for a file of TMX or XLIFF.

While a text is as it was, they stand as they stood. In a text that was changed since, each goes where the word beside
it still stands; one whose neighbours are gone goes to the border of what was changed, in the old order, and is counted
as doubtful. So nothing is lost, and tags that open stay before those that close.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

from align.corpus.code_translation import translated
from align.corpus.inline_codes import (
    CodeRecord,
    InlineCode,
    Token,
    Vocabulary,
    inner_xml,
    placed,
    plain_text,
    tokens_in,
)
from align.corpus.pair import Pair
from align.difference import kept_words
from align.io.xml_text import XmlText, one_line
from align.localization import N_, _

_WORD = re.compile(r"\w+|[^\w\s]")
_MOST_WORDS = 5000


class CodedSides(NamedTuple):
    """The two texts of a pair as content of XML elements; None for one without codes. `doubtful` says that a code could
    not be put beside the word that it stood at, `missing` that codes of the source are not in the target."""

    source: str | None = None
    target: str | None = None
    doubtful: bool = False
    missing: bool = False


def coded_sides(pair: Pair, vocabulary: Vocabulary) -> CodedSides:
    """The texts of a pair with their codes, in the vocabulary of a file."""
    record = CodeRecord.of_pair(pair)
    if record is None:
        return CodedSides()
    source = _coded(pair.source, record.source, record.of, vocabulary)[0]
    target, doubtful, count = _coded(pair.target, record.target, record.of, vocabulary)
    missing = bool(source) and not count and bool(pair.target.strip())
    return CodedSides(source, target, doubtful, missing)


_DOUBTFUL = N_(
    "{file}: {count} with a translation changed so much that the place of its inline codes is doubtful, "
    "the first in pair {id}"
)
_MISSING = N_("{file}: {count} with a translation without the inline codes of its source, the first in pair {id}")


class CodesSaid:
    """Counts what a writer could not do with inline codes, for a line at its end."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def add(self, coded: CodedSides, where: str) -> None:
        """Count the codes of the pair `where`."""
        for said, what in (
            (coded.doubtful, _DOUBTFUL),
            (coded.missing, _MISSING),
        ):
            if said:
                self._counts[what] = self._counts.get(what, 0) + 1
                self._first.setdefault(what, where)

    def lines(self, name: str) -> list[str]:
        """The lines for the file `name`; none where all codes are in their place."""
        return [_(what, file=name, count=count, id=self._first[what]) for what, count in self._counts.items()]


def _coded(text: str, inner: str, of: Vocabulary, vocabulary: Vocabulary) -> tuple[str | None, bool, int]:
    tokens = tokens_in(inner) if inner else []
    codes = [token for token in tokens if isinstance(token, InlineCode)]
    if not codes:
        return None, False, 0
    if one_line(text) != text:
        return None, True, 0
    doubtful = False
    if plain_text(tokens) == text:
        tokens = [code or part for part, code in placed(tokens) if code or part] if _has_lines(tokens) else tokens
    else:
        tokens, doubtful = _placed_again(tokens, text)
        if plain_text(tokens) != text:
            return None, True, 0
    if vocabulary == "tmx":
        tokens = [normalize("NFC", token) if isinstance(token, str) else token for token in tokens]
    return XmlText().legal(inner_xml(translated(tokens, of, vocabulary)), ""), doubtful, len(codes)


def _has_lines(tokens: Sequence[Token]) -> bool:
    return any(isinstance(token, str) and one_line(token) != token for token in tokens)


def _placed_again(tokens: Sequence[Token], text: str) -> tuple[list[Token], bool]:
    """The codes of `tokens` in another text; whether the place of one is doubtful."""
    old = plain_text(tokens)
    old_words = [match.span() for match in _WORD.finditer(old)]
    new_words = [match.span() for match in _WORD.finditer(text)]
    kept: dict[int, int] = {}
    if len(old_words) + len(new_words) <= 2 * _MOST_WORDS:
        kept = kept_words([old[a:b] for a, b in old_words], [text[a:b] for a, b in new_words])
    at, word, last, doubtful = 0, 0, 0, False
    result: list[Token] = []
    for part, code in placed(tokens):
        if code is not None:
            while word < len(old_words) and old_words[word][1] <= at:
                word += 1
            place, sure = _place(code, at, word, old_words, new_words, kept, len(text))
            doubtful = doubtful or not sure
            place = max(place, last)
            result += [text[last:place], code]
            last = place
        at += len(part)
    result.append(text[last:])
    return [token for token in result if token], doubtful


def _place(
    code: InlineCode,
    at: int,
    word: int,
    old_words: Sequence[tuple[int, int]],
    new_words: Sequence[tuple[int, int]],
    kept: dict[int, int],
    end: int,
) -> tuple[int, bool]:
    """The place in the new text of a code at `at` in the old one; `word` is the first word that ends behind it."""
    if word < len(old_words) and old_words[word][0] < at and word in kept:  # inside a word
        return new_words[kept[word]][0] + at - old_words[word][0], True
    before, after = kept.get(word - 1), kept.get(word)
    left = None if before is None else new_words[before][1]
    right = None if after is None else new_words[after][0]
    if word == 0 and at == 0 and left is None:
        return (0 if right is None or code.role != "open" else right), right is not None or word == len(old_words)
    glued_left = word > 0 and old_words[word - 1][1] == at
    glued_right = word < len(old_words) and old_words[word][0] == at
    prefers_left = code.role == "close" or code.name == "ept" or (glued_left and not glued_right)
    for place in (left, right) if prefers_left else (right, left):
        if place is not None:
            return place, True
    if word == len(old_words):
        return end, False
    behind = [kept[index] for index in range(word - 1, -1, -1) if index in kept][:1]
    return (new_words[behind[0]][1] if behind else 0), False
