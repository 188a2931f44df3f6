"""Which file goes with which: by name, by language folder, from a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from align.alignment.file_pairing import by_language, match_files
from align.batch.plan import PlanEntry
from align.batch.sources import find_names, find_sources, listed_sources
from align.errors import InputError, UsageError


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("in/bout.en.txt", "in/bout.ru.txt"),
        ("in/bout_EN.md", "in/bout_RU.txt"),
        ("in/en-bout.txt", "in/ru-bout.txt"),
        ("in/bout.en-US.txt", "in/bout.ru.txt"),
        ("in/en/news/bout.txt", "in/ru/news/bout.txt"),
        ("in/site/EN-gb/bout.txt", "in/site/ru/bout.txt"),
        ("in/en/bout.en.txt", "in/ru/bout.ru.txt"),
        ("en/press/en/a.txt", "en/press/ru/a.txt"),
        ("in/en/what_en.txt", "in/ru/what.txt"),
        ("in/bout.en.txt.gz", "in/bout.ru.docx"),
        ("in/bout.eng.txt", "in/bout.rus.txt"),
        ("in/bout_en_US.txt", "in/bout_RU.txt"),
        ("in/eng/may.txt", "in/ru_RU/may.txt"),
        ("in/what_is_new.en.txt", "in/what_is_new.ru.txt"),
    ],
)
def test_a_language_in_the_name_or_a_folder_makes_a_pair(source: str, target: str) -> None:
    assert by_language([target, source], "en", "ru") == ([(source, target)], [])


@pytest.mark.parametrize(("source", "target"), [("EN", "rus"), ("en_US", "ru-RU"), ("eng", "RU")])
def test_languages_may_be_spelt_in_any_way(source: str, target: str) -> None:
    names = ("in/bout.en.txt", "in/bout.ru.txt")
    assert by_language(names, source, target) == ([names], [])


@pytest.mark.parametrize(
    "names",
    [
        ["in/bout.en.txt", "in/bout.de.txt"],  # another language than those asked for
        ["in/a/en/x.txt", "in/b/ru/x.txt"],
        ["in/bout.txt", "in/bout.ru.txt"],
        ["in/ru/go-en.txt", "in/en/go-ru.txt"],  # the folder decides, and the codes are parts of names
    ],
)
def test_what_does_not_fit_stays_alone(names: Any) -> None:
    assert by_language(names, "en", "ru") == ([], names)


def test_two_files_that_could_be_the_same_document_are_named() -> None:
    with pytest.raises(InputError, match=r"bout\.en\.txt and in/bout\.en\.md"):
        by_language(["in/bout.en.txt", "in/bout.en.md"], "en", "ru")


def test_regions_of_the_languages_asked_for_do_not_matter() -> None:
    assert by_language(["a.en.txt", "a.pt.txt"], "en-US", "pt-BR") == ([("a.en.txt", "a.pt.txt")], [])


def test_pairs_and_those_alone_come_in_the_order_of_the_input() -> None:
    names = ["c.ru.txt", "a.en.txt", "a.ru.txt", "b.en.txt", "b.ru.txt"]
    sources = find_sources(names, ("en", "ru"))
    assert sources.how == "pair"
    assert sources.entries == [
        PlanEntry("c.ru.txt", alone=True),
        PlanEntry("a.en.txt", "a.ru.txt"),
        PlanEntry("b.en.txt", "b.ru.txt"),
    ]
    assert "to be aligned: 2" in sources.notes[0] and "alone: 1, such as c.ru.txt" in sources.notes[1]


def test_a_collection_in_one_language_is_drafted_and_a_mixed_one_asked_about() -> None:
    assert find_sources(["a.txt", "b.txt"], ("en", "ru")).how == "draft"
    mixed = ["a.en.txt", "a.ru.txt", "b.txt", "c.txt", "d.txt"]
    with pytest.raises(UsageError, match="1 of the 5 documents"):
        find_sources(mixed, ("en", "ru"))
    assert len(find_sources(mixed, ("en", "ru"), "draft").entries) == 5
    assert [entry.alone for entry in find_sources(mixed, ("en", "ru"), "pair").entries] == [False, True, True, True]


def test_a_list_names_documents_or_pairs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", "utf-8")
    (tmp_path / "list").write_text("# mine\na.txt\n\nelsewhere.txt\n", "utf-8")
    sources = listed_sources(str(tmp_path / "list"))
    assert sources.how == "draft"
    assert [entry.source for entry in sources.entries] == [str(tmp_path / "a.txt"), str(tmp_path / "elsewhere.txt")]
    (tmp_path / "list").write_text("a.txt\tb.txt\n", "utf-8")
    assert listed_sources(str(tmp_path / "list")).how == "pair"
    (tmp_path / "list").write_text("# nothing\n", "utf-8")
    with pytest.raises(InputError, match="lists no documents"):
        listed_sources(str(tmp_path / "list"))


def test_the_folder_of_the_collection_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(InputError, match="the collection's own"):
        find_names([str(tmp_path)], tmp_path / "out")
    (tmp_path / "a.txt").write_text("One.", "utf-8")
    assert find_names([str(tmp_path)], tmp_path / "out") == [str(tmp_path / "a.txt")]


def test_pairing_two_folders_goes_by_the_same_names(tmp_path: Path) -> None:
    for name in ("en/bout.en.txt", "ru/bout_RU.txt", "en/x.txt", "ru/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.", "utf-8")
    found, _ = match_files(str(tmp_path / "en"), str(tmp_path / "ru"))
    assert [tuple(name.rpartition("/")[2] for name in pair) for pair in found] == [
        ("bout.en.txt", "bout_RU.txt"),
        ("x.txt", "x.txt"),
    ]
