"""Finds what is protected in a text: codes, pictures and signs, and every character that a model's vocabulary lacks.

A letter that differs by an accent from one that the model knows is no such case: it is drafted as that one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from align.languages.codes import PICTURE, find_codes
from align.translation.stand_ins import Span

Lacks = Callable[[str], bool]
"""Whether the model's vocabulary lacks a character."""

_SIGN_KINDS = frozenset({"So", "Sm", "Sc", "Sk", "No", "Cn", "Co"})
_BASES = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d"}
    | {"Đ": "D", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ə": "e", "Ə": "E", "ħ": "h", "Ħ": "H"}
    | {"\u2010": "-", "\u2011": "-", "\u2015": "\u2014", "\u201a": ",", "\u201b": "'", "\u2032": "'", "\u2033": '"'}
    | {"\u201e": '"', "\u201f": '"', "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "«": '"', "»": '"'}
)
_NUMBER = r"\d(?:[\d.,]*\d)?"
_MAGNITUDE = r"(?:trn|tn|bn|mln|mn|[mbk]|thousand|million|billion|trillion)\b"
_MAGNITUDES = {"m": "million", "mn": "million", "mln": "million", "bn": "billion", "b": "billion", "k": "thousand"}
_MAGNITUDES |= {"tn": "trillion", "trn": "trillion"}
_CURRENCY_BEFORE = re.compile(rf"(?<![^\W\d_])([A-Z]{{0,3}})([^\w\s])(\s?)({_NUMBER})({_MAGNITUDE})?(?!\d)")
_CURRENCY_AFTER = re.compile(rf"(?<![\w.,$])({_NUMBER})(\s?)([^\w\s])(?!\w)")
_UNIT = "°\\s?[A-Za-z]?|[µ\u03bc]?[A-Za-z]{0,3}[²³]|[µ\u03bc][A-Za-z]{1,2}|Ω|‰|[½¼¾⅓⅔]"
_MEASURE = re.compile(rf"(?<![\w.,])({_NUMBER})(\s?(?:{_UNIT}))(?!\w)")
_COMPARISON = re.compile(rf"(?<![\w<>])([<>≤≥±≈~\u2212]\s?)({_NUMBER})(?![\w²³])")
_OPENING, _CLOSING = "([{\"'“«„‘", ")]}\"'”»“’.,;:!?…"
_TRAILING_SIGNS = "™®©℠²³¹⁰⁴⁵⁶⁷⁸⁹°‰"


def plain_letters(text: str, lacks: Lacks) -> str:
    """Write letters and marks that the model lacks as those that it knows, where they differ by an accent or shape.

    >>> plain_letters("Özil’s café", lambda char: char in "Öé")
    'Ozil’s cafe'
    """
    if text.isascii():
        return text
    return "".join(_base(char, lacks) if not char.isascii() and lacks(char) else char for char in text)


def _base(char: str, lacks: Lacks) -> str:
    if unicodedata.category(char) == "Mn" and char not in "\ufe0e\ufe0f\u20e3":
        return ""
    base = char.translate(_BASES)
    if base == char and unicodedata.category(char)[0] in "LPZ":
        base = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return base if base and not any(lacks(c) for c in base) else char


def protected_spans(text: str, lacks: Lacks) -> list[Span]:
    """Find all that is protected in `text`, whose letters are plain: from left to right, without overlaps."""
    odd = {char for char in set(text) if _is_odd(char, lacks)}
    codes = _codes(text)
    if not odd and not codes:
        return []
    found = [*codes, *(Span(*match.span(), match[0], "picture") for match in PICTURE.finditer(text))]
    if odd:
        found += [*_amounts(text, odd), *_words(text, odd)]
    kept: list[Span] = []
    taken = bytearray(len(text))
    for span in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _is_odd(char: str, lacks: Lacks) -> bool:
    """Whether the model lacks a character, or its tokeniser alters it: ² is 2 to it, and ™ TM."""
    if char.isspace() or (char.isascii() and char.isalnum()):
        return False
    return (not char.isascii() and unicodedata.category(char) in _SIGN_KINDS) or lacks(char)


def _codes(text: str) -> list[Span]:
    """The codes of a text. An entity that stands within a word is protected with it: `AT&amp;T`, `5&nbsp;km`."""
    found = []
    for code in find_codes(text):
        start, end = code.start, code.end
        if code.role == "entity":
            while start and not text[start - 1].isspace() and text[start - 1] not in _OPENING + ">":
                start -= 1
            while end < len(text) and not text[end].isspace() and text[end] not in _CLOSING + "<":
                end += 1
        found.append(Span(start, end, text[start:end], code.role))
    return found


def _amounts(text: str, odd: set[str]) -> Iterator[Span]:
    """Numbers with a sign at them that the model does not know: money, degrees, square metres, `< 50`."""

    def is_currency(char: str) -> bool:
        return char in odd and unicodedata.category(char) == "Sc"

    for match in _CURRENCY_BEFORE.finditer(text):
        if is_currency(match[2]):
            magnitude = _MAGNITUDES.get(match[5], match[5]) if match[5] else ""
            yield Span(*match.span(), match[0], "money", match[4], match[1] + match[2] + match[3], magnitude=magnitude)
    for match in _CURRENCY_AFTER.finditer(text):
        if is_currency(match[3]):
            yield Span(*match.span(), match[0], "money", match[1], after=match[2] + match[3])
    for match in _MEASURE.finditer(text):
        if not odd.isdisjoint(match[2]):
            yield Span(*match.span(), match[0], "measure", match[1], after=match[2])
    for match in _COMPARISON.finditer(text):
        if not odd.isdisjoint(match[1]):
            yield Span(*match.span(), match[0], "measure", match[2], match[1])


def _words(text: str, odd: Iterable[str]) -> Iterator[Span]:
    """Words with an odd character in them, and odd signs at the edges of words or by themselves."""
    unknown = set(odd)
    for match in re.finditer(r"[^\s—–]+", text):
        if unknown.isdisjoint(match[0]):
            continue
        start, end = match.span()
        while start < end and text[start] in _OPENING and text[start] not in unknown:
            start += 1
        while end > start and text[end - 1] in _CLOSING and text[end - 1] not in unknown:
            end -= 1
        first, last = start, end
        while first < last and text[first] in unknown and not text[first].isalpha():
            first += 1
        while last > first and text[last - 1] in unknown and not text[last - 1].isalpha():
            last -= 1
        if first == last:
            yield Span(start, end, text[start:end], "picture")
            continue
        glued = text[last:end].strip(_TRAILING_SIGNS) == "" or not unknown.isdisjoint(text[first:last])
        if first > start:
            yield Span(start, first, text[start:first], "picture")
        if glued and (last < end or not unknown.isdisjoint(text[first:last])):
            yield Span(first, end, text[first:end], "word")
        elif last < end:
            yield Span(last, end, text[last:end], "picture")
