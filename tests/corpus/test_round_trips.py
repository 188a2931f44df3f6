"""What is written comes back: every format, over strings that are known to break them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.corpus import FORMATS, Corpus, Pair, Signature
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import module_of
from tests.nasty import CELLS, CONTROL, any_text, line_text, pairs, xml_text

WHOLE = FormatOptions(tmx_for="align")
"""With every field of a pair, in TMX too."""
SIGNATURE = Signature((("align", "0.1.0"), ("split", "sentencex-1.0.32")))


def there(some: Sequence[Pair], format: str) -> tuple[bytes, list[str]]:
    """The bytes of a corpus, and what its writer said."""
    module, stream = module_of(FORMATS[format]), io.BytesIO()
    writer = module.Writer(stream, "test", Corpus((), SIGNATURE, "en", "ru", "2026-11-23T10:00:00Z", {"k": 1}), WHOLE)
    for pair in some:
        writer.write(pair)
    return stream.getvalue(), writer.close()


def and_back(some: Sequence[Pair], format: str, options: FormatOptions = WHOLE) -> list[Pair]:
    module, stream = module_of(FORMATS[format]), io.BytesIO()
    writer = module.Writer(stream, "test", Corpus((), SIGNATURE, "en", "ru"), options)
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
    """TMX for align gives back every field exactly where source and target are what segments are: one line, NFC, not
    empty."""
    assert and_back(some, "tmx") == some


@given(st.lists(pairs(line_text, xml_text), max_size=3))
@settings(max_examples=100, deadline=None)
def test_lean_tmx_holds_what_makes_a_pair(some: list[Pair]) -> None:
    """TMX for any tool gives back the texts, the place in the document, who wrote it and what was decided, notes and
    dates; not what a run measured, nor keys that nobody else knows."""
    known = ("paragraph", "block", "codes", "tmx", "memory")
    for back, pair in zip(and_back(some, "tmx", FormatOptions()), some, strict=True):
        dated = pair.created if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", pair.created) else ""
        lean = replace(pair, score=None, logprob=None, flags=(), model="", source_span=None, target_span=None)
        assert replace(back, extra={}) == replace(lean, created=dated, extra={})
        assert back.extra.keys() <= {key for key in pair.extra if key in known or key.startswith("prop:")}


@pytest.mark.parametrize("format", ["tmx", "xliff"])
def test_a_place_in_the_document_is_no_blob(format: str) -> None:
    """The paragraph of a pair has fields of its own in TMX and XLIFF; values that are no such place are kept as they
    are."""
    places: list[dict[str, Any]] = [{"paragraph": 3}, {"paragraph": 7, "block": "list-item"}]
    others: list[dict[str, Any]] = [{"paragraph": 0}, {"paragraph": True, "block": 1}, {"block": "cell"}]
    extras = enumerate(places + others)
    some = [Pair(str(n), "d", n, "a", "b", "en", "ru", extra=extra) for n, extra in extras]
    data, _ = there(some[:2], format)
    assert b"{&quot;paragraph" not in data
    assert and_back(some, format) == some
    lean = and_back(some[:2], format, FormatOptions())
    assert [pair.extra for pair in lean] == [pair.extra for pair in some[:2]]


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
