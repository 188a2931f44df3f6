"""`align pair --keep`: what a person confirmed comes out again, the rest is aligned around it, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import align
from align.cli import main
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from tests.alignment.test_aligner import ENGLISH, RUSSIAN

Change = Callable[[list[Pair]], list[Pair]]


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["pair", *map(str, arguments)])
    assert stop.value.code is None or isinstance(stop.value.code, int)
    return stop.value.code or 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story on both sides, a paragraph a sentence, aligned into `first.jsonl`."""
    monkeypatch.chdir(tmp_path)
    texts(ENGLISH, RUSSIAN)
    assert run("en.txt", "ru.txt", "-o", "first.jsonl") == 0
    return tmp_path


def texts(english: list[str], russian: list[str]) -> None:
    Path("en.txt").write_text("\n\n".join(english), "utf-8")
    Path("ru.txt").write_text("\n\n".join(russian), "utf-8")


def reviewed(change: Change, name: str = "reviewed.jsonl") -> list[Pair]:
    corpus = read_corpus("first.jsonl").load()
    pairs = change(list(corpus.pairs))
    write_corpus(replace(corpus, pairs=pairs), name)
    return pairs


def approve(*numbers: int) -> Change:
    return lambda pairs: [replace(pair, status="approved") if pair.n in numbers else pair for pair in pairs]


def again(*options: object) -> list[Pair]:
    assert run("en.txt", "ru.txt", "--keep", "reviewed.jsonl", "-o", "second.jsonl", *options) == 0
    return list(read_corpus("second.jsonl"))


def test_confirmed_pairs_stay_as_they_were_reviewed_in_a_text_that_has_grown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        edited = pairs[1].reworded("Работать начнут весной, закончат через два года.")
        pairs[1] = replace(edited, status="edited", note="Anna: ok", extra={**pairs[1].extra, "mine": 1})
        return approve(5)(pairs)

    before = reviewed(change)
    texts(
        ["It rained.", *ENGLISH[:4], "It snowed.", *ENGLISH[4:]],
        ["Шёл дождь.", *RUSSIAN[:3], "Шёл снег.", *RUSSIAN[3:]],
    )
    after = again()
    assert "align: reviewed pairs kept as they were: 2" in capsys.readouterr().err
    assert [pair.n for pair in after] == list(range(1, len(after) + 1))
    kept = {pair.id: pair for pair in after}
    for old in (before[1], before[4]):
        new = kept[old.id]
        same = ("source", "target", "status", "note", "origin", "created", "kind")
        assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
        assert new.extra == {**old.extra, "confidence": 1.0, "paragraph": new.extra["paragraph"]}
    text = Path("en.txt").read_text("utf-8")
    assert all(text[slice(*span)] in pair.source for pair in after for span in pair.source_span or ())
    assert [pair.target for pair in after if pair.source == "It snowed."] == ["Шёл снег."]
    assert len({pair.id for pair in after}) == len(after)
    signature = json.loads(Path("second.jsonl").read_text("utf-8").partition("\n")[0])["corpus"]["signature"]
    assert "|beads:max6,kept2" in signature


def test_an_id_never_comes_to_mean_another_pair(folder: Path) -> None:
    before = reviewed(approve(7))
    texts(["It rained.", *ENGLISH], ["Шёл дождь.", *RUSSIAN])
    known = {pair.id: pair for pair in before}
    after = again()
    assert after[0].id == "en-0001.2"
    assert all(known[pair.id].source == pair.source for pair in after if pair.id in known)


def test_a_wrong_bead_that_is_confirmed_changes_its_neighbours(folder: Path) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        two = pairs[3]
        assert two.source == ENGLISH[4] and two.target == ""
        pairs[3] = replace(two, target=pairs[4].target, target_span=pairs[4].target_span, status="edited")
        pairs[4] = replace(pairs[4], target="", target_span=None, note="и это?")
        return pairs

    before = reviewed(change)
    after = again()
    assert next(pair for pair in after if pair.source == ENGLISH[4]).target == before[3].target
    (other,) = (pair for pair in after if pair.source == ENGLISH[5])
    assert (other.target, other.note) == ("", "и это?")


