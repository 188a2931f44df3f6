"""TMX as other tools write it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from align.corpus import Corpus, read_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx_reader import read
from align.errors import FormatError

HEAD = '<?xml version="1.0"?>\n<tmx version="1.4">\n<header srclang="en-US" datatype="plaintext"/>\n<body>\n'
FOOT = "</body>\n</tmx>\n"


def tmx(body: str, head: str = HEAD, source: str = "", target: str = "") -> Corpus:
    return read(io.BytesIO((head + body + FOOT).encode()), "other.tmx", FormatOptions(source, target))


def unit(*segments: tuple[str, str], about: str = "") -> str:
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in segments)
    return f"<tu>{about}{variants}</tu>\n"


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ('Press <bpt i="1">&lt;b&gt;</bpt>Start<ept i="1">&lt;/b&gt;</ept> now', "Press Start now"),
        ("Look <hi>here</hi>!", "Look here!"),
        ('<hi>All <hi>of it</hi></hi> <it pos="begin">{\\b</it>bold', "All of it bold"),
        ("one<ph>&lt;br/&gt;</ph>two", "one two"),
        ("a<ph x='1'>{0}</ph> b", "a b"),
        ("old <ut>{\\cs6</ut>tag", "old tag"),
        ("two\nlines\t here", "two lines here"),
        ("<![CDATA[a < b]]> &amp; c", "a < b & c"),
        ("comment<!-- no --> out", "comment out"),
        ("", ""),
    ],
)
def test_inline_codes_are_flattened(segment: str, words: str) -> None:
    """Markup inside a segment goes, the words stay, a line break among the codes is a space."""
    assert next(iter(tmx(unit(("en-US", segment), ("ru", "x"))))).source == words


def test_regions_and_the_old_lang_attribute() -> None:
    """TMX 1.1 wrote `lang`; codes match in any case, with or without region; asked-for codes are what pairs get."""
    body = '<tu><tuv lang="EN"><seg>a</seg></tuv><tuv lang="RU-ru"><seg>б</seg></tuv></tu>'
    [pair] = tmx(body)
    assert (pair.source, pair.target, pair.source_lang, pair.target_lang) == ("a", "б", "EN", "RU-ru")
    [pair] = tmx(body, source="en", target="ru")
    assert (pair.source_lang, pair.target_lang) == ("en", "ru")


def test_a_multilingual_unit_asks_which_pair() -> None:
    """With three languages in a unit, two must be chosen; the direction may be turned round."""
    body = unit(("en-US", "a"), ("ru", "б"), ("de", "c"))
    with pytest.raises(
        FormatError, match=r"line 5: a unit has en-US, ru, de: choose two with source_lang and target_lang"
    ):
        list(tmx(body))
    assert [(pair.source, pair.target) for pair in tmx(body, source="de", target="ru")] == [("c", "б")]
    assert [(pair.source, pair.target) for pair in tmx(body, target="de")] == [("a", "c")]


def test_units_without_the_pair_are_passed_over() -> None:
    """Units that lack one of the languages are passed over; if all do, the languages that are there are named."""
    body = unit(("en", "a"), ("ru", "б")) + unit(("en", "only")) + unit(("en", "c"), ("de", "d"))
    assert [pair.source for pair in tmx(body, target="ru")] == ["a"]
    with pytest.raises(FormatError, match=r"no unit has en-US and fr; there is de, en, ru"):
        list(tmx(body, target="fr"))


def test_what_is_known_of_a_foreign_unit() -> None:
    """Notes, props and dates are kept; with no status of ours a memory's unit is an approved one from a memory."""
    about = '<note>first</note><prop type="x-client">Acme</prop><note>second</note>'
    [pair] = tmx(f'<tu tuid="7" creationdate="20200102T030405Z">{unit(("en", "a"), ("ru", "b"), about=about)[4:]}')
    assert (pair.id, pair.created, pair.note) == ("7", "2020-01-02T03:04:05Z", "first\nsecond")
    assert (pair.origin, pair.status) == ("tm", "approved")
    assert pair.extra == {"prop:x-client": "Acme", "tmx": {"notes": ["first", "second"]}}


