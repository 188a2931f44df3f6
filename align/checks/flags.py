"""Declares every flag: its name, how severe it is, and one sentence for the reviewer.

`align.checks.registry` has the functions that find flags in a pair. The others are raised by what made the pair, or by
`align filter`. Names are stable: corpora and spreadsheets hold them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from align.localization import N_

Severity = Literal["error", "warning", "hint"]
"""error: almost surely wrong; warning: look at it; hint: good translations have it now and then."""

HIT_LIMIT = "hit-limit"
SPLIT = "split"
TERM_SUBSTITUTED = "term-substituted"
"""Raised by drafting, see `align.translation.drafting`."""
NUMBERS_REPAIRED = "numbers-repaired"
"""Raised by a translation memory, see `align.memory.unit`."""


@dataclass(frozen=True, slots=True)
class Flag:
    """The declaration of a flag. `description` is one sentence that tells a reviewer what it means, in English."""

    name: str
    severity: Severity
    description: str


FLAGS: tuple[Flag, ...] = (
    Flag("empty-target", "error", N_("The source segment has no translation.")),
    Flag("empty-source", "warning", N_("The target segment has no source.")),
    Flag("wrong-language", "error", N_("The translation is not in the target language.")),
    Flag("untranslated", "error", N_("The translation repeats the source text.")),
    Flag("partly-untranslated", "error", N_("Words of the source stand in the translation as they are.")),
    Flag("repetition", "error", N_("The translation says the same words again and again.")),
    Flag("broken-text", "error", N_("There are damaged characters or leftover marks of the engine.")),
    Flag(HIT_LIMIT, "error", N_("Decoding hit a limit: the end of the translation may be missing.")),
    Flag(
        "placeholder-mismatch",
        "error",
        N_("A placeholder, tag or emoji of the source is not in the translation as it is."),
    ),
    Flag("number-mismatch", "error", N_("A number on one side has no counterpart on the other.")),
    Flag("date-mismatch", "warning", N_("The months or weekdays of the two sides differ.")),
    Flag("number-order", "warning", N_("The same numbers stand in another order.")),
    Flag("currency-mismatch", "warning", N_("A sum of money is in another currency, or in none.")),
    Flag("unit-mismatch", "warning", N_("The same figure stands with another unit, or without per cent or its unit.")),
    Flag("sign-mismatch", "warning", N_("The same number is below zero on one side only.")),
    Flag("glossary-forbidden", "error", N_("A glossary term is translated in a way that the glossary forbids.")),
    Flag("glossary-missing", "warning", N_("A glossary term is not translated as agreed.")),
    Flag("length-ratio", "warning", N_("The translation is unusually short or long for this document.")),
    Flag("low-similarity", "warning", N_("The two sides seem to mean different things.")),
    Flag("uncertain-alignment", "warning", N_("The aligner was not sure which segments belong together here.")),
    Flag("low-confidence", "warning", N_("The engine was less sure of this draft than of others.")),
    Flag("name-missing", "hint", N_("A name of the source was not found in the translation.")),
    Flag("name-replaced", "hint", N_("A name of the source seems to have become another name.")),
    Flag("name-variant", "hint", N_("A name is spelt otherwise here than in the rest of the document.")),
    Flag("latin-missing", "warning", N_("An address, handle or Latin word of the source is not in the translation.")),
    Flag(SPLIT, "hint", N_("The segment was too long for the engine and was translated in parts.")),
    Flag(TERM_SUBSTITUTED, "hint", N_("A term was put into the draft as the glossary has it: see to its ending.")),
    Flag(
        "number-format", "hint", N_("A number or a time is not written as the language of the translation writes it.")
    ),
    Flag(
        NUMBERS_REPAIRED,
        "hint",
        N_("The translation comes from a memory; numbers or dates in it were put right by rule."),
    ),
    Flag("brackets-unbalanced", "hint", N_("A bracket of the translation has no partner.")),
    Flag("quotes-unbalanced", "hint", N_("A quotation mark of the translation has no partner.")),
    Flag("end-punctuation", "hint", N_("The two sides end with different punctuation.")),
    # from here on raised by align.curation
    Flag("wrong-source-language", "error", N_("The source is not in the source language.")),
    Flag("garbled", "error", N_("A side is no text: two alphabets in a word, a wrong encoding, letters apart.")),
    Flag("markup", "hint", N_("Tags or character entities stand in the text.")),
    Flag("few-letters", "hint", N_("A side is mostly figures and signs.")),
    Flag("too-short", "hint", N_("A side has next to nothing in it.")),
    Flag("too-long", "hint", N_("A side is longer than sentences are.")),
    Flag("boilerplate", "hint", N_("The same text stands in many documents.")),
    Flag("duplicate", "hint", N_("Another pair reads the same.")),
    Flag("near-duplicate", "hint", N_("Another pair is nearly the same.")),
)
"""In the order in which flags are written: most severe first, as a reviewer wants to meet them."""
