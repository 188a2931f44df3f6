"""Guided attention: a statistical word alignment supervises the decoder's attention at first (Chen et al. 2016).

With few training pairs a transformer spends most of its time finding out that attention is of use at all. A table of
subword-to-subword probabilities from IBM model 1 (Brown et al. 1993), learned in minutes on the same pairs, gives the
cross-attention of the last decoder layer a target of its own, whose weight falls to zero.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from align.errors import InputError
from align.io.atomic import atomic_output
from align.training.batching import padded
from align.training.encoded import Encoded

DIAGONAL = 4.0
"""The decay of a link's prior with its distance from the diagonal, in sentence lengths (after fast_align)."""

MIN_LINK = 0.01
"""Targets whose links sum to less have no loss: the table does not know them."""

SAMPLE, LONGEST_SOURCE, LONGEST_TARGET, BATCH = 130_000, 45, 50, 256


class GuidedAttentionLoss:
    """The loss that draws attention to the links of `table` (source ids × target ids); it falls to 0 over `updates`."""

    def __init__(self, table: Tensor, weight: float, updates: int):
        self._table, self._weight, self._updates = table, weight, updates

    def weight(self, step: int) -> float:
        """The weight of the loss at update `step`: linear from `weight` to nothing."""
        return self._weight * max(0.0, 1.0 - step / self._updates)

    def __call__(self, attention: Tensor, source: Tensor, target: Tensor, mask: Tensor, keep: Tensor) -> Tensor:
        """Cross-entropy (nats a target token) of `attention` (batch, heads, target, source) against the table's links.

        `source` (batch, source) and `target` (batch, target) are ids, `mask` and `keep` true where there is a token.
        """
        links = self._table[source[:, None, :], target[:, :, None]].float()
        links = links * diagonal(mask.sum(1), keep.sum(1), source.shape[1], target.shape[1]) * mask[:, None, :]
        total = links.sum(2, keepdim=True)
        known = (total > MIN_LINK) & keep[:, :, None]
        expected = links / total.clamp_min(1e-6) * known
        given = attention.float().mean(1)
        return -(expected * (given + 1e-5).log()).sum() / keep.sum()


