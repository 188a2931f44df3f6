"""A file → a Document: decoded, recognised as plain text or Markdown, cut into paragraphs."""

from __future__ import annotations

import sys
from pathlib import Path

from align.errors import InputError
from align.readers import markdown, plain
from align.readers.encoding import decode
from align.readers.find import STDIN
from align.text import Document

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def read_document(path: str | Path, *, encoding: str | None = None, one_per_line: bool = False) -> Document:
    """Read the text at `path` (`-` is standard input) into a Document whose language is still unknown.

    `encoding` overrides the guess. With `one_per_line` every line is a paragraph, blank lines included, so that
    paragraph numbers are line numbers; otherwise hard-wrapped lines are joined and blank lines only separate. Raises
    InputError when the file cannot be read or holds no text, EncodingError when it is not text.
    """
    name = str(path)
    data = _read(name)
    shown = "standard input" if name == STDIN else name
    text, found = decode(data, shown, encoding)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\x00\xa0") or not text.strip():
        raise InputError(f"{shown} is empty: there is nothing to segment in it")
    if one_per_line:
        paragraphs = plain.rows(text)
    elif Path(name).suffix.lower() in MARKDOWN_SUFFIXES:
        paragraphs = markdown.paragraphs(text)
    else:
        paragraphs = plain.paragraphs(text)
    return Document(id=name, text=text, paragraphs=paragraphs, encoding=found)


def encoding_note(document: Document) -> str | None:
    """One line for the user when the encoding was guessed: which, and what to do if it is wrong. None for UTF-8."""
    if document.encoding in ("utf-8", "utf-8-sig"):
        return None
    shown = "standard input" if document.id == STDIN else document.id
    return f"{shown} was read as {document.encoding}; --encoding NAME if that is wrong"


def _read(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except IsADirectoryError:
        raise InputError(f"{name} is a folder: name a file in it") from None
    except FileNotFoundError:
        raise InputError(f"{name} does not exist: check the name and the folder") from None
    except OSError as error:
        raise InputError(f"cannot read {name}: {(error.strerror or str(error)).lower()}") from error
