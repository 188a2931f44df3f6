"""What stands above a review table in Word: how to work, and what the colours mean."""

from __future__ import annotations

from align.localization import Translated

WORD_STEPS: Translated[tuple[str, ...]] = Translated(
    "table in Word",
    (
        "Correct the text under “{final}”, with tracked changes or without; a row that you change counts as "
        "{edited} by itself. Where the translation is right as it stands, set the status “{approved}”; where the pair "
        "is of no use, “{rejected}” (choose the word, or type a, r, + or -). Leave the source as it is.",
        "Write what a colleague should know under “{note}”, or as a comment. Rows may be sorted, left out and "
        "deleted: each is found again by a hidden mark beside its number.",
        "Save as DOCX or ODT and send the file back. It is brought home with: {merge}",
    ),
)
"""The instructions to the reviewer of a translation, by language."""

WORD_ALIGNMENT_STEPS: Translated[tuple[str, ...]] = Translated(
    "table in Word",
    (
        "Each row is a piece of the source with its translation; read from top to bottom, the two columns are the two "
        "texts. Look at the coloured rows first. Where a piece is in the wrong row, cut it and paste it where it "
        "belongs, or insert and delete rows: each column must keep all its text, in its order.",
        "Or move nothing, and write under “{fix}”: {words}; or type || in a cell where it is to be divided. Rows that "
        "you corrected need no status; set “{approved}” (a or +) where a row is right, “{rejected}” (r or -) where it "
        "is of no use.",
        "Save as DOCX or ODT and send the file back. It is brought home with: {merge}",
    ),
)
"""The same for an alignment."""

WORD_SENTENCES = Translated(
    "table in Word",
    {
        "paragraph": "Dark line: a paragraph begins",
        "gap": "Double line: pairs are left out",
    },
)
"""Words and sentences by language; the others are those of every sheet (`strings.SENTENCES`)."""
