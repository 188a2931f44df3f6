"""`align check`: what it prints, where, and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from align.cli import main

PAIRS: list[dict[str, object]] = [
    {"id": "a-1", "source": "There were 25 boats.", "target": "Было 52 лодки."},
    {"id": "a-2", "source": "Five boats came.", "target": "Пришли пять лодок."},
    {"id": "a-3", "source": "Is it open?", "target": "Он открыт.", "flags": ["split"]},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "a.jsonl", PAIRS)


def write(path: Path, pairs: list[dict[str, object]]) -> Path:
    header = {"corpus": {"source_lang": "en", "target_lang": "ru"}}
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in [header, *pairs]), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main(["check", *map(str, arguments)])
    return int(end.value.code or 0)


def test_a_pipe_gets_plain_lines(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpus) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == f"{corpus}: 3 pairs, 2 flagged, 0 problems"
    assert "1\tnumber-mismatch\terror\tA number on one side has no counterpart on the other." in out
    assert "a-1\tnumber-mismatch (not in the translation: 25; not in the source: 52)\tThere were" in out
    assert err == ""


def test_problems_look_like_a_compilers_and_end_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write(tmp_path / "b.jsonl", PAIRS)
    broken.write_text(broken.read_text() + "\nnot json\n")
    assert run(broken) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{broken}:5: not JSON")
    assert err == f"align: 1 problem in {broken}: mend the lines named above\n"


def test_strict_minds_errors_only(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpus, "--strict") == 1
    assert "1 pair with a flag of severity error" in capsys.readouterr().err
    assert run(write(tmp_path / "b.jsonl", PAIRS[1:]), "--strict") == 0


def test_the_output_has_the_same_pairs_with_new_flags(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, "-o", tmp_path / "b.jsonl") == 0
    written = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text("utf-8").splitlines()][1:]
    assert [(pair["id"], pair["target"], pair["flags"]) for pair in written] == [
        ("a-1", "Было 52 лодки.", ["number-mismatch"]),
        ("a-2", "Пришли пять лодок.", []),
        ("a-3", "Он открыт.", ["split", "end-punctuation"]),
    ]


def test_nothing_is_written_when_a_pair_cannot_be_read(corpus: Path, tmp_path: Path) -> None:
    corpus.write_text(corpus.read_text() + "\nnot json\n")
    assert run(corpus, "-o", tmp_path / "b.jsonl") == 1
    assert not (tmp_path / "b.jsonl").exists()


def test_json_tells_everything(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpus, "--json", "--worst", "1") == 0
    (found,) = json.loads(capsys.readouterr().out)["files"]
    assert (found["pairs"], found["flagged"], found["problems"]) == (3, 2, [])
    assert found["severities"] == {"error": 1, "warning": 0, "hint": 1}
    assert found["flags"]["split"]["pairs"] == 1
    assert [pair["id"] for pair in found["worst"]] == ["a-1"]


def test_one_check_can_be_run_or_left_out(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(corpus, "--only", "end-punctuation") == 0
    assert "number-mismatch" not in capsys.readouterr().out
    assert run(corpus, "--skip", "end-punctuation,number-mismatch") == 0
    assert "1 flagged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "number-mismach"], "Did you mean number-mismatch?"),
        (["--only", "split"], "there is no check 'split'"),
        (["-o", "-", "--json"], "both want standard output"),
        (["second.jsonl", "-o", "x.jsonl"], "-o takes one corpus"),
    ],
)
def test_wrong_usage_is_status_2(
    corpus: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(corpus, *arguments) == 2
    out, err = capsys.readouterr()
    assert words in err and err.count("\n") == 1 and out == ""


def test_the_flags_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--flags") == 0
    out = capsys.readouterr().out
    assert "hit-limit" in out and "The source segment has no translation." in out
    assert run() == 2


def test_a_terminal_gets_tables(corpus: Path) -> None:
    from rich.console import Console

    from align.checks.corpus_inspection import Inspection
    from align.checks.run_checks import check_with_details
    from align.cli.check_table import print_inspection
    from align.corpus import read_corpus
    from align.corpus.validation import Problem

    result = Inspection("a.jsonl", 1)
    result.problem(Problem(7, "an [odd] one"))
    assert len(list(result.count(check_with_details(read_corpus(corpus).pairs)))) == 3
    console = Console(width=100, record=True, file=io.StringIO())
    print_inspection(result, console)
    text = console.export_text()
    assert "a.jsonl  3 pairs, 2 flagged" in text
    assert "line 7: an [odd] one" in text
    assert "number-mismatch" in text and "33.3%" in text
    assert "Было 52 лодки." in text and "Он открыт." not in text
