"""Records of JSONL files and tables: the column of their text, their documents, the recognition of corpora."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from align.document import Document, Paragraph
from align.errors import EncodingError, InputError, option_name
from align.io.byte_source import ByteSource
from align.io.compressed import unpacked
from align.io.limits import CHUNK, LARGEST_TEXT, megabytes, nothing_to_segment
from align.io.text_encoding import BYTE_ORDER_MARKS, decode
from align.localization import N_, _
from align.readers import plain
from align.readers.read_options import ReadOptions
from align.shown_text import Markup

T = TypeVar("T")

TEXT_COLUMNS = ("text", "body", "content")
TITLE_COLUMNS = ("title", "headline")
LANGUAGE_COLUMNS = ("lang", "language")
CORPUS_COLUMNS = frozenset({"source", "target"})
"""A record that has these and no text is a pair of a bilingual corpus, not a document."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_PACKINGS = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst"}


def column(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first of `wanted` among `names`, whatever its case."""
    folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((folded[name] for name in wanted if name in folded), None)


def text_column(names: Sequence[str], options: ReadOptions, shown: str) -> str:
    """Find the column that holds the text. Raises InputError, with the columns of the file, when it is unclear."""
    if options.text_column is not None:
        if options.text_column in names:
            return options.text_column
        found = column(names, [options.text_column.casefold()])
        missing = _("{shown} has no column {column!r}", shown=shown, column=options.text_column)
    else:
        found = column(names, TEXT_COLUMNS)
        missing = _("{shown} has no column text, body or content", shown=shown)
    if found is not None:
        return found
    if is_pair(names) and options.text_column is None:
        raise InputError(
            _("{shown} is a bilingual corpus, not a document", shown=shown),
            path=shown,
            hint=_("align convert and align check read it"),
        )
    listed = ", ".join(name[:40] for name in list(names)[:8]) + (" …" if len(names) > 8 else "")
    raise InputError(
        missing,
        path=shown,
        hint=_(
            "name the one with the text with {option} (there are: {columns})",
            option=option_name("text_column"),
            columns=listed,
        ),
    )


def is_pair(names: Iterable[str]) -> bool:
    """Whether a record with these columns is a pair of a bilingual corpus."""
    return {name.strip().casefold() for name in names} >= CORPUS_COLUMNS


def record_documents(
    source: ByteSource,
    options: ReadOptions,
    records: Iterable[tuple[int, T]],
    document_of: Callable[[str, T], Document | None],
) -> Iterator[Document]:
    """Read the document of each numbered record that `options` wants; a broken record is reported and left out.

    Raises InputError when no record has a text.
    """
    found = False
    for number, record in records:
        id = f"{source.id}#{number}"
        if not options.wants(id):
            continue
        try:
            document = document_of(id, record)
        except InputError as error:
            error.path, error.line = source.shown, number
            found = True
            options.fail(id, error)
            continue
        if document is None:
            options.account.leave_out(N_("records without text"), f"record {number}")
            continue
        found = True
        yield document
    if not found and options.only is None:
        raise nothing_to_segment(source.shown)


def record_document(
    id: str, text: str, record: Mapping[str, Any], encoding: str, options: ReadOptions
) -> Document | None:
    """Make the document of one record: its title as a heading, its text in paragraphs. None when it has no text."""
    text = _UNPRINTABLE.sub("\ufffd", text)
    if plain.has_no_text(text):
        return None
    names = list(record)
    title = record.get(column(names, TITLE_COLUMNS) or "")
    language = record.get(column(names, LANGUAGE_COLUMNS) or "")
    language = language if isinstance(language, str) and _LANGUAGE.match(language) else None
    cut = plain.rows if options.one_per_line else plain.paragraphs
    document = plain.as_document(id, id, text, encoding, cut, language)
    if not isinstance(title, str) or options.one_per_line or plain.has_no_text(title):
        return document
    return _with_heading(" ".join(_UNPRINTABLE.sub("\ufffd", title).split()), document)


def _with_heading(title: str, document: Document) -> Document:
    from dataclasses import replace

    if document.text.lstrip().startswith(title):
        return document
    shift = len(title) + 2
    moved = tuple(_moved(paragraph, shift) for paragraph in document.paragraphs)
    heading = Paragraph(0, len(title), "heading")
    return replace(document, text=f"{title}\n\n{document.text}", paragraphs=(heading, *moved))


def _moved(paragraph: Paragraph, shift: int) -> Paragraph:
    markup = tuple(Markup(sign.start + shift, sign.end + shift, sign.shown) for sign in paragraph.markup)
    return Paragraph(paragraph.start + shift, paragraph.end + shift, paragraph.kind, markup)


def decoded_lines(source: ByteSource, options: ReadOptions) -> tuple[Iterator[str], str]:
    """Decode the lines of `source` as a stream, with their line breaks; the encoding too.

    Raises InputError for a line longer than LARGEST_TEXT, EncodingError where a line does not fit the encoding of the
    beginning.
    """
    encoding = _encoding(source, options)
    return _lines(source, encoding), encoding


def _lines(source: ByteSource, encoding: str) -> Iterator[str]:
    stream = io.TextIOWrapper(source.stream, encoding=encoding, newline="")
    number = 0
    try:
        while line := stream.readline(LARGEST_TEXT + 1):
            number += 1
            if len(line) > LARGEST_TEXT:
                raise InputError(
                    _(
                        "{shown}, line {number}, is longer than {megabytes}",
                        shown=source.shown,
                        number=number,
                        megabytes=megabytes(LARGEST_TEXT),
                    ),
                    path=source.shown,
                    line=number,
                    hint=_("cut it into several"),
                )
            yield line.removeprefix("\ufeff") if number == 1 else line
    except UnicodeError:
        raise EncodingError(
            _("{shown} is not {encoding} after line {number}", shown=source.shown, encoding=encoding, number=number),
            path=source.shown,
            line=number,
            hint=_("name its encoding with {option}, or save as UTF-8", option=option_name("encoding")),
        ) from None
    finally:
        with contextlib.suppress(ValueError):  # the source may have closed its stream when the caller stops early
            stream.detach()


def _encoding(source: ByteSource, options: ReadOptions) -> str:
    """The encoding of the beginning of `source`."""
    head = source.head
    if options.encoding is None:
        for bom, encoding in BYTE_ORDER_MARKS:
            if head.startswith(bom):
                return encoding
    if len(head) >= CHUNK:  # the head may end in the middle of a character
        head = head[: head.rfind(b"\n") + 1] or _whole_characters(head)
    return decode(head, source.shown, options.encoding)[1]


def _whole_characters(head: bytes) -> bytes:
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    decoder.decode(head)
    return head[: len(head) - len(decoder.getstate()[0])]


def is_corpus(path: str) -> bool:
    """Whether the JSONL file or table at `path` is a bilingual corpus, by its first line. False where it is unclear."""
    name = Path(path)
    packing = _PACKINGS.get(name.suffix.lower())
    suffix = Path(name.stem).suffix.lower() if packing else name.suffix.lower()
    if suffix not in {".jsonl", ".ndjson", ".csv", ".tsv"}:
        return False
    try:
        with open(path, "rb") as file:
            line = (unpacked(file, packing, path) if packing else file).readline(CHUNK)
        first = line.decode("utf-8-sig")
        if suffix in {".csv", ".tsv"}:
            return is_pair(next(csv.reader([first], delimiter="\t" if suffix == ".tsv" else ","), []))
        record = json.loads(first)
    except (OSError, ValueError, csv.Error, RecursionError, InputError):
        return False
    return isinstance(record, dict) and (is_pair(record) or set(record) == {"corpus"})
