"""A corpus is aligned again without its files; pairs are found in texts that have changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import as_document, pair
from align.corpus import Pair
from align.document import Segment
from align.pipelines.align import AlignmentJob
from align.pipelines.crossing import fix_beads, heaviest_chain
from align.pipelines.options import PairOptions
from align.pipelines.placement import PlacedPair, cut_segments, find_stretches
from align.pipelines.realign import Realigned, realign, realign_corpus
from align.pipelines.setup import open_alignment
from tests.alignment.test_aligner import ENGLISH, RUSSIAN


@pytest.fixture(scope="module")
def job() -> AlignmentJob:
    return open_alignment(PairOptions(), "2026-01-01T00:00:00Z", print)


@pytest.fixture(scope="module")
def aligned() -> list[Pair]:
    sides = [as_document("\n\n".join(texts), id=name) for texts, name in ((ENGLISH, "en.txt"), (RUSSIAN, "ru.txt"))]
    return list(pair(*sides, source_lang="en", target_lang="ru"))


def texts(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in pairs]


def shifted(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with every target from the third on beside the source before its own: what a slipped row makes."""
    sides = [(pair.target, pair.target_span) for pair in pairs[3:]] + [("", None)]
    moved = [replace(pair, target=text, target_span=span) for pair, (text, span) in zip(pairs[2:], sides, strict=True)]
    return [*pairs[:2], *moved]


def test_what_slipped_finds_its_place_around_one_confirmed_pair(aligned: list[Pair], job: AlignmentJob) -> None:
    bad = shifted(aligned)
    bad[0] = replace(bad[0], status="approved", note="gut")
    lost = aligned[2]  # its translation stands nowhere now
    outcome = Realigned()
    after = realign(bad, job, outcome)
    found = dict(texts(after))
    assert all(found[old.source] == old.target for old in aligned if old.source and old is not lost)
    assert after[0].status == "approved" and after[0].note == "gut" and after[0].id == bad[0].id
    assert (outcome.documents, outcome.confirmed) == (1, 1) and 0 < outcome.changed <= outcome.others
    assert [one.n for one in after] == list(range(1, len(after) + 1))
    assert len({one.id for one in after}) == len(after)
    spans = {old.source: old.target_span for old in aligned}
    assert all(spans[new.source] == new.target_span for new in after if new.source and new.source != lost.source)


def test_what_is_right_stays_as_it_is(aligned: list[Pair], job: AlignmentJob) -> None:
    reviewed = [replace(one, note=f"note {one.n}", status="approved" if one.n == 2 else one.status) for one in aligned]
    outcome = Realigned()
    after = realign(reviewed, job, outcome)
    same = ("id", "n", "source", "target", "status", "note", "source_span", "target_span", "origin")
    assert [[getattr(one, name) for name in same] for one in after] == [
        [getattr(one, name) for name in same] for one in reviewed
    ]
    assert outcome.changed == 0


def test_a_merge_that_is_wrong_is_taken_apart_by_its_spans(aligned: list[Pair], job: AlignmentJob) -> None:
    joined = replace(
        aligned[1],
        source=f"{aligned[1].source} {aligned[2].source}",
        source_span=(aligned[1].source_span or ()) + (aligned[2].source_span or ()),
        note="zu lang",
    )
    pairs = [aligned[0], joined, replace(aligned[2], source="", source_span=None), *aligned[3:]]
    pairs[0] = replace(pairs[0], status="edited")
    after = realign(pairs, job, Realigned())
    assert texts(after) == texts(aligned)
    assert [one.note for one in after] == ["", "zu lang", "", "", "", "", ""]
    assert after[1].source_span == aligned[1].source_span


def test_drafts_and_documents_without_a_confirmed_pair_pass_as_they_are(aligned: list[Pair], job: AlignmentJob) -> None:
    drafts = [replace(one, doc="mt.txt", origin="mt", status="approved") for one in shifted(aligned)]
    nothing = [replace(one, doc="none.txt") for one in shifted(aligned)]
    outcome = Realigned()
    assert list(realign_corpus([*drafts, *nothing], job, outcome)) == [*drafts, *nothing]
    assert outcome == Realigned()


def test_a_corpus_that_was_sorted_is_left_alone_and_named(aligned: list[Pair], job: AlignmentJob) -> None:
    pairs = [replace(one, status="approved") for one in aligned[::-1]]
    outcome = Realigned()
    assert list(realign_corpus(pairs, job, outcome)) == pairs
    assert outcome.unordered == ["en.txt"]


