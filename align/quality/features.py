"""What an estimate looks at: a draft's probability and meaning, its candidates, and what can be seen in the texts.

Nothing here knows a language. What does not exist for a draft is missing (NaN): the vectors where the encoder does not
know the languages, the candidates where there was one draft only, words where a language writes without spaces.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import NamedTuple

from align.quality.evidence import Evidence

FEATURES = (
    "logprob",
    "letter_logprob",
    "token_letters",
    "source_token_letters",
    "gain",
    "logprobs",
    "cosine",
    "cosines",
    "agreement",
    "missing",
    "invented",
    "source_length",
    "ratio",
    "source_letters",
    "letters",
    "copied",
    "repeated",
    "capitals",
    "figures",
    "marks",
    "source_marks",
)
"""The features, in the order of `measured`."""

_WORD = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
_MARK = re.compile(r"[^\w\s]")
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
    gain = math.nan if evidence.best is None else logprob - evidence.best
    values = {
        "logprob": logprob,
        "letter_logprob": logprob * known(evidence.tokens) / max(1, len(draft)),
        "token_letters": len(draft) / known(evidence.tokens),
        "source_token_letters": len(source) / known(evidence.source_tokens),
        "gain": gain,
        "logprobs": known(evidence.logprobs),
        "cosine": known(evidence.cosine),
        "cosines": known(evidence.cosines),
        "agreement": known(evidence.agreement),
        "missing": known(evidence.missing),
        "invented": known(evidence.invented),
        **_seen(source, draft),
    }
    return [values[name] for name in FEATURES]


def known(value: float | None) -> float:
    """A value, NaN for none."""
    return math.nan if value is None else value


def _seen(source: str, draft: str) -> dict[str, float]:
    """What can be seen in the texts."""
    ours, theirs = _words(source), _words(draft)
    known_words = set(ours or ())
    return {
        "source_length": math.log(max(1, len(source))),
        "ratio": math.log(max(1, len(draft)) / max(1, len(source))),
        "source_letters": _mean_length(ours),
        "letters": _mean_length(theirs),
        "copied": _share(sum(word in known_words for word in theirs), len(theirs)) if ours and theirs else math.nan,
        "repeated": _share(_repeats(theirs), len(theirs)) if theirs else math.nan,
        "capitals": _share(sum(word[0].isupper() for word in ours[1:]), len(ours)) if ours else math.nan,
        "figures": float(_difference(_FIGURES, source, draft)),
        "marks": _share(_difference(_MARK, source, draft), len(source)),
        "source_marks": _share(len(_MARK.findall(source)), len(source)),
    }


def _words(text: str) -> list[str] | None:
    """The words of a text; None where they are not parted by spaces."""
    return None if _UNSPACED.search(text) else _WORD.findall(text)


def _mean_length(words: list[str] | None) -> float:
    return sum(map(len, words)) / len(words) if words else math.nan


def _repeats(words: list[str]) -> int:
    """How many words stand again behind the same two words."""
    counts = Counter(zip(words, words[1:], words[2:], strict=False))
    return sum(times - 1 for times in counts.values())


def _difference(pattern: re.Pattern[str], source: str, draft: str) -> int:
    """How many matches one side has and the other lacks."""
    ours, theirs = Counter(pattern.findall(source)), Counter(pattern.findall(draft))
    return ((ours - theirs) + (theirs - ours)).total()


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
