"""What holds for every text: offsets, order, coverage, line ends, and time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.document import Document, Segment
from align.errors import UsageError
from align.readers import markdown, plain
from align.segmentation import fallback_note, split, splitter_signature

WORDS = (
    *("MOSCOW", "November", "22.", "/TASS/.", "(Reuters)", "-", "—", "The", "port", "was", "closed.", "Mr.", "U.S."),
    *(
        '"It',
        'rained."',
        "“Is",
        "it?”",
        "«Да.",
        "Нет.»",
        "1.",
        "...",
        "…",
        "!",
        "?",
        ":)",
        "😀",
        "\n",
        "\n\n",
        "\t",
        "#",
    ),
    *("> q", "- i", "***", "http://a.b/c.", "3.5", "(a.", "b)", "[6]", "'Tis", "'", '"', "\u2028", "\u00a0", "\u200b"),
)
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200),
)


def segments(text: str, reader: str, language: str, quotes: str) -> list[Segment]:
    cut = {"plain": plain.paragraphs, "markdown": markdown.paragraphs, "rows": plain.rows}[reader]
    return split(Document("-", text, cut(text), language), quotes=quotes, one_per_line=reader == "rows")


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(["plain", "markdown", "rows"]), st.sampled_from(["en", "ru", "de", "ja"]))
def test_offsets_always_hold(text: str, reader: str, language: str) -> None:
    """Every segment is the slice its offsets say, none overlaps, all are in order, only lines of bitext are blank."""
    for quotes in ("keep", "split"):
        at = paragraph = 0
        for segment in segments(text, reader, language, quotes):
            assert text[segment.start : segment.end] == segment.text == segment.text.strip()
            assert segment.text or reader == "rows"
            assert segment.start >= at and segment.paragraph >= paragraph
            assert "\n" not in segment.flat and "\r" not in segment.flat
            at, paragraph = segment.end, segment.paragraph


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(["plain", "rows"]), st.sampled_from(["en", "ru", "de"]))
def test_nothing_visible_is_lost(text: str, reader: str, language: str) -> None:
    """Outside Markdown every character that is no blank lies in one segment."""
    covered = "".join(segment.text for segment in segments(text, reader, language, "split"))
    assert "".join(covered.split()) == "".join(text.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from(["en", "ru", "de"]))
def test_line_ends_make_no_difference(text: str, language: str) -> None:
    """LF, CRLF and CR files give the same segments."""
    for reader in ("plain", "markdown"):
        expected = [(s.kind, s.flat) for s in segments(text, reader, language, "keep")]
        for end in ("\r\n", "\r"):
            other = segments(text.replace("\n", end), reader, language, "keep")
            assert [(s.kind, s.flat) for s in other] == expected


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(["en", "ru"]))
def test_keep_joins_what_split_cuts(text: str, language: str) -> None:
    """Every boundary of `keep` is one of `split`."""
    kept = {segment.start for segment in segments(text, "plain", language, "keep")}
    assert kept <= {segment.start for segment in segments(text, "plain", language, "split")}


@pytest.mark.parametrize(
    "piece",
    [
        'The U.S. grew. He said: "It is good. We like it." And Mr. Smith (of Acme Inc.) left. ',
        *("a.", "A. ", "“", '"', "(", ")) ", "😀", ".[1]", "***** ", "? ", "a\n", "- ", "> ", "it's "),
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """A paragraph of 30,000 characters, however strange, takes seconds at most."""
    text = piece * (30_000 // len(piece))
    began = time.process_time()
    for reader, language in (("plain", "en"), ("markdown", "ru")):
        segments(text, reader, language, "keep")
    assert time.process_time() - began < 20


def test_signatures_and_wrong_values() -> None:
    """The signature names library, version and rules; another value of quotes is a usage error."""
    assert splitter_signature("en-GB") == splitter_signature(None)
    assert splitter_signature("en").startswith("sentencex-") and splitter_signature("en").endswith("+wire-1")
    assert splitter_signature("ru").startswith("razdel-")
    with pytest.raises(UsageError, match="keep or split"):
        split(Document("-", "One.", ()), quotes="cut")


def test_a_language_the_library_may_not_know_gets_a_note() -> None:
    """Languages with a two-letter code have rules, their own or a relative's; of others the user is told."""
    assert fallback_note("en-GB") is None and fallback_note(None) is None
    assert "tlh" in str(fallback_note("tlh"))
