"""Documents to work on, read one at a time, with what has to be remarked on about each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from align.account import Account
from align.document import Document, file_and_inner
from align.errors import InputError, MissingExtraError
from align.localization import _
from align.pipelines.left_out import LeftOut
from align.pipelines.options import DocumentOptions
from align.progress import Warn

FileName = str | os.PathLike[str]
"""A file's name."""
Text = FileName | Document
"""A text, by the name of its file or as a Document."""


def documents(
    texts: Iterable[Text],
    options: DocumentOptions,
    one_per_line: bool,
    warn: Warn,
    left_out: LeftOut | None = None,
) -> Iterator[Document]:
    """The Documents of texts: one of most files, many of a table, a JSONL file or an archive.

    A Document is taken as it is, its lines as paragraphs if they are segments. `warn` gets a line where an encoding was
    guessed that may be wrong, and where the reader left something out or changed it. Raises InputError for a file that
    cannot be read; with `left_out` such a file is added to it, and the others are read.
    """
    from align.readers import plain

    for text in texts:
        if isinstance(text, Document):
            yield replace(text, paragraphs=plain.rows(text.text)) if one_per_line else text
        elif left_out is None:
            yield from _read(text, options, one_per_line, warn)
        else:
            try:
                for document in _read(text, options, one_per_line, warn, left_out):
                    left_out.done += 1
                    yield document
            except (InputError, MissingExtraError) as error:
                left_out.add(error)


def _read(
    text: FileName, options: DocumentOptions, one_per_line: bool, warn: Warn, left_out: LeftOut | None = None
) -> Iterator[Document]:
    """The Documents in a file, with a line for each that has something to be remarked on."""
    from align.readers import encoding_note, read_documents

    account = Account()
    for document in read_documents(
        os.fspath(text),
        encoding=options.encoding,
        one_per_line=one_per_line,
        text_column=options.text_column,
        on_error=None if left_out is None else lambda __, error: left_out.add(error),
        account=account,
    ):
        if not options.encoding and (note := encoding_note(document)):
            warn(note)
        _tell(document.id, document.account, warn, left_out)
        yield document
    _tell(os.fspath(text), account, warn, left_out)


def _tell(name: str, account: Account, warn: Warn, left_out: LeftOut | None) -> None:
    """Say what an account has to say, and keep it."""
    if line := account.line():
        warn(f"{name}: {line}")
    if left_out is not None:
        left_out.account(name, account)


def one_document(text: Text, options: DocumentOptions, one_per_line: bool, warn: Warn) -> Document:
    """The one Document of a text. Raises InputError for a file that holds several, and as `documents` does."""
    stream = documents([text], options, one_per_line, warn)
    first = next(stream)
    if second := next(stream, None):
        hint = _("name one of them, as {one} or {other}", one=first.id, other=second.id)
        raise InputError(_("{text} holds several documents", text=text), path=file_and_inner(first.id)[0], hint=hint)
    return first
