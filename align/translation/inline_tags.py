"""Puts tags around the words of a draft that translate what they were around in the source.

What was between the tags is drafted by itself, too, and looked for in the draft of the whole: by words that begin
alike, since a word in a sentence has another ending than one that stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEAST_LIKENESS = 0.6
"""Of two wordings: the mean share of letters that their words have in common at the beginning. Below it, a place is a
guess."""
FARTHEST = 0.25
"""Of a place from where the tags stood in the source, as a share of the draft: `the` and `is` are found anywhere."""
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


def find_wording(draft: str, wording: str, place: float) -> tuple[int, int] | None:
    """Find the words of `draft` that are `wording`, in another form perhaps: (start, end); None where it has none.

    Of places that are equally good it is the one nearest to `place`, from 0 (the beginning) to 1 (the end).
    """
    words = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(draft)]
    wanted = [match[0].casefold() for match in _WORD.finditer(wording)]
    if not words or not wanted:
        return None
    best: tuple[float, float, int, int] | None = None
    for size in range(max(1, len(wanted) - 1), len(wanted) + 2):
        for first in range(len(words) - size + 1):
            window = words[first : first + size]
            likeness = _likeness([word for word, _, _ in window], wanted)
            start, end = window[0][1], window[-1][2]
            distance = abs((start + end) / 2 / len(draft) - place)
            if (
                likeness >= LEAST_LIKENESS
                and distance <= FARTHEST
                and (best is None or (-likeness, distance) < best[:2])
            ):
                best = (-likeness, distance, start, end)
    return best[2:] if best else None


def _likeness(window: Sequence[str], wanted: Sequence[str]) -> float:
    """How alike two lists of words are, from 0 to 1: each word with the most alike of the other list."""
    total = sum(max(_alike(one, other) for other in wanted) for one in window)
    total += sum(max(_alike(one, other) for other in window) for one in wanted)
    return total / (len(window) + len(wanted))


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    share = 2 * common / (len(one) + len(other))
    return share if common >= 3 and share >= 0.5 else 0.0
