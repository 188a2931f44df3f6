"""Searches a memory for a text: units that are similar to it, and units that contain it."""

from __future__ import annotations

from align.languages.normalization import memory_form
from align.memory.memory_store import Memory
from align.memory.recall import LookupContext, MemoryLookup
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
        wanted = memory_form(text).casefold()
        for unit in memory.units(list(languages)):
            if unit.id not in found and contains(unit, wanted):
                matches.append(Match("fuzzy", 0, unit.target, unit, memory.path.name))
                if len(matches) == limit:
                    break
    return matches


def contains(unit: TranslationUnit, wanted: str) -> bool:
    """Whether a unit has a text, in normal form and case-folded, in its source or its translation."""
    return any(wanted in memory_form(side).casefold() for side in (unit.source, unit.target))
