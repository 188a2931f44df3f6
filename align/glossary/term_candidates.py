"""Finds phrases that may be terms: names, and short runs of words that are noun-like.

Russian phrases are chosen by their parts of speech: adjectives and a noun, with a noun in the genitive after it. In
other languages a candidate is a run of up to four words without function words at its ends; that it is noun-like
follows from what it is translated by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from align.glossary.word_forms import Inflection, Word, gap, russian, words_of
from align.languages.normalization import fold_term
from align.languages.tags import primary_subtag

MAX_WORDS = 4
"""Words of the longest candidate."""

PART_SHARE = 0.8
"""A candidate of which this share of occurrences is within one longer candidate is left out."""

Key = tuple[str, ...]
"""A candidate in its base form, folded."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP_WORDS = _words(
    """
    a about above across after again against ago all almost alone along already also although always am among an and
    another any anybody anyone anything are aren't around as ask asked at away back be became because become been before
    began behind being believe below best better between both but by call called came can can't cannot come comes could
    couldn't day days did didn't do does doesn't doing don't done down during each early either else end enough even
    ever every everyone everything few first five for former found four from full get gets give given go goes going gone
    good got great had half has hasn't have haven't having he he's her here hers herself high him himself his home how
    however i i'm if in including indeed instead into is isn't it it's its itself just keep kept know known last late
    later least left less let like likely little long look looking lot made main make makes making man many may maybe me
    men might million billion more most much must my myself near need never new next nine no nobody none nor not nothing
    now of off often old on once one only or other others our out over own part people per percent perhaps place put
    quite rather really recent right said same saw say saying says second see seem seen set seven several she should
    show since six so some someone something soon still such take taken ten than that that's the their them themselves
    then there there's these they thing things think third this those though three through thus till time times to today
    together told tomorrow too took toward towards two under until up upon us use used using very want was wasn't way we
    week weeks well went were weren't what when where whether which while who whole whom whose why will with within
    without won't work would wouldn't year years yes yesterday yet you your monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december according adding
    added due far hour hours minute minutes month months night morning evening number numbers set side start started
    """
)
_INNER_WORDS = frozenset({"of", "the", "for", "and", "on"})
"""Function words that may be inside a candidate."""


