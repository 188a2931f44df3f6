"""Checks whether a name became another name: a town for a town, a country for a country, a person for a person.

Towns and countries are known in both languages, from CLDR and the tables that render datelines; a name of a foreign
script by its sound (`align.languages.name_sound`). A name is replaced if it is missing, and a name stands in the
translation that the source has not: one alone may be a name that is translated, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from align.checks.detail import Detail, Details, at_most, one
from align.checks.name_renderings import is_name_word, renderings
from align.checks.pair_view import PairView
from align.checks.places import (
    any_place,
    fold,
    is_country,
    is_town_of,
    names_by_key,
    place_key,
    place_of_form,
    places_in,
    stem,
)
from align.languages.data.name_words import COMMON
from align.languages.name_sound import ALIKE, phonetic, sound_distance
from align.languages.scripts import script_of
from align.languages.tags import primary_subtag

FAR = 0.32
"""The sound from which a word is surely another name."""
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_WHEN = re.compile(r"(?:В|Во|На|После|Вчера|Сегодня)\b[^,;:.]{0,40}")
"""An adverbial that a Russian sentence may begin with, before its subject."""
MAX_TEXT = 3000
"""Characters of a side: longer ones are no sentences, and names there are compared each with each."""


def names_replaced(view: PairView) -> Details | None:
    """A name of the source is missing, and another one, which the source has not, stands in the target."""
    source_lang, target_lang = view.pair.source_lang, view.pair.target_lang
    if max(len(view.source), len(view.target)) > MAX_TEXT:
        return None
    if primary_subtag(source_lang) == primary_subtag(target_lang) or _is_shouted(view.source):
        return None
    if not _has_case(target_lang):
        return _replaced_without_case(view)
    missing_places = _missing_places(view.source, view.target, source_lang, target_lang)
    if missing_places:
        strange = _strange_places(view.target, view.source, target_lang, source_lang)
        strange = [word for word in strange if not _stands_for(word, missing_places, target_lang, source_lang)]
        if strange:
            return _replaced(missing_places, strange)
    elif swapped := _swapped_places(view):
        return one("swapped", both=tuple(swapped))
    if {script_of(source_lang), script_of(target_lang)} != {"Latn", "Cyrl"}:
        return None
    missing = _missing_names(view)
    if not missing and not missing_places:
        return None
    strange = _strange_names(view)
    if strange and (missing or missing_places):
        return _replaced([*missing_places, *missing][:3], strange[:3])
    return None


def rendered_otherwise(view: PairView) -> Details | None:
    """A name has another spelling in the target than in most pairs of the document."""
    usual = view.context.renderings
    if not usual:
        return None
    found = []
    for name, word, word_stem in renderings(view.pair):
        if name in usual and word_stem not in usual[name].stems:
            found.append(Detail("variant", {"name": name, "word": word, "usual": usual[name].word}))
    return tuple(found) or None


def _replaced(names: Iterable[str], others: Iterable[str]) -> Details:
    return one("replaced", names=at_most(names), others=at_most(others))


def _is_shouted(text: str) -> bool:
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _missing_places(source: str, target: str, source_lang: str, target_lang: str) -> list[str]:
    """Places of the source whose name is not in the target, in no form."""
    missing = []
    words = [fold(word) for word in _CAPITALISED.findall(target)]
    target_words = [word for word, begins in _capitalised(target) if is_name_word(word, begins, target_lang)]
    for name, key in places_in(source, source_lang):
        other = names_by_key(primary_subtag(target_lang)).get(key)
        if not other or fold(name) in words:
            continue
        stems = [stem(part) for part in _CAPITALISED.findall(fold(other))]
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
    words = [fold(word) for word in _CAPITALISED.findall(source)]
    strange = []
    for word in _CAPITALISED.findall(target):
        key = place_of_form(primary_subtag(target_lang), word)
        if not key or not word[0].isupper():
            continue
        own = names_by_key(primary_subtag(source_lang)).get(key, key)
        roots = [part[:4] for part in _CAPITALISED.findall(fold(own)) if len(part) > 2]
        if any(other.startswith(root) for root in roots for other in words):
            continue
        if any(sound_distance(other, word) <= FAR for other in names if len(other) > 2):
            continue
        strange.append(word)
    return strange


def _has_case(language: str) -> bool:
    return script_of(language) in ("Latn", "Cyrl", "Grek", "Armn", None)


def _replaced_without_case(view: PairView) -> Details | None:
    """A town for a town, or a country for a country, in a language that has no capitals and whose names may touch other
    words: the names of the table are looked for as they are."""
    if not _has_case(view.pair.source_lang):
        return None
    language = primary_subtag(view.pair.target_lang)
    names = names_by_key(language)
    here = {key: name for name, key in places_in(view.source, view.pair.source_lang)}
    written = set(any_place(language).findall(view.target))
    missing = {key: name for key, name in here.items() if key in names and names[key] not in written}
    if not missing:
        return None
    source = fold(view.source)
    strange = [(key, name) for key, name in names.items() if name in written and key not in here and key not in source]
    for key, name in missing.items():
        same_kind = [other for at, other in strange if is_country(at) == is_country(key)]
        if same_kind:
            return _replaced((name,), (max(same_kind, key=len),))
    return None


def _stands_for(word: str, missing: Iterable[str], target_lang: str, source_lang: str) -> bool:
    """Whether a country is named for one of its towns, or a town for its country: Beijing, Китай."""
    key = place_of_form(primary_subtag(target_lang), word)
    others = [place_key(source_lang, name) for name in missing]
    return any(is_town_of(key, other) or is_town_of(other, key) for other in others)


def _swapped_places(view: PairView) -> list[str]:
    """Two places that have changed their parts: the first one of the source, with which it begins, is second in the
    target, which begins with the other in the nominative. Only in Russian, whose cases tell the parts."""
    if primary_subtag(view.pair.target_lang) != "ru" or " by " in view.source or len(view.target_words) > 25:
        return []
    here = list(places_in(view.source, view.pair.source_lang))
    if len(here) != 2 or here[0][1] == here[1][1] or not view.source.lstrip(' "“«').startswith(here[0][0]):
        return []
    there = [(word, key) for word in _CAPITALISED.findall(view.target) if (key := place_of_form("ru", word))]
    if [key for _, key in there] != [here[1][1], here[0][1]]:
        return []
    before = view.target[: view.target.index(there[0][0])].strip(' "«')
    if before and not _WHEN.fullmatch(before):
        return []
    first, second = (_cases(word) for word, _ in there)
    changed = "nomn" in first and bool(second) and second.isdisjoint(("nomn", "ablt", "datv"))
    return [here[0][0], here[1][0]] if changed else []


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
        if word.lower() in COMMON or place_of_form(primary_subtag(view.pair.target_lang), word):
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
