"""What a translator did in a CAT tool comes back by XLIFF or TMX, and nothing else is changed by it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.formats.xliff import ALIGN, XLIFF
from align.corpus.pair import Status
from align.review import MergeResult, merge
from align.review.cat_files import read_units
from tests.command import run
from tests.nasty import line_text, pairs, xml_text

NS = {"x": XLIFF}
SOURCES = ("The port opened again on Monday.", "Prices rose by 5%.", "What next?", "What next?")
DRAFTS = ("Порт открыл снова.", "Цены розы 5%.", "Что дальше?", "Что дальше?")
Unit = Callable[[etree._Element], None]


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """A drafted story as corpus, XLIFF and TMX in the working folder."""
    monkeypatch.chdir(tmp_path)
    some = [
        Pair(f"s-{n}", "s.txt", n, source, target, "en", "ru", score=0.9, logprob=-0.5, flags=("split",))
        for n, (source, target) in enumerate(zip(SOURCES, DRAFTS, strict=True), 1)
    ]
    for name in ("story.jsonl", "story.xlf", "story.tmx"):
        write_corpus(Corpus(some, source_lang="en", target_lang="ru"), name, tmx_langs={"ru": "ru-RU"})
    return some


def in_cat_tool(number: int, change: Unit, name: str = "story.xlf", saved: str = "back.xlf") -> None:
    """Change the trans-unit or tu of this number, from 1, as a CAT tool would, and save."""
    tree = etree.parse(name)
    units = tree.findall(".//x:trans-unit", NS) or tree.findall(".//tu")
    change(units[number - 1])
    tree.write(saved, encoding="UTF-8", xml_declaration=True)


def target_of(unit: etree._Element) -> etree._Element:
    found = unit.find("x:target", NS)
    if found is None:
        found = unit.findall("tuv/seg")[1]
    assert found is not None
    return found


def type_(text: str, state: str | None = None) -> Unit:
    """A translation that is typed, with or without a state."""

    def change(unit: etree._Element) -> None:
        target_of(unit).text = text
        if state is not None:
            target_of(unit).set("state", state)

    return change


def merged(*arguments: str) -> list[Pair]:
    assert run("merge", "story.jsonl", *arguments, "-o", "reviewed.jsonl", "--force") == 0
    return list(read_corpus("reviewed.jsonl"))


def test_a_target_that_was_changed_without_its_state_is_edited(story: list[Pair]) -> None:
    """Nobody has to touch a state; what was found out about the draft says nothing of the new text."""
    in_cat_tool(2, type_("Цены выросли на 5%."))
    expected = replace(story[1], target="Цены выросли на 5%.", status="edited", origin="post-edited")
    expected = replace(expected, score=None, logprob=None, flags=())
    assert merged("back.xlf") == [story[0], expected, *story[2:]]
    assert run("convert", "back.xlf", "converted.jsonl") == 0
    assert list(read_corpus("converted.jsonl")) == [story[0], expected, *story[2:]]


@pytest.mark.parametrize("suffix", [".sdlxliff", ".mqxliff", ".MXLIFF"])
def test_the_bilingual_file_of_a_cat_tool_comes_home_under_its_own_name(story: list[Pair], suffix: str) -> None:
    in_cat_tool(2, type_("Цены выросли на 5%."), saved=f"back{suffix}")
    assert [pair.status for pair in merged(f"back{suffix}")] == ["draft", "edited", "draft", "draft"]


@pytest.mark.parametrize(
    ("state", "status"), [("final", "approved"), ("signed-off", "approved"), ("translated", "edited"), ("new", "draft")]
)
def test_a_state_without_another_text(story: list[Pair], state: str, status: Status) -> None:
    in_cat_tool(1, lambda unit: target_of(unit).set("state", state))
    assert merged("back.xlf") == [replace(story[0], status=status), *story[1:]]


def test_a_file_that_nobody_touched_changes_nothing(story: list[Pair]) -> None:
    for name in ("story.xlf", "story.tmx"):
        assert merged(name) == story
    assert not Path("reviewed.leftovers.csv").exists()


def test_a_file_that_is_older_than_the_corpus_undoes_nothing(
    story: list[Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was decided since the file left stays, also where the translator has typed another text there."""
    since = [
        replace(story[0], target="Порт вновь открыт.", status="edited"),
        replace(story[1], status="approved", note="проверено"),
        replace(story[2], status="rejected"),
        story[3],
    ]
    write_corpus(Corpus(since, source_lang="en", target_lang="ru"), "story.jsonl")
    assert merged("story.xlf") == since and merged("story.tmx") == since
    in_cat_tool(1, type_("Порт снова открылся."))
    assert merged("back.xlf") == since
    error = capsys.readouterr().err
    assert "story.tmx, unit 1 (id s-1): it is a draft, and the text of the corpus is edited" in error
    assert "back.xlf, unit 1 (id s-1): the corpus has another text since this file was written" in error
    assert "Порт снова открылся." in Path("reviewed.leftovers.csv").read_text("utf-8-sig")


