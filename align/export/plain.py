"""The translation as plain text: a paragraph a line, an empty line between them."""

from __future__ import annotations

from align.export.story import StoryText


def plain_text(story: StoryText) -> str:
    """The translated document; paragraphs without a translation leave no gap."""
    return "\n\n".join(paragraph.target for paragraph in story.paragraphs if paragraph.target) + "\n"
