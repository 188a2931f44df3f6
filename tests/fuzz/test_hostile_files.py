"""Every importer, given thousands of broken files: a result or one line, never a traceback, a hang or a full memory."""

from __future__ import annotations

import codecs
import io
import itertools
import os
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from align.alignment.beads import count_matches, read_beads
from align.checkpoints.catalogue import parse_catalogue
from align.corpus import Corpus, Pair, Signature
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import FORMATS, module_of
from align.corpus.validation import tmx_problems
from align.errors import FormatError
from align.review.sheet_rows import table_from
from tests.fuzz.hostile import CASES, JSON, LONGEST_CASE, MOST_MEMORY, TABLES, XML, attack, mutated, unzipped, zipped

HEADER = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", "2026-11-23T10:00:00Z", {"client": "port"})
STORY = [
    Pair("a-0001", "a.txt", 1, "The port is open.", "Порт открыт.", "en", "ru", source_span=((0, 17),), score=0.81),
    Pair("a-0002", "a.txt", 2, "=1+1 “he” said & left", "=1+1 сказал", "en", "ru", kind="headline", note="two\nlines",
         flags=("number-mismatch", "length"), status="approved", origin="human", extra={"x": [1, {"y": None}]}),
    Pair("b-0001", "b.txt", 1, "", "Только цель 😀", "en", "ru", target_span=((3, 9), (10, 20)), status="rejected"),
]  # fmt: skip

FOREIGN_TMX = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="EN-US" datatype="plaintext"><prop type="a">b</prop></header><body>
<tu tuid="1"><note>n</note><prop type="x-score">0.5</prop><tuv xml:lang="EN-US"><seg>One <bpt i="1">&lt;b></bpt>two<ept
i="1"/> <hi>three</hi></seg></tuv><tuv lang="RU"><note>m</note><seg>Раз два</seg></tuv>
<tuv xml:lang="de"><seg/></tuv></tu>
<tu srclang="en"><tuv xml:lang="en"><seg>Half</seg></tuv></tu></body></tmx>""".encode()
FOREIGN_XLIFF = """<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en-US" target-language="ru" datatype="plaintext"><body><group><trans-unit id="1"
approved="yes"><source>One <g id="1">two</g></source><target state="final">Раз</target><note>n</note>
</trans-unit></group>
<trans-unit id="2"><source/></trans-unit></body></file></xliff>""".encode()


def written(format: str) -> bytes:
    stream = io.BytesIO()
    writer = module_of(FORMATS[format]).Writer(stream, "made", HEADER, FormatOptions())
    for pair in STORY:
        writer.write(pair)
    writer.close()
    return stream.getvalue()


def reads(format: str) -> Callable[[bytes], Any]:
    """The reader of a corpus format, as `read_corpus` uses it: the pairs must be pairs, and be writable again."""
    module, again = module_of(FORMATS[format]), itertools.count()

    def read(data: bytes) -> None:
        corpus = module.read(io.BytesIO(data), f"made.{format}", FormatOptions("en", "ru"))
        pairs = list(corpus.pairs)
        if next(again) % 16 == 0:
            writable_again(corpus, pairs)

    return read


def writable_again(corpus: Corpus, pairs: Iterable[Pair]) -> None:
    """What was read can be checked, shown and written: to JSONL, which holds everything, and to tables."""
    from align.checks import check_pairs, risk

    pairs = list(check_pairs(pairs))
    assert all(0 <= risk(pair) <= 1 for pair in pairs)
    for format in ("jsonl", "tsv", "csv"):
        stream = io.BytesIO()
        writer = module_of(FORMATS[format]).Writer(stream, "again", corpus, FormatOptions())
        for pair in pairs:
            writer.write(pair)
        writer.close()


def review_csv() -> bytes:
    from align.review.delimited import DelimitedWriter

    stream = io.BytesIO()
    writer = DelimitedWriter(stream, "made", HEADER, FormatOptions())
    for pair in STORY:
        writer.write(pair)
    writer.close()
    return stream.getvalue()


def saved_by_excel(table: bytes) -> bytes:
    return table.decode("utf-8-sig").replace(",", ";").encode("cp1251", "replace")


def read_review(data: bytes, spreadsheet: bool) -> None:
    """A reviewed table merged into the corpus it was made from."""
    from align.review import MergeResult, merge

    outcome = MergeResult()
    merged = list(merge(STORY, table_from(data, "made", spreadsheet).rows, outcome))
    assert [pair.id for pair in merged] == [pair.id for pair in STORY], "a merge neither drops nor adds pairs"
    for leftover in outcome.leftovers:
        assert str(leftover)


def validate(data: bytes) -> None:
    """Problems are told and not raised; here they count as a refusal."""
    problems = list(tmx_problems(io.BytesIO(data)))
    if problems:
        raise FormatError(problems[0].message)


def lines_of(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").split("\n")


def read_gold(data: bytes) -> None:
    beads = list(read_beads(lines_of(data), "made"))
    count_matches(beads, beads[:1])


BEADS = b"[0]:[0]:0.91\n[1, 2]:[1]:0.5\n[]:[2]\n[3]:[]:nan\n\n[4,5]: [3,4]\n"
CATALOGUE = b"""[opus-mt-en-ru]
hub = "Helsinki-NLP/opus-mt-en-ru"
licence = "apache-2.0"
sources = ["en"]
targets = ["ru"]
megabytes = 312
scores = [{ pair = "en-ru", test = "newstest2019", bleu = 27.1, chrf = 53.3 }]

