"""Who reviewed a pair and when: kept where TMX has it, as attributes of the unit (see `tmx_units.TMX_FIELDS`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from align.corpus.formats.tmx_units import TMX_FIELDS
from align.corpus.pair import Pair
from align.corpus.timestamps import to_tmx


class Review(NamedTuple):
    """The name of a reviewer and a date, as TMX writes it; "" where they are not known."""

    name: str = ""
    date: str = ""

    @classmethod
    def of(cls, pair: Pair) -> Review:
        """Who changed the unit that a pair was read from: in the translation's own variant, or the unit as a whole."""
        for part in ("target", "unit"):
            fields = _part(pair, part)
            name, date = (fields.get(key) or fields.get(other) for key, other in _KEYS)
            if isinstance(name, str) and name:
                return cls(name, date if isinstance(date, str) else "")
        return cls()


_KEYS = (("changeid", "creationid"), ("changedate", "creationdate"))


def reviewed_by(pair: Pair, name: str, moment: str) -> Pair:
    """The pair with its reviewer and the date, as `2026-11-23T10:00:00Z` or as TMX writes it."""
    unit = {**_part(pair, "unit"), "changeid": name, "changedate": to_tmx(moment) or moment}
    fields = pair.extra.get(TMX_FIELDS)
    others = fields if isinstance(fields, Mapping) else {}
    return replace(pair, extra={**pair.extra, TMX_FIELDS: {**others, "unit": unit}})


def _part(pair: Pair, part: str) -> Mapping[str, Any]:
    fields = pair.extra.get(TMX_FIELDS) if pair.extra else None
    found = fields.get(part) if isinstance(fields, Mapping) else None
    return found if isinstance(found, Mapping) else {}