def test_utf_16_and_doctype(tmp_path: Path) -> None:
    """UTF-16 files are read, and a DOCTYPE is neither fetched nor minded."""
    text = HEAD.replace('"?>', '" encoding="UTF-16"?>\n<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">')
    path = tmp_path / "trados.tmx"
    path.write_bytes((text + unit(("en-US", "a"), ("ru-RU", "ю")) + FOOT).encode("utf-16"))
    assert [pair.target for pair in read_corpus(path)] == ["ю"]


def test_entities_are_text_or_named(tmp_path: Path) -> None:
    """An entity that is plain text is that text, nested or not. A unit with one that names a file, is declared nowhere,
    holds markup or unfolds without end is left out by the entity's name, and the others are read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!ENTITY co "A&amp;B"><!ENTITY full "&co; Ltd &lt;1&gt;"><!ENTITY x SYSTEM "{secret.as_uri()}">'
    declared += f'<!ENTITY m "<hi>a</hi>"><!ENTITY self "&self;"><!ENTITY l0 "ha">{laughs}'
    head = HEAD.replace('<tmx version="1.4">', f'<!DOCTYPE tmx [{declared}]>\n<tmx version="1.4">')
    bad = {"x": "stands for another file", "m": "holds markup", "self": "unfolds", "l11": "unfolds"}
    units = unit(("en-US", "&full; pays."), ("ru", "&co; платит."))
    units += "".join(unit(("en-US", f"a &{name}; b"), ("ru", "б")) for name in bad)
    corpus = tmx(units, head)
    assert [(pair.source, pair.target) for pair in corpus] == [("A&B Ltd <1> pays.", "A&B платит.")]
    line = corpus.account.line()
    assert all(f"&{name};, which {why}" in line for name, why in bad.items()), line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HEAD + "<tu><tuv>", r"other.tmx, line 5: not well-formed XML"),
        (HEAD.replace("tmx", "xliff") + FOOT.replace("tmx", "xliff"), r"other.tmx is not TMX: it holds <xliff>"),
        ("", r"not well-formed XML"),
        ("hello", r"line 1: not well-formed XML"),
        (
            HEAD + '<tu><prop type="x-n">one</prop>' + unit(("en", "a"), ("ru", "b"))[4:] + FOOT,
            r"line 5: 'one' is not a whole",
        ),
        (
            HEAD + '<tu><prop type="x-status">done</prop>' + unit(("en", "a"), ("ru", "b"))[4:] + FOOT,
            r"status is 'done'",
        ),
    ],
)
def test_broken_files_are_named_with_their_line(data: str, message: str) -> None:
    """Broken XML, another root, a prop of ours that cannot be: one line with file, line and reason."""
    with pytest.raises(FormatError, match=message):
        list(read(io.BytesIO(data.encode()), "other.tmx", FormatOptions()))


def test_a_text_of_ten_megabytes_is_refused() -> None:
    """A single text above libxml2's limit is an error in one line, not a machine out of memory."""
    with pytest.raises(FormatError, match=r"line 5: a single text is longer than 10 MB"):
        list(tmx(unit(("en", "a" * 11_000_000), ("ru", "b"))))


def test_memory_stays_flat() -> None:
    """Reading 30,000 units takes no more memory than reading a few: units are let go as they are read."""
    import tracemalloc

    body = unit(("en-US", "word " * 20), ("ru", "слово " * 20)) * 30_000
    data = io.BytesIO((HEAD + body + FOOT).encode())
    before = _resident()
    tracemalloc.start()
    assert sum(1 for _ in read(data, "big.tmx", FormatOptions())) == 30_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert _resident() - before < 30_000_000


def _resident() -> int:
    """Resident memory of this process in bytes, libxml2's included; 0 where /proc is not."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_many_short_units_are_read_to_the_last() -> None:
    """lxml parses ahead of its events: what is let go of must not be what is still to come."""
    body = "".join(unit(("en", chr(97 + n % 26)), ("ru", chr(1072 + n % 26))) for n in range(5000))
    assert [pair.source for pair in tmx(body)] == [chr(97 + n % 26) for n in range(5000)]
