"""A corpus put together again as its documents."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from align.corpus.pair import Pair
from align.export import ExportOptions, StoryText, stories
from align.export.content import translated
from align.export.plain import write
from tests.command import answer


def pair(n: int, source: str, target: str, paragraph: int | None, doc: str = "story.txt", **more: object) -> Pair:
    """A reviewed pair of a paragraph."""
    extra = {} if paragraph is None else {"paragraph": paragraph}
    values = {"status": "approved", "id": f"story-{n:04d}", "source_lang": "en", "target_lang": "ru", **more}
    return Pair(doc=doc, n=n, source=source, target=target, extra=extra, **values)  # type: ignore[arg-type]


def plain_text(story: StoryText) -> str:
    stream = BytesIO()
    write([translated(story, ExportOptions())], stream)
    return stream.getvalue().decode()


def test_sentences_of_a_paragraph_stand_together_and_documents_apart() -> None:
    pairs = [
        pair(1, "Port opens", "Порт открыт", 1),
        pair(2, "It opened.", "Он открылся.", 3),
        pair(3, "", "Как сообщили.", None),
        pair(4, "It cost much.", "Он дорогой.", 3),
        pair(1, "Other", "Другое", 1, "other.txt"),
    ]
    first, second = stories(pairs)
    assert plain_text(first) == "Порт открыт\n\nОн открылся. Как сообщили. Он дорогой.\n"
    assert (second.doc, plain_text(second)) == ("other.txt", "Другое\n")


def test_a_corpus_that_knows_no_paragraphs_has_a_line_a_pair() -> None:
    (story,) = stories([pair(1, "One.", "Раз.", None), pair(2, "Two.", "Два.", None)])
    assert plain_text(story) == "Раз.\n\nДва.\n" and not story.is_divided


def test_that_paragraphs_are_not_known_is_said(tmp_path: Path) -> None:
    """A memory or table without its source file is a line a segment, which is no fault, but not to be guessed."""
    table = tmp_path / "story.tsv"
    table.write_text("doc\tsource\ttarget\nstory.txt\tOne.\tРаз.\nstory.txt\tTwo.\tДва.\n", "utf-8")
    line = "it is not known where the paragraphs of story.txt begin: each segment is one"
    langs = ("--from", "en", "--to", "ru")
    assert line in answer("export", table, *langs, "-o", tmp_path / "a.txt").stderr.decode()
    (tmp_path / "story.txt").write_text("One. Two.\n", "utf-8")
    done = answer("export", table, *langs, "-o", tmp_path / "b.txt", "--mark", "none")
    assert "not known" not in done.stderr.decode()
    assert (tmp_path / "b.txt").read_text("utf-8") == "Раз. Два.\n"


def test_a_corpus_that_was_sorted_comes_in_the_order_of_its_source() -> None:
    pairs = [
        pair(3, "Three.", "Три.", 2),
        pair(1, "Other.", "Другое.", 1, "other.txt", id="other-0001"),
        pair(1, "One.", "Раз.", 1),
        pair(2, "Two.", "Два.", 1),
    ]
    assert [plain_text(story) for story in stories(pairs)] == ["Раз. Два.\n\nТри.\n", "Другое.\n"]


def test_two_files_of_one_name_are_two_documents() -> None:
    pairs = [
        pair(1, "One.", "Раз.", 1),
        pair(2, "Two.", "Два.", 1),
        pair(1, "Three.", "Три.", 1, id="story.2-0001"),
    ]
    assert [plain_text(story) for story in stories(pairs)] == ["Раз. Два.\n", "Три.\n"]


def test_gaps_between_spans_tell_paragraphs_where_nothing_else_does() -> None:
    kinds = ("headline", "dateline", "sentence", "sentence", "sentence")
    spans = ((0, 10), (12, 30), (31, 40), (41, 50), (52, 60))
    pairs = [
        pair(n, f"Source {n}.", f"Перевод {n}.", None, kind=kind, source_span=(span,))
        for n, (kind, span) in enumerate(zip(kinds, spans, strict=True), start=1)
    ]
    (story,) = stories(pairs)
    assert plain_text(story).split("\n\n") == ["Перевод 1.", "Перевод 2. Перевод 3. Перевод 4.", "Перевод 5.\n"]


def test_the_source_file_tells_paragraphs_if_it_agrees(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Port opens\nThe port opened. It cost much.\nNobody came.\n", "utf-8")
    spans = ((0, 10), (11, 27), (28, 41), (42, 54))
    sources = ("Port opens", "The port opened.", "It cost much.", "Nobody came.")
    pairs = [
        pair(n, source, f"Перевод {n}.", None, source_span=(span,))
        for n, (source, span) in enumerate(zip(sources, spans, strict=True), start=1)
    ]
    (story,) = stories(pairs, tmp_path)
    assert plain_text(story).split("\n\n") == ["Перевод 1.", "Перевод 2. Перевод 3.", "Перевод 4.\n"]
    without_spans = [replace(pair, source_span=None) for pair in pairs if pair.n != 2]
    (story,) = stories(without_spans, tmp_path)
    assert plain_text(story).split("\n\n") == ["Перевод 1.", "Перевод 3.", "Перевод 4.\n"]
    (tmp_path / "story.txt").write_text("Another text.\n" * 9, "utf-8")
    for some in (pairs, without_spans):
        (story,) = stories(some, tmp_path)
        assert len(story.paragraphs) == len(some)


def test_an_addition_of_the_translator_stands_where_it_stood() -> None:
    pairs = [
        pair(1, "One.", "Раз.", 1, target_span=((0, 4),)),
        pair(2, "", "Само.", None, target_span=((6, 11),)),
        pair(3, "Two.", "Два.", 2, target_span=((13, 17),)),
        pair(4, "", "К нему.", None, target_span=((18, 25),)),
    ]
    (story,) = stories(pairs)
    assert plain_text(story) == "Раз.\n\nСамо.\n\nДва. К нему.\n"


def test_the_drafted_story_has_the_paragraphs_of_its_source(tmp_path: Path) -> None:
    source = (
        "Port opens\n\nMURMANSK, November 20. /TASS/. The port opened on Friday. It cost\nmuch.\n\n“Good,” he said.\n"
    )
    (tmp_path / "story.txt").write_text(source, "utf-8")
    corpus, text = tmp_path / "story.jsonl", tmp_path / "story.ru.txt"
    answer("translate", tmp_path / "story.txt", "--to", "ru", "-o", corpus, "--best-of", "1")
    answer("export", corpus, "-o", text, "--mark", "none")
    paragraphs = text.read_text("utf-8").split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[1].startswith("МУРМАНСК, 20 ноября. /ТАСС/. ")
