"""PDF → paragraphs."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from align.account import Account
from align.document import Document
from align.errors import InputError
from align.readers import read_document
from align.readers.pdf import join_lines
from align.readers.pdf_furniture import without_furniture
from align.readers.pdf_pages import PdfLine, PdfPage
from align.segmentation import split
from tests.reader_files import Placed, pdf


def read(tmp_path: Path, *pages: list[Placed]) -> Document:
    (tmp_path / "story.pdf").write_bytes(pdf(pages))
    return read_document(tmp_path / "story.pdf")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]


def column(*lines: str, top: float = 350, left: float = 30) -> list[Placed]:
    """Lines of ten points, twelve apart; those that begin with a blank are indented."""
    return [(left + 12 * line.startswith(" "), top - 12 * n, 10, line.strip()) for n, line in enumerate(lines)]


STORY = column(
    " The port was closed on Monday after a storm broke",
    "two cranes of the grain terminal, said the author-",
    "ity, and it will stay closed for several days more.",
    " Nobody was hurt. The well-known lighthouse has lost",
    "its lamp, and the mayor told us that the well-",
    "known tower will be open again in the early summer.",
)


def test_wrapped_lines_are_paragraphs_again(tmp_path: Path) -> None:
    """Lines are joined, indents open paragraphs, hyphens at line ends go unless the word is written with them."""
    assert blocks(read(tmp_path, [(30, 370, 16, "Port closed"), *STORY])) == [
        ("heading", "Port closed"),
        (
            "text",
            "The port was closed on Monday after a storm broke two cranes of the grain terminal, said the authority, "
            "and it will stay closed for several days more.",
        ),
        (
            "text",
            "Nobody was hurt. The well-known lighthouse has lost its lamp, and the mayor told us that the well-known "
            "tower will be open again in the early summer.",
        ),
    ]


def test_a_gap_parts_paragraphs_and_bullets_are_items(tmp_path: Path) -> None:
    """Without indents the larger distance tells; a bullet's sign is not part of the text, a number is."""
    one = column(
        "The port was closed on Monday after a storm broke", "two cranes of the grain terminal in the old town."
    )
    two = column("It will be open again in the early summer, they say", "at the town hall.", top=310)
    items = column("• New cranes for the terminal that stands on the quay", " behind the old mill", top=270)
    items += column("• A second berth", "1. The lamp", top=246)
    assert [text for _, text in blocks(read(tmp_path, one + two + items))] == [
        "The port was closed on Monday after a storm broke two cranes of the grain terminal in the old town.",
        "It will be open again in the early summer, they say at the town hall.",
        "New cranes for the terminal that stands on the quay behind the old mill",
        "A second berth",
        "1. The lamp",
    ]


def test_running_heads_and_page_numbers_go_and_sentences_cross_pages(tmp_path: Path) -> None:
    """A head on every page, numbers in words of several kinds, and a sentence that ends on the next page."""
    halves = ("The port was closed on Monday after a storm broke", "two cranes of the grain terminal on the quay.")
    pages = [
        [
            (30, 380, 9, "The Yearbook"),
            *column(f" Page {n} began like so, and then came what came now,", half),
            (140, 20, 9, f"- {n} -"),
        ]
        for n, half in enumerate((*halves, "the end of it was near."), start=1)
    ]
    pages[1][1] = (30, 350, 10, halves[1])
    del pages[1][2]
    document = read(tmp_path, *pages)
    assert "Yearbook" not in document.text and "- 1 -" not in document.text
    assert blocks(document)[0][1].endswith("after a storm broke two cranes of the grain terminal on the quay.")
    assert [document.place(p.start) for p in document.paragraphs] == ["p. 1", "p. 3"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the author-", "ity"], "the authority"),
        (["the author\xad", "ity"], "the authority"),
        (["Rimsky-", "Korsakov"], "Rimsky-Korsakov"),
        (["from 1990-", "2000"], "from 1990-2000"),
        (["THE AUTHOR-", "ITY"], "THE AUTHORITY"),
        (["one -", "two"], "one - two"),
        (["the end\xad"], "the end"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], text: str) -> None:
    """A hyphen goes where a word in small letters goes on; elsewhere nothing is lost."""
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ((), "the shortlived"),
        (("short-lived",), "the short-lived"),
        (("short-lived", "shortlived"), "the shortlived"),
    ],
)
def test_a_hyphen_stays_in_a_compound(words: tuple[str, ...], text: str) -> None:
    """The document's own words say whether a hyphen at a line's end belongs to the word."""
    assert join_lines(["the short-", "lived"], frozenset(words)) == text


