"""TMX read by expression and by parser is the same TMX."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus import Corpus, Pair
from align.corpus.format_options import FormatOptions
from align.corpus.formats import tmx_fast_reader
from align.corpus.formats.tmx import Writer
from align.corpus.formats.tmx_reader import read
from align.errors import FormatError
from tests.nasty import any_text, pairs

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4">\n<header srclang="en" datatype="plaintext"/>\n<body>\n'
)
FOOT = "</body>\n</tmx>\n"
UNIT = '<tu tuid="{}"><tuv xml:lang="en"><seg>a &amp; {}</seg></tuv>\n<tuv xml:lang="ru"><seg>раз</seg></tuv>\n</tu>\n'
PLAIN = HEAD + UNIT.format(1, 1) + UNIT.format(2, 2) + UNIT.format(3, 3) + FOOT
PIECES = [
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "/",
        " ",
        "\n",
        "\t",
        "\r",
        "\x00",
        "\x08",
        "\x85",
        "\u2028",
        "\ufffe",
        "\uffff",
        "é",
        "😀",
    ),
    *("&lt;", "&#10;", "&#8;", "&nbsp;", "]]>", "<![CDATA[</tu>]]>", "<!-- </tu> -->", "<!-- <tu> -->", "<?a </tu>?>"),
    *("<tu>", "<tu", "</tu>", "<tuv>", "</tuv>", "<seg>", "</seg>", "</body>", "</tmx>", "<hi>", "</hi>", "<ph/>"),
    *(
        '<prop type="x-n">7</prop>',
        '<prop type="x-n">seven</prop>',
        '<prop type="x-score">0.5</prop>',
        '<prop type="x-quality">0.5</prop>',
        '<prop type="x-quality">high</prop>',
        "<prop>a</prop>",
    ),
    *('<prop type="x-doc">a</prop>', '<prop type="x-origin">mt</prop>', '<prop type="x-status">done</prop>'),
    *(
        '<prop type="note">a</prop>',
        "<note>a</note>",
        "<note></note>",
        "<note>align: likely wrong</note>",
        '<note xml:lang="en">a</note>',
    ),
    *(' xml:lang="de"', ' lang="de"', ' srclang="ru"', ' tuid="9"', ' creationdate="20200102T030405Z"', ' xmlns="a"'),
    *(' xmlns:x="a"', ' x:y="a"', " a=b", ' a="&amp;"', ' a = "b"', '<?xml version="1.0"?>', "<!DOCTYPE tmx>"),
    *('<tuv xml:lang="de"><seg>eins</seg></tuv>', UNIT.format(4, 4)),
]


def outcome(data: bytes, source: str = "") -> tuple[list[Pair], str]:
    """The pairs of a file, and the error that ended it, or else the account of what was left out or changed."""
    found: list[Pair] = []
    try:
        corpus = read(io.BytesIO(data), "a.tmx", FormatOptions(source))
        found.extend(corpus)
    except FormatError as error:
        return found, str(error)
    return found, corpus.account.line()


def both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch, source: str = "") -> None:
    by_expression = outcome(data, source)
    with monkeypatch.context() as patch:
        patch.setattr(tmx_fast_reader, "_START", re.compile(b"(?!)"))  # no unit is ever found to begin plainly
        by_parser = outcome(data, source)
    assert by_expression == by_parser


@given(st.lists(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4))
@settings(max_examples=400, deadline=None)
def test_spoilt_files_are_read_alike(edits: list[tuple[int, int, str]]) -> None:
    """Whatever is cut out of a plain file or put in, both ways give the same pairs or the same error, with its line."""
    text = PLAIN
    for at, cut, piece in edits:
        text = text[:at] + piece + text[at + cut :]
    with pytest.MonkeyPatch.context() as patch:
        both_ways(text.encode(), patch)
        both_ways(text.encode(), patch, "ru")


def test_a_tag_that_shares_its_line_with_the_first_unit_is_named_by_that_line() -> None:
    broken = (HEAD.removesuffix("\n") + UNIT.format(1, 1) + "</tu>\n" + FOOT).encode()
    assert outcome(broken)[1] == "changed: broken XML between units (1, line 6)"
    with pytest.MonkeyPatch.context() as patch:
        both_ways(broken, patch)


@given(st.binary(max_size=3), st.integers(0, len(PLAIN.encode())))
@settings(max_examples=100, deadline=None)
def test_broken_bytes_are_read_alike(piece: bytes, at: int) -> None:
    """Bytes that are no UTF-8 are an error on the line where they stand."""
    data = PLAIN.encode()
    with pytest.MonkeyPatch.context() as patch:
        both_ways(data[:at] + piece + data[at:], patch)


@given(st.lists(pairs(any_text), max_size=4))
@settings(max_examples=60, deadline=None)
def test_our_own_files_are_read_alike(some: list[Pair]) -> None:
    """What our writer makes of any pairs is the same both ways."""
    stream = io.BytesIO()
    writer = Writer(stream, "a.tmx", Corpus((), source_lang="en", target_lang="ru"), FormatOptions())
    for pair in some:
        writer.write(pair)
    writer.close()
    with pytest.MonkeyPatch.context() as patch:
        both_ways(stream.getvalue(), patch)


@pytest.mark.parametrize("block", [40, 1000, 1 << 16])
def test_blocks_may_end_anywhere(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit, a letter or the file's end may fall on the border of what is read at once."""
    monkeypatch.setattr(tmx_fast_reader, "_BLOCK", block)
    odd = UNIT.format(4, "<hi>x</hi>")
    data = (HEAD + (UNIT.format(1, "é😀") * 3 + odd) * 20 + FOOT).encode()
    found, error = outcome(data)
    assert len(found) == 80 and error in ("", "changed: inline codes kept beside the texts (20, first at line 13)")
    both_ways(data, monkeypatch)


