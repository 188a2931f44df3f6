"""JSON: a document, a list of documents, or a list somewhere inside an object, as services and archives answer.

A record is an object with a text, and a title and a language where they are given, as a line of JSONL is. A file of the
suffix `.json` that is JSONL is read as that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from align.document import Document
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.json_faults import json_message
from align.io.limits import nothing_to_segment
from align.io.text_encoding import decode
from align.localization import _
from align.readers import jsonl_documents
from align.readers.read_options import ReadOptions
from align.readers.records import TEXT_COLUMNS, column, record_documents

_DEEPEST = 4
"""How many objects deep a list of records is looked for."""


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the documents of a JSON file; the id ends with the number of the record, from 1, where it has a list.

    Raises InputError for what is no JSON, and for an object without a text, with the keys that it has.
    """
    text, encoding = decode(source.data(), source.shown, options.encoding)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if _is_jsonl(text):
            yield from jsonl_documents.read_lines(source, text.split("\n"), encoding, options)
            return
        raise InputError(
            _(
                "{shown} is no JSON ({message} at line {line}, character {character})",
                shown=source.shown,
                message=json_message(error),
                line=error.lineno,
                character=error.colno,
            ),
            path=source.shown,
            line=error.lineno,
            hint=_("mend it, or save it again in the program that made it"),
        ) from None
    except (RecursionError, ValueError):
        raise InputError(
            _("{shown} is nested too deep or holds too long a number", shown=source.shown),
            path=source.shown,
            hint=_("mend it"),
        ) from None
    records = _records(value, options)
    if records is None:
        document = jsonl_documents.document_of(source.id, value, encoding, options)
        if document is None:
            raise nothing_to_segment(source.shown)
        yield document
        return
    yield from record_documents(
        source,
        options,
        enumerate(records, start=1),
        lambda id, record: jsonl_documents.document_of(id, _as_record(record), encoding, options),
    )


def _is_jsonl(text: str) -> bool:
    """Whether the first line is a JSON value by itself, and others follow."""
    first, __, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    try:
        return bool(rest.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _records(value: Any, options: ReadOptions) -> list[Any] | None:
    """The list of records in a value; None where the value is a record itself, or may as well be called one."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or _has_text(value, options):
        return None
    return _list_inside(value, options, _DEEPEST)


def _list_inside(value: dict[str, Any], options: ReadOptions, depth: int) -> list[Any] | None:
    """The first list of objects with a text in an object, the outermost first."""
    for inner in value.values():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict) and _has_text(inner[0], options):
            return inner
    inside = (inner for inner in value.values() if isinstance(inner, dict)) if depth > 1 else iter(())
    return next((found for inner in inside if (found := _list_inside(inner, options, depth - 1))), None)


def _has_text(record: dict[str, Any], options: ReadOptions) -> bool:
    if options.text_column is not None:
        found = jsonl_documents.located(record, options.text_column)
        return found is not None and isinstance(found[0][found[1]], str)
    return isinstance(record.get(column(list(record), TEXT_COLUMNS) or ""), str)


def _as_record(value: Any) -> Any:
    """A text in a list of texts is a record with nothing else."""
    return {"text": value} if isinstance(value, str) else value
