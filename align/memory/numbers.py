"""Putting numbers, months and weekdays of a kept translation right, where nothing else differs in the source.

`It cost $15 million on Friday` with `Он обошёлся в $15 млн в пятницу`, met again with $20 million and Monday, gives
`Он обошёлся в $20 млн в понедельник`. Nothing is done by halves: unless every value that changed is found in the
translation, in digits, as often as in the source, and the words around it surely stay right, there is no repair.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from align.checks.lexicon import lexicon
from align.checks.numerals import SPACES
from align.memory.agreement import counted, dated
from align.memory.keys import normal, slots


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A number in digits at `start:end` of a text: its value, how many decimals it is written with, and what parts its
    thousands. What is no single number (`22.11.2016`) has its text for a value."""

    start: int
    end: int
    value: float | str
    decimals: int = 0
    separator: str = ""


def repaired(source: str, old_source: str, old_target: str, source_lang: str, target_lang: str) -> str | None:
    """The translation of `source`, made from that of `old_source`, which has the same frame (see
    `align.memory.keys.frame`); None where it cannot be made safely."""
    changes = _changes(normal(source), normal(old_source), source_lang)
    if changes is None:
        return None
    numbers, dates = changes
    edits = _number_edits(old_target, numbers, target_lang)
    if edits is None:
        return None
    moved = dated(old_target, dates, target_lang)
    if moved is None:
        return None
    text = old_target
    for start, end, put in sorted([*edits, *moved], reverse=True):
        text = text[:start] + put + text[end:]
    return text


def _changes(
    new: str, old: str, language: str
) -> tuple[list[tuple[_Numeral, _Numeral]], dict[tuple[str, int], int]] | None:
    """The numbers of the old source with those that take their place, and the months and weekdays likewise.

    None where equal values become different ones: in the translation nobody could tell them apart.
    """
    pattern = slots(language)
    numbers: list[tuple[_Numeral, _Numeral]] = []
    dates: dict[tuple[str, int], int] = {}
    for ours, theirs in zip(pattern.finditer(new), pattern.finditer(old), strict=True):
        if ours["number"]:
            if not theirs["number"]:
                return None
            numbers.append((_numeral(theirs, language), _numeral(ours, language)))
            continue
        fresh, kept = _date(ours[0], language), _date(theirs[0], language)
        if fresh is None or kept is None or fresh[0] != kept[0] or dates.setdefault(kept, fresh[1]) != fresh[1]:
            return None
    becomes: dict[float | str, float | str] = {}
    for kept_number, fresh_number in numbers:
        if becomes.setdefault(kept_number.value, fresh_number.value) != fresh_number.value:
            return None
    return numbers, dates


def _date(word: str, language: str) -> tuple[str, int] | None:
    """`("month", 11)` or `("weekday", 4)` for a word that is surely one of them."""
    roles = [(role, int(value)) for role, value in lexicon(language).entries.get(word.lower(), ()) if role != "loose"]
    return roles[0] if len(roles) == 1 and roles[0][0] in ("month", "weekday") else None


def _number_edits(
    target: str, numbers: list[tuple[_Numeral, _Numeral]], language: str
) -> list[tuple[int, int, str]] | None:
    """What to put where in the translation; None where a number that changed is not found there as often."""
    wanted = Counter(old.value for old, new in numbers if old.value != new.value)
    if not wanted:
        return []
    fresh = {old.value: new for old, new in numbers}
    there = [_numeral(match, language) for match in _pattern(language).finditer(target)]
    if any(sum(found.value == value for found in there) != count for value, count in wanted.items()):
        return None
    edits = []
    for found in there:
        if found.value in wanted:
            put = fresh[found.value]
            words = counted(target, found.start, found.end, found.value, put.value, language)
            if words is None:
                return None
            edits += [(found.start, found.end, written(put, found, language)), *words]
    return edits


def written(number: _Numeral, like: _Numeral, language: str) -> str:
    """A number in the form of the language: its decimal sign, and its groups where the text has groups.

    A number of four digits is grouped only where the one in its place was, or the language always does.
    """
    if isinstance(number.value, str):
        return number.value
    whole, _, rest = f"{number.value:.{number.decimals}f}".partition(".")
    comma = lexicon(language).decimal_comma
    if number.separator and (len(whole) > 4 or not comma or like.separator):
        separator = like.separator or _separator(language)
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", separator, whole)
    return whole + (("," if comma else ".") + rest if rest else "")


def _separator(language: str) -> str:
    """What stands between groups of three digits: CLDR's sign, a no-break space where it is a space."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language.replace("-", "_")).number_symbols
    except (UnknownLocaleError, ValueError):
        return "\u00a0"
    return str(symbols.get("latn", symbols).get("group", "\u00a0"))


def _pattern(language: str) -> re.Pattern[str]:
    """Numbers in the translation as it stands, where groups may be parted by any of several spaces."""
    spaces = f"[{SPACES}]"
    return re.compile(rf"(?P<number>\d{{1,3}}(?:{spaces}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)")


def _numeral(match: re.Match[str], language: str) -> _Numeral:
    """Read a number by the decimal sign of its language: `1,234.5` in English is `1 234,5` in Russian."""
    text = match["number"]
    point, comma = (",", ".") if lexicon(language).decimal_comma else (".", ",")
    separator = next((sign for sign in SPACES if sign in text), "")
    bare = text.replace(separator, "") if separator else text
    if re.fullmatch(rf"\d{{1,3}}(?:\{comma}\d{{3}})+(?:\{point}\d+)?", bare) and bare[0] != "0":
        separator, bare = comma, bare.replace(comma, "")
    whole, _, rest = bare.partition(point)
    if not (whole + rest).isdigit():
        return _Numeral(match.start(), match.end(), text)
    return _Numeral(match.start(), match.end(), float(f"{whole}.{rest or 0}"), len(rest), separator)
