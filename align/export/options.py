"""The options of `align export`, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    typography: bool = option(False, "Set quotes, dashes, spaces and numbers as the target language has them.")

    def __post_init__(self) -> None:
        check(self)
