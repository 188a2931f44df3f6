"""Bands of drafts on the page and in the editor: counted, explained, to filter and to sort by, gone when reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from align.checks import BANDS
from align.corpus import Corpus, Pair
from align.corpus.bands import BAND_WORDS
from align.report import write_report
from tests.banded import draft, estimated, story
from tests.report.browser import Browser, executable
from tests.report.editor_page import Editor

needs_browser = pytest.mark.skipif(executable() is None, reason="no Chromium is installed here")


def page_of(pairs: list[Pair], path: Path, language: str = "en") -> str:
    write_report(Corpus(pairs, source_lang="en", target_lang="ru"), path, "Port", language=language)
    return path.read_text("utf-8")


def texts(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "\n", html))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_draft_has_its_band_in_words_and_the_head_counts_them(tmp_path: Path, language: str) -> None:
    """A badge with a tooltip, a filter with counts, a line for each band that says what it means."""
    html = page_of([*story(), draft("wrong", 7)], tmp_path / "a.html", language)
    rows = re.findall(r'<article[^>]*data-band="(\w*)"', html)
    assert rows == ["", *BANDS, "", "", "wrong"]
    words = BAND_WORDS[language]
    for name, count in zip(BANDS, (1, 1, 2), strict=True):
        assert html.count(f'<span class="band {name}" tabindex="0">{words[name]}<span role="tooltip">') == count
        button = f'data-choose="{name}">{words[name]}</button></span><span class="count">{count}</span>'
        assert html.count(button) == 1
        assert f'<option value="{name}">{words[name]} ({count})</option>' in html


def test_the_score_that_chose_a_draft_is_not_shown_where_its_band_is(tmp_path: Path) -> None:
    """The score of a dateline, and of what was reviewed, is there as ever; of the picture it is that of persons' work
    alone."""
    html = page_of(story(), tmp_path / "a.html")
    assert re.findall(r'data-score="([\d.]*)"', html) == ["1.0000", "", "", "", "0.9000", ""]
    assert html.count('class="score') == 2
    drafts = page_of(story()[:4], tmp_path / "b.html")
    assert 'class="histogram"' not in drafts and "Median score" not in texts(drafts)
    reviewed = page_of([replace(story()[1], origin="human", status="approved"), *story()], tmp_path / "c.html")
    assert "1 pair from 0.95 to 1.00" in reviewed


def test_a_corpus_without_estimates_has_the_page_that_it_had(tmp_path: Path) -> None:
    plain = [replace(pair, extra={}) for pair in story()]
    html = page_of(plain, tmp_path / "a.html")
    assert "likely usable" not in texts(html) and 'class="band ' not in html and 'class="histogram"' in html
    assert '<label hidden><span class="label">Quality</span>' in html and '<option value="band" hidden>' in html
    assert re.findall(r'data-score="([\d.]*)"', html) == ["1.0000", "0.9900", "0.9900", "0.9900", "0.9000", ""]


def test_the_picture_shows_the_likely_wrong_as_errors_and_what_needs_work_as_doubtful(tmp_path: Path) -> None:
    html = page_of([draft(name, n) for n, name in enumerate(BANDS, 1)], tmp_path / "a.html")
    assert re.findall(r'<path class="(\w*)"', html) == ["", "warning", "error"]
    assert "none of them flagged" in texts(html)


def test_hostile_estimates_make_a_page(tmp_path: Path) -> None:
    odd = [estimated(value, n) for n, value in enumerate(("<b>", float("nan"), 2.0, -1, None, [1], 10**400), 1)]
    html = page_of(odd, tmp_path / "a.html")
    assert re.findall(r'data-band="(\w*)"', html) == ["", "", "usable", "wrong", "", "", "usable"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile"), 1280, 1000) as tab:
        yield tab


SHOWN = "[...document.querySelectorAll('.pair:not([hidden])')].map((row) => row.querySelector('.n a').textContent)"


@needs_browser
def test_drafts_are_filtered_and_sorted_by_their_band(shared: Browser, tmp_path: Path) -> None:
    pairs = [draft(BANDS[n % 3], n) for n in range(1, 8)] + [replace(draft("work", 8), status="approved")]
    page_of(pairs, tmp_path / "a.html")
    shared.open(tmp_path / "a.html")
    page = Editor(shared, tmp_path / "a.html")
    page.set("band", "wrong")
    assert shared.run(SHOWN) == ["2", "5"]
    page.set("band", "")
    page.set("order", "band")
    assert shared.run(SHOWN) == ["2", "5", "1", "4", "7", "3", "6", "8"]
    page.set("order", "risk")
    assert shared.run(SHOWN)[:2] == ["2", "5"]
    page.set("order", "")
    assert shared.run(SHOWN) == [str(n) for n in range(1, 9)]
    shared.click("[data-choose='work']")
    assert shared.run(SHOWN) == ["1", "4", "7"]
    shared.click("[data-choose='work']")
    shared.run("document.querySelector('.pair .band').focus()")
    assert shared.run("getComputedStyle(document.querySelector('.pair .band [role=tooltip]')).display") == "block"
    for width in (390, 1280):
        shared.look(width, 900)
        assert shared.run("document.documentElement.scrollWidth <= innerWidth")
    assert shared.messages == []


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badges_differ_in_more_than_their_colour(shared: Browser, tmp_path: Path, scheme: str) -> None:
    """Words, and a line around that is drawn, dashed, or filled."""
    page_of(story(), tmp_path / "a.html")
    shared.open(tmp_path / "a.html")
    shared.look(1280, 900, scheme)
    looks = [shared.run(f"(({LOOK})(document.querySelector('.pair .band.{name}')))") for name in BANDS]
    assert looks == [["solid", False], ["dashed", False], ["solid", True]]


LOOK = """(badge) => { const look = getComputedStyle(badge);
  return [look.borderTopStyle, look.backgroundColor !== "rgba(0, 0, 0, 0)"]; }"""
BADGES = "[...document.querySelectorAll('.pair')].map((row) => row.querySelector('.band')?.textContent.length > 0)"


@needs_browser
def test_in_the_editor_a_band_goes_when_its_draft_is_reviewed_and_comes_back(shared: Browser, tmp_path: Path) -> None:
    editor = Editor(shared, tmp_path / "editor.html")
    editor.open([draft(name, n) for n, name in enumerate(BANDS, 1)])
    editor.set("show", "doubtful")
    assert shared.run(SHOWN) == ["2", "3"]
    editor.set("show", "")
    editor.go(3)
    editor.press("a")
    assert shared.run(BADGES) == [True, True, False]
    editor.set("band", "wrong")
    assert shared.run(SHOWN) == []
    editor.set("band", "")
    editor.press("Ctrl+z")
    assert shared.run(BADGES) == [True] * 3
    editor.go(1)
    editor.press("Enter", "x", "Escape")
    assert shared.run(BADGES) == [False, True, True]
    editor.press("Ctrl+z")
    assert shared.run(BADGES) == [True] * 3
    editor.set("band", "usable")
    assert shared.run(SHOWN) == ["1"]
    assert shared.messages == []
