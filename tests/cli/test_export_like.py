"""`align export --like`: the translation in the source's own file, what it says, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from align.corpus import Pair, write_corpus
from align.corpus.pair import Corpus
from tests.command import answer
from tests.export.test_into_subtitles import SRT
from tests.export.written_back import corpus_of, cyrillic
from tests.reader_files import docx

TEXT = "# Port opens\n\nIt opened on **Friday**. It was good.\n"


def corpus(source: Path, *more: Pair, text: str = TEXT) -> Path:
    """A source with this text, and its corpus."""
    if source.suffix != ".docx":
        source.write_text(text, "utf-8")
    path = source.with_suffix(".jsonl")
    write_corpus(Corpus([*corpus_of(source), *more], source_lang="en", target_lang="ru"), path)
    return path


def changed(path: Path, **values: object) -> Path:
    """The corpus with other values in its last pair."""
    from align.corpus import read_corpus

    read = read_corpus(path).load()
    pairs = list(read)
    write_corpus(replace(read, pairs=[*pairs[:-1], replace(pairs[-1], **values)]), path)  # type: ignore[arg-type]
    return path


def said(*arguments: str | Path, status: int = 0, cwd: Path | None = None) -> str:
    """What the command says; it ends with this status."""
    done = answer("export", *arguments, cwd=cwd)
    assert done.returncode == status, done.stderr.decode()
    return done.stderr.decode()


def test_the_translation_is_in_a_file_like_the_source(tmp_path: Path) -> None:
    made, target = corpus(tmp_path / "a.md"), tmp_path / "a.ru.md"
    words = said(made, "-o", target, "--like", tmp_path / "a.md")
    assert target.read_text("utf-8") == cyrillic(TEXT)
    assert "1 document with 3 segments written to" in words


def test_subtitles_find_their_source_by_themselves(tmp_path: Path) -> None:
    made = corpus(tmp_path / "film.srt", text=SRT)
    said(made, "-o", tmp_path / "film.ru.srt")
    assert cyrillic("Where is it?") in (tmp_path / "film.ru.srt").read_text("utf-8")
    (tmp_path / "film.srt").unlink()
    assert "name it with --like" in said(made, "-o", tmp_path / "film.ru.srt", "--force", status=2)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"status": "draft", "origin": "mt"}, "[[Ит вас гоод.]]"),
        ({"status": "rejected"}, "[[en: It was good.]]"),
        ({"target": "", "status": "draft", "origin": "mt"}, "[[en: It was good.]]"),
        ({"target": "", "status": "approved"}, ""),
    ],
)
def test_marks_are_those_of_new_documents(tmp_path: Path, values: dict[str, str], text: str) -> None:
    made = changed(corpus(tmp_path / "a.md"), **values)
    said(made, "-o", tmp_path / "a.ru.md", "--like", tmp_path / "a.md")
    assert (tmp_path / "a.ru.md").read_text("utf-8").endswith(f"{cyrillic('It opened on **Friday**.')} {text}\n")
    said(made, "-o", tmp_path / "b.md", "--like", tmp_path / "a.md", "--mark", "none")
    assert "[[" not in (tmp_path / "b.md").read_text("utf-8")
    if values["status"] != "approved":
        words = said(made, "-o", tmp_path / "c.md", "--like", tmp_path / "a.md", "--only", "approved", status=1)
        assert "1 of 3 segments is not reviewed" in words


def test_a_translation_without_a_source_follows_the_one_before_it(tmp_path: Path) -> None:
    more = Pair("s-0004", str(tmp_path / "a.md"), 4, "", "Это всё.", "en", "ru", status="approved")
    said(corpus(tmp_path / "a.md", more), "-o", tmp_path / "a.ru.md", "--like", tmp_path / "a.md")
    assert (tmp_path / "a.ru.md").read_text("utf-8").endswith("Ит вас гоод. Это всё.\n")


def test_segments_of_two_paragraphs_that_became_one_stand_in_the_first(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("One here.\n\nTwo here.\n\nThree here.\n", "utf-8")
    one, two, three = corpus_of(source)
    both = replace(one, source="One here. Two here.", target="Два тут.", source_span=((0, 9), (11, 20)))
    write_corpus(Corpus([both, replace(three, n=2)], source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    said(tmp_path / "a.jsonl", "-o", tmp_path / "a.ru.md", "--like", source)
    assert (tmp_path / "a.ru.md").read_text("utf-8").split() == ["Два", "тут.", *cyrillic("Three here.").split()]
    assert two.source == "Two here."


def test_a_corpus_without_spans_is_placed_by_its_words(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, "utf-8")
    pairs = [replace(pair, source_span=None) for pair in corpus_of(source)]
    write_corpus(Corpus(pairs, source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    said(tmp_path / "a.jsonl", "-o", tmp_path / "a.ru.md", "--like", source)
    assert (tmp_path / "a.ru.md").read_text("utf-8") == cyrillic(TEXT)


def test_of_several_documents_the_one_of_that_name_is_written(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, "utf-8")
    others = [replace(pair, id=f"b-{pair.n:04d}", doc="b.md") for pair in corpus_of(source)]
    write_corpus(Corpus([*corpus_of(source), *others], source_lang="en", target_lang="ru"), tmp_path / "all.jsonl")
    said(tmp_path / "all.jsonl", "-o", tmp_path / "a.ru.md", "--like", source)
    assert (tmp_path / "a.ru.md").read_text("utf-8") == cyrillic(TEXT)
    (tmp_path / "c.md").write_text(TEXT, "utf-8")
    words = said(tmp_path / "all.jsonl", "-o", tmp_path / "c.ru.md", "--like", tmp_path / "c.md", status=1)
    assert "the corpus has no document of the name c.md. It has " in words


@pytest.mark.parametrize(
    ("like", "output", "content", "words", "status"),
    [
        ("a.md", "a.ru.md", TEXT.replace("good", "bad"), "the first segment that differs is s-0003, 'It was good.'", 1),
        ("a.md", "a.ru.md", "# Port", "the first segment that differs is s-0001", 1),
        ("a.pdf", "a.ru.pdf", "%PDF-1.4", "a translation cannot be written into", 1),
        ("a.csv", "a.ru.csv", "text\nx\n", "which is a table: write a new document, without --like", 1),
        ("a.md", "a.ru.docx", TEXT, "name it a.ru.md", 2),
        ("gone.md", "a.ru.md", None, "does not exist: check the name and the folder", 1),
        ("a.docx", "a.ru.docx", "no zip", "is not a Word document, or is damaged", 1),
        ("a.md", "a.md", TEXT, "a.md is the input: name another output", 2),
    ],
)
def test_it_refuses_what_would_go_wrong(
    tmp_path: Path, like: str, output: str, content: str | None, words: str, status: int
) -> None:
    made = corpus(tmp_path / "a.md")
    if content is not None:
        (tmp_path / like).write_text(content, "utf-8")
    assert words in said(made, "-o", output, "--like", like, status=status, cwd=tmp_path)
    assert not (tmp_path / "a.ru.md").exists()


def test_what_could_not_be_kept_is_said_and_counted(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(docx(extra={"word/header1.xml": "<x/>"}))
    made = corpus(source)
    done = answer("export", made, "-o", tmp_path / "a.ru.docx", "--like", source, "--json")
    (warning,) = json.loads(done.stdout)["warnings"]
    assert warning.startswith(f"{source}: left as in the source: ")
    assert "headers and footers (1)" in warning
