"""Proposes the names of a text that is not translated yet, so that ten filled cells make a story's names right.

A name is a run of capitalised words. The first word of a sentence is none unless it stands elsewhere with a capital in
a sentence, too, or the dictionary lacks it. Names that are part of a longer one, Bout in Viktor Bout, are proposed as
well: texts use them by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from align.languages.data.name_words import COMMON
from align.languages.dictionary import knows_word
from align.languages.invisible import visible_line
from align.languages.word_lists import words

MAX_NAMES = 100_000
"""Names counted at most."""
MAX_WORDS = 5
_WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*"
_SMALL = words("of the de da di del della du la le van von der den bin ibn al el")
_POSSESSIVE = re.compile(r"['’]s\Z")
_FIRST_WORDS = words(
    "a an the in on at by for from to with as but if when while after before he she it they we you i his her its their "
    "our your my this that these those there here no not so yet now then also both each some any all most many few "
    "former new old last first next meanwhile however although since under over about between during per via"
)
"""Words that begin sentences, and no names."""
_PARTS_OF_PLACES = words("new great big black red white green north south east west lake saint united long old royal")
_BEGIN = '.!?…:;"“«„(—–'


@dataclass(frozen=True, slots=True)
class SourceName:
    """A name of a text: `count` times it occurs, by itself; `example` is the first sentence that has it."""

    source: str
    count: int
    example: str


def propose_names(sentences: Iterable[str], language: str, min_count: int = 1) -> list[SourceName]:
    """Propose the names in `sentences`, in the language of this code: those first that occur most."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    doubtful: Counter[str] = Counter()
    small: set[str] = set()
    for text in map(visible_line, sentences):
        if sum(map(str.isupper, text)) > sum(map(str.islower, text)):
            continue  # a headline in capitals does not show its names
        small.update(word for word in re.findall(_WORD, text) if word.islower())
        for name, begins in _names(text, language):
            if len(counts) + len(doubtful) < MAX_NAMES or name in counts:
                (doubtful if begins else counts)[name] += 1
                examples.setdefault(name, text)
    for name, count in doubtful.items():
        if name in counts or (name.lower() not in small and knows_word(language, name.split()[0].lower()) is False):
            counts[name] += count
    found = [SourceName(name, count, examples[name]) for name, count in counts.items() if count >= min_count]
    return sorted(found, key=lambda name: (-name.count, name.source))


def _names(text: str, language: str) -> Iterable[tuple[str, bool]]:
    """The names of a sentence; with each, whether it begins the sentence, so that its capital says nothing."""
    found = list(re.finditer(_WORD, text))
    at = 0
    while at < len(found):
        if not found[at][0][0].isupper():
            at += 1
            continue
        end = at + 1
        while end < len(found) and end - at < MAX_WORDS and text[found[end - 1].end() : found[end].start()] == " ":
            if found[end][0][0].isupper():
                end += 1
            elif found[end][0] in _SMALL and _goes_on(text, found, end):
                end += 2
            else:
                break
        run = [word[0] for word in found[at:end]]
        before = text[: found[at].start()].rstrip()
        begins = not before or before[-1] in _BEGIN
        if begins and len(run) > 2 and run[1] in _SMALL and knows_word(language, run[0].lower()):
            run, begins = run[2:], False  # Lawyers of Viktor Bout
        if begins and len(run) > 1 and (_is_title(run[0]) or run[0].lower() in _FIRST_WORDS):
            run, begins = run[1:], False
        while run and (_is_title(run[0]) or run[0] in _SMALL):
            run = run[1:]
        name = _POSSESSIVE.sub("", " ".join(run))
        if len(name) > 2 and not all(word.lower() in COMMON for word in run):
            yield name, begins
        at = end


def _is_title(word: str) -> bool:
    """Whether a word before a name is translated by itself: president, president-elect; not the New of New York."""
    first = word.lower().split("-")[0]
    return first in COMMON and first not in _PARTS_OF_PLACES


def _goes_on(text: str, found: list[re.Match[str]], at: int) -> bool:
    return (
        at + 1 < len(found) and text[found[at].end() : found[at + 1].start()] == " " and found[at + 1][0][0].isupper()
    )
