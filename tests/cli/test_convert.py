"""`align convert`: formats, filters, the split, and what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, Signature, read_corpus, write_corpus
from align.corpus.pair import Status
from tests.command import run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Twelve pairs of four documents."""
    statuses: tuple[Status, ...] = ("draft", "approved", "edited", "rejected")
    pairs = [
        Pair(
            f"{doc}-{n}",
            f"{doc}.txt",
            n,
            f"{doc} source {n}",
            f"перевод {n}",
            "en",
            "ru",
            status=statuses[n % 4],
            score=None if n == 3 else n / 10,
            flags=("length-ratio",) if n == 2 else (),
        )
        for doc in "abcd"
        for n in (1, 2, 3)
    ]
    path = tmp_path / "all.jsonl"
    write_corpus(Corpus(pairs, Signature((("align", "0.1.0"),)), "en", "ru"), path)
    return path


def ids(path: Path) -> list[str]:
    return [pair.id for pair in read_corpus(path)]


@pytest.mark.parametrize("suffix", ["tmx", "tsv", "csv", "xlsx", "xlf"])
def test_there_and_back(corpus: Path, tmp_path: Path, suffix: str) -> None:
    """Every format gives back the same pairs in the same order; TMX where it is asked for all that it can hold."""
    assert run("convert", corpus, tmp_path / f"out/b.{suffix}", "--for", "align") == 0
    assert run("convert", tmp_path / f"out/b.{suffix}", tmp_path / "back.jsonl") == 0
    assert list(read_corpus(tmp_path / "back.jsonl")) == list(read_corpus(corpus))


@pytest.mark.parametrize(
    ("options", "wanted", "said"),
    [
        (["--status", "approved,edited"], "a-1 a-2 b-1 b-2 c-1 c-2 d-1 d-2", "4 by status"),
        (
            ["--status", "approved", "--status", "edited", "--min-score", "0.2"],
            "a-2 b-2 c-2 d-2",
            "4 by status, 4 by score",
        ),
        (["--min-score", "0"], "a-1 a-2 b-1 b-2 c-1 c-2 d-1 d-2", "4 by score"),
        (["--without-flag", "length-ratio,other"], "a-1 a-3 b-1 b-3 c-1 c-3 d-1 d-3", "4 by flag"),
        (["--without-flag", "any"], "a-1 a-3 b-1 b-3 c-1 c-3 d-1 d-3", "4 by flag"),
    ],
)
def test_filters_say_what_each_left_out(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], wanted: str, said: str
) -> None:
    """Filters keep the order and count, each for itself, what they took out."""
    assert run("convert", corpus, tmp_path / "b.jsonl", *options) == 0
    assert ids(tmp_path / "b.jsonl") == wanted.split()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"of 12 pairs written; left out: {said}" in captured.err


def test_duplicates_go_and_the_first_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Same source and target, but for runs of blanks, is one pair; the same source with another target is two."""
    texts = [("a b", "x"), ("c", "y"), ("a  b", "x"), ("a b", "z"), ("c", "y")]
    pairs = [Pair(str(n), "d", n, source, target, "en", "ru") for n, (source, target) in enumerate(texts)]
    write_corpus(Corpus(pairs), tmp_path / "a.jsonl")
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--dedupe") == 0
    assert ids(tmp_path / "b.jsonl") == ["0", "1", "3"]
    assert "3 of 5 pairs written; left out: 2 by duplicate" in capsys.readouterr().err


def test_the_split_is_by_document_and_always_the_same(corpus: Path, tmp_path: Path) -> None:
    """No document is torn apart; the split depends on names of documents only, so the rest of the corpus has no say."""
    assert run("convert", corpus, tmp_path / "b.tsv", "--split-train-dev", "0.5") == 0
    train, dev = ids(tmp_path / "b.train.tsv"), ids(tmp_path / "b.dev.tsv")
    assert sorted(train + dev) == sorted(ids(corpus))
    assert not {name[0] for name in train} & {name[0] for name in dev}
    write_corpus(Corpus(pair for pair in read_corpus(corpus) if pair.doc != "a.txt"), tmp_path / "less.jsonl")
    assert run("convert", tmp_path / "less.jsonl", tmp_path / "c.tsv", "--split-train-dev", "0.5") == 0
    assert ids(tmp_path / "c.dev.tsv") == [name for name in dev if name[0] != "a"]


def test_an_empty_side_of_the_split_is_said(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With too few documents one side is empty, and that is no secret."""
    assert run("convert", corpus, tmp_path / "b.jsonl", "--split-train-dev", "0.000001") == 0
    assert "one side of the split is empty" in capsys.readouterr().err


def test_codes_with_regions(corpus: Path, tmp_path: Path) -> None:
    """--tmx-lang sets the codes in the file; read back, the pairs have their own codes again."""
    assert run("convert", corpus, tmp_path / "b.tmx", "--tmx-lang", "ru=ru-RU") == 0
    assert 'xml:lang="ru-RU"' in (tmp_path / "b.tmx").read_text("utf-8")
    assert next(iter(read_corpus(tmp_path / "b.tmx"))).target_lang == "ru"


