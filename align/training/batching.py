"""Batches of sentences of similar length, planned for a pass at a time and made ahead by worker processes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from align.training.encoded import Encoded, EncodedPairs, Ids

POOL = 1_000_000
"""Pairs that are sorted by length together: the more, the less padding. Pairs of one length are shuffled."""

LENGTH_STEP = 3
"""Target lengths that count as one when pairs are sorted, so that sources of a batch are of similar length too. Of 1,
3, 5, 8 and 12 the one with which batches of 2,000 and of 32,000 tokens have the least to compute (2 and 5 % padding).
"""

SOURCE_COST = 0.8
"""The weight of a source token in the size of a batch: the decoder's tokens also pass the output layer."""

PREFETCHED = 4
"""Batches that each worker process makes ahead."""

Noise = Callable[[Sequence[Encoded], random.Random], Sequence[Encoded]]
"""A batch and a random generator → the batch that is trained on instead, such as the same sentences in other subwords.
"""

Arrays = tuple[np.ndarray[Any, Any], ...]


class Batch(NamedTuple):
    """A batch as tensors of int32. Each side is padded to its longest sentence.

    `source` is (sentences, longest source), `lengths` (sentences,) those of the sources, `target` (sentences, longest
    target), and `tokens` (target tokens,) the indices of what is no padding in the flattened `target` (int64).
    """

    source: Tensor
    lengths: Tensor
    target: Tensor
    tokens: Tensor

    def to(self, device: torch.device) -> Batch:
        """Copy the batch to `device`; from pinned memory the copy is asynchronous."""
        return Batch(*(part.to(device, non_blocking=True) for part in self))


def collate(pairs: Sequence[Encoded], pad: int, multiple: int = 1) -> Batch:
    """Make one Batch of `pairs`, its sides of a length that `multiple` divides; targets are padded with `pad`."""
    return Batch(*map(torch.from_numpy, _arrays(pairs, pad, multiple)))


def _arrays(pairs: Sequence[Encoded], pad: int, multiple: int) -> Arrays:
    """The arrays of a Batch of `pairs`."""
    source = padded([pair.source for pair in pairs], 0, multiple)
    target = padded([pair.target for pair in pairs], pad, multiple)
    lengths = [np.array([len(side) for side in sides], np.int32) for sides in zip(*map(_sides, pairs), strict=True)]
    tokens = np.flatnonzero(np.arange(target.shape[1]) < lengths[1][:, None])
    return source.astype(np.int32), lengths[0], target.astype(np.int32), tokens


def padded(rows: Sequence[Ids], pad: int, multiple: int = 1) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Stack `rows` to (rows, longest row), padded with `pad` to a width that `multiple` divides."""
    longest = max(map(len, rows))
    table = np.full((len(rows), -(-longest // multiple) * multiple), pad, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def epoch_plan(data: Sequence[Encoded], batch_tokens: int, seed: int) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    """Plan the batches of one pass, as indices into `data`: the same for one seed, so a resumed run can skip ahead.

    A pair of weight 2.5 is seen two or three times a pass, one of weight 0.3 in three passes of ten. Batches hold at
    most `batch_tokens` target tokens (padding counted) and sentences of similar length; their order is random.
    """
    pairs = EncodedPairs.of(data)
    generator = np.random.default_rng(seed)
    copies = np.floor(pairs.weights).astype(np.int64)
    copies += generator.random(len(pairs)) < pairs.weights - copies
    drawn = generator.permutation(np.repeat(np.arange(len(pairs)), copies))
    sizes = np.maximum(pairs.target_lengths, np.rint(SOURCE_COST * pairs.source_lengths).astype(np.int64))
    batches = []
    for start in range(0, len(drawn), POOL):
        part = drawn[start : start + POOL]
        steps, sources = pairs.target_lengths[part] // LENGTH_STEP, pairs.source_lengths[part]
        part = part[np.lexsort((np.where(steps % 2, -sources, sources), steps))]  # sources go up, then down, then up
        batches += _cut_batches(part, sizes[part], batch_tokens)
    return [batches[index] for index in generator.permutation(len(batches))]


def _cut_batches(
    part: np.ndarray[Any, np.dtype[np.int64]], sizes: np.ndarray[Any, np.dtype[np.int64]], most: int
) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    """Cut the sorted `part` so that no batch has more than `most` tokens: its largest of `sizes` times its rows."""
    batches, start = [], 0
    while start < len(part):
        window = sizes[start : start + max(1, most // max(1, int(sizes[start]))) + 1]
        total = np.maximum.accumulate(window) * np.arange(1, len(window) + 1)
        rows = max(1, int(np.searchsorted(total, most, side="right")))
        batches.append(part[start : start + rows])
        start += rows
    return batches


class Batches(Dataset[tuple[int, int, Arrays]]):
    """The batches of all passes over `data`. `pad` and `multiple` are as in `collate`.

    A batch is the same wherever and whenever it is made: `noise` gets a generator of its own for each.
    """

    def __init__(
        self,
        data: Sequence[Encoded],
        batch_tokens: int,
        seed: int,
        pad: int,
        noise: Noise | None = None,
        multiple: int = 1,
    ):
        self.data = EncodedPairs.of(data)
        self._batch_tokens, self._seed, self._pad = batch_tokens, seed, pad
        self._noise, self._multiple = noise, multiple

    def __getitem__(self, key: tuple[int, int, np.ndarray[Any, np.dtype[np.int64]]]) -> tuple[int, int, Arrays]:
        """Make the batch of a `key`: the number of its pass, its number in the pass, the indices of its pairs.

        Arrays go from process to process through a pipe; tensors would go through /dev/shm, which may be small.
        """
        epoch, number, indices = key
        pairs: Sequence[Encoded] = [self.data[index] for index in indices.tolist()]
        if self._noise:
            pairs = self._noise(pairs, random.Random(f"{self._seed}/{epoch}/{number}"))
        return epoch, number, _arrays(pairs, self._pad, self._multiple)

    def keys(self, epoch: int, number: int) -> Iterator[tuple[int, int, np.ndarray[Any, np.dtype[np.int64]]]]:
        """Yield the keys of all batches from that one on, without end."""
        while True:
            plan = epoch_plan(self.data, self._batch_tokens, self._seed * 1000 + epoch)
            yield from ((epoch, index, plan[index]) for index in range(number, len(plan)))
            epoch, number = epoch + 1, 0

    def stream(self, epoch: int, number: int, workers: int, pinned: bool) -> Iterator[tuple[int, int, Batch]]:
        """Make the batches from that one on: in this process, or ahead of time in `workers` processes.

        `pinned` memory is what a GPU copies from asynchronously.
        """
        made = DataLoader(
            self,
            sampler=self.keys(epoch, number),
            batch_size=None,
            num_workers=workers,
            prefetch_factor=PREFETCHED if workers else None,
            collate_fn=_identity,
        )
        for in_epoch, index, arrays in made:
            batch = Batch(*map(torch.from_numpy, arrays))
            yield in_epoch, index, Batch(*(part.pin_memory() for part in batch)) if pinned else batch


def _sides(pair: Encoded) -> tuple[Ids, Ids]:
    return pair.source, pair.target


def _identity(item: Any) -> Any:
    return item
