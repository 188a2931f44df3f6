"""`align filter`, `align sort` and `align convert --split`: what is written, what is said, what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, Signature, read_corpus, write_corpus
from tests.command import run

SOURCE = "The northern port received its first container ship of the winter season on Friday."
TARGET = "В пятницу северный порт принял первое контейнерное судно зимнего сезона."


def pair(id: str, source: str = SOURCE, target: str = TARGET, score: float | None = 0.8) -> Pair:
    return Pair(id, "a.txt", 1, source, target, "en", "ru", score=score)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A good pair, its copy, a near copy, an untranslated pair and a badly scored one."""
    pairs = [
        pair("good"),
        pair("copy", SOURCE.replace(" ", "  ")),
        pair("near", SOURCE.replace("first", "very first")),
        pair("untranslated", "Grain and timber were loaded all night.", "Grain and timber were loaded all night."),
        pair("low", "The second berth will open in March.", "Второй причал откроется в марте.", 0.2),
    ]
    write_corpus(Corpus(pairs, Signature((("align", "0.1.0"),)), "en", "ru"), tmp_path / "a.jsonl")
    return tmp_path / "a.jsonl"


def ids(path: Path) -> list[str]:
    return [pair.id for pair in read_corpus(path)]


def test_what_goes_is_named_counted_and_kept_aside(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing vanishes: what stays and what goes make the whole, and each pair that went says why."""
    clean, dropped = tmp_path / "clean.jsonl", tmp_path / "dropped.jsonl"
    drop = "duplicate,near-duplicate,untranslated"
    assert run("filter", corpus, "-o", clean, "--drop", drop, "--min-score", "0.6", "--dropped", dropped) == 0
    assert ids(clean) == ["good"]
    gone = {pair.id: (pair.extra["dropped"], pair.extra.get("duplicate_of")) for pair in read_corpus(dropped)}
    assert gone == {
        "copy": ("duplicate", "good"),
        "near": ("near-duplicate", "good"),
        "untranslated": ("untranslated", None),
        "low": ("score", None),
    }
    captured = capsys.readouterr()
    assert captured.out == "" and "1 of 5 pairs stay; dropped: 1 " in captured.err
    assert read_corpus(clean).extra["filters"][0]["kept"] == 1


def test_flags_first(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without anything to drop all pairs stay, flagged; without -o nothing is written and the counts are said."""
    assert run("filter", corpus) == 0
    assert "5 of 5 pairs stay" in (said := capsys.readouterr().err) and "1 near-duplicate" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert run("filter", corpus, "-o", tmp_path / "b.jsonl", "--json") == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["read"] == counts["kept"] == 5 and counts["flagged"]["duplicate"] == 1
    assert len(ids(tmp_path / "b.jsonl")) == 5


def test_duplicates_across_files(corpus: Path, tmp_path: Path) -> None:
    """Several corpora become one; the header lists them with their numbers of pairs."""
    write_corpus(Corpus([pair("other", score=0.9)], source_lang="en", target_lang="ru"), tmp_path / "b.jsonl")
    drop = ["--drop", "duplicate,near-duplicate"]
    assert run("filter", corpus, tmp_path / "b.jsonl", "-o", tmp_path / "c.jsonl", *drop) == 0
    assert ids(tmp_path / "c.jsonl") == ["untranslated", "low", "other"]
    inputs = read_corpus(tmp_path / "c.jsonl").extra["inputs"]
    assert [entry["pairs"] for entry in inputs] == [5, 1]


def test_a_pipe_is_read_twice(corpus: Path) -> None:
    """- is standard input and output; nothing but the corpus is on standard output."""
    command = [sys.executable, "-m", "align", "filter", "-", "-o", "-", "--preset", "memory"]
    command += ["--input-format", "jsonl", "--format", "tsv"]
    done = subprocess.run(command, input=corpus.read_bytes(), capture_output=True, check=True)
    assert [line.split("\t")[0] for line in done.stdout.decode().splitlines()] == ["id", "good", "near", "low"]
    assert b"dropped: " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["a.jsonl", "-o", "a.jsonl"], 2, "a.jsonl is the input"),
        (["a.jsonl", "-o", "b.jsonl", "--dropped", "a.jsonl"], 2, "a.jsonl is the input"),
        (["a.jsonl", "-o", "-", "--format", "jsonl", "--json"], 2, "both want standard output"),
        (["a.jsonl", "--skip", "typos"], 2, "--skip typos: one of"),
        (["a.jsonl", "--skip", "duplicate", "--drop", "duplicate"], 2, "both dropped and skipped"),
        (["none.jsonl"], 1, "cannot read none.jsonl"),
        (["-", "-"], 2, "has no suffix: say --input-format"),
        (["-", "-", "--input-format", "jsonl"], 2, "name - once"),
    ],
)
def test_mistakes_of_a_filter(
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    """A mistake is answered in one line, and nothing is written."""
    monkeypatch.chdir(corpus.parent)
    before = corpus.read_bytes()
    assert run("filter", *arguments) == status
    captured = capsys.readouterr()
    assert message in captured.err and len(captured.err.splitlines()) == 1
    assert [path.name for path in corpus.parent.iterdir()] == ["a.jsonl"] and corpus.read_bytes() == before


def test_a_slip_of_a_flag_is_said(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A flag may be another program's; one that looks like ours gets a question."""
    assert run("filter", corpus, "--drop", "duplicates") == 0
    assert "duplicates is no flag of align's (did you mean duplicate?)" in capsys.readouterr().err


def test_the_table_of_a_terminal(corpus: Path) -> None:
    """Each reason with the pairs flagged and dropped, and what it means."""
    import io

    from rich.console import Console

    from align.cli.filter_table import print_counts
    from align.curation import FilterOptions, filter_corpus, reread

    stream = io.StringIO()
    with reread([str(corpus)]) as inputs:
        outcome = filter_corpus(inputs, FilterOptions(drop=frozenset({"duplicate"}), min_score=0.5))
    print_counts(outcome, Console(file=stream, width=100))
    lines = [" ".join(line.split()) for line in stream.getvalue().splitlines()]
    assert "duplicate 1 1 Another pair reads the same." in lines
    assert "score 1 Scored below the least score, or not at all." in lines
    assert "all 5 2 3 stay" in lines


def test_sort_puts_the_best_first(corpus: Path, tmp_path: Path) -> None:
    """Pairs of one score keep their order; the header is kept."""
    assert run("sort", corpus, "-o", tmp_path / "s.jsonl", "--by", "score", "--reverse") == 0
    assert ids(tmp_path / "s.jsonl") == ["low", "good", "copy", "near", "untranslated"]
    assert str(read_corpus(tmp_path / "s.jsonl").signature) == "align:0.1.0"
    assert run("sort", corpus, "-o", corpus) == 2


def test_split_writes_parts_and_puts_leaks_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Train, dev and test share no document; what leaks is counted, or put aside so that all files make the whole."""
    texts = [f"Story number {n * 7919 % 9973} of the port tells of berth {n * 104729 % 9967}." for n in range(60)]
    pairs = [Pair(str(n), f"{n}.txt", 1, text, f"Рассказ {n}", "en", "ru") for n, text in enumerate(texts)]
    pairs += [Pair(f"again-{n}", "again.txt", n, texts[n], f"Рассказ {n}", "en", "ru") for n in range(60)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    split = ["--split", "dev=10,test=10"]
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "b.jsonl", *split) == 0
    said = capsys.readouterr().err
    assert "pairs of train are nearly the same as pairs of test: --leaks aside leaves them out" in said
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "c.moses", *split, "--leaks", "aside") == 0
    assert "put aside" in capsys.readouterr().err
    lines = {path.stem: path.read_text("utf-8").splitlines() for path in tmp_path.glob("c.*.en")}
    assert set(lines) == {"c.train", "c.dev", "c.test", "c.leaked"}
    assert sorted(line for part in lines.values() for line in part) == sorted(pair.source for pair in pairs)
    assert set(lines["c.train"]).isdisjoint(lines["c.test"])
    parts = [{pair.doc for pair in read_corpus(tmp_path / f"b.{part}.jsonl")} for part in ("train", "dev", "test")]
    assert sum(map(len, parts)) == len(set().union(*parts)) == 61


def test_split_does_not_take_its_inputs_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A part that would be written over the input is refused."""
    write_corpus(Corpus([pair("1")]), tmp_path / "a.dev.jsonl")
    assert run("convert", tmp_path / "a.dev.jsonl", tmp_path / "a.jsonl", "--split", "dev=1") == 2
    assert "is the input" in capsys.readouterr().err
