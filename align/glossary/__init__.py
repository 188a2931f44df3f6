"""Glossaries: terms read from tables and TBX, found in any inflected form, checked in translations, proposed from
corpora."""

from align.glossary.columns import Remark
from align.glossary.glossary import Glossary, Matcher
from align.glossary.glossary_reader import open_glossary, read_glossary
from align.glossary.glossary_writer import write_glossary
from align.glossary.term import Case, Finding, Term, TermMatch

__all__ = [
    "Case",
    "Finding",
    "Glossary",
    "Matcher",
    "Remark",
    "Term",
    "TermMatch",
    "open_glossary",
    "read_glossary",
    "write_glossary",
]
