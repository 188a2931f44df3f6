"""TMX of other tools: what is more than a pair, fields, inline codes, damage and wrong declarations."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from align.cli.check import check
from align.cli.convert import convert
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_reader import read
from align.corpus.inline_codes import CODES
from align.memory import Memory, add_corpus

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="t" creationtoolversion="1" '
    'segtype="sentence" o-tmf="t" adminlang="en" srclang="en-US" datatype="plaintext"/>\n<body>\n'
)
FOOT = "</body>\n</tmx>\n"


def tu(*texts: tuple[str, str], attributes: str = "", about: str = "") -> str:
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in texts)
    return f"<tu{attributes}>{about}{variants}</tu>\n"


def corpus(body: str, source: str = "", target: str = "") -> Corpus:
    return read(io.BytesIO((HEAD + body + FOOT).encode()), "a.tmx", FormatOptions(source, target)).load()


def texts(found: Corpus) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in found]


def test_each_translation_of_a_source_is_a_pair() -> None:
    """Second and third translations are pairs of their own with ids of their own, in plain units and in others."""
    body = tu(("en-US", "Hello."), ("ru", "Привет."), ("ru", "Здравствуйте."), ("ru", "Алло."), attributes=' tuid="h"')
    found = corpus(body + tu(("en-US", "Bye."), ("ru", "Пока.")))
    assert texts(found)[:3] == [("Hello.", "Привет."), ("Hello.", "Здравствуйте."), ("Hello.", "Алло.")]
    assert [pair.id for pair in found] == ["h", "h.2", "h.3", "000002"]
    assert found.account.complete


@pytest.mark.parametrize("comment", ["", "<!-- not plain -->"])
def test_what_is_no_pair_is_said_with_its_line(comment: str) -> None:
    """Units of one language, without the language, variants of other countries and other languages; read and left out
    come to all units. The same whether a unit is read quickly or by the parser."""
    body = comment + "".join(
        (
            tu(("en-US", "a"), ("ru", "а")),
            tu(("en-US", "alone")),
            tu(("en-US", "b"), ("de", "b")),
            tu(("en-US", "color"), ("en-GB", "colour"), ("ru-RU", "цвет"), ("ru-UA", "цвет!")),
            tu(("en-US", "c"), ("en-US", "c again"), ("ru", "ц"), ("de", "z")),
            tu(("fr", "d"), ("ru", "д")),
            "<tu/>\n",
        )
    )
    found = corpus(body, "en", "ru")
    assert texts(found) == [("a", "а"), ("color", "цвет"), ("c", "ц")]
    left = {reason: (tally.count, tally.places) for reason, tally in found.account.left_out.items()}
    assert left == {
        "units with one language only": (1, ["line 6"]),
        "units without ru": (1, ["line 7"]),
        "further variants of the source": (2, ["line 8", "line 9"]),
        "further variants of the target": (1, ["line 8"]),
        "texts in other languages": (1, ["line 9"]),
        "units without en": (1, ["line 10"]),
        "units without a text": (1, ["line 11"]),
    }
    assert 3 + sum(count for reason, (count, _) in left.items() if reason.startswith("units")) == 7


def test_a_british_variant_is_no_second_target() -> None:
    """Two forms of the source's language do not make a unit trilingual; alone they are a pair."""
    assert texts(corpus(tu(("en-US", "color"), ("en-GB", "colour"), ("ru", "цвет")))) == [("color", "цвет")]
    assert texts(corpus(tu(("en-US", "color"), ("en-GB", "colour")))) == [("color", "colour")]


