"""Blocks that stand in another place of the other text: found, named, aligned there, and never where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from align.alignment import moved_blocks
from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.alignment_report import moved_warnings
from align.alignment.beads import Bead
from align.alignment.moved_blocks import ENCODED, MovedBlock, diagonal_chains, find_pieces
from align.alignment.reordering import Alignment, align_and_look
from align.alignment.text_vectors import TextVectors, vectors_of
from align.encoders.base import load_encoder, overlaps
from align.errors import UsageError
from tests.moved_texts import STORY, english, russian

SIZE = len(english())


def found(target: Sequence[str], *, source: Sequence[str] = (), reorder: bool = True, **options: Any) -> Alignment:
    return align_and_look(
        source or english(),
        target,
        source_lang="en",
        target_lang="ru",
        reorder=reorder,
        options=AlignOptions(**options),
    )


def links(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def counterparts(order: Sequence[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The beads of the stories with the translation in an order."""
    return [
        ((k * STORY + n,), (order.index(k) * STORY + n,)) for k in range(len(order)) for n in range(STORY)
    ]  # fmt: skip


def test_texts_in_the_same_order_have_no_moved_block() -> None:
    for reorder in (False, True):
        alignment = found(russian(), reorder=reorder)
        assert alignment.moved == []
        assert alignment.beads == align_segments(english(), russian(), source_lang="en", target_lang="ru")


def test_a_moved_block_is_named_and_the_beads_are_left_as_they_are() -> None:
    target = russian([3, 0, 1, 2])
    alignment = found(target, reorder=False)
    assert alignment.moved == [MovedBlock((36, 48), (0, 12))]
    assert alignment.moved[0].numbers == [[37, 48], [1, 12]]
    assert alignment.beads == align_segments(english(), target, source_lang="en", target_lang="ru")


