"""A glossary, and the matcher that finds its terms in sentences: longest match first, in any inflected form."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from align.glossary.term import Case, Finding, Term, TermMatch
from align.glossary.word_forms import Inflection, Word, gap, words_of, written_words
from align.languages.tags import primary_subtag


class Glossary:
    """Terms for one pair of languages.

    Entries of the same source are one term with all their translations. An empty language matches any; a glossary for
    other languages than those of a text finds nothing in it.
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
        """The number of terms and a hash of all but their notes: `214-5f0c21a9`."""
        lines = sorted(repr((term.source, term.targets, term.forbidden, term.case)) for term in self.terms)
        return f"{len(self.terms)}-{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:8]}"

    def fits(self, source_lang: str, target_lang: str) -> bool:
        """Whether the glossary is for these languages; regions do not matter."""
        languages = ((self.source_lang, source_lang), (self.target_lang, target_lang))
        return all(not own or primary_subtag(own) == primary_subtag(other) for own, other in languages)

    def matcher(self, source_lang: str, target_lang: str) -> Matcher:
        """Make the matcher for texts in these languages, once."""
        key = (primary_subtag(source_lang), primary_subtag(target_lang))
        if key not in self._matchers:
            self._matchers[key] = Matcher(self.terms if self.fits(*key) else (), *key)
        return self._matchers[key]


