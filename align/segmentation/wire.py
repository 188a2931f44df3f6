"""The shape of a wire story: which paragraphs are crumbs, headlines, subheadings and bylines."""

from __future__ import annotations

from align.text import Document, Kind


def kinds(document: Document) -> list[Kind]:
    """The kind of each paragraph of `document`."""
    return ["headline" if p.kind == "heading" else "sentence" for p in document.paragraphs]