def test_pipes(corpus: Path) -> None:
    """- is standard input and output; nothing but the corpus is on standard output."""
    command = [sys.executable, "-m", "align", "convert", "-", "-", "--input-format", "jsonl", "--format", "txt"]
    done = subprocess.run(command, input=corpus.read_bytes(), capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == ["перевод 1", "перевод 2", "перевод 3"] * 4
    assert done.stderr == b""


def test_an_export_that_would_be_empty_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a filter leaves nothing, the line says which one, and no empty file is left to be found by a CAT tool."""
    (tmp_path / "a.tsv").write_text("Hello.\tПривет.\nBye.\tПока.\n", "utf-8")
    options = ("--from", "en", "--to", "ru", "--status", "approved")
    assert run("convert", tmp_path / "a.tsv", tmp_path / "b.tmx", *options) == 1
    said = capsys.readouterr().err
    assert (
        f"nothing was written to {tmp_path}/b.tmx: none of the 2 pairs of {tmp_path}/a.tsv is left (2 by status)"
        in said
    )
    assert not (tmp_path / "b.tmx").exists()
    (tmp_path / "none.tsv").write_text("source\ttarget\n", "utf-8")
    assert run("convert", tmp_path / "none.tsv", tmp_path / "b.tmx", *options[:4]) == 1
    assert "none.tsv holds no pairs" in capsys.readouterr().err


def test_plain_bitext_needs_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two columns from elsewhere become a TMX once their languages are named."""
    (tmp_path / "a.tsv").write_text("Hello.\tПривет.\n", "utf-8")
    assert run("convert", tmp_path / "a.tsv", tmp_path / "b.tmx") == 2
    assert "name them with --from and --to" in capsys.readouterr().err
    assert run("convert", tmp_path / "a.tsv", tmp_path / "b.tmx", "--from", "en", "--to", "RU") == 0
    assert [pair.target_lang for pair in read_corpus(tmp_path / "b.tmx")] == ["ru"]


def test_a_plain_workbook_is_bitext_too(tmp_path: Path) -> None:
    """A workbook of somebody else's with the headings Source and Translation is read, given the languages."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Source", "Translation"], ["Hello.", "Привет."], ["5", 5]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.jsonl", "--from", "en", "--to", "ru") == 0
    assert [(pair.source, pair.target) for pair in read_corpus(tmp_path / "b.jsonl")] == [
        ("Hello.", "Привет."),
        ("5", "5"),
    ]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_reviewed_workbook_gives_its_edits(corpus: Path, tmp_path: Path) -> None:
    """Converting a workbook takes what people changed in it, status included."""
    import openpyxl

    assert run("convert", corpus, tmp_path / "a.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["a.txt"]["C2"].value, book["a.txt"]["D3"].value = "Другое", "rejected"
    book.save(tmp_path / "a.xlsx")
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.jsonl") == 0
    first, second, *rest = read_corpus(tmp_path / "b.jsonl")
    assert (first.target, first.status, second.status) == ("Другое", "edited", "rejected")
    assert rest == list(read_corpus(corpus))[2:]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["none.jsonl", "b.tmx"], 1, "cannot read none.jsonl: no such file or directory"),
        (["a.jsonl", "a.jsonl"], 2, "a.jsonl is the input: name another output"),
        (["a.jsonl", "b.doc"], 2, "the suffix .doc is not known"),
        (["a.jsonl", "b.tmx", "--status", "done"], 2, "--status done is not one of draft, approved, edited, rejected"),
        (
            ["a.jsonl", "-", "--format", "tsv", "--split-train-dev", "0.5"],
            2,
            "--split writes several files: name OUT",
        ),
        (["a.jsonl", "b.tmx", "--tmx-lang", "ru"], 2, "write it as ru=ru-RU"),
        (["a.jsonl", "b.tmx", "--to", "russian"], 2, "russian"),
    ],
)
def test_mistakes_are_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    """A mistake is answered with one line that says what to do, the right exit status, and no file."""
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus([Pair("1", "d", 1, "a", "b", "en", "ru")]), "a.jsonl")
    assert run("convert", *arguments) == status
    captured = capsys.readouterr()
    assert message in captured.err and len(captured.err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_broken_file_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A corpus that breaks off in the middle writes no half of a TMX."""
    (tmp_path / "a.jsonl").write_text('{"source": "a", "target": "b", "source_lang": "en", "target_lang": "ru"}\n{"sou')
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "b.tmx") == 1
    assert "a.jsonl, line 2: not JSON" in capsys.readouterr().err
    assert not (tmp_path / "b.tmx").exists()


def test_lost_characters_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What TMX cannot hold is said on standard error, with the pair."""
    write_corpus(Corpus([Pair("p-1", "d", 1, "a\x07", "b", "en", "ru")]), tmp_path / "a.jsonl")
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "b.tmx") == 0
    assert "1 character that XML cannot hold was dropped or replaced, the first in pair p-1" in capsys.readouterr().err