def _merged(terms: Iterable[Term]) -> Iterator[Term]:
    """Merge entries of the same source and case rule, in the order of the first."""
    groups: dict[tuple[str, Case], list[Term]] = defaultdict(list)
    for term in terms:
        groups[term.source, term.case].append(term)
    for group in groups.values():
        yield replace(
            group[0],
            targets=tuple(dict.fromkeys(target for term in group for target in term.targets)),
            forbidden=tuple(dict.fromkeys(word for term in group for word in term.forbidden)),
            note="; ".join(dict.fromkeys(term.note for term in group if term.note)),
        )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a term with their keys; `gaps` is the punctuation that the term itself has between its words."""

    term: Term
    words: tuple[str, ...]
    keys: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    case: Case


MAX_CACHED_WORDS = 1 << 18
"""Words of a language whose keys and phrases are cached; when there are more, the cache is cleared."""


class _WordKeys(dict[str, frozenset[str]]):
    """A word as it is written in a text → its keys."""

    def __init__(self, inflection: Inflection):
        super().__init__()
        self.inflection = inflection

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        self[word] = self.inflection.of_text(word.replace(".", ""))
        return self[word]


class _PhrasesByFirstWord(dict[str, dict[str, list[_Phrase]]]):
    """A word as it is written in a text → the terms that begin with it, by the keys of their second word (`""`: they
    have none).

    Words are looked up when they first occur and cached, found or not: that makes 10,000 terms as quick as ten.
    """

    def __init__(self, phrases: Iterable[_Phrase], word_keys: _WordKeys):
        super().__init__()
        self._word_keys = word_keys
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            for key in phrase.keys[0] if phrase.keys else ():
                self._by_first[key].append(phrase)

    def __missing__(self, word: str) -> dict[str, list[_Phrase]]:
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        keys = self._word_keys[word] if self._by_first else ()
        phrases = {id(phrase): phrase for key in sorted(keys) for phrase in self._by_first.get(key, ())}
        found: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in sorted(phrases.values(), key=_longest_first):
            for key in phrase.keys[1] if len(phrase.keys) > 1 else ("",):
                found[key].append(phrase)
        self[word] = dict(found)
        return self[word]


def _longest_first(phrase: _Phrase) -> tuple[int, int]:
    """Sort key: the longest first; of equals the one with most capitals, which is the more specific."""
    return -len(phrase.words), -sum(map(str.isupper, phrase.term.source))


class _AnalysedText:
    """The words of a text and their keys, computed when they are needed."""

    def __init__(self, text: str, word_keys: _WordKeys):
        self.text = text
        self._word_keys = word_keys
        self.written = written_words(text, word_keys.inflection.language)

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """The keys of each word."""
        return [self._word_keys[word] for word in self.written]

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.text, self._word_keys.inflection.language)

    def spans(self, phrase: _Phrase) -> list[tuple[int, int]]:
        """Find a phrase: ranges (start, end) of words."""
        if not phrase.keys:
            return []
        size, differs = len(phrase.keys), phrase.keys[0].isdisjoint
        starts = [i for i, keys in enumerate(self.keys) if not differs(keys)]
        return [(i, i + size) for i in starts if self.has_at(i, phrase)]

    def has_at(self, start: int, phrase: _Phrase) -> bool:
        """Whether the words from index `start` on are those of a phrase, with no punctuation that separates them."""
        if start + len(phrase.keys) > len(self.keys):
            return False
        for i, wanted in enumerate(phrase.keys, start):
            if wanted.isdisjoint(self.keys[i]):
                return False
        for i, gap_of_term in enumerate(phrase.gaps, start):
            if (gap_of_text := gap(self.text, self.words[i], self.words[i + 1])) and gap_of_text != gap_of_term:
                return False
        pairs = zip(phrase.words, self.written[start : start + len(phrase.words)], strict=True)
        return all(_case_matches(word, written.replace(".", ""), phrase.case) for word, written in pairs)


class Matcher:
    """Finds the terms of a glossary in source texts and their translations in target texts."""

    def __init__(self, terms: Sequence[Term], source_lang: str, target_lang: str):
        self._source_keys = _WordKeys(Inflection(source_lang))
        self._target_keys = _WordKeys(Inflection(target_lang))
        self._targets: dict[Term, tuple[list[_Phrase], list[_Phrase]]] = {}
        self._sources = _PhrasesByFirstWord(
            (_analyse(term, term.source, self._source_keys.inflection, term.case) for term in terms), self._source_keys
        )

    def find_terms(self, source: str) -> list[TermMatch]:
        """Find the terms in a source text, in its order; of terms that overlap the longest, of equals the first."""
        text = _AnalysedText(source, self._source_keys)
        candidates = [self._sources[word] for word in text.written]
        if not any(candidates):
            return []
        found: list[tuple[int, int, Term]] = []
        for i, by_second_word in enumerate(candidates):
            if by_second_word and (phrase := _longest_at(i, by_second_word, text)):
                found.append((i, i + len(phrase.words), phrase.term))
        covered: set[int] = set()
        matches = []
        for start, end, term in sorted(found, key=lambda match: (match[0] - match[1], match[0])):
            if covered.isdisjoint(range(start, end)):
                covered.update(range(start, end))
                matches.append(TermMatch(term, text.words[start].start, text.words[end - 1].end))
        return sorted(matches, key=lambda match: match.start)

    def check(self, source: str, target: str) -> list[Finding]:
        """Check the terms of a pair: each has an allowed translation, and no forbidden one."""
        matches = self.find_terms(source)
        return self.check_terms([match.term for match in matches], target) if matches else []

    def check_terms(self, terms: Sequence[Term], target: str) -> list[Finding]:
        """Check the translations of `terms` in a target text, each term once."""
        text = _AnalysedText(target, self._target_keys)
        phrases = {term: self._target_phrases(term) for term in terms}
        findings = []
        allowed_spans: list[tuple[int, int]] = []
        for term, (allowed, _) in phrases.items():
            spans = [span for phrase in allowed for span in text.spans(phrase)]
            allowed_spans += spans
            if allowed and not spans:
                findings.append(Finding(term, "missing"))
        for term, (_, forbidden) in phrases.items():
            for start, end in (span for phrase in forbidden for span in text.spans(phrase)):
                if not any(left <= start and end <= right for left, right in allowed_spans):
                    wording = target[text.words[start].start : text.words[end - 1].end]
                    findings.append(Finding(term, "forbidden", wording))
                    break
        return findings

    def _target_phrases(self, term: Term) -> tuple[list[_Phrase], list[_Phrase]]:
        """Analyse the allowed and the forbidden translations of a term, once."""
        if term not in self._targets:
            case: Case = term.case if term.case != "auto" else "auto" if term.untranslated else "any"
            self._targets[term] = (
                [_analyse(term, text, self._target_keys.inflection, case) for text in term.targets],
                [_analyse(term, text, self._target_keys.inflection, case) for text in term.forbidden],
            )
        return self._targets[term]


def _analyse(term: Term, text: str, inflection: Inflection, case: Case) -> _Phrase:
    words = words_of(text, inflection.language)
    return _Phrase(
        term,
        tuple(word.text for word in words),
        tuple(inflection.of_term(word.text) for word in words),
        tuple(gap(text, *neighbours) for neighbours in pairwise(words)),
        case,
    )


def _longest_at(start: int, by_second_word: dict[str, list[_Phrase]], text: _AnalysedText) -> _Phrase | None:
    """Find the longest of the phrases with the same first word that the text has at the word of index `start`."""
    following = text.keys[start + 1] if start + 1 < len(text.keys) else ()
    longer = [phrase for key in following for phrase in by_second_word.get(key, ())]
    longer = sorted(longer, key=_longest_first) if len(longer) > 1 else longer
    return next((phrase for phrase in (*longer, *by_second_word.get("", ())) if text.has_at(start, phrase)), None)


def _case_matches(word_of_term: str, word_of_text: str, case: Case) -> bool:
    """Whether the case of a word of a text is what the term requires; an acronym always requires its capitals."""
    if case == "any" and not (len(word_of_term) > 1 and word_of_term.isupper()):
        return True
    for required, actual in zip(word_of_term, word_of_text, strict=False):
        if required.isupper() != actual.isupper() and (required.isupper() or case == "exact"):
            return False
    return True
