"""Marian models to train: new ones with well-chosen initial weights, and checkpoints to continue from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.checkpoints.weights import load_whole
from align.errors import ModelError
from align.localization import _

ATTENTION = {"cpu": "eager", "cuda": "sdpa"}
"""The kind of attention by device. At the lengths of sentences the plain kind is the faster one on a CPU, where the
fused one's backward pass took a quarter of a training step; on a GPU it is the other way round."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of a Marian transformer. A deep encoder and a shallow decoder draft fast (Kasai et al. 2021)."""

    width: int = 256
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 8
    feed_forward: int = 1024
    activation: str = "swish"
    dropout: float = 0.0
    positions: int = 512
    embedding_scale: float = 0.3


def new_model(
    shape: Architecture,
    vocabulary: int,
    vectors: np.ndarray[Any, Any] | None = None,
    seed: int = 1,
    device: str = "cpu",
) -> Any:
    """Make a new MarianMTModel with one embedding for both sides and the output, `<pad>` being its last row.

    `vectors` (vocabulary, width), rows of length 1, initialise the embedding; without them it is random. The other
    weights are random, except for diagonal attention (see `align.training.initial_attention`). The model is made on
    the CPU, with the kind of attention that suits `device`.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    from align.training.initial_attention import init_diagonal_attention

    pad = vocabulary - 1
    config = MarianConfig(
        vocab_size=vocabulary,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        activation_function=shape.activation,
        max_position_embeddings=shape.positions,
        dropout=shape.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=0,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        forced_eos_token_id=0,
    )
    torch.manual_seed(seed)
    model = MarianMTModel._from_config(config, attn_implementation=ATTENTION[device])
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim == 2 and "layers" in name:
                torch.nn.init.xavier_uniform_(parameter)
        shared = model.model.shared.weight
        if vectors is None:
            torch.nn.init.normal_(shared, std=shape.embedding_scale / shape.width**0.5)
        else:
            shared.copy_(torch.from_numpy(vectors) * shape.embedding_scale)
        shared[pad] = 0.0
    init_diagonal_attention(model)
    return model


def load_model(folder: Path, dropout: float | None = None, device: str = "cpu") -> Any:
    """Load the MarianMTModel of the checkpoint in `folder`, in fp32 on the CPU, with its own `dropout` or the one
    given, and the kind of attention that suits `device`.

    Raises ModelError when it cannot be loaded.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    changes = {} if dropout is None else {"dropout": dropout}
    try:
        model = load_whole(
            transformers.MarianMTModel,
            folder,
            local_files_only=True,
            attn_implementation=ATTENTION[device],
            dtype=torch.float32,
            **changes,
        )
    except ModelError:
        raise
    except Exception as error:  # whatever transformers, torch and safetensors raise
        reason = str(error).splitlines()[0]
        raise ModelError(
            _("{folder} cannot be loaded for training: {reason}", folder=folder, reason=reason), path=folder
        ) from error
    for side in (model.model.encoder, model.model.decoder):  # sines and cosines: transformers forgets it on loading
        side.embed_positions.requires_grad_(False)
    return model
