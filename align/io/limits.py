"""How much a reader takes in, so that no file can fill the memory: limits are checked while reading, never believed.

The memory of a run is a few times the largest document's. 64 MB of text are about ten million words, more than a reader
could want in one document; what is larger is a collection, and should be cut, or given as JSONL, which is read line by
line.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO

from align.errors import InputError

LARGEST_TEXT = 64 << 20
"""Bytes of a text file, characters of a document, bytes of a line of JSONL or a row of CSV."""
LARGEST_FILE = 512 << 20
"""Bytes of a file that is not read as a stream: PDF, DOCX, ODT, EPUB, an archive, standard input."""
LARGEST_PAGE = 16 << 20
"""Bytes of a web page, or of a chapter of an EPUB, without the pictures inside it."""
MOST_PARAGRAPHS = 1_000_000
"""Paragraphs, or lines, of a document."""
RATIO = 200
"""How many times larger than its packed form text may be. News packs to a fifth or tenth of itself, logs to a 50th."""
UNSUSPICIOUS = 4 << 20
"""Below this many bytes a ratio says nothing: a page of blanks packs to almost nothing."""
CHUNK = 1 << 16


def megabytes(size: int) -> str:
    return f"{size >> 20:,} MB"


def read_all(stream: IO[bytes], name: str, limit: int = LARGEST_TEXT) -> bytes:
    """The rest of `stream`. Raises InputError when it is longer than `limit` bytes, of which no more are held."""
    pieces, size = [], 0
    while piece := stream.read(min(CHUNK * 16, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise too_large(name, limit)
    return b"".join(pieces)


def seekable(stream: IO[bytes], name: str, limit: int = LARGEST_FILE) -> BinaryIO:
    """The rest of `stream` as a file that can be read at any place: for pipes and for what is packed.

    It is held in memory up to the size of a large text, on disk from there on.
    """
    file: BinaryIO = io.BytesIO()
    size = 0
    while piece := stream.read(CHUNK):
        if size <= LARGEST_TEXT < size + len(piece):
            held, file = file, tempfile.TemporaryFile()  # noqa: SIM115 (whoever asked closes it)
            file.write(held.getvalue())  # type: ignore[attr-defined]
        size += len(piece)
        if size > limit:
            file.close()
            raise too_large(name, limit)
        file.write(piece)
    file.seek(0)
    return file


def too_large(name: str, limit: int) -> InputError:
    """The error for a file of more than `limit` bytes."""
    return InputError(f"{name} is larger than {megabytes(limit)}", path=name, hint="cut it into several documents")


def too_long(name: str) -> InputError:
    """The error for a document of more than MOST_PARAGRAPHS lines or paragraphs."""
    return InputError(
        f"{name} has more than {MOST_PARAGRAPHS:,} lines or paragraphs", path=name, hint="cut it into several documents"
    )


def nothing_to_segment(name: str) -> InputError:
    """The error for a file without text."""
    return InputError(f"{name} is empty", path=name, hint="there is nothing to segment in it")


class Watch:
    """Counts what comes out of a packed file against what went in. Raises InputError for a bomb.

    `more` counts `size` further bytes that came out, of `packed` bytes that went in so far, all told.
    """

    def __init__(self, name: str, limit: int | None = None):
        self.name, self.limit, self.size = name, limit, 0

    def more(self, size: int, packed: int) -> None:
        self.size += size
        if self.size > UNSUSPICIOUS and self.size > RATIO * max(packed, 1):
            raise InputError(
                f"{self.name} unpacks to more than {RATIO} times its size, as a zip bomb does: it is not read",
                path=self.name,
            )
        if self.limit is not None and self.size > self.limit:
            raise InputError(
                f"{self.name} unpacks to more than {megabytes(self.limit)}",
                path=self.name,
                hint="cut it into several files",
            )


def counted(chunks: Iterable[bytes], watch: Watch, packed: int) -> Iterator[bytes]:
    """Pass `chunks`, which come out of `packed` bytes, under the eyes of `watch`."""
    for chunk in chunks:
        watch.more(len(chunk), packed)
        yield chunk
