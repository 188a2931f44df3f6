"""A glossary, and its terms looked up in sentences: longest match first, in any inflected form."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from align.glossary.term import Case, Finding, Hit, Term
from align.glossary.words import Inflection, Word, base, words_of


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
        return all(not ours or base(ours) == base(theirs) for ours, theirs in wanted)

    def matcher(self, source_lang: str, target_lang: str) -> Matcher:
        """What looks the terms up in texts of these languages; made once."""
        key = (base(source_lang), base(target_lang))
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


class Matcher:
    """Finds the terms of a glossary in source texts and their translations in target texts."""

    def __init__(self, terms: Sequence[Term], source_lang: str, target_lang: str):
        self._source = Inflection(source_lang)
        self._target = Inflection(target_lang)
        self._targets: dict[Term, tuple[list[_Phrase], list[_Phrase]]] = {}
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        for term in terms:
            phrase = _phrase(term, term.source, self._source, term.case)
            for key in phrase.keys[0] if phrase.keys else ():
                self._by_first[key].append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(
                key=lambda phrase: (len(phrase.words), sum(map(str.isupper, phrase.term.source))), reverse=True
            )

    def find(self, source: str) -> list[Hit]:
        """The terms in a source text, in its order; of terms that overlap the longest, of equals the first."""
        if not self._by_first:
            return []
        words = words_of(source, self._source.language)
        keys = [self._source.of_text(word.text) for word in words]
        found: list[tuple[int, int, Term]] = []
        for place in range(len(words)):
            phrase = self._longest_at(place, words, keys)
            if phrase is not None:
                found.append((place, place + len(phrase.words), phrase.term))
        taken: set[int] = set()
        hits = []
        for start, end, term in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                hits.append(Hit(term, words[start].start, words[end - 1].end))
        return sorted(hits, key=lambda hit: hit.start)

    def _longest_at(self, place: int, words: Sequence[Word], keys: Sequence[frozenset[str]]) -> _Phrase | None:
        best: _Phrase | None = None
        for key in keys[place]:
            for phrase in self._by_first.get(key, ()):
                if best is not None and len(best.words) >= len(phrase.words):
                    break
                if _stands_at(place, phrase, words, keys):
                    best = phrase
                    break
        return best

    def check(self, source: str, target: str) -> list[Finding]:
        """What is wrong with the terms of a pair: a translation that is missing, a forbidden one that is there."""
        hits = self.find(source)
        return self.judge([hit.term for hit in hits], target) if hits else []

    def judge(self, terms: Sequence[Term], target: str) -> list[Finding]:
        """What is wrong with the translations of `terms` in a target text, each term once."""
        words = words_of(target, self._target.language)
        keys = [self._target.of_text(word.text) for word in words]
        distinct = list(dict.fromkeys(terms))
        allowed = {
            term: [span for phrase in self._phrases(term)[0] for span in _spans(phrase, words, keys)]
            for term in distinct
        }
        fine = [span for spans in allowed.values() for span in spans]
        findings = []
        for term in distinct:
            if term.targets and not allowed[term]:
                findings.append(Finding(term, "missing"))
            for phrase in self._phrases(term)[1]:
                for start, end in _spans(phrase, words, keys):
                    if not any(left <= start and end <= right for left, right in fine):
                        wording = target[words[start].start : words[end - 1].end]
                        findings.append(Finding(term, "forbidden", wording))
                        break
        return findings

    def _phrases(self, term: Term) -> tuple[list[_Phrase], list[_Phrase]]:
        """The allowed and the forbidden translations of a term, taken apart when first asked for."""
        if term not in self._targets:
            case: Case = term.case if term.case != "auto" else "auto" if term.untranslated else "any"
            self._targets[term] = (
                [_phrase(term, text, self._target, case) for text in term.targets],
                [_phrase(term, text, self._target, case) for text in term.forbidden],
            )
        return self._targets[term]


def _phrase(term: Term, text: str, inflection: Inflection, case: Case) -> _Phrase:
    words = words_of(text, inflection.language)
    return _Phrase(
        term,
        tuple(word.text for word in words),
        tuple(inflection.of_term(word.text) for word in words),
        tuple(word.gap for word in words[:-1]),
        case,
    )


def _spans(phrase: _Phrase, words: Sequence[Word], keys: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Where a phrase stands, as ranges of words."""
    size = len(phrase.words)
    return [(at, at + size) for at in range(len(words) - size + 1) if size and _stands_at(at, phrase, words, keys)]


def _stands_at(place: int, phrase: _Phrase, words: Sequence[Word], keys: Sequence[frozenset[str]]) -> bool:
    size = len(phrase.words)
    if place + size > len(words):
        return False
    for offset, wanted in enumerate(phrase.keys):
        if wanted.isdisjoint(keys[place + offset]):
            return False
    for offset, gap in enumerate(phrase.gaps):
        there = words[place + offset].gap
        if there and there != gap:
            return False
    return all(_capitals_fit(ours, words[place + offset].text, phrase.case) for offset, ours in enumerate(phrase.words))


def _capitals_fit(ours: str, theirs: str, case: Case) -> bool:
    """Whether the capitals of a word of a text are those that a term asks for; an acronym always asks for its own."""
    if case == "any" and not (len(ours) > 1 and ours.isupper()):
        return True
    for mine, other in zip(ours, theirs, strict=False):
        if mine.isupper() != other.isupper() and (mine.isupper() or case == "exact"):
            return False
    return True
