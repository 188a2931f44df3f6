"""Substitutes numbers, months and weekdays in the translation of a unit, where nothing else differs in the source.

`It cost $15 million on Friday` with `Он обошёлся в $15 млн в пятницу`, looked up with $20 million and Monday, gives
`Он обошёлся в $20 млн в понедельник`. All or nothing: unless every changed value occurs in the translation, in digits,
as often as in the source, and the words around it surely stay correct, nothing is substituted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from align.languages.agreement import Edit, agree_with_number, rename_dates
from align.languages.normalization import memory_forms
from align.languages.number_words import lexicon
from align.languages.numerals import SPACES
from align.languages.quantities import read_quantities
from align.memory.keys import placeables
from align.typography.number_style import in_groups

_Value = tuple[str, str]
"""The identity of a number: its shape, and its digits without trailing zeros of a fraction."""


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A number at `start:end` of a text, as digits: a float cannot hold those of an account.

    `digits` have a decimal point, and nothing between the thousands, which `separator` separates in the text. What we
    do not read as a single number (`22.11.2016`, digits of other scripts) is kept as it is written, with a `shape`
    (`0.0.0`).
    """

    start: int
    end: int
    digits: str
    separator: str = ""
    shape: str = ""

    @property
    def value(self) -> _Value:
        normal = self.digits.rstrip("0").rstrip(".") if "." in self.digits and not self.shape else self.digits
        return self.shape, normal


def substitute_placeables(
    source: str, old_source: str, old_target: str, source_lang: str, target_lang: str
) -> str | None:
    """Make the translation of `source` from that of `old_source`, which has the same template (see
    `align.memory.keys.template_key`); None where that is not safe."""
    changes = _changes(memory_forms(source)[0], memory_forms(old_source)[0], source_lang)
    if changes is None:
        return None
    numbers, dates = changes
    replacements = {old.value: new for old, new in numbers if old.digits != new.digits}
    in_target = _numerals(old_target, target_lang)
    expected = Counter(old.value for old, _ in numbers if old.value in replacements)
    if Counter(numeral.value for numeral in in_target if numeral.value in replacements) != expected:
        return None
    if replacements:
        in_words = _values_in_words(old_source, source_lang) | _values_in_words(old_target, target_lang)
        if not replacements.keys().isdisjoint(in_words):
            return None
    number_edits = _number_edits(old_target, in_target, replacements, target_lang)
    date_edits = rename_dates(old_target, dates, target_lang)
    if number_edits is None or date_edits is None:
        return None
    text = _apply(old_target, {*number_edits, *date_edits})
    read_back = [numeral.digits for numeral in _numerals(text, target_lang)]
    return text if read_back == [replacements.get(numeral.value, numeral).digits for numeral in in_target] else None


def _changes(
    new: str, old: str, language: str
) -> tuple[list[tuple[_Numeral, _Numeral]], dict[tuple[str, int], int]] | None:
    """Compare two sources of the same template: pairs of numbers (old, new), and old months and weekdays with the value
    of the new.

    None where equal ones become different ones: in the translation they could not be distinguished.
    """
    pattern = placeables(language)
    numbers: list[tuple[_Numeral, _Numeral]] = []
    dates: dict[tuple[str, int], int] = {}
    new_digits: dict[_Value, str] = {}
    in_new, in_old = (list(pattern.finditer(text)) for text in (new, old))
    if len(in_new) != len(in_old):
        return None
    for new_match, old_match in zip(in_new, in_old, strict=True):
        if not new_match["number"]:
            new_date, old_date = _date(new_match[0], language), _date(old_match[0], language)
            if new_date is None or old_date is None or new_date[0] != old_date[0]:
                return None
            if dates.setdefault(old_date, new_date[1]) != new_date[1]:
                return None
        elif old_match["number"]:
            new_numeral, old_numeral = _numeral(new_match, language), _numeral(old_match, language)
            numbers.append((old_numeral, new_numeral))
            if old_numeral.shape != new_numeral.shape:
                return None
            if new_digits.setdefault(old_numeral.value, new_numeral.digits) != new_numeral.digits:
                return None
        else:
            return None
    return numbers, dates


def _date(word: str, language: str) -> tuple[str, int] | None:
    """Read a word as a date: `("month", 11)` or `("weekday", 4)`; None unless it is surely one of them."""
    roles = [
        (role, int(value)) for role, value in lexicon(language).entries.get(word.lower(), ()) if role != "approximate"
    ]
    return roles[0] if len(roles) == 1 and roles[0][0] in ("month", "weekday") else None


def _values_in_words(text: str, language: str) -> set[_Value]:
    """Find the numbers that a text has in words. In `5 лодок, пять человек` it is unclear which five is which."""
    numbers = read_quantities(text, language).numbers
    return {("", str(value)) for number in numbers if not number.digits for value in number.values}


def _number_edits(
    target: str, in_target: Iterable[_Numeral], replacements: Mapping[_Value, _Numeral], language: str
) -> list[Edit] | None:
    """Plan the edits of the translation; None where a word next to a number might have to change unpredictably."""
    edits: list[Edit] = []
    for old in in_target:
        if new := replacements.get(old.value):
            words = [] if new.shape else agree_with_number(target, old.start, old.end, old.digits, new.digits, language)
            if words is None:
                return None
            edits += [(old.start, old.end, format_numeral(new, old, language)), *words]
    return edits


def _apply(text: str, edits: Iterable[Edit]) -> str:
    pieces, position = [], 0
    for start, end, replacement in sorted(edits):
        pieces += [text[position:start], replacement]
        position = end
    return "".join(pieces) + text[position:]


def format_numeral(number: _Numeral, like: _Numeral, language: str) -> str:
    """Write a number as the language does: with its decimal mark, and its groups where the text has groups.

    A number of four digits is grouped only where the one it replaces was, or the language always does.
    """
    if number.shape:
        return number.digits
    whole, point, decimals = number.digits.partition(".")
    comma = lexicon(language).decimal_comma
    if number.separator and (len(whole) > 4 or not comma or like.separator):
        whole = in_groups(whole, like.separator or _group_separator(language))
    return whole + point.replace(".", "," if comma else ".") + decimals


def _group_separator(language: str) -> str:
    """The separator of groups of three digits: CLDR's, a no-break space where that is a space."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language.replace("-", "_")).number_symbols
    except (UnknownLocaleError, ValueError):
        return "\u00a0"
    return str(symbols.get("latn", symbols).get("group", "\u00a0"))


_NUMBER = re.compile(rf"(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)")
"""A number in a translation, where groups may be separated by any of several spaces."""


def _numerals(text: str, language: str) -> list[_Numeral]:
    return [_numeral(match, language) for match in _NUMBER.finditer(text)]


def _numeral(match: re.Match[str], language: str) -> _Numeral:
    """Read a number by the decimal mark of its language: `1,234.5` in English is `1 234,5` in Russian."""
    text = match["number"]
    point, comma = (",", ".") if lexicon(language).decimal_comma else (".", ",")
    separator = next((space for space in SPACES if space in text), "")
    plain = text.replace(separator, "") if separator else text
    if re.fullmatch(rf"\d{{1,3}}(?:\{comma}\d{{3}})+(?:\{point}\d+)?", plain) and plain[0] != "0":
        separator, plain = comma, plain.replace(comma, "")
    whole, mark, decimals = plain.partition(point)
    if not plain.isascii() or not (whole + decimals).isdigit():
        return _Numeral(match.start(), match.end(), text, shape=re.sub(r"\d+", "0", text))
    return _Numeral(match.start(), match.end(), f"{whole}.{decimals}" if mark else whole, separator)
