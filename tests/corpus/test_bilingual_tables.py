"""Bilingual tables as people have them: of any spreadsheet program, in any encoding, with any headings or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest

from align.account import Account
from align.corpus import Corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats import csv_table, tsv_table
from align.errors import EncodingError, FormatError, UsageError

EN_RU = FormatOptions("en", "ru")
ROWS = (
    ("The port, the city; and all.", "Порт, город; и всё."),
    ('He said "no".', "Он сказал «нет»."),
    ("Ships came, two of them.", "Пришли суда, их было два."),
)


def table(
    headings: Sequence[str] | None = ("English", "Russian"),
    delimiter: str = ";",
    encoding: str = "utf-8",
    rows: Sequence[Sequence[str]] = ROWS,
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([*([headings] if headings else []), *rows])
    return text.getvalue().encode(encoding)


def pairs(data: bytes, options: FormatOptions = EN_RU, module: Any = csv_table) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in module.read(io.BytesIO(data), "a.csv", options)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866", "mac-cyrillic"]
)
def test_any_program_may_have_saved_it(encoding: str, delimiter: str) -> None:
    rows = ROWS if encoding not in ("koi8-r", "cp866", "mac-cyrillic") else (ROWS[0], ROWS[2])
    assert pairs(table(delimiter=delimiter, encoding=encoding, rows=rows)) == list(rows)
    if delimiter == "\t":
        assert pairs(table(None, delimiter, encoding, rows), module=tsv_table) == list(rows)


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_a_first_line_names_the_separator(line: str) -> None:
    assert pairs(line.encode() + table(("en", "ru"))) == list(ROWS)
    assert pairs(b"\xff\xfe" + (line + table(("en", "ru")).decode()).encode("utf-16-le")) == list(ROWS)


@pytest.mark.parametrize(
    "headings",
    [
        ("source", "target"), ("Source", "Target"), ("SOURCE TEXT", "Target text"), ("en", "ru"), ("EN-us", "RU_ru"),
        ("eng", "rus"), ("English", "Russian"), ("Английский", "Русский"), ("Английский язык", "Русский язык"),
        ("Исходный текст", "Перевод"), ("Оригинал", "Перевод"), ("Text", "Translation"), ("Englisch", "Russisch"),
        ("Source (English)", "Target (Russian)"), ("en-US source", "ru-RU target"),
        ("English (US)", "Русский (Россия)"),
        ("English", "Translation"), ("Original", "Русский"), ("Quelle", "Übersetzung"), ("Source:", "Target:"),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("module", [csv_table, tsv_table])
def test_headings_are_found_in_any_language_and_order(headings: tuple[str, str], module: Any) -> None:
    delimiter = ";" if module is csv_table else "\t"
    assert pairs(table(headings, delimiter), module=module) == list(ROWS)
    swapped = [(target, "note", source) for source, target in ROWS]
    assert pairs(table((headings[1], "Comment", headings[0]), delimiter, rows=swapped), module=module) == list(ROWS)


@pytest.mark.parametrize(
    "first",
    [
        ("English", "Английский"), ("Russian", "Русский"), ("Source", "Источник"), ("Translation", "Перевод"),
        ("no", "нет"),
        ("it", "оно"), ("Original", "Оригинал"), ("En", "Эн"), ("Text", "Текст"), ("Column", "Столбец"),
        ("may", "может"),
        ("Sources close to the port", "Источники в порту"),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("module", [csv_table, tsv_table])
def test_a_first_row_that_is_a_pair_is_one(first: tuple[str, str], module: Any) -> None:
    data = table(None, ";" if module is csv_table else "\t", rows=(first, *ROWS))
    assert pairs(data, module=module) == [first, *ROWS]


def test_headings_say_the_languages_that_nobody_names() -> None:
    open_languages = FormatOptions()
    [first, *_] = csv_table.read(io.BytesIO(table(("Русский", "English (UK)"))), "a.csv", open_languages)
    assert (first.source_lang, first.target_lang) == ("ru", "en-GB")
    with pytest.raises(UsageError, match="does not say its languages"):
        pairs(table(("Source", "Target")), open_languages)


@pytest.mark.parametrize("names", [("source_language", "target_language"), ("Source Lang", "Target Lang")])
def test_a_column_names_the_languages_of_each_row(names: tuple[str, str]) -> None:
    data = table(("source_text", "target_text", *names), rows=[("Port", "Порт", "en-GB", "ru")])
    [pair] = csv_table.read(io.BytesIO(data), "a.csv", FormatOptions())
    assert (pair.source, pair.source_lang, pair.target_lang) == ("Port", "en-GB", "ru")


def test_statuses_of_other_programs_are_no_fault() -> None:
    """One that is known is taken whatever its case is; another is a draft, and that is said."""
    words = ["Approved", "REJECTED", "Translated", ""]
    rows = [(f"Port {n}", f"Порт {n}", word) for n, word in enumerate(words)]
    found = csv_table.read(io.BytesIO(table(("English", "Russian", "Status"), rows=rows)), "a.csv", EN_RU)
    assert [pair.status for pair in found] == ["approved", "rejected", "draft", "draft"]
    assert found.account.line() == "changed: statuses that are not known, read as drafts (1, line 4)"


def test_two_of_several_languages_are_chosen() -> None:
    data = table(("ru", "de", "en"), rows=[("Порт", "Hafen", "Port")])
    assert pairs(data) == [("Port", "Порт")]
    assert pairs(data, FormatOptions("de", "ru")) == [("Hafen", "Порт")]
    for options in (FormatOptions(), FormatOptions("en", ""), FormatOptions("fr", "ru"), FormatOptions("en", "en")):
        with pytest.raises(FormatError, match="the columns are in ru, de, en: choose two of them with source_lang"):
            pairs(data, options)


def test_a_table_without_headings_is_read_where_it_is_sure() -> None:
    """Two columns, each in the script of its language; else the message says what to write in the first row."""
    assert pairs(table(None)) == list(ROWS)
    hint = 'must name the columns, among them "source" and "target"'
    for options in (FormatOptions("en", "de"), FormatOptions("ru", "en"), FormatOptions()):
        with pytest.raises(FormatError, match=hint):
            pairs(table(None), options)


def test_what_stands_outside_the_columns_is_said() -> None:
    corpus: Corpus = tsv_table.read(io.BytesIO("a\tб\tc\nd\tе\n".encode()), "a.tsv", EN_RU)
    assert len(list(corpus.pairs)) == 2
    account: Account = corpus.account
    assert account.line() == "left out: cells outside the columns of the table (1, line 1)"


@pytest.mark.parametrize(
    ("row", "line"),
    [('"Port;Порт\n', 4), ('Port;"Порт\nShip;Судно\n', 4), ('Port;"По"рт\n', 4), ('"Port\n\nCity;"Порт"\n', 4)],
)
def test_a_quotation_mark_that_is_not_closed_is_named_by_the_line_of_its_row(row: str, line: int) -> None:
    data = table(("en", "ru"), rows=ROWS[:2]) + row.encode() + table(None, rows=ROWS[2:])
    with pytest.raises(FormatError, match=f"a.csv, line {line}: not CSV: a quotation mark is not closed"):
        pairs(data)


def test_cells_of_a_spreadsheet_saved_as_tab_separated_text() -> None:
    """Excel quotes in it what holds quotation marks or line breaks; other tools quote nothing."""
    quoted = 'Source\tTarget\n"He said ""no"""\tНет\n"a\nb"\t"в\nг"\nc\tд\n'.encode("utf-16")
    assert pairs(quoted, module=tsv_table) == [('He said "no"', "Нет"), ("a\nb", "в\nг"), ("c", "д")]
    plain = '"Hello," he said. "Bye."\tПривет\n"\tб\n'.encode()
    assert pairs(plain, module=tsv_table) == [('"Hello," he said. "Bye."', "Привет"), ('"', "б")]


def test_a_table_of_ascii_may_turn_into_another_encoding_late() -> None:
    """The encoding is that of the first text that is not ASCII, however far below it stands."""
    rows = [(f"Port {n}", "x") for n in range(5_000)] + [(f"Port {n}", "Порт открылся") for n in range(50)]
    found = pairs(table(("en", "ru"), encoding="cp1251", rows=rows))
    assert found[-1] == ("Port 49", "Порт открылся")


def test_what_is_no_table_is_named() -> None:
    with pytest.raises(EncodingError, match="looks like a Word, OpenDocument or zip file"):
        pairs(b"PK\x03\x04\x14\x00")
    with pytest.raises(FormatError, match="line 2: not UTF-8, as the lines before"):
        pairs("en;ru\nПорт и город\xff;б\n".encode().replace(b"\xc3\xbf", b"\xff"))
