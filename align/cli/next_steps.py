"""What one does next: a line after a command, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from align.cli.options import say
from align.localization import _


def suggest(*commands: str) -> None:
    """Name the commands that come next, if a person reads standard error."""
    if commands and sys.stderr.isatty():
        for command in commands:
            say(_("next: {command}", command=command))


def after_drafting(outputs: Iterable[str]) -> None:
    """After a corpus was made: review it."""
    from align.cli.review import command_word

    corpora = [name for name in outputs if Path(name).suffix.lower() == ".jsonl"]
    if corpora:
        name = command_word(corpora[0])
        suggest(f"align review {name} -o {command_word(str(Path(corpora[0]).with_suffix('.xlsx')))}")


def after_review(corpus: str | None) -> None:
    """After a review came home: keep what was approved, and deliver the translation."""
    from align.cli.review import command_word

    if corpus and Path(corpus).suffix.lower() == ".jsonl":
        name = command_word(corpus)
        document = command_word(str(Path(corpus).with_suffix(".docx")))
        suggest(f"align memory add tm.sqlite {name}", f"align export {name} -o {document}")
