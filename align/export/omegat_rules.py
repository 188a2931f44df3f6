"""The segmentation of an OmegaT project: rules for the language, and the boundaries at which they fall short.

OmegaT breaks a paragraph where a rule with `break` matches before and after a place, unless an earlier rule matches
there that forbids it. A corpus knows its boundaries already, from rules that regular expressions cannot hold
(datelines, quotations) or from a person. Where the general rules give others in these very documents, a rule of the
words around the place puts that right, so that what was translated here matches there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from align.segmentation.srx import SrxRule, SrxRules
from align.segmentation.srx_rules import SegmentationRule

AROUND = 24
"""Characters on each side of a place by which a rule knows it."""
_SPACE = r"\s*"


def breaks(paragraph: str, rules: Iterable[SegmentationRule]) -> set[int]:
    """The places at which OmegaT divides a paragraph: of the rules that match at a place, the first decides."""
    numbered = (SrxRule(*rule, line=number, number=number) for number, rule in enumerate(rules, start=1))
    found = SrxRules("OmegaT", tuple(numbered)).cuts(paragraph)
    return {place for place in found if paragraph[:place].strip() and paragraph[place:].strip()}


def missing_rules(
    paragraphs: Iterable[Sequence[str]], rules: Sequence[SegmentationRule], space: str = " "
) -> Iterator[SegmentationRule]:
    """Rules of words for the places where `rules` divide a paragraph otherwise than into the segments given, joined by
    `space`."""
    seen: set[SegmentationRule] = set()
    for segments in paragraphs:
        text = space.join(segments)
        wanted: set[int] = set()
        end = 0
        for segment in segments[:-1]:
            end += len(segment)
            wanted.add(end)
            end += len(space)
        found = breaks(text, rules)
        kept = {len(text[:place].rstrip()) for place in found}
        for place in sorted(wanted - kept | {one for one in found if len(text[:one].rstrip()) not in wanted}):
            rule = _of_words(text, place, place in wanted)
            if rule not in seen:
                seen.add(rule)
                yield rule


def _of_words(text: str, place: int, is_break: bool) -> SegmentationRule:
    before, after = text[max(0, place - AROUND) : place], text[place : place + AROUND]
    space = _SPACE if is_break else re.escape(after[: len(after) - len(after.lstrip())])
    return SegmentationRule(is_break, re.escape(before), space + re.escape(after.lstrip()))
