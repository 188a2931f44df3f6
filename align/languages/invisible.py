"""Characters without width: what may be dropped from a text before it is drafted or looked up, and what may not.

A soft hyphen, a zero-width space, a word joiner, a byte-order mark and the marks of direction say how a text is set,
not what it says. The two zero-width joiners are letters' business where letters join: in Persian, Urdu, Hindi and their
like they make another word, in an emoji another picture. There they stay (Unicode 15, 23.2; RFC 5892, appendix A).
"""

from __future__ import annotations

import re

_NO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_JOINERS = "\u200c\u200d"
_JOINING_LETTERS = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
"""Arabic and its relatives, the scripts of India, Tibetan, Burmese, Khmer, Mongolian."""
_PICTURES = "\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"

_DROPPED = re.compile(
    f"[{_NO_WIDTH}]"
    f"|\u200c(?![{_JOINING_LETTERS}])|(?<![{_JOINING_LETTERS}])\u200c"
    f"|\u200d(?![{_JOINING_LETTERS}{_PICTURES}])(?<![{_JOINING_LETTERS}]\u200d)"
    f"|(?<![{_JOINING_LETTERS}{_PICTURES}])\u200d"
)
_LEFT_BY_A_PASTE = re.compile("[\u00ad\u200b\ufeff]")
_MAY_HAVE = re.compile(f"[{_NO_WIDTH}{_JOINERS}]")


def visible_text(text: str) -> str:
    r"""Drop the characters that have no width and no meaning.

    >>> visible_text("gov\u00adern\u00adment \u200ehere\ufeff"), visible_text("می\u200cخواهم") == "می\u200cخواهم"
    ('government here', True)
    """
    if text.isascii() or not _MAY_HAVE.search(text):
        return text
    return _DROPPED.sub("", text)


def without_paste_marks(text: str) -> str:
    """Drop what a page or program leaves in a text that is copied from it: soft hyphens, zero-width spaces, byte-order
    marks. Marks of direction and joiners, which a translator may have set, stay."""
    return _LEFT_BY_A_PASTE.sub("", text)


def visible_line(text: str) -> str:
    """The visible text on one line, runs of whitespace as one space."""
    return " ".join(visible_text(text).split())
