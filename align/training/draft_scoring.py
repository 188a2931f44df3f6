"""Scores a checkpoint's drafts: chrF through the engine that users run, and the significance of a difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from align.checkpoints.checkpoint_store import LocalModel
from align.training.data import Example
from align.translation import open_engine
from align.translation.engine import Decoding

BEAM = 2
"""Beam of the measuring drafts: close to the default of 4, in half the time."""

TRIALS = 5000


@dataclass(frozen=True, slots=True)
class Comparison:
    """chrF (0 to 100) of two models on so many `pairs`; `p` is the chance of the difference between equal models."""

    before: float
    after: float
    p: float
    pairs: int

    @property
    def better(self) -> bool:
        """Whether the second model is better beyond doubt (p < 0.05)."""
        return self.after > self.before and self.p < 0.05

    @property
    def worse(self) -> bool:
        """Whether the second model is worse beyond doubt (p < 0.05)."""
        return self.after < self.before and self.p < 0.05


def drafts(model: LocalModel, examples: Sequence[Example], device: str = "auto", threads: int = 0) -> list[str]:
    """Draft the sources of `examples` with CTranslate2 (int8 on a CPU); a GPU is used if CTranslate2 can."""
    engine = open_engine("ctranslate2", model, "cpu" if device == "cpu" else "auto", threads)
    return [draft.text for draft in engine.draft([e.source for e in examples], Decoding(beam=BEAM))]


def chrf(hypotheses: Sequence[str], examples: Sequence[Example]) -> float:
    """Compute corpus chrF2 (Popović 2015, with sacrebleu), 0 to 100, against the targets of `examples`."""
    import sacrebleu

    return float(sacrebleu.corpus_chrf(list(hypotheses), [[e.target for e in examples]]).score)


FACTS = {"numbers": "number-mismatch", "names": "name-missing"}
"""The facts that readers look at first, and the check that finds them missing."""


def facts_kept(sources: Sequence[str], targets: Sequence[str], languages: tuple[str, str]) -> dict[str, float]:
    """Compute the share (0 to 100) of lines with numbers, and of lines with names, whose translation keeps them.

    A line counts as having some where the check flags an empty translation.
    """
    from align.checks import check_pair
    from align.corpus.pair import Pair

    def flagged(texts: Sequence[str], flag: str) -> int:
        rows = zip(sources, texts, strict=True)
        return sum(flag in check_pair(Pair("", "", 0, source, text, *languages)) for source, text in rows)

    counts = {fact: (flagged(targets, flag), flagged(["."] * len(sources), flag)) for fact, flag in FACTS.items()}
    return {fact: round(100 * (1 - wrong / total), 1) for fact, (wrong, total) in counts.items() if total}


def compare(before: Sequence[str], after: Sequence[str], examples: Sequence[Example]) -> Comparison:
    """Score two systems' drafts of `examples`.

    `p` comes from approximate randomisation (Riezler and Maxwell 2005) on chrF by segment: how often the mean
    difference is as large when each segment's two drafts are swapped at random. Equal drafts give 1. (sacrebleu's own
    test counts only larger differences, so that it calls a system significantly different from itself.)
    """
    import numpy as np
    import sacrebleu

    def by_segment(hypotheses: Sequence[str]) -> list[float]:
        rows = zip(hypotheses, examples, strict=True)
        return [sacrebleu.sentence_chrf(hypothesis, [example.target]).score for hypothesis, example in rows]

    differences = np.subtract(by_segment(after), by_segment(before))
    swaps = np.random.default_rng(1).choice(np.array([-1.0, 1.0]), size=(TRIALS, len(examples)))
    as_large = np.abs(swaps @ differences) >= abs(differences.sum()) - 1e-9
    p = float((1 + as_large.sum()) / (1 + TRIALS))
    return Comparison(chrf(before, examples), chrf(after, examples), p, len(examples))
