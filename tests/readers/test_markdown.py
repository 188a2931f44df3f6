"""Markdown → paragraphs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from align.document import Document
from align.readers import read_document
from align.readers.markdown import paragraphs
from align.segmentation import split
from align.shown_text import shown_text


def blocks(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.end]) for p in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Port closed\n", [("heading", "Port closed")]),
        ("## Port closed ##\n", [("heading", "Port closed")]),
        ("## ##\n\n# C#\n", [("heading", "C#")]),
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
        (
            "| a | b |\n|---|---|\n| c | d |",
            [("cell", "a"), ("cell", "b"), ("code", "|---|---|"), ("cell", "c"), ("cell", "d")],
        ),
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


def shown(text: str) -> list[tuple[str, str]]:
    """The kind of each paragraph that is not code, and what a reader sees of it."""
    return [
        (p.kind, " ".join(shown_text(text[p.start : p.end], p.start, p.markup).split()))
        for p in paragraphs(text)
        if p.kind != "code"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.[^x]\n\n[^x]: The note.", [("text", "A."), ("note", "The note.")]),
        (
            "[^1]: One\n  goes on.\n\n    More.\n[^2]: Two.",
            [("note", "One goes on."), ("note", "More."), ("note", "Two.")],
        ),
        ("Text.\n[^1]: A note below it.", [("text", "Text."), ("note", "A note below it.")]),
        ("It fell [^1], he said[^2].", [("text", "It fell, he said.")]),
        ("A set such as `[^abc]` is code.", [("text", "A set such as `[^abc]` is code.")]),
    ],
)
def test_notes_are_read_and_their_numbers_are_not(text: str, expected: list[tuple[str, str]]) -> None:
    """The text of a footnote is a paragraph where it stands; a reference to it is no text, outside code."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "> It rained\n> all day.\n>\n> > He left\n> > early.",
            [("text", "It rained all day."), ("text", "He left early.")],
        ),
        (">> Deep\n> lazy\nlazier.", [("text", "Deep lazy lazier.")]),
        ("> A quotation\nthat goes on.", [("text", "A quotation that goes on.")]),
        ("- > In a list\n  > it goes on.", [("list-item", "In a list it goes on.")]),
        ("> - One\n>   more\n> - Two", [("list-item", "One more"), ("list-item", "Two")]),
        ("> # Title\n> Text", [("heading", "Title"), ("text", "Text")]),
        ("Five > four\nand 3 > 2.", [("text", "Five > four and 3 > 2.")]),
    ],
)
def test_the_marks_of_quotations_are_no_text(text: str, expected: list[tuple[str, str]]) -> None:
    """Of later lines, nested and lazy quotations, and in lists."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Year | Ships\n:--- | ---:\n2026 | 12", ["Year", "Ships", "2026", "12"]),
        ("| a | b\\|c |\n|---|---|\n| | d |\n\nText.", ["a", "b|c", "d"]),
        ("| no | rule |\n| is | here |", ["no", "rule", "is", "here"]),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+", ["a", "b", "c", "d"]),
        ("- a | b\n  --|--\n  c | d", ["a", "b", "c", "d"]),
    ],
)
def test_tables_are_cells(text: str, expected: list[str]) -> None:
    """With bars around the rows or without, with escaped bars, in grids and lists; bars are no text."""
    assert [words for kind, words in shown(text) if kind == "cell"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&amp;D &mdash; 5&#37; &copy;", "R&D — 5% ©"),
        ("AT&T &unknown; `&amp;`", "AT&T &unknown; `&amp;`"),
        ("1\\. May was \\*warm\\*.", "1. May was *warm*."),
        ("One\\\ntwo<br>three", "One two three"),
        ("10<sup>3</sup> km<sup>2</sup> H<sub>2</sub>O at home<sup>1</sup>.", "10³ km² H₂O at home."),
        ("So he said.<sup>[2](#fn2)</sup> Then", "So he said. Then"),
        ("It ~~was~~ is <del>not</del> here.", "It is here."),
        ("From ~5 to ~~ 10 and `~~x~~`", "From ~5 to ~~ 10 and `~~x~~`"),
        ("A <!-- hidden --> word", "A word"),
        ("See [the *port*](http://x.org) and <b>this</b>.", "See [the *port*](http://x.org) and <b>this</b>."),
    ],
)
def test_inline_signs_that_are_no_text(text: str, expected: str) -> None:
    """Entities and escapes are what they stand for; emphasis, links and tags of running text stay."""
    assert shown(text) == [("text", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '<div align="center">\n<h2>Port</h2><p>It <b>opened</b>.</p>\n</div>',
            [("heading", "Port"), ("text", "It opened.")],
        ),
        ("<ul><li>One<li>Two</ul>", [("list-item", "One"), ("list-item", "Two")]),
        ("<table><tr><td>a</td><td>b &amp; c</td></table>", [("cell", "a"), ("cell", "b & c")]),
        (
            "<details><summary>More</summary>\n\nHidden *text*.\n\n</details>",
            [("text", "More"), ("text", "Hidden *text*.")],
        ),
        ("<script>\n\nx = 1\n</script>\nText.", [("text", "Text.")]),
        ("<div><style>p {}</style>Text</div>", [("text", "Text")]),
        ("<!-- one --> Text after it.", [("text", "Text after it.")]),
        ("<!-- a\n\nb -->\nText.", [("text", "Text.")]),
        ("> <p>In a\n> quotation.</p>", [("text", "In a quotation.")]),
    ],
)
def test_blocks_of_html_are_what_is_seen_of_them(text: str, expected: list[tuple[str, str]]) -> None:
    """Tags of blocks part paragraphs and give them their kinds; no tag, script or comment is text."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Port\n: A place\n  for ships.", [("list-item", "Port"), ("list-item", "A place for ships.")]),
        (
            "Port\n\n:   A place.\n\n    More.\n\n: Wine.",
            [("list-item", x) for x in ("Port", "A place.", "More.", "Wine.")],
        ),
        (": no term above it", [("text", ": no term above it")]),
        ("- one\n\n  Second paragraph.\n\n      code", [("list-item", "one"), ("list-item", "Second paragraph.")]),
        ("The year\n1986. A great one.", [("text", "The year 1986. A great one.")]),
        ("Two\nlines\n---", [("heading", "Two lines")]),
        ("# Port {#port .big}", [("heading", "Port")]),
        (
            '!!! note "Take care"\n    It is hot.\n\n    So.\n\n???+ tip\n    Wait.\n',
            [("text", x) for x in ("Take care", "It is hot.", "So.", "Wait.")],
        ),
        (
            "> [!NOTE]\n> Take care.\n\n![](a.png)\n\n![Port](b.png)",
            [("text", "Take care."), ("text", "![Port](b.png)")],
        ),
        ("::: warning\nWatch out.\n:::", [("text", "Watch out.")]),
        ('[a]: http://x.org\n"Title"\n[Note]: This is text.', [("text", "[Note]: This is text.")]),
    ],
)
def test_lists_headings_and_what_tools_add(text: str, expected: list[tuple[str, str]]) -> None:
    """Definition lists, paragraphs of items, headings of several lines, attributes, divisions, link definitions."""
    assert shown(text) == expected


