"""One bad file stops nothing: a folder, a list or an archive is worked on without it, and the end names it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from align.corpus import read_corpus
from tests.command import answer

BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n \n",
    "damaged.docx": b"PK\x03\x04 no archive",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "cut.epub": b"PK\x03\x04",
    "scanned.pdf": b"%PDF-1.4\n%%EOF\n",
    "records.jsonl": b'{"text": "A whole record."}\n{"text": \n',
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of two stories among files that are none."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, data in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "a.txt").write_text("The port opened.\n", encoding="utf-8")
    (folder / "z.txt").write_text("The bank closed.\n", encoding="utf-8")
    return folder


def test_split_goes_on_and_names_what_it_left_out(news: Path, tmp_path: Path) -> None:
    """All that can be read is written, the line on each of the others comes after it, and the status is 1."""
    out = tmp_path / "out.txt"
    done = answer("split", news, "-o", out)
    assert done.returncode == 1
    assert out.read_text("utf-8").splitlines() == ["The port opened.", "A whole record.", "The bank closed."]
    said = done.stderr.decode()
    for name in BAD:
        assert said.count(name) == 1, said
    assert said.splitlines()[-1] == (
        f"align: {len(BAD)} files were left out: the rest is written; mend or remove what is listed above"
    )


def test_translate_writes_the_drafts_of_the_others(news: Path, tmp_path: Path) -> None:
    """The summary lists what was left out, once for all languages."""
    out = tmp_path / "out.jsonl"
    done = answer("translate", news, "--to", "ru", "--best-of", "1", "--no-cache", "-o", out, "--json")
    assert done.returncode == 1
    assert [pair.source for pair in read_corpus(out)] == ["The port opened.", "A whole record.", "The bank closed."]
    summary = json.loads(done.stdout)
    assert len(summary["left_out"]) == len(BAD)
    assert {Path(one["path"].partition("#")[0]).name for one in summary["left_out"]} == set(BAD)


def test_an_archive_goes_on_as_a_folder_does(news: Path, tmp_path: Path) -> None:
    """Its members are named by their place in it."""
    archive = tmp_path / "news.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(news.iterdir()):
            packed.write(path, f"news/{path.name}")
    done = answer("split", archive)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == ["The port opened.", "A whole record.", "The bank closed."]
    assert f"{archive}#news/empty.txt" in done.stderr.decode()


def test_where_nothing_can_be_read_nothing_is_written(news: Path, tmp_path: Path) -> None:
    """Each file's line, then that none is left; an output that was there stays."""
    for name in ("a.txt", "z.txt", "records.jsonl"):
        (news / name).unlink()
    out = tmp_path / "out.txt"
    out.write_text("before", encoding="utf-8")
    done = answer("split", news, "-o", out)
    assert done.returncode == 1 and out.read_text("utf-8") == "before"
    said = done.stderr.decode().splitlines()
    assert len(said) == len(BAD)  # a line each of six, and one
    assert said[-1] == "align: none of the 6 files could be worked on: see the lines above"


def test_a_file_that_is_named_alone_gives_its_own_line(news: Path) -> None:
    """There is no rest that a summary could speak of."""
    done = answer("split", news / "empty.txt")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"align: {news / 'empty.txt'} is empty: there is nothing to segment in it"
    ]


def test_pair_leaves_out_what_has_no_partner_and_what_cannot_be_read(tmp_path: Path) -> None:
    """Of two folders the others are aligned."""
    texts = {"en": ("The port opened.", "The bank closed."), "ru": ("Порт открылся.", "Банк закрылся.")}
    for language, (first, second) in texts.items():
        folder = tmp_path / language
        folder.mkdir()
        (folder / "1.txt").write_text(first, encoding="utf-8")
        (folder / "2.txt").write_text(second, encoding="utf-8")
        (folder / "3.txt").write_text("" if language == "ru" else "The mayor spoke.", encoding="utf-8")
        (folder / f"only-{language}-4.txt").write_text(first, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    done = answer("pair", tmp_path / "en", tmp_path / "ru", "--from", "en", "--to", "ru", "-o", out, "--json")
    assert done.returncode == 1
    assert [pair.target for pair in read_corpus(out)] == ["Порт открылся.", "Банк закрылся."]
    said = done.stderr.decode().splitlines()
    assert [part for part in ("only-en-4.txt", "only-ru-4.txt", "3.txt is empty") if part not in "\n".join(said)] == []
    assert said[-1].startswith("align: 3 files were left out")
    assert len(json.loads(done.stdout)["left_out"]) == 3


def test_pair_of_a_list_goes_on(tmp_path: Path) -> None:
    """A file that is not there is left out with its line."""
    (tmp_path / "a.txt").write_text("The port opened.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Порт открылся.", encoding="utf-8")
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("a.txt\tb.txt\nmissing.txt\tb.txt\n", encoding="utf-8")
    done = answer("pair", "--list", pairs, "--from", "en", "--to", "ru", "--format", "jsonl")
    assert done.returncode == 1
    assert "Порт открылся." in done.stdout.decode()
    assert "missing.txt" in done.stderr.decode() and "1 file was left out" in done.stderr.decode()


def test_folders_without_a_common_name_are_refused(tmp_path: Path) -> None:
    """Nothing is left to align: the line names the files and what to do."""
    for language in ("en", "ru"):
        (tmp_path / language).mkdir()
        (tmp_path / language / f"{language}-story.txt").write_text("The port opened.", encoding="utf-8")
    (tmp_path / "en" / "x.txt").write_text("The port opened.", encoding="utf-8")
    (tmp_path / "ru" / "ru-story.txt").rename(tmp_path / "ru" / "y.txt")
    done = answer("pair", tmp_path / "en", tmp_path / "ru", "--from", "en", "--to", "ru")
    assert done.returncode == 1 and not done.stdout
    assert "no counterpart of the same name for" in done.stderr.decode()
