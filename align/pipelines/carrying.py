"""New pairs with what a person did to the earlier ones of the same segments: texts, decisions, notes, ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from align.alignment.beads import Bead
from align.checks.confidence import CONFIDENCE
from align.corpus.pair import Pair
from align.corpus.paragraphs import with_paragraph_of
from align.corpus.side_segments import free_id
from align.pipelines.crossing import Sides
from align.pipelines.placement import PlacedPair, alphanumerics


class Carrier:
    """What the pairs of an earlier corpus leave to those of new beads.

    A pair of the same segments on both sides leaves its id and its note; one that a person decided on also its texts,
    status and origin. Other notes go to the pair with the same source segments, else to the first that shares one.
    `used` are the ids of the earlier corpus, none of which another pair gets, and `single` those that stand there once.
    """

    def __init__(self, earlier: Sequence[PlacedPair], used: Collection[str], single: Collection[str]):
        self._earlier, self._single = earlier, single
        self._taken = set(used)

    def carry(self, beads: Sequence[Bead], fresh: Iterable[Pair]) -> Iterator[Pair]:
        """The new pairs, one a bead and in the order of the beads, with all that is left to them."""
        same: dict[Sides, PlacedPair] = {}
        for one in self._earlier:
            same.setdefault((one.source, one.target), one)
        pairs = list(fresh)
        heirs: dict[int, Pair] = {}
        for number, (bead, pair) in enumerate(zip(beads, pairs, strict=True)):
            old = same.get((bead.source, bead.target))
            if old and (old.confirmed or alphanumerics(old.pair.source) == alphanumerics(pair.source)):
                heirs[number] = old.pair
        notes = self._other_notes(beads, {id(pair) for pair in heirs.values()})
        for number, (bead, pair) in enumerate(zip(beads, pairs, strict=True)):
            old_pair = heirs.get(number)
            kept_id = old_pair is not None and old_pair.id in self._single
            new = _inherited(old_pair, pair, bead) if old_pair else pair
            new = replace(new, id=old_pair.id if old_pair and kept_id else self._new_id(pair.id))
            lines = [note for note in notes.get(number, ()) if note not in new.note.split("\n")]
            yield replace(new, note="\n".join(filter(None, [new.note, *lines]))) if lines else new

    def _other_notes(self, beads: Sequence[Bead], inherited: Collection[int]) -> dict[int, list[str]]:
        """The notes of earlier pairs that are not inherited whole, by the numbers of the beads that get them."""
        by_source = {bead.source: number for number, bead in enumerate(beads) if bead.source}
        holder = [{k: number for number, bead in enumerate(beads) for k in side(bead)} for side in (_source, _target)]
        notes: dict[int, list[str]] = {}
        for one in self._earlier:
            if not one.pair.note.strip() or id(one.pair) in inherited:
                continue
            first = holder[0][one.source[0]] if one.source else holder[1][one.target[0]]
            notes.setdefault(by_source.get(one.source, first), []).append(one.pair.note)
        return notes

    def _new_id(self, wanted: str) -> str:
        """An id that no pair has and had: `port-0012`, or `port-0012.2` where that was another pair's."""
        name = free_id(wanted, self._taken) if wanted else ""
        self._taken.add(name)
        return name


def _source(bead: Bead) -> tuple[int, ...]:
    return bead.source


def _target(bead: Bead) -> tuple[int, ...]:
    return bead.target


def _inherited(old: Pair, fresh: Pair, bead: Bead) -> Pair:
    """A new pair with what the earlier one of the same segments leaves to it."""
    same_text = alphanumerics(old.target) == alphanumerics(fresh.target)
    if old.status == "draft" and not same_text:
        old = replace(old, extra=old.unmeasured().extra)
    extra = {**with_paragraph_of(fresh, old.extra), CONFIDENCE: bead.confidence}
    if old.status == "draft":
        return replace(fresh, origin=old.origin, note=old.note, flags=old.flags, extra=extra)
    return replace(
        old,
        doc=fresh.doc,
        n=fresh.n,
        source_lang=fresh.source_lang,
        target_lang=fresh.target_lang,
        source_span=fresh.source_span,
        target_span=fresh.target_span,
        score=fresh.score if same_text and old.score is not None else old.score,
        extra=extra,
    )
