"""PDF → its pages as lines with coordinates, by PDFium, in a process of its own.

PDFium is written in C++ and reads untrusted files: in a process of its own, with bounded memory and time, the
worst that a file can do is to end that process. `python -m align.readers.pdf_pages` reads a PDF from its standard
input and writes a line of JSON a page: the page's height, and of each line its text, left, right, bottom, size and
weight, in points (1/72 inch, from the lower left corner).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

from align.errors import InputError
from align.io.limits import CHUNK, LARGEST_TEXT, MOST_PARAGRAPHS, megabytes, too_long
from align.localization import _

_MEMORY = 512 << 20
"""Bytes of address space that the process may take; with a book of 300 pages it takes 33 MB."""
_SECONDS, _BYTES_A_SECOND = 10, 100_000
"""Seconds of processor time that a file may take, and the bytes for each of which it gets one more: a page of a book
has some 3,000 bytes, and takes 0.02 s."""
_PATIENCE, _SLOWNESS = 10.0, 4
"""Seconds after which a page is abandoned; and how many times the processor's time a file may take of the clock's."""
_MOST_CHARACTERS = 200_000
"""Characters of a page that are looked at; a newspaper's page has 30,000."""
_LINE = re.compile("([^\r\n\x02\ufffe]*)(?:([\x02\ufffe])|[\r\n]|$)")
HYPHEN = "\xad"
"""The end of a line whose last word continues on the next one. PDFium recognises such hyphens by their position."""
LOCKED, DAMAGED = 3, 4


class PdfLine(NamedTuple):
    """A line of a page: `left`, `right` and `bottom` in points, `size` of its letters in points."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool


class PdfPage(NamedTuple):
    """A page `height` points high, with its lines in the order in which PDFium reads them."""

    height: float
    lines: list[PdfLine]


def pages(file: BinaryIO, shown: str) -> Iterator[PdfPage]:
    """Read the pages of a PDF, one after the other. Raises InputError for one that is locked, damaged, or takes too
    much."""
    with _as_descriptor(file) as stream, _reader(stream) as process:
        assert process.stdout is not None
        count = size = 0
        deadline = time.monotonic() + _SLOWNESS * _seconds(stream)
        while answer := _next_line(process, min(_PATIENCE, deadline - time.monotonic())):
            height, cells = json.loads(answer)
            page = PdfPage(height, [PdfLine(*cell) for cell in cells])
            count += len(page.lines)
            size += sum(len(line.text) for line in page.lines)
            if size > LARGEST_TEXT:
                raise InputError(
                    _("{shown} holds more than {megabytes} of text", shown=shown, megabytes=megabytes(LARGEST_TEXT)),
                    path=shown,
                    hint=_("cut it into several"),
                )
            if count > MOST_PARAGRAPHS:
                raise too_long(shown)
            yield page
        status = process.wait()
        if status == LOCKED:
            raise InputError(
                _("{shown} is protected by a password", shown=shown), path=shown, hint=_("save it without one")
            )
        if status == DAMAGED:
            raise InputError(
                _("{shown} is damaged or cut short", shown=shown),
                path=shown,
                hint=_("fetch it again, or save it again where it was made"),
            )
        if status:
            raise InputError(
                _("{shown} takes more memory or time than a document should", shown=shown),
                path=shown,
                hint=_("save its text in another way"),
            )


@contextlib.contextmanager
def _reader(stream: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the process that reads, as long as the block lasts.

    It starts in the folder that `align` is installed in: Python imports from the folder it starts in, and the user's
    may contain anything.
    """
    home = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=home)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _next_line(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """Read the next line from the process; nothing when it ended, or was killed after so many seconds of silence."""
    timer = threading.Timer(max(0.0, seconds), process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        return process.stdout.readline()
    finally:
        timer.cancel()


@contextlib.contextmanager
def _as_descriptor(file: BinaryIO) -> Iterator[IO[bytes]]:
    """Give `file` a descriptor, so that another process can read it: that of a copy on disk if need be."""
    try:
        file.fileno()
        yield file
    except OSError:
        with tempfile.TemporaryFile() as copy:
            while piece := file.read(CHUNK):
                copy.write(piece)
            copy.seek(0)
            yield copy


def text_lines(textpage: Any) -> list[PdfLine]:
    """Extract the lines of a PDFium text page."""
    found: list[PdfLine] = []
    for match in _LINE.finditer(_characters(textpage)):
        body = match[1].rstrip()
        if body.strip():
            first = match.start() + len(body) - len(body.lstrip())
            begin, end = _box(textpage, first), _box(textpage, match.start() + len(body) - 1)
            size = round(_font_size(textpage, first + _middle(body.strip())), 1)
            text = body.strip().encode("utf-8", "replace").decode("utf-8") + (HYPHEN if match[2] else "")
            bold = _is_bold(textpage, first) and _is_bold(textpage, match.start() + len(body) - 1)
            found.append(PdfLine(text, round(begin[0], 1), round(end[1], 1), round(begin[2], 1), size, bold))
    return found


def _middle(body: str) -> int:
    """The index of a character near the middle of a line: no bullet, no drop cap, no number of a note."""
    return next(index for index in range(len(body) // 2, -1, -1) if not body[index].isspace())


def _characters(textpage: Any) -> str:
    """The characters of a page, indexed as in PDFium."""
    from pypdfium2 import raw

    count = min(textpage.count_chars(), _MOST_CHARACTERS)
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if len(text) == count and "\0" not in text:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(textpage, number)) for number in range(count))  # some are left out above


def _font_size(textpage: Any, number: int) -> float:
    from pypdfium2 import raw

    return float(raw.FPDFText_GetFontSize(textpage, number))


def _is_bold(textpage: Any, number: int) -> bool:
    """Whether the font of a character calls itself bold; few files say so in numbers."""
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(200)
    raw.FPDFText_GetFontInfo(textpage, number, name, len(name), ctypes.c_int())
    return b"bold" in name.value.lower() or b"black" in name.value.lower()


def _box(textpage: Any, number: int) -> tuple[float, float, float]:
    """Left, right and origin's height of a character."""
    from pypdfium2 import raw

    left, right, bottom, top, x, y = (ctypes.c_double() for __ in range(6))
    raw.FPDFText_GetCharBox(textpage, number, left, right, bottom, top)
    raw.FPDFText_GetCharOrigin(textpage, number, x, y)
    return left.value, right.value, y.value


def _seconds(file: IO[bytes]) -> int:
    """The seconds of processor time that a file may take, by its size."""
    return _SECONDS + os.fstat(file.fileno()).st_size // _BYTES_A_SECOND


def _limit(seconds: int) -> None:
    """Bound the memory and the processor time of this process, where the operating system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _main() -> int:
    import pypdfium2

    file = open(0, "rb", closefd=False)  # noqa: SIM115 (standard input)
    _limit(_seconds(file))
    try:
        document = pypdfium2.PdfDocument(file)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        return LOCKED if "password" in str(error).lower() else DAMAGED
    for number in range(count):
        try:
            page = document[number]
            cells = [page.get_height(), text_lines(page.get_textpage())]
        except pypdfium2.PdfiumError:
            cells = [0.0, []]
        sys.stdout.write(json.dumps(cells) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