def test_a_segment_is_cut_where_a_confirmed_pair_ends_inside_of_it(folder: Path) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        merged = pairs[1]
        assert merged.source == f"{ENGLISH[1]} {ENGLISH[2]}" and merged.target_span
        ((start, _),) = merged.target_span
        part = "Работы начнутся весной"
        first = replace(merged, source=ENGLISH[1], source_span=(merged.source_span or ())[:1], target=part)
        pairs[1] = replace(first, target_span=((start, start + len(part)),), status="edited")
        return pairs

    reviewed(change)
    after = {pair.source: pair for pair in again()}
    assert after[ENGLISH[1]].target == "Работы начнутся весной"
    assert after[ENGLISH[2]].target == "и займут два года."
    assert after[ENGLISH[2]].status == "draft"


def test_a_confirmed_pair_whose_text_is_gone_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reviewed(approve(1, 5))
    texts(ENGLISH[:5] + ENGLISH[6:], RUSSIAN)
    after = again()
    line = "reviewed.jsonl: 1 confirmed pair could not be placed in the texts: en-0005"
    assert line in capsys.readouterr().err
    assert [pair.id for pair in after if pair.status == "approved"] == ["en-0001"]
    command = ("en.txt", "ru.txt", "--keep", "reviewed.jsonl", "-o", "third.jsonl", "--strict")
    assert run(*command) == 1 and line in capsys.readouterr().err


def test_another_translation_holds_nothing_that_could_be_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        return [replace(p, target=f"{p.target[::-1]}!", status="edited") if p.source and p.target else p for p in pairs]

    reviewed(change)
    texts(ENGLISH, ["Кошка спит на тёплой печи.", "Снег скрипит под ногами.", "Он долго искал ключи от дома."])
    after = again()
    assert "5 confirmed pairs could not be placed in the texts: en-0001, en-0002, en-0003, en-0005, en-0006" in (
        capsys.readouterr().err
    )
    assert {pair.status for pair in after} == {"draft"}


def test_sentences_in_the_other_order_are_kept_as_a_block(folder: Path) -> None:
    texts(ENGLISH[:4], [RUSSIAN[0], RUSSIAN[2], RUSSIAN[1]])  # the quotation comes first in the translation
    assert run("en.txt", "ru.txt", "-o", "first.jsonl") == 0
    second = Path("ru.txt").read_text("utf-8")

    def change(pairs: list[Pair]) -> list[Pair]:
        english = Path("en.txt").read_text("utf-8")

        def pair(number: int, source: list[str], target: str) -> Pair:
            spans = tuple((english.index(text), english.index(text) + len(text)) for text in source)
            place = second.index(target)
            return replace(
                pairs[0], id=f"en-000{number}", n=number, source=" ".join(source), target=target, source_span=spans,
                target_span=((place, place + len(target)),), status="approved",
            )  # fmt: skip

        return [pairs[0], pair(2, ENGLISH[1:3], RUSSIAN[1]), pair(3, ENGLISH[3:4], RUSSIAN[2])]

    before = reviewed(change)
    after = again()
    assert [(p.id, p.source, p.target, p.status) for p in after] == [
        (p.id, p.source, p.target, p.status) for p in before
    ]


def test_of_confirmed_pairs_that_cross_the_fewer_are_left_out_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        first = replace(pairs[0], target=pairs[5].target, target_span=pairs[5].target_span)
        return approve(1, 3, 5)([first, *pairs[1:5], replace(pairs[5], target="", target_span=None), *pairs[6:]])

    reviewed(change)
    after = again()
    assert "1 confirmed pair could not be kept beside the others: en-0001" in capsys.readouterr().err
    assert [pair.id for pair in after if pair.status == "approved"] == ["en-0003", "en-0005"]


def test_rejections_and_notes_of_other_pairs_are_not_lost(folder: Path) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        pairs[0] = replace(pairs[0], status="rejected", note="слишком вольно")
        pairs[2] = replace(pairs[2], note="кто это?")
        return pairs

    before = reviewed(change)
    after = again()
    assert [(p.id, p.status, p.note) for p in after] == [(p.id, p.status, p.note) for p in before]


def test_a_note_on_a_pair_that_was_taken_apart_goes_to_the_first_of_its_sentences(folder: Path) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        wrong = replace(pairs[0], source=f"{ENGLISH[0]} {ENGLISH[1]}", note="zwei?")
        wrong = replace(wrong, source_span=(pairs[0].source_span or ()) + (pairs[1].source_span or ())[:1])
        rest = replace(pairs[1], source=ENGLISH[2], source_span=(pairs[1].source_span or ())[1:])
        return approve(5)([wrong, rest, *pairs[2:]])

    reviewed(change)
    after = again()
    assert (after[0].source, after[0].note) == (ENGLISH[0], "zwei?")
    assert not any(pair.note for pair in after[1:])


