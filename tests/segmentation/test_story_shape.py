"""The shape of a story: crumbs, headline, subheadings, byline, dateline, body."""

from __future__ import annotations

import pytest

from align.document import Document
from align.readers import markdown, plain
from align.segmentation import split

STORY = """Home > World > Region
All news
Nov 22, 2016, 14:05 MSK
Storm closes the northern port
The grain will be a week late, officials say
By Ann Lee and John Brown

NORTHPORT, November 22. /TASS/. The port was closed on Monday. Nobody was hurt.

"It was a strong storm," the mayor said.

What will happen to the grain?

The grain will be sent by train, she told reporters on Monday evening.

Background

The port was built in 1890. It has three quays.

(Reporting by Ann Lee; Editing by John Brown)

Read more: storms of the year

***
"""


def shape(text: str, kind: str = "plain", language: str = "en") -> list[tuple[str, str]]:
    cut = plain.paragraphs if kind == "plain" else markdown.paragraphs
    document = Document("-", text, cut(text), language)
    return [(segment.kind, segment.flat) for segment in split(document)]


def test_a_page_of_an_agency() -> None:
    """Everything around the body is known by its place and its shape."""
    assert shape(STORY) == [
        ("crumb", "Home > World > Region"),
        ("crumb", "All news"),
        ("crumb", "Nov 22, 2016, 14:05 MSK"),
        ("headline", "Storm closes the northern port"),
        ("subheading", "The grain will be a week late, officials say"),
        ("byline", "By Ann Lee and John Brown"),
        ("dateline", "NORTHPORT, November 22. /TASS/."),
        ("sentence", "The port was closed on Monday."),
        ("sentence", "Nobody was hurt."),
        ("sentence", '"It was a strong storm," the mayor said.'),
        ("subheading", "What will happen to the grain?"),
        ("sentence", "The grain will be sent by train, she told reporters on Monday evening."),
        ("subheading", "Background"),
        ("sentence", "The port was built in 1890."),
        ("sentence", "It has three quays."),
        ("byline", "(Reporting by Ann Lee; Editing by John Brown)"),
        ("crumb", "Read more: storms of the year"),
        ("crumb", "***"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The port was closed. Nobody was hurt.", ["sentence", "sentence"]),
        ("Storm closes port\nThe port was closed on Monday.", ["headline", "sentence"]),
        ("Will the port open?\nNobody knows when it will open.", ["headline", "sentence"]),
        ("EXCLUSIVE\nStorm closes the northern port\nThe port was closed.", ["crumb", "headline", "sentence"]),
        ("He came home. He saw it\nThen he left again.", ["sentence", "sentence", "sentence"]),
        ("one\ntwo\nthree", ["sentence", "sentence", "sentence"]),
        ("By Monday the port was open.\nIt was cold.", ["sentence", "sentence"]),
        ("MOSCOW, November 22. /TASS/.\nThe port was closed.", ["dateline", "sentence"]),
        (
            "Port closed\nMOSCOW — The port is closed.\nWORLD — The end.",
            ["headline", "dateline", "sentence", "sentence"],
        ),
        ("Порт закрыт\nМОСКВА, 22 ноября. /ТАСС/. Порт закрыт.", ["headline", "dateline", "sentence"]),
    ],
)
def test_kinds_of_small_texts(text: str, kinds: list[str]) -> None:
    """A lone text has no headline; a head ends where running text begins; in doubt a line is a sentence."""
    assert [kind for kind, _ in shape(text)] == kinds


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("World November 22, 16:20 UTC+3", "crumb"),
        ("22 November 2016, 14:05 (updated at: 14:30 GMT)", "crumb"),
        ("News | Region", "crumb"),
        ("© Ann Lee/Agency", "crumb"),
        ("5 killed in storm", "headline"),
        ("BY ANN LEE", "byline"),
    ],
)
def test_lines_above_the_body(line: str, kind: str) -> None:
    """Dates, trails and credits are told from a headline by their shape."""
    assert shape(f"{line}\nNORTHPORT, November 22. /TASS/. The port was closed.")[0] == (kind, line)


