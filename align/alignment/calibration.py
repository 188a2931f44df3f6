"""From the aligner's posterior to a confidence that means what it says: of beads with 0.9, nine in ten are right.

A posterior is how likely a bead is among the paths, by their scores. The scores are not the truth, and their parts
(words, vectors, lengths) are not independent, so posteriors are too near to 0 and 1. Platt's correction (1999,
Probabilistic Outputs for Support Vector Machines), of which the temperature of Guo et al. 2017
(https://arxiv.org/abs/1706.04599) is the case without an offset, keeps the order and mends the scale:

    confidence = σ( offset + slope * logit(p) ),   σ(x) = 1 / (1 + e^-x),   logit(p) = ln( p / (1 - p) )

What is decided inside the aligner is decided by posteriors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Slope and offset, fitted by `benchmarks/alignment.py --confidence --fit`."""

    slope: float
    offset: float
    digits: int = 4  # decimals of a confidence

    def confidence(self, posterior: float) -> float:
        """How often a bead of that posterior is right, 0 to 1. 0 and 1 stay: 1 is what a person has fixed."""
        if not 0 < posterior < 1:
            return posterior
        logit = math.log(posterior) - math.log1p(-posterior)
        return round(1 / (1 + math.exp(-self.offset - self.slope * logit)), self.digits)


ENCODED_CALIBRATION = Calibration(slope=0.383, offset=0.491)
"""For languages that the encoder knows."""
LETTERS_CALIBRATION = Calibration(slope=0.474, offset=-0.282)
"""For other languages."""
