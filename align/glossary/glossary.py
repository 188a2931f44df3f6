"""A glossary, and its terms looked up in sentences: longest match first, in any inflected form."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from align.glossary.term import Case, Finding, Hit, Term
from align.glossary.word_forms import Inflection, Word, gap, words_of, written_words
from align.languages.tags import primary_subtag


class Glossary:
    """Terms for one pair of languages.

    A source that stands in several entries is one term with all their translations. Languages that are empty are those
    of whatever is checked; a glossary that names others says nothing on it.
    """

    def __init__(self, terms: Iterable[Term], source_lang: str = "", target_lang: str = "", name: str = ""):
        self.terms = tuple(_merged(terms))
        self.source_lang = source_lang
        self.target_lang = target_lang
        self.name = name
        self._matchers: dict[tuple[str, str], Matcher] = {}

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def signature(self) -> str:
        """The number of terms and a hash of what decides in them (not the notes): `214-5f0c21a9`."""
        lines = sorted(repr((term.source, term.targets, term.forbidden, term.case)) for term in self.terms)
        return f"{len(self.terms)}-{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:8]}"

    def fits(self, source_lang: str, target_lang: str) -> bool:
        """Whether the glossary is for these languages; regions do not matter."""
        wanted = ((self.source_lang, source_lang), (self.target_lang, target_lang))
        return all(not ours or primary_subtag(ours) == primary_subtag(theirs) for ours, theirs in wanted)

    def matcher(self, source_lang: str, target_lang: str) -> Matcher:
        """What looks the terms up in texts of these languages; made once."""
        key = (primary_subtag(source_lang), primary_subtag(target_lang))
        if key not in self._matchers:
            self._matchers[key] = Matcher(self.terms if self.fits(*key) else (), *key)
        return self._matchers[key]


def _merged(terms: Iterable[Term]) -> Iterator[Term]:
    """Entries of the same source and case rule as one, in the order of their first."""
    groups: dict[tuple[str, Case], list[Term]] = defaultdict(list)
    for term in terms:
        groups[term.source, term.case].append(term)
    for first, *others in groups.values():
        both = [first, *others]
        yield replace(
            first,
            targets=tuple(dict.fromkeys(target for term in both for target in term.targets)),
            forbidden=tuple(dict.fromkeys(word for term in both for word in term.forbidden)),
            note="; ".join(dict.fromkeys(term.note for term in both if term.note)),
        )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a term with their keys; `gaps` are the signs that the term itself has between its words."""

    term: Term
    words: tuple[str, ...]
    keys: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    case: Case


MOST = 1 << 18
"""Words of a language that are kept with what is known of them; when there are more, one begins anew."""


class _Forms(dict[str, frozenset[str]]):
    """Word as it stands in a text → its keys."""

    def __init__(self, inflection: Inflection):
        super().__init__()
        self.inflection = inflection

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= MOST:
            self.clear()
        self[word] = self.inflection.of_text(word.replace(".", ""))
        return self[word]


class _Starts(dict[str, dict[str, list[_Phrase]]]):
    """Word as it stands in a text → the terms that begin with it, by the keys of their second word (`""`: of one word).

    Words are looked up when they first come and kept, found or not: that is what makes 10,000 terms as quick as ten.
    """

    def __init__(self, phrases: Iterable[_Phrase], forms: _Forms):
        super().__init__()
        self._forms = forms
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            for key in phrase.keys[0] if phrase.keys else ():
                self._by_first[key].append(phrase)

    def __missing__(self, word: str) -> dict[str, list[_Phrase]]:
        if len(self) >= MOST:
            self.clear()
        keys = self._forms[word] if self._by_first else ()
        phrases = {id(phrase): phrase for key in sorted(keys) for phrase in self._by_first.get(key, ())}
        found: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in sorted(phrases.values(), key=_rank):
            for key in phrase.keys[1] if len(phrase.keys) > 1 else ("",):
                found[key].append(phrase)
        self[word] = dict(found)
        return self[word]


def _rank(phrase: _Phrase) -> tuple[int, int]:
    """The longest first; of equals the one with most capitals, which asks for more."""
    return -len(phrase.words), -sum(map(str.isupper, phrase.term.source))


