"""A review table in Word, changed as Word would change it: the XML of its parts between reading and writing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from align.corpus import Corpus, Pair
from align.review import MergeResult, ReviewOptions, merge, read_table, write_review

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
N, SOURCE, FINAL, STATUS, FLAGS, NOTE = range(6)


def element(xml: str) -> Any:
    """An element of WordprocessingML."""
    return etree.fromstring(f"<w:x {_NS}>{xml}</w:x>")[0]


def text_run(text: str, properties: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD"><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


class WordDocument:
    """The review of some pairs as a document: `rows` are those of the tables, with the headings."""

    def __init__(self, path: Path):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.body = self.root[0]

    @property
    def rows(self) -> list[Any]:
        return list(self.body.iter(f"{W}tr"))

    def cell(self, row: int, column: int) -> Any:
        return self.rows[row].findall(f"{W}tc")[column]

    def put(self, row: int, column: int, *paragraphs: str) -> None:
        """Let a cell hold these paragraphs, each the XML of its runs."""
        cell = self.cell(row, column)
        for one in cell.findall(f"{W}p"):
            cell.remove(one)
        for inside in paragraphs:
            cell.append(element(f"<w:p>{inside}</w:p>"))

    def type(self, row: int, column: int, text: str) -> None:
        """Let a cell hold this text."""
        self.put(row, column, text_run(text))

    def comments(self, *comments: tuple[str, str, str]) -> None:
        """Add the part with comments: id, author and text of each."""
        inside = "".join(
            f'<w:comment w:id="{number}" w:author="{author}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
            for number, author, text in comments
        )
        self.parts["word/comments.xml"] = f"<w:comments {_NS}>{inside}</w:comments>".encode()

    def save(self, path: Path | None = None) -> Path:
        path = path or self.path
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return path


def written(pairs: Sequence[Pair], folder: Path, **options: Any) -> Path:
    """Write the review of pairs."""
    path = folder / "review.docx"
    write_review(Corpus(pairs, source_lang="en", target_lang="ru"), path, ReviewOptions(**options))
    return path


def home(pairs: Sequence[Pair], path: Path) -> tuple[list[Pair], MergeResult, list[str]]:
    """Merge a file into its pairs: the pairs after, what was done, and the remarks."""
    outcome, table = MergeResult(), read_table(path)
    return list(merge(pairs, table.rows, outcome)), outcome, table.remarks


def edited(
    pairs: Sequence[Pair], folder: Path, edit: Callable[[WordDocument], object], **options: Any
) -> tuple[list[Pair], MergeResult, list[str]]:
    """Write the review of pairs, change it, and merge it."""
    document = WordDocument(written(pairs, folder, **options))
    edit(document)
    return home(pairs, document.save())


def reasons(outcome: MergeResult) -> list[str]:
    """What was not applied: of which row, and why."""
    return [f"{left.row.called}: {left.reason}" for left in outcome.leftovers]


def odt_table() -> bytes:
    """A review table as ODT, with tracked changes, comments, struck-through text and a hidden mark."""
    mark = '[align {"id":"port-0001","doc":"port.txt","mark":"x","flags":""}]'
    content = f"""<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
     xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
     xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>
     <style:style style:name="H"><style:text-properties text:display="none"/></style:style>
     <style:style style:name="S"><style:text-properties style:text-line-through-type="single"/></style:style>
     <style:style style:name="S2" style:parent-style-name="S"/></office:automatic-styles><office:body><office:text>
     <text:tracked-changes><text:changed-region><text:deletion><text:p>старое</text:p></text:deletion>
     </text:changed-region></text:tracked-changes><table:table><table:table-header-rows><table:table-row>
     <table:table-cell><text:p>No.</text:p></table:table-cell><table:table-cell><text:p>Source</text:p>
     </table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>Translation</text:p>
     </table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>
     <table:table-cell><text:p>1<text:span text:style-name="H">{mark}</text:span></text:p></table:table-cell>
     <table:table-cell><text:p>The port is open.</text:p></table:table-cell><table:table-cell
     table:number-columns-spanned="2"><text:p>Порт<text:s text:c="2"/><text:span text:style-name="S2">закрыт</text:span
     ><office:annotation><dc:creator>Анна</dc:creator><text:p>Точ<text:span>но</text:span>?</text:p><text:p>Да
     </text:p></office:annotation>открыт.</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
     </table:table></office:text></office:body></office:document-content>"""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return file.getvalue()
