"""Markdown → paragraphs."""

from __future__ import annotations

import pytest

from align.readers.markdown import paragraphs


def blocks(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.end]) for p in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Port closed\n", [("heading", "Port closed")]),
        ("## Port closed ##\n", [("heading", "Port closed")]),
        ("#hashtag is text", [("text", "#hashtag is text")]),
        ("Port closed\n===========\n", [("heading", "Port closed"), ("code", "===========")]),
        ("One line\ngoes on.\n\nNext.", [("text", "One line\ngoes on."), ("text", "Next.")]),
        ("- one\n- two\n  goes on", [("list-item", "one"), ("list-item", "two\n  goes on")]),
        ("1. one\n2) two\n* three", [("list-item", "one"), ("list-item", "two"), ("list-item", "three")]),
        ("- [ ] open\n- [x] done", [("list-item", "open"), ("list-item", "done")]),
        ("> A quotation.\n>\n> Another.", [("text", "A quotation."), ("text", "Another.")]),
        ("Text.\n> A quotation.", [("text", "Text."), ("text", "A quotation.")]),
        ("---\ntitle: x\n---\nText.", [("code", "---\ntitle: x\n---"), ("text", "Text.")]),
        ("```py\nx = 1\n```\nText.", [("code", "```py\nx = 1\n```"), ("text", "Text.")]),
        ("~~~\nnever closed\n", [("code", "~~~\nnever closed")]),
        ("Text.\n\n    x = 1\n\nText.", [("text", "Text."), ("code", "x = 1"), ("text", "Text.")]),
        ("<!-- a\nnote -->\nText.", [("code", "<!-- a\nnote -->"), ("text", "Text.")]),
        ("| a | b |\n|---|---|\n| c | d |", [("text", "| a | b |"), ("code", "|---|---|"), ("text", "| c | d |")]),
        ("One.\n\n***\n\nTwo.", [("text", "One."), ("code", "***"), ("text", "Two.")]),
        ("[ref]: http://x.org", [("code", "[ref]: http://x.org")]),
        ("See [the *port*](http://x.org).", [("text", "See [the *port*](http://x.org).")]),
    ],
)
def test_blocks_are_cut_without_their_markers(text: str, expected: list[tuple[str, str]]) -> None:
    """Each block of CommonMark has the kind and the text that a translator needs; CRLF and CR change nothing."""
    assert blocks(text) == expected
    for end in ("\r\n", "\r"):
        other = [(kind, piece.replace(end, "\n")) for kind, piece in blocks(text.replace("\n", end))]
        assert other == expected


def test_a_quotation_of_several_lines_is_one_paragraph() -> None:
    """Its later markers stay inside: the offsets are those of the file."""
    assert blocks("> It was closed\n> on Monday.") == [("text", "It was closed\n> on Monday.")]


@pytest.mark.parametrize("text", ["", "\n\n", "#", "---", ">", "-", "```", "<!--"])
def test_scraps_of_markup_do_no_harm(text: str) -> None:
    """A marker alone makes no empty paragraph."""
    assert all(piece.strip() for _, piece in blocks(text))
