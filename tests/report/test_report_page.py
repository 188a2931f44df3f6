"""The page: self-contained, safe with hostile text, alive in a browser, and with honest pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from align.corpus import Corpus, Pair, Signature
from align.report import write_report
from align.report.editor_strings import EDITOR
from align.report.figures import MAX_RIBBONS, Band, histogram, merge_neighbours, ribbons
from align.report.page_head import EDITOR_SCRIPTS
from align.report.strings import PAGE
from tests.nasty import any_text, pairs
from tests.report.browser import Browser, executable

HOSTILE = [
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "</script><script>document.title='owned'</script>",
    '" onmouseover="document.title=\'owned\'" x="',
    "</style><svg/onload=document.title='owned'>",
    "<!-- --><iframe src=javascript:document.title='owned'>",
    "$title ${script} &lt;b&gt; \u202e\u0000",
]


def story(count: int = 12) -> list[Pair]:
    flags: list[tuple[str, ...]] = [(), ("number-mismatch",), (), ("length-ratio", "end-punctuation")]
    return [
        Pair(
            id=f"port-{n:04d}",
            doc="port.txt",
            n=n,
            source=f"Boat number {n} came to the old harbour.",
            target=f"Лодка номер {n} пришла в старую гавань." if n % 5 else "",
            source_lang="en",
            target_lang="ru",
            kind="headline" if n == 1 else "sentence",
            status="approved" if n % 3 == 0 else "draft",
            score=n / count,
            flags=flags[n % 4],
        )
        for n in range(1, count + 1)
    ]


def page_of(found: list[Pair], path: Path, **fields: object) -> str:
    write_report(Corpus(found, Signature((("align", "0"),)), "en", "ru", **fields), path, "A <port> & co")  # type: ignore[arg-type]
    return path.read_text("utf-8")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    return parser


def test_the_page_asks_for_nothing_from_outside(tmp_path: Path) -> None:
    html = page_of(story(), tmp_path / "a.html")
    tags = parsed(html).tags
    assert not [attrs for tag, attrs in tags if tag in ("link", "img", "iframe", "object", "base") or "src" in attrs]
    assert all(attrs["href"].startswith("#") for _, attrs in tags if attrs.get("href"))
    assert not [attrs for _, attrs in tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
    policy = next(attrs["content"] for _, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and "default-src 'none'" in policy and "unsafe" not in policy
    assert "url(" not in html and "@import" not in html


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    found = [
        replace(pair, doc=evil, source=evil, target=evil, note=evil, id=evil, kind=evil, flags=(evil,), status=evil)  # type: ignore[arg-type]
        for pair, evil in zip(story(), HOSTILE, strict=False)
    ]
    evil_corpus = Corpus(found, Signature((("x", HOSTILE[0]),)), HOSTILE[1], "ru", HOSTILE[0])
    write_report(evil_corpus, tmp_path / "a.html", HOSTILE[2])
    page = parsed((tmp_path / "a.html").read_text("utf-8"))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not {"img", "iframe"} & {tag for tag, _ in page.tags}
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert sum(HOSTILE[0] == text for text in page.text) >= 3


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs(any_text))
def test_any_pair_makes_one_row(tmp_path: Path, pair: Pair) -> None:
    tags = parsed(page_of([pair], tmp_path / "a.html")).tags
    assert [tag for tag, _ in tags].count("article") == 1


def test_an_empty_corpus_still_makes_a_page(tmp_path: Path) -> None:
    assert "There is no pair in this corpus." in page_of([], tmp_path / "a.html")


def test_flags_are_explained_in_a_legend_and_on_hover(tmp_path: Path) -> None:
    html = page_of(story(), tmp_path / "a.html")
    sentence = "A number on one side has no counterpart on the other."
    assert html.count(sentence) >= 2
    assert 'data-flag="number-mismatch"' in html
    assert "12 pairs. 6 carry flags, 3 of them grave." in html


def test_headings_do_not_show_the_steps_to_a_document(tmp_path: Path) -> None:
    docs = ("../port.txt", "./a/../b.txt", ".hidden", "../../", "..name", "c/port.txt")
    found = [replace(pair, doc=doc) for pair, doc in zip(story(6), docs, strict=True)]
    html = page_of(found, tmp_path / "a.html")
    names = re.findall(r"<h2 dir=\"auto\">(.*?)<", html)
    assert names == ["port.txt", "b.txt", ".hidden", "Pairs", "..name", "c/port.txt"]


def test_the_picture_says_what_was_confirmed_and_what_is_uncertain(tmp_path: Path) -> None:
    statuses = (("approved", ("number-mismatch",)), ("edited", ()), ("draft", ("length-ratio",)), ("rejected", ()))
    found = [
        replace(pair, status=status, flags=flags)  # type: ignore[arg-type]
        for pair, (status, flags) in zip(story(4), statuses, strict=True)
    ]
    html = page_of(found, tmp_path / "a.html")
    assert re.findall(r'<path class="(.*?)"', html) == ["confirmed", "corrected", "warning", "rejected"]
    legend = re.search(r'<p class="legend">(.*?)</p>', html)
    assert legend is not None
    assert re.findall(r'class="\w+">([^<]*)<', legend[1]) == ["doubtful", "confirmed", "corrected", "rejected"]


def test_the_page_is_russian_where_that_is_asked_for(tmp_path: Path) -> None:
    write_report(Corpus(story(), Signature(), "en", "ru"), tmp_path / "a.html", language="ru")
    html = (tmp_path / "a.html").read_text("utf-8")
    assert '<html lang="ru">' in html and "<title>Корпус</title>" in html
    assert "12 пар. 6 с пометками, из них с грубыми 3." in html
    assert "заголовок (1)" in html and "одобрено (4)" in html


@pytest.mark.parametrize("texts", [PAGE, EDITOR], ids=["page", "editor"])
def test_both_languages_have_the_same_words(texts: dict[str, dict[str, str]]) -> None:
    english, russian = texts["en"], texts["ru"]
    assert list(english) == list(russian)
    for key, text in english.items():
        fields = [set(re.findall(r"{\w+}", form)) for form in (*text.split("|"), *russian[key].split("|"))]
        assert all(one == fields[0] for one in fields), key
        if "|" in text:
            assert (len(text.split("|")), len(russian[key].split("|"))) == (2, 3), key


def test_the_script_says_nothing_that_has_no_words() -> None:
    scripts = "".join(files("align.report").joinpath(name).read_text("utf-8") for name in EDITOR_SCRIPTS)
    said = set(re.findall(r'\b(?:say|textOf|act|mark|make)\([^;"\n]*"([a-z][a-z -]+)"', scripts))
    said |= set(re.findall(r'"(said [a-z-]+|no [a-z]+)"', scripts))
    known = set(EDITOR["en"]) | {"move", "pull", "approved", "rejected", "draft"}
    assert len(said) > 25 and said <= known, said - known


def test_documents_come_under_their_own_headings(tmp_path: Path) -> None:
    found = [replace(pair, doc=f"d{pair.n // 7}.txt") for pair in story()]
    html = page_of(found, tmp_path / "a.html")
    assert re.findall(r"<h2 dir=\"auto\">(d\d\.txt)<", html) == ["d0.txt", "d1.txt"]
    assert html.count('class="ribbons"') == 2


def test_a_match_of_the_memory_shows_where_it_differs(tmp_path: Path) -> None:
    told = {
        "match": "fuzzy",
        "percent": 86,
        "file": "<tm>.sqlite",
        "source": "It cost $15 million.",
        "target": "Он стоил.",
    }
    pair = replace(story(1)[0], source="It cost $20 million.", extra={"memory": told})
    page = page_of([pair], tmp_path / "page.html")
    assert (
        "<b>86 % · similar · &lt;tm&gt;.sqlite</b><br>It cost <del>$15 </del><ins>$20 </ins>million.<br>Он стоил."
        in page
    )


def test_the_histogram_counts_every_score() -> None:
    svg = histogram([0, 3, 10, 1], 0.6)
    assert svg.count("<rect") == 4
    assert "10 pairs from 0.50 to 0.75" in svg and 'data-low="0.5" data-high="0.75"' in svg


def test_a_pair_without_a_partner_ends_in_a_point_and_crowds_are_merged() -> None:
    bands = [Band(1, (0, 50), (0, 50), ""), Band(2, (50, 100), (50, 50), "error")]
    svg = ribbons(bands, "s", "t")
    assert svg.count("<path") == 2 and 'class="error alone"' in svg and 'href="#p2"' in svg
    many = [Band(n, (n, n + 1), (n, n + 1), "error" if n == 500 else "") for n in range(1000)]
    svg = ribbons(many, "", "")
    assert svg.count("<path") <= MAX_RIBBONS and svg.count('class="error"') == 1 and 'href="#p500"' in svg


def test_no_band_of_a_crowd_joins_both_sides_of_a_moved_blocks_edge() -> None:
    """Two parts changed places: a band over their border would cover the whole target."""
    order = [*range(333, 1000), *range(333)]
    bands = [Band(n, (n, n + 1), (order.index(n), order.index(n) + 1), "") for n in range(1000)]
    merged = merge_neighbours(bands)
    assert len(merged) <= MAX_RIBBONS and all(end - start <= 4 for start, end in (band.target for band in merged))
    assert merged[-1].target[1] == 667 and max(band.target[1] for band in merged) == 1000


needs_browser = pytest.mark.skipif(executable() is None, reason="no Chromium is installed here")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with Browser(tmp_path / "profile") as tab:
        yield tab


SET = """(id, value) => {
  const control = document.getElementById(id);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  return new Promise((done) => setTimeout(() => done(document.getElementById("count").textContent), 250));
}"""


@needs_browser
def test_the_page_lives_in_a_browser_without_a_network(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page_of(story(40), page)
    browser.open(page)

    def set_to(control: str, value: str) -> str:
        return str(browser.run(f"({SET})({control!r}, {value!r})"))

    assert browser.run("document.getElementById('count').textContent") == "40 pairs"
    assert set_to("query", "7 number") == "4 of 40"
    assert set_to("query", '"number 7"') == "1 of 40"
    assert browser.run("CSS.highlights.get('found').size") == 1
    assert set_to("query", "ГАВАНЬ") == "32 of 40"
    assert set_to("query", "") == "40 pairs"
    assert set_to("flag", "number-mismatch") == "10 of 40"
    assert set_to("flag", "-") == "20 of 40"
    assert set_to("flag", "") == "40 pairs"
    assert set_to("kind", "headline") == "1 of 40"
    browser.run("document.getElementById('clear').click()")
    assert set_to("high", "0.25") == "10 of 40"
    browser.run("document.getElementById('clear').click()")
    assert set_to("status", "approved") == "13 of 40"
    browser.run("document.getElementById('clear').click()")
    set_to("order", "risk")
    assert browser.run("document.querySelector('.pair').dataset.flags").startswith("number-mismatch")
    set_to("order", "")
    assert browser.run("[...document.querySelectorAll('.pair')].map((row) => row.id).join()") == ",".join(
        f"p{n}" for n in range(1, 41)
    )
    assert set_to("query", "zeppelin") == "0 of 40"
    assert browser.run("!document.getElementById('empty').hidden")
    assert browser.requests == [page.as_uri()] and browser.messages == []


@needs_browser
def test_the_keyboard_is_enough(browser: Browser, tmp_path: Path) -> None:
    page_of(story(), tmp_path / "a.html")
    browser.open(tmp_path / "a.html")

    def press(key: str) -> None:
        browser.run(
            f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: {key!r}, bubbles: true}}))"
        )

    press("j")
    assert browser.run("document.activeElement.id") == "p1"
    press("n")
    assert browser.run("document.activeElement.id") == "p3"
    press("k")
    assert browser.run("document.activeElement.id") == "p2"
    press("t")
    assert browser.run("document.documentElement.dataset.theme") == "dark"
    press("/")
    assert browser.run("document.activeElement.id") == "query"


@needs_browser
def test_hostile_text_does_not_run(browser: Browser, tmp_path: Path) -> None:
    found = [replace(pair, source=evil, target=evil) for pair, evil in zip(story(), HOSTILE, strict=False)]
    page_of(found, tmp_path / "a.html")
    browser.open(tmp_path / "a.html")
    assert browser.run("document.title") == "A <port> & co"
    assert browser.messages == []


@needs_browser
def test_it_shows_and_prints(browser: Browser, tmp_path: Path) -> None:
    page_of(story(40), tmp_path / "a.html")
    browser.open(tmp_path / "a.html")
    assert browser.screenshot(tmp_path / "a.png").startswith(b"\x89PNG")
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    printed = browser.pdf(tmp_path / "a.pdf")
    assert printed.startswith(b"%PDF") and printed.count(b"/Type /Page\n") >= 2


@needs_browser
@pytest.mark.slow
def test_ten_thousand_pairs_are_filtered_at_once(browser: Browser, tmp_path: Path) -> None:
    page_of(story(10_000), tmp_path / "a.html")
    browser.open(tmp_path / "a.html")
    browser.run(f"({SET})('query', 'warm up')")
    timed = f"const start = performance.now(); await ({SET})('query', 'number 77'); return performance.now() - start"
    took = browser.run(f"(async () => {{ {timed} }})()")
    expected = sum("77" in str(n) for n in range(1, 10_001))
    assert browser.run("document.getElementById('count').textContent") == f"{expected} of 10,000"
    assert took < 2000
