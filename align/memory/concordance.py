"""Searches a memory for a text: units that are similar to it, and units that contain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from align.io.sqlite import explained
from align.memory.memory_store import Memory
from align.memory.recall import LookupContext, MemoryLookup
from align.memory.schema import MEMORY
from align.memory.search_index import candidates, folded
from align.memory.unit import Match, TranslationUnit


def look_up(memory: Memory, text: str, source_lang: str, target_lang: str, percent: int, limit: int) -> list[Match]:
    """Find at most `limit` units: those whose source is similar to `text` by `percent` or more, the most similar first,
    then those that contain it, in upper or lower case, in the source or the target (their matches have 0 per cent)."""
    found: dict[int, Match] = {}
    languages = memory.languages(source_lang, target_lang)
    for source, target in languages.values():
        lookup = MemoryLookup([memory], source, target)
        exact = lookup.best(LookupContext(text), changed=False)
        for match in [*([exact] if exact else []), *lookup.fuzzy_matches(text, percent)]:
            found.setdefault(match.unit.id, match)
    matches = sorted(found.values(), key=lambda match: -match.percent)[:limit]
    if len(matches) < limit:
        containing = (number for number in _containing(memory, text, list(languages)) if number not in found)
        for number in islice(containing, limit - len(matches)):
            if unit := memory.unit(number):
                matches.append(Match("fuzzy", 0, unit.target, unit, memory.path.name))
    return matches


def _containing(memory: Memory, text: str, languages: Sequence[int]) -> Iterator[int]:
    """Give the numbers of the units of these pairs of languages that have the text, in order."""
    wanted = folded(text)
    sides = "coalesce(CAST(source AS TEXT), ''), coalesce(CAST(target AS TEXT), '')"
    of_languages = f"+languages IN ({','.join(map(str, languages))})"  # +: the number finds the unit, not the languages
    with explained(memory.path, MEMORY):
        if not memory.has_search_index:
            for number, *both in memory.base.execute(f"SELECT id, {sides} FROM unit WHERE {of_languages} ORDER BY id"):
                if _have(both, wanted):
                    yield number
            return
        for number in candidates(memory.base, wanted):
            row = memory.base.execute(f"SELECT {sides} FROM unit WHERE id = ? AND {of_languages}", (number,)).fetchone()
            if row and _have(row, wanted):
                yield number


def _have(sides: Iterable[str], wanted: str) -> bool:
    return any(wanted in folded(side) for side in sides)


def contains(unit: TranslationUnit, wanted: str) -> bool:
    """Whether a unit has a text, in normal form and case-folded, in its source or its translation."""
    return _have((unit.source, unit.target), wanted)