@dataclass(slots=True)
class Candidates:
    """The candidates of one side of a corpus: the number of pairs in which each occurs, and its forms."""

    language: str
    counts: Counter[Key] = field(default_factory=Counter)
    forms: dict[Key, Counter[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Count the candidates of a sentence, each once."""
        for key, form in dict(self.find(text)).items():
            self.counts[key] += 1
            self.forms.setdefault(key, Counter())[form] += 1

    def find(self, text: str) -> Iterator[tuple[Key, str]]:
        """Find the candidates in a sentence, each with its form in the text."""
        words = words_of(text, self.language)
        find_runs = _russian_runs if primary_subtag(self.language) == "ru" else _runs
        for start, end, key in find_runs(text, words, primary_subtag(self.language)):
            yield key, text[words[start].start : words[end - 1].end]

    def frequent(self, min_count: int, max_candidates: int) -> set[Key]:
        """Select the candidates that occur in at least `min_count` pairs, at most the `max_candidates` most frequent,
        without those that nearly always are part of a longer one."""
        selected = {key for key, count in self.counts.most_common(4 * max_candidates) if count >= min_count}
        within_longer: Counter[Key] = Counter()
        for key in selected:
            for size in range(1, len(key)):
                for start in range(len(key) - size + 1):
                    part = key[start : start + size]
                    within_longer[part] = max(within_longer[part], self.counts[key])
        selected = {key for key in selected if within_longer[key] < PART_SHARE * self.counts[key]}
        return set(sorted(selected, key=lambda key: (-self.counts[key], key))[:max_candidates])

    def glossary_form(self, key: Key) -> str:
        """Choose the form of a candidate for a glossary: its base form where that was seen, else the commonest; in
        Russian the nominative."""
        if primary_subtag(self.language) == "ru":
            return _nominative(self._ranked(key))
        plain = [form for form in self._ranked(key) if fold_term(form) == " ".join(key)]
        return (plain or self._ranked(key))[0].removesuffix("'s").removesuffix("’s")

    def _ranked(self, key: Key) -> list[str]:
        """Sort the forms of a candidate, the commonest first; but lower case first where it is not rare, since any word
        may begin a sentence."""
        forms = self.forms[key]
        lower = sum(count for form, count in forms.items() if form[:1].islower())
        prefer_lower = lower * 4 >= sum(forms.values())
        return sorted(forms, key=lambda form: (prefer_lower and not form[:1].islower(), -forms[form], form))


def _runs(text: str, words: Sequence[Word], language: str) -> Iterator[tuple[int, int, Key]]:
    """Find runs of words without function words at their ends, as (start, end, key) over `words`."""
    inflection = _inflection(language)
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            if end > start + 1 and gap(text, words[end - 2], words[end - 1]):
                break
            if _is_content_word(words[start]) and _is_content_word(words[end - 1]):
                inner = words[start + 1 : end - 1]
                if all(_is_content_word(word) or fold_term(word.text) in _INNER_WORDS for word in inner):
                    last = min(inflection.of_text(words[end - 1].text), key=lambda form: (len(form), form))
                    yield start, end, (*(fold_term(word.text) for word in words[start : end - 1]), last)


def _is_content_word(word: Word) -> bool:
    plain = fold_term(word.text)
    stop_word = plain in _STOP_WORDS or plain.removesuffix("'s") in _STOP_WORDS
    return len(plain) > 2 and not stop_word and not plain.isdigit()


@lru_cache(maxsize=8)
def _inflection(language: str) -> Inflection:
    return Inflection(language)


def _russian_runs(text: str, words: Sequence[Word], language: str) -> Iterator[tuple[int, int, Key]]:
    """Find adjectives with a noun, and up to two nouns in the genitive with their adjectives, as `_runs` does."""
    tags = [_tag(word.text) for word in words]
    for start in range(len(words)):
        seen_noun = False
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            kind, genitive, _ = tags[end - 1]
            separated = end > start + 1 and gap(text, words[end - 2], words[end - 1])
            if not kind or separated or (seen_noun and not genitive):
                break
            seen_noun = seen_noun or kind == "noun"
            if kind == "noun":
                yield start, end, tuple(lemma for _, _, lemma in tags[start:end])


@lru_cache(maxsize=1 << 17)
def _tag(word: str) -> tuple[str, bool, str]:
    """Tag a Russian word: `noun`, `adjective` or neither (empty); whether it may be a genitive; its lemma.

    A second name after a first is in any case, so names count as genitives, too.
    """
    plain = fold_term(word)
    if len(plain) < 3 or plain.isdigit():
        return "", False, plain
    if not any("а" <= letter <= "я" for letter in plain):
        return "noun", True, plain
    for parse in russian().parse(plain):
        tag = parse.tag
        if "Apro" in tag or "NPRO" in tag or "PREP" in tag or "CONJ" in tag:
            return "", False, plain
        genitive = "gent" in tag or "Name" in tag or "Surn" in tag or word[:1].isupper()
        if "NOUN" in tag:
            return "noun", genitive, fold_term(parse.normal_form)
        if "ADJF" in tag:
            return "adjective", genitive, fold_term(parse.normal_form)
        return "", False, plain
    return "", False, plain


def _nominative(forms: Sequence[str]) -> str:
    """Choose among the forms of a phrase, the commonest first, one with its head in the nominative, or inflect one so.

    Of a head that the dictionary lacks, mostly a name, the shortest form is taken: to inflect it would be to guess.
    """
    form, head = forms[0], _head(forms[0])
    if head is None or not russian().word_is_known(form.split(" ")[head[0]]):
        return min(forms, key=lambda form: (len(form), form))
    for candidate in forms:
        found = _head(candidate)
        if found is not None and "nomn" in found[1].tag:
            return candidate
    words, (head_index, parse) = form.split(" "), head
    number = "plur" if "plur" in parse.tag else "sing"
    for i in range(head_index + 1):
        agrees = i < head_index and number == "sing" and parse.tag.gender
        reading = parse if i == head_index else russian().parse(words[i])[0]
        inflected = reading.inflect({"nomn", number, *([parse.tag.gender] if agrees else ())})
        words[i] = _in_case_of(inflected.word, words[i]) if inflected is not None else words[i]
    return " ".join(words)


def _head(phrase: str) -> tuple[int, Any] | None:
    """Find the first noun of a phrase: its index and its reading, the nominative if it has one."""
    for i, word in enumerate(phrase.split(" ")):
        readings = [parse for parse in russian().parse(word) if "NOUN" in parse.tag]
        if readings and _tag(word)[0] == "noun":
            return i, next((parse for parse in readings if "nomn" in parse.tag and parse.score > 0.2), readings[0])
    return None


def _in_case_of(word: str, model: str) -> str:
    """Write a word in capitals, with a capital, or in lower case, as `model` is."""
    return word.upper() if model.isupper() and len(model) > 1 else word.capitalize() if model[:1].isupper() else word
