"""What `align export` says of the documents that it has written."""

from __future__ import annotations

from collections.abc import Iterator

from align.export import Exported
from align.export.options import Mark


def summary(done: Exported, marks: str, mark: Mark) -> Iterator[str]:
    """One line on the documents, and one each on what an editor must know of: segments that nobody reviewed, and places
    where the source stands. `marks` says how the format shows marks."""
    counts = done.counts
    yield f"{_documents(done)} written to {_files(done.files)}"
    if counts.unreviewed:
        shown = marks if mark == "unreviewed" else "not marked"
        yield f"{_of(counts.unreviewed, counts.segments)} not reviewed ({shown}); --only approved refuses such a text"
    shown = "not marked" if mark == "none" else marks
    if counts.untranslated:
        yield f"{_of(counts.untranslated, counts.segments)} not translated: the source stands there ({shown})"
    if counts.rejected:
        yield f"{_of(counts.rejected, counts.segments)} rejected: the source stands there ({shown})"
    if counts.left_out:
        yield f"{_of(counts.left_out, counts.segments)} left out, as a reviewer decided"


def _documents(done: Exported) -> str:
    segments = done.counts.segments - done.counts.left_out
    counted = "1 segment" if segments == 1 else f"{segments:,} segments"
    return f"1 document with {counted}" if done.documents == 1 else f"{done.documents:,} documents with {counted}"


def _files(files: list[str]) -> str:
    if files == ["-"]:
        return "standard output"
    return files[0] if len(files) == 1 else f"{len(files):,} files: {files[0]} …"


def _of(count: int, total: int) -> str:
    return f"{count:,} of {total:,} segments {'is' if count == 1 else 'are'}"
