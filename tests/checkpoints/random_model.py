"""Small random Marian checkpoints of any shape."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any


def random_checkpoint(folder: Path, starter: Path, save: dict[str, Any], **config: Any) -> Path:
    """Save a checkpoint with the starter's vocabulary and random weights by Transformers.

    `config` is its shape where it matters, `save` may have a `bias` of the output, a `dtype`, and no `noise`.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder.mkdir()
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copyfile(starter / name, folder / name)
    size = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
    torch.manual_seed(2)
    shape = {
        "vocab_size": size,
        "d_model": 16,
        "encoder_layers": 2,
        "decoder_layers": 1,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 24,
        "decoder_ffn_dim": 24,
        "max_position_embeddings": 40,
        "pad_token_id": size - 1,
        "eos_token_id": 0,
        "decoder_start_token_id": size - 1,
        **config,
    }
    model = MarianMTModel(MarianConfig(**shape))
    if bias := save.get("bias"):
        model.final_logits_bias[0, 5] = bias
    for parameter in model.parameters():  # what is equal by chance of its beginning would be written once
        if parameter.requires_grad and save.get("noise", True):
            parameter.data += 0.1 * torch.randn_like(parameter)
    model.to(save.get("dtype", torch.float32)).save_pretrained(folder)
    tokeniser = {"tokenizer_class": "MarianTokenizer", "source_lang": "en", "target_lang": "ru"}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokeniser))
    return folder


def light_checkpoint(folder: Path, starter: Path) -> Path:
    """Save a checkpoint with the starter's vocabulary and random weights without PyTorch, whose import takes long."""
    import numpy as np
    from safetensors.numpy import save_file

    folder.mkdir()
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copyfile(starter / name, folder / name)
    size, width = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8"))), 16
    chance = np.random.default_rng(4)
    weights: dict[str, tuple[int, ...]] = {"model.shared.weight": (size, width), "final_logits_bias": (1, size)}
    for side, attention in (("encoder", ("self_attn",)), ("decoder", ("self_attn", "encoder_attn"))):
        prefix = f"model.{side}.layers.0"
        for one in attention:
            weights |= {f"{prefix}.{one}.{part}_proj.weight": (width, width) for part in ("q", "k", "v", "out")}
            weights |= {f"{prefix}.{one}.{part}_proj.bias": (width,) for part in ("q", "k", "v", "out")}
        for norm in (*(f"{one}_layer_norm" for one in attention), "final_layer_norm"):
            weights |= {f"{prefix}.{norm}.{kind}": (width,) for kind in ("weight", "bias")}
        for kind in ("fc1", "fc2"):
            weights |= {f"{prefix}.{kind}.weight": (width, width), f"{prefix}.{kind}.bias": (width,)}
    arrays = {name: chance.normal(0, 0.3, shape).astype(np.float32) for name, shape in weights.items()}
    save_file(arrays, folder / "model.safetensors", metadata={"format": "pt"})
    heads = {
        f"{side}_{what}": n for side in ("encoder", "decoder") for what, n in (("attention_heads", 2), ("layers", 1))
    }
    sizes = {"vocab_size": size, "d_model": width, "encoder_ffn_dim": width, "decoder_ffn_dim": width}
    config = {"model_type": "marian", "max_position_embeddings": 512, "activation_function": "relu", **heads, **sizes}
    (folder / "config.json").write_text(json.dumps({**config, "pad_token_id": size - 1}))
    return folder
