"""From an English news story to a reviewed bilingual corpus: read, segment, draft, align, check, write."""

from __future__ import annotations

__version__ = "0.1.0"
