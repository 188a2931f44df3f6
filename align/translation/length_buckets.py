"""Batches of texts of one length, so that nothing is padded and a draft cannot feel its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def batches_of_one_length(lengths: Sequence[int], batch_tokens: int) -> Iterator[list[int]]:
    """Indices of texts that share a length (in tokens), at most `batch_tokens` tokens and at least one text a batch.

    Long texts come first: when the work is spread over cores, short batches at the end let them finish together.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        by_length[length].append(index)
    for length in sorted(by_length, reverse=True):
        indices = by_length[length]
        size = max(1, batch_tokens // length)
        for start in range(0, len(indices), size):
            yield indices[start : start + size]
