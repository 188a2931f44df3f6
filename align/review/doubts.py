"""What is doubtful about a pair, whether or not checks have been run over it."""

from __future__ import annotations

from align.corpus.pair import Pair

_NO_ORDER = 1000
_HUGE = 1e9
"""A number from here on is no probability, nor need it fit into a float."""


def confidence_of(pair: Pair) -> float | None:
    """The probability of a pair's bead, as the aligner saw it; None where no aligner has made the pair."""
    from align.checks.confidence import CONFIDENCE

    value = pair.extra.get(CONFIDENCE)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _HUGE:
        return None
    return float(value)


def reasons(pair: Pair) -> tuple[str, ...]:
    """The flags of a pair, and those that can be seen in it without a check, most severe first: an empty side, and an
    aligner that was not sure, which says nothing about a text that was edited since."""
    from align.checks.confidence import UNCERTAIN
    from align.checks.flags import FLAGS

    seen = []
    if not pair.target.strip():
        seen.append("empty-target")
    if not pair.source.strip():
        seen.append("empty-source")
    confidence = confidence_of(pair)
    if confidence is not None and confidence < UNCERTAIN and pair.status != "edited":
        seen.append("uncertain-alignment")
    added = [flag for flag in seen if flag not in pair.flags]
    if not added:
        return pair.flags
    order = {flag.name: place for place, flag in enumerate(FLAGS)}
    return tuple(sorted((*pair.flags, *added), key=lambda flag: order.get(flag, _NO_ORDER)))


def is_doubtful(pair: Pair) -> bool:
    """Whether a person should look at a pair: a flag that is no mere hint, an empty side, an uncertain bead, a draft
    that needs work or is likely wrong."""
    from align.checks.band import band
    from align.checks.registry import severity

    return band(pair) in ("work", "wrong") or any(severity(flag) != "hint" for flag in reasons(pair))


def is_sure(pair: Pair, floor: float) -> bool:
    """Whether a pair has two sides, a confidence of at least `floor`, and no flag but hints."""
    confidence = confidence_of(pair)
    return confidence is not None and confidence >= floor and not is_doubtful(pair)
