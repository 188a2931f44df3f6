"""What a document says to its editor, in the language of the document where we know it."""

from __future__ import annotations

from align.export.content import Run
from align.languages.tags import primary_subtag
from align.localization import LANGUAGES, N_, wording

_WORDS = {
    "unreviewed": N_("Not reviewed."),
    "untranslated": N_("No translation yet: the source text stands here."),
    "rejected": N_("The draft was rejected: the source text stands here."),
}


def about(run: Run, language: str) -> str:
    """What a marked run says of itself, with the note of its reviewer."""
    code = primary_subtag(language)
    said = _WORDS.get("rejected" if run.rejected else run.marking, "")
    words = wording(code if code in LANGUAGES else LANGUAGES[0])(said) if said else ""
    return f"{words} {run.note}".strip()
