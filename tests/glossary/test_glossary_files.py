"""Glossary files: every format in and out, headings in two languages, hostile XML, remarks with their lines."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from align.cli.options import flag_of
from align.errors import AlignError, EncodingError, FormatError, InputError, UsageError, options_called
from align.glossary import Glossary, Remark, Term, read_glossary, write_glossary
from align.glossary.glossary_reader import read_entries
from align.glossary.term_inspection import remarks_on
from align.io.csv_cells import allow_long_cells

TERMS = [
    Term("Ministry of Defence", ("Министерство обороны", "Минобороны"), ("военное министерство",), "официально"),
    Term("Google", ("Google",)),
    Term("=SUM", ("сумма",)),
    Term("port", (), ("портвейн",)),
]


def plain(terms: tuple[Term, ...]) -> list[tuple[object, ...]]:
    return [(term.source, term.targets, term.forbidden, term.note) for term in terms]


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".tbx"])
def test_a_glossary_comes_back_as_it_went(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"terms{suffix}"
    write_glossary(Glossary(TERMS, "en", "ru"), path)
    known = read_glossary(path)
    assert plain(known.terms) == plain(tuple(TERMS))


def test_a_case_rule_comes_back_from_a_table(tmp_path: Path) -> None:
    write_glossary(Glossary([Term("apple", ("яблоко",), case="exact")]), tmp_path / "a.csv")
    assert read_glossary(tmp_path / "a.csv").terms[0].case == "exact"


@pytest.mark.parametrize(
    "head",
    [
        "Source\tTarget\tForbidden\tNote",
        "термин\tперевод\tне использовать\tпримечание",
        "English\tRussian\tDo not use\tComment",
        "en-GB\tru\tзапрещено\tNotes",
        "Английский\tРусский\tforbidden\tОпределение",
    ],
)
def test_columns_are_found_by_their_headings(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{head}\nport\tпорт; гавань\tпортвейн\tморской\n", encoding="utf-8")
    assert plain(read_glossary(path).terms) == [("port", ("порт", "гавань"), ("портвейн",), "морской")]


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("№;Перевод;Тема;Термин\n1;порт;море;port\n", encoding="cp1251")
    assert plain(read_glossary(path).terms) == [("port", ("порт",), (), "")]


def test_languages_asked_for_choose_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("en\tde\tru\nport\tHafen\tпорт\n", encoding="utf-8")
    assert read_glossary(path, "de", "ru").terms[0].source == "Hafen"
    assert (read_glossary(path).source_lang, read_glossary(path).target_lang) == ("en", "de")


def test_without_headings_it_is_source_target_note(tmp_path: Path) -> None:
    path = tmp_path / "omegat.txt"
    path.write_text("# a comment\nport\tпорт\tморской\n", encoding="utf-8")
    assert plain(read_glossary(path).terms) == [("port", ("порт",), (), "морской")]


def test_a_term_not_to_be_translated_needs_no_translation(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("term\ttranslation\tdo not translate\nGoogle\t\tyes\n", encoding="utf-8")
    assert read_glossary(path).terms[0].untranslated


def test_an_entry_that_cannot_be_used_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("source\ttarget\n\tпорт\nport\t-\nship\tкорабль\n", encoding="utf-8")
    remarks: list[Remark] = []
    assert len(read_glossary(path, on_remark=remarks.append)) == 1
    assert [(remark.line, remark.error) for remark in remarks] == [(2, True), (3, True)]


TBX_V3_DCA = """<?xml version="1.0"?><tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="en">
<text><body><conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>port</term></termSec></langSec>
<langSec xml:lang="ru-RU">
<termSec><term>гавань</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
<termSec><term>порт</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
<termSec><term>портвейн</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
</langSec></conceptEntry></body></text></tbx>"""
TBX_V3_DCT = """<?xml version="1.0"?><tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:m="http://www.tbxinfo.net/ns/min"
type="TBX-Min" style="dct" xml:lang="en"><text><body><conceptEntry id="c1">
<langSec xml:lang="en"><termSec><term>port</term><m:administrativeStatus>preferredTerm-admn-sts</m:administrativeStatus>
</termSec></langSec><langSec xml:lang="ru">
<termSec><term>порт</term></termSec><termSec><term>гавань</term></termSec>
<termSec><term>портвейн</term><m:administrativeStatus>supersededTerm-admn-sts</m:administrativeStatus></termSec>
</langSec></conceptEntry></body></text></tbx>"""
TBX_V2 = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic"><text><body>
<termEntry id="c1"><langSet xml:lang="en"><tig><term>port</term></tig></langSet>
<langSet xml:lang="ru"><ntig><termGrp><term>порт</term></termGrp></ntig><tig><term>гавань</term></tig>
<tig><term>портвейн</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""


@pytest.mark.parametrize("text", [TBX_V3_DCA, TBX_V3_DCT, TBX_V2])
def test_tbx_of_both_versions_and_styles(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(text, encoding="utf-8")
    assert plain(read_glossary(path, "en", "ru").terms) == [("port", ("порт", "гавань"), ("портвейн",), "")]


def test_translate_toolkit_reads_our_tbx(tmp_path: Path) -> None:
    tbx = pytest.importorskip("translate.storage.tbx")
    write_glossary(Glossary(TERMS[:1], "en", "ru"), tmp_path / "a.tbx")
    units = tbx.tbxfile.parsestring((tmp_path / "a.tbx").read_bytes()).units
    assert [unit.source for unit in units] == ["Ministry of Defence"]


def test_hostile_xml_is_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    bomb = '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "secret">]>'
    body = TBX_V3_DCA.replace('<?xml version="1.0"?>', bomb).replace("<term>port</term>", "<term>port &f;&b;</term>")
    (tmp_path / "a.tbx").write_text(body, encoding="utf-8")
    source = read_glossary(tmp_path / "a.tbx", "en", "ru").terms[0].source
    assert "secret" not in source and "aaaa" not in source


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.doc", b"", UsageError, "a glossary is one of"),
        ("missing.tsv", None, InputError, "no such file"),
        ("empty.tsv", b"", FormatError, "holds no terms"),
        ("a.tsv", b"one column\n", FormatError, "holds no terms"),
        ("a.tbx", b"<tmx/>", FormatError, "is not TBX: it holds <tmx>"),
        ("a.tbx", b"<tbx><a></tbx>", FormatError, "line 1: not well-formed XML"),
        ("a.xlsx", b"PK nonsense", FormatError, "not a spreadsheet"),
        ("a.tsv", b"PK\x03\x04", EncodingError, "not text"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, error: type[AlignError], words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read_glossary(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_errors_have_their_file_line_and_hint(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'source,target\nport,"' + b"x" * 200_000)
    for name, line, hint in (
        (path, 2, "Save the table as CSV again"),
        (tmp_path / "a.doc", None, "Save it as one of these"),
        (tmp_path / "missing.tsv", None, "Check the name"),
    ):
        with pytest.raises(AlignError) as caught:
            read_glossary(name)
        assert (caught.value.path, caught.value.line, caught.value.hint) == (str(name), line, hint)


def test_an_error_names_the_parameters_in_a_script_and_the_flags_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    for block, hint in ((nullcontext(), "source_lang and target_lang"), (options_called(flag_of), "--from and --to")):
        with block, pytest.raises(UsageError) as caught:
            write_glossary(Glossary(TERMS), path)
        assert str(caught.value) == f"{path}: TBX names its languages: say {hint}"


def messages(*terms: Term) -> list[str]:
    return [remark.message for remark in remarks_on(terms)]


def test_what_contradicts_itself_is_remarked_on() -> None:
    port = Term("port", ("порт",), line=1)
    assert messages(port, Term("Port", ("порт",), line=2)) == ["Port: the same as port on line 1"]
    assert messages(port, Term("port", ("порт",), line=2)) == ["port: the same entry is on line 1"]
    assert messages(port, Term("port", ("гавань",), line=2)) == [
        "port: гавань here, порт on line 1; both will be allowed"
    ]
    assert messages(Term("turkey", ("индейка",)), Term("Turkey", ("Турция",))) == []
    assert messages(Term("port", ("порт",), ("порт",))) == ["port: порт is both allowed and forbidden"]


@pytest.mark.parametrize("damage", ["Ð¼Ð¸Ð½Ð¸", "РјРёРЅ", "мини\ufffd", "Ã©tat"])
def test_text_read_in_a_wrong_encoding_is_remarked_on(damage: str) -> None:
    assert "damaged characters" in messages(Term("ministry", (damage,)))[0]


def test_good_russian_is_not_taken_for_damage() -> None:
    assert messages(Term("USSR", ("СССР", "РСФСР", "Россия", "РСПП")), Term("Sörås", ("Сёрос",))) == []


def test_letters_of_two_alphabets_in_one_word_are_remarked_on() -> None:
    assert messages(Term("Moscow", ("Москвa",))) == ["Москвa: Latin and Cyrillic letters in one word"]


def test_a_glossary_all_in_capitals_is_remarked_on() -> None:
    terms = [Term(f"Word{chr(97 + n)}", ("слово",), line=n) for n in range(24)]
    assert messages(*terms)[-1].startswith("24 of 24 terms begin with a capital")


def test_the_line_of_an_entry_is_that_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("source\ttarget\n\n# x\nport\tпорт\n", encoding="utf-8")
    assert read_entries(path).terms[0].line == 4


def test_what_other_readers_allow_makes_no_difference(tmp_path: Path) -> None:
    """The csv module has one limit for the whole process."""
    allow_long_cells(1 << 24)
    path = tmp_path / "a.csv"
    path.write_bytes(b'source,target\nport,"' + b"x" * 200_000)
    with pytest.raises(FormatError, match="line 2: not CSV"):
        read_glossary(path)
