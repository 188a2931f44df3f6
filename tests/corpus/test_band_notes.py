"""The band of a draft in files for other tools: a note that their users see, and that never becomes the pair's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from align.checks import BANDS, band
from align.corpus import Corpus, Pair
from align.corpus.bands import BAND_WORDS, is_band_note
from align.corpus.format_options import FormatOptions
from align.corpus.formats import tmx, xliff
from align.corpus.formats.tmx_presets import PRESETS
from align.corpus.pair import STATUSES
from tests.banded import draft, estimated, story

NOTE = "x-Note:MultipleString"
SILENT = ("plain", "align")
"""TMX without a single property; and that for align alone, which has the number."""
NOTES = [f"align: {BAND_WORDS['en'][name]}" for name in BANDS]
BEAD = Corpus((), source_lang="en", target_lang="ru", created="2026-11-23T10:00:00Z")


def written(pairs: Sequence[Pair], tool: str = "", module: Any = tmx) -> bytes:
    stream = io.BytesIO()
    writer = module.Writer(stream, "a", BEAD, FormatOptions(tmx_for=tool))
    for pair in pairs:
        writer.write(pair)
    writer.close()
    return stream.getvalue()


def read(data: bytes, module: Any = tmx) -> list[Pair]:
    return list(module.read(io.BytesIO(data), "a", FormatOptions()))


def notes(data: bytes) -> list[list[str]]:
    """The notes of each unit, whether elements or, for Trados, properties."""
    units = etree.fromstring(data).iter("tu")
    return [
        [part.text for part in unit if part.tag == "note" or (part.tag == "prop" and part.get("type") == NOTE)]
        for unit in units
    ]


@pytest.mark.parametrize("tool", ["", *PRESETS])
def test_each_tool_shows_the_band_of_a_draft(tool: str) -> None:
    """In a note, or where the tool has a property for it; nothing on datelines, and nothing where it is not wanted."""
    expected = [[], *([note] for note in NOTES), [], []]
    assert notes(written(story(), tool)) == ([[]] * 6 if tool in SILENT else expected)


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "draft"])
def test_what_was_reviewed_has_no_band_in_any_tool(status: Any) -> None:
    for tool in ("", *PRESETS):
        assert not any(notes(written([draft("wrong", status=status)], tool)))
    assert b"<note" not in written([draft("wrong", status=status)], module=xliff).split(b"</header>")[1]


@pytest.mark.parametrize("tool", ["", *PRESETS])
def test_such_a_note_is_never_the_pairs_own_nor_does_it_pile_up(tool: str) -> None:
    """Read, written and read again: people's notes stay, one or several, ours are written once if at all."""
    pairs = [replace(pair, note="" if pair.n % 2 else "ask\nthe desk") for pair in story()]
    once = read(written(pairs, tool))
    assert not any(is_band_note(line) for pair in once for line in pair.note.split("\n"))
    assert not any("likely" in str(pair.extra) for pair in once)
    again = [replace(pair, extra={**pair.extra, **old.extra}) for pair, old in zip(once, pairs, strict=True)]
    data = written(again, tool)
    drafts = [pair for pair in again if band(pair)]
    assert sum(note in NOTES for unit in notes(data) for note in unit) == (0 if tool in SILENT else len(drafts))
    if tool != "trados":  # whose notes are properties, as they were before
        assert [pair.note for pair in read(data)] == [pair.note for pair in once] == [pair.note for pair in pairs]


def test_several_notes_of_a_unit_stay_beside_ours() -> None:
    unit = written([draft("wrong")]).replace(b"<note>", b"<note>first</note>\n<note>second</note>\n<note>")
    pair = read(unit)[0]
    assert pair.note == "first\nsecond"
    estimate = replace(pair, extra={**pair.extra, **draft("wrong").extra})
    assert notes(written([estimate])) == [["first", "second", NOTES[2]]]


def test_a_note_in_the_other_language_is_ours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_LANG", "ru")
    data = written(story())
    assert [note for unit in notes(data) for note in unit] == [f"align: {BAND_WORDS['ru'][name]}" for name in BANDS]
    other = written(story(), module=xliff)
    monkeypatch.setenv("ALIGN_LANG", "en")
    assert not any(pair.note for pair in (*read(data), *read(other, xliff)))


def test_a_persons_note_that_is_nearly_ours_is_theirs() -> None:
    theirs = ["align: likely wrong, ask", "likely wrong", "Align: likely wrong", "align:", "align: needs", "needs work"]
    for text in theirs:
        pair = estimated(None, note=text)
        assert read(written([pair]))[0].note == text == read(written([pair], module=xliff), xliff)[0].note


@pytest.mark.parametrize("value", [0.0, 1.0, 0.5, 0.4321, 0.0001, 1, 0, 0.123456789, 2.0, -1, "high", "", None, [0.5]])
def test_the_number_goes_to_align_and_back_exactly(value: Any) -> None:
    """As a property of its own where it is one with four decimals, and as any unknown key otherwise."""
    pairs = [estimated(value, n, logprob=-0.5, created="2026-11-23T10:00:00Z") for n in (1, 2)]
    data = written(pairs, "align")
    assert read(data) == pairs
    exact = isinstance(value, float) and 0 <= value <= 1 and value != 0.123456789
    assert (b'<prop type="x-quality">' in data) == exact and (b"x-extra" in data) != exact
    assert read(data.replace(b"</note>", b"</note><!-- -->").replace(b"<tu ", b"<tu  ")) == pairs  # by the parser


def test_a_property_of_that_name_by_another_tool_stays_its_own() -> None:
    unit = (
        '<tu tuid="1"><prop type="x-quality">{}</prop><tuv xml:lang="en"><seg>a</seg></tuv>'
        '<tuv xml:lang="ru"><seg>б</seg></tuv></tu>'
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header srclang="en"/><body>'
    for text in ("high", "95", "0.5"):
        found = read(f"{head}{unit.format(text)}</body></tmx>".encode())
        assert found[0].extra == {"prop:x-quality": text} and band(found[0]) is None
        assert f'<prop type="x-quality">{text}</prop>'.encode() in written(found)


def test_xliff_has_it_as_a_note_by_align_and_gives_the_pairs_back() -> None:
    """A CAT tool shows who wrote it. A translation that was changed there has neither band nor estimate."""
    pairs = [replace(pair, note="ask the desk" if pair.n == 3 else "") for pair in story()]
    data = written(pairs, module=xliff)
    assert data.count(b'<note from="align">') == 3
    back = read(data, xliff)
    assert back == pairs
    changed = read(data.replace(pairs[3].target.encode(), "Другое.".encode()), xliff)[3]
    assert (changed.status, changed.note, band(changed), "quality" in changed.extra) == ("edited", "", None, False)
    by_hand = data.replace(b'<note from="align">likely wrong', b'<note from="Anna">likely wrong')
    assert read(by_hand, xliff)[3].note == "Anna: likely wrong"


def test_a_notebook_shows_the_band_in_the_place_of_the_score() -> None:
    table = Corpus(story(), source_lang="en", target_lang="ru").load()._repr_html_()
    assert all(f"<td>{word}</td>" in table for word in BAND_WORDS["en"].values())
    assert "<td>0.99</td>" not in table and "<td>1.00</td>" in table and "<td>0.90</td>" in table
