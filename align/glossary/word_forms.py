"""Splits texts into words, and gives the keys by which two forms of one word are recognised.

Russian is analysed by pymorphy3 (Korobov 2015, with the OpenCorpora dictionary), 54 other languages by simplemma's
word lists (Barbaresi 2021). In a language that neither knows, a word of the text matches a term that it begins with, up
to four letters of ending. Chinese, Japanese, Thai, Lao, Khmer and Burmese are taken character by character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from align.languages.normalization import fold_term
from align.languages.scripts import TERM_WORDS, is_unspaced
from align.languages.tags import primary_subtag

_ACRONYM = r"(?:[A-ZА-ЯЁ]\.){2,}"
_WORD = re.compile(rf"{_ACRONYM}|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|\d+")
_ELIDED = re.compile(rf"{_ACRONYM}|[^\W\d_]+|\d+")
_CHARACTER = re.compile(rf"{_ACRONYM}|[{TERM_WORDS}]|(?:(?![{TERM_WORDS}])[^\W\d_])+|\d+")
_ELIDING = frozenset({"fr", "it", "ca", "oc"})
"""Languages that write l'État: there an apostrophe separates two words."""
_POSSESSIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_WITHIN_TERM = re.compile(r"[\s\u00ad\-‐‑‒–'’ʼ\"“”„«»‘/&+]*")
"""The characters that may be between two words of one term: spaces, hyphens, quotation marks; no comma or full stop."""


class Word(NamedTuple):
    """A word at `start:end` of a text; a dotted acronym without its dots (`U.S.` is the word `US`)."""

    text: str
    start: int
    end: int


def words_of(text: str, language: str) -> list[Word]:
    """Split a text into its words: runs of letters, runs of digits, dotted acronyms."""
    return [Word(match[0].replace(".", ""), *match.span()) for match in _pattern(language).finditer(text)]


def written_words(text: str, language: str) -> list[str]:
    """Split a text into its words as they are written, acronyms with their dots; much quicker than `words_of`."""
    return _pattern(language).findall(text)


def _pattern(language: str) -> re.Pattern[str]:
    code = primary_subtag(language)
    return _ELIDED if code in _ELIDING else _CHARACTER if is_unspaced(code) else _WORD


def gap(text: str, one: Word, other: Word) -> str:
    """The text between two neighbours that one term cannot span: a comma, a full stop …; empty for spaces, hyphens."""
    between = text[one.end : other.start]
    return "" if between == " " or _WITHIN_TERM.fullmatch(between) else between.strip()


class Inflection:
    """The keys of words in one language: a word of a text is a form of a word of a term if they share a key."""

    def __init__(self, language: str):
        self.language = primary_subtag(language)
        self._lemmas: Callable[[str], frozenset[str]] | None = {
            "ru": _russian_lemmas,
            "en": _english_lemmas,
        }.get(self.language)
        if self._lemmas is None and self.language in _simplemma_languages():
            self._lemmas = lru_cache(maxsize=1 << 16)(_lookup(self.language))

    def of_text(self, word: str) -> frozenset[str]:
        """The keys of a word in a running text."""
        if self._lemmas is not None:
            return self._lemmas(word)
        plain = fold_term(word)
        return frozenset({plain, *(plain[:size] for size in range(max(4, len(plain) - 4), len(plain)))})

    def of_term(self, word: str) -> frozenset[str]:
        """The keys of a word in a term. An English plural matches only itself: `arms` is not the plural of `arm`."""
        plain = fold_term(word)
        if self._lemmas is None or (self.language == "en" and plain.endswith("s")):
            return frozenset({plain})
        return self._lemmas(word)


@lru_cache(maxsize=1 << 17)
def _russian_lemmas(word: str) -> frozenset[str]:
    """The normal forms that a word can have; that of a participle is the participle, not its verb (`обвиняемый` is no
    form of `обвинять`). A word that the dictionary lacks, mostly a name, has its stem as a further key."""
    plain = fold_term(word)
    if not re.search("[а-я]", plain):
        return frozenset({plain})
    analyser = russian()
    keys = {plain}
    for parse in analyser.parse(plain):
        if "PRTF" in parse.tag or "PRTS" in parse.tag:
            participle = parse.inflect({"PRTF", "sing", "masc", "nomn"})
            keys.add(fold_term(participle.word if participle else parse.normal_form))
        else:
            keys.add(fold_term(parse.normal_form))
    if not analyser.word_is_known(plain):
        keys.add(_ENDING.sub("", plain) + "~")
    return frozenset(keys)


_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ом|ем|ым|им|ых|их|ам|ям|ах|ях|ую|юю|ая|яя|ые|ие|ый|ий|ов"
    r"|ев|а|я|у|ю|е|о|и|ы|ь|й)\Z"
)


@lru_cache(maxsize=1)
def russian() -> Any:
    """Load the Russian analyser, once (0.2 s, 20 MB)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=1 << 17)
def _english_lemmas(word: str) -> frozenset[str]:
    """The word without 's, and its lemma (which also makes `defence` and `defense` one)."""
    plain = _POSSESSIVE.sub("", fold_term(word)) or fold_term(word)
    return frozenset({plain, fold_term(_simplemma().lemmatize(plain, lang="en"))})


def _lookup(language: str) -> Callable[[str], frozenset[str]]:
    def lemmas(word: str) -> frozenset[str]:
        plain = fold_term(word)
        found = {_simplemma().lemmatize(form, lang=_SIMPLEMMA_CODES.get(language, language)) for form in {word, plain}}
        return frozenset({plain, *map(fold_term, found)})

    return lemmas


_SIMPLEMMA_CODES = dict.fromkeys(("bs", "hr", "sr", "sh"), "hbs") | {"no": "nb", "fil": "tl"}


@lru_cache(maxsize=1)
def _simplemma() -> Any:
    import simplemma

    return simplemma


@lru_cache(maxsize=1)
def _simplemma_languages() -> frozenset[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    aliases = {code for code, name in _SIMPLEMMA_CODES.items() if name in SUPPORTED_LANGUAGES}
    return frozenset(SUPPORTED_LANGUAGES | aliases)
