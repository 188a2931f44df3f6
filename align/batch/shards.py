"""Shards: where the pairs of a document are until its shard is whole, and how a shard is put together.

A shard has a working folder `.align/00003/` while documents of it are still to come, with a file for each chunk that a
worker has finished. When all its documents are finished the lines are copied, in the order of the input, to
`part-00003.jsonl`, and the working folder goes. So the folder's being there decides where a document's lines are: in
its chunk, or else in the part. Each step can be broken off and made again:

1. a chunk is written whole, then the manifest gets its records: without them the chunk counts for nothing;
2. the part is written whole, then the folder is renamed away: until then the part is written again;
3. to redo documents of a finished shard, the part becomes the first chunk of a new folder, which gets its name only
   after the manifest tells what is in it: until then the part still counts.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from align.batch.manifest import Record
from align.batch.types import ChunkResult
from align.corpus.format_options import FormatOptions
from align.errors import FormatError
from align.io.atomic import atomic_output
from align.localization import _

BASE = "base"
"""The chunk that was the finished part of its shard."""
_BLOCK = 1 << 20


def part_name(shard: int) -> str:
    """`part-00003`, what the files of shard 3 begin with."""
    return f"part-{shard:05d}"


@dataclass(frozen=True, slots=True)
class Shards:
    """The parts in `folder` and the working folders in `work`; `formats` beside JSON Lines are made from the parts."""

    folder: Path
    work: Path
    formats: tuple[str, ...] = ()
    tmx: FormatOptions = field(default_factory=FormatOptions)

    def clean(self) -> None:
        """Take away what an interrupted step has left behind."""
        for left in (*self.work.glob("*.old"), *self.work.glob("*.new")):
            shutil.rmtree(left, ignore_errors=True)
        for left in (*self.folder.glob(".part-*.part"), *self.work.glob("*/.*.part"), *self.work.glob(".*.part")):
            left.unlink(missing_ok=True)

    def is_open(self, shard: int) -> bool:
        """Whether documents of the shard are in chunks, not in the part."""
        return self._place(shard).is_dir()

    def store(self, result: ChunkResult, records: Sequence[Record]) -> list[Record]:
        """Write a finished chunk; its records with the places of the documents' lines."""
        place = self._place(result.chunk.shard)
        place.mkdir(0o700, exist_ok=True)
        name = self._next_name(place)
        placed, at = [], len(result.header)
        for record in records:
            placed.append(replace(record, chunk=name, start=at) if record.state == "done" else record)
            at += record.bytes
        with atomic_output(place / name, private=True) as stream:
            stream.write(result.header)
            stream.writelines(outcome.lines for outcome in result.outcomes)
        return placed

    def reopen(self, shard: int, records: Iterable[Record]) -> list[Record]:
        """Make the finished part the first chunk of a working folder that has no name yet; the records to journal.

        `records` are those of the shard's documents in the order of the input. Call `reopened` after journalling.
        The lines of a part may be others than were written, since people review it: which of them are a document's is
        known by how many pairs it has. Raises FormatError for a part with more or fewer.
        """
        new = self._place(shard).with_suffix(".new")
        new.mkdir(0o700)
        part = self._part(shard)
        if not part.exists():
            return []
        placed, whole = [], True
        with part.open("rb") as old, atomic_output(new / BASE, private=True) as stream:
            header = _header(old)
            stream.write(header)
            at = len(header)
            for record in (record for record in records if record.state == "done"):
                lines = list(itertools.islice(old, record.pairs))
                size = sum(map(len, lines))
                stream.writelines(lines)
                placed.append(replace(record, chunk=BASE, start=at, bytes=size))
                at += size
                whole &= len(lines) == record.pairs
            whole &= header.startswith(b'{"corpus"') and not old.read(1)
        if not whole:
            shutil.rmtree(new, ignore_errors=True)
            raise FormatError(
                _("{path} has other pairs than align wrote in it", path=part),
                path=part,
                hint=_("put it back as it was, or begin in another folder"),
            )
        return placed

    def reopened(self, shard: int) -> None:
        """From now on the shard's documents are in its working folder."""
        os.replace(self._place(shard).with_suffix(".new"), self._place(shard))
        _sync(self.work)

    def assemble(self, shard: int, records: Sequence[Record]) -> None:
        """Write the parts of a shard whose documents are all finished; `records` are theirs in the order of the input.

        A shard without a single pair of texts done has no part.
        """
        place, part = self._place(shard), self._part(shard)
        done = [record for record in records if record.state == "done"]
        if done:
            with atomic_output(part) as stream:
                for number, record in enumerate(done):
                    with self._chunk(place, record).open("rb") as chunk:
                        if number == 0:
                            stream.write(_header(chunk))
                        chunk.seek(record.start)
                        stream.writelines(_blocks(chunk, record))
        else:
            part.unlink(missing_ok=True)
        for format_ in self.formats:
            self._convert(part, format_)
        _sync(self.folder)
        if place.is_dir():
            old = place.with_suffix(".old")
            os.replace(place, old)
            shutil.rmtree(old, ignore_errors=True)

    def _convert(self, part: Path, format_: str) -> None:
        from align.corpus import FORMATS, read_corpus, write_corpus

        other = part.with_suffix(FORMATS[format_].suffixes[0])
        if part.exists():
            tmx = self.tmx
            write_corpus(read_corpus(part), other, format_, tmx.tmx_langs, tmx_for=tmx.tmx_for, reviewer=tmx.reviewer)
        else:
            other.unlink(missing_ok=True)

    def _chunk(self, place: Path, record: Record) -> Path:
        """The file that holds a document's lines. FormatError where it is gone."""
        if record.chunk is None or not (place / record.chunk).is_file():
            raise _lost(record)
        return place / record.chunk

    def _place(self, shard: int) -> Path:
        return self.work / f"{shard:05d}"

    def _part(self, shard: int) -> Path:
        return self.folder / f"{part_name(shard)}.jsonl"

    @staticmethod
    def _next_name(place: Path) -> str:
        taken = [int(path.name) for path in place.iterdir() if path.name.isdecimal()]
        return f"{max(taken, default=0) + 1:05d}"


def _header(stream: BinaryIO) -> bytes:
    """The first line of a corpus file."""
    return stream.readline()


def _lost(record: Record) -> FormatError:
    return FormatError(
        _(
            "the lines of {id} are not where the manifest says: put the folder back as align "
            "wrote it, or begin anew with --fresh",
            id=record.id,
        )
    )


def _blocks(stream: BinaryIO, record: Record) -> Iterator[bytes]:
    size = record.bytes
    while size:
        block = stream.read(min(size, _BLOCK))
        if not block:
            raise _lost(record)
        size -= len(block)
        yield block


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
