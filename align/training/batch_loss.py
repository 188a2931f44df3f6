"""The loss of a batch: the forward pass with token dropout, smoothed cross-entropy, and guided attention at first."""

from __future__ import annotations

import contextlib
from typing import Any

import torch
from torch import Tensor

from align.training.batching import Batch
from align.training.guided_attention import CrossAttentionProbe, GuidedAttentionLoss
from align.training.loss import smoothed_cross_entropy
from align.training.schedule import Schedule

UNKNOWN_ID = 1
"""`<unk>` in the vocabularies of opus-mt checkpoints and of this package."""


class BatchLoss:
    """Computes the loss of batches under a MarianMT `model` that is on its device, in fp32 or about to be cast.

    `alignment_table` (source ids × target ids) is what guided attention follows; None has none. In evaluation mode
    there is neither token dropout nor guided attention.
    """

    def __init__(self, model: Any, schedule: Schedule, alignment_table: Tensor | None):
        self._model = model
        self._pad: int = model.config.pad_token_id
        self._token_dropout = schedule.token_dropout
        bias = model.final_logits_bias.float().flatten()
        self._bias = bias if bias.any() else None
        self._guided: GuidedAttentionLoss | None = None
        if alignment_table is not None:
            weight, updates = schedule.guided_attention_weight, schedule.guided_attention_updates
            self._guided = GuidedAttentionLoss(alignment_table.to(model.device), weight, updates)

    def __call__(self, batch: Batch, smoothing: float, step: int) -> tuple[Tensor, Tensor]:
        """Compute the smoothed loss and the plain loss of a batch at update `step`, in nats a token."""
        model, training = self._model, self._model.training
        source, target = batch.source, batch.target  # (sentences, longest source), (sentences, longest target)
        start = torch.full_like(target[:, :1], model.config.decoder_start_token_id)
        decoder_input = torch.cat([start, target[:, :-1]], dim=1)
        source_mask = torch.arange(source.shape[1], device=source.device) < batch.lengths[:, None]
        dropout = self._token_dropout if training else 0.0
        guided_weight = self._guided.weight(step) if self._guided and training else 0.0
        output = model.get_output_embeddings().weight
        with contextlib.ExitStack() as stack:
            if guided_weight:
                probe = stack.enter_context(CrossAttentionProbe(model.model.decoder.layers[-1].encoder_attn))
            hidden = model.model(
                input_ids=drop_tokens(source, dropout),
                attention_mask=_additive_mask(source_mask[:, None, None, :], output.dtype),
                decoder_input_ids=drop_tokens(decoder_input, dropout),
                decoder_attention_mask=_additive_mask(_causal_mask(target.shape[1], target.device), output.dtype),
                use_cache=False,
            ).last_hidden_state
        labels = target.flatten().index_select(0, batch.tokens).long()
        hidden = hidden.flatten(0, 1).index_select(0, batch.tokens)
        loss, nll = smoothed_cross_entropy(hidden, output, labels, smoothing, self._bias)
        if self._guided and guided_weight:
            attention = probe.weights()
            loss = loss + guided_weight * self._guided(attention, source, target, source_mask, target.ne(self._pad))
        return loss, nll


def drop_tokens(ids: Tensor, share: float) -> Tensor:
    """Replace a random `share` of `ids` by `<unk>` (word dropout, Gal and Ghahramani 2016)."""
    return ids.masked_fill(torch.rand(ids.shape, device=ids.device) < share, UNKNOWN_ID) if share else ids


def _causal_mask(length: int, device: torch.device) -> Tensor:
    """(1, 1, length, length): each target token sees itself and those before it."""
    return torch.ones(1, 1, length, length, dtype=torch.bool, device=device).tril()


def _additive_mask(visible: Tensor, dtype: torch.dtype) -> Tensor:
    """The mask added to attention scores before the softmax: 0 where `visible`, else close to minus infinity.

    Transformers uses a tensor of four dimensions directly; for a shorter one it checks, waiting for the device, whether
    all is visible.
    """
    return torch.zeros(visible.shape, dtype=dtype, device=visible.device).masked_fill(~visible, torch.finfo(dtype).min)
