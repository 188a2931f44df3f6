"""Glossaries: terms read from tables and TBX, found in any inflected form, checked in translations, proposed from
corpora."""

from align.glossary.glossary import Glossary, Matcher
from align.glossary.term import Case, Finding, Hit, Term

__all__ = ["Case", "Finding", "Glossary", "Hit", "Matcher", "Term"]