class CrossAttentionProbe:
    """Records the inputs of a MarianAttention, to compute its attention separately: fused attention keeps none.

    A context manager around a forward pass; `weights` are those of its last call.
    """

    def __init__(self, module: Any):
        self._module = module
        self._inputs: dict[str, Any] = {}

    def __enter__(self) -> CrossAttentionProbe:
        self._hook = self._module.register_forward_pre_hook(self._record, with_kwargs=True)
        return self

    def __exit__(self, *error: object) -> None:
        self._hook.remove()

    def _record(self, module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        names = ("hidden_states", "key_value_states")
        self._inputs = {**dict(zip(names, args, strict=False)), **kwargs}

    def weights(self) -> Tensor:
        """Compute the attention (batch, heads, target, source); each target's sums to 1."""
        module, mask = self._module, self._inputs["attention_mask"]
        queries = self._by_head(module.q_proj(self._inputs["hidden_states"])) * module.scaling
        keys = self._by_head(module.k_proj(self._inputs["key_value_states"]))
        attention: Tensor = (queries @ keys.transpose(2, 3) + mask).softmax(3)
        return attention

    def _by_head(self, states: Tensor) -> Tensor:
        return states.view(*states.shape[:2], self._module.num_heads, -1).transpose(1, 2)


def diagonal(sources: Tensor, targets: Tensor, width: int, height: int) -> Tensor:
    """The prior of links (batch, height, width) of sentences by their numbers of source and target tokens."""
    across = torch.arange(width, device=sources.device)[None, None, :] / sources[:, None, None]
    down = torch.arange(height, device=sources.device)[None, :, None] / targets[:, None, None]
    return torch.exp(-DIAGONAL * (across - down).abs())


def learn_alignment_table(data: Sequence[Encoded], size: int, iterations: int = 4, seed: int = 3) -> Tensor:
    """Learn link probabilities (size, size), source × target, fp16: the geometric mean of IBM model 1 both ways.

    A subword is never linked to itself, but for the end of sentence (id 0), which always is. Learned on a sample of
    shorter pairs of weight 0.5 and more, and on very short ones of any weight (names, dictionary entries).
    """
    sample = [
        p for p in data if p.weight >= 0.5 and len(p.source) <= LONGEST_SOURCE and len(p.target) <= LONGEST_TARGET
    ]
    sample += [p for p in data if p.weight < 0.5 and len(p.source) <= 6]
    random.Random(seed).shuffle(sample)
    pairs = [(p.source, p.target) for p in sample[:SAMPLE]]
    forward = _model_one(pairs, size, iterations)
    backward = _model_one([(target, source) for source, target in pairs], size, iterations)
    table = (forward * backward.T).sqrt_()
    table.fill_diagonal_(0.0)
    table[0, 0] = 1.0
    return table.half()


def save_alignment_table(path: Path, table: Tensor) -> None:
    """Write the links of a `table` that the loss would use: a few for each subword."""
    rows, columns = (table > MIN_LINK).nonzero(as_tuple=True)
    with atomic_output(path) as stream:
        np.savez(stream, rows=rows.int().numpy(), columns=columns.int().numpy(), links=table[rows, columns].numpy())


def load_alignment_table(path: Path, size: int) -> Tensor:
    """Read a saved table as (size, size) of fp16. Raises InputError for a broken file."""
    table = torch.zeros(size, size, dtype=torch.float16)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            indices = torch.from_numpy(arrays["rows"]).long(), torch.from_numpy(arrays["columns"]).long()
            table[indices] = torch.from_numpy(arrays["links"])
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        problem = f"cannot read the links of {path} ({error})"
        raise InputError(problem, path=path, hint="prepare them again") from error
    return table


def _model_one(pairs: Sequence[tuple[np.ndarray, np.ndarray]], size: int, iterations: int) -> Tensor:
    """Learn p(second | first), a table (size, size), first × second, by expectation maximisation with a diagonal prior.

    E step, over the tokens of all pairs: c(f, s) += t(s|f)·d(f, s) / Σ_f' t(s|f')·d(f', s), where d is `diagonal`.
    M step: t(s|f) = c(f, s) / (Σ_s' c(f, s') + 1).
    """
    table = torch.ones(size * size)
    for _ in range(iterations):
        counts = torch.zeros(size * size)
        for first, second, first_mask, second_mask in _batches(pairs):
            cells = (first[:, None, :] * size + second[:, :, None]).reshape(-1)
            shape = (len(first), second.shape[1], first.shape[1])
            posterior = (table[cells].reshape(shape) + 1e-9) * first_mask[:, None, :]
            posterior *= diagonal(first_mask.sum(1), second_mask.sum(1), shape[2], shape[1])
            posterior *= second_mask[:, :, None] / posterior.sum(2, keepdim=True).clamp_min(1e-20)
            counts.index_add_(0, cells, posterior.reshape(-1))
        rows = counts.view(size, size)
        table = (rows / (rows.sum(1, keepdim=True) + 1.0)).reshape(-1)  # the 1 mistrusts subwords that are hardly seen
    return table.view(size, size)


def _batches(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """Batch pairs of similar length: yields both sides, padded, and masks that are true where there is a token."""
    ordered = sorted(pairs, key=lambda pair: (len(pair[0]), len(pair[1])))
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        sides, masks = [], []
        for rows in zip(*part, strict=True):
            lengths = torch.tensor([len(row) for row in rows])
            sides.append(torch.from_numpy(padded(rows, 0)))
            masks.append(torch.arange(sides[-1].shape[1]) < lengths[:, None])
        yield sides[0], sides[1], masks[0], masks[1]
