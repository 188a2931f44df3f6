"""Phrases that may be terms: names, and short runs of words that are noun-like.

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

LONGEST = 4
"""Words of the longest candidate."""

Key = tuple[str, ...]
"""A candidate in its base form, folded."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _words(
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
_INSIDE = frozenset({"of", "the", "for", "and", "on"})
"""Function words that may stand inside a candidate."""


@dataclass(slots=True)
class Candidates:
    """The candidates of one side of a corpus: in how many pairs each stands, and in what forms."""

    language: str
    counts: Counter[Key] = field(default_factory=Counter)
    forms: dict[Key, Counter[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Count the candidates of a sentence, each once."""
        for key, form in dict(self.within(text)).items():
            self.counts[key] += 1
            self.forms.setdefault(key, Counter())[form] += 1

    def within(self, text: str) -> Iterator[tuple[Key, str]]:
        """The candidates in a sentence, with their words as they stand there."""
        words = words_of(text, self.language)
        find = _russian_runs if primary_subtag(self.language) == "ru" else _runs
        for start, end, key in find(text, words, primary_subtag(self.language)):
            yield key, text[words[start].start : words[end - 1].end]

    def keep(self, least: int, most: int) -> set[Key]:
        """The candidates that stand in `least` pairs at least, the `most` frequent of them, without those that hardly
        ever stand but in a longer one."""
        kept = {key for key, count in self.counts.most_common(4 * most) if count >= least}
        longer: Counter[Key] = Counter()
        for key in kept:
            for size in range(1, len(key)):
                for at in range(len(key) - size + 1):
                    part = key[at : at + size]
                    longer[part] = max(longer[part], self.counts[key])
        kept = {key for key in kept if longer[key] < 0.8 * self.counts[key]}
        return set(sorted(kept, key=lambda key: (-self.counts[key], key))[:most])

    def written(self, key: Key) -> str:
        """A candidate as a glossary writes it: its base form where that was seen, else the commonest; in Russian the
        nominative."""
        if primary_subtag(self.language) == "ru":
            return _nominative(self._ranked(key))
        plain = [form for form in self._ranked(key) if fold_term(form) == " ".join(key)]
        return (plain or self._ranked(key))[0].removesuffix("'s").removesuffix("’s")

    def _ranked(self, key: Key) -> list[str]:
        """The forms of a candidate, the commonest first; but small letters first where they are not rare, since any
        word may begin a sentence."""
        forms = self.forms[key]
        small = sum(count for form, count in forms.items() if form[:1].islower())
        usual = small * 4 >= sum(forms.values())
        return sorted(forms, key=lambda form: (usual and not form[:1].islower(), -forms[form], form))


def _runs(text: str, words: Sequence[Word], language: str) -> Iterator[tuple[int, int, Key]]:
    inflection = _inflection(language)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if end > start + 1 and gap(text, words[end - 2], words[end - 1]):
                break
            if _plain(words[start]) and _plain(words[end - 1]):
                inner = words[start + 1 : end - 1]
                if all(_plain(word) or fold_term(word.text) in _INSIDE for word in inner):
                    last = min(inflection.of_text(words[end - 1].text), key=lambda form: (len(form), form))
                    yield start, end, (*(fold_term(word.text) for word in words[start : end - 1]), last)


def _plain(word: Word) -> bool:
    plain = fold_term(word.text)
    return len(plain) > 2 and plain not in _STOP and plain.removesuffix("'s") not in _STOP and not plain.isdigit()


@lru_cache(maxsize=8)
def _inflection(language: str) -> Inflection:
    return Inflection(language)


def _russian_runs(text: str, words: Sequence[Word], language: str) -> Iterator[tuple[int, int, Key]]:
    """Adjectives and a noun, and up to two nouns in the genitive with their adjectives."""
    tags = [_tag(word.text) for word in words]
    for start in range(len(words)):
        seen_noun = False
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            kind, genitive, _ = tags[end - 1]
            apart = end > start + 1 and gap(text, words[end - 2], words[end - 1])
            if not kind or apart or (seen_noun and not genitive):
                break
            seen_noun = seen_noun or kind == "noun"
            if kind == "noun":
                yield start, end, tuple(tags[at][2] for at in range(start, end))


@lru_cache(maxsize=1 << 17)
def _tag(word: str) -> tuple[str, bool, str]:
    """Whether a Russian word is a `noun` or an `adjective` (or neither: empty), may be a genitive, and its lemma.

    A second name after a first is in whatever case, so that names count as genitives, too.
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
    """Of the forms of a phrase, the commonest first, one with its head in the nominative, or else one inflected so.

    Of a head that the dictionary lacks, a name mostly, the shortest form is taken: to inflect it would be to guess.
    """
    form, head = forms[0], _head(forms[0])
    if head is None or not russian().word_is_known(form.split(" ")[head[0]]):
        return min(forms, key=lambda form: (len(form), form))
    for candidate in forms:
        found = _head(candidate)
        if found is not None and "nomn" in found[1].tag:
            return candidate
    words, (place, parse) = form.split(" "), head
    number = "plur" if "plur" in parse.tag else "sing"
    for at in range(place + 1):
        agreeing = at < place and number == "sing" and parse.tag.gender
        reading = parse if at == place else russian().parse(words[at])[0]
        inflected = reading.inflect({"nomn", number, *([parse.tag.gender] if agreeing else ())})
        words[at] = _like(inflected.word, words[at]) if inflected is not None else words[at]
    return " ".join(words)


def _head(phrase: str) -> tuple[int, Any] | None:
    """The place of the first noun of a phrase and its reading, the nominative if it has one."""
    for at, word in enumerate(phrase.split(" ")):
        readings = [parse for parse in russian().parse(word) if "NOUN" in parse.tag]
        if readings and _tag(word)[0] == "noun":
            return at, next((parse for parse in readings if "nomn" in parse.tag and parse.score > 0.2), readings[0])
    return None


def _like(word: str, model: str) -> str:
    return word.upper() if model.isupper() and len(model) > 1 else word.capitalize() if model[:1].isupper() else word
