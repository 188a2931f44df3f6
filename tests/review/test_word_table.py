"""The review table in Word: written, and read again in all the ways in which Word writes what a reviewer did."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from align.corpus import Corpus, Pair, write_corpus
from align.errors import AlignError
from align.review import ReviewOptions, ReviewSelection, read_table, write_review
from tests.command import answer
from tests.nasty import CELLS, CONTROL
from tests.review.word_edits import (
    FINAL,
    FLAGS,
    NOTE,
    SOURCE,
    STATUS,
    N,
    W,
    WordDocument,
    edited,
    element,
    home,
    odt_table,
    reasons,
    text_run,
    written,
)

PORT = [
    Pair("port-0001", "port.txt", 1, "The port is open.", "Порт закрыт.", "en", "ru", flags=("length-ratio",)),
    Pair("port-0002", "port.txt", 2, "Ships came in.", "Суда пришли.", "en", "ru", extra={"paragraph": 2}),
    Pair("port-0003", "port.txt", 3, "The ice is thin.", "Лёд тонок.", "en", "ru", status="approved", note="alt"),
    Pair("port-0004", "port.txt", 4, "It is cold.", "Холодно.", "en", "ru", extra={"paragraph": 3}),
]
STRUCK = "<w:strike/>"


# what is written


def test_a_table_that_nobody_touched_changes_nothing(tmp_path: Path) -> None:
    odd = [
        Pair(f"п]}}-{n}", "a.txt", n, text, f"{text} ", "en", "ru", note=text)
        for n, text in enumerate([*CELLS, *CONTROL, "lone \ud800", "[align x]", "двойной  пробел"], 1)
    ]
    after, outcome, remarks = home(odd, written(odd, tmp_path))
    assert after == odd and not outcome.leftovers and not remarks and outcome.rows == len(odd)


def test_the_same_corpus_gives_the_same_bytes_and_every_part_is_xml(tmp_path: Path) -> None:
    first = written(PORT, tmp_path).read_bytes()
    write_review(Corpus(PORT, source_lang="en", target_lang="ru"), tmp_path / "b.docx", ReviewOptions())
    assert (tmp_path / "b.docx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_table_has_headings_that_repeat_statuses_to_choose_and_words_above_it(
    language: str, tmp_path: Path
) -> None:
    document = WordDocument(written(PORT, tmp_path, language=language))
    heading = ["".join(cell.itertext()) for cell in document.rows[0].iter(f"{W}tc")]
    russian = ["№", "Исходный текст", "Перевод", "Статус", "Пометки", "Примечание"]
    assert heading == (russian if language == "ru" else ["No.", "Source", "Translation", "Status", "Flags", "Note"])
    assert document.rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    words = [item.get(f"{W}value") for item in document.cell(1, STATUS).iter(f"{W}listItem")]
    assert words == (
        ["черновик", "одобрено", "исправлено", "отклонено"]
        if language == "ru"
        else ["draft", "approved", "edited", "rejected"]
    )
    above = "".join(document.body[0].getparent().itertext()).partition("align merge")
    assert "corpus.jsonl" in above[2] and ("Правьте" if language == "ru" else "Correct the text") in above[0]


def test_doubtful_rows_are_coloured_and_a_line_stands_where_a_paragraph_begins_or_pairs_are_left_out(
    tmp_path: Path,
) -> None:
    document = WordDocument(written(PORT, tmp_path))
    fills = [document.cell(row, FLAGS).find(f"{W}tcPr/{W}shd").get(f"{W}fill") for row in (1, 2)]
    assert fills == ["FCE8B2", "F5F6F8"]
    lines = [document.cell(row, FINAL).find(f"{W}tcPr/{W}tcBorders/{W}top") for row in range(1, 5)]
    assert [line is not None for line in lines] == [False, True, False, True]
    path = tmp_path / "gap.docx"
    write_review(Corpus(PORT), path, ReviewOptions(), selection=ReviewSelection(statuses=["approved"]))
    write_review(Corpus([PORT[0], *PORT[2:]]), path, ReviewOptions(), selection=ReviewSelection(statuses=["draft"]))
    assert WordDocument(path).cell(2, FINAL).find(f".//{W}top").get(f"{W}val") == "double"


def test_each_document_has_a_table_and_the_worst_rows_may_come_first(tmp_path: Path) -> None:
    more = [replace(pair, doc="ice.txt", id=f"ice-{pair.n}", flags=()) for pair in PORT]
    bad = replace(more[2], flags=("empty-target",))
    document = WordDocument(written([*PORT, *more[:2], bad], tmp_path, by_risk=True))
    assert len(document.body.findall(f"{W}tbl")) == 2
    numbers = ["".join(document.cell(row, N).itertext())[0] for row in range(len(document.rows))]
    assert numbers == ["N", "1", "2", "3", "4", "N", "3", "1", "2"]
    after, outcome, _ = home([*PORT, *more[:2], bad], document.path)
    assert after == [*PORT, *more[:2], bad] and not outcome.leftovers


def test_a_corpus_without_pairs_gives_a_document_without_a_table(tmp_path: Path) -> None:
    document = WordDocument(written([], tmp_path))
    assert not document.rows
    with pytest.raises(AlignError, match="has no table with the headings Source and Translation"):
        read_table(document.path)


# what comes home


def test_a_text_in_any_number_of_runs_is_one_text(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.put(
            1,
            FINAL,
            text_run("Порт ", "<w:b/>")
            + '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
            + text_run("от")
            + '<w:bookmarkEnd w:id="0"/><w:hyperlink w:anchor="x">'
            + text_run("кр")
            + "</w:hyperlink><w:smartTag>"
            + text_run("ыт")
            + "</w:smartTag><w:r><w:noBreakHyphen/><w:t>то</w:t><w:tab/><w:softHyphen/><w:br/></w:r>"
            + '<w:fldSimple w:instr=" DATE ">'
            + text_run("в мае")
            + '</w:fldSimple><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:sym w:font="Wingdings" w:char="F0E0"/>'
            + "</w:r>",
            text_run("Второй абзац."),
            "",
        )

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт открыт\u2011то\t\nв мае→\nВторой абзац."
    assert after[0].status == "edited" and not outcome.leftovers


def test_tracked_changes_are_read_as_if_accepted_and_said_to_be_there(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        by = 'w:id="1" w:author="Анна" w:date="2026-11-27T10:00:00Z"'
        deleted = f"<w:del {by}><w:r><w:delText>закрыт</w:delText></w:r></w:del>"
        moved = f"<w:moveFrom {by}>{text_run('вчера ')}</w:moveFrom><w:moveTo {by}>{text_run(' вчера')}</w:moveTo>"
        old = f"<w:rPrChange {by}><w:rPr><w:strike/></w:rPr></w:rPrChange>"
        inserted = f"<w:ins {by}>{text_run('открыли', old)}<w:del {by}>{text_run('не')}</w:del></w:ins>"
        document.put(1, FINAL, text_run("Порт ") + deleted + inserted + moved, text_run("."))
        first = document.cell(1, FINAL).find(f"{W}p")
        first.insert(0, element(f"<w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr>"))  # its mark: the next line goes on
        document.rows[2].find(f"{W}trPr").append(element(f"<w:del {by}/>"))
        document.type(2, FINAL, "Строка удалена.")

    after, outcome, remarks = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт открыли вчера." and after[1:] == PORT[1:]
    assert not outcome.leftovers and outcome.without_row == 1
    assert remarks == [f"{tmp_path}/review.docx has tracked changes, which are read as if they were accepted"]


def test_comments_come_home_as_notes_with_the_names_of_their_authors(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.comments(("1", "Анна", "Точно?"), ("2", "Борис", "Да."), ("3", "", "Весь ряд"), ("4", "А", "нигде"))
        mark = '<w:commentRangeStart w:id="{0}"/>{1}<w:commentRangeEnd w:id="{0}"/>'
        reference = '<w:r><w:commentReference w:id="{}"/></w:r>'
        both = mark.format(1, mark.format(2, text_run("Порт закрыт."))) + reference.format(1) + reference.format(2)
        document.put(1, FINAL, both)
        document.cell(3, SOURCE).find(f"{W}p").insert(1, element('<w:commentRangeStart w:id="3"/>'))
        document.cell(4, FINAL).find(f"{W}p").append(element(reference.format(3)))  # it ends a row below

    after, outcome, remarks = edited(PORT, tmp_path, edit)
    assert [pair.note for pair in after] == ["Анна: Точно?\nБорис: Да.", "", "alt\nВесь ряд", ""]
    assert [pair.target for pair in after] == [pair.target for pair in PORT] and not outcome.leftovers
    assert len(remarks) == 1 and "comment that belongs to no pair: “А: нигде”" in remarks[0]


@pytest.mark.parametrize(
    ("control", "status"),
    [
        ("<w:comboBox/>|approved", "approved"),
        ("<w:dropDownList/>|одобрено", "approved"),
        ("<w:comboBox/>| r ", "rejected"),
        ("<w:showingPlcHdr/><w:comboBox/>|Choose an item.", "draft"),
        ("<w:comboBox/>|", "draft"),
        ("<w:comboBox/>|perhaps", "draft"),
    ],
)
def test_a_status_is_chosen_or_typed(control: str, status: str, tmp_path: Path) -> None:
    kind, _, word = control.partition("|")

    def edit(document: WordDocument) -> None:
        document.put(
            1, STATUS, f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{text_run(word)}</w:sdtContent></w:sdt>"
        )

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].status == status
    assert bool(outcome.leftovers) == (word == "perhaps")


def test_what_is_struck_through_is_left_out(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.put(1, FINAL, text_run("Порт ") + text_run("закрыт", STRUCK) + text_run(" открыт."))
        document.put(2, FINAL, text_run("Суда пришли.", '<w:dstrike w:val="true"/>'))
        document.put(4, FINAL, text_run("Холодно.", '<w:strike w:val="0"/>'))

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт открыт." and after[1:] == PORT[1:]
    assert len(outcome.leftovers) == 1 and reasons(outcome)[0].startswith("No. 2: the final translation is empty")


def test_a_sign_that_only_a_person_recognises_is_listed(tmp_path: Path) -> None:
    sign = '<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>'
    after, outcome, _ = edited(PORT, tmp_path, lambda document: document.put(1, FINAL, text_run("Порт ") + sign))
    assert after == PORT and "not all text: it has a sign of the font 'Webdings'" in reasons(outcome)[0]


def test_rows_are_found_again_wherever_they_stand_and_those_that_are_gone_stay_as_they_were(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.type(4, FINAL, "Морозно.")
        rows = document.rows
        table = rows[1].getparent()
        table.insert(table.index(rows[1]), rows[4])
        table.remove(rows[2])
        later = element("<w:tbl/>")  # the table was divided: the second part has no headings
        later.append(rows[3])
        document.body.insert(len(document.body) - 1, later)

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert [pair.target for pair in after] == [*(pair.target for pair in PORT[:3]), "Морозно."]
    assert not outcome.leftovers and outcome.without_row == 1


def test_a_row_that_was_added_is_listed(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        row = deepcopy(document.rows[2])
        document.rows[2].addnext(row)
        for column in (N, SOURCE, STATUS, FLAGS):
            document.put(3, column, "")
        document.type(3, FINAL, "Ещё одно предложение.")

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after == PORT and reasons(outcome) == ["the row below No. 2: a row without an id: it was added in the sheet"]


def test_rows_that_became_one_are_listed_and_not_applied(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        for column in range(6):
            for one in document.cell(2, column).findall(f"{W}p"):
                document.cell(1, column).append(one)
        document.rows[2].getparent().remove(document.rows[2])

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after == PORT and "it was merged with another one" in reasons(outcome)[0]


def test_cells_that_were_merged_or_divided_are_listed(tmp_path: Path) -> None:
    def merge_down(document: WordDocument) -> None:
        document.type(1, FINAL, "Порт закрыт. Суда пришли.")
        document.cell(1, FINAL).find(f"{W}tcPr").append(element('<w:vMerge w:val="restart"/>'))
        document.cell(2, FINAL).find(f"{W}tcPr").append(element("<w:vMerge/>"))
        document.put(2, FINAL, "")

    after, outcome, _ = edited(PORT, tmp_path, merge_down)
    assert after == PORT and len(outcome.leftovers) == 2
    assert reasons(outcome) == [
        "No. 1: the final translation is in a cell that was merged with the one below",
        "No. 2: the final translation is in a cell that was merged with the one above",
    ]

    def divide(document: WordDocument) -> None:
        for row in (0, 1, 3, 4):
            document.cell(row, FINAL).find(f"{W}tcPr").append(element('<w:gridSpan w:val="2"/>'))
        document.type(2, FINAL, "Суда")
        document.cell(2, FINAL).addnext(element(f"<w:tc><w:p>{text_run('пришли вчера.')}</w:p></w:tc>"))
        document.type(3, NOTE, "здесь всё на месте")

    after, outcome, _ = edited(PORT, tmp_path, divide)
    assert [pair.target for pair in after] == [pair.target for pair in PORT] and after[2].note == "здесь всё на месте"
    assert reasons(outcome) == ["No. 2: the final translation is in a cell that was divided"]


def test_without_its_marks_a_row_is_found_by_number_and_source(tmp_path: Path) -> None:
    def inspect(document: WordDocument) -> None:
        """What Word's document inspector does to hidden text."""
        for hidden in list(document.body.iter(f"{W}vanish")):
            run = hidden.getparent().getparent()
            run.getparent().remove(run)
        document.type(1, FINAL, "Порт открыт.")
        document.type(2, SOURCE, "Ships\u00a0came  in.")
        document.type(4, SOURCE, "It is warm.")

    after, outcome, remarks = edited(PORT, tmp_path, inspect)
    assert after[0].target == "Порт открыт." and after[1:] == PORT[1:]
    assert reasons(outcome) == ["No. 4: a row without an id: it was added in the sheet"]
    assert len(remarks) == 6 and "text outside the table" in remarks[0]  # ours, which nothing tells from a person's


