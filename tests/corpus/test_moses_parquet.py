"""Moses pairs and Parquet: the formats of MT toolkits and data tools."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.cli import main
from align.corpus import Corpus, Pair, Signature, open_writers, read_corpus, write_corpus
from align.corpus.format_options import FormatOptions
from align.errors import FormatError, InputError, MissingExtraError, OutputError, UsageError
from tests.nasty import any_text
from tests.nasty import pairs as any_pairs

HEADER = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", "2026-11-23T10:00:00Z", {"sources": ["x"]})


def pair(n: int, source: str, target: str, **more: Any) -> Pair:
    return Pair(f"p-{n}", "a.txt", n, source, target, "en", "ru", **more)


def moses(path: Path, source_lang: str = "en", target_lang: str = "ru") -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in read_corpus(path, source_lang=source_lang, target_lang=target_lang)]


def test_moses_writes_two_files_of_parallel_lines(tmp_path: Path) -> None:
    """Line n stands beside line n, whatever breaks or odd line ends a segment has; one-sided pairs are counted out."""
    said: list[str] = []
    pairs = [pair(1, "a\nb\u2028c\r\nd", "а\tб"), pair(2, "alone", " "), pair(3, "x\x0by", "z")]
    with open_writers([tmp_path / "all.moses"], HEADER, warn=said.append) as out:
        for one in pairs:
            out.write(one)
    assert (tmp_path / "all.en").read_bytes() == b"a b c d\nx y\n"
    assert (tmp_path / "all.ru").read_text("utf-8") == "а б\nz\n"
    assert said == [f"{tmp_path}/all.moses: 1 without source or target left out"]
    assert moses(tmp_path / "all.moses") == [("a b c d", "а б"), ("x y", "z")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.en", "all.ru"]


def test_moses_of_elsewhere_is_a_draft_of_unknown_origin(tmp_path: Path) -> None:
    """Byte-order mark, CR LF and blank lines on both sides are understood; either side can be the source."""
    (tmp_path / "b.en").write_bytes(b"\xef\xbb\xbfHello.\r\n\r\nalone\r\n")
    (tmp_path / "b.ru").write_text("Привет.\n\n\n", "utf-8")
    assert moses(tmp_path / "b.moses") == [("Hello.", "Привет."), ("alone", "")]
    back = list(read_corpus(tmp_path / "b.moses", source_lang="ru", target_lang="en"))
    assert (back[0].source, back[0].status, back[0].origin) == ("Привет.", "draft", "unknown")


def test_moses_that_is_not_parallel(tmp_path: Path) -> None:
    """Sides of unlike length are named with their lengths; bytes that are not UTF-8 with their line."""
    (tmp_path / "b.en").write_text("one\ntwo\n")
    (tmp_path / "b.ru").write_text("один\n", "utf-8")
    with pytest.raises(FormatError, match=r"b\.ru has 1 lines and .*b\.en more"):
        moses(tmp_path / "b.moses")
    (tmp_path / "b.ru").write_bytes("один\nдва\n".encode("cp1251"))
    with pytest.raises(FormatError, match=r"b\.ru, line 1: not UTF-8"):
        moses(tmp_path / "b.moses")


def test_moses_needs_languages_and_two_files(tmp_path: Path) -> None:
    """Which file is the source is not guessed; what is missing is named."""
    (tmp_path / "b.en").write_text("one\n")
    (tmp_path / "b.log").write_text("")
    with pytest.raises(UsageError, match=r"name the languages with source_lang and target_lang \(there is b\.en\)"):
        read_corpus(tmp_path / "b.moses")
    with pytest.raises(InputError, match=r"cannot read .*b\.ru: no such file"):
        moses(tmp_path / "b.moses")
    with pytest.raises(UsageError, match="Moses has two files, and - is one"):
        read_corpus("-", "moses", source_lang="en", target_lang="ru")


def test_moses_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """A pair in other languages ends the work, and neither file is there."""
    with (
        pytest.raises(OutputError, match="pair p-2 is en-de and the files en-ru"),
        open_writers([tmp_path / "a.moses"], HEADER) as out,
    ):
        out.write(pair(1, "a", "б"))
        out.write(Pair("p-2", "", 2, "a", "b", "en", "de"))
    with pytest.raises(OutputError, match="named by two languages"):
        write_corpus(Corpus(()), tmp_path / "a.moses")
    assert list(tmp_path.iterdir()) == []


def test_moses_does_not_take_its_inputs_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name with and without the suffix is one."""
    (tmp_path / "b.en").write_text("one\n")
    (tmp_path / "b.ru").write_text("один\n", "utf-8")
    with pytest.raises(SystemExit) as end:
        main(["convert", f"{tmp_path}/b.moses", f"{tmp_path}/b", "--format", "moses", "--from", "en", "--to", "ru"])
    assert end.value.code == 2 and "is the input" in capsys.readouterr().err


