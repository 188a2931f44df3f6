"""Label-smoothed cross-entropy over a tied output layer, formed chunk by chunk.

The logits of a batch (tokens × vocabulary) are the largest tensor of a training step. They are never stored: each
chunk's loss and its gradients are computed in one go, so memory stays flat, and a CPU's caches warm.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

CHUNK_ROWS = {"cpu": 512, "cuda": 8192}
"""Tokens of a chunk, by device: small for a CPU's caches, large for a GPU (half a gigabyte of logits at 16,000)."""


def smoothed_cross_entropy(
    hidden: Tensor, weight: Tensor, labels: Tensor, smoothing: float, bias: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Return (label-smoothed loss, plain negative log-likelihood), both in nats a token, averaged over tokens.

    `hidden` is (tokens, width), `weight` the output embedding (vocabulary, width), `labels` (tokens,) without padding,
    `bias` (vocabulary,) what the checkpoint adds to its logits; it is not trained. Only the first value carries a
    gradient (Szegedy et al. 2016, section 7).
    """
    loss, nll = _SmoothedCrossEntropy.apply(hidden, weight, labels, smoothing, bias)  # type: ignore[no-untyped-call]
    return loss, nll.detach()


class _SmoothedCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, hidden: Tensor, weight: Tensor, labels: Tensor, smoothing: float, bias: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        rest = smoothing / weight.shape[0]
        scale = 1.0 / labels.numel()
        grad_hidden = torch.empty_like(hidden)
        grad_weight = torch.zeros(weight.shape, dtype=torch.float32, device=weight.device)
        total = torch.zeros((), device=hidden.device)
        plain = torch.zeros((), device=hidden.device)
        step = CHUNK_ROWS.get(hidden.device.type, CHUNK_ROWS["cpu"])
        for start in range(0, labels.numel(), step):
            rows = slice(start, start + step)
            chunk, gold = hidden[rows], labels[rows, None]
            logits = (chunk @ weight.T).float()
            if bias is not None:
                logits += bias
            log_sum = logits.logsumexp(1, keepdim=True)
            of_gold = logits.gather(1, gold)
            nll = (log_sum - of_gold).sum()
            uniform = (log_sum.squeeze(1) - logits.mean(1)).sum()
            total += (1.0 - smoothing) * nll + smoothing * uniform
            plain += nll
            grad = logits.sub_(log_sum).exp_().sub_(rest)  # softmax minus the smoothed target, in place of the logits
            grad.scatter_add_(1, gold, torch.full_like(of_gold, smoothing - 1.0))
            lean = grad.mul_(scale).to(hidden.dtype)
            grad_hidden[rows] = lean @ weight
            grad_weight += lean.T @ chunk
        ctx.save_for_backward(grad_hidden, grad_weight.to(weight.dtype))
        return total * scale, plain * scale

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> tuple[Tensor, Tensor, None, None, None]:
        grad_hidden, grad_weight = ctx.saved_tensors
        return grad_hidden * grads[0], grad_weight * grads[0], None, None, None
