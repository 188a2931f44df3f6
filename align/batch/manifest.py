"""The manifest: a line a document. While work goes on it is a journal; at the end it is in the order of the input.

A line is appended, and forced to the disk, when the bytes that it tells of are there already. A later line about a
document overrules an earlier one; a last line that was cut off in the middle is cut away.
"""

from __future__ import annotations

import json
import os
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args

from align.batch.types import State
from align.corpus.fields import json_object
from align.errors import FormatError
from align.io.atomic import atomic_output
from align.localization import _


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of document number `n`.

    `bytes` is the length of its lines in its shard. Until the shard is put together they are in the file `chunk` of
    the shard's working folder, from `start`. `modified` is when its files were last changed, in nanoseconds: a rerun
    looks at the hash only if that or the size is another.
    """

    n: int
    id: str
    state: State
    shard: str
    target: str | None = None
    match: float | None = None
    hash: str = ""
    size: int = 0
    modified: int = 0
    pairs: int = 0
    segments: int = 0
    words: int = 0
    seconds: float = 0.0
    bytes: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    chunk: str | None = None
    start: int = 0


CHUNK = re.compile("base|[0-9]{5,9}")
"""The names that the file of a chunk may have, so that no manifest leads out of its folder."""

_DEFAULTS = {field.name: field.default for field in fields(Record) if field.name not in ("n", "id", "state", "shard")}


def to_line(value: dict[str, Any]) -> bytes:
    """A JSON object as a line of UTF-8; a file name that is not UTF-8 becomes an escape."""
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value).encode() + b"\n"


def _record_line(record: Record) -> bytes:
    values = asdict(record)
    return to_line({name: value for name, value in values.items() if name not in _DEFAULTS or value != _DEFAULTS[name]})


def _record(line: bytes) -> Record:
    """A line as a Record; ValueError or TypeError for one that align did not write."""
    values = json_object(line.decode())
    record = Record(**{**values, "warnings": tuple(values.get("warnings", ()))})
    numbers = (record.n, record.size, record.modified, record.pairs, record.segments, record.words, record.bytes)
    texts = (record.id, record.shard, record.hash, record.target or "", record.error or "", *record.warnings)
    if not all(type(number) is int and 0 <= number < 1 << 62 for number in (*numbers, record.start)):
        raise ValueError("a count is no number")
    if not all(isinstance(text, str) for text in texts) or record.state not in get_args(State):
        raise ValueError("a text is none")
    if record.chunk is not None and not CHUNK.fullmatch(record.chunk):
        raise ValueError("there is no such chunk")
    return record


class Manifest:
    """The manifest of one collection, at `path`; 8 bytes a document in memory. One process writes it at a time."""

    def __init__(self, path: Path):
        self.path = path
        self._places = array("q")

    def load(self, count: int) -> Iterator[Record]:
        """Read the records of a collection of `count` documents, in the order of writing, and remember where the last
        one about each is. Raises FormatError for a line that align has not written."""
        self._heal()
        self._places = array("q", [-1]) * count
        if not self.path.exists():
            return
        at = 0
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    record = _record(line)
                    self._places[record.n] = at
                except (ValueError, TypeError, IndexError) as error:
                    raise FormatError(
                        _("{path}, line {number} is no record of a document", path=self.path, number=number),
                        path=self.path,
                        line=number,
                        hint=_("put the manifest back as align wrote it, or begin anew with --fresh"),
                    ) from error
                at += len(line)
                yield record

    def append(self, records: Sequence[Record]) -> None:
        """Add records, all of them on the disk when this returns."""
        lines = list(map(_record_line, records))
        with self.path.open("ab") as stream:
            at = stream.seek(0, os.SEEK_END)
            stream.write(b"".join(lines))
            stream.flush()
            os.fsync(stream.fileno())
        for record, line in zip(records, lines, strict=True):
            self._places[record.n] = at
            at += len(line)

    def latest(self, first: int = 0, end: int | None = None) -> Iterator[Record]:
        """The last record of each document from number `first` to before `end`, in the order of the input."""
        places = self._places[first:end]
        if all(place < 0 for place in places):
            return
        with self.path.open("rb") as stream:
            for place in places:
                if place >= 0:
                    stream.seek(place)
                    yield _record(stream.readline())

    def finish(self) -> None:
        """Write one line a document, in the order of the input. Only when every shard is put together."""
        count = len(self._places)
        with atomic_output(self.path) as stream:
            for record in self.latest():
                stream.write(_record_line(replace(record, chunk=None, start=0)))
        for __ in self.load(count):
            pass

    def _heal(self) -> None:
        """Cut away a last line that was not written to its end."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as stream:
            end = at = stream.seek(0, os.SEEK_END)
            tail = b""
            while at and b"\n" not in tail:
                at = max(0, at - 65536)
                stream.seek(at)
                tail = stream.read(end - at)
            keep = at + tail.rfind(b"\n") + 1
            if keep != end:
                stream.truncate(keep)
