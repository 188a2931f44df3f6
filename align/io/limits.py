"""Limits on what readers accept, so that no file can fill the memory: checked while reading, whatever headers claim.

The memory of a run is a few times the largest document's. 64 MB of text are about ten million words, more than a reader
could want in one document; what is larger is a collection, and should be cut, or given as JSONL, which is read line by
line.
"""

from __future__ import annotations

import io
from typing import IO, BinaryIO

from align.errors import InputError
from align.io.own_errors import scratch_file
from align.localization import _

LARGEST_TEXT = 64 << 20
"""Bytes of a text file, characters of a document, bytes of a line of JSONL or a row of CSV."""
LARGEST_FILE = 512 << 20
"""Bytes of a file that is not read as a stream: PDF, DOCX, ODT, EPUB, an archive, standard input."""
LARGEST_PAGE = 16 << 20
"""Bytes of a web page, or of a chapter of an EPUB, without the pictures inside it."""
MOST_PARAGRAPHS = 1_000_000
"""Paragraphs, or lines, of a document."""
LONGEST_PARAGRAPH = 4 << 20
"""Characters of a paragraph that is cut into sentences, which needs some hundred bytes a sentence: a long novel."""
MOST_SEGMENTS = 1_000_000
"""Sentences of a document."""
MOST_ATTRIBUTES = 256
"""Attributes of a tag, which libxml2 and lxml compare each with each; pages of newspapers have 40 at most."""
RATIO = 200
"""How many times larger than its packed form text may be. News packs to a fifth or tenth of itself, logs to a 50th."""
UNSUSPICIOUS = 4 << 20
"""Bytes below which the ratio says nothing: a page of spaces packs to almost nothing."""
CHUNK = 1 << 16


def megabytes(size: int) -> str:
    """A number of bytes in words: `64 MB`."""
    return _("{size:,} MB", size=size >> 20)


def read_all(stream: IO[bytes], name: str, limit: int = LARGEST_TEXT) -> bytes:
    """Read the rest of `stream`. Raises InputError when it is longer than `limit` bytes, of which no more are held."""
    pieces, size = [], 0
    while piece := stream.read(min(CHUNK * 16, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise too_large(name, limit)
    return b"".join(pieces)


def seekable(stream: IO[bytes], name: str, limit: int = LARGEST_FILE) -> BinaryIO:
    """Copy the rest of `stream` to a seekable file: for pipes and compressed streams.

    It is held in memory up to LARGEST_TEXT bytes, on disk above that.
    """
    file: BinaryIO = io.BytesIO()
    size = 0
    while piece := stream.read(CHUNK):
        if size <= LARGEST_TEXT < size + len(piece):
            in_memory, file = file, scratch_file()
            file.write(in_memory.getvalue())  # type: ignore[attr-defined]
        size += len(piece)
        if size > limit:
            file.close()
            raise too_large(name, limit)
        file.write(piece)
    file.seek(0)
    return file


def too_large(name: str, limit: int) -> InputError:
    """The error for a file of more than `limit` bytes."""
    return InputError(
        _("{name} is larger than {megabytes}", name=name, megabytes=megabytes(limit)),
        path=name,
        hint=_("cut it into several documents"),
    )


def too_long(name: str) -> InputError:
    """The error for a document of more than MOST_PARAGRAPHS lines or paragraphs."""
    return InputError(
        _("{name} has more than {most_paragraphs:,} lines or paragraphs", name=name, most_paragraphs=MOST_PARAGRAPHS),
        path=name,
        hint=_("cut it into several documents"),
    )


def paragraph_too_long(name: str) -> InputError:
    """The error for a document with a paragraph of more than LONGEST_PARAGRAPH characters."""
    return InputError(
        _("{name} has a paragraph of more than {megabytes}", name=name, megabytes=megabytes(LONGEST_PARAGRAPH)),
        path=name,
        hint=_("break its lines where paragraphs end"),
    )


def too_many_segments(name: str) -> InputError:
    """The error for a document of more than MOST_SEGMENTS sentences."""
    return InputError(
        _("{name} has more than {most_segments:,} sentences", name=name, most_segments=MOST_SEGMENTS),
        path=name,
        hint=_("cut it into several documents"),
    )


def nothing_to_segment(name: str) -> InputError:
    """The error for a file without text."""
    return InputError(_("{name} is empty", name=name), path=name, hint=_("there is nothing to segment in it"))


class ExpansionGuard:
    """Counts the bytes that come out of a packed file against those that went in. Raises InputError for a bomb."""

    def __init__(self, name: str, limit: int | None = None):
        self.name, self.limit, self.size = name, limit, 0

    def add(self, size: int, packed: int) -> None:
        """Count `size` further bytes that came out; `packed` is the number that went in so far."""
        self.size += size
        if self.size > UNSUSPICIOUS and self.size > RATIO * max(packed, 1):
            raise InputError(
                _(
                    "{name} unpacks to more than {ratio} times its size, as a zip bomb does: it is not read",
                    name=self.name,
                    ratio=RATIO,
                ),
                path=self.name,
            )
        if self.limit is not None and self.size > self.limit:
            raise InputError(
                _("{name} unpacks to more than {megabytes}", name=self.name, megabytes=megabytes(self.limit)),
                path=self.name,
                hint=_("cut it into several files"),
            )
