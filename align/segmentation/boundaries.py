"""Text → sentence spans."""

from __future__ import annotations

from importlib.metadata import version


def splitter_name(language: str | None) -> str:
    """Which library proposes the boundaries for `language`, with its version."""
    library = "razdel" if _primary(language) == "ru" else "sentencex"
    return f"{library}-{version(library)}"


def sentences(text: str, language: str | None, quotes: str) -> list[tuple[int, int]]:
    """The spans of the sentences of one paragraph."""
    if _primary(language) == "ru":
        import razdel

        return [(s.start, s.stop) for s in razdel.sentenize(text)]
    import sentencex

    found = sentencex.get_sentence_boundaries(_primary(language), text)
    return [(b["start_index"], b["end_index"]) for b in found if b["text"].strip()]


def _primary(language: str | None) -> str:
    return (language or "en").split("-")[0].lower()