def test_marks_that_a_program_shows_are_no_text(tmp_path: Path) -> None:
    def show(document: WordDocument) -> None:
        """What a program does that knows no hidden text, such as Google Docs."""
        for hidden in list(document.body.iter(f"{W}vanish")):
            hidden.getparent().remove(hidden)
        document.type(2, FINAL, "Пришли корабли.")

    after, outcome, remarks = edited(PORT, tmp_path, show)
    assert after[1].target == "Пришли корабли." and after[2:] == PORT[2:] and not outcome.leftovers and not remarks


def test_without_its_headings_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.type(1, FINAL, "Порт открыт.")
        document.rows[0].getparent().remove(document.rows[0])

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт открыт." and after[1:] == PORT[1:] and not outcome.leftovers


def test_columns_may_be_moved_and_deleted_and_others_are_listed(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.type(1, FINAL, "Порт открыт.")
        for number, row in enumerate(document.rows):
            cells = row.findall(f"{W}tc")
            row.remove(cells[FLAGS])
            row.insert(row.index(cells[N]) + 1, cells[FINAL])
            row.append(
                element(f"<w:tc><w:p>{text_run('Редактор' if not number else 'Ок' * (number == 1))}</w:p></w:tc>")
            )

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт открыт." and after[1:] == PORT[1:]
    assert reasons(outcome) == ["No. 1: the column 'Редактор' is not one of ours"]


def test_an_edit_is_not_applied_to_a_text_that_the_reviewer_did_not_see(tmp_path: Path) -> None:
    document = WordDocument(written(PORT, tmp_path))
    document.type(1, FINAL, "Порт открыт.")
    since = [replace(PORT[0], target="Порт открылся."), *PORT[1:]]
    after, outcome, _ = home(since, document.save())
    assert after == since and "the corpus has another text since this file was written" in reasons(outcome)[0]


def test_a_row_whose_source_was_changed_is_listed_as_a_whole(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.type(1, SOURCE, "The port is shut.")
        document.type(1, FINAL, "Порт не работает.")
        document.type(2, SOURCE, "Ships  came\u00a0in.")

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after == PORT and len(outcome.leftovers) == 1 and "its source was changed too" in reasons(outcome)[0]


def test_text_under_flags_and_outside_the_table_is_not_lost(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.type(2, FLAGS, "а здесь опечатка")
        document.body.insert(0, element(f"<w:p>{text_run('Общее впечатление: хорошо.')}</w:p>"))
        document.body[1].append(element(text_run(" и ещё")))

    after, outcome, remarks = edited(PORT, tmp_path, edit)
    assert after == PORT and outcome.leftovers[0].text == "а здесь опечатка"
    assert "Общее впечатление" in remarks[0] and "и ещё" in remarks[1] and len(remarks) == 2


def test_a_table_inside_a_cell_is_part_of_its_text(tmp_path: Path) -> None:
    def edit(document: WordDocument) -> None:
        document.cell(1, FINAL).insert(
            1, element(f"<w:tbl><w:tr><w:tc><w:p>{text_run('Порт')}</w:p></w:tc></w:tr></w:tbl>")
        )
        document.put(1, FINAL, text_run("работает."))

    after, outcome, _ = edited(PORT, tmp_path, edit)
    assert after[0].target == "Порт\nработает." and after[1:] == PORT[1:] and not outcome.leftovers


def test_a_document_of_word_for_the_web_names_its_parts_otherwise(tmp_path: Path) -> None:
    document = WordDocument(written(PORT, tmp_path))
    document.type(1, FINAL, "Порт открыт.")
    document.comments(("7", "Анна", "Да?"))
    document.cell(1, FINAL).find(f"{W}p").append(element('<w:r><w:commentReference w:id="7"/></w:r>'))
    document.save()
    for old, new in (("document", "document2"), ("comments", "comments3"), ("_rels/document", "_rels/document2")):
        name = f"word/{old}.xml{'.rels' if 'rels' in old else ''}"
        document.parts[name.replace(old, new)] = document.parts.pop(name)
    document.parts["_rels/.rels"] = document.parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    relations = "word/_rels/document2.xml.rels"
    document.parts[relations] = document.parts[relations].replace(
        b"</Relationships>",
        b'<Relationship Id="c" Type="http://x/comments" Target="/word/comments3.xml"/></Relationships>',
    )
    with zipfile.ZipFile(document.path, "w") as archive:
        for name, content in document.parts.items():
            archive.writestr(name, content)
    after, outcome, _ = home(PORT, document.path)
    assert (after[0].target, after[0].note) == ("Порт открыт.", "Анна: Да?") and not outcome.leftovers


# an alignment


FOUND = [
    replace(pair, origin="human", status="draft", note="", extra={}, source_span=((at, at + len(pair.source)),))
    for pair, at in zip(PORT, (0, 18, 33, 50), strict=True)
]


def test_in_an_alignment_texts_are_moved_between_cells_or_by_a_word(tmp_path: Path) -> None:
    def move(document: WordDocument) -> None:
        assert len(document.rows[0].findall(f"{W}tc")) == 7
        document.type(1, FINAL, "Порт закрыт. Суда пришли.")
        document.type(1, SOURCE, "The port is open. Ships came in.")
        document.rows[2].getparent().remove(document.rows[2])
        document.type(3, 4, "ок")

    after, outcome, _ = edited(FOUND, tmp_path, move)
    assert [(pair.source, pair.status) for pair in after] == [
        ("The port is open. Ships came in.", "edited"), ("The ice is thin.", "draft"), ("It is cold.", "approved"),
    ]  # fmt: skip
    assert not outcome.leftovers
    after, outcome, _ = edited(FOUND, tmp_path, lambda document: document.type(1, 3, "объединить"))
    assert after[0].target == "Порт закрыт. Суда пришли." and len(after) == 3 and not outcome.leftovers


# hostile files, and other ones


def _packed(folder: Path, document: bytes, name: str = "bad.docx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return path


_HEAD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (_HEAD, "damaged inside"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + _HEAD + b"</w:body></w:document>", "document type inside"),
        (_HEAD + b"<w:p>" * 300, "nested deeper"),
        (_HEAD + b" " * (64 << 20) + b"</w:body></w:document>", "zip bomb"),
        (_HEAD + b"<w:p><w:r><w:t>A letter.</w:t></w:r></w:p></w:body></w:document>", "no table with the headings"),
        (_HEAD + b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999999'/></w:tcPr></w:tc></w:tr></w:tbl>"
         b"</w:body></w:document>", "no table with the headings"),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_document_is_refused_in_one_line(content: bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(AlignError, match=problem) as error:
        list(read_table(_packed(tmp_path, content)).rows)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0 old", "in a format that is not read: save it as DOCX or ODT"),
        ("letter.rtf", b"{\\rtf1 letter}", "in a format that is not read"),
        ("locked.docx", b"\xd0\xcf\x11\xe0 locked", "has a password"),
        ("cut.docx", b"PK\3\4 cut", "damaged or cut short"),
        ("text.docx", b"only text", "damaged or cut short"),
        ("cut.odt", b"PK\3\4 cut", "damaged or cut short"),
    ],
)
def test_what_is_no_document_says_what_to_do(name: str, content: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AlignError, match=problem):
        read_table(tmp_path / name)


def test_opendocument_is_read_with_its_changes_comments_and_hidden_marks(tmp_path: Path) -> None:
    path = tmp_path / "review.odt"
    path.write_bytes(odt_table())
    after, outcome, remarks = home(PORT, path)
    assert (after[0].target, after[0].note) == ("Порт открыт.", "Анна: Точно? Да") and not outcome.leftovers
    assert len(remarks) == 1 and "tracked changes" in remarks[0]


# the commands


def test_the_commands_write_it_bring_it_home_and_do_not_write_over_a_reviewers_work(tmp_path: Path) -> None:
    corpus, review = tmp_path / "port.jsonl", tmp_path / "review.docx"
    write_corpus(Corpus(PORT, source_lang="en", target_lang="ru"), corpus)

    def run(*arguments: Any) -> tuple[int, str]:
        done = answer(*arguments, cwd=tmp_path)
        return done.returncode, done.stderr.decode()

    status, said = run("review", "port.jsonl", "-o", "review.docx", "--headings", "ru")
    assert status == 0 and "4 pairs to review in review.docx; then: align merge port.jsonl review.docx" in said
    assert run("review", "port.jsonl", "-o", "review.docx")[0] == 0  # nobody has worked in it
    document = WordDocument(review)
    document.type(1, FINAL, "Порт открыт.")
    document.comments(("1", "Анна", "Да?"))
    document.cell(2, FINAL).find(f"{W}p").append(element('<w:r><w:commentReference w:id="1"/></w:r>'))
    document.body.insert(0, element(f"<w:p>{text_run('Хорошо.')}</w:p>"))
    document.save()
    status, said = run("review", "port.jsonl", "-o", "review.docx")
    assert status == 1 and "holds work that would be lost: 1 edited, 1 note, 1 comment" in said
    status, said = run("merge", "port.jsonl", "review.docx", "-o", "reviewed.jsonl")
    assert status == 0 and "1 edited, 1 note" in said and "text outside the table" in said
    status, said = run("review", "reviewed.jsonl", "-o", "review.docx", "--force")
    assert status == 0 and "the old file is kept as review.docx.bak" in said


def test_a_document_that_is_no_review_is_not_written_over(tmp_path: Path) -> None:
    corpus = tmp_path / "port.jsonl"
    write_corpus(Corpus(PORT, source_lang="en", target_lang="ru"), corpus)
    story = _packed(tmp_path, _HEAD + b"<w:p><w:r><w:t>A story.</w:t></w:r></w:p></w:body></w:document>", "port.docx")
    before = story.read_bytes()
    done = answer("review", corpus, "-o", story)
    assert done.returncode == 1 and b"a document that is no review table" in done.stderr
    assert story.read_bytes() == before


def test_standard_output_takes_the_table_too(tmp_path: Path) -> None:
    corpus = tmp_path / "port.jsonl"
    write_corpus(Corpus(PORT, source_lang="en", target_lang="ru"), corpus)
    done = answer("review", corpus, "-o", "-", "--format", "docx")
    assert done.returncode == 0 and zipfile.is_zipfile(io.BytesIO(done.stdout))
