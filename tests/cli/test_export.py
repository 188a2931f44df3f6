"""`align export`: documents by name, its counts, its refusals, and the guard of what an editor has changed."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from align.corpus import Pair, write_corpus
from align.corpus.pair import Corpus
from tests.command import answer


def corpus(path: Path, *docs: str, status: str = "approved", lang: str = "ru") -> Path:
    """A corpus of two pairs a document."""
    pairs = [
        Pair(
            f"{Path(doc).stem}-{n:04d}", doc, n, f"Source {n}.", f"{doc} {n}.", "en", lang,
            status=status if n == 2 else "approved", extra={"paragraph": n},  # type: ignore[arg-type]
        )
        for doc in docs
        for n in (1, 2)
    ]  # fmt: skip
    write_corpus(Corpus(pairs, source_lang="en", target_lang=lang), path)
    return path


def said(*arguments: str | Path, status: int = 0) -> str:
    """What the command says; it ends with this status."""
    done = answer("export", *arguments)
    assert done.returncode == status, done.stderr.decode()
    return done.stderr.decode()


def test_a_file_each_is_named_after_its_document_and_they_are_counted(tmp_path: Path) -> None:
    made = corpus(tmp_path / "all.jsonl", "a/port.txt", "b/port.txt", "news.csv#17")
    words = said(made, "-o", tmp_path / "out" / "{doc}.{lang}.md")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "news-17.ru.md",
        "port.2.ru.md",
        "port.ru.md",
    ]
    assert "3 documents with 6 segments written to 3 files: " in words
    assert "3 documents with 6 segments written to " in said(made, "-o", tmp_path / "all.txt")
    assert (tmp_path / "all.txt").read_text("utf-8").count("\n\n\n\n") == 2


def test_what_is_not_reviewed_is_said_or_refused(tmp_path: Path) -> None:
    made = corpus(tmp_path / "a.jsonl", "a.txt", status="draft")
    target = tmp_path / "a.docx"
    refused = said(made, "-o", target, "--only", "approved", status=1)
    assert "1 of 2 segments is not reviewed: a-0002. Nothing was written. Review them, or leave --only out" in refused
    assert not target.exists()
    assert "1 of 2 segments is not reviewed (highlighted)" in said(made, "-o", target)
    done = answer("export", made, "-o", tmp_path / "b.docx", "--json", "--mark", "none")
    assert json.loads(done.stdout)["unreviewed"] == 1


def test_the_same_command_again_replaces_its_own_document_only(tmp_path: Path) -> None:
    for suffix in ("txt", "md", "html", "docx", "odt"):
        target = tmp_path / f"a.{suffix}"
        said(corpus(tmp_path / "a.jsonl", "a.txt", status="draft"), "-o", target)
        said(corpus(tmp_path / "b.jsonl", "a.txt"), "-o", target)  # reviewed since, and untouched by its editor
        _edit(target)
        edited = target.read_bytes()
        words = said(tmp_path / "a.jsonl", "-o", target, status=1)
        assert f"{target} was changed since align wrote it, or is not from align. Name another file" in words
        assert target.read_bytes() == edited
        assert "a." + suffix + ".bak" in said(tmp_path / "a.jsonl", "-o", target, "--force")
        assert (tmp_path / f"a.{suffix}.bak").read_bytes() == edited


def _edit(path: Path) -> None:
    """Change a document as its editor would."""
    if path.suffix not in (".docx", ".odt"):
        path.write_text(path.read_text("utf-8").replace("1.", "один."), "utf-8")
        return
    copy = path.with_suffix(".zip")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b" 1.", " один.".encode()))
    shutil.move(copy, path)


def test_of_several_documents_none_is_written_if_one_was_edited(tmp_path: Path) -> None:
    made = corpus(tmp_path / "all.jsonl", "a.txt", "b.txt")
    (tmp_path / "b.ru.txt").write_text("от редактора", "utf-8")
    said(made, "-o", tmp_path / "{doc}.ru.txt", status=1)
    assert not (tmp_path / "a.ru.txt").exists()


def test_a_story_is_not_lost_to_its_translation(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The story.", "utf-8")
    said(corpus(tmp_path / "a.jsonl", "a.txt"), "-o", tmp_path / "{doc}.txt", status=1)
    assert (tmp_path / "a.txt").read_text("utf-8") == "The story."


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "say where the document goes: -o story.ru.docx"),
        (("-o", "a.pdf"), 2, "Write story.docx or story.html and print that"),
        (("-o", "a.xlsx"), 2, "align review"),
        (("-o", "a.xyz"), 2, "the suffix .xyz is not that of a document. Known are .txt, "),
        (("-o", "-"), 2, "say --format txt|md|html|docx|odt"),
        (("-o", "-", "--format", "tmx"), 2, "'tmx' is not one of 'txt', 'md'"),
        (("-o", "a.txt", "--to", "de"), 1, "no pair is in"),
        (("-o", "no/such/a.txt"), 1, "there is no folder no"),
    ],
)
def test_each_mistake_is_one_line(arguments: tuple[str, ...], status: int, words: str, tmp_path: Path) -> None:
    made = corpus(tmp_path / "a.jsonl", "a.txt")
    done = answer("export", made, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (status, 1)
    assert words in done.stderr.decode()


def test_standard_output_has_the_document_alone(tmp_path: Path) -> None:
    done = answer("export", corpus(tmp_path / "a.jsonl", "a.txt"), "-o", "-", "--format", "txt")
    assert done.stdout.decode() == "a.txt 1.\n\na.txt 2.\n"


def test_several_languages_are_chosen_from_or_written_apart(tmp_path: Path) -> None:
    one, two = corpus(tmp_path / "ru.jsonl", "a.txt"), corpus(tmp_path / "de.jsonl", "a.txt", lang="de")
    both = tmp_path / "both.jsonl"
    both.write_text(one.read_text("utf-8") + two.read_text("utf-8").split("\n", 1)[1], "utf-8")
    assert "translations into de, ru. Choose one with --to, or write {lang}" in said(
        both, "-o", tmp_path / "a.txt", status=2
    )
    said(both, "-o", tmp_path / "a.{lang}.txt")
    assert {path.name for path in tmp_path.glob("a.*.txt")} == {"a.de.txt", "a.ru.txt"}


def test_an_empty_corpus_makes_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("", "utf-8")
    assert "there is nothing to export" in said(tmp_path / "a.jsonl", "-o", tmp_path / "a.txt", status=1)
    assert not (tmp_path / "a.txt").exists()