[opus-mt-en-zle]
hub = "Helsinki-NLP/opus-mt-en-zle"
licence = "apache-2.0"
sources = ["en"]
targets = { ru = ">>rus<<", uk = ">>ukr<<" }
"""

TEXT_CASES = {
    "jsonl": ([written("jsonl"), codecs.BOM_UTF8 + written("jsonl")], JSON, reads("jsonl")),
    "tmx": ([written("tmx"), FOREIGN_TMX], XML, reads("tmx")),
    "tsv": ([written("tsv"), "One\tРаз\nTwo\tДва\n".encode()], TABLES, reads("tsv")),
    "csv": ([written("csv"), 'source,target\r\n"a ""b""\nc",д\r\n'.encode()], TABLES, reads("csv")),
    "xliff": ([written("xliff"), FOREIGN_XLIFF], XML, reads("xliff")),
    "review-csv": ([review_csv(), saved_by_excel(review_csv())], TABLES, lambda data: read_review(data, False)),
    "beads": ([BEADS], ("[", "]", ":", ",", "[0]:[0]", "nan", "inf", "-", "e", "[1, 1]", "٣"), read_gold),
    "catalogue": ([CATALOGUE], ("[", "]", "{", "}", "=", '"', "..", "/", "[[a]]", "hub", "targets = []", "true"),
                  lambda data: parse_catalogue(data.decode("utf-8", "replace"))),
    "tmx-check": ([written("tmx")], XML, validate),
}  # fmt: skip


def report(name: str, found: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY
    assert 0.05 * found["cases"] < found["refused"] < found["cases"], "some files must still be read, and some refused"
    if "ALIGN_FUZZ" in os.environ:
        with capsys.disabled():
            print(f"\n{name}: {found}")


@pytest.mark.parametrize("name", list(TEXT_CASES))
@pytest.mark.slow
def test_broken_texts_are_read_or_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    seeds, words, read = TEXT_CASES[name]
    for seed in seeds:
        read(seed)
    report(name, attack(name, lambda rng: mutated(rng, seeds, words), read, CASES), capsys)


def ods() -> bytes:
    """What LibreOffice saves, reduced to what is read of it."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (
            ("ID", "Source", "Final translation", "Status"),
            ("a-0001", "The port is open.", "Порт открылся.", ""),
        )
    )
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{rows}<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16000"/></table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": mime.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def broken_archive(rng: random.Random, parts: dict[str, bytes]) -> bytes:
    """An archive with one or two of its parts changed, or dropped, or with its own bytes changed."""
    if rng.random() < 0.2:
        return mutated(rng, [zipped(parts)], ("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "\0\0\0\0", "../../x"))
    parts = dict(parts)
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(list(parts))
        name = name if rng.random() < 0.4 else next((n for n in parts if "sheet2" in n or n == "content.xml"), name)
        if rng.random() < 0.05:
            del parts[name]
        else:
            parts[name] = mutated(rng, [parts[name]], XML)
    return zipped(parts)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xlsx", "xlsx-merge", "ods-merge"])
def test_broken_workbooks_are_read_or_refused(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    parts = unzipped(ods() if name.startswith("ods") else written("xlsx"))
    read = reads("xlsx") if name == "xlsx" else lambda data: read_review(data, True)
    read(zipped(parts))
    found = attack(name, lambda rng: broken_archive(rng, parts), read, CASES // 2)  # each takes as long as ten texts
    report(name, found, capfd)
