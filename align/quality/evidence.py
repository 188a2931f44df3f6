"""What is measured of a draft while it is made and chosen, and cannot be seen in it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """Measures of a draft, each None where it was not taken.

    `source_tokens` and `tokens` count the engine's tokens of the source and of the draft, their ends included. The
    others look at the candidates among which it was chosen: `cosine` is the cosine of its vector and that of the
    source, `cosines` the mean of that over all candidates; `best` the mean log-probability (nats a token) of the
    likeliest candidate and `logprobs` the mean over all; `agreement` its mean chrF, from 0 to 1, with each other
    candidate as the reference; `missing` and `invented` the shares of the words of the source and of the draft that
    the model's word translations do not explain.
    """

    source_tokens: int | None = None
    tokens: int | None = None
    cosine: float | None = None
    cosines: float | None = None
    best: float | None = None
    logprobs: float | None = None
    agreement: float | None = None
    missing: float | None = None
    invented: float | None = None

    def to_list(self) -> list[float | None]:
        """The measures in their order, as the cache of drafts keeps them."""
        return list(astuple(self))

    @classmethod
    def parse(cls, values: Any) -> Evidence:
        """Parse what `to_list` gave. Raises ValueError for anything else."""
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != len(fields(cls)):
            raise ValueError(values)
        if not all(
            value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values
        ):
            raise ValueError(values)
        return cls(*values)
