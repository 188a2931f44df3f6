"""Every reader, given thousands of broken documents: a Document or one line, no traceback, hang or full memory.

PDFs are read in a process of their own, which takes a good tenth of a second each: fewer of them are tried.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import AlignError
from align.io.byte_source import ByteSource
from align.readers.document_formats import FORMATS, PACKINGS
from align.readers.read_options import ReadOptions
from align.readers.reading import read_source
from align.segmentation import split
from tests.fuzz.hostile import CASES, JSON, LONGEST_CASE, MOST_MEMORY, TABLES, XML, attack, mutated, unzipped, zipped
from tests.reader_files import PAGE, SRT, VTT, docx, epub, odt, pdf

JSONL = b'{"text": "One. Two.", "title": "Port", "lang": "en"}\n\n{"body": "Three.", "id": 5}\n'
TABLE = b'id,text,title\r\n1,"One ""a""\r\nb",Port\r\n2,Two,\r\n'
MARKDOWN = b"---\na: b\n---\n# Port\n\n> one\n> two\n\n- a\n  b\n\n```\nx\n```\n| a |\n|---|\n\n    code\n<!-- c -->\n"
PLAIN = "Port closed\n\nThe port was closed on Monday after a storm, said\nthe authority. Порт закрыт.\n".encode()

HTML = (*XML, "<p>", "</div>", "<table>", "<td>", "<pre>", "<nav>", "<h1>", "<br>", "&nbsp;", "&#0;", "&#xD800;",
        "<!--", "<script>", "<svg>", "<![CDATA[", 'hidden=""', 'style="display:none"', '<meta charset="utf-7">',
        "<frameset>", "<plaintext>", "<template>", '<base href="file:///">', "<article>", "<li>", "\0")  # fmt: skip
OFFICE = (*XML, "<w:p>", "</w:p>", "<w:t>", "<w:tc>", "<w:footnote>", "<w:vanish/>", "<w:del>", "<text:p>", "<text:h>",
          "</text:p>", "<text:s text:c='999999999999'/>", "<text:list-item>", "<text:note-body>", "../../x", "p:x",
          '<!DOCTYPE x [<!ENTITY a "b">]>', "&a;", "xmlns:w=''", "w:val='-1'")  # fmt: skip
CUES = ("-->", "00:00:01,000 --> 00:00:02,000", "99999:99:99.999", "NOTE", "STYLE", "WEBVTT", "- ", "<v ", "{\\an",
        "&lt;", "\n\n", "1", "00:00", "<00:00:01.000>", "♪")  # fmt: skip
PDFS = ("obj", "endobj", "stream", "/Kids[2 0 R]", "/Count 99999999", "/Parent 4 0 R", "/Length -1",
        "/Length 99999999", "/Filter/FlateDecode", "/Filter[/LZWDecode/ASCIIHexDecode]", "/Encrypt 3 0 R", "Tj", "Tf",
        "Td", "BT", "q", "Do", "1e38", "-99999999 0 Td", "xref", "trailer", "%%EOF", "startxref",
        "/ToUnicode 5 0 R", "[[[[", "<<<<")  # fmt: skip


def reads(name: str) -> Callable[[bytes], Any]:
    """All documents of a file called `name`; each must rebuild its text, be segmented, and be writable."""

    def read(data: bytes) -> None:
        for document in read_source(ByteSource(name, name, io.BytesIO(data)), ReadOptions()):
            document.text.encode()
            assert document.paragraphs
            assert all(0 <= p.start < p.end <= len(document.text) for p in document.paragraphs)
            assert [m.start for m in document.marks] == sorted(m.start for m in document.marks)
            for segment in split(document):
                assert document.text[segment.start : segment.end] == segment.text

    return read


def inside(seed: bytes, words: tuple[str, ...]) -> Callable[[random.Random], bytes]:
    """Breaks a part of a zip file, or the zip file."""
    parts = unzipped(seed)

    def make(rng: random.Random) -> bytes:
        if rng.random() < 0.2:
            return mutated(rng, [seed], words)
        broken = dict(parts)
        for _ in range(rng.choice((1, 1, 2))):
            name = rng.choice(list(parts))
            if rng.random() < 0.05:
                del broken[name]
                break
            broken[name] = mutated(rng, [parts[name]], words)
        return zipped(broken)

    return make


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("a.txt", PLAIN), ("b/c.jsonl", JSONL)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def breaks(*seeds: bytes, words: tuple[str, ...]) -> Callable[[random.Random], bytes]:
    return lambda rng: mutated(rng, seeds, words)


ODT = odt()
KINDS: dict[str, tuple[bytes, Callable[[random.Random], bytes], float]] = {
    "a.txt": (PLAIN, breaks(PLAIN, PLAIN.decode().encode("cp1251"), PLAIN.decode().encode("utf-16"), words=TABLES), 1),
    "a.md": (MARKDOWN, breaks(MARKDOWN, words=("#", "-", ">", "```", "|", "<!--", "    ", "---", "1.", "[a]:")), 1),
    "a.html": (PAGE.encode(), breaks(PAGE.encode(), words=HTML), 0.1),
    "a.docx": (docx(), inside(docx(), OFFICE), 0.4),
    "a.odt": (ODT, inside(ODT, OFFICE), 0.4),
    "a.epub": (epub(), inside(epub(), HTML), 0.3),
    "a.srt": (SRT.encode(), breaks(SRT.encode(), words=CUES), 1),
    "a.vtt": (VTT.encode(), breaks(VTT.encode(), SRT.encode(), words=CUES), 1),
    "a.jsonl": (JSONL, breaks(JSONL, words=JSON), 1),
    "a.csv": (TABLE, breaks(TABLE, TABLE.replace(b",", b";"), words=TABLES), 1),
    "a.tsv": (TABLE.replace(b",", b"\t"), breaks(TABLE.replace(b",", b"\t"), words=TABLES), 1),
    "a.zip": (
        zipped({"a.txt": PLAIN, "b.jsonl": JSONL}),
        inside(zipped({"a.txt": PLAIN, "b.jsonl": JSONL}), JSON),
        0.5,
    ),
    "a.tar": (tarred(), breaks(tarred(), words=("ustar", "\0", "../a", "0000644", "77777777777")), 0.5),
    "a.txt.gz": (gzip.compress(PLAIN), breaks(gzip.compress(PLAIN), words=("\x1f\x8b\x08",)), 1),
    "a.txt.bz2": (bz2.compress(PLAIN), breaks(bz2.compress(PLAIN), words=("BZh9",)), 1),
    "a.txt.xz": (lzma.compress(PLAIN), breaks(lzma.compress(PLAIN), words=("\0",)), 4),
    "a.pdf": (
        pdf([[(20, 350, 10, "The port was closed on Mon-"), (20, 338, 10, "day.")], [(20, 350, 10, "Open again.")]]),
        breaks(pdf([[(20, 350, 10, "The port was closed.")], [(20, 350, 10, "Open again.")]]), words=PDFS),
        0.004,
    ),
}
"""By file name: a good file, how it is broken, and the share of cases that it gets for what a case costs. Of broken XZ
files, which cost next to nothing, one in two thousand can still be read."""


@pytest.mark.parametrize("name", list(KINDS))
@pytest.mark.slow
def test_broken_documents_are_read_or_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    seed, make, share = KINDS[name]
    read = reads(name)
    read(seed)
    asked = "ALIGN_FUZZ" in os.environ
    cases = int(CASES * min(1, 25 * share)) if asked else max(40, int(CASES * share / 5))
    found = attack(f"document {name}", make, read, cases)
    assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY
    assert 0 < found["refused"] < found["cases"], "some files must still be read, and some refused"
    if asked:
        with capsys.disabled():
            print(f"\n{name}: {found}")


NAMES = [suffix for format_ in FORMATS for suffix in format_.suffixes] + [f".txt.{packing}" for packing in PACKINGS]
BEGINNINGS = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"<html>",
              b'{"text":', b"WEBVTT\n", b"\xff\xfe", b"\xef\xbb\xbf", b"text\n",
              b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", *NAMES]), st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(suffix: str, beginning: bytes, data: bytes) -> None:
    """Any bytes under any name, after the first bytes of any format."""
    try:
        reads(f"a{suffix}")(beginning + data)
    except AlignError as error:
        assert "\n" not in str(error)


def test_marks_without_a_text_are_an_empty_document() -> None:
    """Found by atheris."""
    with pytest.raises(AlignError, match="is empty"):
        reads("a.md")(b">")