def test_a_scan_a_lock_and_damage_are_told_apart(tmp_path: Path) -> None:
    """Pages without text need OCR, a password must be taken off, the rest is damaged: a line each."""
    with pytest.raises(InputError, match="scanned, and needs OCR"):
        read(tmp_path, [], [])
    data = pdf([STORY])
    locked = b"/Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>" % (b"41" * 32, b"42" * 32)
    cases = {
        "damaged": b"%PDF-1.4\nnothing else",
        "password": data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<<" + locked + b">>/ID[<00><00>]"),
        "not a PDF file": b"The port is closed.",
    }
    for message, broken in cases.items():
        (tmp_path / "a.pdf").write_bytes(broken)
        with pytest.raises(InputError, match=message):
            read_document(tmp_path / "a.pdf")


def test_a_bomb_inside_a_pdf_ends_its_process_and_not_ours(tmp_path: Path) -> None:
    """A page of some kB that unpacks to 600 MB: its process runs out of what it may take, and that is one line."""
    data = pdf([STORY])
    packer, blanks = zlib.compressobj(1), bytes(1 << 20)
    bomb = zlib.compress(b"".join(packer.compress(blanks) for _ in range(600)) + packer.flush())
    start, end = data.index(b"<</Length"), data.index(b"endstream")
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(bomb)
    (tmp_path / "a.pdf").write_bytes(data[:start] + head + bomb + b"\n" + data[end:])
    with pytest.raises(InputError, match="more memory or time"):
        read_document(tmp_path / "a.pdf")


def test_a_module_in_the_users_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads PDFs starts elsewhere: a json.py beside the story is not run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(0)")
    assert read(tmp_path, STORY).paragraphs


BODY = (
    ("The port was closed on Monday after a storm broke", "two cranes of the grain terminal, said the author-"),
    ("ity of the port. The trains that carry grain to the", "terminals will be late for a week, and the mayor of the"),
    ("town told reporters that the storm was the strongest", "in twenty years. Schools will be open again tomorrow in"),
    ("the town, and the market square has been cleared of", "fallen trees."),
)
ROMAN = ("i", "ii", "iii", "iv")
NAMES = ("One", "Two", "Three", "Four")
HEADS: tuple[Callable[[int], tuple[str, str]], ...] = (
    lambda n: (f"Example Daily News | Politics {n}", "www.port.example"),
    lambda n: (f"The Yearbook | {n + 11}", ""),
    lambda n: (f"{n + 3} | The storm of the year and what came of it", ""),
    lambda n: (f"The Port Gazette November {n + 10}, 2026", f"Page {n} of 4"),
    lambda n: (f"Tuesday, {n} December 2026 The Port Gazette", ""),
    lambda n: (f"Preface {ROMAN[n - 1]}", ""),
    lambda n: (f"{ROMAN[n - 1]} | Preface", ""),
    lambda n: ("The Yearbook", f"- {n} -"),
    lambda n: ("", f"Port authority report, 2026 · {n}"),
    lambda n: (f"{n} The Port Gazette", ""),
    lambda n: ("EXAMPLE DAILY NEWS November 20, 2026", f"{n}/4"),
    lambda n: (f"Chapter {NAMES[n - 1]} | {n}", ""),
    lambda n: (f"The Yearbook | {n}" if n % 2 else f"{n} | Chapter One", ""),
    lambda n: (f"Ann Lee — {n}" if n % 2 else f"{n} — The storm", ""),
    lambda n: (f"Газета порта, {n} ноября 2026", f"стр. {n} из 4"),
    lambda n: ("The Port Gazette\nAll the news of the north", f"{n}"),
)


