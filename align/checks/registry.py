"""Every flag: its name, one sentence for the reviewer, how grave it is, and the function that finds it.

A check is a function from a View to a detail (a few words on what was found, possibly empty) or None when all is well.
What can only be known of a whole corpus, or matters only when one is built, is found by `align.curation`.
Names are stable: corpora and spreadsheets hold them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from align.checks import confidence, language, length, number_checks, proper_names, terms, text
from align.checks.view import View

Severity = Literal["error", "warning", "hint"]
"""error: almost surely wrong; warning: look at it; hint: good translations have it now and then."""


@dataclass(frozen=True, slots=True)
class Check:
    """A flag. `find` is None for the flags that are put while drafting, or while building a corpus (`align filter`),
    and that no check finds again."""

    flag: str
    severity: Severity
    sentence: str
    find: Callable[[View], str | None] | None


CHECKS: dict[str, Check] = {
    check.flag: check
    for check in (
        Check("empty-target", "error", "The source segment has no translation.", text.target_empty),
        Check("empty-source", "warning", "The target segment has no source.", text.source_empty),
        Check("wrong-language", "error", "The translation is not in the target language.", language.wrong_language),
        Check("untranslated", "error", "The translation repeats the source text.", language.untranslated),
        Check(
            "partly-untranslated",
            "error",
            "Words of the source stand in the translation as they are.",
            language.partly_untranslated,
        ),
        Check("repetition", "error", "The translation says the same words again and again.", text.repeated),
        Check(
            "broken-text", "error", "There are damaged characters or leftover marks of the engine.", text.text_broken
        ),
        Check("hit-limit", "error", "Decoding hit a limit: the end of the translation may be missing.", None),
        Check(
            "number-mismatch",
            "error",
            "A number on one side has no counterpart on the other.",
            number_checks.numbers_differ,
        ),
        Check(
            "date-mismatch", "warning", "The months or weekdays of the two sides differ.", number_checks.dates_differ
        ),
        Check("number-order", "warning", "The same numbers stand in another order.", number_checks.order_differs),
        Check(
            "glossary-forbidden",
            "error",
            "A glossary term is translated in a way that the glossary forbids.",
            terms.term_forbidden,
        ),
        Check("glossary-missing", "warning", "A glossary term is not translated as agreed.", terms.term_missing),
        Check(
            "length-ratio",
            "warning",
            "The translation is unusually short or long for this document.",
            length.length_off,
        ),
        Check("low-similarity", "warning", "The two sides seem to mean different things.", confidence.similarity_low),
        Check(
            "uncertain-alignment",
            "warning",
            "The aligner was not sure which segments belong together here.",
            confidence.alignment_uncertain,
        ),
        Check(
            "low-confidence",
            "warning",
            "The engine was less sure of this draft than of others.",
            confidence.confidence_low,
        ),
        Check(
            "name-missing", "hint", "A name of the source was not found in the translation.", proper_names.names_missing
        ),
        Check(
            "latin-missing",
            "warning",
            "An address, handle or Latin word of the source is not in the translation.",
            proper_names.latin_missing,
        ),
        Check("split", "hint", "The segment was too long for the engine and was translated in parts.", None),
        Check(
            "term-substituted",
            "hint",
            "A term was put into the draft as the glossary has it: see to its ending.",
            None,
        ),
        Check(
            "numbers-repaired",
            "hint",
            "The translation comes from a memory; numbers or dates in it were put right by rule.",
            None,
        ),
        Check("brackets-unbalanced", "hint", "A bracket of the translation has no partner.", text.brackets_unbalanced),
        Check(
            "quotes-unbalanced", "hint", "A quotation mark of the translation has no partner.", text.quotes_unbalanced
        ),
        Check("end-punctuation", "hint", "The two sides end with different punctuation.", text.end_differs),
        Check("wrong-source-language", "error", "The source is not in the source language.", None),
        Check("garbled", "error", "A side is no text: two alphabets in a word, a wrong encoding, letters apart.", None),
        Check("markup", "hint", "Tags or character entities stand in the text.", None),
        Check("few-letters", "hint", "A side is mostly figures and signs.", None),
        Check("too-short", "hint", "A side has next to nothing in it.", None),
        Check("too-long", "hint", "A side is longer than sentences are.", None),
        Check("boilerplate", "hint", "The same text stands in many documents.", None),
        Check("duplicate", "hint", "Another pair reads the same.", None),
        Check("near-duplicate", "hint", "Another pair is nearly the same.", None),
    )
}
"""In the order in which flags are written: the gravest first."""

_ONE_SIDED = frozenset({"empty-target", "empty-source", "broken-text", "uncertain-alignment"})
"""What can be said of a pair with an empty side."""


def find(view: View) -> dict[str, str]:
    """Run the checks that the view's options want: flag → detail, in the order of `CHECKS`."""
    found: dict[str, str] = {}
    whole = bool(view.source.strip()) and bool(view.target.strip())
    some = bool(view.options.only or view.options.skip)
    for flag, check in CHECKS.items():
        if check.find is None or (some and not view.options.wants(flag)) or not (whole or flag in _ONE_SIDED):
            continue
        detail = check.find(view)
        if detail is not None:
            found[flag] = detail
    return found


def describe(flag: str) -> str:
    """One sentence on what a flag means; flags of other programs are named as such."""
    check = CHECKS.get(flag)
    return check.sentence if check else f"Flag {flag!r}, put by another program."


def severity(flag: str) -> Severity:
    """How grave a flag is; flags of other programs count as hints."""
    check = CHECKS.get(flag)
    return check.severity if check else "hint"
