"""Source and translation side by side as a Word document: a table of two columns, a row for each paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.export.bilingual import name_of_language
from align.export.content import DocumentParagraph, Run, TranslatedDocument
from align.export.docx import WordBody, write_body

_WIDTH = 4932
"""Of a column, in twentieths of a point: half of what an A4 page has between margins of 18 mm."""
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
_TABLE = (
    f'<w:tblPr><w:tblW w:w="{2 * _WIDTH}" w:type="dxa"/><w:tblBorders>'
    '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="D0D0D0"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="170" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/><w:gridCol w:w="{_WIDTH}"/></w:tblGrid>'
)
_BETWEEN = '<w:p><w:pPr>{}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""What Word needs between two tables, and after the last."""


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one file; each begins on a new page."""
    body = WordBody(documents[0].target_lang if documents else "")
    tables = [
        f"{_BETWEEN.format('<w:pageBreakBefore/>') if number else ''}{''.join(_table(document, body))}"
        for number, document in enumerate(documents)
    ]
    write_body(body, "".join(tables) + _BETWEEN.format("") + _PAGE, documents, stream)


def _table(document: TranslatedDocument, body: WordBody) -> Iterator[str]:
    codes = (document.source_lang, document.target_lang)
    names = [DocumentParagraph("kicker", (Run(name_of_language(code), code),)) for code in codes]
    yield f"<w:tbl>{_TABLE}{_row([body.paragraph(*named) for named in zip(names, codes, strict=True)], heading=True)}"
    for paragraph in document.paragraphs:
        source = (Run(paragraph.source, document.source_lang),) if paragraph.source else ()
        sides = (DocumentParagraph(paragraph.style, source), paragraph)
        yield _row([body.paragraph(side, code) for side, code in zip(sides, codes, strict=True)])
    yield "</w:tbl>"


def _row(paragraphs: Sequence[str], heading: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>' for paragraph in paragraphs
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{cells}</w:tr>"
