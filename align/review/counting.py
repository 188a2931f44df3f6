"""Formulas with which a review sheet counts rows and their words, as `align merge` would take each row.

A changed text is edited, whatever its status, unless that is rejected; a status that is not understood is none. In an
alignment the source may change, too, and a word under *Fix* changes the row.
A hidden formula gives each row a number (`state_of_row`), and the first sheet counts the numbers: what is typed in one
of 30,000 rows is counted at once. The formulas use what Excel, LibreOffice and Google Sheets have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from align.corpus.pair import STATUSES
from align.io.spreadsheets import column_letters
from align.languages.scripts import BILLED_WORDS
from align.review.columns import Columns
from align.review.fixes import FIX_WORDS, fix_key
from align.review.strings import normal, spellings

UNCLEAR = 4
CHANGED, EMPTIED, REVIVED = 10, 20, 30
"""A row's number is that of its status in STATUSES, or UNCLEAR; and more where its text is CHANGED, EMPTIED, or changed
although the pair was rejected before, which makes it one to use."""

STATES: dict[str, tuple[int, ...]] = {
    "approved": (1,),
    "edited": (2, *(CHANGED + n for n in (0, 1, 2, UNCLEAR)), *range(REVIVED, REVIVED + UNCLEAR + 1)),
    "rejected": (3, CHANGED + 3, EMPTIED + 3),
    "unclear": tuple(UNCLEAR + more for more in (0, CHANGED, EMPTIED, REVIVED)),
}
"""The numbers of the rows that count as this; draft is what remains."""

_CJK = re.compile(f"[{BILLED_WORDS}]")


def word_count(text: str) -> int:
    """Count words as word processors do, and bills are written: what stands between spaces; each Chinese or Japanese
    character by itself.

    >>> word_count("It is 4.5 million, he said."), word_count("今年 4 月"), word_count("")
    (6, 4, 0)
    """
    characters = len(_CJK.findall(text))
    return characters + len((_CJK.sub(" ", text) if characters else text).split())


def all_spellings() -> str:
    """All spellings of all statuses, for `FIND`, which knows no wildcards: `||d|dr|…||a|ap|…|`, an empty one first."""
    return "|" + "".join(_spellings_of(status) for status in STATUSES)


def _spellings_of(status: str) -> str:
    return f"|{'|'.join(spellings(status))}|"


def fix_spellings() -> str:
    """All spellings of the words under *Fix*: `|j|jo|…|`."""
    full = [normal(word) for words in FIX_WORDS.values() for word in words.values()]
    parts = {word[:length] for word in full for length in range(1, len(word) + 1)}
    return f"|{'|'.join(sorted(part for part in parts if part == part.rstrip() and fix_key(part)))}|"


def state_of_row(columns: Columns, row: int, before: str) -> str:
    """The formula for the number of a row, counted from 1, whose pair has had the status `before`: an empty cell leaves
    it. Division makes zero and errors alike no number: an error is a status that is none, or a text that was emptied.
    """
    aligned = "fix" in columns
    cell = _by_place(columns, row) if aligned else _by_reference(columns, row)
    found = _found(cell("status"), columns.status_spellings)
    number = f"IFERROR(LOOKUP({found},{_STARTS},{{{STATUSES.index(before)},0,1,2,3}}),{UNCLEAR})"
    changed = REVIVED if before == "rejected" else CHANGED
    same = f"EXACT({cell('final')},{cell('draft')})"
    if aligned:  # an emptied text has gone to another row
        same = f"{same}*EXACT({cell('source')},{cell('before')})"
        unless_fixed = f"IF(ISNUMBER({_found(cell('fix'), columns.fix_spellings)}),{changed},0)"
        return f"{number}+IF(ISNUMBER(1/({same})),{unless_fixed},{changed})"
    filled = f"ISNUMBER(1/LEN(TRIM({cell('final')})))"
    return f"{number}+IF(ISNUMBER(1/{same}),0,IF({filled},{changed},{EMPTIED}))"


def _by_reference(columns: Columns, row: int) -> Callable[[str], str]:
    return lambda key: f"{columns.letter(key)}{row}"


def _by_place(columns: Columns, row: int) -> Callable[[str], str]:
    """Give the cells of a row by their place in it. A plain reference would follow a cell that is cut and pasted into
    another row, and break where one is pasted over."""
    last = columns.letter(columns.all[columns.index("state") - 1].key)
    return lambda key: f"INDEX($A{row}:${last}{row},COLUMN(${columns.letter(key)}$1))"


def _found(cell: str, spellings_column: int) -> str:
    """The formula for where the word in `cell` stands among the spellings: an error where it is none of them."""
    return f'FIND("|"&LOWER(TRIM(SUBSTITUTE({cell},"."," ")))&"|",${column_letters(spellings_column)}$1)'


def _starts() -> str:
    """The positions where the empty spelling and those of each status begin, as an array of a formula."""
    starts = [1, 2]
    for status in STATUSES[:-1]:
        starts.append(starts[-1] + len(_spellings_of(status)))
    return f"{{{','.join(map(str, starts))}}}"


_STARTS = _starts()


def row_is(columns: Columns, what: str) -> str:
    """The condition that row 2 of a sheet counts as this, for colours; `changed` is a text that is not the draft's."""
    state = f"${columns.letter('state')}2"
    if what == "changed":
        return f"{state}>={CHANGED}"
    return f"OR({','.join(f'{state}={number}' for number in STATES[what])})"


def names_a_fix(columns: Columns) -> str:
    """The condition that row 2 has a word under *Fix* that is one."""
    fix = f"${columns.letter('fix')}2"
    return f"ISNUMBER({_found(fix, columns.fix_spellings)})"


def begins_paragraph(columns: Columns) -> str:
    """The condition that row 2 begins a paragraph, or a document on a sheet of many, after the row above: where rows
    were sorted, those are no neighbours, and only documents are parted. The row below the headings begins nothing."""
    n, paragraph, doc = (columns.letter(key) for key in ("n", "paragraph", "doc"))
    return f"IFERROR(OR(AND(${n}2=${n}1+1,${paragraph}2<>${paragraph}1),${doc}2<>${doc}1),FALSE)"


def rows_that_are(what: str, states: str) -> str:
    """The formula for how many rows count as this; `states` is the range of their numbers."""
    return f"SUMPRODUCT(COUNTIF({states},{_array(what)}))"


def words_that_are(what: str, states: str, words: str) -> str:
    """The formula for how many words the sources of these rows have."""
    return f"SUMPRODUCT(SUMIF({states},{_array(what)},{words}))"


def _array(what: str) -> str:
    return f"{{{','.join(map(str, STATES[what]))}}}"