FIELDS = tu(
    ("en-US", "Left."),
    ("ru-RU", "Ушло."),
    attributes=' tuid="1" usagecount="7" lastusagedate="20240101T000000Z" creationtool="x" creationtoolversion="2" '
    'creationdate="20200101T000000Z" creationid="anna" changedate="20230203T000000Z" changeid="boris" o-tmf="t" '
    'srclang="en-US"',
    about='<note>one</note><note>two\n lines</note><prop type="x-client:MultiplePicklist">Acme</prop>'
    '<prop type="x-client:MultiplePicklist">Beta &amp; Co</prop><prop type="x-one">1</prop>',
).replace("<seg>Ушло.", '<prop type="x-context">before</prop><prop type="x-context">after</prop><seg>Ушло.')
FIELDS = FIELDS.replace('"ru-RU"', '"ru-RU" creationid="olga" changedate="20220101T000000Z"')


def as_tree(path: Path) -> list[Any]:
    """All of the units but what align adds."""
    own = ("x-origin", "x-status", "x-n")
    return [
        (element.tag, dict(element.attrib), (element.text or "").strip(), (element.tail or "").strip())
        for unit in etree.parse(path).iter("tu")
        for element in unit.iter()
        if element.get("type") not in own or element.tag != "prop"
    ]


CODES_UNIT = tu(
    ("en-US", 'Press <bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>Start<ept i="1">&lt;/b&gt;</ept> '
     '<ph x="2">{0}</ph> &amp; <hi>go <it pos="begin" x="3">{\\b</it>on</hi><ut>u</ut>'),
    ("ru-RU", 'Жми <bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>Пуск<ept i="1">&lt;/b&gt;</ept> <ph x="2">{0}</ph>'),
    attributes=' tuid="2"',
)  # fmt: skip


@pytest.mark.parametrize("between", ["b.jsonl", "b.csv", "b.tsv", "b.xliff", "b.tmx"])
def test_fields_and_codes_survive_the_way_through(tmp_path: Path, between: str) -> None:
    """TMX → another format → TMX: every attribute, prop, note and inline code is as it was."""
    first, last = tmp_path / "a.tmx", tmp_path / "c.tmx"
    first.write_text(HEAD + FIELDS + CODES_UNIT + FOOT, "utf-8")
    write_corpus(read_corpus(first), tmp_path / between)
    write_corpus(read_corpus(tmp_path / between), last)
    assert as_tree(last) == as_tree(first)


def test_what_a_format_cannot_hold_is_said(tmp_path: Path) -> None:
    """Lines of plain text have no codes."""
    first = tmp_path / "a.tmx"
    first.write_text(HEAD + CODES_UNIT + FOOT, "utf-8")
    said: list[str] = []
    write_corpus(read_corpus(first), tmp_path / "b.moses", warn=said.append)
    assert len(said) == 1 and said[0].endswith("b.moses: 1 without their inline codes: this is plain text")


@pytest.mark.parametrize(
    ("target", "segment", "warned"),
    [
        ("Жми на Пуск", 'Жми на <bpt i="1">b</bpt>Пуск<ept i="1">/b</ept><ph x="2">0</ph>', ""),
        ("Теперь жми Пуск сейчас", 'Теперь жми <bpt i="1">b</bpt>Пуск<ept i="1">/b</ept> <ph x="2">0</ph>сейчас', ""),
        (
            "Нажмите кнопку сейчас.",
            '<bpt i="1">b</bpt>Нажмите кнопку <ept i="1">/b</ept><ph x="2">0</ph>сейчас.',
            "is doubtful",
        ),
        ("Совсем другое", '<bpt i="1">b</bpt>', "changed so much that the place of its inline codes is doubtful"),
    ],
)  # fmt: skip
def test_codes_go_with_their_words(tmp_path: Path, target: str, segment: str, warned: str) -> None:
    """In a changed translation a code stands at the word that it stood at; a place that is a guess is said, and no code
    is lost or doubled."""
    codes = {"of": "tmx", "target": 'Жми <bpt i="1">b</bpt>Пуск<ept i="1">/b</ept> <ph x="2">0</ph>сейчас'}
    said: list[str] = []
    pair = Pair("1", "d", 1, "Press", target, "en", "ru", extra={CODES: codes})
    write_corpus(Corpus([pair]), tmp_path / "a.tmx", warn=said.append)
    written = (tmp_path / "a.tmx").read_text("utf-8")
    assert segment in written and all(written.count(code) == 1 for code in ("<bpt", "</bpt>", "<ept", "<ph"))
    assert [back.target for back in read_corpus(tmp_path / "a.tmx")] == [target]
    assert (warned in said[0]) if warned else not said


