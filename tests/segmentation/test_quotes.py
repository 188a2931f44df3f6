"""`--quotes keep` and `split`: what becomes of a quotation of several sentences."""

from __future__ import annotations

import pytest

from align.segmentation.boundaries import sentences
from align.segmentation.quotations import LONGEST, quotations


def marked(text: str, quotes: str) -> str:
    return " | ".join(text[start:end] for start, end in sentences(text, "en", quotes))


@pytest.mark.parametrize(
    ("keep", "split"),
    [
        (
            '"We fight," Lee said. | "But it is hard. Who can win?"',
            '"We fight," Lee said. | "But it is hard. | Who can win?"',
        ),
        ('Lee said: "It rained. It snowed." | Then he left.', 'Lee said: "It rained. | It snowed." | Then he left.'),
        ("“It rained. It snowed,” he said. | He left.", "“It rained. | It snowed,” he said. | He left."),
        ("«It rained. It snowed», he said. | He left.", "«It rained. | It snowed», he said. | He left."),
        ("'It rained. It snowed,' Lee's boy said. | He left.", "'It rained. | It snowed,' Lee's boy said. | He left."),
        ("‘It rained. It snowed,’ he said. | He left.", "‘It rained. | It snowed,’ he said. | He left."),
        ('"One. “Two. Three.” Four." | Five.', '"One. | “Two. | Three.” | Four." | Five.'),
        ('"One." | "Two." | He left.', '"One." | "Two." | He left.'),
    ],
)
def test_keep_leaves_a_quotation_whole_and_split_cuts_inside(keep: str, split: str) -> None:
    """Double, curly, angle and single marks alike; boundaries outside quotations are the same in both."""
    text = keep.replace(" | ", " ")
    assert marked(text, "keep") == keep
    assert marked(text, "split") == split


@pytest.mark.parametrize(
    "line",
    [
        '"A speech goes over several paragraphs. | It is not closed here.',
        "The boys' toy is here. | It's Lee's. | The '90s were fun,' too.",
        'It is 6\'2" long. | Its board is 5" wide. | That is all.',
    ],
    ids=["unclosed", "apostrophes", "inches"],
)
def test_marks_without_a_partner_keep_nothing(line: str) -> None:
    """An unclosed quotation, apostrophes and inches are no quotation: the text is split in both ways."""
    text = line.replace(" | ", " ")
    assert marked(text, "keep") == marked(text, "split") == line


def test_a_whole_speech_is_split_even_by_keep() -> None:
    """A quotation longer than an engine takes at once is no unit of translation."""
    speech = '"' + "It rained the whole day. " * (LONGEST // 20) + 'Then it stopped."'
    assert marked(speech, "keep") == marked(speech, "split")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("„Ja“, sagte er. “No,” she said.", ["„Ja“", "“No,”"]),
        ('"outer ‘inner’ outer"', ['"outer ‘inner’ outer"']),
        ('unclosed "here', []),
        ('"unclosed. “Closed.” Unclosed.', ["“Closed.”"]),
        ("", []),
    ],
)
def test_marks_find_their_partners(text: str, found: list[str]) -> None:
    """The outermost quotations come out with their marks."""
    assert [text[start:end] for start, end in quotations(text)] == found
