"""Files → Documents: one in most files, many in a table, a JSONL file or an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from align.account import Account
from align.document import Document
from align.errors import InputError, option_name
from align.io.atomic import name_of
from align.io.byte_source import STDIN, ByteSource, opened
from align.io.compressed import unpacked
from align.localization import _
from align.readers.document_formats import format_of, packing_of
from align.readers.find import located
from align.readers.read_options import ReadOptions

_PACKED_ARCHIVES = {".tgz": ".tar", ".txz": ".tar", ".tbz2": ".tar"}


def read_document(
    path: str | Path, *, encoding: str | None = None, one_per_line: bool = False, text_column: str | None = None
) -> Document:
    """Read the one document at `path` (`-` is standard input); its language is what the file declares, often none.

    The options are those of `read_documents`. A document among several in a file is named by its id, `news.jsonl#17`.
    Raises InputError when there are several and none is named, and as `read_documents` does.
    """
    documents = read_documents(path, encoding=encoding, one_per_line=one_per_line, text_column=text_column)
    first = next(documents)
    if second := next(documents, None):
        raise InputError(
            _("{path} holds several documents", path=path),
            path=path,
            hint=_("name one of them, as {one} or {other}", one=first.id, other=second.id),
        )
    return first


def read_documents(
    path: str | Path,
    *,
    encoding: str | None = None,
    one_per_line: bool = False,
    text_column: str | None = None,
    on_error: Callable[[str, InputError], None] | None = None,
    account: Account | None = None,
) -> Iterator[Document]:
    """Read every document at `path` (`-` is standard input), one after the other: no more than one is in memory.

    `encoding` overrides the guess. With `one_per_line` every line of a plain text is a paragraph, empty lines included,
    so that paragraph numbers are line numbers; otherwise hard-wrapped lines are joined and empty lines only separate.
    `text_column` names the column or key that holds the text in CSV, TSV and JSONL; without it `text`, `body` or
    `content` is taken.

    The id of a document is its path; of several in a file, the path, `#`, and the line of the JSONL file, the row of
    the table or the name in the archive: `news.jsonl#17`, `stories.zip#en/port.txt`. `path` may be such an id: then
    that document only is read. Records without text are skipped. What a reader leaves out of a document is in the
    document's `account`; `account` gets what belongs to none of a file's documents, and is whole when all are read.

    Raises InputError when the file cannot be read, is not what its name says, or holds no text at all; EncodingError
    when it is not text. With `on_error` a single document of several that cannot be read is reported to it, with its id
    and error, and the others are read.
    """
    name, only = located(str(path))
    options = ReadOptions(encoding, one_per_line, text_column, only, on_error, account or Account())
    found = False
    with opened(name) as source:
        for document in read_source(source, options):
            found = True
            options.account.read += 1
            yield replace(document, id=name_of(name) + document.id[len(name) :])
    if not found and only is not None and on_error is None:
        raise InputError(
            _("{name} has no document {document}, or it is empty", name=name, document=only[len(name) + 1 :]),
            path=name,
            hint=_("check its number or name"),
        )


def read_source(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the documents in `source`, decompressed if need be, by the reader of its format."""
    if packing := packing_of(source):
        source = source.inside(_unpacked_name(source.name), unpacked(source.stream, packing, source.shown))
        if packing_of(source):
            raise InputError(
                _("{shown} is packed twice", shown=source.shown), path=source.shown, hint=_("unpack it once first")
            )
        if source.head.startswith((b"PK", b"%PDF")):
            source = source.inside(source.name, source.file())
    yield from format_of(source).reader()(source, options)


def encoding_note(document: Document) -> str | None:
    """A warning for the user when the encoding was guessed, and what to do if it is wrong. None for UTF-8."""
    if document.encoding in ("utf-8", "utf-8-sig"):
        return None
    shown = _("standard input") if document.id == STDIN else document.id
    return _(
        "{shown} was read as {encoding}; {option} NAME if that is wrong",
        shown=shown,
        encoding=document.encoding,
        option=option_name("encoding"),
    )


def _unpacked_name(name: str) -> str:
    """`story.txt.gz` → `story.txt`, `stories.tgz` → `stories.tar`; a name without such a suffix loses its own."""
    path = Path(name)
    return path.stem + _PACKED_ARCHIVES.get(path.suffix.lower(), "")
