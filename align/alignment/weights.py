"""How much each part of a bead's score weighs, and what null beads cost: one set of weights for all texts.

The weights are factors of the formula in `bead_scoring.py`; what differs from text to text is in `evidence.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """The factors of a score's parts, in units of cosine, and what follows from scores; the formula is at the top of
    `bead_scoring.py`."""

    cosine: float
    equal_length: float
    rivals: float
    growth: float
    shrink_penalty: float
    coverage: float
    worst_coverage: float
    outside: float
    length: float
    breaks: float  # chosen by hand: no gold set has paragraphs
    merge_penalty: float
    single: float
    offset: float
    level: float
    spread: float
    null_cost: float
    extension: float  # share of the cost of a null bead for each that follows it in a run
    null_shift: float  # how far that cost falls when a text has e times as many runs of null beads as usual
    temperature: float  # score that makes a path e times as likely: the T of `lattice.py`


ENCODED = Weights(
    cosine=0.682,  # -2.1, -1.1; on tb_dev2 -5.1, -0.6
    equal_length=0.318,  # -0.3, -0.4; without it -1.0
    rivals=0.481,  # -0.3, -2.3; without it -0.9
    growth=0.445,  # -0.1, -0.2
    shrink_penalty=1.5,  # -0.1, -0.2; on tb_dev2 0.0, -2.0
    coverage=0.0978,  # 0.0, -0.1; on tb_dev2 0.0, -1.4
    worst_coverage=0.0,  # 0.03 changes nothing
    outside=0.35,  # -0.1, -0.1; twice as much: tb_dev 0.8, tb_dev2 -1.3
    length=0.0152,  # -0.2, -0.4; on tb_dev2 0.0, -3.2
    breaks=0.1,
    merge_penalty=0.0,  # 0.03 costs 0.3
    single=0.0304,  # -0.2, -0.4; on tb_dev2 -1.9, -1.7
    offset=-0.0627,  # 0.05 less and more: -0.3, -0.1
    level=1.08,  # -0.1, 0.0; without it -0.3, on tb_dev2 -3.1
    spread=0.509,  # 0.0, 0.0; without it on tb_dev2 -1.3
    null_cost=0.0391,  # -0.3, -0.7
    extension=0.1,  # 0 to 1: 0.0, as long as null beads are cheap
    null_shift=0.041,  # -0.2, -0.1; without it -0.2
    temperature=0.02,  # 0.0, -0.2
)
"""For languages that the encoder knows. Trained: the gradient of the expected strict F1 of all paths over the gold sets
and, at lesser weight, over ten kinds of made ones, so that no kind of text rules; the temperature was set by hand. In
comments, by how many points (`aligner.py`) half of the weight and twice as much move strict F1 of the gold sets
(`benchmarks/alignment_constants.py`)."""
LETTERS = Weights(
    cosine=0.1,  # 0.0, 0.1
    equal_length=0.0,
    rivals=0.06,  # 0.0, 0.2
    growth=0.0,
    shrink_penalty=0.3,
    coverage=1.2,  # -0.9, -0.1
    worst_coverage=0.4,  # -0.1, 0.0
    outside=0.5,  # -0.1, 0.2
    length=0.05,  # -1.2, -2.9
    breaks=0.1,
    merge_penalty=0.08,  # -0.4, -2.8
    single=0.0,
    offset=0.05,  # 0 and 0.1: 0.0, -0.1
    level=0.0,
    spread=0.0,
    null_cost=0.12,  # -3.2, -2.2
    extension=1.0,
    null_shift=0.06,
    temperature=0.03,
)
"""For other languages: the vectors are of letters (names and numbers), so length and the learnt lexicon weigh more. Set
by hand. In comments, by how many points (`aligner.py`) half of the weight and twice as much move strict F1 of the gold
sets aligned by letters (`benchmarks/alignment_constants.py`)."""
