"""From a reviewed corpus to what leaves the house: the translated document, and projects for CAT tools."""

from align.export.options import ExportOptions
from align.export.story import StoryParagraph, StoryText, stories
from align.export.writing import Exported, export_documents

__all__ = ["ExportOptions", "Exported", "StoryParagraph", "StoryText", "export_documents", "stories"]
