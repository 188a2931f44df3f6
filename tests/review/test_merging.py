"""Merging reviewed rows: what counts as a change, what is left over, and that nothing typed is lost."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from align.corpus import Pair
from align.corpus.fingerprints import PairFingerprint
from align.review import MergeResult, SheetRow, merge

PAIR = Pair("port-0001", "port.txt", 1, "Hello.", "Привет.", "en", "ru", note="старая")


def row(pair: Pair = PAIR, number: int = 2, file: str = "anna.xlsx", **cells: Any) -> SheetRow:
    """The row that the sheet would have for a pair, with some cells changed; None takes a column out."""
    texts = {
        "id": pair.id,
        "source": pair.source,
        "draft": pair.target,
        "final": pair.target,
        "status": pair.status,
        "note": pair.note,
        "mark": str(PairFingerprint.of(pair.source, pair.target, pair.status, pair.note)),
        **cells,
    }
    return SheetRow(file, "port.txt", number, {key: text for key, text in texts.items() if text is not None})


def merged(*rows: SheetRow, corpus: tuple[Pair, ...] = (PAIR,)) -> tuple[list[Pair], MergeResult]:
    outcome = MergeResult()
    return list(merge(corpus, rows, outcome)), outcome


def reasons(outcome: MergeResult) -> list[str]:
    return [leftover.reason for leftover in outcome.leftovers]


def test_an_edit_makes_a_post_edited_pair() -> None:
    """A changed text becomes the target, the status edited, the origin post-edited; a human's stays human."""
    [pair], outcome = merged(row(final="Здравствуйте."))
    assert (pair.target, pair.status, pair.origin) == ("Здравствуйте.", "edited", "post-edited")
    assert [(change.before, change.after) for change in outcome.changes] == [(PAIR, pair)]
    human = replace(PAIR, origin="human")
    [pair], _ = merged(row(human, final="Здравствуйте."), corpus=(human,))
    assert pair.origin == "human"


@pytest.mark.parametrize("word", ["approved", "Approved ", "одобрено", "OK", "утверждено"])
def test_statuses_in_words(word: str) -> None:
    """The status is understood in English and Russian, in any case."""
    [pair], outcome = merged(row(status=word))
    assert pair == replace(PAIR, status="approved") and not outcome.leftovers


def test_edit_with_approval_is_edited_and_rejection_stays() -> None:
    """Whoever changes a text and sets approved has edited; whoever rejects has rejected, and the typed text is kept."""
    assert merged(row(final="Другое", status="approved"))[0][0].status == "edited"
    [pair], _ = merged(row(final="Другое", status="rejected"))
    assert (pair.target, pair.status) == ("Другое", "rejected")


def test_notes_come_and_go() -> None:
    """A note that was changed is taken, one that was emptied goes, and neither touches the status."""
    assert merged(row(note="новая"))[0] == [replace(PAIR, note="новая")]
    assert merged(row(note=""))[0] == [replace(PAIR, note="")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"final": ""}, "the final translation is empty, or a formula without a result; set rejected to drop a pair"),
        ({"final": "  "}, "the final translation is empty, or a formula without a result; set rejected to drop a pair"),
        ({"status": "perhaps"}, "'perhaps' is no status: write approved, edited or rejected (a, e, r; + or -)"),
        ({"source": "Goodbye."}, "the source was changed in the sheet, which has no effect"),
        ({"mark": str(PairFingerprint.of("Other.", "x", "draft", ""))}, "no pair of the corpus has this id and source"),
        ({"id": "port-9999"}, "no pair of the corpus has this id and source"),
        ({"id": "", "mark": "", "source": "New.", "final": "Новое"}, "a row without an id: it was added in the sheet"),
    ],
)
def test_what_cannot_be_applied_is_left_over(cells: dict[str, Any], reason: str) -> None:
    """Each thing that cannot be applied leaves the pair as it was and is listed with its row."""
    [pair], outcome = merged(row(**cells))
    assert pair == PAIR
    assert reasons(outcome) == [reason]
    assert "anna.xlsx, sheet 'port.txt', row 2" in str(outcome.leftovers[0])


@pytest.mark.parametrize(
    "cells",
    [
        {"final": "Здравствуйте."},
        {"final": "Привет"},  # half of it: the other half stands in a row that was added
        {"final": ""},
        {"status": "approved"},
        {"status": "rejected"},
        {"note": "проверить"},
        {"final": "Другое", "status": "approved", "note": "новая"},
    ],
)
def test_a_row_whose_source_was_changed_too_is_not_applied_by_halves(cells: dict[str, Any]) -> None:
    """Nobody can tell whether the reviewer meant this pair or has begun to correct the alignment."""
    [pair], outcome = merged(row(source="Hello", **cells))
    assert pair == PAIR and not outcome.changes
    [reason] = reasons(outcome)
    assert reason.startswith("nothing of the row is applied, as its source was changed too: put the source back")


