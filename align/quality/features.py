"""What an estimate looks at: how sure the engine was, how close the meanings are, and what can be seen in the texts.

Nothing here knows a language. What does not exist for a draft is missing (NaN): the vectors where the encoder does not
know the languages or there was one draft only, words where a language writes without spaces.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import NamedTuple

from align.quality.evidence import Evidence

FEATURES = (
    "logprob",
    "cosine",
    "coverage",
    "draft_coverage",
    "agreement",
    "missing",
    "invented",
    "token_letters",
    "ratio",
    "source_letters",
    "letters",
    "capitals",
    "copied",
    "figures",
)
"""The features, in the order of `measured`.

`logprob` is the mean log-probability of a token; the next six are those of
`Evidence`; `token_letters` is the mean length of the engine's tokens in characters, which is small where it had to
spell words, `ratio` the logarithm of the ratio of the lengths; `source_letters` and `letters` are the mean lengths of
words, `capitals` the share of the source's words, after the first, that begin with a capital, `copied` the share of the
draft's words that stand in the source, `figures` the number of numbers in figures that only one side has.
"""

_WORD = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Observed(NamedTuple):
    """A draft as it was made: its source, its text, the mean log-probability of its tokens (nats), and what was
    measured of it then."""

    source: str
    draft: str
    logprob: float
    evidence: Evidence | None = None


def measured(observed: Observed) -> list[float]:
    """The value of each of `FEATURES` for a draft, NaN where it is missing."""
    source, draft, logprob, evidence = observed
    evidence = evidence or Evidence()
    ours, theirs = words(source), words(draft)
    both = bool(ours) and bool(theirs)
    known = set(ours)
    return [
        logprob,
        _number(evidence.cosine),
        _number(evidence.coverage),
        _number(evidence.draft_coverage),
        _number(evidence.agreement),
        _number(evidence.missing),
        _number(evidence.invented),
        len(draft) / evidence.tokens if evidence.tokens else math.nan,
        math.log(max(1, len(draft)) / max(1, len(source))),
        sum(map(len, ours)) / len(ours) if ours else math.nan,
        sum(map(len, theirs)) / len(theirs) if theirs else math.nan,
        sum(word[0].isupper() for word in ours[1:]) / len(ours) if ours else math.nan,
        sum(word in known for word in theirs) / len(theirs) if both else math.nan,
        float(_figures_apart(source, draft)),
    ]


def words(text: str) -> list[str]:
    """The words of a text, without numbers; none where they are not parted by spaces."""
    return [] if _UNSPACED.search(text) else _WORD.findall(text)


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _figures_apart(source: str, draft: str) -> int:
    """How many numbers in figures one side has and the other lacks."""
    ours, theirs = Counter(_FIGURES.findall(source)), Counter(_FIGURES.findall(draft))
    return ((ours - theirs) + (theirs - ours)).total()
