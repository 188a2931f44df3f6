"""Corpora: the types Pair, Corpus and Signature, and the formats they are read from and written to."""

from align.corpus.format_registry import FORMATS, Writers, format_of, open_writers, read_corpus, write_corpus
from align.corpus.pair import ORIGINS, STATUSES, Corpus, Origin, Pair, Signature, Span, Status

__all__ = [
    "FORMATS",
    "ORIGINS",
    "STATUSES",
    "Corpus",
    "Origin",
    "Pair",
    "Signature",
    "Span",
    "Status",
    "Writers",
    "format_of",
    "open_writers",
    "read_corpus",
    "write_corpus",
]
