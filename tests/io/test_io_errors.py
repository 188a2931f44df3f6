"""What an error about bytes says of itself: file, line and hint; and what it calls the options."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from align.cli.options import flag_of
from align.errors import AlignError, EncodingError, FormatError, InputError, OutputError, options_called
from align.io.atomic import atomic_output
from align.io.bounded import LONGEST, bounded_lines
from align.io.byte_source import opened
from align.io.delimited import table_rows
from align.io.spreadsheets import open_book
from align.io.sqlite import Kind, open_for_reading
from align.io.text_encoding import decode
from align.io.xml_text import iterparse, xml_error
from align.io.zip_archives import Zip


def parts(error: AlignError) -> tuple[str | None, int | None, str]:
    return error.path, error.line, error.hint


def test_an_error_of_decoding_has_its_file_its_line_and_its_hint() -> None:
    broken = "строка\n".encode() * 3 + b"\xd0\xd0 " + "строка".encode() * 3
    with pytest.raises(EncodingError) as caught:
        decode(broken, "a.txt")
    assert parts(caught.value) == ("a.txt", 4, "mend it, or save it again as UTF-8")


def test_a_unit_without_an_end_is_named_by_its_line() -> None:
    endless = io.BytesIO(b"a\n" + b"x" * LONGEST)
    with pytest.raises(FormatError) as caught:
        list(bounded_lines(endless, "a.tsv"))
    assert parts(caught.value) == ("a.tsv", 2, "Mend or remove it, or name the right file")
    with pytest.raises(FormatError) as caught:
        list(table_rows(io.BytesIO(b"x" * LONGEST), "a.csv"))
    assert parts(caught.value) == ("a.csv", 1, "Mend or remove it, or name the right file")
    with pytest.raises(FormatError) as caught:
        list(table_rows(io.BytesIO(b'a,b\n"' + b"x,\n" * (LONGEST // 3)), "a.csv"))
    assert parts(caught.value)[:2] == ("a.csv", 2)


def test_broken_xml_is_named_by_its_line() -> None:
    from lxml import etree

    with pytest.raises(etree.XMLSyntaxError) as caught:
        list(iterparse(io.BytesIO(b"<a>\n<b></a>"), ("end",), ("a",)))
    error = xml_error("a.tmx", caught.value)
    assert parts(error) == ("a.tmx", 2, "Export the file again")
    assert str(error).startswith("a.tmx, line 2: not well-formed XML: ")


def test_archives_and_workbooks_name_their_file(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\5\6")
    with opened(str(path)) as source, pytest.raises(InputError) as caught:
        Zip(source)
    assert caught.value.path == str(path)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE a><a/>")
    with pytest.raises(FormatError) as refused:
        open_book(book.getvalue(), "a.xlsx")
    assert parts(refused.value) == ("a.xlsx", None, "save it again as XLSX")


def test_a_damaged_database_says_how_to_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    path.write_bytes(b"no database at all, and long enough to have a header" * 4)
    kind = Kind("a memory", 1, (lambda base: None,), mend="repair {path}")
    with pytest.raises(FormatError) as caught:
        open_for_reading(path, kind)
    assert parts(caught.value) == (str(path), None, f"repair {path}")


def test_an_output_names_the_parameter_in_a_script_and_the_flag_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.tmx"
    for hint, script in (("with path;", True), ("with -o;", False)):
        with options_called(flag_of if not script else str), pytest.raises(OutputError) as caught, atomic_output(path):
            pass
        assert caught.value.path == str(path)
        assert hint in caught.value.hint
    with pytest.raises(EncodingError) as unknown:
        decode(b"\xff" * 9 + b"\x81\x8d ", "a.txt", "ascii")
    assert "--" not in str(unknown.value)
    assert "name its encoding with encoding" in str(unknown.value)
