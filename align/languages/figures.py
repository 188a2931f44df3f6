"""The text in which numbers are read: in small letters, its digits and separators those of English typewriters."""

from __future__ import annotations

import re

from align.languages.normalization import fold_word
from align.languages.numerals import western_digits

_MAY_BE_FOREIGN = re.compile("[\u0660-\u1fff\ua620-\uffff\U00010000-\U0010ffff]")
"""The ranges with digits of other scripts, without the letters of most texts."""
_FOREIGN = re.compile(r"(?![0-9])\d|[٫٬]")
_SEPARATORS = {"٫": ".", "٬": ","}
_POINTED = re.compile(r"(?<=[0-9])[，．](?=[0-9])")
_APOSTROPHE = re.compile(r"(?<=[пв])['’ʼ](?=я)")
"""Inside a word of Ukrainian: п’ять is one, which the tables have as пьять."""


def western_figures(text: str) -> str:
    """Write digits of any script as 0 to 9, and Arabic decimal and group separators as points and commas. The length
    stays the same."""
    if text.isascii():
        return text
    if not _MAY_BE_FOREIGN.search(text):
        return text
    text = _FOREIGN.sub(lambda match: _SEPARATORS.get(match[0]) or western_digits(match[0]), text)
    return _POINTED.sub(lambda match: "," if match[0] == "，" else ".", text)


def folded_figures(text: str, language: str) -> str:
    """Fold a text for the parser of quantities; its length stays the same."""
    folded = fold_word(text)
    if len(folded) != len(text):  # a letter whose small form is longer: rare enough to leave the text unfolded
        folded = text
    if language[:2] in ("uk", "be"):
        folded = _APOSTROPHE.sub("ь", folded)
    return western_figures(folded)
