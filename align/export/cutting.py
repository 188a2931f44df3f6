"""Cuts a translation into parts as its source is cut: over lines, over the cues of subtitles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[,;:.!?…—–、。，；：！？][\"'”’»)\]]*$")
PULL = 0.12
"""How much further away, as a share of the whole, a border behind punctuation may be than one that is nearer."""


def proportional_parts(text: str, lengths: Sequence[int], spaced: bool = True, pull: float = PULL) -> list[str]:
    """Cut `text` at borders of words, or between characters where it is not `spaced`, into as many parts as `lengths`
    has, each about as long as it says in proportion. A border behind punctuation is preferred to another that is nearer
    by up to `pull`.

    Parts are empty only where there are fewer words than parts.

    >>> proportional_parts("Он пришёл домой, и она ушла.", [16, 10])
    ['Он пришёл домой,', 'и она ушла.']
    """
    words = _SPACE.split(text.strip()) if spaced else list(text.strip())
    space = " " if spaced else ""
    whole = sum(len(word) for word in words) + len(space) * (len(words) - 1)
    ends = list(accumulate(len(word) + len(space) for word in words))  # with the space behind the word
    total = sum(lengths) or 1
    parts: list[str] = []
    first = 0
    for number, reached in enumerate(accumulate(lengths[:-1])):
        left = len(lengths) - number - 1  # parts that come after this one
        low, high = min(first + 1, len(words)), max(first + 1, len(words) - left)
        wanted = whole * reached / total
        stop = min(
            range(low, min(high, len(words)) + 1),
            key=lambda n: abs(ends[n - 1] - len(space) - wanted) - (pull * whole if _STOP.search(words[n - 1]) else 0),
            default=len(words),
        )
        parts.append(space.join(words[first:stop]))
        first = stop
    parts.append(space.join(words[first:]))
    return parts
