"""XLIFF of other tools: versions, segments, states, inline codes, and what is damaged."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.xliff_reader import read
from align.errors import FormatError, UsageError

FIRST = "urn:oasis:names:tc:xliff:document:"
SECOND = "urn:oasis:names:tc:xliff:document:2.0"


def first(body: str, version: str = "1.2", space: str | None = "", more: str = "", target: str = "ru") -> bytes:
    name = f' xmlns="{FIRST}{version}"' if space == "" else ""
    language = f' target-language="{target}"' if target else ""
    return (
        f'<?xml version="1.0"?>\n<xliff version="{version}"{name}{more}>\n<file original="a.docx" source-language="en"'
        f'{language} datatype="x">\n<body>\n{body}\n</body></file></xliff>'
    ).encode()


def second(body: str, version: str = "2.0") -> bytes:
    return (
        f'<xliff version="{version}" xmlns="{SECOND}" srcLang="en" trgLang="ru"><file id="f1" original="a.md">'
        f"{body}</file></xliff>"
    ).encode()


def corpus(data: bytes, source: str = "", target: str = "") -> Corpus:
    found = read(io.BytesIO(data), "a.xlf", FormatOptions(source, target))
    return found.load()


def texts(found: Corpus) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in found]


@pytest.mark.parametrize(
    ("version", "space"), [("1.0", None), ("1.1", ""), ("1.1", None), ("1.2", ""), ("1.2", None), ("1.2", "<!DOCTYPE")]
)
def test_versions_with_and_without_a_namespace(version: str, space: str | None) -> None:
    """1.0 to 1.2 are read by what they say, whether or not the exporter wrote a namespace or a DOCTYPE."""
    data = first("<trans-unit id='1'><source>A port</source><target>Порт</target></trans-unit>", version, space)
    if space:
        doctype = b'<!DOCTYPE xliff PUBLIC "-//XLIFF//DTD XLIFF//EN" "http://127.0.0.1:9/xliff.dtd">\n<xliff'
        data = data.replace(b"<xliff", doctype, 1)
    found = corpus(data)
    assert (texts(found), found.account.line()) == ([("A port", "Порт")], "")


def test_the_segments_that_a_tool_made_are_pairs() -> None:
    """`mrk` of the type seg: a pair each, by `mid` in any order; empty and missing ones have no target; words between
    them are said."""
    body = (
        '<trans-unit id="u"><source>One. Two. Three. Four.</source><seg-source><g id="1"><mrk mtype="seg" mid="a">One.'
        '</mrk> <mrk mtype="seg" mid="b">Two <x id="5"/>.</mrk></g> <mrk mtype="seg" mid="c">Three.</mrk> and '
        '<mrk mtype="seg" mid="d">Four.</mrk></seg-source><target><mrk mtype="seg" mid="c">Три.</mrk> '
        '<mrk mtype="seg" mid="a">Раз.</mrk> <mrk mtype="seg" mid="b"/><mrk mtype="seg" mid="z">Лишнее.</mrk></target>'
        "</trans-unit>"
    )
    found = corpus(first(body))
    assert texts(found) == [("One.", "Раз."), ("Two .", ""), ("Three.", "Три."), ("Four.", "")]
    assert [pair.id for pair in found] == ["u.a", "u.b", "u.c", "u.d"]
    assert "texts between the segments of a unit (1, line 5)" in found.account.line()
    assert "segments of a target without a source (1, line 5)" in found.account.line()


def test_what_is_not_to_be_translated_is_left_out() -> None:
    """`translate="no"` of a unit or of a group or file around it, binary units and alternatives are no pairs, and said;
    an inner "yes" counts."""
    body = (
        '<trans-unit id="1" translate="no"><source>CODE-1</source></trans-unit>\n'
        '<group translate="no"><trans-unit id="2"><source>CODE-2</source></trans-unit>'
        '<trans-unit id="3" translate="yes"><source>Three</source><target>Три</target><alt-trans><target>Трое</target>'
        '</alt-trans></trans-unit></group>\n<bin-unit id="4"><bin-source/></bin-unit>'
    )
    found = corpus(first(body))
    assert texts(found) == [("Three", "Три")]
    assert found.account.line() == (
        "left out: units not to be translated (2, first at line 5), alternative translations (1, line 6), "
        "units of binary data (1, line 7)"
    )


def test_trados_states_and_tracked_changes() -> None:
    """SDLXLIFF: the state of each segment is in `sdl:seg-defs`; locked is approved; deleted text of tracked changes
    goes and is said, inserted text stays."""
    confs = ["Draft", "Translated", "ApprovedTranslation", "ApprovedSignOff", "RejectedTranslation", "Unspecified"]
    marks = "".join(f'<mrk mtype="seg" mid="{n}">S{n}</mrk>' for n in range(7))
    targets = marks.replace("S", "T").replace(
        "T0", 'T0<mrk mtype="x-sdl-deleted" sdl:revid="1"> old</mrk><mrk mtype="x-sdl-added"> new</mrk>'
    )
    defs = "".join(f'<sdl:seg id="{n}" conf="{conf}" origin="mt"/>' for n, conf in enumerate(confs))
    body = (
        f'<group><sdl:cxts/><trans-unit id="x"><source>S</source><seg-source>{marks}</seg-source><target>{targets}'
        f'</target><sdl:seg-defs>{defs}<sdl:seg id="6" locked="true" origin="document-match"/></sdl:seg-defs>'
        "</trans-unit></group>"
    )
    found = corpus(first(body, more=' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"'))
    assert [pair.status for pair in found] == [
        "draft",
        "edited",
        "approved",
        "approved",
        "rejected",
        "draft",
        "approved",
    ]
    pairs = list(found)
    assert pairs[0].target == "T0 new" and (pairs[0].origin, pairs[6].origin) == ("mt", "tm")
    assert "deleted texts of tracked changes (1, line 5)" in found.account.line()


def test_memoq_states() -> None:
    """MQXLIFF keeps its own status on each unit."""
    states = {"NotStarted": "draft", "PartiallyEdited": "draft", "ManuallyConfirmed": "edited", "Proofread": "approved"}
    states |= {"Rejected": "rejected", "Pretranslated": "draft"}
    body = "".join(
        f'<trans-unit id="{state}" mq:status="{state}"><source xml:space="preserve">S</source><target>T</target>'
        "</trans-unit>"
        for state in states
    )
    body += '<trans-unit id="l" mq:status="Pretranslated" mq:locked="locked"><source>S</source><target>T</target>'
    body += "</trans-unit>"
    found = corpus(first(body, more=' xmlns:mq="MQXliff"'))
    assert [pair.status for pair in found] == [*states.values(), "approved"]


def test_the_second_version() -> None:
    """2.0 and 2.1: a pair for each segment, states, notes, `translate`, codes of all kinds, `cp`."""
    body = (
        '<unit id="u1"><notes><note>See map</note></notes><originalData><data id="d1">&lt;b></data></originalData>'
        '<segment id="s1" state="final"><source>Press <pc id="1" dataRefStart="d1">Start</pc> <ph id="2"/>now.'
        '</source><target>Нажмите <pc id="1">Пуск</pc> <ph id="2"/>сейчас.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="s2" state="translated"><source>It <sc id="3"/>works<ec startRef="3"/><cp hex="0002"/>.</source>'
        "<target>Работает.</target></segment></unit>"
        '<group id="g" translate="no"><unit id="u2"><segment><source>CODE</source></segment></unit></group>'
        '<unit id="u3"><segment><source>New</source></segment></unit>'
    )
    for version in ("2.0", "2.1"):
        found = corpus(second(body, version))
        assert texts(found) == [
            ("Press Start now.", "Нажмите Пуск сейчас."), ("It works.", "Работает."), ("New", ""),
        ]  # fmt: skip
        assert [pair.status for pair in found] == ["approved", "edited", "draft"]
        assert [pair.id for pair in found] == ["u1.s1", "u1.s2", "u3"]
        first_pair = next(iter(found))
        assert (first_pair.note, first_pair.doc) == ("See map", "a.md")
        line = found.account.line()
        assert "units not to be translated (1" in line and "characters that XML forbids (<cp>) (1" in line


def test_languages_that_the_file_leaves_open() -> None:
    """Without a target-language `--to` says it; without that there is a line and no pair in no language."""
    data = first("<trans-unit id='1'><source>A</source><target>Б</target></trans-unit>", target="")
    assert [(pair.source_lang, pair.target_lang) for pair in corpus(data, target="ru")] == [("en", "ru")]
    with pytest.raises(UsageError, match="does not say its languages"):
        corpus(data)
    found = corpus(first("<trans-unit id='1'><source>A</source><target>Б</target></trans-unit>"), target="de")
    assert found.account.line() == "left out: units without de (1, line 5)"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Signed off <x id='1'/>now.", "Signed off now."),
        ("Signed off <ph id='2'>&lt;br/></ph>now.", "Signed off now."),
        ("Signed off<x id='1' ctype='lb'/>now.", "Signed off now."),
        ("a <bx id='1'/> b <ex id='1'/> c", "a b c"),
        ("<x id='1'/> Now.", "Now."),
        ("Now. <x id='1'/>", "Now."),
        ("a  b <g id='1'>c</g> d", "a  b c d"),
        ("two\n      lines", "two lines"),
        ("a <ph id='1'>{0}</ph>, b", "a , b"),
    ],
)
def test_codes_leave_no_double_spaces(source: str, words: str) -> None:
    """A code between a space and a word takes no room; double spaces of the text itself stay."""
    [pair] = corpus(first(f"<trans-unit id='1'><source>{source}</source><target>т</target></trans-unit>"))
    assert pair.source == words


def test_damage_costs_the_unit_and_no_more() -> None:
    """A forbidden character is taken out, a broken unit left out, both said with the line; groups still count."""
    unit = '<trans-unit id="{0}"><source>S{0}</source><target>T{0}{1}</target></trans-unit>\n'
    body = unit.format(1, "") + unit.format(2, "\x02") + unit.format(3, "&#2;") + unit.format(4, "<b>")
    body += f'<group translate="no">{unit.format(5, "")}</group>' + unit.format(6, "")
    found = corpus(first(body))
    assert texts(found) == [("S1", "T1"), ("S2", "T2"), ("S3", "T3"), ("S6", "T6")]
    assert found.account.line() == (
        "left out: damaged units (1, line 8), units not to be translated (1, line 9); "
        "changed: characters that XML forbids, taken out (2, first at line 6)"
    )
    with pytest.raises(FormatError, match="line"):
        corpus(first(body)[:-30])


def test_a_damaged_file_knows_its_own_entities() -> None:
    """Beside the document type of another file, which is not fetched."""
    unit = '<trans-unit id="{0}"><source>&co; {0}{1}</source><target>T{0}</target></trans-unit>\n'
    data = first(unit.format(1, "&#2;") + unit.format(2, ""))
    doctype = b'<!DOCTYPE xliff PUBLIC "-//X//DTD" "http://example.invalid/x.dtd" [<!ENTITY co "Acme">]>\n<xliff'
    assert texts(corpus(data.replace(b"<xliff", doctype, 1))) == [("Acme 1", "T1"), ("Acme 2", "T2")]


def test_codes_go_to_a_memory_and_back(tmp_path: Path) -> None:
    """XLIFF → JSONL → XLIFF has the codes as they were; TMX has them in its own words, and so back."""
    body = (
        '<trans-unit id="1"><source>Press <g id="1" ctype="bold">Start</g> <x id="2"/>now</source><target>Нажмите '
        '<g id="1" ctype="bold">Пуск</g> <x id="2"/>сейчас</target></trans-unit>'
    )
    path = tmp_path / "a.xlf"
    path.write_bytes(first(body))
    for name in ("b.jsonl", "c.xlf", "d.tmx", "e.jsonl", "f.tmx"):
        write_corpus(read_corpus(path), tmp_path / name)
        path = tmp_path / name
    again = (tmp_path / "c.xlf").read_text("utf-8")
    assert '<target state="needs-review-translation">Нажмите <g id="1" ctype="bold">Пуск</g> <x id="2"/>сейчас' in again
    memory = (tmp_path / "d.tmx").read_text("utf-8")
    assert (
        '<seg>Нажмите <bpt i="1" type="bold">&lt;g id="1" ctype="bold"&gt;</bpt>Пуск<ept i="1">&lt;/g&gt;</ept> '
        in memory
    )
    assert memory == (tmp_path / "f.tmx").read_text("utf-8")


def test_our_own_files_keep_the_codes_of_their_first_format(tmp_path: Path) -> None:
    """A memory that goes through a CAT tool as XLIFF has its own codes again afterwards."""
    codes = {"of": "tmx", "source": '<ph x="1" type="y">{0}</ph> left', "target": '<ph x="1" type="y">{0}</ph> ушло'}
    pair = Pair("1", "d", 1, "left", "ушло", "en", "ru", extra={"codes": codes})
    write_corpus(Corpus([pair]), tmp_path / "a.xlf")
    assert list(read_corpus(tmp_path / "a.xlf")) == [pair]
    edited = (tmp_path / "a.xlf").read_text("utf-8").replace("ушло", "ушёл")
    (tmp_path / "b.xlf").write_text(edited, "utf-8")
    [back] = read_corpus(tmp_path / "b.xlf")
    assert (back.target, back.status) == ("ушёл", "edited") and back.extra["codes"]["of"] == "xliff"
