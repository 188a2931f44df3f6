"""Reads the rows of a table as glossary entries: finds out which column is which, and makes a Term of each row.

Columns are found by their headings, in English or Russian, or by a language's code or name. A table without headings is
source, target and, as in OmegaT's glossaries, a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from align.glossary.term import Case, Term
from align.languages.language_headings import language_of_heading
from align.languages.tags import primary_subtag
from align.localization import _

HEADINGS: dict[str, tuple[str, ...]] = {
    "source": ("source", "source term", "term", "original", "исходный термин", "термин", "оригинал", "источник"),
    "target": ("target", "target term", "translation", "translations", "перевод", "переводы", "эквивалент"),
    "forbidden": ("forbidden", "do not use", "prohibited", "deprecated", "не использовать", "запрещено", "нельзя"),
    "note": ("note", "notes", "comment", "definition", "примечание", "примечания", "комментарий", "определение"),
    "case": ("case", "case-sensitive", "case sensitive", "регистр", "с учётом регистра"),
    "keep": ("do not translate", "dnt", "untranslatable", "не переводить", "без перевода"),
}
"""Headings of each column, the most certain first."""
_ALL_HEADINGS = frozenset(name for names in HEADINGS.values() for name in names)

_YES = frozenset({"yes", "y", "true", "1", "x", "+", "✓", "да", "истина", "dnt"})
_CASES: dict[str, Case] = {"exact": "exact", "any": "any", "auto": "auto", "точно": "exact", "любой": "any"}
_SEPARATOR = re.compile(r"[|;\n]")
_BRACKETS = re.compile(r"\(.*\)")
_LONGEST_NAME = 200
"""Characters above which a heading is not looked at for the name of a language."""
_EMPTY = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on the entry at `line` of a file (0: on the file). It is an error if the entry cannot be used."""

    line: int
    message: str
    error: bool = False


@dataclass(slots=True)
class Entries:
    """The content of a glossary file: terms, remarks on them, and the languages it declares (empty if it does not)."""

    terms: list[Term] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    source_lang: str = ""
    target_lang: str = ""


def parse_rows(rows: Iterable[tuple[int, Sequence[str]]], source_lang: str, target_lang: str) -> Entries:
    """Read the numbered rows of a table: (line, cells)."""
    entries = Entries()
    columns: dict[str, int] | None = None
    for number, cells in rows:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if columns is None:
            columns = _parse_headings(cells, source_lang, target_lang, entries)
            if columns:
                continue
            columns = {"source": 0, "target": 1, "note": 2}
        named = {key: cells[column] for key, column in columns.items() if column < len(cells)}
        term = _parse_term(number, named, entries.remarks)
        if term is not None:
            entries.terms.append(term)
    return entries


def _parse_headings(cells: Sequence[str], source_lang: str, target_lang: str, entries: Entries) -> dict[str, int]:
    """Find the indices of the columns if `cells` are headings, which they are if source and target are among them; else
    none. Languages that headings name are recorded in `entries`."""
    names = [_folded(cell) for cell in cells]
    found: dict[str, int] = {}
    for key, headings in HEADINGS.items():
        candidates = [(headings.index(name), column) for column, name in enumerate(names) if name in headings]
        if candidates:
            found[key] = min(candidates)[1]
    languages = [
        (column, code)
        for column, cell in enumerate(cells)
        if column not in found.values() and (code := language_of_heading(cell))
    ]
    for key, wanted in (("source", source_lang), ("target", target_lang)):
        if key not in found:
            matching = [
                (column, code)
                for column, code in languages
                if not wanted or primary_subtag(code) == primary_subtag(wanted)
            ]
            if matching:
                languages.remove(matching[0])
                found[key] = matching[0][0]
                setattr(entries, f"{key}_lang", matching[0][1])
    return found if "source" in found and ("target" in found or "forbidden" in found or "keep" in found) else {}


def known_headings(cells: Sequence[str]) -> int:
    """How many cells of a row are headings that are known; it tells the delimiter of a table."""
    return sum(_folded(cell) in _ALL_HEADINGS or bool(language_of_heading(cell)) for cell in cells)


def _folded(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip(" :*").casefold()


def _parse_term(number: int, cells: dict[str, str], remarks: list[Remark]) -> Term | None:
    source = " ".join(cells.get("source", "").split())
    targets = tuple(dict.fromkeys(_split_cell(cells.get("target", ""))))
    forbidden = tuple(dict.fromkeys(_split_cell(cells.get("forbidden", ""))))
    if not source:
        remarks.append(Remark(number, _("there is no source term"), error=True))
        return None
    if cells.get("keep", "").casefold() in _YES:
        if targets not in ((), (source,)):
            message = _("{term}: is not to be translated, and has a translation", term=source)
            remarks.append(Remark(number, message, error=True))
        targets = (source,)
    if not targets and not forbidden:
        remarks.append(Remark(number, _("{term}: there is no translation", term=source), error=True))
        return None
    return Term(source, targets, forbidden, cells.get("note", ""), _parse_case(number, cells, remarks), number)


def _parse_case(number: int, cells: dict[str, str], remarks: list[Remark]) -> Case:
    text = cells.get("case", "").casefold()
    if text in _YES:
        return "exact"
    if text in ("no", "false", "0", "нет"):
        return "any"
    if text and text not in _CASES:
        message = _("the case rule {text!r} is not known: write exact, any, or nothing", text=text)
        remarks.append(Remark(number, message))
    return _CASES.get(text, "auto")


def _split_cell(cell: str) -> Iterator[str]:
    """Split a cell with several translations at | or ; or a line break."""
    for part in _SEPARATOR.split(cell):
        words = " ".join(part.split())
        if words not in _EMPTY:
            yield words