@pytest.fixture
def arrow() -> Any:
    return pytest.importorskip("pyarrow", reason="pyarrow, of the extra `parquet`, is not installed")


@given(some=st.lists(any_pairs(any_text), max_size=3))
@settings(deadline=None, max_examples=60)
def test_parquet_holds_every_field(some: list[Pair]) -> None:
    """Parquet gives back every field of every pair, and the header."""
    pytest.importorskip("pyarrow", reason="pyarrow, of the extra `parquet`, is not installed")
    from align.corpus.formats import parquet

    stream = io.BytesIO()
    writer = parquet.Writer(stream, "test", HEADER, FormatOptions())
    for one in some:
        writer.write(one)
    assert writer.close() == []
    back = parquet.read(io.BytesIO(stream.getvalue()), "test", FormatOptions())
    assert list(back) == some
    assert (back.signature, back.source_lang, back.target_lang, back.created, back.extra) == (
        HEADER.signature,
        "en",
        "ru",
        HEADER.created,
        HEADER.extra,
    )


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The one sentence that mends it, and no file."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"Parquet needs .*: pip install 'align-bitext\[parquet\]'"):
        write_corpus(Corpus([pair(1, "a", "b")]), tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_parquet_comes_through_a_pipe(arrow: Any, tmp_path: Path) -> None:
    """A stream that cannot be sought is read from a copy; a lone surrogate is replaced and said."""
    said: list[str] = []
    with open_writers([tmp_path / "a.parquet"], HEADER, warn=said.append) as out:
        out.write(pair(1, "half \ud800", "б"))
    assert said == [f"{tmp_path}/a.parquet: 1 row had half a character, replaced"]

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    from align.corpus.formats import parquet

    (one,) = parquet.read(Pipe((tmp_path / "a.parquet").read_bytes()), "standard input", FormatOptions())
    assert one.source == "half ?"


def test_tables_of_others(arrow: Any, tmp_path: Path) -> None:
    """Columns source and target, or the hub's column translation; other columns survive as extra keys."""
    import pyarrow.parquet

    def table(rows: list[dict[str, Any]]) -> Path:
        pyarrow.parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "t.parquet")
        return tmp_path / "t.parquet"

    path = table([{"source": "a", "target": "б", "domain": "news"}])
    (one,) = read_corpus(path, source_lang="en", target_lang="ru")
    assert (one.source, one.target, one.status, one.extra) == ("a", "б", "draft", {"domain": "news"})
    with pytest.raises(UsageError, match="name them with source_lang and target_lang"):
        list(read_corpus(path))
    path = table([{"translation": {"en": "a", "ru": "б"}}])
    (one,) = read_corpus(path)
    assert (one.source, one.source_lang, one.target_lang) == ("a", "en", "ru")
    (one,) = read_corpus(path, source_lang="ru", target_lang="en")
    assert (one.source, one.target) == ("б", "a")
    with pytest.raises(FormatError, match="no columns source and target"):
        read_corpus(table([{"text": "a"}]))


def test_a_broken_parquet_is_one_line(arrow: Any, tmp_path: Path) -> None:
    """What is no Parquet, or breaks off, is said in one line."""
    (tmp_path / "a.parquet").write_text("PAR1 nonsense")
    with pytest.raises(FormatError, match=r"a\.parquet: not a Parquet file"):
        read_corpus(tmp_path / "a.parquet")
    write_corpus(Corpus([pair(n, f"text {n}", "б") for n in range(500)]), tmp_path / "b.parquet")
    data = bytearray((tmp_path / "b.parquet").read_bytes())
    data[60:900] = bytes(840)
    (tmp_path / "b.parquet").write_bytes(bytes(data))
    with pytest.raises(FormatError):
        list(read_corpus(tmp_path / "b.parquet"))