class _Reading:
    """A text taken apart, no further than is asked for."""

    def __init__(self, text: str, forms: _Forms):
        self.text = text
        self._forms = forms
        self.written = written_words(text, forms.inflection.language)

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """The keys of each word."""
        return [self._forms[word] for word in self.written]

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.text, self._forms.inflection.language)

    def spans(self, phrase: _Phrase) -> list[tuple[int, int]]:
        """Where a phrase stands, as ranges of words."""
        if not phrase.keys:
            return []
        size, apart = len(phrase.keys), phrase.keys[0].isdisjoint
        firsts = [at for at, keys in enumerate(self.keys) if not apart(keys)]
        return [(at, at + size) for at in firsts if self.stands_at(at, phrase)]

    def stands_at(self, place: int, phrase: _Phrase) -> bool:
        """Whether the words from `place` on are those of a phrase, with nothing between them that parts them."""
        if place + len(phrase.keys) > len(self.keys):
            return False
        for at, wanted in enumerate(phrase.keys, place):
            if wanted.isdisjoint(self.keys[at]):
                return False
        for at, ours in enumerate(phrase.gaps, place):
            if (theirs := gap(self.text, self.words[at], self.words[at + 1])) and theirs != ours:
                return False
        pairs = zip(phrase.words, self.written[place : place + len(phrase.words)], strict=True)
        return all(_capitals_fit(ours, theirs.replace(".", ""), phrase.case) for ours, theirs in pairs)


class Matcher:
    """Finds the terms of a glossary in source texts and their translations in target texts."""

    def __init__(self, terms: Sequence[Term], source_lang: str, target_lang: str):
        self._source = _Forms(Inflection(source_lang))
        self._target = _Forms(Inflection(target_lang))
        self._targets: dict[Term, tuple[list[_Phrase], list[_Phrase]]] = {}
        self._starts = _Starts(
            (_phrase(term, term.source, self._source.inflection, term.case) for term in terms), self._source
        )

    def find(self, source: str) -> list[Hit]:
        """The terms in a source text, in its order; of terms that overlap the longest, of equals the first."""
        reading = _Reading(source, self._source)
        starts = [self._starts[word] for word in reading.written]
        if not any(starts):
            return []
        found: list[tuple[int, int, Term]] = []
        for place, begun in enumerate(starts):
            if begun and (phrase := _longest_at(place, begun, reading)):
                found.append((place, place + len(phrase.words), phrase.term))
        taken: set[int] = set()
        hits = []
        for start, end, term in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                hits.append(Hit(term, reading.words[start].start, reading.words[end - 1].end))
        return sorted(hits, key=lambda hit: hit.start)

    def check(self, source: str, target: str) -> list[Finding]:
        """What is wrong with the terms of a pair: a translation that is missing, a forbidden one that is there."""
        hits = self.find(source)
        return self.judge([hit.term for hit in hits], target) if hits else []

    def judge(self, terms: Sequence[Term], target: str) -> list[Finding]:
        """What is wrong with the translations of `terms` in a target text, each term once."""
        reading = _Reading(target, self._target)
        phrases = {term: self._phrases(term) for term in terms}
        findings = []
        fine: list[tuple[int, int]] = []
        for term, (allowed, _) in phrases.items():
            spans = [span for phrase in allowed for span in reading.spans(phrase)]
            fine += spans
            if allowed and not spans:
                findings.append(Finding(term, "missing"))
        for term, (_, forbidden) in phrases.items():
            for start, end in (span for phrase in forbidden for span in reading.spans(phrase)):
                if not any(left <= start and end <= right for left, right in fine):
                    wording = target[reading.words[start].start : reading.words[end - 1].end]
                    findings.append(Finding(term, "forbidden", wording))
                    break
        return findings

    def _phrases(self, term: Term) -> tuple[list[_Phrase], list[_Phrase]]:
        """The allowed and the forbidden translations of a term, taken apart when first asked for."""
        if term not in self._targets:
            case: Case = term.case if term.case != "auto" else "auto" if term.untranslated else "any"
            self._targets[term] = (
                [_phrase(term, text, self._target.inflection, case) for text in term.targets],
                [_phrase(term, text, self._target.inflection, case) for text in term.forbidden],
            )
        return self._targets[term]


def _phrase(term: Term, text: str, inflection: Inflection, case: Case) -> _Phrase:
    words = words_of(text, inflection.language)
    return _Phrase(
        term,
        tuple(word.text for word in words),
        tuple(inflection.of_term(word.text) for word in words),
        tuple(gap(text, *neighbours) for neighbours in pairwise(words)),
        case,
    )


def _longest_at(place: int, begun: dict[str, list[_Phrase]], reading: _Reading) -> _Phrase | None:
    """Of the phrases that begin with the word at `place` the longest that stands there."""
    following = reading.keys[place + 1] if place + 1 < len(reading.keys) else ()
    longer = [phrase for key in following for phrase in begun.get(key, ())]
    longer = sorted(longer, key=_rank) if len(longer) > 1 else longer
    return next((phrase for phrase in (*longer, *begun.get("", ())) if reading.stands_at(place, phrase)), None)


def _capitals_fit(ours: str, theirs: str, case: Case) -> bool:
    """Whether the capitals of a word of a text are those that a term asks for; an acronym always asks for its own."""
    if case == "any" and not (len(ours) > 1 and ours.isupper()):
        return True
    for mine, other in zip(ours, theirs, strict=False):
        if mine.isupper() != other.isupper() and (mine.isupper() or case == "exact"):
            return False
    return True
