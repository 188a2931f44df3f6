"""What a document says to its editor, in the language of the document where we know it."""

from __future__ import annotations

from align.export.content import Run
from align.languages.tags import primary_subtag

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "unreviewed": "Not reviewed.",
        "untranslated": "No translation yet: the source text stands here.",
        "rejected": "The draft was rejected: the source text stands here.",
    },
    "ru": {
        "unreviewed": "Не проверено.",
        "untranslated": "Перевода пока нет: здесь стоит исходный текст.",
        "rejected": "Черновик отклонен: здесь стоит исходный текст.",
    },
}


def about(run: Run, language: str) -> str:
    """What a marked run says of itself, with the note of its reviewer."""
    words = _WORDS.get(primary_subtag(language), _WORDS["en"])
    return f"{words['rejected' if run.rejected else run.marking]} {run.note}".strip()
