"""How each name of a document is rendered: Bout as Бут in nine pairs, as Бит in one.

A name of the source and a capitalised word of the target belong together if they sound alike, and neither has another
that is closer. Forms of one word are one rendering.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from align.corpus.pair import Pair
from align.languages.data.name_words import COMMON
from align.languages.dictionary import knows_word
from align.languages.name_sound import ALIKE, sound_distance
from align.languages.scripts import script_of
from align.languages.tags import primary_subtag
from align.languages.word_lists import words

MAX_NAMES = 20_000
"""Names that are counted at most: memory is bounded whatever the corpus."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAX_TEXT = 3000  # characters of a side that are looked at: each name is compared with each
_ENDING = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ыми|ими|ой|ей|ом|ем|ым|им|ых|их|ам|ям|ах|ях|ою|ею|ую|юю|[аяуюеоиыьй])\Z"
)
_CASES = words(
    "а я у ю е о и ы ь й ом ем ой ей ым им ами ями ах ях ов ев ам ям ого ому ою ею их ых ий ый ая яя ую юю і ї є ові"
    " еві єві ій їй єм ія ію ією єю"
) | {""}
_ADJECTIVE = re.compile(r"й?[сз]ь?к(?:ий|ой|ая|ое|ие|ого|ому|им|ом|ую|их|ими|ім|а|е|і|у|ою|ої|ій)\Z")
"""What makes an adjective of a name: дубайский."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The usual rendering of a name: a form of it, and the stems that its forms have."""

    word: str
    stems: frozenset[str]


def renderings(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """The names of a pair with their renderings: (name, word of the target, its stem)."""
    if {script_of(pair.source_lang), script_of(pair.target_lang)} != {"Latn", "Cyrl"} or not pair.target:
        return
    names = list(dict.fromkeys(_names(pair.source, pair.source_lang)))
    others = list(dict.fromkeys(_capitalised(pair.target)))
    if not names or not others:
        return
    scored = sorted(
        (distance, name, word) for name in names for word in others if (distance := _distance(name, word)) <= ALIKE
    )
    used: set[str] = set()
    for _, name, word in scored:
        if name not in used and word not in used:
            used |= {name, word}
            yield name, word, stem_of(word)


def _distance(name: str, word: str) -> float:
    return sound_distance(name, word) if abs(len(name) - len(word)) < 7 else 1.0


def _names(text: str, language: str) -> Iterator[str]:
    for match in _WORD.finditer(text[:_MAX_TEXT]):
        word = match[0].removesuffix("'s").removesuffix("’s")
        if len(word) > 2 and word[0].isupper() and not word.isupper() and word.lower() not in COMMON:
            before = text[max(0, match.start() - 4) : match.start()].rstrip(" \u00a0\"“«„(‘'")
            if is_name_word(word, not before or before[-1] in ".!?…:;–—-", language):
                yield word


def _capitalised(text: str) -> Iterator[str]:
    return (
        word for word in _WORD.findall(text[:_MAX_TEXT]) if len(word) > 1 and word[0].isupper() and not word.isupper()
    )


def is_name_word(word: str, begins: bool, language: str) -> bool:
    """Whether a capitalised word is a name: within a sentence it mostly is; at the beginning of one, a word that the
    dictionary lacks. Of Russian words the dictionary knows which are names."""
    if primary_subtag(language) == "ru":
        return _is_russian_name(word)
    lower = word.lower().removesuffix("'s").removesuffix("’s")
    return knows_word(language, lower) is False if begins else True


@lru_cache(maxsize=1 << 15)
def _is_russian_name(word: str) -> bool:
    from align.glossary.word_forms import russian

    if not re.search("[а-яё]", word):
        return word.isascii()
    best = russian().parse(word)[0]
    return any(mark in best.tag for mark in ("Surn", "Name", "Geox", "Orgn", "Patr")) or (
        "NOUN" in best.tag and not russian().word_is_known(word)
    )


@lru_cache(maxsize=1 << 15)
def stem_of(word: str) -> str:
    """The word without its ending, if three letters are left, ё as е."""
    folded = word.casefold().replace("ё", "е")
    stem = _ENDING.sub("", folded)
    return stem if len(stem) >= 2 and re.search("[аеиоуыэюяієї]", stem) else folded


def is_one_word(one: str, other: str) -> bool:
    """Whether two words may be forms of one: what is left behind their common beginning are endings."""
    one, other = one.casefold().replace("ё", "е"), other.casefold().replace("ё", "е")
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rests = (one[common:], other[common:])
    if common >= 4 and any(map(_ADJECTIVE.fullmatch, rests)) and any(rest in _CASES for rest in rests):
        return True
    return common >= 2 and all(rest in _CASES for rest in rests)


@dataclass(slots=True)
class Renderings:
    """Counts the renderings of names: name → stem → form → pairs."""

    counts: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)

    def add(self, pair: Pair) -> None:
        """Count the names of a pair."""
        for name, word, stem in renderings(pair):
            if name in self.counts or len(self.counts) < MAX_NAMES:
                self.counts.setdefault(name, {}).setdefault(stem, Counter())[word] += 1

    def several(self) -> Iterator[tuple[str, list[tuple[str, int, frozenset[str]]]]]:
        """The names that are rendered in several ways: for each the ways, the commonest first, as (form, pairs,
        stems)."""
        for name, by_stem in self.counts.items():
            if len(by_stem) > 1:
                groups = _grouped(by_stem)
                if len(groups) > 1:
                    yield name, groups

    def usual(self) -> dict[str, Rendering]:
        """The usual rendering of each name that has several."""
        return {name: Rendering(groups[0][0], groups[0][2]) for name, groups in self.several()}


def _grouped(by_stem: dict[str, Counter[str]]) -> list[tuple[str, int, frozenset[str]]]:
    """Join the stems whose words may be forms of one."""
    groups: list[dict[str, Counter[str]]] = []
    for stem, forms in sorted(by_stem.items(), key=lambda item: -sum(item[1].values())):
        for group in groups:
            if any(is_one_word(word, other) for word in forms for known in group.values() for other in known):
                group[stem] = forms
                break
        else:
            groups.append({stem: forms})
    result = []
    for group in groups:
        all_forms = sum(group.values(), Counter[str]())
        word = min(all_forms, key=lambda form: (len(form), form))
        result.append((word, sum(all_forms.values()), frozenset(group)))
    return sorted(result, key=lambda item: -item[1])


def renderings_of(pairs: Iterable[Pair]) -> dict[str, Rendering]:
    """The usual rendering of each name of some pairs that is rendered in several ways."""
    found = Renderings()
    for pair in pairs:
        found.add(pair)
    return found.usual()