def test_a_tmx_that_was_edited(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    """A TMX has no marks: its text is taken, and one that replaces a reviewed text is counted."""
    in_cat_tool(1, type_("Порт снова открылся."), "story.tmx", "back.tmx")
    result = merged("back.tmx")
    assert (result[0].target, result[0].status, result[0].origin) == ("Порт снова открылся.", "edited", "post-edited")
    assert result[1:] == story[1:]
    assert run("convert", "reviewed.jsonl", "again.tmx") == 0
    in_cat_tool(1, type_("В понедельник порт снова открылся."), "again.tmx", "again2.tmx")
    capsys.readouterr()
    assert run("merge", "reviewed.jsonl", "again2.tmx", "-o", "third.jsonl") == 0
    assert next(iter(read_corpus("third.jsonl"))).target == "В понедельник порт снова открылся."
    assert "1 text edited or approved before is another now: --dry-run shows both" in capsys.readouterr().err


def memory(*units: tuple[str, str]) -> None:
    """A TMX as CAT tools write it: no ids, no props, codes with regions."""
    body = "".join(
        f'<tu><tuv xml:lang="en-GB"><seg>{source}</seg></tuv><tuv xml:lang="ru-RU"><seg>{target}</seg></tuv></tu>'
        for source, target in units
    )
    Path("project.tmx").write_text(
        '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
        f'adminlang="en" srclang="en-GB" datatype="plaintext"/><body>{body}</body></tmx>',
        "utf-8",
    )


def test_units_without_ids_speak_of_their_source_wherever_it_stands(
    story: list[Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    """An unchanged draft is approved, as the translator has confirmed it; units of other texts are counted."""
    memory((SOURCES[0], DRAFTS[0]), ("What next?", "Что же дальше?"), ("Other.", "Другое."), ("One.", "Раз."))
    result = merged("project.tmx")
    assert [(pair.target, pair.status) for pair in result] == [
        (DRAFTS[0], "approved"),
        (DRAFTS[1], "draft"),
        ("Что же дальше?", "edited"),
        ("Что же дальше?", "edited"),
    ]
    error = capsys.readouterr().err
    assert "project.tmx: 2 units are of no pair of the corpus: of other texts, or divided" in error
    assert not Path("reviewed.leftovers.csv").exists()


def test_two_translations_of_one_source_are_for_a_person(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    memory(("What next?", "Что же дальше?"), ("What next?", "И что?"))
    assert merged("project.tmx") == story
    assert "project.tmx, unit 1 (id none): reviewers disagree (edited): “Что же дальше?”" in capsys.readouterr().err


def test_a_rejection_stands_against_an_old_memory(story: list[Pair]) -> None:
    """A memory says `approved` of all its units: that is no decision against one that a person took."""
    write_corpus(Corpus([replace(story[0], status="rejected"), *story[1:]]), "story.jsonl")
    memory((SOURCES[0], DRAFTS[0]))
    assert merged("project.tmx")[0].status == "rejected"
    memory((SOURCES[0], "Порт снова открылся."))
    assert merged("project.tmx")[0].status == "edited"


def test_ids_of_another_tool(story: list[Pair]) -> None:
    """A tool that numbers units anew is told by source, number and document, the same sentence twice included."""
    tree = etree.parse("story.xlf")
    for number, unit in enumerate(tree.findall(".//x:trans-unit", NS)):
        unit.set("id", f"{900 + number}")
    tree.write("numbered.xlf", encoding="UTF-8", xml_declaration=True)
    in_cat_tool(4, type_("А потом?"), "numbered.xlf")
    assert [pair.target for pair in merged("back.xlf")] == [*DRAFTS[:3], "А потом?"]


def test_notes_are_added_with_the_names_of_who_wrote_them(story: list[Pair]) -> None:
    write_corpus(Corpus([replace(story[0], note="моё"), *story[1:]]), "story.jsonl")

    def remark(unit: etree._Element) -> None:
        note = etree.SubElement(unit, f"{{{XLIFF}}}note")
        note.text = "точно?"
        note.set("from", "Anna")

    in_cat_tool(1, remark)
    assert merged("back.xlf") == [replace(story[0], note="моё\nAnna: точно?"), *story[1:]]
    assert run("merge", "reviewed.jsonl", "back.xlf", "-o", "twice.jsonl") == 0
    assert next(iter(read_corpus("twice.jsonl"))).note == "моё\nAnna: точно?"


def test_what_cannot_be_applied_is_listed_and_kept(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    """A changed source, an emptied target, a unit that was added to the document."""

    def other_source(unit: etree._Element) -> None:
        source = unit.find("x:source", NS)
        assert source is not None
        source.text = "The port closed."
        target_of(unit).text = "Порт закрылся."

    in_cat_tool(1, other_source)
    in_cat_tool(2, type_(""), "back.xlf")

    def other_mark(unit: etree._Element) -> None:
        other_source(unit)
        unit.set("id", "new")
        del unit.attrib[f"{{{ALIGN}}}mark"]

    in_cat_tool(3, other_mark, "back.xlf")
    assert merged("back.xlf") == story
    error = capsys.readouterr().err
    assert "unit 1 (id s-1): nothing of the unit is applied, as its source was changed too" in error
    assert "unit 2 (id s-2): the final translation is empty" in error
    assert "unit 3 (id new): no pair of the corpus has this id and source: “Порт закрылся.”" in error
    assert "3 not applied, kept in reviewed.leftovers.csv" in error


def test_a_sheet_and_a_cat_tool_together(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    """Where they disagree neither wins."""
    import openpyxl

    assert run("review", "story.jsonl", "-o", "anna.xlsx") == 0
    book = openpyxl.load_workbook("anna.xlsx")
    book["s.txt"]["C2"].value, book["s.txt"]["C3"].value = "Порт открылся.", "Цены выросли."
    book.save("anna.xlsx")
    in_cat_tool(1, type_("Порт снова открылся."))
    result = merged("anna.xlsx", "back.xlf")
    assert [pair.target for pair in result[:2]] == [DRAFTS[0], "Цены выросли."]
    assert capsys.readouterr().err.count("reviewers disagree") == 2


@pytest.mark.parametrize(
    ("name", "data", "status", "message"),
    [
        ("no.xlf", None, 1, "cannot read no.xlf"),
        ("cut.xlf", b'<xliff version="1.2" xmlns="%b"><file>' % XLIFF.encode(), 1, "not well-formed XML"),
        (
            "two.xlf",
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>',
            1,
            "not XLIFF: it holds an <xliff> without a <file>",
        ),
        ("empty.tmx", b'<tmx version="1.4"><header/><body/></tmx>', 1, "empty.tmx has no unit in en and ru"),
        ("text.tmx", b"The port opened.", 1, "text.tmx"),
    ],
)
def test_bad_files_are_one_line(
    story: list[Pair],
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes | None,
    status: int,
    message: str,
) -> None:
    if data is not None:
        Path(name).write_bytes(data)
    assert run("merge", "story.jsonl", name, "-o", "r.jsonl") == status
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1 and not Path("r.jsonl").exists()


def test_the_file_of_another_language_is_named(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    other = [replace(pair, target_lang="de") for pair in story]
    for name in ("de.xlf", "de.tmx"):
        write_corpus(Corpus(other, source_lang="en", target_lang="de"), name)
        assert run("merge", "story.jsonl", name, "-o", "r.jsonl") == 1
        assert "en and ru" in capsys.readouterr().err


def test_a_review_is_not_written_over(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("story.tmx").read_bytes()
    assert run("merge", "story.jsonl", "story.tmx", "-o", "story.tmx") == 2
    assert "story.tmx is the input" in capsys.readouterr().err and Path("story.tmx").read_bytes() == before


def test_scripts_learn_of_units_without_a_pair(story: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    memory(("Other.", "Другое."))
    capsys.readouterr()
    assert run("merge", "story.jsonl", "project.tmx", "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out)["units_without_pair"] == {"project.tmx": 1}


@given(st.lists(pairs(line_text, xml_text), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.slow
def test_whatever_a_pair_holds_its_own_unit_changes_nothing(tmp_path: Path, some: list[Pair]) -> None:
    some = [replace(pair, id=f"{n}", n=n, source_lang="en", target_lang="ru") for n, pair in enumerate(some, 1)]
    path = tmp_path / "a.xlf"
    write_corpus(Corpus(some, source_lang="en", target_lang="ru"), path)
    outcome = MergeResult()
    assert list(merge(some, read_units(path, "en", "ru").rows, outcome)) == some
    assert not outcome.changes and not outcome.leftovers and not outcome.foreign_units


@pytest.mark.slow
def test_the_memory_of_an_omegat_project_comes_back(story: list[Pair], tmp_path: Path) -> None:
    """A translator opens the story in OmegaT, translates two sentences, and merges the project's TMX."""
    if not shutil.which("omegat"):
        pytest.skip("OmegaT (Debian package omegat, with Java) is not installed")
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    default = "".join(
        f"<{folder}_dir>__DEFAULT__</{folder}_dir>" for folder in ("source", "target", "tm", "glossary", "dictionary")
    )
    (project / "omegat.project").write_text(
        f'<omegat><project version="1.0">{default}<source_lang>en</source_lang><target_lang>ru-RU</target_lang>'
        "<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>"
        "</project></omegat>"
    )
    (project / "source" / "s.txt").write_text("\n\n".join(SOURCES) + "\n", "utf-8")
    typed = [replace(story[0], target="Порт снова открылся."), replace(story[2], target="Что же дальше?")]
    write_corpus(Corpus(typed, source_lang="en", target_lang="ru"), project / "tm/auto/typed.tmx")
    done = subprocess.run(
        ["omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'settings'}"],
        capture_output=True,
        timeout=180,
    )
    memory = project / "project-omegat.tmx"
    assert memory.is_file(), done.stdout.decode("utf-8", "replace")[-1000:]
    assert [(pair.target, pair.status) for pair in merged(str(memory))] == [
        ("Порт снова открылся.", "edited"),
        (DRAFTS[1], "draft"),
        ("Что же дальше?", "edited"),
        ("Что же дальше?", "edited"),
    ]