def test_pairs_of_other_documents_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(pairs: list[Pair]) -> list[Pair]:
        others = [replace(pair, doc="other.txt", id=f"other-{pair.n}", status="approved") for pair in pairs]
        return approve(1)(pairs) + others

    reviewed(change)
    after = again()
    assert [pair.id for pair in after if pair.status == "approved"] == ["en-0001"]
    assert "reviewed.jsonl: 7 confirmed pairs are of other documents" in capsys.readouterr().err


def test_a_corpus_without_spans_is_found_by_its_texts(folder: Path) -> None:
    reviewed(approve(1, 5), "reviewed.tmx")
    command = ("en.txt", "ru.txt", "--keep", "reviewed.tmx", "-o", "second.jsonl")
    texts(["It rained.", *ENGLISH], ["Шёл дождь.", *RUSSIAN])
    assert run(*command) == 0
    approved = [pair for pair in read_corpus("second.jsonl") if pair.status == "approved"]
    assert [pair.source for pair in approved] == [ENGLISH[0], ENGLISH[5]]


def test_the_reviewed_file_itself_can_be_written_with_keep_and_only_with_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviewed(approve(1, 5))
    assert run("en.txt", "ru.txt", "-o", "reviewed.jsonl") == 1
    assert "or add --keep reviewed.jsonl, which aligns only the rest" in capsys.readouterr().err
    assert run("en.txt", "ru.txt", "--keep", "reviewed.jsonl", "-o", "reviewed.jsonl") == 0
    assert [pair.n for pair in read_corpus("reviewed.jsonl") if pair.status == "approved"] == [1, 5]


def test_work_that_does_not_fit_any_more_keeps_its_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reviewed(approve(1, 5))
    texts(ENGLISH[:5] + ENGLISH[6:], RUSSIAN)
    assert run("en.txt", "ru.txt", "--keep", "reviewed.jsonl", "-o", "reviewed.jsonl") == 1
    assert "holds work that would be lost: 1 approved" in capsys.readouterr().err


def test_nothing_confirmed_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = reviewed(lambda pairs: pairs)
    assert [replace(pair, created="") for pair in again()] == [replace(pair, created="") for pair in before]
    err = capsys.readouterr().err
    assert "reviewed.jsonl has no pair that is approved or edited: all is aligned anew" in err


@pytest.mark.parametrize("name", ["missing.jsonl", "en.txt", "broken.jsonl"])
def test_what_is_no_corpus_is_refused_in_one_line(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.jsonl").write_text('{"id": 1', "utf-8")
    assert run("en.txt", "ru.txt", "--keep", name, "-o", "second.jsonl") in (1, 2)
    assert capsys.readouterr().err.count("\n") == 1
    assert not Path("second.jsonl").exists()


def test_a_script_keeps_what_a_file_has(folder: Path) -> None:
    reviewed(approve(2))
    remarks: list[str] = []
    corpus: Corpus = align.pair("en.txt", "ru.txt", keep=Path("reviewed.jsonl"), warn=remarks.append)
    assert [pair.n for pair in corpus if pair.status == "approved"] == [2] and not remarks
    with align.Aligner(keep="reviewed.jsonl") as aligner:
        assert [pair.n for pair in aligner.align("en.txt", "ru.txt") if pair.status == "approved"] == [2]


def test_the_picture_tells_what_is_confirmed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matplotlib = pytest.importorskip("matplotlib.axes")
    labels: list[Any] = []
    legend = matplotlib.Axes.legend

    def noted(axes: Any, handles: Any, names: Any, **options: Any) -> Any:
        labels.append(names)
        return legend(axes, handles, names, **options)

    monkeypatch.setattr(matplotlib.Axes, "legend", noted)
    reviewed(approve(1, 5))
    again("--plot", "path.png")
    assert labels == [["confirmed (2)", "sure (3)", "uncertain (0)", "no counterpart (2)"]]
    assert run("en.txt", "ru.txt", "-o", "second.jsonl", "--plot", "path.png", "--force") == 0
    assert labels[1] == ["sure (5)", "uncertain (0)", "no counterpart (2)"]
