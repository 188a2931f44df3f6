"""The reviewed corpus that `align pair --keep` aligns around: which of its pairs belong to two documents, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from align.corpus.pair import Pair, Signature
from align.document import Document, Segment
from align.localization import _, ngettext
from align.pipelines.carrying import Carrier
from align.pipelines.crossing import FixedBeads, fix_beads
from align.pipelines.placement import CONFIRMED, PlacedPair, place_pairs

SHOWN = 10
"""Ids of pairs that are named in one line."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """What is kept of a document: the segments of both texts, the pairs of the earlier corpus among them, the beads
    that are fixed, and lines on what could not be kept."""

    source: list[Segment]
    target: list[Segment]
    earlier: list[PlacedPair]
    fixed: FixedBeads
    remarks: tuple[str, ...]


class KeptCorpus:
    """The pairs of a reviewed corpus, called `name`, by document, and its signature. All are in memory."""

    def __init__(self, name: str, pairs: Iterable[Pair], signature: Signature = Signature()):
        self.name = name
        self.signature = signature
        self._documents: dict[str, list[Pair]] = {}
        for pair in pairs:
            self._documents.setdefault(pair.doc, []).append(pair)
        self._ids = Counter(pair.id for pairs in self._documents.values() for pair in pairs)
        self._single = {name for name, count in self._ids.items() if count == 1}

    @property
    def confirmed(self) -> int:
        """How many of its pairs a person has confirmed."""
        return sum(pair.status in CONFIRMED for pairs in self._documents.values() for pair in pairs)

    def document(self, name: str) -> str | None:
        """The name under which a document is in the corpus: its own, that of the only one with such a file name, or
        that of the only one there is; None where it is not there."""
        if name in self._documents:
            return name
        alike = [known for known in self._documents if PurePath(known).name == PurePath(name).name]
        return alike[0] if len(alike) == 1 else next(iter(self._documents), None) if len(self._documents) == 1 else None

    def keep(
        self, source: Document, target: Document, segments: tuple[Sequence[Segment], Sequence[Segment]]
    ) -> KeptDocument:
        """Find the pairs of a document in its two texts, of which `segments` are the segments."""
        known = self.document(source.id)
        pairs = self._documents[known] if known is not None else []
        placed = place_pairs(pairs, (source.text, target.text), segments)
        fixed = fix_beads([one for one in placed.pairs if one.confirmed])
        remarks = []
        lost = [pair for pair in placed.lost if pair.status in CONFIRMED]
        if lost:
            remarks.append(
                ngettext(
                    "{corpus}: {n:,} confirmed pair could not be placed in the texts: {ids}",
                    "{corpus}: {n:,} confirmed pairs could not be placed in the texts: {ids}",
                    len(lost),
                    corpus=self.name,
                    ids=named(lost),
                )
            )
        if left_out := [one.pair for one in fixed.left_out]:
            remarks.append(
                ngettext(
                    "{corpus}: {n:,} confirmed pair could not be kept beside the others: {ids}",
                    "{corpus}: {n:,} confirmed pairs could not be kept beside the others: {ids}",
                    len(left_out),
                    corpus=self.name,
                    ids=named(left_out),
                )
            )
        if notes := [pair for pair in placed.lost if pair.note.strip() and pair not in lost]:
            remarks.append(
                _("{corpus}: the text of these notes is not there any more: {ids}", corpus=self.name, ids=named(notes))
            )
        return KeptDocument(placed.source, placed.target, placed.pairs, fixed, tuple(remarks))

    def carrier(self, earlier: Sequence[PlacedPair]) -> Carrier:
        """What gives new pairs that which the earlier ones leave to them."""
        return Carrier(earlier, self._ids, self._single)

    def elsewhere(self, names: Collection[str]) -> str:
        """A line on the confirmed pairs of other documents than those called `names`, or "" where there are none."""
        known = {self.document(name) for name in names}
        others = {name: pairs for name, pairs in self._documents.items() if name not in known}
        count = sum(pair.status in CONFIRMED for pairs in others.values() for pair in pairs)
        if not count:
            return ""
        return ngettext(
            "{corpus}: {n:,} confirmed pair is of other documents",
            "{corpus}: {n:,} confirmed pairs are of other documents",
            count,
            corpus=self.name,
        )


def named(pairs: Sequence[Pair]) -> str:
    """Some pairs by their ids, as many as a line holds."""
    ids = ", ".join(pair.id or _("number {n}", n=pair.n) for pair in pairs[:SHOWN])
    return _("{ids} and {n:,} more", ids=ids, n=len(pairs) - SHOWN) if len(pairs) > SHOWN else ids
