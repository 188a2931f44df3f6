"""What spreadsheets, forms and the clipboard add to a text that nobody sees, and texts that differ in that only."""

from __future__ import annotations

import unicodedata

from align.corpus.fingerprints import as_displayed, text_hash
from align.languages.invisible import without_paste_marks
from align.languages.normalization import memory_forms


def tidied(text: str) -> str:
    """A text that somebody typed or pasted, without the blanks around it and the characters that nobody sees; letters
    are composed (NFC). Line breaks inside it, joiners and direction marks, which some scripts need, stay.

    >>> tidied("\\u00a0The port\\u200b opened. \\n")
    'The port opened.'
    """
    return unicodedata.normalize("NFC", without_paste_marks(text)).strip().strip("\u2060").strip()


def tidied_hash(text: str) -> str:
    """The hash of a text as a fingerprint has it, but of the tidied text."""
    return text_hash(tidied(text))


def read_alike(one: str, other: str) -> bool:
    """Whether two texts differ in blanks, invisible characters, the composition of letters, and the shapes of quotes
    and dashes only: in what a program changes without being asked.

    >>> read_alike("“It’s done” ", '"It\\'s  done"'), read_alike("It is done.", "It is done!")
    (True, False)
    """
    return alike_key(one) == alike_key(other)


def alike_key(text: str) -> str:
    """A form that texts have in common which read alike."""
    return memory_forms(as_displayed(text))[0]
