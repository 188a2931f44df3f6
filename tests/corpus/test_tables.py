"""TSV for scripts and CSV for spreadsheets."""

from __future__ import annotations

import io
from typing import Any

import pytest

from align.corpus import Corpus, Pair
from align.corpus.format_options import FormatOptions
from align.corpus.formats import csv_table, tsv_table
from align.errors import FormatError, UsageError
from align.io.csv_cells import protected, unprotected

EN_RU = FormatOptions("en", "ru")


def test_plain_bitext_is_read() -> None:
    """Two columns without a header are source and target as they stand, given the languages."""
    data = 'He said "no"\tОн сказал «нет»\nC:\\new\tпуть\n'.encode()
    [first, second] = tsv_table.read(io.BytesIO(data), "a.tsv", EN_RU)
    assert (first.source, first.target, first.id, first.n) == ('He said "no"', "Он сказал «нет»", "000001", 1)
    assert second.source == "C:\\new"
    assert (first.status, first.origin) == ("draft", "unknown")  # nobody has said that it was reviewed
    with pytest.raises(UsageError, match="does not say its languages: name them with source_lang and target_lang"):
        list(tsv_table.read(io.BytesIO(data), "a.tsv", FormatOptions()))


@pytest.mark.parametrize("read", [csv_table.read, tsv_table.read])
def test_the_heading_is_no_pair_and_blank_lines_are_none(read: Any) -> None:
    comma = "," if read is csv_table.read else "\t"
    data = f"source{comma}target\nOne{comma}Один\n\nTwo{comma}Два\n".encode()
    pairs = list(read(io.BytesIO(data), "a", EN_RU))
    assert [(pair.id, pair.n, pair.source) for pair in pairs] == [("000001", 1, "One"), ("000002", 2, "Two")]
    broken = "\n".join(comma.join(row) for row in (("source", "target", "n"), ("a", "b", "1"), ("a", "b", "?")))
    with pytest.raises(FormatError, match="line 3"):
        list(read(io.BytesIO(broken.encode()), "a", EN_RU))


def test_columns_are_found_by_name() -> None:
    """A header in another order, with columns of its own, is understood; what we do not know is kept."""
    data = "target,domain,source\nб,sport,a\n".encode()
    [pair] = csv_table.read(io.BytesIO(data), "a.csv", EN_RU)
    assert (pair.source, pair.target, pair.extra) == ("a", "б", {"domain": "sport"})


def test_one_line_a_pair_whatever_is_in_it() -> None:
    """Line breaks and tabs inside a text do not break the lines of a TSV: wc -l counts pairs and the header."""
    stream = io.BytesIO()
    writer = tsv_table.Writer(stream, "a", Corpus(()), FormatOptions())
    writer.write(Pair("1", "d", 1, "a\nb\tc\r\n", "\\n", "en", "ru"))
    assert stream.getvalue().count(b"\n") == 2
    assert b"a\\nb\\tc\\r\\n\t\\\\n\t" in stream.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-", "@a", "\tx", "1/2", "00123", "12.05.2026", "1e5", "TRUE", "'=x", "''1"]
)
def test_dangerous_cells_get_an_apostrophe(text: str) -> None:
    """What a spreadsheet program would run or convert gets an apostrophe, and only that one is taken away."""
    assert protected(text) == f"'{text}"
    assert unprotected(protected(text)) == text


@pytest.mark.parametrize("text", ["", "Hello", "'tis", "'", "The 5 ports", "— Да", "a=b", "B2B"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    """Ordinary text is not touched."""
    assert protected(text) == unprotected(text) == text


def test_csv_is_for_excel() -> None:
    """A byte-order mark in front, lines end in CRLF, quotation marks are doubled."""
    stream = io.BytesIO()
    writer = csv_table.Writer(stream, "a", Corpus(()), FormatOptions())
    writer.write(Pair("1", "d", 1, 'a "b", c', "=x", "en", "ru"))
    data = stream.getvalue()
    assert data.startswith(b"\xef\xbb\xbfid,doc,n,")
    assert b'"a ""b"", c",\'=x,' in data and data.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n1,2\n", 'the first row must name the columns, among them "source" and "target"'),
        (b"source,target,x\na\n", "line 2: 1 columns where the header has 3"),
        (b'source,target\na,"b\n', "line 2: not CSV: a quotation mark is not closed"),
        ("source,target\nПорт,b\nЖук,".encode() + b"\xff\n", "line 3: not UTF-8, .*Save the table as UTF-8"),
        (b"source,target,score\na,b,high\n", "line 2: 'high' is not a number"),
        (b"source,target,extra\na,b,[1]\n", "line 2: .* is not a JSON object"),
    ],
)
def test_broken_tables_are_named(data: bytes, message: str) -> None:
    """Broken CSV is answered with the line."""
    with pytest.raises(FormatError, match=message):
        list(csv_table.read(io.BytesIO(data), "a.csv", EN_RU))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"one column\n", r"a.tsv, line 1: 1 column\(s\) where source and target are needed"),
        ("Port\tПорт открыт\na\t".encode() + b"\xff\n", "a.tsv, line 2: not UTF-8"),
        (b"source\ttarget\tn\na\tb\tx\n", "a.tsv, line 2: 'x' is not a whole number"),
    ],
)
def test_broken_tsv_is_named(data: bytes, message: str) -> None:
    """Broken TSV is answered with the line."""
    with pytest.raises(FormatError, match=message):
        list(tsv_table.read(io.BytesIO(data), "a.tsv", EN_RU))


@pytest.mark.parametrize("extra", ['{"a": NaN}', '{"a": [1, -Infinity]}', '{"a": 1e999}'])
def test_numbers_that_json_cannot_hold_are_refused_with_the_line(extra: str) -> None:
    """They could be read, and then the corpus could not be written as JSONL."""
    table = io.BytesIO(f"id\tsource\ttarget\textra\n1\ta\tб\t{extra}\n".encode())
    with pytest.raises(FormatError, match=r"line 2: .* is no number of JSON"):
        list(tsv_table.read(table, "a.tsv", FormatOptions("en", "ru")))
