"""What `align export` says of the documents that it has written."""

from __future__ import annotations

from collections.abc import Iterator

from align.export import Exported
from align.export.options import Mark


def summary(done: Exported, marks: str, mark: Mark) -> Iterator[str]:
    """One line on the documents, and one each on what an editor must know of: segments that nobody reviewed, and places
    where the source stands. `marks` says how the format shows marks."""
    counts = done.counts
    documents = "1 document" if done.documents == 1 else f"{done.documents:,} documents"
    segments = "1 segment" if counts.segments == 1 else f"{counts.segments:,} segments"
    named = done.files[0] if len(done.files) == 1 else f"{len(done.files):,} files, {done.files[0]} …"
    yield f"{documents}, {segments} written to {'standard output' if named == '-' else named}"
    if counts.unreviewed:
        shown = f"marked ({marks})" if mark == "unreviewed" else "not marked"
        yield f"{_of(counts.unreviewed, counts.segments)} not reviewed: {shown}; --only approved refuses such a text"
    if missing := counts.untranslated + counts.rejected:
        why = "rejected" if not counts.untranslated else "without a translation"
        why += f", {counts.rejected:,} of them rejected" if counts.untranslated and counts.rejected else ""
        shown = "not marked" if mark == "none" else f"marked ({marks})"
        yield f"{_of(missing, counts.segments)} {why}: the source stands there, {shown}"
    if counts.left_out:
        yield f"{_of(counts.left_out, counts.segments)} without a translation by a reviewer's decision: left out"


def _of(count: int, total: int) -> str:
    return f"{count:,} of {total:,} segments {'is' if count == 1 else 'are'}"
