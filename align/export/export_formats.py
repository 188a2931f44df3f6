"""The formats of documents that are made new, by suffix; a format's module is imported when it is used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from align.errors import UsageError, option_name
from align.export.content import TranslatedDocument
from align.io.atomic import STDOUT
from align.localization import N_, _

DocumentWriter = Callable[[Sequence[TranslatedDocument], BinaryIO], None]
"""Writes documents, one after the other, as one file."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: its name on the command line, the suffixes of its files, the module whose `write` makes one, how it
    shows marks, and the module of the edition in both languages, if there is one."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    about: str
    marks: str
    bilingual: str = ""

    def writer(self, bilingual: bool = False) -> DocumentWriter:
        """Import its module and return the function that writes it. Raises UsageError where there is no edition in
        both languages."""
        if bilingual and not self.bilingual:
            suffixes = _(" or ").join(known.suffixes[0] for known in FORMATS.values() if known.bilingual)
            hint = _("name a file {suffixes}", suffixes=suffixes)
            raise UsageError(
                _(
                    "{option} needs two columns, which {about} has not",
                    option=option_name("bilingual"),
                    about=_(self.about),
                ),
                hint=hint,
            )
        write: DocumentWriter = importlib.import_module(self.bilingual if bilingual else self.module).write
        return write


FORMATS: dict[str, ExportFormat] = {
    known.name: known
    for known in (
        ExportFormat("txt", (".txt", ".text"), "align.export.plain", N_("plain text"), N_("in [[ ]]")),
        ExportFormat("md", (".md", ".markdown"), "align.export.markdown", "Markdown", N_("in [[ ]]")),
        ExportFormat(
            "html",
            (".html", ".htm"),
            "align.export.html",
            N_("a web page of one file"),
            N_("highlighted"),
            "align.export.bilingual_html",
        ),
        ExportFormat(
            "docx",
            (".docx",),
            "align.export.docx",
            N_("Word document"),
            N_("highlighted"),
            "align.export.bilingual_docx",
        ),
        ExportFormat("odt", (".odt",), "align.export.odt", N_("OpenDocument text (LibreOffice)"), N_("highlighted")),
    )
}

_ELSEWHERE = {
    ".pdf": N_("Write story.docx or story.html and print that"),
    ".doc": N_("Write story.docx, which every Word since 2007 opens"),
    ".rtf": N_("Write story.docx"),
    ".xlsx": N_("A sheet for review is made by align review"),
    ".ods": N_("A sheet for review is made by align review, as XLSX"),
    ".tmx": N_("A memory is made by align convert"),
    ".xlf": N_("XLIFF is made by align convert"),
    ".xliff": N_("XLIFF is made by align convert"),
    ".jsonl": N_("A corpus is made by align convert"),
}
"""What to do for a file that is no document, or is made otherwise."""


def export_format(path: str | Path, format: str | None = None) -> ExportFormat:
    """The format named, or else that of the suffix of `path`. Raises UsageError with the known ones."""
    suffix = Path(path).suffix.lower()
    for known in FORMATS.values():
        if known.name == format if format is not None else suffix in known.suffixes:
            return known
    names = "|".join(FORMATS)
    if format is not None:
        raise UsageError(
            _("the format {format!r} is not that of a document", format=format),
            path=path,
            hint=_("use one of {formats}", formats=names),
        )
    if str(path) == STDOUT:
        raise UsageError(
            _("standard output has no suffix"),
            path=path,
            hint=_("say {option} {formats}", option=option_name("format"), formats=names),
        )
    if suffix in _ELSEWHERE:
        raise UsageError.at(path, None, _("this is not a document that is made here"), _(_ELSEWHERE[suffix]))
    what = _("the suffix {suffix} is not that of a document", suffix=suffix) if suffix else _("there is no suffix")
    suffixes = ", ".join(suffix for known in FORMATS.values() for suffix in known.suffixes)
    raise UsageError.at(
        path, None, what, _("Known are {suffixes}; or say {option}", suffixes=suffixes, option=option_name("format"))
    )