@pytest.mark.parametrize(
    "codes",
    [
        "text", {"of": "docx"}, {"of": "tmx", "target": 7}, {"of": "tmx", "target": "<ph>b</it>"},
        {"of": "tmx", "target": '<!DOCTYPE a [<!ENTITY x "y">]>&x;'}, {"of": "tmx", "target": "b<script>x</script>"},
        {"of": "xliff", "target": '<a:g xmlns:a="u">b</a:g>'}, {"of": "tmx", "target": "<ph><ph><x/></ph></ph>b"},
    ],
)  # fmt: skip
def test_codes_that_anyone_may_have_written_do_no_harm(tmp_path: Path, codes: object) -> None:
    """What is no record is passed over; whatever it holds, the file is valid by the DTD of TMX, with its text."""
    pair = Pair("1", "d", 1, "a", "b", "en", "ru", extra={CODES: codes, "tmx": {"unit": {"bad name": "x"}, "notes": 7}})
    for name in ("a.tmx", "a.xlf"):
        write_corpus(Corpus([pair]), tmp_path / name)
        assert [back.target for back in read_corpus(tmp_path / name)] == ["b"]
    assert CliRunner().invoke(check, [str(tmp_path / "a.tmx")]).exit_code == 0


def test_the_later_change_is_the_newest_in_a_memory(tmp_path: Path) -> None:
    """A unit that was changed last is offered first, whatever order files come in, and is exported with the dates that
    it had."""
    for name, text, made, changed in (("a", "Новое", "2019", "2024"), ("b", "Старое", "2021", "2022")):
        dates_of_unit = f' creationdate="{made}0101T000000Z" changedate="{changed}0101T000000Z"'
        unit = tu(("en", "x"), ("ru", text), attributes=dates_of_unit)
        (tmp_path / f"{name}.tmx").write_text(HEAD + unit + FOOT, "utf-8")
    with Memory.open(tmp_path / "m.sqlite", write=True) as memory:
        for name in "ab":
            add_corpus(memory, read_corpus(tmp_path / f"{name}.tmx"), name)
        dates = dict(memory.base.execute("SELECT target, created FROM unit").fetchall())
        assert dates == {"Новое": "2024-01-01T00:00:00Z", "Старое": "2022-01-01T00:00:00Z"}
        exported = {unit.target: unit.pair for unit in memory.units()}
    assert exported["Новое"].created == "2019-01-01T00:00:00Z"
    assert exported["Новое"].extra == {"tmx": {"unit": {"changedate": "20240101T000000Z"}}}


def test_damage_costs_the_unit_and_no_more(tmp_path: Path) -> None:
    """Forbidden characters and a bare & are mended, broken units left out, each with its line, and all else is read."""
    good = tu(("en-US", "A{0}"), ("ru", "Б{0}"))
    bad = ["x\x02y", "x&#2;y", "R & D", "<b>", "&nbsp;", "]]>", "x\ufffey"]
    body = "".join(good.format(n) + tu(("en-US", f"bad{n} {text}"), ("ru", "п")) for n, text in enumerate(bad))
    body += '<tu><tuv xml:lang="en-US"><seg>no end\n' + good.format(8)
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + body + FOOT, "utf-8")
    found = read_corpus(path).load()
    assert [pair.source for pair in found] == [
        "A0", "bad0 xy", "A1", "bad1 xy", "A2", "bad2 R & D", "A3", "A4", "A5", "A6", "bad6 xy", "A8",
    ]  # fmt: skip
    assert found.account.line() == (
        "left out: damaged units (3, first at line 12), units with the entity &nbsp;, which the file does not declare "
        "(1, line 14); changed: characters that XML forbids, taken out (3, first at line 6), "
        "a bare & read as such (1, line 10)"
    )
    result = CliRunner().invoke(check, [str(path), "--json"])
    account = json.loads(result.stdout)["files"][0]["account"]
    assert (result.exit_code, account["read"], account["left_out"]["damaged units"]["count"]) == (1, 12, 3)


