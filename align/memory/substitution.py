"""Putting numbers, months and weekdays of a kept translation right, where nothing else differs in the source.

`It cost $15 million on Friday` with `Он обошёлся в $15 млн в пятницу`, met again with $20 million and Monday, gives
`Он обошёлся в $20 млн в понедельник`. Nothing is done by halves: unless every value that changed is found in the
translation, in digits, as often as in the source, and the words around it surely stay right, there is no repair.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from align.languages.agreement import Edit, counted, dated
from align.languages.normalization import memory_form
from align.languages.number_words import lexicon
from align.languages.numerals import SPACES
from align.languages.quantities import read_quantities
from align.memory.keys import slots
from align.typography.number_style import in_groups

_Worth = tuple[str, str]
"""What makes two numbers the same one: how they are put together, and their digits without zeros after decimals."""


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A number at `start:end` of a text, in its digits: a float has no room for those of an account.

    `digits` have a point before the decimals, and nothing between the thousands, which `separator` parts in the text.
    What is no single number to us (`22.11.2016`, digits of other scripts) is there as it stands, with a `shape`
    (`0.0.0`).
    """

    start: int
    end: int
    digits: str
    separator: str = ""
    shape: str = ""

    @property
    def worth(self) -> _Worth:
        bare = self.digits.rstrip("0").rstrip(".") if "." in self.digits and not self.shape else self.digits
        return self.shape, bare


def repaired(source: str, old_source: str, old_target: str, source_lang: str, target_lang: str) -> str | None:
    """The translation of `source`, made from that of `old_source`, which has the same frame (see
    `align.memory.keys.frame`); None where it cannot be made safely."""
    changes = _changes(memory_form(source), memory_form(old_source), source_lang)
    if changes is None:
        return None
    numbers, dates = changes
    fresh = {old.worth: new for old, new in numbers if old.digits != new.digits}
    there = _numerals(old_target, target_lang)
    wanted = Counter(old.worth for old, _ in numbers if old.worth in fresh)
    if Counter(found.worth for found in there if found.worth in fresh) != wanted:
        return None
    if fresh and not fresh.keys().isdisjoint(_in_words(old_source, source_lang) | _in_words(old_target, target_lang)):
        return None
    edits = _number_edits(old_target, there, fresh, target_lang)
    moved = dated(old_target, dates, target_lang)
    if edits is None or moved is None:
        return None
    text = _edited(old_target, {*edits, *moved})
    read_back = [found.digits for found in _numerals(text, target_lang)]
    return text if read_back == [fresh.get(found.worth, found).digits for found in there] else None


def _changes(
    new: str, old: str, language: str
) -> tuple[list[tuple[_Numeral, _Numeral]], dict[tuple[str, int], int]] | None:
    """The numbers of the old source with those that take their place, and the months and weekdays likewise.

    None where equal ones become different ones: in the translation nobody could tell them apart.
    """
    pattern = slots(language)
    numbers: list[tuple[_Numeral, _Numeral]] = []
    dates: dict[tuple[str, int], int] = {}
    becomes: dict[_Worth, str] = {}
    here, there = (list(pattern.finditer(text)) for text in (new, old))
    if len(here) != len(there):
        return None
    for ours, theirs in zip(here, there, strict=True):
        if not ours["number"]:
            fresh, kept = _date(ours[0], language), _date(theirs[0], language)
            if fresh is None or kept is None or fresh[0] != kept[0] or dates.setdefault(kept, fresh[1]) != fresh[1]:
                return None
        elif theirs["number"]:
            numeral, before = _numeral(ours, language), _numeral(theirs, language)
            numbers.append((before, numeral))
            if before.shape != numeral.shape or becomes.setdefault(before.worth, numeral.digits) != numeral.digits:
                return None
        else:
            return None
    return numbers, dates


def _date(word: str, language: str) -> tuple[str, int] | None:
    """`("month", 11)` or `("weekday", 4)` for a word that is surely one of them."""
    roles = [
        (role, int(value)) for role, value in lexicon(language).entries.get(word.lower(), ()) if role != "approximate"
    ]
    return roles[0] if len(roles) == 1 and roles[0][0] in ("month", "weekday") else None


def _in_words(text: str, language: str) -> set[_Worth]:
    """The numbers that a text says in words. Of `5 лодок, пять человек` nobody knows which five is whose."""
    numbers = read_quantities(text, language).numbers
    return {("", str(value)) for number in numbers if not number.digits for value in number.values}


def _number_edits(
    target: str, there: Iterable[_Numeral], fresh: Mapping[_Worth, _Numeral], language: str
) -> list[Edit] | None:
    """What to put where in the translation; None where a word beside a number might have to change."""
    edits: list[Edit] = []
    for found in there:
        if put := fresh.get(found.worth):
            words = [] if put.shape else counted(target, found.start, found.end, found.digits, put.digits, language)
            if words is None:
                return None
            edits += [(found.start, found.end, written(put, found, language)), *words]
    return edits


def _edited(text: str, edits: Iterable[Edit]) -> str:
    pieces, at = [], 0
    for start, end, put in sorted(edits):
        pieces += [text[at:start], put]
        at = end
    return "".join(pieces) + text[at:]


def written(number: _Numeral, like: _Numeral, language: str) -> str:
    """A number in the form of the language: its decimal sign, and its groups where the text has groups.

    A number of four digits is grouped only where the one in its place was, or the language always does.
    """
    if number.shape:
        return number.digits
    whole, point, decimals = number.digits.partition(".")
    comma = lexicon(language).decimal_comma
    if number.separator and (len(whole) > 4 or not comma or like.separator):
        whole = in_groups(whole, like.separator or _separator(language))
    return whole + point.replace(".", "," if comma else ".") + decimals


def _separator(language: str) -> str:
    """What stands between groups of three digits: CLDR's sign, a no-break space where it is a space."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language.replace("-", "_")).number_symbols
    except (UnknownLocaleError, ValueError):
        return "\u00a0"
    return str(symbols.get("latn", symbols).get("group", "\u00a0"))


_NUMBER = re.compile(rf"(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)")
"""A number in a translation as it stands, where groups may be parted by any of several spaces."""


def _numerals(text: str, language: str) -> list[_Numeral]:
    return [_numeral(match, language) for match in _NUMBER.finditer(text)]


def _numeral(match: re.Match[str], language: str) -> _Numeral:
    """Read a number by the decimal sign of its language: `1,234.5` in English is `1 234,5` in Russian."""
    text = match["number"]
    point, comma = (",", ".") if lexicon(language).decimal_comma else (".", ",")
    separator = next((sign for sign in SPACES if sign in text), "")
    bare = text.replace(separator, "") if separator else text
    if re.fullmatch(rf"\d{{1,3}}(?:\{comma}\d{{3}})+(?:\{point}\d+)?", bare) and bare[0] != "0":
        separator, bare = comma, bare.replace(comma, "")
    whole, sign, decimals = bare.partition(point)
    if not bare.isascii() or not (whole + decimals).isdigit():
        return _Numeral(match.start(), match.end(), text, shape=re.sub(r"\d+", "0", text))
    return _Numeral(match.start(), match.end(), f"{whole}.{decimals}" if sign else whole, separator)