def test_a_draft_that_was_typed_over_is_named() -> None:
    [pair], outcome = merged(row(draft="Здравствуйте."))
    assert pair == PAIR
    assert reasons(outcome) == ["only the final translation is read, and the draft was typed over (“Здравствуйте.”)"]
    [pair], outcome = merged(row(draft="Здравствуйте.", final="Здравствуйте."))
    assert pair.target == "Здравствуйте." and not outcome.leftovers


def test_the_column_of_ids_was_deleted() -> None:
    """Rows are found by source; the same source twice, by number and document."""
    corpus = (PAIR, replace(PAIR, id="port-2", n=PAIR.n + 1), replace(PAIR, id="ship-1", doc="ship.txt"))
    rows = [
        row(pair, id=None, n=str(pair.n), doc=pair.doc, final=f"Перевод {place}") for place, pair in enumerate(corpus)
    ]
    found, outcome = merged(*reversed(rows), corpus=corpus)
    assert [pair.target for pair in found] == ["Перевод 0", "Перевод 1", "Перевод 2"] and not outcome.leftovers
    [pair], outcome = merged(row(id="", final="Новое", note="n"), row(final="Другое"))
    assert pair.target == "Другое", "a row with an id speaks for its pair"
    assert reasons(outcome) == ["a row without an id: it was added in the sheet"]


def test_a_date_where_text_should_be() -> None:
    """A cell that the spreadsheet made a date is not taken for text; its value is listed."""
    dated = replace(row(final="2026-02-01"), problems={"final": "a date or time instead of text"})
    [pair], outcome = merged(dated)
    assert pair == PAIR
    assert reasons(outcome) == ["the final translation is a date or time instead of text"]
    assert "2026-02-01" in str(outcome.leftovers[0])


@pytest.mark.parametrize("final", ["", "2026-02-01"])
def test_nobody_approves_what_stays(final: str) -> None:
    """Where the text that a reviewer left and approved cannot be taken, the old draft does not become approved."""
    spoilt = replace(row(final=final, status="approved"), problems={"final": "a date or time"} if final else {})
    [pair], outcome = merged(spoilt)
    assert pair == PAIR and len(outcome.leftovers) == 1
    [pair], outcome = merged(replace(spoilt, cells={**spoilt.cells, "status": "rejected"}))
    assert (pair.target, pair.status) == (PAIR.target, "rejected")


def test_without_the_hidden_column() -> None:
    """If the hidden column is gone, source and draft columns do; if the draft is gone too, the corpus itself."""
    assert merged(row(mark=None, final="Новое"))[0][0].target == "Новое"
    assert merged(row(mark=None, draft=None, final="Новое"))[0][0].target == "Новое"
    assert merged(row(mark=None, draft=None))[0] == [PAIR]
    [pair], outcome = merged(row(mark=None, source=None, final="Новое"))
    assert pair == PAIR and outcome.leftovers[0].row.cells["final"] == "Новое"


def test_missing_columns_change_nothing() -> None:
    """A sheet without status or note columns neither clears nor sets them."""
    assert merged(row(status=None, note=None, draft=None, source=None, final="Новое"))[0] == [
        replace(PAIR, target="Новое", status="edited", origin="post-edited")
    ]


def test_duplicated_rows() -> None:
    """A row that was copied counts once; of an edited and an untouched copy the edit counts."""
    [pair], outcome = merged(row(final="Новое"), row(final="Новое", number=9), row(number=10))
    assert pair.target == "Новое" and not outcome.leftovers


def test_two_reviewers_who_disagree() -> None:
    """Two different edits leave the pair as it was; both are listed, and neither is lost."""
    [pair], outcome = merged(row(final="Раз"), row(final="Два", file="boris.xlsx"))
    assert pair == PAIR
    assert [(left.row.file, left.row.cells["final"]) for left in outcome.leftovers] == [
        ("anna.xlsx", "Раз"),
        ("boris.xlsx", "Два"),
    ]
    assert set(reasons(outcome)) == {"reviewers disagree (edited)"}
    _, outcome = merged(row(status="approved"), row(status="rejected", file="boris.xlsx"))
    assert reasons(outcome) == ["reviewers disagree (approved)", "reviewers disagree (rejected)"]


