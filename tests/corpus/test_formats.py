"""The registry of formats: what a suffix means, files that appear whole or not at all, errors that say what to do."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.corpus import FORMATS, Corpus, Pair, format_of, open_writers, read_corpus, write_corpus
from align.errors import FormatError, InputError, OutputError, UsageError


def pairs(count: int = 3) -> list[Pair]:
    return [Pair(f"a-{n}", "a.txt", n, f"source {n}", f"перевод {n}", "en", "ru") for n in range(1, count + 1)]


def test_a_suffix_names_its_format() -> None:
    """Suffixes decide, in any case; --format wins over them and is needed for standard input and output."""
    assert format_of("x/a.JSONL").name == "jsonl"
    assert format_of("a.xliff", writing=True).name == format_of("a.xlf").name == "xliff"
    assert format_of("a.tmx", "tsv").name == "tsv"
    assert format_of("-", "tmx").name == "tmx"


@pytest.mark.parametrize(
    ("path", "format", "writing", "message"),
    [
        ("a.docx", None, True, r"a.docx: the suffix .docx is not known. Known are .jsonl, .ndjson, .tmx, .xlsx"),
        ("corpus", None, False, r"corpus: there is no suffix"),
        ("-", None, True, r"standard output has no suffix: say format jsonl\|tmx"),
        ("a.txt", None, False, r"a.txt: .txt can be written only"),
        ("a.ods", None, True, r"a.ods: .ods can be read only"),
        ("a.tmx", "doc", True, r"the format 'doc' cannot be written: use one of jsonl, tmx, xlsx"),
    ],
)
def test_unknown_formats_list_the_known(path: str, format: str | None, writing: bool, message: str) -> None:
    """What is not known is answered with what is."""
    with pytest.raises(UsageError, match=message):
        format_of(path, format, writing=writing)


def test_several_files_in_one_pass(tmp_path: Path) -> None:
    """One pass over the pairs fills every output, and each reads back."""
    names = [tmp_path / f"a{known.suffixes[0]}" for known in FORMATS.values() if known.writes]
    with open_writers(names, Corpus((), source_lang="en", target_lang="ru")) as out:
        for pair in pairs():
            out.write(pair)
    for name in names:
        if name.suffix == ".moses":  # texts only
            texts = [(pair.source, pair.target) for pair in read_corpus(name, source_lang="en", target_lang="ru")]
            assert texts == [(pair.source, pair.target) for pair in pairs()]
        elif name.suffix != ".txt":
            corpus = read_corpus(name)
            assert (corpus.source_lang, corpus.target_lang) == ("en", "ru")
            assert list(corpus) == pairs()
    assert (tmp_path / "a.txt").read_text("utf-8") == "перевод 1\nперевод 2\nперевод 3\n"


def test_a_format_is_for_outputs_that_do_not_tell(tmp_path: Path) -> None:
    """Beside a file whose suffix tells, the format that was named is for the others; alone, it overrides the suffix."""
    with open_writers([tmp_path / "a.tmx", tmp_path / "b"], Corpus(()), "txt") as out:
        out.write(pairs()[0])
    assert (tmp_path / "a.tmx").read_bytes().startswith(b"<?xml") and (tmp_path / "b").read_text(
        "utf-8"
    ) == "перевод 1\n"
    write_corpus(Corpus(pairs(1)), tmp_path / "c.tmx", "txt")
    assert (tmp_path / "c.tmx").read_text("utf-8") == "перевод 1\n"


def test_languages_may_come_with_the_first_pair(tmp_path: Path) -> None:
    """A header that leaves the languages open takes those of the first pair."""
    with open_writers([tmp_path / "a.tmx"], Corpus(())) as out:
        out.write(pairs()[0])
    assert 'srclang="en"' in (tmp_path / "a.tmx").read_text("utf-8")


def test_nothing_appears_when_the_work_fails(tmp_path: Path) -> None:
    """If anything fails, neither a file nor a folder made for it is left, and old files stay as they were."""
    (tmp_path / "old.jsonl").write_text("old")
    with (
        pytest.raises(RuntimeError),
        open_writers(
            [tmp_path / "old.jsonl", tmp_path / "new" / "a.tmx"], Corpus((), source_lang="en", target_lang="ru")
        ) as out,
    ):
        out.write(pairs()[0])
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["old.jsonl"]
    assert (tmp_path / "old.jsonl").read_text() == "old"


def test_one_bad_format_spares_the_others_from_half_files(tmp_path: Path) -> None:
    """A pair that one format refuses stops all of them."""
    mixed = [pairs()[0], Pair("b", "b", 1, "x", "y", "en", "de")]
    with (
        pytest.raises(OutputError, match="one TMX file holds one pair of languages"),
        open_writers([tmp_path / "a.jsonl", tmp_path / "a.tmx"], Corpus(())) as out,
    ):
        for pair in mixed:
            out.write(pair)
    assert list(tmp_path.iterdir()) == []


def test_one_missing_folder_is_made_and_no_more(tmp_path: Path) -> None:
    """`-o out/a.tmx` makes `out`; a path with two missing folders looks like a slip and is refused."""
    write_corpus(Corpus(pairs()), tmp_path / "out" / "a.tmx")
    assert (tmp_path / "out" / "a.tmx").is_file()
    with pytest.raises(OutputError, match=r"there is no folder .*nowhere. Make it first"):
        write_corpus(Corpus(pairs()), tmp_path / "nowhere" / "out" / "a.tmx")


def test_an_output_is_named_once(tmp_path: Path) -> None:
    """The same file twice, under two names, would overwrite itself."""
    with (
        pytest.raises(UsageError, match="is named twice"),
        open_writers([tmp_path / "a.tmx", tmp_path / "." / "a.tmx"], Corpus(())),
    ):
        pass


def test_missing_input_is_one_line(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(InputError, match=r"cannot read .*none.jsonl: no such file or directory"):
        read_corpus(tmp_path / "none.jsonl")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input in the format that is given."""
    line = b'{"id": "1", "source": "a", "target": "b", "source_lang": "en", "target_lang": "ru"}\n'
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(line)}))
    assert [pair.id for pair in read_corpus("-", "jsonl")] == ["1"]


def test_reading_streams(tmp_path: Path) -> None:
    """The first pair comes before the rest of the file is read: a broken tenth line does not hide nine good ones."""
    path = tmp_path / "a.jsonl"
    write_corpus(Corpus(pairs(9)), path)
    with path.open("a") as stream:
        stream.write("broken\n")
    read: Iterator[Pair] = iter(read_corpus(path))
    assert [next(read).n for _ in range(9)] == list(range(1, 10))
    with pytest.raises(FormatError, match=r"a.jsonl, line 11: not JSON"):
        next(read)
