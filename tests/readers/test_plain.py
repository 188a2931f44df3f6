"""Plain text → paragraphs: hard-wrapped files and others."""

from __future__ import annotations

import textwrap

import pytest

from align.readers.plain import paragraphs

STORY = [
    "Port closed as storm hits the coast",
    "The harbour of the town was closed on Monday after a storm brought down two cranes, the port authority said in a "
    "statement. Nobody was hurt, it added, but the trains that carry grain to the terminals will be late for a week.",
    'The mayor of the town told reporters that the storm was the strongest in twenty years. "We were lucky," she said, '
    "adding that schools would open again on Wednesday and that the market square had been cleared of fallen trees.",
    "Forecasters expect calm weather until the end of the month.",
]


def texts(text: str) -> list[str]:
    return [" ".join(text[p.start : p.end].split()) for p in paragraphs(text)]


def wrapped(story: list[str], width: int, gap: str) -> str:
    return gap.join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in story) + "\n"


@pytest.mark.parametrize("width", [50, 65, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_hard_wrapped_lines_are_rejoined(width: int, end: str) -> None:
    """Whatever the column and the line ends, the paragraphs between blank lines come back whole."""
    assert texts(wrapped(STORY, width, "\n\n").replace("\n", end)) == STORY


@pytest.mark.parametrize("width", [50, 60, 72])
def test_hard_wrapped_lines_are_rejoined_without_blank_lines(width: int) -> None:
    """Where no blank line helps, a short line that ends a sentence ends the paragraph."""
    assert texts(wrapped(STORY, width, "\n")) == STORY


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_paragraph_a_line_stays_so(gap: str) -> None:
    """Wire copy with a paragraph a line is not joined, with or without blank lines between."""
    assert texts(gap.join(STORY)) == STORY


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The port was closed on Monday after a storm.",
            "Nobody was hurt.",
            "Trains were late on the whole line.",
        ],
        ["Shall we go down to the sea again tonight,", "To the lonely quay and the light,", "And all I ask is a boat"],
        ["Port closed as the storm hits the coast of the north", "Trains late", "Schools to open again on Wednesday"],
        ["milk", "bread", "two pounds of butter and a dozen of the large brown eggs", "tea"],
    ],
    ids=["a sentence a line", "verse", "headlines", "a list"],
)
def test_other_short_lines_are_not_joined(lines: list[str]) -> None:
    """Sentences, verse, headlines and lists a line each are no hard wraps."""
    assert texts("\n".join(lines)) == lines


def test_a_long_headline_does_not_hide_the_column() -> None:
    """One line in ten, and at least one, may be longer than the column of the others."""
    headline = "Port closed as the strongest storm in twenty years hits the northern coast of the country on Monday"
    story = [headline, *STORY[1:]]
    body = wrapped(STORY[1:], 66, "\n\n")
    assert texts(f"{headline}\n\n{body}") == story


def test_list_items_of_a_wrapped_file_stay_apart() -> None:
    """A line that begins with a bullet or number is an item, not the rest of the line above."""
    text = wrapped(STORY[1:3], 66, "\n\n") + "\n- the northern quay;\n- the grain terminal;\n1. the market square\n"
    assert texts(text)[2:] == ["- the northern quay;", "- the grain terminal;", "1. the market square"]


def test_an_indented_line_opens_a_paragraph() -> None:
    """Paragraphs marked by their first line's indent, as typists do."""
    text = "\n".join(textwrap.fill(p, 70, initial_indent="    ", break_on_hyphens=False) for p in STORY[1:3])
    assert texts(text) == STORY[1:3]


def test_offsets_cut_the_text_as_it_stands() -> None:
    """A paragraph's span begins and ends with a visible character; wraps stay inside it."""
    text = "  " + wrapped(STORY, 72, "\r\n\r\n") + " \r\n"
    for paragraph in paragraphs(text):
        piece = text[paragraph.start : paragraph.end]
        assert piece == piece.strip() != ""
