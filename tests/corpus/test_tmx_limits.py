"""TMX at every limit of its readers: the units are those that libxml2 finds in all of the file, or it is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus.format_options import FormatOptions
from align.corpus.formats import tmx_fast_reader
from align.corpus.formats.tmx_fast_reader import PlainTmx
from align.corpus.formats.tmx_reader import read
from align.errors import FormatError
from tests.corpus.tmx_opinions import FOOT, HEAD, PLAIN, READ, REFUSED, UNITS, ours, sized, tu, whole


def quickly(data: bytes) -> int:
    """How many units the quick way has read before it gave up."""
    return len(list(PlainTmx(io.BytesIO(data), lambda attributes, codes: codes)))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    monkeypatch.setattr(tmx_fast_reader, "_BLOCK", 64)
    monkeypatch.setattr(tmx_fast_reader, "_LONGEST", 320)
    return 64, 320


@pytest.mark.parametrize("name", list(UNITS))
def test_every_unit_around_every_limit(name: str, small: tuple[int, int]) -> None:
    """Two bytes below, on and above a border of blocks or of patience, wherever in a block the unit begins."""
    block, longest = small
    for size in (limit + more for limit in (longest - block, longest, longest + block) for more in range(-2, 3)):
        for shift in range(0, block, 5):
            text = HEAD + " " * (shift % 7) + PLAIN * 2 + " " * shift + sized(UNITS[name], size) + PLAIN * 9 + FOOT
            expected = whole(text.encode())
            assert (expected is None) == (name in REFUSED), "the case is not what its name says"
            assert quickly(text.encode()) >= 2
            assert ours(text.encode()) == expected, (size, shift)


REAL = ("plain", "letters of many bytes", "inline codes", "an end in a comment", "an end in CDATA", "blanks in the end")


@pytest.mark.parametrize("name", [*REAL, "props", "an attribute", "no end", "an end of CDATA"])
def test_units_around_the_limits_as_they_are(name: str) -> None:
    """The same at a megabyte: the units behind a long one are all there, down to the last letter."""
    many = PLAIN * 1500
    assert len(many.encode()) > 2 * tmx_fast_reader._BLOCK
    for limit in (tmx_fast_reader._LONGEST, tmx_fast_reader._LONGEST + tmx_fast_reader._BLOCK):
        for size in range(limit - 1, limit + 2):
            data = (HEAD + PLAIN + sized(UNITS[name], size) + many + FOOT).encode()
            expected = whole(data)
            assert ours(data) == expected
            assert expected is None or len(expected) > 1500


@pytest.mark.parametrize("name", list(UNITS))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_units_across_the_pieces_that_lxml_reads(name: str, encoding: str) -> None:
    """lxml reads 32 KB at a time: where a unit that the parser gets lies across that border is no matter."""
    unit = sized(UNITS[name], 0)
    for at in range(-2, len(unit.encode(encoding)) + 2, 2):
        before = f"{HEAD}{tu('<!-- -->')}<!--"
        room = (1 << 15) - at - len(f"{before}-->".encode(encoding))
        fill = "x" * (room // 2 if encoding == "utf-16" else room)
        data = f"{before}{fill}-->{unit}{PLAIN * 3}{FOOT}".encode(encoding)
        assert ours(data) == whole(data), at


@st.composite
def files(draw: st.DrawFn) -> str:
    """Units of all kinds with as much as you like in them and between them; one file in some is cut short."""
    parts = [HEAD]
    for name in draw(st.lists(st.sampled_from([*READ, *READ, *UNITS]), max_size=6)):
        parts.append(" \n" * draw(st.integers(0, 40)))
        parts.append(PLAIN * draw(st.integers(0, 3)))
        parts.append(sized(UNITS[name], draw(st.integers(0, 700))))
    text = "".join([*parts, PLAIN, FOOT])
    return text[: draw(st.integers(0, len(text)))] if draw(st.integers(0, 5)) == 0 else text


@given(files(), st.integers(40, 300), st.integers(0, 600), st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))
@settings(max_examples=500, deadline=None)
def test_any_file_at_any_limits(text: str, block: int, longest: int, encoding: str) -> None:
    """Whatever the units, their lengths and the limits are, what we read is what libxml2 reads."""
    data = text.encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tmx_fast_reader, "_BLOCK", block)
        patch.setattr(tmx_fast_reader, "_LONGEST", longest)
        assert ours(data) == whole(data)


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_file_that_was_cut_short_is_refused(handed_over: bool, small: tuple[int, int]) -> None:
    """Wherever a file ends too early, in a unit or between two, an error says the line; never are there fewer units."""
    middle = UNITS["an end in a comment"] if handed_over else ""
    data = (HEAD + PLAIN * 4 + sized(middle, 200) + PLAIN * 4 + FOOT.strip()).encode()
    for end in range(len(data)):
        with pytest.raises(FormatError, match=r"^a\.tmx, line \d+: not well-formed XML"):
            list(read(io.BytesIO(data[:end]), "a.tmx", FormatOptions("en", "ru")))
    assert ours(data) == whole(data) != []


def test_a_second_file_behind_blanks_is_not_passed_over() -> None:
    """Two files in one are no XML, however many blanks are between them: the units of the second would be lost."""
    text = HEAD + PLAIN + FOOT + " " * (tmx_fast_reader._LONGEST + 2 * tmx_fast_reader._BLOCK) + HEAD + PLAIN + FOOT
    assert whole(text.encode()) is None
    with pytest.raises(FormatError, match=r"^a\.tmx, line 3: not well-formed XML: Extra content"):
        list(read(io.BytesIO(text.encode()), "a.tmx", FormatOptions("en", "ru")))


def test_nothing_is_lost_after_an_entity_of_none() -> None:
    """lxml lets an undefined entity pass and takes the next 32 KB for a new file; what is between is read all the
    same, and the unit with the entity is named."""
    text = HEAD + "\n" + tu("<!-- -->") + "\n" + tu("&nbsp;") + PLAIN * 9
    text += " " * ((1 << 15) - len(text.encode())) + HEAD + PLAIN * 400 + FOOT
    corpus = read(io.BytesIO(text.encode()), "a.tmx", FormatOptions("en", "ru"))
    assert len(list(corpus)) == 410
    assert corpus.account.line() == (
        "left out: units with the entity &nbsp;, which the file does not declare (1, line 3)"
    )


def test_a_unit_in_the_header_is_refused() -> None:
    """What stands in a header is no unit of the memory, and the quick way does not pass it over either."""
    header = f'<header srclang="en"><prop type="a">{tu()}</prop></header>'
    text = f"<tmx>\n{header}<body>{PLAIN}{FOOT}"
    with pytest.raises(FormatError, match=r"^a\.tmx, line 2: a <tu> stands inside a <header>"):
        list(read(io.BytesIO(text.encode()), "a.tmx", FormatOptions()))


def test_an_entity_in_a_prop_or_note_is_resolved() -> None:
    """A text goes on behind an entity, in props and notes as in segments."""
    about = '<prop type="a">b &x; c</prop><note>d &x; e</note>'
    text = f'<!DOCTYPE tmx [<!ENTITY x "y">]>{HEAD}{tu("f &x; g", about)}{FOOT}'
    [pair] = read(io.BytesIO(text.encode()), "a.tmx", FormatOptions())
    assert (pair.source, pair.note, pair.extra) == ("f y g", "d y e", {"prop:a": "b y c"})
