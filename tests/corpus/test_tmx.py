"""TMX as we write it: valid, and read by others."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from align.corpus import Corpus, Pair, Signature, read_corpus, write_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx import Writer
from align.errors import OutputError, UsageError
from tests.nasty import any_text, line_text, pairs, xml_text

HEADER = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", "2026-11-23T10:00:00Z")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def pair(source: str, target: str, **fields: Any) -> Pair:
    return Pair("port-0001", "port.txt", 1, source, target, "en", "ru", **fields)


def written(*some: Pair, codes: dict[str, str] | None = None, tool: str = "") -> tuple[bytes, list[str]]:
    stream = io.BytesIO()
    writer = Writer(stream, "port.tmx", HEADER, FormatOptions(tmx_langs=codes or {}, tmx_for=tool))
    for one in some:
        writer.write(one)
    said = writer.close()
    return stream.getvalue(), said


@pytest.fixture(scope="module")
def dtd() -> etree.DTD:
    return etree.DTD(io.BytesIO((files("align.corpus.formats") / "tmx14.dtd").read_bytes()))


@given(st.lists(pairs(any_text), max_size=4))
@settings(max_examples=100, deadline=None)
def test_valid_against_the_dtd(dtd: etree.DTD, some: list[Pair]) -> None:
    """Whatever the strings are, the file is well-formed and valid against the DTD of TMX 1.4b."""
    tree = etree.fromstring(written(*some)[0])
    assert dtd.validate(tree), dtd.error_log


def test_the_dtd_is_strict(dtd: etree.DTD) -> None:
    """The DTD refuses what the specification refuses: a header without srclang, a unit without language, a prop after
    tuv."""
    good = etree.fromstring(written(pair("a", "b"))[0])
    for path, spoil in (
        ("header", lambda element: element.attrib.pop("srclang")),
        ("body/tu/tuv", lambda element: element.attrib.pop(LANG)),
        ("body/tu", lambda element: element.append(etree.fromstring('<prop type="x">y</prop>'))),
        (".", lambda element: element.set("encoding", "UTF-8")),
    ):
        tree = etree.fromstring(etree.tostring(good))
        spoil(tree.find(path) if path != "." else tree)
        assert not dtd.validate(tree)


def test_one_unit_as_exact_text() -> None:
    """The bytes of a unit: note and props before the tuv, codes with regions, no DOCTYPE, no byte-order mark."""
    one = pair(
        "Prices rose & fell.",
        "Цены росли\u00a0и падали.",
        kind="headline",
        source_span=((0, 19),),
        score=0.83333,
        flags=("number-mismatch",),
        note="Спросить <редактора>",
        model="opus-mt-en-ru",
        created="2026-11-23T10:00:00Z",
    )
    data, said = written(one, codes={"ru": "ru-RU"}, tool="align")
    assert said == []
    assert data.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="align" '
    )
    header, _, unit = data.decode().partition("<body>\n")
    for attribute in ('srclang="en"', 'segtype="sentence"', 'datatype="plaintext"', 'creationdate="20261123T100000Z"'):
        assert attribute in header
    assert '<prop type="x-signature">align:0.1.0</prop>' in header
    assert unit == (
        '<tu tuid="port-0001" creationdate="20261123T100000Z">\n'
        "<note>Спросить &lt;редактора&gt;</note>\n"
        '<prop type="x-doc">port.txt</prop>\n'
        '<prop type="x-kind">headline</prop>\n'
        '<prop type="x-origin">mt</prop>\n'
        '<prop type="x-status">draft</prop>\n'
        '<prop type="x-model">opus-mt-en-ru</prop>\n'
        '<prop type="x-flag">number-mismatch</prop>\n'
        '<prop type="x-n">1</prop>\n'
        '<prop type="x-source-span">0:19</prop>\n'
        '<prop type="x-score">0.8333</prop>\n'
        '<tuv xml:lang="en"><seg>Prices rose &amp; fell.</seg></tuv>\n'
        '<tuv xml:lang="ru-RU"><seg>Цены росли\u00a0и падали.</seg></tuv>\n'
        "</tu>\n</body>\n</tmx>\n"
    )
    lean = written(one, codes={"ru": "ru-RU"})[0].decode()
    gone = ("x-model", "x-flag", "x-source-span", "x-score")
    assert lean == "\n".join(line for line in data.decode().split("\n") if not any(name in line for name in gone))


def test_segments_are_one_line_in_nfc() -> None:
    """Line breaks and tabs become one space, decomposed letters are composed, no-break and double spaces stay."""
    data, _ = written(pair("a \n\t b\r\nc  d\u00a0e", "Ю\u0301 и\u0306\n"))
    segments = [seg.text for seg in etree.fromstring(data).iter("seg")]
    assert segments == ["a b c  d\u00a0e", "Ю\u0301 й"]


def test_one_sided_pairs_stay_out() -> None:
    """A pair without source or target, or with blanks only, is left out, and the writer says how many were."""
    data, said = written(pair("a", ""), pair("", "b"), pair("\n", "c"), pair("d", "e"))
    assert data.count(b"<tu ") == 1
    assert said == ["port.tmx: 3 without source or target left out: TMX holds translations only"]


def test_long_segments_are_remarked_on() -> None:
    """More than 2,000 characters a side, which some tools refuse, are written and remarked on."""
    data, said = written(pair("a" * 2001, "b"))
    assert b"a" * 2001 in data
    assert said == ["port.tmx: 1 with a side of more than 2,000 characters, which some tools refuse"]


def test_one_language_pair_a_file() -> None:
    """A pair in another language does not slip into the file, and a code that is none is refused."""
    with pytest.raises(OutputError, match="one TMX file holds one pair of languages"):
        written(pair("a", "b"), Pair("x", "d", 2, "a", "b", "en", "de"))
    with pytest.raises(UsageError, match="is not a language code"):
        written(pair("a", "b"), codes={"ru": 'ru"><x'})


@given(st.lists(pairs(line_text, xml_text), max_size=4))
@settings(max_examples=50, deadline=None)
def test_translate_toolkit_reads_the_same_pairs(some: list[Pair]) -> None:
    """translate-toolkit, an independent reader, finds the same sources and targets in the same order."""
    from translate.storage.tmx import tmxfile

    store = tmxfile(io.BytesIO(written(*some)[0]), "en", "ru")
    assert [(unit.source, unit.target) for unit in store.units] == [(one.source, one.target) for one in some]


def test_other_tools_props_go_round(tmp_path: Path) -> None:
    """Props of another tool are kept on reading and written back as the props they were."""
    one = pair("a", "b", extra={"prop:x-domain": "sport", "prop:client": "a <b>", "prop:x-doc": "not this", "own": 1})
    path = tmp_path / "a.tmx"
    write_corpus(Corpus([one], source_lang="en", target_lang="ru"), path, tmx_for="align")
    types = [prop.get("type") for prop in etree.parse(path).find("body/tu").iterchildren("prop")]
    assert {"x-domain", "client"} <= set(types) and types.count("x-doc") == 1
    assert list(read_corpus(path)) == [one]