def test_a_reference_to_a_note_hides_no_boundary() -> None:
    """The sentence before it keeps it in its span, and has it not in its text; the spans are those of the file."""
    text = "It opened on Friday.[^ice] Ships came[^2]. R&amp;D rose.\n\n> The mayor\n> spoke. He left.\n"
    segments = split(Document("-", text, paragraphs(text), "en"))
    assert [segment.flat for segment in segments] == [
        *("It opened on Friday.", "Ships came.", "R&D rose.", "The mayor spoke.", "He left."),
    ]
    assert all(text[segment.start : segment.end] == segment.text for segment in segments)
    assert segments[0].text == "It opened on Friday.[^ice]"


def test_the_account_of_a_markdown_text(tmp_path: Path) -> None:
    """Comments and crossed-out text are said; code, front matter, link definitions and numbers of notes are counted."""
    (tmp_path / "a.md").write_text(
        "---\nx: 1\n---\nText.[^1] ~~Gone~~ it.\n\n```\nx\n```\n\n<!-- no -->\n\n[a]: b\n\n[^1]: Note.\n",
        encoding="utf-8",
    )
    account = read_document(tmp_path / "a.md").account
    assert account.read == 2
    assert account.line() == "left out: crossed-out passages (1, line 4), comments (1, line 10)"
    counts = {reason: tally.count for reason, tally in account.left_out.items() if tally.expected}
    assert counts == {"lines of front matter": 3, "references to notes": 1, "lines of code": 3, "link definitions": 1}


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "> a\n",
            "[^a]",
            "<del>",
            "<sup>2</sup>",
            "``a` ",
            "~~a ",
            "<!--",
            "|",
            "<div>",
            "a\n: b\n",
            "- ",
            ">",
            "\t- a\n",
        )
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Four times the text takes no more than about four times as long, whatever is repeated: the best of three, since
    the memory of other tests is tidied up in between."""

    def least(size: int) -> float:
        taken = []
        for _ in range(3):
            began = time.process_time()
            shown(piece * (size // len(piece)))
            taken.append(time.process_time() - began)
        return min(taken)

    assert least(32_000) < 8 * max(least(8_000), 0.03)