def test_two_reviewers_with_different_notes() -> None:
    """Notes do not exclude each other: both stay."""
    [pair], outcome = merged(row(note="от Анны"), row(note="от Бориса", file="boris.xlsx"))
    assert pair.note == "от Анны\nот Бориса" and not outcome.leftovers


def test_one_sheet_after_the_other() -> None:
    """Sheets of one export may be merged one after another: an untouched row does not undo what came in meanwhile."""
    [after_anna], _ = merged(row(final="Анна"))
    [pair], outcome = merged(row(file="boris.xlsx"), corpus=(after_anna,))
    assert pair == after_anna and not outcome.changes and not outcome.leftovers
    [pair], outcome = merged(row(final="Анна"), corpus=(after_anna,))
    assert pair == after_anna and not outcome.changes and not outcome.leftovers
    [pair], outcome = merged(row(final="Борис", file="boris.xlsx"), corpus=(after_anna,))
    assert pair == after_anna
    assert reasons(outcome) == ["the corpus has another text since this file was written"]
    [pair], outcome = merged(row(status="approved", file="boris.xlsx"), corpus=(after_anna,))
    assert pair == after_anna and reasons(outcome) == ["status approved: the corpus has edited since"]


def test_pairs_without_rows_stay() -> None:
    """Filtered and deleted rows leave their pairs alone; the order of the corpus stays."""
    others = tuple(replace(PAIR, id=f"port-{n:04d}", n=n) for n in range(2, 5))
    back, outcome = merged(row(others[1], final="Новое"), corpus=(PAIR, *others))
    assert [pair.id for pair in back] == [pair.id for pair in (PAIR, *others)]
    assert [pair.target for pair in back] == ["Привет.", "Привет.", "Новое", "Привет."]
    assert (outcome.pairs, outcome.rows, outcome.without_row) == (4, 1, 3)


def test_text_in_other_columns_is_kept() -> None:
    """What a reviewer typed into columns of their own is listed with its heading."""
    added = replace(row(), extras={"Вопрос": "А это кто?"})
    _, outcome = merged(added)
    assert reasons(outcome) == ["the column 'Вопрос' is not one of ours"]
    assert "А это кто?" in str(outcome.leftovers[0])


STORY = tuple(
    Pair(f"s-{n}", "story.txt", n, f"Sentence number {n}.", f"Предложение номер {n}.", "en", "ru") for n in range(1, 8)
)


def moved(**finals: str) -> tuple[list[str], list[str]]:
    """The story's translations after a merge in which the rows `r3="…"` have another text; what is left over."""
    rows = [row(pair, number=pair.n + 1, doc=pair.doc, n=str(pair.n)) for pair in STORY]
    rows = [
        replace(one, cells={**one.cells, "final": finals.get(f"r{n}", one.cells["final"])})
        for n, one in enumerate(rows, 1)
    ]
    pairs, outcome = merged(*rows, corpus=STORY)
    return [pair.target for pair in pairs], reasons(outcome)


@pytest.mark.parametrize("last", ["", "Новый конец этой истории."])
def test_translations_shifted_by_a_row_do_not_double_a_sentence(last: str) -> None:
    """The texts of rows 4 and 5 were moved up to 3 and 4, and 5 was cleared, or has a text of its own."""
    texts = [pair.target for pair in STORY]
    after, left = moved(r3=texts[3], r4=texts[4], r5=last)
    if last:  # each sentence stands once: this is what the reviewer wanted
        assert after == [*texts[:2], texts[3], texts[4], last, *texts[5:]] and not left
    else:
        assert after == texts
        assert sum("would stand twice" in reason for reason in left) == 2 and "is empty" in left[-1]


def test_a_translation_pasted_into_the_wrong_row_is_named() -> None:
    after, left = moved(r2=STORY[5].target)
    assert after == [pair.target for pair in STORY]
    assert len(left) == 1 and "its translation is that of s-6, which has it still" in left[0]


def test_two_translations_may_change_places_and_short_ones_may_be_alike() -> None:
    texts = [pair.target for pair in STORY]
    after, left = moved(r2=texts[2], r3=texts[1])
    assert after == [texts[0], texts[2], texts[1], *texts[3:]] and not left
    assert moved(r2="Да.", r3="Да.")[0][1:3] == ["Да.", "Да."]


