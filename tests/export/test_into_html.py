"""A translation in the web page that its source was read from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from align.errors import InputError
from align.readers.markup_places import page_texts
from tests.export.written_back import corpus_of, cyrillic, expected, into, read_again, written

HEAD = '<!DOCTYPE html>\n<html lang="en" class=x>\n<head><meta charset="utf-8"><title>{}</title>\n'
SCRIPT = '<script>if (a<b) document.write("<p>Not read.</p>")</script><style>p > b {color: red}</style></head>\n'
PAGES = {
    "links and emphasis": '<body><p>The <b>port</b> of <a href="x">Murmansk</a> was built in '
    "<i><b>2024</b></i>. It <em>works</em>.</p>",
    "faults of writers": "<body><p>Unclosed <i>paragraph<p>Another one & more < "
    "less</p></div><ul><li>One item<li>Two items</ul>",
    "entities and blanks": "<body><p>R&amp;D&nbsp;costs\n   5&#160;million &mdash; "
    "&ldquo;much&rdquo; and&hellip; &copy 2024.</p>",
    "comments in a sentence": "<body><p>The port<!-- a <b>comment</b> --> was opened.<br>\nA <!---->new line.</p>",
    "powers and notes": '<body><p>There are 10<sup>3</sup> ships<sup><a href="#fn1">[1]</a></sup> of '
    "<del>old</del> H<sub>2</sub>O.</p>",
    "tables and quotations": "<body><table><tr><th>Year<td>Cargo <b>here</b></table><blockquote>It "
    "was said.</blockquote>",
    "menus around": "<body><nav><a href='/'>Home page</a></nav><main><h1>Port opens again</h1><p>"
    + "The port was opened again, and everybody came to see it, said the ministry. " * 4
    + "</p><img src='data:image/png;base64,"
    + "A" * 200
    + "' alt='Not read'></main><footer>Imprint</footer>",
    "capital tags": "<BODY><P>The <B>port</B>.</P><PRE>kept   as\nit is</PRE>",
    "scripts inside": "<body><p>Before it.</p><script>var a = '<p>x</p>';</script><p>Behind "
    "it.</p><noscript>None</noscript>",
    "as XHTML": "<body><p>The port<br/> was <span class='a' />opened.</p><hr />",
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(HEAD.format("A title") + SCRIPT + PAGES[request.param] + "\n</body></html>\n", "utf-8")
    return path


def test_a_translation_that_is_the_source_gives_the_same_bytes(page: Path) -> None:
    assert written(page, lambda text: text)[0] == page.read_bytes()


def test_the_text_of_the_page_is_the_translation(page: Path) -> None:
    data, done = written(page)
    assert read_again(data, page).split() == expected(page).split()
    assert not done.homeless


def test_all_but_the_texts_that_were_read_stays(page: Path) -> None:
    def rest(text: str) -> str:
        tags = re.sub("(?s)<!--.*?-->|</?(?:b|i|em|a|del|sup|sub)\\b[^<>]*>", "", text)
        at, kept = 0, []
        for start, end in page_texts(tags):
            kept.append(tags[at:start])
            at = end
        return "".join([*kept, tags[at:]])

    before, after = page.read_text("utf-8"), written(page)[0].decode()
    assert rest(after) == rest(before).replace('lang="en"', 'lang="ru"')


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("The <b>port</b> of <a href=x>Murmansk</a>.", "Тхе порт оф <a href=x>Мурманск</a>."),
        ("See <a href=x>it</a> here.", "<a href=x>Сее ит хере.</a>"),
        ("An <i>italic and <b>bold</b></i> word.", "Ан италиц анд болд ворд."),
        ("A <i class=icon></i> sign & more.", "А сигн &amp; море.<i class=icon></i>"),
        ("It is 10<sup>3</sup> here.", "Ит ис 10<sup>3</sup> хере."),
    ],
)  # fmt: skip
def test_inline_elements_stay_with_their_words_or_go(tmp_path: Path, source: str, made: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><p>{source}</p>", "utf-8")
    assert written(path)[0].decode() == f'<html lang="ru"><p>{made}</p>'


def test_the_headline_is_translated_in_the_title_too(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(HEAD.format("Port opens - The News") + "<body><h1>Port opens</h1><p>It was good.</p>", "utf-8")
    assert f"<title>{cyrillic('Port opens')} - The News</title>" in written(path)[0].decode()


def test_direction_and_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html xml:lang='en' dir='ltr'><body><p>The <b>port</b>. It opened.</p>", "utf-8")
    data, _ = into(corpus_of(path, lambda text: "הנמל" if "It" in text else text), path, "unreviewed", lang="he")
    assert data.decode() == (
        '<html dir="rtl" xml:lang="he"><body><p><mark class="unreviewed">The </mark><b>'
        '<mark class="unreviewed">port</mark></b><mark class="unreviewed">.</mark> '
        '<mark class="unreviewed">הנמל</mark></p>'
    )


def test_a_page_in_another_encoding_says_that_it_is_utf_8_now(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<html><meta charset=iso-8859-1><p>The café was opened.</p>".encode("cp1252"))
    data, done = written(path)
    assert data.decode() == '<html lang="ru"><meta charset=utf-8><p>Тхе цафé вас опенед.</p>'
    assert "lacks letters of the translation" in done.lines()[-1]
    path.write_bytes(b"<html><p>The port.</p><p>\xe9</p>")
    assert b"&#1058;&#1093;&#1077;" in written(path)[0]


def test_a_page_whose_texts_are_not_found_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>One.</p><p>Two.</p>", "utf-8")
    monkeypatch.setattr("align.readers.markup_places.page_texts", lambda page: [])
    with pytest.raises(InputError, match="2 of 2 segments cannot be found"):
        written(path)
