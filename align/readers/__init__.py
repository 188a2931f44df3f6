"""Readers: files, folders, globs and standard input → Documents."""

from __future__ import annotations

from align.readers.document import encoding_note, read_document
from align.readers.find import find_documents

__all__ = ["encoding_note", "find_documents", "read_document"]
