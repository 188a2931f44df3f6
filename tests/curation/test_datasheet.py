"""The datasheet: what is in a corpus, and no more certainty than there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, Signature, write_corpus
from align.corpus.pair import Status
from align.curation.datasheet import Source, datasheet
from align.curation.statistics import Histogram, Statistics
from align.errors import UsageError
from tests.command import run


def pairs() -> list[Pair]:
    statuses: list[Status] = ["draft", "approved", "rejected", "draft"]
    return [
        Pair(f"a-{n}", "a.txt", n, "one two " * n, "раз два " * n, "en", "ru", score=n / 10, status=status)
        for n, status in enumerate(statuses, 1)
    ] + [Pair("b-1", "b.txt", 1, "alone | <b>", "", "en", "ru", flags=("empty-target",), kind="headline")]


def test_counts() -> None:
    """Pairs, documents, words and one-sided pairs are counted in one pass."""
    numbers = Statistics.of(pairs())
    assert (numbers.pairs, numbers.documents, numbers.one_sided, numbers.scored) == (5, 2, 1, 4)
    assert (numbers.source_words, numbers.target_words) == (23, 20)
    assert numbers.statuses["draft"] == 3 and numbers.kinds == {"sentence": 4, "headline": 1}


def test_a_histogram_has_every_value_once() -> None:
    """A value on an edge belongs to the bar that begins there; empty bars at the ends are not drawn."""
    histogram = Histogram((1, 5, 10))
    for value in (5, 7, 10, 99):
        histogram.add(value)
    assert list(histogram.bars()) == [("5 – 10", 2), ("≥ 10", 2)]


def test_what_is_unknown_is_said_to_be() -> None:
    """Without sources, licence, signature or filters the sheet says so."""
    sheet = datasheet(Corpus(()), Statistics.of(pairs()), "Harbour")
    for line in (
        "license: unknown",
        "Licence of the whole: unknown.",
        "The sources are unknown",
        "Signature: `unknown`",
        "what was dropped before, if anything, is unknown",
        "machine drafts that nobody has approved",
        "Contact: unknown.",
    ):
        assert line in sheet


def test_what_is_known_stands_there() -> None:
    """Sources of the header and of the person, what filters dropped, inputs and flags, with their meanings."""
    extra = {
        "sources": [{"name": "Harbour news", "licence": "CC-BY-4.0"}, "Old archive"],
        "filters": [{"read": 9, "kept": 5, "flagged": {}, "dropped": {"duplicate": 3, "score": 1}}, "nonsense"],
        "inputs": [{"name": "a.tmx", "pairs": 9, "signature": ""}],
    }
    header = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", extra=extra)
    sheet = datasheet(
        header,
        Statistics.of(pairs()),
        "Harbour",
        licence="CC-BY-4.0",
        sources=[Source.parse("Port gazette; CC0; https://example.org")],
        file="clean.jsonl",
    )
    for line in (
        "license: cc-by-4.0",
        "- n<1K",
        'data_files: "clean.jsonl"',
        "| Harbour news | CC-BY-4.0 |  |",
        "| Old archive | unknown |  |",
        "| Port gazette | CC0 | https://example.org |",
        "Of 9 pairs 5 were kept.",
        "| duplicate | 3 | Another pair reads the same. |",
        "| score | 1 | Scored below the least score, or not at all. |",
        "| a.tmx | 9 | unknown |",
        "| empty-target | 1 |",
        "Signature: `align:0.1.0`",
    ):
        assert line in sheet


def test_texts_cannot_break_the_page() -> None:
    """Bars, tags and line breaks of a text are escaped in the table of examples."""
    numbers = Statistics.of([Pair("1", "d", 1, "a | <b>\nc", "`x` [y](z)", "en", "ru")])
    assert r"| 1 | a \| \<b\> c | \`x\` \[y\](z) |" in datasheet(Corpus(()), numbers, "T")


def test_an_empty_corpus_has_a_sheet() -> None:
    """Nothing in it is a fact as well."""
    assert "| pairs | 0 |" in datasheet(Corpus(()), Statistics.of([]), "Nothing")


def test_a_source_needs_a_name() -> None:
    with pytest.raises(UsageError, match="NAME; LICENCE; URL"):
        Source.parse("; CC0")


def test_the_command_writes_the_sheet_and_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sheet names its picture; the same corpus gives the same sheet; a README of a person's own is not lost."""
    pytest.importorskip("matplotlib", reason="matplotlib, of the extra `plot`, is not installed")
    write_corpus(Corpus(pairs(), source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    sheet, picture = tmp_path / "README.md", tmp_path / "h.svg"
    assert run("datasheet", tmp_path / "a.jsonl", "-o", sheet, "--plot", picture, "--title", "Harbour") == 0
    first = sheet.read_text("utf-8"), picture.read_bytes()
    assert "![Histograms](h.svg)" in first[0] and first[1].startswith(b"<?xml")
    assert run("datasheet", tmp_path / "a.jsonl", "-o", sheet, "--plot", picture, "--title", "Harbour") == 0
    assert (sheet.read_text("utf-8"), picture.read_bytes()) == first
    sheet.write_text("# Mine\n", "utf-8")
    assert run("datasheet", tmp_path / "a.jsonl", "-o", sheet) == 2
    assert "was not made by align datasheet" in capsys.readouterr().err and sheet.read_text("utf-8") == "# Mine\n"
    assert run("datasheet", tmp_path / "a.jsonl", "-o", sheet, "--force") == 0
