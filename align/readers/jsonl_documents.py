"""JSONL: one document a line, `{"text": …}`, with `title` and `lang` where they are given. Read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from align.document import Document
from align.errors import InputError, option_name
from align.io.byte_source import ByteSource
from align.io.json_faults import json_message
from align.localization import N_, _
from align.readers.read_options import ReadOptions
from align.readers.records import decoded_lines, record_document, record_documents, text_column


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the documents of a JSONL file; the id ends with the number of the line.

    Raises InputError for a line that is no JSON object or lacks the text's key, and when no line has a text.
    """
    yield from read_lines(source, *decoded_lines(source, options), options)


def read_lines(source: ByteSource, lines: Iterable[str], encoding: str, options: ReadOptions) -> Iterator[Document]:
    """Read the documents of decoded lines; see `read`."""
    written = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    yield from record_documents(source, options, written, lambda id, line: _document(id, line, encoding, options))


def _document(id: str, line: str, encoding: str, options: ReadOptions) -> Document | None:
    return document_of(id, _value(id, line), encoding, options)


def document_of(id: str, record: Any, encoding: str, options: ReadOptions) -> Document | None:
    """Make the document of a JSON value, None where its text is empty. Raises InputError for one that has no text.

    The key of the text may be several, from the outside in: `article.body`.
    """
    if not isinstance(record, dict):
        raise InputError(_("{id} is no JSON object", id=id), path=id, hint=_('write {"text": "…"} on each line'))
    if set(record) == {"corpus"}:
        raise InputError(
            _("{id} begins a bilingual corpus, not documents", id=id),
            path=id,
            hint=_("align convert and align check read it"),
        )
    record, key = located(record, options.text_column) or (record, text_column(list(record), options, id))
    text = record[key]
    if text is not None and not isinstance(text, str):
        raise InputError(
            _("{id} has no text in its column for it, but {type}", id=id, type=json_type_name(text)),
            path=id,
            hint=_("name another with {option}", option=option_name("text_column")),
        )
    return record_document(id, text or "", record, encoding, options)


def located(record: Mapping[str, Any], keys: str | None) -> tuple[Mapping[str, Any], str] | None:
    """The object that holds the text under `article.body`, and its key there; None where there is none.

    >>> located({"article": {"body": "It opened."}}, "article.body")
    ({'body': 'It opened.'}, 'body')
    """
    if keys is None:
        return None
    if keys in record:
        return record, keys
    outer, __, inner = keys.partition(".")
    value = record.get(outer)
    return located(value, inner) if inner and isinstance(value, dict) else None


def _value(id: str, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            _(
                "{id} is no JSON ({message} at character {character})",
                id=id,
                message=json_message(error),
                character=error.colno,
            ),
            path=id,
            hint=_("mend or remove the line"),
        ) from None
    except (RecursionError, ValueError):
        raise InputError(
            _("{id} is nested too deep or holds too long a number", id=id), path=id, hint=_("mend or remove the line")
        ) from None


def json_type_name(value: object) -> str:
    """The type of a JSON value that is no text, in a word or two."""
    names = {list: N_("a list"), dict: N_("an object"), bool: N_("true or false")}
    name = names.get(type(value), N_("a number"))
    return _(name)