def test_pairs_without_spans_and_without_text_lose_nothing(aligned: list[Pair], job: AlignmentJob) -> None:
    pairs = [replace(one, source_span=None, target_span=None) for one in shifted(aligned)]
    pairs[0] = replace(pairs[0], status="approved")
    pairs.insert(3, replace(pairs[0], id="empty", source="", target="", status="draft", note="leer"))
    after = realign(pairs, job, Realigned())
    for side in ("source", "target"):
        words = [word for one in after for word in getattr(one, side).split()]
        assert words == [word for one in pairs for word in getattr(one, side).split()]
    assert all(one.source_span is None for one in after)
    assert [one.note for one in after if one.note] == ["leer"]


SENTENCES = ["The old bridge will be closed.", "Yes.", "Nobody had expected it.", "Yes.", "Buses take another route."]


def placed(text: str, items: Sequence[Any], *edited: int) -> list[str | None]:
    found = find_stretches(text, items, [number in edited for number in range(len(items))])
    return [text[slice(*span)] if span else None for span in found]


def spanned(sentences: Sequence[str]) -> list[tuple[str, Any]]:
    places, start = [], 0
    for sentence in sentences:
        places.append((sentence, ((start, start + len(sentence)),)))
        start += len(sentence) + 1
    return places


def test_texts_are_found_where_they_have_moved_to() -> None:
    text = " ".join(["It rained, and then it snowed.", *SENTENCES[:2], "A new one!", *SENTENCES[2:]])
    assert placed(text, spanned(SENTENCES)) == SENTENCES
    assert placed(text, [(sentence, None) for sentence in SENTENCES]) == SENTENCES


def test_a_short_text_is_not_taken_from_far_away() -> None:
    text = " ".join([SENTENCES[0], SENTENCES[2], "word " * 400, "Yes."])
    assert placed(text, spanned(SENTENCES[:3])) == [SENTENCES[0], None, SENTENCES[2]]


def test_an_edited_wording_stands_where_its_neighbours_say() -> None:
    items = spanned(SENTENCES)
    items[2] = ("Not a soul thought so.", items[2][1])
    longer = " ".join(["It rained, and then it snowed.", *SENTENCES])
    assert placed(longer, items, 2) == SENTENCES
    assert placed(longer, items) == [*SENTENCES[:2], None, *SENTENCES[3:]]  # a draft has the text's own wording
    moved = " ".join([*SENTENCES[:2], "A new one!", *SENTENCES[2:]])
    assert placed(moved, items, 2)[2] is None  # before or after what is new?


def test_quotes_and_spaces_that_were_set_anew_do_not_matter() -> None:
    assert placed("Он сказал: «Нет\u00a0— и всё».", [('Он сказал: "Нет - и всё".', ((0, 25),))]) == [
        "Он сказал: «Нет\u00a0— и всё»."
    ]


def test_a_segment_is_cut_only_between_letters() -> None:
    text = "Works begin in spring, “and end in two years.”"
    whole = [Segment(text, "sentence", 0, 0, len(text))]
    end = text.index(" “")
    assert [part.text for part in cut_segments(whole, text, [(0, end)])] == [
        "Works begin in spring,",
        "“and end in two years.”",
    ]
    assert cut_segments(whole, text, [(0, len(text) - 1)]) == whole
    for part in cut_segments(whole, text, [(0, end)]):
        assert text[part.start : part.end] == part.text


def sides(*pairs: tuple[Sequence[int], Sequence[int]]) -> list[PlacedPair]:
    blank = Pair("", "", 0, "", "", "en", "ru", status="approved")
    return [PlacedPair(blank, tuple(source), tuple(target)) for source, target in pairs]


def test_the_heaviest_rising_chain_has_the_most_segments() -> None:
    pairs = sides(([0], [8]), ([1], [0]), ([2, 3], [1, 2]), ([4], [9]))
    assert heaviest_chain(pairs) == pairs[1:]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
@settings(max_examples=100, deadline=None)
def test_every_confirmed_pair_is_fixed_or_left_out(order: list[int], chosen: set[int]) -> None:
    pairs = sides(*(([i], [order[i]]) for i in sorted(chosen)))
    fixed = fix_beads(pairs)
    members = [one for block in fixed.blocks.values() for one in block]
    assert len(fixed.kept) + len(fixed.left_out) == len(pairs) and len(members) <= len(fixed.kept)
    targets = [bead.target for bead in fixed.beads]
    assert targets == sorted(targets)
    assert fixed.kept == {(bead.source, bead.target) for bead in fixed.expanded(fixed.beads)}


def test_pairs_that_share_a_segment_or_have_a_hole_are_left_out() -> None:
    pairs = sides(([0], [0]), ([0, 1], [1]), ([2, 4], [2]), ([3], [3]))
    fixed = fix_beads(pairs)
    assert fixed.left_out == pairs[1:3] and len(fixed.beads) == 2