def sheet(n: int, head: str, foot: str) -> list[Placed]:
    """Page `n` with two lines of text between a head and a foot."""
    top = [(30.0, 385.0 - 9 * k, 8.0, line) for k, line in enumerate(filter(None, head.split("\n")))]
    text = [(30.0, 340.0 - 12 * k, 10.0, line) for k, line in enumerate(BODY[n - 1])]
    return [*top, *text, *([(120.0, 20.0, 8.0, foot)] if foot else [])]


@pytest.mark.parametrize("pages", [2, 3, 4])
@pytest.mark.parametrize("head", HEADS)
def test_heads_that_change_from_page_to_page_go(head: Callable[[int], tuple[str, str]], pages: int) -> None:
    """Numbers, dates and Roman numbers in them, heads that alternate or have two lines, on two pages and more."""
    sheets = [
        PdfPage(400, [PdfLine(text, x, x + 5 * len(text), y, size, False) for x, y, size, text in sheet(n, *head(n))])
        for n in range(1, pages + 1)
    ]
    assert [tuple(line.text for line in page.lines) for page in without_furniture(sheets, Account())] == list(
        BODY[:pages]
    )


@pytest.mark.parametrize("pages", [2, 4])
def test_what_heads_had_parted_is_whole(tmp_path: Path, pages: int) -> None:
    """Sentences and divided words over pages, which say on which pages they stand."""
    document = read(tmp_path, *(sheet(n, f"Politics | {n}", "www.port.example") for n in range(1, pages + 1)))
    whole = " ".join(line for lines in BODY[:pages] for line in lines)
    assert [text for _, text in blocks(document)] == [whole.replace("author- ity", "authority")]
    first, *others = split(document)
    assert document.place_of(first.start, first.end) == "p. 1–2"
    assert document.place_of(others[0].start, others[0].end) == ("p. 2–3" if pages == 4 else "p. 2")


def test_what_repeats_once_next_to_the_text_stays(tmp_path: Path) -> None:
    """A sentence that stands at the head of two pages is text, and so are large titles and numbered headings."""
    line = "The port was closed on Monday after a storm."
    pages: list[list[Placed]] = [
        [(30, 340, 10, line), (30, 328, 10, "Nobody was hurt, said the port authority.")] for _ in range(2)
    ]
    assert read(tmp_path, *pages).text.count(line) == 2
    titled: list[list[Placed]] = [
        [(30, 380, 18, "The Port"), (30, 340, 10, f"{line} It is day {n}.")] for n in range(2)
    ]
    assert read(tmp_path, *titled).text.count("The Port\n") == 2
    slides: list[list[Placed]] = [
        [(30, 380, 18, f"{n} | The berth"), (30, 340, 10, f"{line} It is day {n}.")] for n in range(1, 5)
    ]
    assert read(tmp_path, *slides[:2]).text.count("The berth") == 2


@pytest.mark.parametrize("columns", [("The minister", "told reporters"), ("It was an ice-", "breaker from")])
def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path, columns: tuple[str, str]) -> None:
    """The end of the left column and the head of the right one are one sentence."""
    left = column("The port of the north was", "closed on Monday. It was", columns[0], top=340)
    right = column(f"{columns[1]} the north that", "came first, he said then.", top=340, left=170)
    text = read(tmp_path, [*left, *right]).text
    assert "minister told reporters the north" in text or "icebreaker from the north" in text