def test_the_same_source_may_have_the_same_translation() -> None:
    twins = tuple(replace(pair, source="The same sentence.") for pair in STORY)
    rows = [row(pair, number=pair.n + 1, doc=pair.doc, n=str(pair.n)) for pair in twins]
    rows[0] = replace(rows[0], cells={**rows[0].cells, "final": twins[1].target})
    pairs, outcome = merged(*rows, corpus=twins)
    assert pairs[0].target == twins[1].target and not outcome.leftovers


def test_a_row_that_was_deleted_keeps_its_translation() -> None:
    """Its text was pasted into the row above, which would be its second place."""
    rows = [row(pair, number=pair.n + 1) for pair in STORY if pair.n != 4]
    rows[2] = replace(rows[2], cells={**rows[2].cells, "final": STORY[3].target})
    pairs, outcome = merged(*rows, corpus=STORY)
    assert tuple(pairs) == STORY
    [reason] = reasons(outcome)
    assert reason.startswith("nothing of the row is applied: its translation is that of s-4, which has it still")


def test_rows_are_joined_where_the_other_is_rejected() -> None:
    both = f"{STORY[2].target} {STORY[3].target}"
    rows = [row(pair, number=pair.n + 1) for pair in STORY]
    rows[2] = replace(rows[2], cells={**rows[2].cells, "final": both})
    pairs, outcome = merged(*rows, corpus=STORY)
    assert tuple(pairs) == STORY and "it has a text of s-4, which has it still" in reasons(outcome)[0]
    rows[3] = replace(rows[3], cells={**rows[3].cells, "status": "rejected"})
    pairs, outcome = merged(*rows, corpus=STORY)
    assert [pairs[2].target, pairs[3].status] == [both, "rejected"] and not outcome.leftovers


LONG = tuple(
    replace(pair, target=f"{pair.n}-е судно вышло из порта в море. Груз {pair.n}-го судна остался на берегу.")
    for pair in STORY
)


@pytest.mark.parametrize("other", ["added", "source typed over", "applied"])
def test_half_a_translation_moves_with_its_other_half_or_not_at_all(other: str) -> None:
    """The second sentence of row 3 was moved to row 4, or to a row that was added below."""
    first, second = LONG[2].target.split(". ")
    rows = [row(pair, number=pair.n + 1) for pair in LONG]
    rows[2] = replace(rows[2], cells={**rows[2].cells, "final": f"{first}."})
    if other == "added":
        rows.append(SheetRow("anna.xlsx", "port.txt", 99, {"final": second}))
    else:
        rows[3] = replace(rows[3], cells={**rows[3].cells, "final": f"{second} {LONG[3].target}"})
    if other == "source typed over":
        rows[3] = replace(rows[3], cells={**rows[3].cells, "source": "Something else."})
    pairs, outcome = merged(*rows, corpus=LONG)
    if other == "applied":
        assert [pairs[2].target, pairs[3].target] == [f"{first}.", f"{second} {LONG[3].target}"]
        assert not outcome.leftovers
        return
    assert tuple(pairs) == LONG and len(outcome.leftovers) == 2
    where = "row 99" if other == "added" else "row 5"
    assert any(f"a part of its translation was moved to {where}, which is not applied" in r for r in reasons(outcome))


def test_a_phrase_that_stands_elsewhere_may_be_written() -> None:
    """Reports repeat themselves: only a whole sentence that is another's is taken for one that was moved."""
    said = "Об этом сообщил министр транспорта Иван Петров."
    story = (*STORY[:5], replace(STORY[5], target=said), STORY[6])
    rows = [row(pair, number=pair.n + 1) for pair in story]
    rows[0] = replace(
        rows[0], cells={**rows[0].cells, "final": "Как сообщил министр транспорта Иван Петров, порт открыт."}
    )
    pairs, outcome = merged(*rows, corpus=story)
    assert pairs[0].status == "edited" and not outcome.leftovers


def test_many_rows_that_say_the_same_take_no_time() -> None:
    """Half of 20,000 rows get the text that the other half loses: a formula of the texts, which nobody has moved."""
    one, other = "Подробности читайте на нашем сайте.", "Об этом сообщает пресс-служба порта."
    both = (one, other)
    story = tuple(Pair(f"{n}", "a.txt", n, f"Line {n}.", both[n % 2], "en", "ru") for n in range(20_000))
    rows = [row(pair, number=pair.n + 1, final=both[1 - pair.n % 2]) for pair in story]
    began = time.process_time()
    pairs, outcome = merged(*rows, corpus=story)
    assert time.process_time() - began < 20
    assert {pair.status for pair in pairs} == {"edited"} and not outcome.leftovers
