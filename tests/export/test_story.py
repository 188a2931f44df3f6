"""A corpus put together again as its documents."""

from __future__ import annotations

from pathlib import Path

from align.corpus.pair import Pair
from align.export import stories
from align.export.plain import plain_text
from tests.command import answer


def pair(n: int, source: str, target: str, paragraph: int | None, doc: str = "story.txt") -> Pair:
    """A pair of a paragraph."""
    extra = {} if paragraph is None else {"paragraph": paragraph}
    return Pair(f"story-{n:04d}", doc, n, source, target, "en", "ru", extra=extra)


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
    assert plain_text(story) == "Раз.\n\nДва.\n"


def test_the_drafted_story_has_the_paragraphs_of_its_source(tmp_path: Path) -> None:
    source = (
        "Port opens\n\nMURMANSK, November 20. /TASS/. The port opened on Friday. It cost\nmuch.\n\n“Good,” he said.\n"
    )
    (tmp_path / "story.txt").write_text(source, "utf-8")
    corpus, text = tmp_path / "story.jsonl", tmp_path / "story.ru.txt"
    answer("translate", tmp_path / "story.txt", "--to", "ru", "-o", corpus, "--best-of", "1")
    answer("export", corpus, "-o", text)
    assert len(text.read_text("utf-8").split("\n\n")) == 3
