"""The translation as plain text: a paragraph a line, an empty line between them, items of a list close together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.export.content import DocumentParagraph, Run, TranslatedDocument


def write(documents: Sequence[TranslatedDocument], stream: BinaryIO) -> None:
    """Write documents in UTF-8; further ones stand three empty lines apart."""
    for number, document in enumerate(documents):
        stream.write(("\n\n\n" if number else "").encode())
        stream.write("".join(_lines(document)).encode())


def _lines(document: TranslatedDocument) -> Iterator[str]:
    before: DocumentParagraph | None = None
    for paragraph in document.paragraphs:
        in_list = before is not None and before.style == paragraph.style == "list-item"
        if before is not None and not in_list:
            yield "\n"
        yield f"{'- ' if paragraph.style == 'list-item' else ''}{''.join(map(marked, paragraph.runs))}\n"
        before = paragraph


def marked(run: Run, text: str | None = None) -> str:
    """The text of a run, or another form of it, in double brackets where it is marked: `[[…]]`, and `[[en: …]]` for a
    source without a translation."""
    text = run.text if text is None else text
    if not run.marking:
        return text
    space = " " if text.startswith(" ") else ""
    language = f"{run.language}: " if run.marking == "untranslated" and run.language else ""
    return f"{space}[[{language}{text.removeprefix(' ')}]]"
