"""The record of a pair's match in a translation memory: a key of `Pair.extra`, which every corpus format keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from align.corpus.pair import Pair

MATCH = "memory"
"""The key of `Pair.extra` that holds the record of a match."""


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A match: its kind (`context`, `exact`, `repaired`, `fuzzy`), the similarity in per cent, the memory's file name.

    `source` and `target` are the memory's texts where they differ from the pair's, else empty. `unit` is the number of
    the unit in the memory, `doc` the document that it is from; both are for people who look it up.
    """

    kind: str
    percent: int
    file: str = ""
    source: str = ""
    target: str = ""
    unit: int | None = None
    doc: str = ""

    @classmethod
    def of(cls, pair: Pair) -> MatchRecord | None:
        """Read the record that a pair has; None where there is none, or something else of that name."""
        record = pair.extra.get(MATCH)
        if not isinstance(record, Mapping) or not isinstance(record.get("percent"), int):
            return None
        kind, file, source, target = texts = [record.get(name, "") for name in ("match", "file", "source", "target")]
        if not all(isinstance(text, str) for text in texts):
            return None
        unit, doc = record.get("unit"), record.get("doc")
        unit = unit if isinstance(unit, int) else None
        doc = doc if isinstance(doc, str) else ""
        return cls(kind, record["percent"], file, source, target, unit, doc)

    def to_extra(self) -> dict[str, Any]:
        """Write the record as `Pair.extra` has it."""
        record: dict[str, Any] = {"match": self.kind, "percent": self.percent, "file": self.file, "unit": self.unit}
        if self.doc:
            record["doc"] = self.doc
        if self.source or self.target:
            record |= {"source": self.source, "target": self.target}
        return {MATCH: record}
