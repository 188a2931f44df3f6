"""Plain text → paragraphs: hard-wrapped files and others."""

from __future__ import annotations

import textwrap
from itertools import groupby

import pytest

from align.document import Document, on_one_line
from align.readers.plain import paragraphs
from align.segmentation import split

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


def flat(text: str, language: str = "en") -> list[str]:
    """The paragraphs of a text, each of its segments joined again."""
    segments = split(Document("-", text, paragraphs(text), language))
    return [" ".join(s.flat for s in group) for _, group in groupby(segments, key=lambda s: s.paragraph)]


RUSSIAN = [
    "Порт города был закрыт в понедельник после того, как шторм повалил два крана, сообщила администрация порта. Никто "
    "не пострадал, но поезда с зерном опоздают на неделю.",
    "Мэр города рассказал журналистам, что шторм был самым сильным за двадцать лет. Школы откроются в среду, а "
    "рыночная площадь уже очищена от упавших деревьев.",
]


def divided(paragraph: str, width: int) -> str:
    """A paragraph in a column of `width`, with words divided at the ends of lines."""
    lines, line = [], ""
    for word in paragraph.split():
        room = width - len(line) - 2
        if len(line) + 1 + len(word) > width and word.isalpha() and word.islower() and 2 < room < len(word) - 2:
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        elif len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@pytest.mark.parametrize("width", [26, 30, 33, 35, 38, 40, 42, 45])
def test_narrow_columns_are_rejoined(width: int) -> None:
    """Columns of newspapers and telexes, in two scripts; words divided at their line ends are whole again."""
    assert flat(wrapped(STORY[1:], width, "\n\n")) == STORY[1:]
    assert flat(wrapped(RUSSIAN, width, "\n\n"), "ru") == RUSSIAN
    assert flat("\n\n".join(divided(paragraph, width) for paragraph in STORY[1:])) == STORY[1:]


@pytest.mark.parametrize("width", [60, 69])
def test_a_telex_in_capitals_is_rejoined(width: int) -> None:
    """Without small letters the column and the ends of sentences have to tell."""
    capitals = [paragraph.upper() for paragraph in STORY[1:]]
    assert flat(wrapped(capitals, width, "\n\n")) == capitals


@pytest.mark.parametrize("marks", ["> ", ">", ">> ", "> > "])
@pytest.mark.parametrize("width", [35, 66])
def test_quoted_mail_is_read_without_its_marks(marks: str, width: int) -> None:
    """The marks stay in the segments' own text, and are in nothing that is drafted or aligned."""
    gap = f"\n{marks.strip()}\n"
    text = gap.join(textwrap.indent(textwrap.fill(p, width, break_on_hyphens=False), marks) for p in STORY[1:])
    assert flat(text) == STORY[1:]
    segments = split(Document("-", text, paragraphs(text), "en"))
    assert "".join("".join(s.text.split()) for s in segments) == "".join(text.split())
    assert all(text[s.start : s.end] == s.text for s in segments)


def test_answers_and_what_they_quote_are_paragraphs_apart() -> None:
    """Where the depth of the marks changes, a paragraph ends."""
    text = (
        "I shall come on Monday, as the port is closed for the whole\nweek.\n\nOn Friday Ann Lee wrote:\n"
        "> The harbour of the town was closed on Monday after a storm\n> brought down two cranes.\n"
        "> > When will you come? The trains that carry grain will be\n> > late for a week.\nRegards,\nBob\n"
    )
    assert flat(text) == [
        "I shall come on Monday, as the port is closed for the whole week.",
        "On Friday Ann Lee wrote:",
        "The harbour of the town was closed on Monday after a storm brought down two cranes.",
        "When will you come? The trains that carry grain will be late for a week.",
        "Regards,",
        "Bob",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [">>> from the_port import cranes", ">>> print(cranes.names)"],
        ["> or gt", ">= or ge", ">> or much greater than it is"],
        ["> 5"],
    ],
    ids=["Python's prompt", "operators", "one line"],
)
def test_other_marks_stay(lines: list[str]) -> None:
    """What is no mail keeps its `>`."""
    assert flat("\n".join(lines)) == lines


@pytest.mark.parametrize("marker", ["- ", "* ", "1. ", "• ", "12) "])
@pytest.mark.parametrize("width", [40, 60])
def test_lines_that_hang_behind_a_marker_belong_to_its_item(marker: str, width: int) -> None:
    """An item's further lines are indented to its text; with running text around it or alone."""
    items = [
        marker + "The harbour of the town was closed on Monday after a storm brought down two cranes of the terminal",
        marker + "The trains that carry grain will be late",
        marker + "Schools would open again on Wednesday, the mayor of the town told reporters at the town hall",
    ]
    hanging = "\n".join(textwrap.fill(item, width, subsequent_indent=" " * len(marker)) for item in items)
    assert flat(hanging) == items
    assert flat(wrapped(STORY[1:3], width, "\n\n") + "\n" + hanging) == STORY[1:3] + items


@pytest.mark.parametrize(
    "lines",
    [
        ["the sea is grey tonight", "and no one walks the quay", "the lamps are out of oil", "the boats have gone"],
        ["Ann Lee", "Northern Quay 5", "12345 Northport", "phone 555-0100", "fax 555-0101"],
        [
            "Storm closes northern port",
            "Trains of grain come late",
            "Schools open on Wednesday",
            "Mayor thanks helpers",
        ],
        ["Bears 2 Wolves 1 (after 90 min)", "Foxes 0 Hares 3 (after 90 min)", "Owls 2 Larks 2 (after 120 min)"],
        ["[12]:[13, 14]", "[13]:[15]", "[14]:[16]", "[15, 16]:[17]", "[17]:[18]"],
    ],
    ids=["verse", "an address", "headlines", "scores", "numbers"],
)
def test_narrow_lines_that_are_no_column_stay(lines: list[str]) -> None:
    """Verse, addresses, headlines and tables of results are narrow, too."""
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the con-\ntainer", "the container"),
        ("a well-\nknown port", "a well-known port"),
        ("a ten-\nmonth repair", "a ten-month repair"),
        ("a 10-\nmonth repair", "a 10-month repair"),
        ("twenty-\none ships", "twenty-one ships"),
        ("the ten-\nsion there", "the tension there"),
        ("a six-\nteenth ship", "a sixteenth ship"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("Rimsky-\nKorsakov", "Rimsky-Korsakov"),
        ("from 1990-\n2000", "from 1990-2000"),
        ("порт сооб-\nщил", "порт сообщил"),
        ("на юго-\nвостоке", "на юго-востоке"),
        ("a dash -\nhere", "a dash - here"),
    ],
)
def test_a_word_divided_at_a_line_end_is_whole_on_one_line(lines: str, joined: str) -> None:
    """A compound keeps its hyphen, a name and a range of years, too."""
    assert on_one_line(lines) == joined
