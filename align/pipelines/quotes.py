"""What a run does with quotations: what it was asked to, else what was done in the work that it goes on with, else the
default."""

from __future__ import annotations

from typing import Literal

from align.corpus.pair import Signature
from align.errors import option_name
from align.localization import _
from align.progress import Warn

Quotes = Literal["keep", "split"]
DEFAULT: Quotes = "split"


def quotes_of(signature: Signature) -> Quotes | None:
    """What was done with quotations in the corpus that has this signature; None where it does not say. Alignments that
    name a splitter and nothing of quotations are those of releases that left them whole."""
    parts = dict(signature.parts)
    if parts.get("quotes") == "split":
        return "split"
    if parts.get("quotes") == "keep" or parts.get("split", "one-per-line") != "one-per-line":
        return "keep"
    return None


def quotes_to_go_on(asked: Quotes | None, before: Quotes | None, name: str, warn: Warn) -> Quotes:
    """What to do with quotations when a run goes on with the work in `name`, where it was done as `before`: what was
    reviewed in one piece is found again in one piece. `warn` gets a line where that is not the default."""
    if asked is None and before not in (None, DEFAULT):
        warn(
            _(
                "quotations stay whole, as they are in {name}: {option} split divides them",
                name=name,
                option=option_name("quotes"),
            )
        )
    return asked or before or DEFAULT
