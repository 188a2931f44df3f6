"""The nouns of a translation memory: a TranslationUnit that is kept, a Match that is found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from align.checks.flags import NUMBERS_REPAIRED
from align.corpus.pair import Origin, Pair, Status
from align.corpus.tm_match import MATCH
from align.document import Kind

EDGE = 0
"""In place of a neighbour's key: the document begins or ends here."""

REVIEWED = frozenset({"approved", "edited"})
"""The statuses of pairs that a person has seen and let stand."""


MatchKind = Literal["context", "exact", "repaired", "fuzzy"]
"""How well a match fits: the same source between the same neighbours, the same source, the same but for numbers and
dates (which were put right), similar words."""


_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` as UTF-8 can hold it: half a character (a lone surrogate) becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


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
            created=self.created,
            model=self.model,
            note=self.note,
            extra=self.extra,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """What a memory offers for a source. `target` is the translation to use, numbers put right where `kind` says so;
    `percent` how similar the sources are, in words (100 for all but fuzzy matches); `memory` the name of the file."""

    kind: MatchKind
    percent: int
    target: str
    unit: TranslationUnit
    memory: str

    @property
    def replaces(self) -> bool:
        """Whether the match stands in place of a draft, not beside it."""
        return self.kind != "fuzzy"

    def told(self) -> dict[str, Any]:
        """The match as `Pair.extra` keeps it: enough for a reviewer to judge it."""
        told: dict[str, Any] = {"match": self.kind, "percent": self.percent, "file": self.memory, "unit": self.unit.id}
        if self.unit.doc:
            told["doc"] = self.unit.doc
        if self.kind in ("repaired", "fuzzy"):
            told |= {"source": self.unit.source, "target": self.unit.target}
        return {MATCH: told}

    def applied(self, pair: Pair) -> Pair:
        """The pair with the match for its translation: approved if a person let it stand as it is now."""
        same = self.kind in ("context", "exact")
        return replace(
            pair,
            target=self.target,
            origin="tm",
            status="approved" if same and self.unit.status in REVIEWED else "draft",
            flags=() if same else (NUMBERS_REPAIRED,),
        )
