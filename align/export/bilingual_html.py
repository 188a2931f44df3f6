"""Source and translation side by side as a web page of one file: for reading, on a screen of any width and in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from align.export.bilingual import name_of_language
from align.export.content import DocumentParagraph, TranslatedDocument
from align.export.html import PAGE_END, TAGS, language_attributes, page_head, runs_html


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one page in UTF-8, a row of two cells for each paragraph; in print each document begins on a
    new page."""
    stream.write(page_head(documents, ["page.css", "bilingual.css"]).encode())
    stream.writelines("".join(_article(document)).encode() for document in documents)
    stream.write(PAGE_END)


def _article(document: TranslatedDocument) -> Iterator[str]:
    source, target = (language_attributes(code) for code in (document.source_lang, document.target_lang))
    names = [escape(name_of_language(code)) for code in (document.source_lang, document.target_lang)]
    yield '<article class="bilingual">\n<div class="row languages">'
    yield f"<div{source}>{names[0]}</div><div{target}>{names[1]}</div></div>\n"
    for paragraph in document.paragraphs:
        texts = escape(paragraph.source, quote=False), runs_html(paragraph.runs, document.target_lang)
        yield f'<div class="row">\n<div class="source"{source}>{_cell(paragraph, texts[0])}</div>\n'
        yield f'<div class="target"{target}>{_cell(paragraph, texts[1])}</div>\n</div>\n'
    yield "</article>\n"


def _cell(paragraph: DocumentParagraph, text: str) -> str:
    """A paragraph in its style; an item is a list of its own, as it has another one beside it."""
    if not text:
        return ""
    tag = TAGS[paragraph.style]
    inside = f"<{tag}>{text}</{tag.partition(' ')[0]}>"
    return f"<ul>{inside}</ul>" if tag == "li" else inside
