"""Several documents in one file: JSONL, CSV, TSV, archives, and what is compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from align.document import Document
from align.errors import EncodingError, InputError
from align.readers import find_documents, read_document, read_documents, read_text
from tests.reader_files import SRT, docx, zipped

JSONL = """{"text": "One. Two.", "title": "Port closed", "lang": "en"}

{"text": ""}
{"body": "Three."}
"""


def texts(path: Path | str, **options: Any) -> list[tuple[str, str]]:
    return [(Path(document.id).name, document.text) for document in read_documents(path, **options)]


def write(tmp_path: Path, name: str, data: str | bytes) -> Path:
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return tmp_path / name


def test_a_line_of_jsonl_is_a_document(tmp_path: Path) -> None:
    """Its id ends with the number of its line; title and language come along; a record without text is passed over."""
    path = write(tmp_path, "news.jsonl", JSONL)
    assert texts(path) == [("news.jsonl#1", "Port closed\n\nOne. Two."), ("news.jsonl#4", "Three.")]
    first = next(read_documents(path))
    assert (first.language, [p.kind for p in first.paragraphs]) == ("en", ["heading", "text"])


def test_a_document_in_a_file_has_a_name_of_its_own(tmp_path: Path) -> None:
    """An id is as good as a path, for retrying one document; of several one must be named."""
    path = write(tmp_path, "news.jsonl", JSONL)
    assert read_document(f"{path}#4").text == "Three."
    assert find_documents([f"{path}#4"]) == [f"{path}#4"]
    with pytest.raises(InputError, match=r"several documents: name one of them, as .*#1 or .*#4"):
        read_document(path)
    for number in (3, 99):
        with pytest.raises(InputError, match=f"has no document {number}"):
            read_document(f"{path}#{number}")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", 'id,Text\n1,"One ""a"",\nb"\n\n3,Two\n', [("a.csv#2", 'One "a",\nb'), ("a.csv#4", "Two")]),
        ("a.csv", "id;content\r\n1;One, two\r\n", [("a.csv#2", "One, two")]),
        ("a.csv", "\ufefftext\nOne\n", [("a.csv#2", "One")]),
        ("a.csv", "id\ttext\n1\tOne\n", [("a.csv#2", "One")]),
        ("a.tsv", 'id\ttext\n1\t"Well," he said.\n', [("a.tsv#2", '"Well," he said.')]),
        ("a.tsv", 'id\ttext\n1\t"He said ""well"""\n', [("a.tsv#2", 'He said "well"')]),
        ("a.tsv", 'id\ttext\n1\t"One\ttwo"\n2\tThree\n', [("a.tsv#2", "One two"), ("a.tsv#3", "Three")]),
        ("a.tsv", 'text\n"Unclosed\nTwo\n', [("a.tsv#2", '"Unclosed'), ("a.tsv#3", "Two")]),
    ],
)
def test_a_row_of_a_table_is_a_document(tmp_path: Path, name: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Rows as a spreadsheet counts them, delimiters as the header shows, quoting only where the file quotes."""
    found = texts(write(tmp_path, name, text))
    assert [(id, text.replace("\t", " ")) for id, text in found] == expected


def test_the_column_is_known_or_named(tmp_path: Path) -> None:
    """text, body and content are known; another is named, by its name or, without a header, its number."""
    path = write(tmp_path, "a.tsv", "1\tOne\n2\tTwo\n")
    assert texts(path, text_column="2") == [("a.tsv#1", "One"), ("a.tsv#2", "Two")]
    assert texts(write(tmp_path, "b.csv", "id,Story\n1,One\n"), text_column="story") == [("b.csv#2", "One")]
    assert texts(write(tmp_path, "c.jsonl", '{"story": "One"}'), text_column="story") == [("c.jsonl#1", "One")]
    with pytest.raises(InputError, match=r"no column text, body or content: .*text_column \(there are: 1, One\)"):
        texts(path)
    with pytest.raises(InputError, match="no column 'other'"):
        texts(path, text_column="other")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jsonl", '{"text": "One"', r"a\.jsonl#1 is no JSON"),
        ("a.jsonl", '["One"]', "no JSON object"),
        ("a.jsonl", '{"text": 5}', "but a number"),
        ("a.jsonl", "[" * 100_000, "nested too deep|no JSON"),
        ("a.jsonl", '{"text": "", "n": ' + "9" * 5000 + "}", "too long a number"),
        ("a.jsonl", '{"text": ""}\n', "is empty"),
        ("a.jsonl", b'{"text": "One"}\n' + b" " * 70_000 + b'\n{"text": "\xff"}', r"not utf-8 after line [12]:"),
        ("a.jsonl", '{"corpus": {}}\n{"source": "a", "target": "b"}', "begins a bilingual corpus"),
        ("a.jsonl", '{"source": "a", "target": "b"}', "is a bilingual corpus"),
        ("a.csv", "source,target\na,b\n", "is a bilingual corpus"),
        ("a.csv", "id,text\n1\n", "has 1 cells"),
        ("a.csv", "", "is empty"),
        ("a.csv", "text\n", "is empty"),
        ("a.txt.gz", gzip.compress(b"One." * 9999, mtime=0)[:-9], "cut short"),
        ("a.txt.gz", b"One.", "not a gz file"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"One.", mtime=0), mtime=0), "packed twice"),
        ("a.txt.xz", lzma.compress(b"One." * 999)[:30] + b"x" * 50, "broken compressed file"),
        ("a.txt.bz2", bz2.compress(b" " * (30 << 20)) * 10, "zip bomb"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "') + gzip.compress(b"a" * (10 << 20)) * 9, "zip bomb"),
        ("a.zip", zipped({"../a.txt": "One."}), "unsafe name"),
        ("a.zip", zipped({"C:\\a.txt": "One."}), "unsafe name"),
        ("a.zip", zipped({"a.exe": "One."}), "holds no documents"),
        ("a.zip", zipped({"a.txt": " " * (70 << 20)}), "zip bomb"),
        ("a.zip", zipped({"a.txt": "One."})[:-8], "damaged or cut short"),
        ("a.tar", b"x" * 9999, "not a tar archive"),
    ],
)
def test_broken_and_hostile_collections_are_refused(tmp_path: Path, name: str, data: str | bytes, message: str) -> None:
    """One line that names the file, and the record where it is one."""
    with pytest.raises(InputError, match=message) as refused:
        texts(write(tmp_path, name, data))
    assert "\n" not in str(refused.value)


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    """With on_error a bad record is told by its id, and the rest is read: what a collection needs."""
    archive = zipped({"a.jsonl": f"{{\n{JSONL}", "b.txt": "", "c/d.srt": SRT, "e.docx": b"PK", ".hidden.txt": "x"})
    told: dict[str, str] = {}
    path = write(tmp_path, "all.zip", archive)
    found = [d.id for d in read_documents(path, on_error=lambda id, error: told.update({id: str(error)}))]
    assert [id.partition(".zip#")[2] for id in found] == ["a.jsonl#2", "a.jsonl#5", "c/d.srt"]
    assert [id.partition(".zip#")[2] for id in told] == ["a.jsonl#1", "b.txt", "e.docx"]
    assert read_document(f"{path}#a.jsonl#5").text == "Three."


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_what_is_compressed_is_read_as_if_it_were_not(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """By its first bytes, in one or several members, whatever the suffix says of the packing."""
    suffix = {gzip.compress: "gz", bz2.compress: "bz2", lzma.compress: "xz"}[pack]
    data = pack(JSONL.encode()[:50]) + pack(JSONL.encode()[50:])
    assert len(texts(write(tmp_path, f"news.jsonl.{suffix}", data))) == 2
    assert read_document(write(tmp_path, f"a.srt.{suffix}", pack(SRT.encode()))).paragraphs[0].kind == "cue"
    assert read_document(write(tmp_path, f"a.docx.{suffix}", pack(docx()))).paragraphs[0].kind == "heading"


def test_zstandard_is_read_where_it_is_installed(tmp_path: Path) -> None:
    """An optional part, as few have such files."""
    zstd = pytest.importorskip("backports.zstd")
    assert texts(write(tmp_path, "a.jsonl.zst", zstd.compress(JSONL.encode())))[1][1] == "Three."


def test_a_tar_archive_is_read_as_a_stream(tmp_path: Path) -> None:
    """Members in order; folders and links are passed over; a name that leads out is refused."""
    for name, data in (("a.txt", "One."), ("news.jsonl", JSONL)):
        write(tmp_path, name, data)
    with tarfile.open(tmp_path / "all.tar.xz", "w:xz") as archive:
        for name in ("a.txt", "news.jsonl"):
            archive.add(tmp_path / name, f"en/{name}")
        link = tarfile.TarInfo("en/passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = texts(tmp_path / "all.tar.xz")
    assert (len(found), found[0][1]) == (3, "One.")
    with tarfile.open(tmp_path / "bad.tgz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../a.txt"))
    with pytest.raises(InputError, match="unsafe name"):
        texts(tmp_path / "bad.tgz")


def test_standard_input_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe has no suffix: a web page, subtitles, JSONL and packed text are recognised."""

    def piped(data: bytes) -> list[Document]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return list(read_documents("-"))

    assert [document.id for document in piped(gzip.compress(JSONL.encode()))] == ["-#1", "-#4"]
    assert piped(SRT.encode())[0].paragraphs[0].kind == "cue"
    assert piped(b"<!doctype html><h1>Port")[0].paragraphs[0].kind == "heading"
    assert piped(docx())[0].paragraphs[0].kind == "heading"
    assert piped(b"{This} is text.")[0].text == "{This} is text."


def test_a_folder_gives_documents_and_no_corpora(tmp_path: Path) -> None:
    """What align wrote beside the stories is not read as one of them; archives must be named."""
    files: dict[str, str | bytes] = {
        "a.docx": "", "b.txt.gz": "", "c.csv": "id,text\n", "d.jsonl": '{"text": "One"}', "e.zip": "", "~$a.docx": "",
        "out.jsonl": '{"corpus": {}}', "pairs.jsonl": '{"source": "", "target": ""}', "out.tsv": "source\ttarget\n",
        "out.csv": "id,source,target\n", "out.jsonl.gz": gzip.compress(b'{"corpus": {}}'), "f.xlsx": "",
    }  # fmt: skip
    for name, data in files.items():
        write(tmp_path, name, data)
    assert [Path(name).name for name in find_documents([str(tmp_path)])] == ["a.docx", "b.txt.gz", "c.csv", "d.jsonl"]


class Endless(io.RawIOBase):
    """A file of two gigabytes with one line, made while it is read."""

    def __init__(self, head: bytes):
        self.head, self.left = head, 2 << 30

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(len(buffer), self.left)
        piece = self.head[:size] or b"a" * size
        self.head = self.head[len(piece) :]
        self.left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html", "a.srt"])
def test_a_line_of_two_gigabytes_is_refused_early(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """ReadOptions stops at the limit, long before the end of the line; memory stays a few times the limit."""
    from align.io.byte_source import ByteSource
    from align.readers.read_options import ReadOptions
    from align.readers.reading import read_source

    monkeypatch.setattr("align.readers.records.LARGEST_TEXT", 8 << 20)  # the limit moves, the mechanism is the same
    head = {"a.jsonl": b'{"text": "', "a.csv": b'text\n"'}.get(name, b"")
    endless = Endless(head)
    with pytest.raises(InputError, match=r"longer than|larger than"):
        list(read_source(ByteSource(name, name, io.BufferedReader(endless, 1 << 16)), ReadOptions()))
    assert endless.left > (2 << 30) - (80 << 20)


def test_a_list_of_files_is_text_whatever_its_suffix(tmp_path: Path) -> None:
    """`align pair --list pairs.tsv` is no table of documents."""
    assert read_text(write(tmp_path, "pairs.tsv", "a.txt\tb.txt\n")) == "a.txt\tb.txt\n"
    with pytest.raises(EncodingError):
        read_text(write(tmp_path, "pairs.tsv", b"\0\x01\0"))


def test_characters_that_cannot_be_written_are_replaced(tmp_path: Path) -> None:
    """Half a surrogate pair and a NUL, which JSON can spell, do not reach a corpus."""
    path = write(tmp_path, "a.jsonl", r'{"text": "One \ud83d \u0000 two.", "title": "\udc00 x"}')
    text = read_document(path).text
    assert text.encode() and "\0" not in text
