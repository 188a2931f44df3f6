"""The options of `align export`, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from align.errors import UsageError, option_name
from align.localization import _
from align.options import check, option

Mark = Literal["unreviewed", "missing", "none"]
Only = Literal["approved"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a document is made with."""

    only: Only | None = option(
        None,
        "Write nothing unless every segment is reviewed: approved or edited.",
        about="`approved`: nothing is written unless every segment is approved or edited",
    )
    mark: Mark = option(
        "unreviewed",
        "What to mark in the document: what is not reviewed, only what has no translation, or nothing.",
        about="What is marked: all that is not reviewed, only what has no translation, or nothing",
        show_default=True,
    )
    like: str | None = option(
        None,
        "The source's own file: the translation goes into it, in its formatting. DOCX, ODT, HTML, Markdown, text,"
        " subtitles.",
        metavar="FILE",
        about="The source's own file: the translation goes into it, in its formatting",
    )
    bilingual: bool = option(
        False,
        "Write source and translation side by side, paragraph by paragraph, for reading (.html or .docx).",
        about="Source and translation side by side, paragraph by paragraph; as a web page or Word document",
    )
    typography: bool = option(False, "Set quotes, dashes, spaces and numbers as the target language has them.")

    def __post_init__(self) -> None:
        check(self)
        if self.like and self.bilingual:
            problem = _("{option} does not go with {other}", option=option_name("like"), other=option_name("bilingual"))
            raise UsageError(problem, hint=_("the source's own file has one language"))