RUSSIAN = tu(("en-US", "The ship left the port."), ("ru", "Судно вышло из порта, и это хорошо."))


@pytest.mark.parametrize(
    ("declared", "encoding", "before", "note"),
    [
        ("utf-16", "utf-8", b"", "utf-16 declared, utf-8 read"),
        ("UTF-8", "cp1251", b"", "UTF-8 declared, cp1251 read"),
        ("", "koi8-r", b"", "UTF-8 declared, koi8-r read"),
        ("windows-1251", "utf-8", b"", "windows-1251 declared, utf-8 read"),
        ("us-ascii", "utf-8", b"", "us-ascii declared, utf-8 read"),
        ("utf-8", "utf-16-le", b"", "utf-8 declared, utf-16-le read"),
        ("utf-16", "utf-16-be", b"", ""),
        ("utf-16", "utf-16-le", b"", ""),
        ("utf-16", "utf-16", b"", ""),
        ("windows-1251", "cp1251", b"", ""),
        ("utf-8", "utf-8", b"\xef\xbb\xbf\xef\xbb\xbf", ""),
        ("utf-8", "utf-8", b"\n\n", "text before the beginning of the XML"),
        ("utf-8", "utf-8", b"Subject: memory\n\n", "text before the beginning of the XML"),
    ],
)
def test_a_file_is_what_its_bytes_are(tmp_path: Path, declared: str, encoding: str, before: bytes, note: str) -> None:
    """A declaration that is not true, none at all, UTF-16 without a mark, marks and lines before the beginning: the
    pair is read, and what was wrong is said."""
    head = HEAD.replace(' encoding="UTF-8"', f' encoding="{declared}"' if declared else "")
    path, out = tmp_path / "a.tmx", tmp_path / "b.jsonl"
    path.write_bytes(before + (head + RUSSIAN + FOOT).encode(encoding))
    result = CliRunner().invoke(convert, [str(path), str(out), "--json"])
    assert result.exit_code == 0, result.output
    assert [pair.target for pair in read_corpus(out)] == ["Судно вышло из порта, и это хорошо."]
    account = json.loads(result.stdout)["account"]
    assert account["read"] == 1 and (
        any(note in said for said in account["changed"]) if note else not account["changed"]
    )


def test_notes_and_fields_of_the_header_are_said() -> None:
    """They are about the whole memory of another tool; ours has its own."""
    header = HEAD.replace("/>\n<body>", '><note>A</note><prop type="x-Recognizers">All</prop></header>\n<body>')
    data = (header + tu(("en-US", "One."), ("ru", "Раз.")) + FOOT).encode()
    assert read(io.BytesIO(data), "a.tmx", FormatOptions()).load().account.line() == (
        "left out: notes and fields of the header (2, first at line 3)"
    )


def test_text_inside_codes_and_unknown_attributes_are_said() -> None:
    """A footnote inside a code is no part of the text, but it stays with the code; attributes of no TMX go."""
    body = tu(("en-US", "One<ph>fn<sub>a note</sub></ph>."), ("ru", "Раз."), attributes=' colour="red"')
    found = corpus(body)
    assert texts(found) == [("One.", "Раз.")]
    assert set(found.account.left_out) == {"texts inside inline codes (<sub>)", "attributes that TMX does not have"}
    [pair] = found
    assert "<sub>a note</sub>" in pair.extra[CODES]["source"]
