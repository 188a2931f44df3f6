"""A translation in the Word document or OpenDocument text that its source was read from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from align.errors import InputError
from align.export.into_source import write_into
from align.export.placing import PairRendering
from align.readers import read_document
from tests.export.written_back import corpus_of, cyrillic, expected, into, read_again, written
from tests.office import office
from tests.reader_files import W, docx, odt

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
BOX = "<w:txbxContent><w:p><w:r><w:t>Text in the box.</w:t></w:r></w:p></w:txbxContent>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


WORD = {
    "a bold word and a link": paragraph(
        run("The port of "), run("Murmansk", "<w:b/>"), run(" was built in "), run("2024", "<w:i/>"), run(". "),
        f'<w:hyperlink r:id="r1" xmlns:r="r">{run("See the report.", "<w:u/>")}</w:hyperlink>', run(" It is long."),
    ),
    "runs that an editor divided": paragraph(*map(run, ("The po", "rt wa", "s bu", "ilt. It ", "works."))),
    "two segments of a run": paragraph(run("The first one is here. The second one is there.", "<w:b/>")),
    "breaks and tabulators": paragraph(
        "<w:r><w:t>Harbour Street 5</w:t><w:br/><w:t>Murmansk</w:t><w:tab/><w:t>Russia</w:t></w:r>"
    ),
    "a hyphen and a soft one": paragraph(
        "<w:r><w:t>A non</w:t><w:noBreakHyphen/><w:t>breaking soft\u00adhyphen  here.</w:t></w:r>"
    ),
    "a power and a footnote": paragraph(
        run("There are 10"), run("3", '<w:vertAlign w:val="superscript"/>'), run(" ships"),
        '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" in it."),
    ),
    "insertions, deletions and comments": paragraph(
        run("It was "), f"<w:ins>{run('re', '<w:b/>')}</w:ins>", "<w:del><w:r><w:delText>un</w:delText></w:r></w:del>",
        '<w:commentRangeStart w:id="1"/>', run("opened."), '<w:commentRangeEnd w:id="1"/><!-- kept -->',
    ),
    "a table in a control": "<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc>"
    + paragraph(run("Year"), run(" of work", "<w:b/>")) + "</w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>",
    "a field": paragraph(
        run("See page "), '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r>', run("5"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>', run(" of the book."),
    ),
    "a text box for old and new programs": paragraph(
        run("Before the box. "),
        f'<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>'
        "</mc:AlternateContent></w:r>",
        run("After it."),
    ),
    "hidden and crossed-out text": paragraph(run("Seen "), run("hidden ", "<w:vanish/>"), run("here.")),
}  # fmt: skip
OPEN = {
    "spans in a link": '<text:p>The <text:span text:style-name="B">port of <text:span text:style-name="I">Murmansk'
    '</text:span></text:span> and <text:a xlink:href="x" xmlns:xlink="l">the link <text:span text:style-name="B">in 20'
    "24</text:span></text:a> are here. A second one.</text:p>",
    "spaces, tabulators and breaks": "<text:p>Harbour<text:s/>Street<text:s text:c='3'/>5<text:line-break/>Murmansk"
    "<text:tab/>Russia</text:p>",
    "a note within a sentence": "<text:p>The port<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    "<text:p>Says the ministry.</text:p></text:note-body></text:note> reopened<text:bookmark text:name='x'/>.</text:p>",
    "lists in lists": "<text:list><text:list-item><text:p>New cranes</text:p><text:list><text:list-item><text:p>"
    "Old ones</text:p></text:list-item></text:list></text:list-item></text:list>",
    "a comment and a change": "<text:p>It was <text:change-start/>opened<text:change-end/><office:annotation><text:p>"
    "Really?</text:p></office:annotation> on Friday.</text:p>",
}


@pytest.fixture(params=[*(("docx", name) for name in WORD), *(("odt", name) for name in OPEN)], ids=lambda one: one[1])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document with one of the bodies."""
    suffix, name = request.param
    path = tmp_path / f"source.{suffix}"
    body = paragraph(run("A first paragraph.")) + WORD[name] if suffix == "docx" else OPEN[name]
    path.write_bytes(docx(body) if suffix == "docx" else odt(body))
    return path