@pytest.mark.parametrize(
    ("unit", "read_by"),
    [
        (UNIT.format(1, "x"), "expression"),
        (UNIT.format(1, "<ph>{0}</ph>"), "parser, the unit alone"),
        (UNIT.format(1, "x\ny"), "parser, the unit alone"),
        (UNIT.format(1, "<!-- </tu> -->"), "parser, the rest of the file"),
        (UNIT.format(1, "&nbsp;"), "parser, the rest of the file"),
    ],
)
def test_who_reads_what(unit: str, read_by: str) -> None:
    """Plain units never see a parser, one with inline codes does; what hides a unit's end ends the quick way."""
    shape: Callable[..., object] = lambda attributes, codes: codes  # noqa: E731
    plain = tmx_fast_reader.PlainTmx(io.BytesIO((HEAD + unit + UNIT.format(2, 2) + FOOT).encode()), shape)
    found = ["expression" if type(one) is tuple else "parser, the unit alone" for one in plain]
    assert (found[0] if found else "parser, the rest of the file") == read_by
    assert (plain.rest() is None) == bool(found)


def test_lines_are_counted_through() -> None:
    """After thousands of plain units an error or the account names the line, whoever met it."""
    many = UNIT.format(1, 1) * 3000
    for spoilt, reason in (
        (UNIT.format(1, "<!-- -->&nbsp;"), "the entity &nbsp;, which the file does not declare (1, "),
        (UNIT.format(1, "<b><!-- --></i>"), "left out: damaged units (1, "),
        (UNIT.format(1, 1).replace("<tuv", '<prop type="x-n">x</prop><tuv', 1), "'x' is not a whole number"),
        (UNIT.format(1, "<hi/>").replace("<tuv", '<prop type="x-n">x</prop><tuv', 1), "'x' is not a whole number"),
        (UNIT.format(1, "<!-- -->").replace("<tuv", '<prop type="x-n">x</prop><tuv', 1), "'x' is not a whole number"),
    ):
        found, error = outcome((HEAD + many + spoilt + UNIT.format(2, 2) + FOOT).encode())
        assert "line 9004" in error and reason in error
        assert len(found) == (3000 if error.startswith("a.tmx") else 3001)


def test_a_prop_of_ours_that_is_there_twice_is_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    writer = Writer(stream, "a.tmx", Corpus((), source_lang="en", target_lang="ru"), FormatOptions())
    for n in (1, 2):
        writer.write(Pair(f"a-{n}", "a.txt", n, f"Port {n}", f"Порт {n}", "en", "ru", model="m", status="edited"))
    writer.close()
    for name in ("origin", "status", "kind", "doc", "model"):
        twice = re.sub(rf'(<prop type="x-{name}">[^<]*</prop>)'.encode(), rb"\1\1", stream.getvalue())
        found, refusal = outcome(twice)
        assert [pair.target for pair in found] == ["Порт 1", "Порт 2"] or f"{name} is " in refusal, name
        both_ways(twice, monkeypatch)
