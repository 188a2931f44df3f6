"""Our rules of segmentation as those of SRX (LISA, Segmentation Rules eXchange 2.0, 2008), for CAT tools.

They are a list of pairs of regular expressions: a text is cut, or not cut, where the first pair holds whose one
expression matches what stands before the place and the other what stands after it. So what is more special stands
first. The expressions keep to what ICU, Java and .NET have in common: no possessive quantifiers, no unbounded
lookbehind.

What the rules of a library decide (sentencex, razdel), smileys and lists of places cannot be said in SRX:
`benchmarks/srx.py` measures how much that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from align.languages.tags import primary_subtag
from align.segmentation import english_rules as en
from align.segmentation import russian_rules as ru
from align.segmentation.agencies import AGENCIES
from align.segmentation.dateline_dates import MONTHS

_EDGE = r"(?<![\p{L}\p{N}.'’&-])"
"""What stands before a word that is looked for: no part of a longer one."""
_CLOSED = r"[\"”’'»“›)\]]"
_OPEN = r"[\"“„«‹‘'(\[¿¡*•–—-]"
_BREAKS = rf"[.!?…‼⁉]+{_CLOSED}*(?:\s?\[\d{{1,3}}\])*"
_CAPITAL = rf"\s+(?:{_OPEN}|\.\.\.|…|\s)*[\p{{Lu}}\p{{N}}]"


class SegmentationRule(NamedTuple):
    """Whether there is a cut where both expressions match, before and after."""

    breaks: bool
    before: str
    after: str


class LanguageRules(NamedTuple):
    """Rules by name, for the languages whose code matches `pattern`."""

    name: str
    pattern: str
    rules: tuple[SegmentationRule, ...]


def known_languages() -> tuple[str, ...]:
    """The languages that there are rules for (BCP-47)."""
    return tuple(_LANGUAGES)


def rules_for(languages: Iterable[str]) -> list[LanguageRules]:
    """The rules for those of some languages (BCP-47) that have some: of datelines, then of each language."""
    primary = dict.fromkeys(primary_subtag(language) for language in languages)
    wanted = [language for language in primary if language in _LANGUAGES]
    if not wanted:
        return []
    of_languages = []
    for language in wanted:
        name, make = _LANGUAGES[language]
        of_languages.append(LanguageRules(name, f"(?i){language}([-_].*)?", tuple(make())))
    return [LanguageRules("Datelines", f"(?i)(?:{'|'.join(wanted)})([-_].*)?", tuple(_datelines())), *of_languages]


def _no(before: str, after: str) -> SegmentationRule:
    return SegmentationRule(False, before, after)


def _yes(before: str, after: str) -> SegmentationRule:
    return SegmentationRule(True, before, after)


def _any(words: Iterable[str]) -> str:
    """One of some words, the longest first."""
    return "(?:" + "|".join(map(_quoted, sorted(words, key=lambda word: (-len(word), word)))) + ")"


def _quoted(word: str) -> str:
    return re.sub(r"([.*+?^$(){}\[\]|\\])", r"\\\1", word)


def _datelines() -> list[SegmentationRule]:
    """`MOSCOW, November 22. /TASS/.` is a segment, and so is `LONDON (Reuters) -`: a cut behind it and none inside."""
    months = _any({name[:1].upper() + name[1:] for name in MONTHS} | {name for name in MONTHS if not name.isascii()})
    agency = _any(AGENCIES)
    place = r"^\s*\p{Lu}[\p{Lu}\p{M}'’.-]+(?:[ /][\p{Lu}\p{M}'’.-]+)*(?:,? [\[(]?\p{Lu}[\p{L}. ]{1,20}[\])]?)?"
    date = rf"(?:(?:{months}\.? \d{{1,2}}|\d{{1,2}} {months}\.?)(?:,? \d{{4}})?)"
    dated = rf"{place}[,.]? {date}"
    slug = rf"(?:/(?:{agency})[^/\n]{{0,40}}/|\((?:{agency})[^)\n]{{0,40}}\)|\[(?:{agency})[^\]\n]{{0,40}}\])"
    dash = r"(?:--?|[—–])"
    return [
        _yes(rf"(?:{dated}|{place})[.,]? ?{slug}(?:\.|:| ?{dash})", r"\s+"),
        _yes(rf"{dated} ?{dash} {agency}\.", r"\s+"),
        _no(rf"(?:{dated}|{place})\.", rf"\s+(?:{date}|{slug}|\()"),
        _no(r"^\s*\p{Lu}[\p{Lu}'’-]*\.", rf"\s+(?:\p{{Lu}}{{2,}}|{date})"),
    ]


def _english() -> list[SegmentationRule]:
    starters = rf"\s+{_any(en.STARTERS)}(?![\p{{L}}'’-])"
    word = r"\s+\p{Lu}"
    titles = en.TITLES | {one.upper() for one in en.TITLES if len(one) > 1 and one[0].isupper()}
    initials = r"(?:[A-Za-z]\.)+[A-Za-z]"
    months = _any(en.MONTHS)
    ambiguous = rf"{_EDGE}(?:{_any(en.AMBIGUOUS | {one.upper() for one in en.AMBIGUOUS})}|{initials})\.\)?"
    clock = rf"{_EDGE}[AaPp]\.[Mm]\."
    speaker = rf"(?!{_any(en.STARTERS)}(?![\p{{L}}'’-]))(?:\p{{Lu}}[\p{{L}}\p{{N}}.’'-]*\s+){{1,4}}"
    head = r"^\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5}|P\.?S|N\.B)\."
    return [
        _no(r"[?!…][\"”’'»]+", rf"\s+{speaker}{_any(en.REPORTING)}(?!\p{{L}})"),
        _no(rf"{_EDGE}{_any(en.EXCLAIMED_NAMES)}!", rf"\s+{_any(en.AMBIGUOUS)}(?!\p{{L}})"),
        _no(rf"[.!?…]{_CLOSED}*", r"\s+[\"“„«‹‘'(\[]?\p{Ll}"),
        _no(head, r"\s"),
        _no(rf"{_EDGE}{_any(titles)}\.", r"\s"),
        _no(rf"{_EDGE}{_any(en.BEFORE_NUMBER | en.MONTHS)}\.", r"\s+\d"),
        _no(rf"{_EDGE}{_any(en.LETTERED)}\.", r"\s+(?:[B-HJ-Z]|[IVXLC]{2,7})(?![\p{L}.])"),
        _no(rf"{_EDGE}al\.", r"\s+[(\[]?(?:1[5-9]|20)\d\d"),
        _yes(rf"{_EDGE}(?!I\.)\p{{Lu}}(?:\.-\p{{Lu}})*\.", starters),
        _no(rf"{_EDGE}(?!I\.)\p{{Lu}}(?:\.-\p{{Lu}})*\.", r"\s+[^\s]"),
        _no(
            clock,
            rf"\s+(?:{_any(en.TIME_ZONES | en.DATE_WORDS)}(?!\p{{L}})|(?:\p{{Lu}}[\p{{L}}’'-]*\s+){{1,3}}[Tt]ime)",
        ),
        _yes(clock, starters),
        _no(
            r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir|[Ee]very)|[’']s?)\s+[\d:.]{1,5}\s[ap]\.m\.",
            word,
        ),
        _yes(clock, word),
        _yes(ambiguous, starters),
        _yes(rf"{_EDGE}{months}\.\)?", word),
        _no(ambiguous, rf"{word}|\s+\("),
        _yes(_BREAKS, _CAPITAL),
    ]


def _russian() -> list[SegmentationRule]:
    from razdel.segmenters.sokr import HEAD_PAIR_SOKRS, HEAD_SOKRS, INITIALS, PAIR_SOKRS, SOKRS

    def cased(words: Iterable[str]) -> set[str]:
        return {form for one in words for form in (one, one[:1].upper() + one[1:])}

    starters = rf"\s+{_any(ru.STARTERS)}(?![\p{{L}}-])(?!\.)"
    pairs, heads = (_chains(some) for some in (PAIR_SOKRS, HEAD_PAIR_SOKRS))
    joints = {rf"{_capital(a)}\.(?=\s?{_capital(b)}\.)" for chain in PAIR_SOKRS for a, b in pairwise(chain)}
    inside = "(?:" + "|".join(sorted(joints)) + ")"
    not_capital = r"\s+[^\p{Lu}\s]"
    return [
        _no(rf"[.!?…]{_CLOSED}*", r"\s+(?:[–—-]\s+)?[\"“„«‹‘'(\[]?\p{Ll}"),
        _no(r"^\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[а-яa-z])[.)]", r"\s"),
        _yes(r"\d{4}\s*гг?\.", starters),
        _no(rf"{_EDGE}(?:долл|дол)\.", r"\s+США"),
        _no(rf"{_EDGE}{_any(cased(ru.BEFORE_NUMBER))}\.", r"\s+\d"),
        _yes(rf"\d\s*{_any(ru.UNITS)}\.", rf"\s+(?!{_any(ru.TIME_ZONES)})\p{{Lu}}"),
        _yes(rf"{_EDGE}\p{{Ll}}{{2,}}\.", starters),
        _no(rf"{_EDGE}{inside}", r"\s"),
        _no(rf"{_EDGE}{heads}\.", r"\s"),
        _no(rf"{_EDGE}{pairs}\.", not_capital),
        _no(rf"{_EDGE}{_any(cased(HEAD_SOKRS))}\.", r"\s"),
        _no(rf"{_EDGE}{_any(cased(SOKRS))}\.", not_capital),
        _no(rf"(?<!\p{{L}})(?:\p{{Lu}}|{_any(one[:1].upper() + one[1:] for one in INITIALS)})\.", r"\s"),
        _yes(_BREAKS, _CAPITAL),
    ]


def _chains(chains: Iterable[Sequence[str]]) -> str:
    """One of some abbreviations of several letters: `т. е`, without the last full stop."""
    return "(?:" + "|".join(sorted(r"\.\s?".join(map(_capital, chain)) for chain in chains)) + ")"


def _capital(word: str) -> str:
    """A word with its first letter small or great; Java knows other letters than ASCII's only so."""
    return f"[{word[0]}{word[0].upper()}]{word[1:]}"


_LANGUAGES = {"en": ("English", _english), "ru": ("Russian", _russian)}