def parts(data: bytes) -> dict[str, bytes]:
    """What is in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_text_of_the_written_document_is_the_translation(source: Path) -> None:
    data, done = written(source)
    assert read_again(data, source).split() == expected(source).split()
    assert not done.homeless


def test_a_translation_that_is_the_source_changes_nothing(source: Path) -> None:
    data, _ = written(source, lambda text: text)
    assert parts(data) == parts(source.read_bytes())


def test_the_same_words_as_another_wording_keep_each_its_look(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way that translations go, without the short cut for what is the same."""
    from align.export import into_docx, into_odt, node_edits

    real = node_edits.node_edits

    def forced(text: str, origins: object, wanted: list[object], *rest: object) -> object:
        for one in wanted:
            one.same = False  # type: ignore[attr-defined]
        return real(text, origins, wanted, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(into_docx, "node_edits", forced)
    monkeypatch.setattr(into_odt, "node_edits", forced)
    data, done = written(source, lambda text: text)
    assert read_again(data, source).split() == read_document(source).text.split()
    assert (done.dropped.around, done.dropped.links, done.dropped.looks) == (0, 0, 0)


def xml(data: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(part).decode()


def test_a_run_keeps_its_properties_and_gets_the_language(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(WORD["a bold word and a link"]))
    made = xml(written(path)[0])
    assert '<w:b/><w:lang w:val="ru-RU"/></w:rPr><w:t xml:space="preserve">Мурманск</w:t>' in made
    assert '<w:i/></w:rPr><w:t xml:space="preserve">2024</w:t>' in made
    assert made.index("hyperlink") < made.index("Сее тхе репорт.") < made.index("</w:hyperlink>")


def test_both_forms_of_a_text_box_are_translated(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(WORD["a text box for old and new programs"]))
    assert xml(written(path)[0]).count(cyrillic("Text in the box.")) == 2


def test_what_is_not_reviewed_is_marked_beside_what_is(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(WORD["two segments of a run"]))
    pairs = corpus_of(path)
    stream = io.BytesIO()
    write_into(pairs, path, stream, lambda p: PairRendering(p.target, "unreviewed" if p.n == 2 else ""), "en", "ru")
    made = xml(stream.getvalue())
    first, _ = made.split("Тхе сецонд")
    assert "highlight" not in first.rpartition("<w:r>")[0]
    assert '<w:highlight w:val="yellow"/><w:lang w:val="ru-RU"/></w:rPr>' in first.rpartition("<w:r>")[2]
    assert read_again(stream.getvalue(), path).split() == expected(path).split()
    other = tmp_path / "a.odt"
    other.write_bytes(odt("<text:p>The first one is here. The second one is there.</text:p>"))
    made = xml(written(other, marking="unreviewed")[0], "content.xml")
    assert made.count("<text:span") == 2
    assert "background-color" in made


def test_text_from_right_to_left_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph(run("The port was opened.", "<w:b/>"))))
    made = xml(into(corpus_of(path, lambda _: "הנמל נפתח."), path, lang="he")[0])
    assert "<w:bidi/>" in made
    assert '<w:rtl/><w:lang w:bidi="he-IL"/>' in made


def test_an_opendocument_text_is_in_the_language_of_the_translation(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    styles = f"""<office:document-styles xmlns:office="{NAMES}office:1.0" xmlns:style="{NAMES}style:1.0"
xmlns:fo="{NAMES}xsl-fo-compatible:1.0"><office:styles><style:default-style style:family="paragraph">
<style:text-properties fo:language="en" fo:country="GB"/></style:default-style></office:styles>
</office:document-styles>"""
    path.write_bytes(odt(OPEN["lists in lists"], {"styles.xml": styles}))
    assert 'fo:language="ru" fo:country="RU"' in xml(written(path)[0], "styles.xml")
    assert 'fo:language="en" fo:country="GB"' in xml(written(path, lambda text: text)[0], "styles.xml")


def test_all_else_in_the_package_stays_byte_for_byte_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    header = f'<w:hdr xmlns:w="{W}">\r\n</w:hdr>'
    extra: dict[str, str | bytes] = {"word/media/a.png": b"\x89PNG\0\1", "word/header1.xml": header, "folder/": b""}
    path.write_bytes(docx(extra=extra))
    data, done = written(path)
    before, after = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(data))
    assert after.namelist() == before.namelist()
    changed = {name for name in after.namelist() if after.read(name) != before.read(name)}
    assert changed == {"word/document.xml", "word/footnotes.xml"}
    assert "left as in the source: headers and footers (1), deleted passages (1)" in " ".join(done.lines()).replace(
        "deleted passages (1), headers and footers (1)", "headers and footers (1), deleted passages (1)"
    )
    assert written(path)[0] == data


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>', "document type"),
        ("<w:p>" * 300, "nested deeper"),
        ("<w:p><w:r>", "damaged inside"),
    ],
)
def test_a_hostile_document_is_refused_in_one_line(tmp_path: Path, body: str, said: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx())
    pairs = corpus_of(path)
    path.write_bytes(docx(extra={"word/document.xml": body}))
    with pytest.raises(InputError, match=said):
        into(pairs, path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx())
    pairs = corpus_of(path)
    path.write_bytes(docx(extra={"word/media/a.bmp": b"\0" * (8 << 20)}))
    with pytest.raises(InputError, match="zip bomb"):
        into(pairs, path)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_libreoffice_opens_it_and_has_the_text_of_the_corpus(tmp_path: Path, suffix: str) -> None:
    page = tmp_path / "source.html"
    page.write_text(
        """<h1>Harbour of <i>Murmansk</i> reopens</h1><p>The work, which cost <b>4.2 billion rubles</b>, was done. It
took <a href="http://x.y/">two years</a>.</p><ul><li>Two piers<ul><li>The <tt>LED-200</tt> system</li></ul></li></ul>
<table><tr><td>Year</td><td><b>2024</b> or later</td></tr></table><p>Harbour Street 5<br>Murmansk</p>""",
        "utf-8",
    )
    source = office.convert(page, "odt", tmp_path, "--infilter=HTML (StarWriter)")
    source = office.convert(source, "docx", tmp_path) if suffix == "docx" else source
    made = tmp_path / f"made.{suffix}"
    data, done = written(source)
    made.write_bytes(data)
    text = office.convert(made, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    found = "".join(sign for sign in text if sign.isalnum())
    at = 0
    for pair in corpus_of(source):
        at = found.index("".join(filter(str.isalnum, pair.target)), at)
    assert not done.homeless
