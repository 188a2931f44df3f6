"""Cells of an alignment's sheet that were moved, joined, divided and corrected become new beads, or are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from align.corpus import Pair
from align.corpus.fingerprints import PairFingerprint
from align.review import MergeResult, SheetRow, merge

ENGLISH = (
    "The port opened on Monday.",
    "Three ships came in.",
    "The mayor was not there.",
    "He had a cold.",
    "Nobody minded.",
    "It rained all day.",
)
RUSSIAN = (
    "Порт открылся в понедельник.",
    "Зашли три судна.",
    "Мэра не было.",
    "Он простудился.",
    "Никто не возражал.",
    "Весь день шёл дождь.",
)
Bead = tuple[tuple[int, ...], tuple[int, ...]]
Cells = list[list[str]]


def spans(texts: Sequence[str], inside: Sequence[int]) -> tuple[tuple[int, int], ...] | None:
    """The offsets of sentences in a text that has a space between them."""
    starts = [sum(len(text) + 1 for text in texts[:index]) for index in inside]
    return tuple((start, start + len(texts[index])) for start, index in zip(starts, inside, strict=True)) or None


def story(*beads: Bead, doc: str = "a.txt") -> list[Pair]:
    """The pairs of an alignment, right or wrong."""
    return [
        Pair(
            f"{doc[:-4]}-{n:04d}",
            doc,
            n,
            " ".join(ENGLISH[i] for i in source),
            " ".join(RUSSIAN[j] for j in target),
            "en",
            "ru",
            source_span=spans(ENGLISH, source),
            target_span=spans(RUSSIAN, target),
            origin="human",
            score=0.8,
            extra={"confidence": 0.7, "chapter": n},
        )
        for n, (source, target) in enumerate(beads, 1)
    ]


GOLD: tuple[Bead, ...] = tuple(((n,), (n,)) for n in range(6))


def rows_of(pairs: Sequence[Pair], **columns: Any) -> list[dict[str, str]]:
    """The rows of a sheet, as the cells that are read from it."""
    return [
        {
            "id": pair.id,
            "source": pair.source,
            "final": pair.target,
            "fix": "",
            "status": pair.status,
            "note": pair.note,
            "doc": pair.doc,
            "mark": str(PairFingerprint.of_pair(pair)),
        }
        for pair in pairs
    ]


def added(source: str = "", target: str = "", **cells: str) -> dict[str, str]:
    """A row that a reviewer has inserted."""
    return {"id": "", "source": source, "final": target, "mark": "", **cells}


def merged(
    pairs: Sequence[Pair], rows: Sequence[dict[str, str]], file: str = "r.xlsx", outcome: MergeResult | None = None
) -> tuple[list[Pair], MergeResult]:
    outcome = outcome or MergeResult()
    table = [SheetRow(file, "a", number, cells) for number, cells in enumerate(rows, 2)]
    return list(merge(pairs, table, outcome)), outcome


def beads(pairs: Sequence[Pair]) -> list[Bead]:
    """The beads of pairs, by the texts of their sides."""

    def indices(text: str, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(sorted((n for n, one in enumerate(texts) if one in text), key=lambda n: text.index(texts[n])))

    return [(indices(pair.source, ENGLISH), indices(pair.target, RUSSIAN)) for pair in pairs]


def assert_whole(pairs: Sequence[Pair]) -> None:
    """Every sentence stands once, its span is its place in the text, ids are different, numbers go up by one."""
    for texts, side in ((ENGLISH, "source"), (RUSSIAN, "target")):
        document = " ".join(texts)
        found = sorted(span for pair in pairs for span in getattr(pair, f"{side}_span") or ())
        assert [document[start:end] for start, end in found] == list(texts)
        for pair in pairs:
            parts = (document[start:end] for start, end in getattr(pair, f"{side}_span") or ())
            assert getattr(pair, side) == " ".join(parts)
    assert [pair.n for pair in pairs] == list(range(1, len(pairs) + 1))
    assert len({pair.id for pair in pairs}) == len(pairs)


def test_a_joined_bead_is_divided_by_an_inserted_row() -> None:
    pairs = story(GOLD[0], ((1, 2), (1, 2)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[1]["source"], rows[1]["final"] = ENGLISH[1], RUSSIAN[1]
    rows.insert(2, added(ENGLISH[2], RUSSIAN[2]))
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD)
    assert_whole(done)
    assert [pair.status for pair in done] == ["draft", "edited", "edited", "draft", "draft", "draft"]
    assert [pair.id for pair in done][1:3] == ["a-0002", "a-0002.2"]
    assert done[2].extra == {"chapter": 2} and done[2].score is None and done[2].origin == "human"
    assert not outcome.leftovers and len(outcome.rearranged) == 1


def test_divided_beads_are_joined_by_cutting_and_pasting() -> None:
    pairs = story(((0,), (0,)), ((1,), ()), ((), (1,)), *GOLD[2:])
    rows = rows_of(pairs)
    rows[1]["final"], rows[2]["final"] = RUSSIAN[1], ""
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    assert_whole(done)
    del rows[2]  # whoever deletes the emptied row says the same
    assert merged(pairs, rows)[0] == done


SHIFTED: list[Bead] = [((0,), ()), ((1,), (0,)), ((2,), (1,)), ((3,), (2,)), ((4,), (3, 4)), ((5,), (5,))]


def test_a_column_that_has_slipped_is_moved_up() -> None:
    pairs = story(*SHIFTED)
    rows = rows_of(pairs)
    for n in range(5):
        rows[n]["final"] = RUSSIAN[n]
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    assert_whole(done)


def test_the_same_with_the_column_fix() -> None:
    pairs = story(*SHIFTED)
    rows = rows_of(pairs)
    for n in range(1, 5):
        rows[n]["fix"] = "translation up"
    rows[4]["final"] = f"{RUSSIAN[3]} || {RUSSIAN[4]}"  # what stands before the bar moves
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    assert_whole(done)


def test_exchanged_translations_are_exchanged_back() -> None:
    pairs = story(GOLD[0], ((1,), (2,)), ((2,), (1,)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[1]["final"], rows[2]["final"] = rows[2]["final"], rows[1]["final"]
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    assert_whole(done)


def test_sentences_that_cross_may_be_put_side_by_side() -> None:
    pairs = story(GOLD[0], ((1, 2), (1, 2)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[1]["source"], rows[1]["final"] = ENGLISH[1], RUSSIAN[2]
    rows.insert(2, added(ENGLISH[2], RUSSIAN[1]))
    done, outcome = merged(pairs, rows)
    assert beads(done)[1:3] == [((1,), (2,)), ((2,), (1,))] and not outcome.leftovers
    assert_whole(done)


def test_the_second_half_of_a_sentence_may_go_to_the_next_row() -> None:
    """A part of a segment has a part of its span."""
    pairs = story(*GOLD)
    rows = rows_of(pairs)
    rows[0]["source"], rows[1]["source"] = "The port opened", f"on Monday. {ENGLISH[1]}"
    done, _ = merged(pairs, rows)
    assert done[0].source_span == ((0, 15),) and done[1].source_span == ((16, 26), (27, 47))
    assert done[0].status == done[1].status == "edited" and done[2].status == "draft"


@pytest.mark.parametrize(
    ("fix", "expected"),
    [
        ("join with next", [GOLD[0], ((1, 2), (1, 2)), *GOLD[3:]]),
        ("объединить", [GOLD[0], ((1, 2), (1, 2)), *GOLD[3:]]),
        ("source up", [((0, 1), (0,)), ((), (1,)), *GOLD[2:]]),
        ("source down", [GOLD[0], ((), (1,)), ((1, 2), (2,)), *GOLD[3:]]),
        ("translation up", [((0,), (0, 1)), ((1,), ()), *GOLD[2:]]),
        ("перевод ниже", [GOLD[0], ((1,), ()), ((2,), (1, 2)), *GOLD[3:]]),
        ("exchange with next", [GOLD[0], ((1,), (2,)), ((2,), (1,)), *GOLD[3:]]),
        ("поменять", [GOLD[0], ((1,), (2,)), ((2,), (1,)), *GOLD[3:]]),
        ("unlink", [GOLD[0], ((1,), ()), ((), (1,)), *GOLD[2:]]),
    ],
)
def test_each_fix_does_what_it_says(fix: str, expected: list[Bead]) -> None:
    pairs = story(*GOLD)
    rows = rows_of(pairs)
    rows[1]["fix"] = fix
    done, outcome = merged(pairs, rows)
    assert beads(done) == expected and not outcome.leftovers
    assert_whole(done)


def test_joins_in_a_row_make_one_bead() -> None:
    pairs = story(*GOLD)
    rows = rows_of(pairs)
    for n in (1, 2, 5):
        rows[n]["fix"] = "join"
    done, outcome = merged(pairs, rows)
    assert beads(done) == [GOLD[0], ((1, 2, 3), (1, 2, 3)), *GOLD[4:]]
    assert [leftover.reason for leftover in outcome.leftovers] == ["there is no row after it"]


def test_bars_split_both_cells() -> None:
    pairs = story(((0, 1, 2), (0, 1)), ((), (2,)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[0]["source"] = f"{ENGLISH[0]} || {ENGLISH[1]}||{ENGLISH[2]}"
    rows[0]["final"] = f"{RUSSIAN[0]}|| {RUSSIAN[1]}"
    rows[1]["fix"] = "translation up"
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    assert_whole(done)


def test_bars_of_the_text_itself_split_nothing() -> None:
    pairs = story(*GOLD)
    pairs[2] = replace(pairs[2], source="if a || b:", source_span=None)
    rows = rows_of(pairs)
    rows[4]["fix"] = "join"
    done, outcome = merged(pairs, rows)
    assert done[2] == pairs[2] and len(done) == 5 and not outcome.leftovers


def test_an_unknown_fix_is_said() -> None:
    pairs = story(*GOLD)
    rows = rows_of(pairs)
    rows[1]["fix"] = "glue"
    done, outcome = merged(pairs, rows)
    assert done == pairs
    assert "'glue' is no fix: choose one of join with next" in str(outcome.leftovers[0])


def test_typing_errors_may_be_mended_on_the_way() -> None:
    pairs = story(GOLD[0], ((1, 2), (1, 2)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[1]["source"], rows[1]["final"] = "Three big ships came in.", RUSSIAN[1]
    rows.insert(2, added(ENGLISH[2], "Мэра там не было."))
    rows[4]["source"] = "Nobody mynded."  # and where nothing was moved
    done, outcome = merged(pairs, rows)
    assert not outcome.leftovers
    assert [pair.source for pair in done][1::3] == ["Three big ships came in.", "Nobody mynded."]
    assert done[1].source_span == spans(ENGLISH, [1]) and done[2].target == "Мэра там не было."
    assert done[4].source == "Nobody mynded." and done[4].status == "edited"


def test_a_translation_may_be_worded_anew_as_ever() -> None:
    pairs = story(GOLD[0], ((1, 2), (1, 2)), *GOLD[3:])
    rows = rows_of(pairs)
    rows[1]["source"], rows[1]["final"] = ENGLISH[1], RUSSIAN[1]
    rows.insert(2, added(ENGLISH[2], RUSSIAN[2]))
    rows[4]["final"] = "Совсем другие слова."
    done, outcome = merged(pairs, rows)
    assert done[4].target == "Совсем другие слова." and len(done) == 6 and not outcome.leftovers


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda rows: rows[1].update(final=""), "the translation lacks “Зашли три судна. Мэра не было.”"),
        (lambda rows: rows[2].update(final=RUSSIAN[1]), "the translation lacks “Мэра не было.” and it has “Зашли три"),
        (lambda rows: rows[2].update(source="Something else entirely."), "the source lacks “"),
        (lambda rows: rows[2].update(final="было. Мэра не"), "the parts of the translation stand in another order"),
    ],
)
def test_what_does_not_add_up_is_listed_and_the_rest_applied(spoil: Any, reason: str) -> None:
    pairs = story(GOLD[0], ((1, 2), (1, 2)), ((3,), ()), ((4,), (3, 4)), GOLD[5])
    rows = rows_of(pairs)
    rows[1]["source"], rows[1]["final"] = ENGLISH[1], RUSSIAN[1]
    rows.insert(2, added(ENGLISH[2], RUSSIAN[2]))
    rows[3]["final"], rows[4]["final"] = RUSSIAN[3], RUSSIAN[4]
    if reason.startswith("the translation lacks “Зашли"):
        rows[2]["final"] = ""
    spoil(rows)
    done, outcome = merged(pairs, rows)
    assert beads(done) == [GOLD[0], ((1, 2), (1, 2)), *GOLD[3:]]
    assert done[1] == pairs[1]
    assert_whole(done)
    assert [leftover.row.number for leftover in outcome.leftovers] == [3, 4]
    assert f"rows 3–4 are not applied: {reason}" in outcome.leftovers[0].reason


def test_a_sentence_that_was_left_out_is_no_typing_error() -> None:
    """However short it is beside the rest."""
    pairs = story(((0, 1), (0, 1)), *GOLD[2:])
    pairs[0] = replace(pairs[0], target=f"{RUSSIAN[0] * 10} Да. {RUSSIAN[1]}", target_span=None)
    rows = rows_of(pairs)
    rows[0]["source"], rows[0]["final"] = ENGLISH[0], RUSSIAN[0] * 10
    rows.insert(1, added(ENGLISH[1], RUSSIAN[1]))
    done, outcome = merged(pairs, rows)
    assert done == pairs and len(outcome.leftovers) == 2


def test_rows_may_be_sorted_and_left_out_all_the_same() -> None:
    pairs = story(*SHIFTED)
    rows = rows_of(pairs)
    for n in range(5):
        rows[n]["final"] = RUSSIAN[n]
    rows.sort(key=lambda row: row["source"])
    done, outcome = merged(pairs, rows)
    assert beads(done) == list(GOLD) and not outcome.leftovers
    few = [row for row in rows_of(pairs) if row["id"] in ("a-0001", "a-0002", "a-0006")]
    few[0]["fix"] = "join"
    done, outcome = merged(pairs, few)
    assert beads(done) == [((0, 1), (0,)), *SHIFTED[2:]] and not outcome.leftovers


def test_rows_that_are_not_neighbours_cannot_be_joined() -> None:
    """In a sheet of doubtful rows the next row may be far away."""
    pairs = story(*GOLD)
    rows = [row for row in rows_of(pairs) if row["id"] in ("a-0001", "a-0004")]
    rows[0]["fix"] = "join"
    done, outcome = merged(pairs, rows)
    assert done == pairs and outcome.leftovers


def test_a_sheet_may_be_merged_again() -> None:
    pairs = story(((0, 1), (0,)), ((), (1,)), *GOLD[2:])
    rows = rows_of(pairs)
    rows[0]["source"] = f"{ENGLISH[0]}||{ENGLISH[1]}"
    rows[1]["fix"] = "translation up"
    rows[3]["fix"] = "join"
    rows[3]["note"] = "?"
    done, _ = merged(pairs, rows)
    again, outcome = merged(done, rows)
    assert again == done and not outcome.leftovers and not outcome.changes and not outcome.rearranged


def test_statuses_and_notes_go_with_their_rows() -> None:
    pairs = [replace(pair, note=f"note {pair.n}") for pair in story(*GOLD)]
    rows = rows_of(pairs)
    rows[0]["fix"] = "join"
    rows[1]["note"] = "changed"
    rows[2]["fix"] = "unlink"
    rows[2]["status"] = "rejected"
    rows[4]["source"], rows[4]["final"] = f"{ENGLISH[4]} {ENGLISH[5]}", f"{RUSSIAN[4]} {RUSSIAN[5]}"
    del rows[5]
    done, outcome = merged(pairs, rows)
    assert [(pair.status, pair.note) for pair in done] == [
        ("edited", "note 1\nchanged"),
        ("rejected", "note 3"),
        ("edited", ""),
        ("draft", "note 4"),
        ("edited", "note 5\nnote 6"),
    ]
    assert not outcome.leftovers


def test_two_reviewers_must_agree() -> None:
    pairs = story(*GOLD)
    one, other, third = (rows_of(pairs) for _ in range(3))
    one[1]["fix"] = "join"
    other[1]["fix"] = "translation down"
    third[1]["source"], third[1]["final"] = f"{ENGLISH[1]} {ENGLISH[2]}", f"{RUSSIAN[1]} {RUSSIAN[2]}"
    third[2]["source"] = third[2]["final"] = ""

    def together(*sheets: list[dict[str, str]]) -> tuple[list[Pair], MergeResult]:
        outcome = MergeResult()
        rows = [SheetRow(f"{k}.xlsx", "", n, row) for k, sheet in enumerate(sheets) for n, row in enumerate(sheet, 2)]
        return list(merge(pairs, rows, outcome)), outcome

    done, outcome = together(one, third)
    assert len(done) == 5 and not outcome.leftovers
    done, outcome = together(one, other)
    assert done == pairs
    assert {leftover.reason for leftover in outcome.leftovers} == {"reviewers disagree on where segments belong"}
    other = rows_of(pairs)
    other[2]["final"] = "Мэр не пришёл."
    done, outcome = together(one, other)
    assert len(done) == 5
    assert ["another reviewer has moved its texts" in leftover.reason for leftover in outcome.leftovers] == [True]


def test_a_corpus_that_has_changed_since_is_left_alone() -> None:
    pairs = story(*GOLD)
    rows = rows_of(pairs)
    rows[1]["fix"] = "join"
    pairs[1] = pairs[1].reworded("Пришли три корабля.")
    done, outcome = merged(pairs, rows)
    assert done == pairs
    assert "the corpus has other texts since" in outcome.leftovers[0].reason


def test_drafts_are_not_rearranged() -> None:
    """A source that is drafted cannot be changed, and no fix is known."""
    pairs = [replace(pair, origin="mt") for pair in story(*GOLD)]
    rows = rows_of(pairs)
    rows[1]["source"] = "Something else."
    rows[2]["fix"] = "join"
    done, outcome = merged(pairs, rows)
    assert done == pairs
    assert "the source was changed" in outcome.leftovers[0].reason


def test_texts_without_spaces_are_conserved_too() -> None:
    texts = ("港口星期一开放。", "三艘船进港。"), ("Порт открылся.", "Зашли три судна.")
    pair = Pair("z-1", "z", 1, "".join(texts[0]), " ".join(texts[1]), "zh", "ru", origin="human")
    pair = replace(pair, source_span=((0, 8), (8, 14)), target_span=((0, 14), (15, 31)))
    rows = rows_of([pair])
    rows[0]["source"] = "港口星期一开放。||三艘船进港。"
    rows[0]["final"] = "Порт открылся. || Зашли три судна."
    done, _ = merged([pair], rows)
    assert [(one.source, one.target) for one in done] == list(zip(*texts, strict=True))
    assert [(one.source_span, one.target_span) for one in done] == [(((0, 8),), ((0, 14),)), (((8, 14),), ((15, 31),))]
    rows = rows_of(done)
    rows[0]["fix"] = "join"
    back, _ = merged(done, rows)
    assert back[0].source == pair.source and back[0].target_span == pair.target_span


def test_a_whole_column_shifted_in_a_long_text_takes_no_time() -> None:
    sentences = [[f"Sentence {n} says {n * 7919 % 1000}." for n in range(5000)] for _ in "ab"]
    pairs = [
        Pair(f"l-{n}", "l.txt", n, source, target, "en", "ru", origin="human")
        for n, (source, target) in enumerate(zip(sentences[0], ["", *sentences[1][:-1]], strict=True), 1)
    ]
    rows = rows_of(pairs)
    for n in range(4999):
        rows[n]["final"] = rows[n + 1]["final"]
    rows[-1]["final"] = ""
    rows[2500]["final"] = rows[2500]["final"].replace("says", "said")
    done, outcome = merged(pairs, rows)
    assert [pair.target.split()[1] for pair in done[:-1]] == [pair.source.split()[1] for pair in done[:-1]]
    assert not outcome.leftovers
