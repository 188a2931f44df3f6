"""Finds the columns of a bilingual table by its first row: headings in any order, in words or by languages.

A heading says that its column is the source or the target (`Source`, `Перевод`), or which language is in it (`en`,
`Английский`), or both (`Source (en-US)`). A row is headings only if two columns of it are told apart by that: `English`
and `Английский` are a pair like any other, and `en` and `ru` are headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from align.corpus.fields import FIELDS
from align.corpus.format_options import FormatOptions
from align.errors import FormatError, language_options
from align.languages.language_headings import language_of_heading
from align.languages.tags import best_match
from align.localization import _

_SOURCE = """
source original исходный исходник оригинал источник оригінал джерело quelle ausgangstext quelltext origen fuente źródło
oryginał
"""
_TARGET = """
target translation translated перевод переведенный цель переклад übersetzung ziel zieltext cible traduction destino
traducción tłumaczenie
"""
_WITHOUT_MEANING = """
text texts segment segments string strings sentence sentences language lang column final текст текста тексты сегмент
сегменты строка предложение язык столбец окончательный итоговый sprache langue idioma langage
"""
SOURCE_WORDS = frozenset(_SOURCE.split())
TARGET_WORDS = frozenset(_TARGET.split())
_ALSO = {
    f"{side}{blank}{name}": f"{field}_lang"
    for side, field in (("source", "source"), ("target", "target"), ("src", "source"), ("tgt", "target"))
    for blank in ("_", " ", "-")
    for name in ("language", "lang", "locale")
}
"""Other headings of the columns that name the languages of each row."""
_FILLERS = frozenset(_WITHOUT_MEANING.split())
_KNOWN_FIELDS = frozenset(FIELDS)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: the side, if it does, and the language; `filler` if it says no more than `Text`."""

    side: str = ""
    language: str = ""
    filler: bool = False


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table: a key for each, fields of a pair or the names of others; the languages that the headings
    name, "" where they name none."""

    keys: tuple[str, ...]
    source_lang: str = ""
    target_lang: str = ""


def heading_of(cell: str) -> Heading | None:
    """What a cell says as a heading; None for a cell that is no heading of a text."""
    name = " ".join(cell.split()).strip(" :*#").replace("_", " ") if len(cell) < 80 else ""
    if not name:
        return None
    if language := language_of_heading(cell.strip(" :*#")):
        return Heading(language=language)
    words = re.findall(r"[^\s()\[\]/,:]+", name)
    sides, rest = set(), []
    for word in words:
        folded = word.casefold().replace("ё", "е")
        if folded in SOURCE_WORDS:
            sides.add("source")
        elif folded in TARGET_WORDS:
            sides.add("target")
        elif folded not in _FILLERS:
            rest.append(word)
    language = language_of_heading(" ".join(rest)) if rest else ""
    if len(sides) > 1 or (rest and not language):
        return None
    return Heading(sides.pop() if sides else "", language, not (sides or language or rest))


def known_headings(cells: Sequence[str]) -> int:
    """How many cells of a row are headings that are known; it tells the delimiter of a table."""
    return sum(cell.strip().lower() in _KNOWN_FIELDS or heading_of(cell) is not None for cell in cells)


def find_columns(cells: Sequence[str], options: FormatOptions, name: str) -> TableColumns | None:
    """Find the columns if `cells` are the headings of a bilingual table; None if they are not.

    Raises FormatError where they name languages, and not those that are wanted or more than two.
    """
    keys = [cell.strip().lower() for cell in cells]
    keys = [_ALSO.get(key, key) if _ALSO.get(key) not in keys else key for key in keys]
    if {"source", "target"} <= set(keys):
        return TableColumns(tuple(keys))
    fields = _KNOWN_FIELDS - {"source", "target"}
    headings = [None if key in fields else heading_of(cell) for key, cell in zip(keys, cells, strict=True)]
    sides = _by_sides(headings) or _by_languages(headings, options, name)
    if sides is None:
        return None
    keys = [f"{key} ({column})" if key in ("source", "target") else key for column, key in enumerate(keys, 1)]
    languages = []
    for key, column in zip(("source", "target"), sides, strict=True):
        keys[column] = key
        heading = headings[column]
        languages.append(heading.language if heading else "")
    return TableColumns(tuple(keys), *languages)


def _by_sides(headings: Sequence[Heading | None]) -> tuple[int, int] | None:
    """The columns that are told apart because at least one says which side it is: Source and Target, English and
    Translation, Text and Перевод."""
    columns: dict[str, list[int]] = {"source": [], "target": [], "": []}
    for column, heading in enumerate(headings):
        if heading is not None:
            columns[heading.side].append(column)
    sources, targets = columns["source"], columns["target"]
    if sources and targets:
        return sources[0], targets[0]
    if len(sources) + len(targets) != 1 or not columns[""]:
        return None
    other = min(columns[""], key=lambda column: (not _language(headings[column]), column))
    return (sources[0], other) if sources else (other, targets[0])


def _by_languages(headings: Sequence[Heading | None], options: FormatOptions, name: str) -> tuple[int, int] | None:
    """The columns of the two languages wanted, or of the only two that there are."""
    named = {column: code for column, heading in enumerate(headings) if (code := _language(heading))}
    if len(set(named.values())) < 2:
        return None
    asked = (options.source_lang, options.target_lang)
    matches = [best_match(wanted, named.values()) if wanted else None for wanted in asked]
    unmet = any(wanted and match is None for wanted, match in zip(asked, matches, strict=True))
    if unmet and len(named) < len(headings):
        return None  # texts that are words of two letters, or names of languages
    found = [next((column for column, own in named.items() if own == match), None) for match in matches]
    rest = [column for column in named if column not in found]
    needed = found.count(None)
    if unmet or (needed == 0 and found[0] == found[1]) or len(rest) < needed or 0 < needed < len(rest):
        problem = _("the columns are in {languages}", languages=", ".join(named.values()))
        raise FormatError.at(name, 1, problem, _("choose two of them with {options}", options=language_options()))
    source, target = (rest.pop(0) if column is None else column for column in found)
    return source, target


def _language(heading: Heading | None) -> str:
    return heading.language if heading else ""
