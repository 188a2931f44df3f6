"""Checks whether a name became another name: a town for a town, a country for a country, a person for a person.

Towns and countries are known in both languages, from CLDR and the tables that render datelines; a name of a foreign
script by its sound (`align.languages.name_sound`). A name is replaced if it is missing, and a name stands in the
translation that the source has not: one alone may be a name that is translated, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from align.checks.name_renderings import is_name_word, renderings
from align.checks.pair_view import PairView
from align.languages.data.name_words import COMMON
from align.languages.name_sound import ALIKE, phonetic, sound_distance
from align.languages.scripts import script_of
from align.languages.tags import primary_subtag

FAR = 0.32
"""The sound from which a word is surely another name."""
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDINGS = re.compile(r"(?<=\w{3})(?:[аяоеёьйиыую]|ий|ия|ие|ая|ое|ые)\Z")
_LONGEST_ENDING = 3
_MAX_PLACE_WORDS = 3
MAX_TEXT = 3000
"""Characters of a side: longer ones are no sentences, and names there are compared each with each."""


def names_replaced(view: PairView) -> str | None:
    """A name of the source is missing, and another one, which the source has not, stands in the target."""
    source_lang, target_lang = view.pair.source_lang, view.pair.target_lang
    if max(len(view.source), len(view.target)) > MAX_TEXT:
        return None
    if primary_subtag(source_lang) == primary_subtag(target_lang) or _is_shouted(view.source):
        return None
    missing_places = _missing_places(view.source, view.target, source_lang, target_lang)
    if missing_places:
        strange = _strange_places(view.target, view.source, target_lang, source_lang)
        if strange:
            return f"{', '.join(missing_places)} → {', '.join(strange)}"
    elif swapped := _swapped_places(view):
        return f"{' and '.join(swapped)} have changed places"
    if {script_of(source_lang), script_of(target_lang)} != {"Latn", "Cyrl"}:
        return None
    missing = _missing_names(view)
    if not missing and not missing_places:
        return None
    strange = _strange_names(view)
    if strange and (missing or missing_places):
        return f"{', '.join([*missing_places, *missing][:3])} → {', '.join(strange[:3])}"
    return None


def rendered_otherwise(view: PairView) -> str | None:
    """A name has another spelling in the target than in most pairs of the document."""
    usual = view.context.renderings
    if not usual:
        return None
    found = []
    for name, word, stem in renderings(view.pair):
        if name in usual and stem not in usual[name].stems:
            found.append(f"{name}: {word}, elsewhere {usual[name].word}")
    return "; ".join(found) or None


def _is_shouted(text: str) -> bool:
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _places(text: str, language: str) -> Iterable[tuple[str, str]]:
    """The towns and countries named in a text: (as written, key)."""
    words = list(_CAPITALISED.finditer(text))
    at = 0
    while at < len(words):
        step = 1
        if words[at][0][0].isupper():
            for size in range(min(_MAX_PLACE_WORDS, len(words) - at), 0, -1):
                name = text[words[at].start() : words[at + size - 1].end()].removesuffix("'s").removesuffix("’s")
                if words[at + size - 1][0][0].isupper() and (key := place_key(language, name)):
                    yield name, key
                    step = size
                    break
        at += step


@lru_cache(maxsize=1 << 14)
def place_key(language: str, name: str) -> str:
    """The English name of a town or country that is called `name` in `language`; "" where the tables have none."""
    return _keys(primary_subtag(language)).get(_fold(name), "")


@lru_cache(maxsize=16)
def _keys(language: str) -> dict[str, str]:
    """Folded names of places in a language → their English names."""
    from align.segmentation.gazetteer import names_of

    return {_fold(name): english for english, name in names_of(language).items() if len(name) > 2}


def _fold(name: str) -> str:
    return name.casefold().replace("ё", "е")


@lru_cache(maxsize=1 << 12)
def _names_of(language: str) -> dict[str, str]:
    from align.segmentation.gazetteer import names_of

    return names_of(language)


def _missing_places(source: str, target: str, source_lang: str, target_lang: str) -> list[str]:
    """Places of the source whose name is not in the target, in no form."""
    missing = []
    target_words = _CAPITALISED.findall(target)
    words = [_fold(word) for word in target_words]
    for name, key in _places(source, source_lang):
        other = _names_of(primary_subtag(target_lang)).get(key)
        if not other or _fold(name) in words:
            continue
        stems = [_stem(part) for part in _CAPITALISED.findall(_fold(other))]
        # московский is a form of Москва: the first letters are enough for what is not to be called missing
        roots = [stem[: max(4, len(stem) - 2)] for stem in stems]
        if any(word.startswith(root) for root in roots for word in words):
            continue
        if any(_sounds_like(part, target_words) for part in _CAPITALISED.findall(name)):
            continue
        missing.append(name)
    return missing


def _strange_places(target: str, source: str, target_lang: str, source_lang: str) -> list[str]:
    """Places of the target that the source does not name, in no form (a Russian is of Russia)."""
    names = [word for word in _CAPITALISED.findall(source) if word[0].isupper() and word.lower() not in COMMON]
    words = [_fold(word) for word in _CAPITALISED.findall(source)]
    strange = []
    for word in _CAPITALISED.findall(target):
        key = _place_of_form(primary_subtag(target_lang), word)
        if not key or not word[0].isupper():
            continue
        own = _names_of(primary_subtag(source_lang)).get(key, key)
        roots = [part[:4] for part in _CAPITALISED.findall(_fold(own)) if len(part) > 2]
        if any(other.startswith(root) for root in roots for other in words):
            continue
        if any(sound_distance(other, word) <= FAR for other in names if len(other) > 2):
            continue
        strange.append(word)
    return strange


@lru_cache(maxsize=1 << 15)
def _place_of_form(language: str, word: str) -> str:
    """The place of which `word` is a form: of one word, its ending may differ."""
    folded = _fold(word)
    by_stem = _stems(language)
    if found := _keys(language).get(folded):
        return found
    for size in range(len(folded), max(3, len(folded) - _LONGEST_ENDING) - 1, -1):
        if found := by_stem.get(folded[:size]):
            return found
    return ""


@lru_cache(maxsize=16)
def _stems(language: str) -> dict[str, str]:
    inflected = language in (
        "ru",
        "uk",
        "be",
        "bg",
        "sr",
        "mk",
        "pl",
        "cs",
        "sk",
        "hr",
        "sl",
        "lv",
        "lt",
        "fi",
        "et",
        "hu",
    )
    names = {name: key for name, key in _keys(language).items() if " " not in name and "-" not in name}
    return {(_stem(name) if inflected else name): key for name, key in names.items() if len(name) > 3}


def _stem(name: str) -> str:
    return _ENDINGS.sub("", name) if len(name) > 4 else name


def _swapped_places(view: PairView) -> list[str]:
    """Two places that have changed their parts: the first one of the source, with which it begins, is second in the
    target, which begins with the other in the nominative. Only in Russian, whose cases tell the parts."""
    if primary_subtag(view.pair.target_lang) != "ru" or " by " in view.source or len(view.target_words) > 25:
        return []
    here = list(_places(view.source, view.pair.source_lang))
    if len(here) != 2 or here[0][1] == here[1][1] or not view.source.lstrip(' "“«').startswith(here[0][0]):
        return []
    there = [(word, key) for word in _CAPITALISED.findall(view.target) if (key := _place_of_form("ru", word))]
    if [key for _, key in there] != [here[1][1], here[0][1]]:
        return []
    if not view.target.lstrip(' "«').startswith(there[0][0]):
        return []
    first, second = (_cases(word) for word, _ in there)
    return (
        [here[0][0], here[1][0]] if "nomn" in first and second and "nomn" not in second and "ablt" not in second else []
    )


@lru_cache(maxsize=4096)
def _cases(word: str) -> frozenset[str]:
    from align.glossary.word_forms import russian

    cases = {str(parse.tag.case) for parse in russian().parse(word) if "Geox" in parse.tag}
    return frozenset({"nomn"} if "nomn" in cases else cases)


def _missing_names(view: PairView) -> list[str]:
    """Names of the source that sound like no word of the target."""
    return [name for name in _source_names(view) if not _sounds_like(name, view.target_words)]


def _sounds_like(name: str, words: Iterable[str]) -> bool:
    """Whether one of `words` may be `name`: a name, or what is made of one, as путинский is."""
    words = [word for word in words if abs(len(name) - len(word)) < 9 and (len(word) > 2 or len(name) < 4)]
    if any(sound_distance(name, word) <= FAR for word in words if word[0].isupper()):
        return True
    initial = phonetic(name)[:1]
    return any(phonetic(word)[:1] == initial and sound_distance(name, word) <= ALIKE for word in words)


def _source_names(view: PairView) -> list[str]:
    """Words of the source that are names of a sound: in capitals they may be acronyms, which are translated."""
    language = view.pair.source_lang
    return [
        word
        for word, begins in _capitalised(view.source)
        if len(word) > 2 and not word.isupper() and word.lower() not in COMMON and is_name_word(word, begins, language)
        if not place_key(language, word)
    ]


def _strange_names(view: PairView) -> list[str]:
    """Names of the target that sound like no word of the source."""
    words = [word for word, _ in _capitalised(view.source) if len(word) > 1]
    in_source = set(view.source_words)
    found = []
    for word, begins in _capitalised(view.target):
        if len(word) < 4 or word.isupper() or word.lower() in in_source:
            continue
        if not is_name_word(word, begins, view.pair.target_lang):
            continue
        if word.lower() in COMMON or _place_of_form(primary_subtag(view.pair.target_lang), word):
            continue
        if all(sound_distance(other, word) > FAR for other in words):
            found.append(word)
    return found


def _capitalised(text: str) -> list[tuple[str, bool]]:
    """The capitalised words of a text, and whether each begins a sentence or quotation."""
    found = []
    for match in _CAPITALISED.finditer(text):
        if match[0][0].isupper():
            before = text[: match.start()].rstrip(" \u00a0\"“«„(‘'")
            found.append((match[0], not before or before[-1] in ".!?…:;–—-"))
    return found
