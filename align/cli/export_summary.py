"""What `align export` says of the documents that it has written."""

from __future__ import annotations

from collections.abc import Iterator

from align.export import Exported
from align.export.options import Mark
from align.localization import _, ngettext


def summary(done: Exported, marks: str, mark: Mark) -> Iterator[str]:
    """One line on the documents, and one each on what an editor must know of: segments that nobody reviewed, and places
    where the source stands. `marks` says how the format shows marks."""
    counts = done.counts
    total = counts.segments
    yield _("{documents} written to {files}", documents=_documents(done), files=_files(done.files))
    if counts.unreviewed:
        yield ngettext(
            "{n:,} of {total:,} segments is not reviewed ({marks}); --only approved refuses such a text",
            "{n:,} of {total:,} segments are not reviewed ({marks}); --only approved refuses such a text",
            counts.unreviewed,
            total=total,
            marks=_(marks) if mark == "unreviewed" else _("not marked"),
        )
    shown = _("not marked") if mark == "none" else _(marks)
    if counts.untranslated:
        yield ngettext(
            "{n:,} of {total:,} segments is not translated: the source stands there ({marks})",
            "{n:,} of {total:,} segments are not translated: the source stands there ({marks})",
            counts.untranslated,
            total=total,
            marks=shown,
        )
    if counts.rejected:
        yield ngettext(
            "{n:,} of {total:,} segments is rejected: the source stands there ({marks})",
            "{n:,} of {total:,} segments are rejected: the source stands there ({marks})",
            counts.rejected,
            total=total,
            marks=shown,
        )
    if counts.left_out:
        yield ngettext(
            "{n:,} of {total:,} segments is left out, as a reviewer decided",
            "{n:,} of {total:,} segments are left out, as a reviewer decided",
            counts.left_out,
            total=total,
        )


def _documents(done: Exported) -> str:
    count = done.counts.segments - done.counts.left_out
    segments = ngettext("{n:,} segment", "{n:,} segments", count)
    return ngettext(
        "{n:,} document with {segments}", "{n:,} documents with {segments}", done.documents, segments=segments
    )


def _files(files: list[str]) -> str:
    if files == ["-"]:
        return _("standard output")
    if len(files) == 1:
        return files[0]
    return ngettext("{n:,} file: {first} …", "{n:,} files: {first} …", len(files), first=files[0])
