"""Small files that would grow without end, and files that reach for others: refused in time and in memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.corpus import Pair, read_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import FORMATS, module_of
from align.corpus.validation import tmx_problems
from align.errors import AlignError, FormatError
from align.io.bounded import LONGEST
from align.io.spreadsheets.size_guard import check_archive
from align.readers import read_document
from align.review.sheet_rows import table_from

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY l11 "{"a" * 100_000}">]>',
    "a file": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file://SECRET">]>',
    "the net": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY l11 SYSTEM "http://127.0.0.1:9/x">]>',
    "a parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file://SECRET"> %p; <!ENTITY l11 "x">]>',
}
USES = "&l11;" * 1000
TMX = f'DOCTYPE<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>One {USES}</seg></tuv>'
TMX += f'<tuv xml:lang="ru"><seg>{USES}</seg></tuv></tu></body></tmx>'
XLIFF = 'DOCTYPE<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
XLIFF += f'source-language="en" target-language="ru"><body><trans-unit id="1"><source>One {USES}</source>'
XLIFF += f"<target>{USES}</target></trans-unit></body></file></xliff>"


@pytest.mark.parametrize("format", ["tmx", "xliff"])
@pytest.mark.parametrize("name", list(DOCTYPES))
def test_entities_are_neither_expanded_nor_fetched(format: str, name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    text = {"tmx": TMX, "xliff": XLIFF}[format].replace("DOCTYPE", DOCTYPES[name].replace("SECRET", str(secret)), 1)
    path = tmp_path / f"x.{format}"
    path.write_text('<?xml version="1.0"?>' + text)
    read: list[Pair] = []
    try:
        read.extend(read_corpus(path, format).pairs)
    except FormatError as error:
        assert "TOP SECRET" not in str(error)
    assert all("TOP SECRET" not in pair.source + pair.target and len(pair.source) < 10_000 for pair in read)
    if format == "tmx":
        assert all("TOP SECRET" not in problem.message for problem in tmx_problems(io.BytesIO(path.read_bytes())))


class Endless(io.RawIOBase):
    """A beginning, then the same bytes for ever; counts what was asked of it."""

    def __init__(self, beginning: bytes, again: bytes):
        self.asked = 0
        self._next = beginning
        self._again = again * (1 + (1 << 16) // len(again))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data, self._next = self._next[: len(buffer)], self._next[len(buffer) :] or self._again
        buffer[: len(data)] = data
        self.asked += len(data)
        assert self.asked < 4 * LONGEST, "read on and on"
        return len(data)


ENDLESS = {
    "jsonl": (b'{"source": "', b"a"),
    "tsv": (b"source\ttarget\n", b"a"),
    "csv": (b'source,target\r\n"', b"a\n"),
    "tmx": (b'<tmx version="1.4"><header srclang="en"/><body>', b"<x/>"),
    "xliff": (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body>', b"<x/>"),
}


@pytest.mark.parametrize("format", list(ENDLESS))
@pytest.mark.slow
def test_a_unit_that_never_ends_is_refused_after_16_megabytes(format: str) -> None:
    stream = io.BufferedReader(Endless(*ENDLESS[format]))  # type: ignore[type-var]
    with pytest.raises(FormatError, match=r"longer than 16 MB|no unit ends within 16 MB"):
        list(module_of(FORMATS[format]).read(stream, "endless", FormatOptions("en", "ru")).pairs)


def test_xml_that_is_no_tmx_is_not_read_to_its_end() -> None:
    stream = io.BufferedReader(Endless(b"<other>", b"<row>text</row>\n"))  # type: ignore[type-var]
    assert [problem.message for problem in tmx_problems(stream)][-1].endswith("name the right file")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table>{}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"/>'
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
MANY = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'
VAST = {
    "last corner": SHEET.format(FIRST + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "after a far cell": SHEET.format(FIRST + '<row><c r="XFD1048576"/><c><v>1</v></c></row>'),
    "in letters": SHEET.format(FIRST + '<row><c r="&#88;fd1048576"><is><t>x</t></is></c></row>'),
    "one far column": SHEET.format('<row><c r="XFD1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>'),
    "beyond all sheets": SHEET.format('<row><c r="K99999999999999999999991"><v>1</v></c></row>'),
    "repeated": ODS.format(MANY.format(CELL.format(1000))),
    "after many": ODS.format(MANY.format('<table:table-cell table:number-columns-repeated="16000"/>' + CELL.format(1))),
    "countless": ODS.format("<table:table-row>" + CELL.format("9" * 30) + "</table:table-row>"),
}


def book(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", list(VAST))
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "elsewhere.bin"])
def test_a_sheet_with_a_cell_in_its_last_corner_is_refused_unopened(name: str, part: str) -> None:
    data = book({part: b"\xef\xbb\xbf\n" + VAST[name].encode()})
    with pytest.raises(FormatError, match=r"would be needed|is broken in"):
        table_from(data, "vast.xlsx", spreadsheet=True)


def test_formatted_but_empty_cells_far_away_do_no_harm() -> None:
    check_archive(book({"a.xml": SHEET.format('<row r="1048576"><c r="XFD1048576" s="1"/></row>').encode()}), "a")


@pytest.mark.slow
def test_a_zip_bomb_is_refused_whatever_it_says_of_itself() -> None:
    bomb = bytearray(book({"xl/worksheets/sheet1.xml": b"<a>" + b" " * (1 << 27)}))
    assert len(bomb) < 200_000
    for size in (None, 10):
        if size is not None:  # the lengths in both headers lie
            at = bomb.index(b"PK\1\2")
            bomb[at + 24 : at + 28] = bomb[22:26] = size.to_bytes(4, "little")
        with pytest.raises(FormatError, match="unpacks to far more than a review needs"):
            table_from(bytes(bomb), "bomb.xlsx", spreadsheet=True)


def test_names_in_an_archive_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    names = ("../out", f"{tmp_path}/a/../out", "..\\out", "xl/../../out")
    with pytest.raises(FormatError):
        table_from(book(dict.fromkeys(names, b"<a/>")), "x.xlsx", spreadsheet=True)
    assert list(tmp_path.rglob("*out")) == [], "nothing is ever unpacked to the disk"


def test_a_spreadsheet_with_entities_is_refused() -> None:
    data = book({"xl/workbook.xml": DOCTYPES["billion laughs"].encode() + b"<workbook>&l11;</workbook>"})
    with pytest.raises(FormatError, match="document type declaration is refused"):
        table_from(data, "laughs.xlsx", spreadsheet=True)


def deep() -> Iterator[tuple[str, bytes]]:
    yield "jsonl", b'{"source": "a", "target": "b", "x": ' + b"[" * 100_000
    yield "tmx", b'<tmx version="1.4"><body>' + b"<tu>" * 100_000
    yield "tmx", b'<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>' + b"<hi>" * 100_000
    yield "xliff", b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">' + b"<file>" * 100_000
    yield "tsv", b"source\ttarget\textra\na\tb\t" + b"[" * 100_000


@pytest.mark.parametrize(("format", "data"), list(deep()))
def test_nesting_without_end_is_refused(format: str, data: bytes) -> None:
    with pytest.raises(FormatError):
        list(module_of(FORMATS[format]).read(io.BytesIO(data), "deep", FormatOptions("en", "ru")).pairs)


def test_a_bomb_stays_under_a_gigabyte_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Measured where the limit is enforced by the system: one gigabyte of address space beyond what Python takes."""
    path = tmp_path / "bomb.jsonl"
    path.write_bytes(b'{"source": "a", "target": "b", "x": [' + b"{}," * (5 << 20))
    code = (
        "import resource, sys; from align.corpus import read_corpus; import align.corpus.formats.jsonl\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * 4096 if sys.platform == 'linux' else 0\n"
        "if used: resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 30),) * 2)\n"
        "list(read_corpus(sys.argv[1]).pairs)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    assert "FormatError" in done.stderr and "MemoryError" not in done.stderr


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_a_list_of_a_million_names_is_refused_before_it_is_read(suffix: str, tmp_path: Path) -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    names = b"".join(entry + b"%08d" % n for n in range(400_000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(names), 4, 0)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"PK\3\4" + names + end)
    begun = time.process_time()
    with pytest.raises(AlignError, match="lists"):
        table_from(path.read_bytes(), path.name, True) if suffix == "xlsx" else read_document(path)
    assert time.process_time() - begun < 2
