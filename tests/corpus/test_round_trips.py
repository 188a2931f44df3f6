"""What is written comes back: every format, over strings that are known to break them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus import FORMATS, Corpus, Pair, Signature
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import module_of
from tests.nasty import CELLS, CONTROL, any_text, line_text, pairs, xml_text

SIGNATURE = Signature((("align", "0.1.0"), ("split", "sentencex-1.0.32")))


def there(some: Sequence[Pair], format: str) -> tuple[bytes, list[str]]:
    """The bytes of a corpus, and what its writer said."""
    module, stream = module_of(FORMATS[format]), io.BytesIO()
    writer = module.Writer(
        stream, "test", Corpus((), SIGNATURE, "en", "ru", "2026-11-23T10:00:00Z", {"k": 1}), FormatOptions()
    )
    for pair in some:
        writer.write(pair)
    return stream.getvalue(), writer.close()


def and_back(some: Sequence[Pair], format: str) -> list[Pair]:
    module, stream = module_of(FORMATS[format]), io.BytesIO()
    writer = module.Writer(stream, "test", Corpus((), SIGNATURE, "en", "ru"), FormatOptions())
    for pair in some:
        writer.write(pair)
    writer.close()
    return list(module.read(io.BytesIO(stream.getvalue()), "test", FormatOptions()))


@given(st.lists(pairs(any_text), max_size=3))
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("format", ["jsonl", "tsv", "csv"])
def test_tables_and_json_hold_any_text(format: str, some: list[Pair]) -> None:
    """JSONL, TSV and CSV give back every field of every pair, control characters and all."""
    assert and_back(some, format) == some


@given(st.lists(pairs(xml_text), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_xliff_holds_what_xml_can(some: list[Pair]) -> None:
    """XLIFF gives back every field, line breaks and both kinds of return included."""
    assert and_back(some, "xliff") == some


@given(st.lists(pairs(line_text, xml_text), max_size=3))
@settings(max_examples=150, deadline=None)
def test_tmx_holds_every_segment(some: list[Pair]) -> None:
    """TMX gives back every field exactly where source and target are what segments are: one line, NFC, not empty."""
    assert and_back(some, "tmx") == some


@given(st.lists(pairs(any_text), max_size=3))
@settings(max_examples=100, deadline=None)
def test_tmx_is_settled_after_one_writing(some: list[Pair]) -> None:
    """Whatever the strings were, what TMX gives back once it gives back again: writing changes a text once at most."""
    once = and_back([pair for pair in some if pair.id.isalnum()], "tmx")
    assert and_back(once, "tmx") == once


@pytest.mark.parametrize("format", ["jsonl", "tsv", "csv", "xliff", "tmx"])
def test_known_breakers_one_by_one(format: str) -> None:
    """Each text of the list of known breakers survives on its own, as a target and as a note."""
    from align.io.xml_text import XmlText

    for text in CELLS:
        wanted = XmlText().line(text, "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        [back] = and_back([Pair("1", "d", 1, "source", text, "en", "ru", note=text)], format)
        assert (back.target, back.note) == (wanted if format == "tmx" else text, text)


@pytest.mark.parametrize("format", ["tmx", "xliff"])
def test_what_xml_cannot_hold_is_said(format: str) -> None:
    """Control characters leave an XML file, and the writer says how many went and where the first was."""
    some = [Pair(f"p{n}", "d", n, text, "x", "en", "ru") for n, text in enumerate(CONTROL)]
    _, said = there(some, format)
    assert any(
        "5 characters that XML cannot hold were dropped or replaced, the first in pair p0" in line for line in said
    )


def test_half_a_character_survives_in_json() -> None:
    """A lone surrogate, which has no UTF-8, is kept by its JSON escape and replaced in XML."""
    pair = Pair("1", "d", 1, "a\ud800b", "x", "en", "ru")
    assert and_back([pair], "jsonl") == [pair]
    assert and_back([pair], "tmx")[0].source == "a\ufffdb"
    assert and_back([pair], "csv")[0].source == "a?b"


@pytest.mark.parametrize("format", ["jsonl", "tmx", "xliff"])
def test_header_survives(format: str) -> None:
    """Signature, languages, date and unknown keys of a corpus come back where the format has a place for them."""
    data, _ = there([Pair("1", "d", 1, "a", "b", "en", "ru")], format)
    back = module_of(FORMATS[format]).read(io.BytesIO(data), "test", FormatOptions())
    found = (back.signature, back.source_lang, back.target_lang, back.created, back.extra)
    assert found == (SIGNATURE, "en", "ru", "2026-11-23T10:00:00Z", {"k": 1})


@pytest.mark.parametrize("format", ["jsonl", "tmx", "xliff", "tsv", "csv", "txt"])
def test_same_pairs_give_the_same_bytes(format: str) -> None:
    """Writing is deterministic: nothing asks the clock or depends on hashing."""
    some = [Pair(str(n), "d", n, "a", "b", "en", "ru", flags=("x", "y"), extra={"z": 1, "a": 2}) for n in range(5)]
    assert there(some, format) == there(some, format)
