"""Readers: files, folders, globs, archives and standard input → Documents."""

from __future__ import annotations

from align.readers.find import find_documents
from align.readers.plain import read_text
from align.readers.reading import encoding_note, read_document, read_documents

__all__ = ["encoding_note", "find_documents", "read_document", "read_documents", "read_text"]