@pytest.mark.parametrize("order", [[1, 0, 2, 3], [3, 0, 1, 2], [1, 2, 3, 0], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_moved_blocks_are_aligned_with_their_counterparts(order: list[int]) -> None:
    assert links(found(russian(order)).beads) == counterparts(order)


@pytest.mark.slow
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_stories_in_any_order_are_aligned(order: tuple[int, ...]) -> None:
    assert links(found(russian(order)).beads) == counterparts(order)


def test_sentences_at_the_borders_of_blocks_may_be_joined_missing_or_blank() -> None:
    """Whatever stands at a border, every segment is in one bead, and no bead joins what are no neighbours."""
    target = russian([1, 0, 2, 3])
    target[11:12] = []  # the last sentence of the story that now stands first has no translation
    target[10] = "Владелица хочет обучать учеников. Хлеб у неё заканчивается ещё до полудня."  # it is in the one before
    target[11:11] = ["", "Реклама: купите новый зонт."]
    source = english()
    source[0:0] = [" "]
    alignment = found(target, source=source)
    assert sorted(i for bead in alignment.beads for i in bead.source) == list(range(len(source)))
    assert sorted(j for bead in alignment.beads for j in bead.target) == list(range(len(target)))
    assert all(
        bead.target == tuple(range(bead.target[0], bead.target[-1] + 1)) for bead in alignment.beads if bead.target
    )
    assert [i for bead in alignment.beads for i in bead.source] == list(range(len(source)))
    beads = links(alignment.beads)
    assert ((23, 24), (10,)) in beads and ((25,), (25,)) in beads and ((1,), (13,)) in beads
    assert ((), (12,)) in beads and ((), (11,)) in beads


def test_texts_that_are_no_translations_have_no_moved_block() -> None:
    for source, target in [((0, 1), (2, 3)), ((3, 1), (0, 2))]:
        alignment = found(russian(target), source=english(source))
        assert alignment.moved == [] and len(alignment.beads) > 0


def test_a_few_sentences_elsewhere_are_no_block() -> None:
    """Translators move a sentence or a paragraph; that is no chapter."""
    target = russian()
    target[30:30] = target[2:6]
    del target[2:6]
    assert found(target).moved == []


def test_empty_texts_have_no_moved_block() -> None:
    for source, target in [([], []), (english(), []), ([], russian()), (["", " "], [""])]:
        alignment = align_and_look(source, target, source_lang="en", target_lang="ru", reorder=True)
        assert alignment.moved == []
        assert len(alignment.beads) == len(source) + len(target)


def test_anchors_go_with_blocks_that_they_do_not_cross() -> None:
    order = [1, 0, 2, 3]
    assert links(found(russian(order), anchors=((30, 30), (36, 36))).beads) == counterparts(order)


def test_anchors_that_cross_a_moved_block_are_refused() -> None:
    with pytest.raises(UsageError) as error:
        found(russian([1, 0, 2, 3]), anchors=((12, 12), (36, 36)))
    assert str(error.value) == (
        "anchors fixes points that cross a moved block: source segments 13–24 stand at target segments 1–12: "
        "leave out anchors or reorder"
    )


def test_blocks_are_found_by_numbers_where_the_encoder_does_not_know_the_languages() -> None:
    numbers = [(n * 7919 + 1237) % 100_003 for n in range(60)]
    source = [f"Invoice {n} of the port was paid in full." for n in numbers]
    moved = numbers[20:] + numbers[:20]
    target = [f"{n} числаги йеш туххийн дуьззина." for n in moved]
    alignment = align_and_look(source, target, source_lang="en", target_lang="ce", reorder=True)
    assert alignment.moved == [MovedBlock((0, 20), (40, 60))]
    assert links(alignment.beads) == [((n,), (moved.index(numbers[n]),)) for n in range(60)]


def test_nothing_is_compared_where_few_sentences_are_unaligned() -> None:
    beads = [Bead((i,), (i,), 0.8) for i in range(100)]
    beads[10:14] = [*(Bead((i,), ()) for i in range(10, 14)), *(Bead((), (i,)) for i in range(10, 14))]

    def never(rows: Sequence[int], columns: Sequence[int]) -> Any:
        raise AssertionError("vectors were asked for")

    assert len(find_pieces(beads, (100, 100), never, ENCODED)) == 1


@pytest.mark.parametrize(("cells", "rows", "columns"), [(2_000_000_000, 64, 100), (12_000, 1024, 8192)])
def test_blocks_are_found_in_pieces_of_the_search_and_by_every_nth_sentence(
    monkeypatch: pytest.MonkeyPatch, cells: int, rows: int, columns: int
) -> None:
    """However the search is divided, and where it is bounded, a long block is found."""
    monkeypatch.setattr(moved_blocks, "MOST_CELLS", cells)
    monkeypatch.setattr(moved_blocks, "ROWS", rows)
    monkeypatch.setattr(moved_blocks, "COLUMNS", columns)
    vectors = np.random.default_rng(7).standard_normal((200, 64)).astype(np.float16)
    vectors /= np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True).astype(np.float16)
    order = [*range(100, 200), *range(100)]
    nulls = [*(Bead((i,), ()) for i in range(200)), *(Bead((), (i,)) for i in range(200))]
    pieces = find_pieces(nulls, (200, 200), lambda i, j: (vectors[i], vectors[order][j]), ENCODED)
    assert len(pieces) == 4
    assert pieces[1].source[0] <= 4 and pieces[1].source[1] >= 96 and pieces[1].target[0] <= 104


def test_a_chain_follows_a_diagonal_and_needs_eight_pairs() -> None:
    run = [(i, 100 + i) for i in range(8)]
    scattered = [(20, 7), (25, 90), (31, 3)]
    assert diagonal_chains([*run, *scattered], reach=6) == [run]
    assert diagonal_chains([*run[:7], *scattered], reach=6) == []
    falling = [(i, 100 - i) for i in range(20)]
    assert diagonal_chains(falling, reach=6) == []


def test_beads_that_cross_a_block_do_not_hide_it() -> None:
    """Two parts changed places, one was aligned, and a bead by chance lies in the other."""
    vectors = np.eye(80, dtype=np.float16)
    order = [*range(40, 80), *range(40)]
    beads = [Bead((i,), ()) for i in range(41) if i != 33] + [Bead((i,), (i - 40,), 0.8) for i in range(41, 80)]
    beads += [Bead((33,), (0,), 0.6)] + [Bead((), (j,)) for j in range(40, 80)]
    pieces = find_pieces(beads, (80, 80), lambda i, j: (vectors[i], vectors[order][j]), ENCODED)
    assert [(piece.source, piece.target) for piece in pieces if piece.pairs] == [((0, 40), (40, 80))]


def test_five_blocks_are_named_and_the_rest_is_counted() -> None:
    blocks = [MovedBlock((10 * n, 10 * n + 10), (90 - 10 * n, 100 - 10 * n)) for n in range(8)]
    lines = list(moved_warnings(("a.txt", "b.txt"), blocks))
    assert lines[0] == "segments 1–10 of a.txt seem to stand at segments 91–100 of b.txt: reorder aligns them there"
    assert len(lines) == 6 and lines[5] == "… and 3 more blocks of a.txt in another place of b.txt"
    assert list(moved_warnings(("a.txt", "b.txt"), blocks[:5])) == lines[:5]


def test_vectors_of_rearranged_sentences_are_the_same_within_a_run() -> None:
    """Nothing is encoded again when the order changes; what would reach over a border is empty."""
    texts, order = english()[:8], [5, 6, 7, 0, 1, 2, 3, 4]
    vectors = TextVectors(load_encoder())
    base = vectors.overlaps(texts)
    vectors.rearrange(texts, order)
    rearranged = vectors.overlaps([texts[i] for i in order])
    assert vectors.overlaps(texts) is base
    for start, stop in [(0, 8), (2, 5), (4, 8)]:
        parts = rearranged.vectors(start, stop, 3)
        for p in range(start, stop):
            for k in range(3):
                inside = order[p - k : p + 1] == list(range(order[p] - k, order[p] + 1)) if p >= k else False
                wanted = base.vectors(order[p], order[p] + 1, 3)[0, k] if inside else np.zeros(512)
                assert np.allclose(parts[p - start, k], wanted, atol=1e-6)
    singles = vectors_of(overlaps(load_encoder(), texts), [0, 1, 5, 7])
    assert np.allclose(singles, load_encoder().encode([texts[i] for i in (0, 1, 5, 7)]), atol=2e-3)


def test_the_plot_draws_beads_where_their_segments_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collections = pytest.importorskip("matplotlib.collections")
    from align.alignment.path_plot import draw_path

    drawn: list[list[tuple[int, int]]] = []

    class Spy(collections.LineCollection):  # type: ignore[misc, name-defined]
        def __init__(self, steps: Any, **style: Any):
            drawn.extend(steps)
            super().__init__(steps, **style)

    monkeypatch.setattr(collections, "LineCollection", Spy)
    beads = [Bead((0,), (2,)), Bead((1, 2), (3,)), Bead((3,), (0,)), Bead((), (1,))]
    draw_path(beads, str(tmp_path / "path.png"))
    assert sorted(drawn) == [[(0, 2), (1, 3)], [(1, 3), (3, 4)], [(3, 0), (4, 1)], [(4, 1), (4, 2)]]
    draw_path([], str(tmp_path / "empty.png"))
    assert (tmp_path / "empty.png").stat().st_size > 1000
