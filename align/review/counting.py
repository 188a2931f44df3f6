"""Formulas with which a review sheet counts rows and their words, as `align merge` would take each row.

A changed text is edited, whatever its status, unless that is rejected; a status that is not understood is none.
A hidden formula gives each row a number (`state_of_row`), and the first sheet counts the numbers: what is typed in one
of 30,000 rows is counted at once. The formulas use what Excel, LibreOffice and Google Sheets have in common.
"""

from __future__ import annotations

import re

from align.corpus.pair import STATUSES
from align.io.spreadsheets import column_letters
from align.languages.scripts import BILLED_WORDS
from align.review.layout import COLUMNS, INDEX
from align.review.strings import spellings

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

SPELLINGS_COLUMN = len(COLUMNS)
"""The column in whose heading the spellings of the statuses stand, after all others."""

_CJK = re.compile(f"[{BILLED_WORDS}]")


def word_count(text: str) -> int:
    """Count words as word processors do, and bills are written: what stands between spaces; each Chinese or Japanese
    character by itself.

    >>> word_count("It is 4.5 million, he said."), word_count("今年 4 月"), word_count("")
    (6, 4, 0)
    """
    characters = len(_CJK.findall(text))
    return characters + len((_CJK.sub(" ", text) if characters else text).split())


def column_letter(column: int | str) -> str:
    """The letter of a column, given by its key or its index."""
    return column_letters(INDEX[column] if isinstance(column, str) else column)


def all_spellings() -> str:
    """All spellings of all statuses, for `FIND`, which knows no wildcards: `||d|dr|…||a|ap|…|`, an empty one first."""
    return "|" + "".join(_spellings_of(status) for status in STATUSES)


def _spellings_of(status: str) -> str:
    return f"|{'|'.join(spellings(status))}|"


def state_of_row(row: int, before: str) -> str:
    """The formula for the number of a row, counted from 1, whose pair has had the status `before`: an empty cell leaves
    it. Division makes zero and errors alike no number: an error is a status that is none, or a text that was emptied.
    """
    final, draft, status = (f"{column_letter(key)}{row}" for key in ("final", "draft", "status"))
    found = f'FIND("|"&LOWER(TRIM(SUBSTITUTE({status},"."," ")))&"|",${column_letter(SPELLINGS_COLUMN)}$1)'
    number = f"IFERROR(LOOKUP({found},{_STARTS},{{{STATUSES.index(before)},0,1,2,3}}),{UNCLEAR})"
    changed = REVIVED if before == "rejected" else CHANGED
    filled = f"ISNUMBER(1/LEN(TRIM({final})))"
    return f"{number}+IF(ISNUMBER(1/EXACT({final},{draft})),0,IF({filled},{changed},{EMPTIED}))"


def _starts() -> str:
    """The positions where the empty spelling and those of each status begin, as an array of a formula."""
    starts = [1, 2]
    for status in STATUSES[:-1]:
        starts.append(starts[-1] + len(_spellings_of(status)))
    return f"{{{','.join(map(str, starts))}}}"


_STARTS = _starts()


def row_is(what: str) -> str:
    """The condition that row 2 of a sheet counts as this, for colours; `changed` is a text that is not the draft's."""
    state = f"${column_letter('state')}2"
    if what == "changed":
        return f"{state}>={CHANGED}"
    return f"OR({','.join(f'{state}={number}' for number in STATES[what])})"


def rows_that_are(what: str, states: str) -> str:
    """The formula for how many rows count as this; `states` is the range of their numbers."""
    return f"SUMPRODUCT(COUNTIF({states},{_array(what)}))"


def words_that_are(what: str, states: str, words: str) -> str:
    """The formula for how many words the sources of these rows have."""
    return f"SUMPRODUCT(SUMIF({states},{_array(what)},{words}))"


def _array(what: str) -> str:
    return f"{{{','.join(map(str, STATES[what]))}}}"
