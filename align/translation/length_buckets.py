"""Makes batches of texts of one length, so that nothing is padded and no draft depends on its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def length_buckets(lengths: Sequence[int], batch_tokens: int) -> Iterator[list[int]]:
    """Group the indices of texts that have the same length (in tokens) into batches of at most `batch_tokens` tokens
    and at least one text.

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
