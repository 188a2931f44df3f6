"""First weights: a decoder that reads along before it has learned anything."""

from __future__ import annotations

import torch

from align.training.architecture import Architecture, new_model
from align.training.initial_attention import frequencies_to_heads


def test_every_head_gets_sines_and_cosines_of_its_own() -> None:
    order = frequencies_to_heads(64, 4)
    assert sorted(order.tolist()) == list(range(64))
    assert set(order[:16].tolist()) == {place + half for place in range(0, 32, 4) for half in (0, 32)}


def test_untrained_attention_follows_the_source() -> None:
    """A target position looks most at the source about its own place, whatever the words are."""
    torch.manual_seed(3)
    model = new_model(Architecture(embedding_scale=0.3), 500).eval()
    source, target = torch.randint(2, 498, (64, 12)), torch.randint(2, 498, (64, 12))
    with torch.no_grad():
        output = model.model(input_ids=source, decoder_input_ids=target, output_attentions=True)
    attention = output.cross_attentions[0].mean((0, 1))
    assert all(abs(place - own) <= 1 for own, place in enumerate(attention.argmax(1).tolist()))
    assert attention.diagonal().mean() > 1.5 / 12
