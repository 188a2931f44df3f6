"""The types of a translation memory: TranslationUnit, which it keeps, and Match, which it finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from align.checks.flags import NUMBERS_REPAIRED
from align.corpus.pair import Origin, Pair, Status
from align.corpus.timestamps import from_tmx
from align.corpus.tm_match import MatchRecord
from align.document import Kind

DOCUMENT_BOUNDARY = 0
"""In place of a neighbour's key: the beginning or the end of the document."""

REVIEWED = frozenset({"approved", "edited"})
"""The statuses of pairs that a person has reviewed and accepted."""


MatchKind = Literal["context", "exact", "repaired", "fuzzy"]
"""The quality of a match: the same source between the same neighbours, the same source, the same but for numbers and
dates (which were substituted), similar words."""


_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Make `text` encodable in UTF-8: a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


_TMX, _MADE = "tmx", "creationdate"


def dated_by_change(created: str, extra: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The date by which a memory tells which of two units is newer, and the keys of the unit with the date when it was
    made: a unit of TMX may have been changed since (`changedate` of the unit or of its translation)."""
    fields = extra.get(_TMX) if extra else None
    if not isinstance(fields, Mapping):
        return created, extra
    parts = [fields.get(part) for part in ("unit", "target")]
    dates = [part.get("changedate") for part in parts if isinstance(part, Mapping)]
    changed = max((from_tmx(date) for date in dates if isinstance(date, str)), default="")
    if changed <= created or not re.match(r"\d{4}-", changed):
        return created, extra
    return changed, {**extra, _TMX: {**fields, _MADE: created}}


def _as_made(created: str, extra: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The date when a unit was made, and its keys as they were: what `dated_by_change` has changed."""
    fields = extra.get(_TMX)
    if not isinstance(fields, Mapping) or not isinstance(fields.get(_MADE), str):
        return created, extra
    return fields[_MADE], {**extra, _TMX: {name: part for name, part in fields.items() if name != _MADE}}


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A source with its translation as a memory keeps it. `id` is its number in the file, `date` when it was added."""

    id: int
    source: str
    target: str
    source_lang: str
    target_lang: str
    doc: str = ""
    n: int = 0
    kind: Kind = "sentence"
    origin: Origin = "tm"
    status: Status = "approved"
    created: str = ""
    model: str = ""
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    added_from: str = ""
    date: str = ""

    @property
    def pair(self) -> Pair:
        """The unit as a pair of a corpus: what export writes."""
        created, extra = _as_made(self.created, self.extra)
        return Pair(
            id=f"tm-{self.id:07d}",
            doc=self.doc,
            n=self.n,
            source=self.source,
            target=self.target,
            source_lang=self.source_lang,
            target_lang=self.target_lang,
            kind=self.kind,
            origin=self.origin,
            status=self.status,
            created=created,
            model=self.model,
            note=self.note,
            extra=extra,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """The match of a source in a memory.

    `target` is the translation to use, with numbers and dates substituted in a repaired match; `percent` the similarity
    of the sources, in words (100 for all but fuzzy matches); `memory` the name of the file.
    """

    kind: MatchKind
    percent: int
    target: str
    unit: TranslationUnit
    memory: str

    @property
    def replaces(self) -> bool:
        """Whether the match takes the place of a draft; a fuzzy one is only shown with it."""
        return self.kind != "fuzzy"

    def to_extra(self) -> dict[str, Any]:
        """Record the match as `Pair.extra` keeps it: with all that a reviewer needs to judge it."""
        differs = self.kind in ("repaired", "fuzzy")
        return MatchRecord(
            self.kind,
            self.percent,
            self.memory,
            self.unit.source if differs else "",
            self.unit.target if differs else "",
            self.unit.id,
            self.unit.doc,
        ).to_extra()

    def applied(self, pair: Pair) -> Pair:
        """Give the pair the match as its translation: approved if a person has accepted the same text before."""
        same = self.kind in ("context", "exact")
        return replace(
            pair,
            target=self.target,
            origin="tm",
            status="approved" if same and self.unit.status in REVIEWED else "draft",
            flags=() if same else (NUMBERS_REPAIRED,),
        )