def test_two_stories_in_a_file_have_two_datelines() -> None:
    """A dateline with a date or an agency is known wherever a paragraph begins with it."""
    text = "MOSCOW, November 22. /TASS/. It snows.\nLONDON (Reuters) - It rains."
    assert [kind for kind, _ in shape(text)] == ["dateline", "sentence", "dateline", "sentence"]


def test_verse_has_no_headline() -> None:
    """A head of more than eight lines is no head."""
    text = "\n".join(["And all I ask is a boat"] * 12 + ["And a star to steer her by."])
    assert {kind for kind, _ in shape(text)} == {"sentence"}


def test_markdown_headings_are_headline_and_subheadings() -> None:
    """The first heading is the headline; code is no segment."""
    head = "# Storm closes port\n\nLead without a stop\n\nThe port was closed.\n\n"
    text = head + "## Background\n\n```\ncode\n```\n\nOld. Port."
    assert shape(text, "markdown") == [
        ("headline", "Storm closes port"),
        ("subheading", "Lead without a stop"),
        ("sentence", "The port was closed."),
        ("subheading", "Background"),
        ("sentence", "Old."),
        ("sentence", "Port."),
    ]


def test_line_for_line_leaves_every_line_as_it_is() -> None:
    """A text that is segmented already is neither split nor classified; a blank line is a blank segment."""
    text = "Headline\n\nOne. Two.\nMOSCOW, May 5. Three.\n"
    document = Document("-", text, plain.rows(text), "en")
    found = [(s.paragraph, s.kind, s.text) for s in split(document, one_per_line=True)]
    assert found == [
        (0, "sentence", "Headline"),
        (1, "sentence", ""),
        (2, "sentence", "One. Two."),
        (3, "sentence", "MOSCOW, May 5. Three."),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "EMBARGOED UNTIL 10 A.M. GMT MONDAY, NOV. 24",
        "Embargoed for release until 00:01 GMT on Nov. 24",
        "Embargo: Nov. 24, 6 a.m. Boston time",
        "NOT FOR RELEASE BEFORE 10 a.m. EST TUESDAY",
        "FOR IMMEDIATE RELEASE",
        "HOLD FOR RELEASE, 5 p.m. Moscow time",
        "ATTENTION EDITORS: Story moves at 5 p.m. GMT",
        "Eds: Adds photo links. With photos.",
        "(Corrects figure in first paragraph to 5 percent. It is not 6 percent.)",
        "(Adds quote from the mayor, background in paragraphs 4-6; changes dateline from Oslo.)",
        "(Recasts, updates prices. Adds details.)",
        "(This Nov. 23 story has been corrected to say that the port opened in Jan. 1990. It did not in 1991.)",
        "(The spelling of the mayor's name was corrected in paragraph 3.)",
        "[Updates throughout. Adds (late) figures.]",
        "Эмбарго до 10:00 мск 24 ноября",
        "(Исправлена цифра в первом абзаце. Было: 5.)",
    ],
)
def test_notes_to_editors_are_whole_and_no_headlines(note: str) -> None:
    """Embargoes, and what a correction or an update has changed: above the headline, below it, below the body."""
    story = "NORTHPORT, November 22. /TASS/. The port was closed. Nobody was hurt."
    headline = "Storm closes the northern port"
    assert shape(f"{note}\n{headline}\n{story}")[:2] == [("crumb", note), ("headline", headline)]
    assert shape(f"{headline}\n{note}\n{story}")[:2] == [("headline", headline), ("crumb", note)]
    assert shape(f"{headline}\n{story}\n{note}")[-1] == ("crumb", note)


@pytest.mark.parametrize(
    "line",
    [
        "Embargoed goods were found in the northern port on Monday, the port authority said.",
        "(He corrects the figures every day.) Nobody reads them.",
        "Ed. Smith was the first mayor of the northern port and stayed so for eight years.",
        "[Add-Member][09]: Adds properties to existing objects, like [Int32].",
    ],
)
def test_what_resembles_a_note_is_text(line: str) -> None:
    """Sentences about embargoes and corrections."""
    story = "NORTHPORT, November 22. /TASS/. The port was closed."
    assert "crumb" not in {kind for kind, _ in shape(f"{story}\n{line}\nNobody was hurt.")}
