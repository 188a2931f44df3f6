"""XLIFF 1.2: what CAT tools see, and what they give back."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from align.corpus import Corpus, Pair
from align.corpus.format_options import FormatOptions
from align.corpus.formats.xliff import XLIFF, Writer, read
from align.corpus.pair import Status
from align.errors import FormatError, OutputError
from tests.nasty import line_text, pairs, xml_text

NS = {"x": XLIFF}
HEADER = Corpus((), source_lang="en", target_lang="ru")


def written(*some: Pair) -> bytes:
    stream = io.BytesIO()
    writer = Writer(stream, "a.xlf", HEADER, FormatOptions(tmx_langs={"ru": "ru-RU"}))
    for pair in some:
        writer.write(pair)
    writer.close()
    return stream.getvalue()


def foreign(body: str, **attributes: str) -> bytes:
    more = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return (
        f'<xliff version="1.2" xmlns="{XLIFF}"><file original="a.txt" source-language="en" target-language="ru" '
        f'datatype="plaintext"{more}><header/><body>{body}</body></file></xliff>'
    ).encode()


def test_a_file_for_each_document() -> None:
    """Pairs of one document share a file element; codes have the region that was asked for; states follow the
    status."""
    statuses: tuple[Status, ...] = ("draft", "approved", "edited", "rejected")
    some = [
        Pair(f"{n}", doc, n, "a", "b", "en", "ru", status=status) for doc in "xy" for n, status in enumerate(statuses)
    ]
    tree = etree.fromstring(written(*some))
    assert [file.get("original") for file in tree.findall("x:file", NS)] == ["x", "y"]
    assert {file.get("target-language") for file in tree.findall("x:file", NS)} == {"ru-RU"}
    states = [target.get("state") for target in tree.findall("x:file[1]//x:target", NS)]
    assert states == ["needs-review-translation", "final", "translated", "needs-translation"]
    assert list(read(io.BytesIO(written(*some)), "a.xlf", FormatOptions())) == some


@given(st.lists(pairs(line_text, xml_text), min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_translate_toolkit_reads_the_same_pairs(some: list[Pair]) -> None:
    """translate-toolkit, an independent reader, finds the same sources and targets in the same order."""
    from translate.storage.xliff import xlifffile

    units = [unit for unit in xlifffile(io.BytesIO(written(*some))).units if unit.istranslatable()]
    assert [(str(unit.source), str(unit.target)) for unit in units] == [(pair.source, pair.target) for pair in some]


def test_a_cat_tool_has_the_last_word() -> None:
    """Where a tool has changed state and target, its state counts and not the status that we had written."""
    data = written(Pair("1", "d", 1, "a", "b", "en", "ru"))
    data = data.replace(b'approved="no"', b'approved="yes"').replace(b"needs-review-translation", b"signed-off")
    [pair] = read(io.BytesIO(data.replace(b">b<", b">c<")), "a.xlf", FormatOptions())
    assert (pair.target, pair.status) == ("c", "approved")


def test_inline_codes_and_groups() -> None:
    """Codes are flattened, g and mrk keep their words, groups and alternative translations do no harm."""
    body = (
        '<group><trans-unit id="1"><source>Press <g id="1">Start</g><x id="2" ctype="lb"/>now'
        '<ph id="3">{0}</ph></source>'
        '<target state="translated">Нажмите <mrk mtype="x">Пуск</mrk></target>'
        "<alt-trans><target>другое</target></alt-trans></trans-unit></group>"
        '<trans-unit id="2"><source>New</source></trans-unit>'
    )
    [first, second] = read(io.BytesIO(foreign(body)), "a.xlf", FormatOptions())
    assert (first.source, first.target, first.status) == ("Press Start now", "Нажмите Пуск", "edited")
    assert (second.target, second.status, second.doc) == ("", "draft", "a.txt")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<xliff", "line 1: not well-formed XML"),
        (
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>',
            "not XLIFF: it holds an <xliff> without a <file>",
        ),
        (b"<tmx/>", "not XLIFF: it holds <tmx> where <xliff> should be"),
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    """Broken XML and other formats are named for what they are."""
    with pytest.raises(FormatError, match=message):
        list(read(io.BytesIO(data), "a.xlf", FormatOptions()))


def test_nothing_is_no_xliff() -> None:
    """XLIFF needs a document: an empty corpus is refused rather than written invalid."""
    with pytest.raises(OutputError, match="there is nothing to write"):
        written()


def test_a_match_from_a_memory_is_an_alternative_that_cat_tools_show() -> None:
    """`alt-trans` with its quality and where it is from; the pair's own texts and all it tells come back."""
    told = {"match": "fuzzy", "percent": 81, "file": 'a"b.sqlite', "source": "A < one.", "target": "А < один."}
    pair = Pair("1", "a.txt", 1, "A < two.", "А < два.", "en", "ru", extra={"memory": told})
    data = written(pair, Pair("2", "a.txt", 2, "B.", "Б.", "en", "ru", extra={"memory": "mine"}))
    (match,) = etree.fromstring(data).iterfind(".//x:alt-trans", NS)
    assert dict(match.attrib) == {"match-quality": "81%", "origin": 'a"b.sqlite'}
    assert [child.text for child in match] == ["A < one.", "А < один."]
    back = list(read(io.BytesIO(data), "a.xlf", FormatOptions()))
    assert back[0] == pair and back[1].extra == {"memory": "mine"}


def test_a_cat_tool_sees_the_name_of_a_document_and_its_path_comes_back() -> None:
    docs, names = ["../../a.txt", "/news/b.zip#c/d.txt", "e/f.txt"], ["a.txt", "b.zip#c/d.txt", "e/f.txt"]
    xliff = written(*(Pair(f"{doc}-1", doc, 1, "One.", "Раз.", "en", "ru") for doc in docs))
    assert [file.get("original") for file in etree.fromstring(xliff).iterfind("x:file", NS)] == names
    assert [pair.doc for pair in read(io.BytesIO(xliff), "a.xlf", FormatOptions())] == docs
