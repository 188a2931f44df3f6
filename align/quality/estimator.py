"""The estimator: the sentence chrF that a draft is expected to reach against a professional translation, from 0 to 1.

A generalized additive model (Hastie and Tibshirani 1986): the estimate is a constant plus, for each feature, what a
bent line gives for its value. So one can say of each feature by how much it has lowered or raised an estimate. The
lines are in `estimator.json`, and `benchmarks/quality.py --fit` makes them; those of drafts that were chosen among
candidates are others than those of drafts that were made alone. Where more of a feature speaks for a draft by its
nature, as of the log-probability, its line never falls: a model better than those that the lines were made with is not
marked down for being unusual.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.errors import ModelError
from align.localization import _
from align.quality.features import FEATURES, Observed, measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MODEL = Path(__file__).with_name("estimator.json")
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """What a feature adds to an estimate: straight between its `knots`, level outside them. Its mean over the drafts
    that it was made with is 0, and so is what a missing feature adds."""

    knots: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, x: Numbers) -> Numbers:
        """What it adds for each of the values `x`; NaN is a missing one."""
        import numpy as np

        return np.where(np.isnan(x), 0.0, np.interp(np.nan_to_num(x), self.knots, self.values))


@dataclass(frozen=True, slots=True)
class AdditiveModel:
    """A constant, and a line for each of `FEATURES`."""

    constant: float
    lines: tuple[Line, ...]

    def contributions(self, values: Numbers) -> Numbers:
        """What each feature adds to each estimate. `values` and what is returned have the shape (drafts, features)."""
        import numpy as np

        return np.stack([line.at(values[:, column]) for column, line in enumerate(self.lines)], axis=1)

    @classmethod
    def parse(cls, content: Any) -> AdditiveModel:
        """Parse what `to_json` gave. Raises ValueError, TypeError or KeyError for anything else."""
        lines = []
        for name in FEATURES:
            knots, values = (tuple(map(_number, content["lines"][name][part])) for part in ("knots", "values"))
            if not knots or len(knots) != len(values) or any(b <= a for a, b in pairwise(knots)):
                raise ValueError(name)
            lines.append(Line(knots, values))
        return cls(_number(content["constant"]), tuple(lines))

    def to_json(self) -> dict[str, Any]:
        """The model as it stands in the file."""
        lines = zip(FEATURES, self.lines, strict=True)
        return {
            "constant": self.constant,
            "lines": {name: {"knots": list(line.knots), "values": list(line.values)} for name, line in lines},
        }


@dataclass(frozen=True, slots=True)
class Estimator:
    """Estimates the quality of drafts. `version` stands in the signatures of corpora; `chosen` is the model for drafts
    that were chosen among candidates, `alone` that for drafts without others."""

    version: str
    chosen: AdditiveModel
    alone: AdditiveModel

    @classmethod
    def load(cls, path: Path = MODEL) -> Estimator:
        """Read the model in a file. Raises ModelError for one that cannot be read."""
        try:
            content = json.loads(path.read_text("utf-8"))
            chosen, alone = AdditiveModel.parse(content["chosen"]), AdditiveModel.parse(content["alone"])
            return cls(str(content["version"]), chosen, alone)
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            message = _("the model that estimates the quality of drafts cannot be read: {path}", path=path)
            raise ModelError(message, path=path, hint=_("install align again")) from error

    def estimate(self, drafts: Sequence[Observed]) -> list[float]:
        """Estimate the quality of each draft, from 0 to 1, rounded to 4 digits; an empty one has 0."""
        import numpy as np

        estimates = np.zeros(len(drafts))
        was_chosen = [draft.evidence is not None and draft.evidence.cosine is not None for draft in drafts]
        for model, rows in ((self.chosen, True), (self.alone, False)):
            places = [place for place, chosen in enumerate(was_chosen) if chosen is rows]
            if places:
                values = np.array([measured(drafts[place]) for place in places], dtype=np.float64)
                values[~np.isfinite(values)] = np.nan
                estimates[places] = model.constant + model.contributions(values).sum(axis=1)
        return [
            round(min(max(float(value), 0.0), 1.0), DIGITS) if draft.draft.strip() else 0.0
            for value, draft in zip(estimates, drafts, strict=True)
        ]


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
