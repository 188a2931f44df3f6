"""Readers, corpus formats and checks that another distribution registers by entry point."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align import extensions
from align.checks.registry import all_checks
from align.readers.find import suffixes
from tests.command import run

DECLARATIONS = """
from align.checks.registry import Check
from align.corpus.format_registry import CorpusFormat
from align.readers.document_formats import DocumentFormat


def shouted(pair):
    return "!" if pair.target.endswith("!") else None


SHOUTING = Check("shouting", "hint", "The translation ends with an exclamation mark.", shouted)
WIKI = DocumentFormat("wiki", "a wiki page", (".wiki",), "newsroom_wiki")
ARROWS = CorpusFormat("arrows", (".arrows",), "newsroom_arrows", "source, arrow, translation")
"""
READER = """
from align.readers.plain import read_as, paragraphs


def read(source, options):
    yield read_as(source, options, paragraphs)
"""
FORMAT = """
from align.corpus.pair import Corpus, Pair


def read(stream, name, options):
    rows = [line.split(" -> ") for line in stream.read().decode().splitlines()]
    pairs = [Pair(str(n), "a", n, one, other, "en", "ru") for n, (one, other) in enumerate(rows, start=1)]
    return Corpus(pairs, source_lang="en", target_lang="ru")


class Writer:
    def __init__(self, stream, name, header, options):
        self.stream = stream

    def write(self, pair):
        self.stream.write(f"{pair.source} -> {pair.target}\\n".encode())

    def close(self):
        return []
"""
MODULES = {"newsroom": DECLARATIONS, "newsroom_wiki": READER, "newsroom_arrows": FORMAT}
ENTRIES = """
[align.checks]
shouting = newsroom:SHOUTING
[align.readers]
wiki = newsroom:WIKI
[align.formats]
arrows = newsroom:ARROWS
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What was found in a test is forgotten before and after it."""
    for cached in (extensions._loaded, all_checks, suffixes):
        cached.cache_clear()
    yield
    for cached in (extensions._loaded, all_checks, suffixes):
        cached.cache_clear()
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution as pip leaves it: modules, and its metadata with entry points."""
    place = tmp_path / "site-packages"
    metadata = place / "newsroom-1.0.dist-info"
    metadata.mkdir(parents=True)
    for name, text in MODULES.items():
        (place / f"{name}.py").write_text(text, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: newsroom\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.syspath_prepend(place)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return place


def test_a_corpus_format_from_outside_is_read_and_written(installed: Path) -> None:
    Path("a.arrows").write_text("Port opens -> Порт открывается\n", encoding="utf-8")
    assert run("convert", "a.arrows", "a.tsv") == 0
    assert "Порт открывается" in Path("a.tsv").read_text("utf-8")
    assert run("convert", "a.tsv", "b.arrows") == 0
    assert Path("b.arrows").read_bytes() == Path("a.arrows").read_bytes()


def test_a_reader_from_outside_reads_files_and_folders(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("stories").mkdir()
    Path("stories/port.wiki").write_text("The port opened on Friday.\n", encoding="utf-8")
    for named in ("stories/port.wiki", "stories"):
        assert run("split", named) == 0
        assert capsys.readouterr().out == "The port opened on Friday.\n"


def test_a_check_from_outside_flags_pairs_and_is_explained(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.arrows").write_text("Port opens -> Порт открывается!\n", encoding="utf-8")
    assert run("check", "a.arrows", "--flags") == 0
    assert "shouting" in capsys.readouterr().out
    assert run("check", "a.arrows", "--json") == 0
    assert '"shouting"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("[align.checks]\nshouting = newsroom:GONE\n", "the extension shouting of newsroom cannot be loaded"),
        ("[align.checks]\nshouting = newsroom:WIKI\n", "the extension shouting of newsroom is no Check"),
        ("[align.checks]\na = newsroom:SHOUTING\nb = newsroom:SHOUTING\n", "is called shouting, as another one is"),
    ],
)
def test_an_extension_that_is_broken_is_named_in_one_line(
    installed: Path, entries: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "newsroom-1.0.dist-info" / "entry_points.txt").write_text(entries, encoding="utf-8")
    Path("a.tsv").write_text("source\ttarget\nPort opens\tПорт открывается\n", encoding="utf-8")
    assert run("check", "a.tsv", "--from", "en", "--to", "ru") == 1
    line = capsys.readouterr().err
    assert said in line and line.count("\n") == 1 and "ninstall" in line


def test_without_extensions_nothing_is_found(tmp_path: Path) -> None:
    assert not shutil.which("newsroom")
    for group in extensions.GROUPS:
        assert extensions.extensions(group, object) == ()
