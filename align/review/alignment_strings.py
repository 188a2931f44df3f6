"""The words of an alignment's sheets that those of drafts have not."""

from __future__ import annotations

from align.localization import Translated
from align.review.fixes import Fix

ALIGNMENT_SENTENCES = Translated(
    "sheet of an alignment",
    {
        "title": "Review of an alignment",
        "high means": "probably wrong: the translation is missing, or a number or the language does not fit",
        "medium means": "look twice: the aligner was not sure, the source is missing, or length or meaning is unusual",
        "changed": "Your correction",
        "changed means": "no longer as it was: counts as edited by itself",
        "approved means": "source and translation belong together and are right",
        "edited means": "you have corrected the row (counts by itself, whatever the status, unless it is rejected)",
        "rejected means": "the pair stays out of the translation memory; its text stays in its place",
        "unclear word": "Unclear word",
        "unclear word means": "under Status or Fix: none of their words, nor the beginning of one",
        "fix": "To be mended",
        "fix means": "a word stands under Fix, or || in a cell: done when the sheet is merged",
        "hole": "Empty side",
        "hole means": "this text has nothing on the other side",
        "gone": "Emptied row",
        "gone means": "you have moved both texts away: the row will be gone",
        "green means": "you work in these columns; leave the others as they are",
        "gap step": "Pairs are left out of this sheet: a thick line stands wherever that is. Move nothing across one.",
        "gap means": "the rows above and below are no neighbours in the text: move nothing across",
        "fixes": "The words under Fix",
        "fixes note": "All are carried out together, on the rows as they stand: a column that has slipped takes the "
        "same word in each of its rows. The beginning of a word will do; to take one back, empty its cell.",
        "word": "Word",
        "what happens": "What happens",
        "divide means": "typed into a cell wherever it is to be divided, once or more: what follows makes a new row, "
        "with what follows || in the other cell, if it stands there, too. With “{source-up}” or “{translation-up}” "
        "only what stands before || moves, with “{source-down}” or “{translation-down}” only what stands after it.",
        "example": "Example",
        "before": "the sheet as you leave it",
        "after": "What is made of it",
    },
)
"""Words and sentences by language; the others are those of every sheet (`strings.SENTENCES`)."""

ALIGNMENT_STEPS: Translated[tuple[str, ...]] = Translated(
    "sheet of an alignment",
    (
        "Each row is a piece of the source with its translation. Read from top to bottom, the two columns are the "
        "two texts. Most rows are right: look at the coloured ones. “Flags” says why they are; begin where the "
        "aligner was not sure (a low “Confidence”). A text that really has no counterpart is no mistake, nor is a row "
        "of several sentences with their translations.",
        "Where a piece is in the wrong row, put it where it belongs. Cut and paste cells or parts of them, insert "
        "and delete rows, as you like. One thing only: each column must keep all its text, in its order; whole "
        "cells may change places. A translation that is wrong may be worded anew in its cell.",
        "Or do not move anything: choose a word under “Fix”, or type || in the cell where it is to be divided. The "
        "table below says what happens then, and the example shows it.",
        "Rows that you corrected need no status. Set “{approved}” (a or +) where a row is right, “{rejected}” (r or "
        "-) where it is of no use; for several rows at once, drag the corner of the cell. What you leave alone stays "
        "as it is.",
        "Save as XLSX or ODS and send the file back. Whoever sent it to you brings it home with: {merge}",
    ),
)
"""The instructions to the reviewer, by language."""

FIX_MEANINGS: Translated[dict[Fix, str]] = Translated(
    "sheet of an alignment",
    {
        "join": "This row and the next become one.",
        "source-up": "The source of this row goes to the row above, to its end.",
        "source-down": "The source of this row goes to the row below, to its beginning.",
        "translation-up": "The translation of this row goes to the row above, to its end.",
        "translation-down": "The translation of this row goes to the row below, to its beginning.",
        "exchange": "This row and the next exchange their translations.",
        "unlink": "The row becomes two: the source alone, then the translation alone.",
    },
)
"""What each word under *Fix* does, in a sentence."""


EXAMPLE: Translated[tuple[tuple[str, str], ...]] = Translated(
    "example in a sheet of an alignment",
    (
        ("Sentence one.", "One, translated."),
        ("Sentence two.", ""),
        ("Sentence three.", "Two, translated."),
        ("Sentence four.", "Three, translated. || Four, translated."),
        ("Five. || Six.", "Five, translated. || Six, translated."),
    ),
)
"""Rows as a reviewer leaves them: source and translation."""

EXAMPLE_FIXES: tuple[Fix | None, ...] = (None, None, "translation-up", "translation-up", None)
"""What stands in them under *Fix*."""

EXAMPLE_MENDED: Translated[tuple[tuple[str, str], ...]] = Translated(
    "example in a sheet of an alignment",
    (
        ("Sentence one.", "One, translated."),
        ("Sentence two.", "Two, translated."),
        ("Sentence three.", "Three, translated."),
        ("Sentence four.", "Four, translated."),
        ("Five.", "Five, translated."),
        ("Six.", "Six, translated."),
    ),
)
"""The rows that `align merge` makes of these."""
