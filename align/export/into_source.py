"""Writes a translation into the file that its source was read from, so that its formatting stays.

The file is read again by the reader that the corpus was made with, which notes where the text stands in the file; what
was read is replaced there, and nothing else is touched.
"""

from __future__ import annotations

import contextlib
import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from align.account import Reason
from align.corpus.pair import Pair
from align.document import Document
from align.errors import InputError, UsageError, option_name
from align.export.distribution import Dropped
from align.export.placing import PairRendering, PlacedTarget, replacements
from align.io.atomic import STDOUT
from align.io.byte_source import opened
from align.localization import N_, _
from align.readers.document_formats import by_suffix, format_of, packing_of
from align.readers.markup_signs import NOTE_REFERENCES
from align.readers.read_options import ReadOptions

_INTO = {
    "text": "align.export.into_plain",
    "markdown": "align.export.into_markdown",
    "html": "align.export.into_html",
    "docx": "align.export.into_docx",
    "odt": "align.export.into_odt",
    "subtitles": "align.export.into_subtitles",
}
"""The modules that write into a format, by the name of the reader's; each has a function `source_of`."""
_ALIKE = ({".html", ".htm"}, {".md", ".markdown"}, {".txt", ".text"})
"""Suffixes of files that may take each other's."""
_NO_TEXT = frozenset(
    {
        NOTE_REFERENCES,
        "hidden blocks",
        "link definitions",
        "lines of front matter",
        "repeated lines of rolling captions",
    }
)
"""What a reader's account has that nobody would translate."""
_INSTEAD = {
    "pdf": N_("a PDF is not made to be changed: write a new document, with -o story.ru.docx and without --like"),
    "epub": N_("a book is not written back: write a new document, with -o story.ru.docx and without --like"),
    "ass": N_("make SRT of it first, as subtitle editors do"),
}


_NEW_DOCUMENT = N_("write a new document, without --like")


class ReadSource(ABC):
    """A source that was read again, with the places of its text in the file."""

    document: Document
    readings: tuple[Document, ...] = ()
    """The documents that the file may have been read as, `document` among them, where there are several."""

    @abstractmethod
    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the file with the replacements of `into`, which gets what could not be kept."""


@dataclass(slots=True)
class IntoSource:
    """A translation that goes into a file: what is replaced, and what came of it.

    `dropped` counts looks and links; `homeless` has the segments whose place holds no text that can be written;
    `remarks` are noun phrases for what else is not as it was, such as `cues longer than two lines`, with how many there
    are; `notes` are whole sentences.
    """

    wanted: list[PlacedTarget]
    source_lang: str
    target_lang: str
    dropped: Dropped = field(default_factory=Dropped)
    homeless: list[PlacedTarget] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether any word changes."""
        return any(not one.same for one in self.wanted)

    def remark(self, what: str, count: int = 1) -> None:
        """Count something that is not as it was."""
        if count:
            self.remarks[what] = self.remarks.get(what, 0) + count

    def lines(self) -> list[str]:
        """What a person has to know, a line each."""
        told = {
            N_("links that now go around more of their sentence"): self.dropped.around,
            N_("links whose words were not found, and are gone"): self.dropped.links,
            N_("changes of formatting inside a sentence that are gone"): self.dropped.looks,
            **self.remarks,
        }
        lines = [_("{what}: {count:,}", what=_(what), count=count) for what, count in told.items() if count]
        if self.homeless:
            ids = ", ".join(one.pair.id for one in self.homeless[:3])
            said = N_("segments without a place for their translation: {count:,} ({ids})")
            lines.append(_(said, count=len(self.homeless), ids=ids))
        return lines + self.notes


def write_into(
    pairs: Iterable[Pair],
    like: str | Path,
    stream: BinaryIO,
    wording: Callable[[Pair], PairRendering],
    source_lang: str,
    target_lang: str,
) -> IntoSource:
    """Write the translation of the file `like`, which `pairs` are of, in its own formatting.

    Raises InputError for a file that cannot be read, is of a format that is not written into, or is not the text that
    the pairs were made from.
    """
    name = str(like)
    with opened(name) as source:
        if packing_of(source):
            raise InputError(_("{name} is packed", name=name), path=name, hint=_("unpack it first"))
        known = format_of(source)
        if known.name not in _INTO:
            raise InputError(
                _("a translation cannot be written into {name}, which is {what}", name=name, what=_(known.what)),
                path=name,
                hint=_(_INSTEAD.get(known.name, _NEW_DOCUMENT)),
            )
        read: ReadSource = importlib.import_module(_INTO[known.name]).source_of(source, ReadOptions())
        wanted = _replacements(list(pairs), read, name, wording)
        into = IntoSource(wanted, source_lang, target_lang)
        read.write(into, stream)
        into.notes += _left(read.document)
    return into


def _left(document: Document) -> list[str]:
    """What a reader of the file sees and its translator did not, in one line, or none."""
    tallies = {what: tally for what, tally in document.account.left_out.items() if what not in _NO_TEXT}
    named = ", ".join(
        _("{reason} ({count:,})", reason=Reason.of(what).shown(), count=tally.count) for what, tally in tallies.items()
    )
    return [_("left as in the source: {reasons}", reasons=named)] if named else []


def _replacements(
    pairs: list[Pair], read: ReadSource, name: str, wording: Callable[[Pair], PairRendering]
) -> list[PlacedTarget]:
    """What is replaced, in that reading of the file which the pairs are of."""
    try:
        return replacements(pairs, read.document, name, wording)
    except InputError:
        for other in read.readings:
            with contextlib.suppress(InputError):
                found = replacements(pairs, other, name, wording)
                read.document = other
                return found
        raise


def check_suffixes(like: str | Path, output: str | Path) -> None:
    """Raise UsageError where a file like `like` cannot be called `output`."""
    wanted, given = Path(like).suffix.lower(), Path(output).suffix.lower()
    if str(output) == STDOUT or wanted == given or any({wanted, given} <= alike for alike in _ALIKE):
        return
    raise UsageError(
        _(
            "{output} would not be what its name says: with {option} it is a file like {like}",
            output=output,
            option=option_name("like"),
            like=like,
        ),
        path=output,
        hint=_("name it {stem}{wanted}", stem=Path(output).stem, wanted=wanted),
    )


def is_subtitles(path: str | Path) -> bool:
    """Whether a file is called as subtitles are."""
    known = by_suffix(Path(path).suffix.lower())
    return known is not None and known.name == "subtitles"
