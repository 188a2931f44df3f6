"""Writes a translation into the plain text that its source was read from."""

from __future__ import annotations

import io

from align.document import Paragraph
from align.export.into_source import IntoSource, ReadSource
from align.export.into_text import TextSource, Words
from align.export.placing import PlacedTarget
from align.io.byte_source import ByteSource
from align.readers import plain
from align.readers.read_options import ReadOptions


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read a plain text that is to be written into. Raises InputError as its reader does."""
    data = source.data()
    (document,) = plain.read(source.inside(source.name, io.BytesIO(data)), options)
    return TextSource(document, data, _words)


def _words(into: IntoSource) -> Words:
    def words(one: PlacedTarget, paragraph: Paragraph) -> str:
        return one.target

    return words
