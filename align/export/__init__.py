"""From a reviewed corpus to what leaves the house: the translated document, and projects for CAT tools."""

from align.export.story import StoryParagraph, StoryText, stories

__all__ = ["StoryParagraph", "StoryText", "stories"]
