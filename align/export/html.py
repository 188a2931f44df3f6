"""The translation as a web page of one file, which needs no network and prints well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import BinaryIO

from align.export.content import DocumentParagraph, Run, TranslatedDocument
from align.export.words import about
from align.languages.direction import is_right_to_left

_TAGS = {
    "title": "h1",
    "subtitle": 'h2 class="deck"',
    "heading": "h2",
    "text": "p",
    "list-item": "li",
    "caption": 'p class="caption"',
    "cell": 'p class="cell"',
    "note": 'p class="note"',
    "kicker": 'p class="kicker"',
    "byline": 'p class="byline"',
}


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents as one page in UTF-8; in print each begins on a new one."""
    language = documents[0].target_lang if documents else ""
    title = documents[0].title if len(documents) == 1 else " · ".join(document.title for document in documents[:3])
    style = files("align.export").joinpath("parts/page.css").read_text("utf-8")
    stream.write(
        f'<!DOCTYPE html>\n<html{_language(language)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n".encode()
    )
    stream.writelines("".join(_article(document, language)).encode() for document in documents)
    stream.write(b"</body>\n</html>\n")


def _article(document: TranslatedDocument, page_language: str) -> Iterator[str]:
    other = document.target_lang if document.target_lang != page_language else ""
    yield f"<article{_language(other)}>\n"
    in_list = False
    for paragraph in document.paragraphs:
        if in_list != (paragraph.style == "list-item"):
            in_list = not in_list
            yield "<ul>\n" if in_list else "</ul>\n"
        yield _paragraph(paragraph, document.target_lang)
    yield "</ul>\n</article>\n" if in_list else "</article>\n"


def _paragraph(paragraph: DocumentParagraph, language: str) -> str:
    tag = _TAGS[paragraph.style]
    text = "".join(_run(run, language) for run in paragraph.runs)
    return f"<{tag}>{text}</{tag.partition(' ')[0]}>\n"


def _run(run: Run, language: str) -> str:
    text = escape(run.text, quote=False)
    if run.marking:
        space = " " if text.startswith(" ") else ""
        kind = ' class="untranslated"' if run.marking == "untranslated" else ""
        other = _language(run.language) if run.language != language else ""
        return f'{space}<mark{kind}{other} title="{escape(about(run, language))}">{text.removeprefix(" ")}</mark>'
    return f"<span{_language(run.language)}>{text}</span>" if run.language != language else text


def _language(code: str) -> str:
    """The attributes that name a language and its direction."""
    if not code:
        return ""
    direction = "rtl" if is_right_to_left(code) else "ltr"
    return f' lang="{escape(code)}" dir="{direction}"'
