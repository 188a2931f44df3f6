"""Writes a Marian checkpoint as a CTranslate2 model in int8 with NumPy alone: PyTorch and Transformers are not needed.

It has the variables of CTranslate2's TransformerSpec, revision 7, with the values that its `converters/transformers.py`
finds for a MarianMTModel: byte for byte, which a test compares.
"""

from __future__ import annotations

import json
import math
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from align.checkpoints.ctranslate2_format import Array, Value, write_binary
from align.checkpoints.weights import opened_weights, refuse_unfit
from align.localization import _

SPECIFICATION = "TransformerSpec", 7
"""What CTranslate2 calls the layout, and its revision."""

_ACTIVATIONS = {
    "relu": 0,
    "gelu_fast": 1,
    "gelu_new": 1,
    "gelu_pytorch_tanh": 1,
    "silu": 2,
    "swish": 2,
    "gelu": 3,
    "gelu_python": 3,
    "quick_gelu": 4,
}
"""CTranslate2's numbers of Transformers' activation functions."""
_PRECISIONS = {"F16": "float16", "F32": "float32", "F64": "float32"}
"""What safetensors calls the types that are read, and what they become."""
_PAD = "<pad>"
_MOST = 1 << 24
"""More units, layers or pieces than any checkpoint has: a configuration that says so is broken."""


def write_model(folder: Path, target: Path) -> None:
    """Write the checkpoint in `folder` (config.json, weights, vocab.json) as a CTranslate2 model into the new folder
    `target`.

    Raises ModelError where weights are missing, refused, or not asked for by the configuration; what is broken
    otherwise raises the errors of json and safetensors, or ValueError with the reason.
    """
    shape = _Shape(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    source_pieces = _vocabulary(folder / "vocab.json", shape.source_size)
    separate = folder / "target_vocab.json"
    target_pieces = _vocabulary(separate, shape.target_size) if separate.exists() else source_pieces
    with opened_weights(folder) as tensors:
        weights = _CheckpointWeights(tensors, shape)
        refuse_unfit(folder, sorted(shape.expected() - weights.names), sorted(weights.names - shape.expected()))
        values = _values(shape, weights, len(source_pieces), len(target_pieces))
        target.mkdir(parents=True)
        with open(target / "model.bin", "wb") as stream:
            write_binary(SPECIFICATION, values, stream)
    if source_pieces == target_pieces:
        _write_json(source_pieces, target / "shared_vocabulary.json")
    else:
        _write_json(source_pieces, target / "source_vocabulary.json")
        _write_json(target_pieces, target / "target_vocabulary.json")
    _write_json(_CONFIGURATION, target / "config.json", "\n")


_CONFIGURATION = {
    "add_source_bos": False,
    "add_source_eos": False,
    "bos_token": "<s>",
    "decoder_start_token": "</s>",  # any piece will do: the decoder starts from a zero embedding
    "eos_token": "</s>",
    "layer_norm_epsilon": None,
    "multi_query_attention": False,
    "unk_token": "<unk>",
}


class _Shape:
    """The sizes in a checkpoint's config.json. Raises ValueError for what is none."""

    def __init__(self, config: dict[str, Any]):
        def size(key: str, default: int, least: int = 1) -> int:
            value = config.get(key, default)
            if not isinstance(value, int) or not least <= value < _MOST:
                raise ValueError(_("config.json says {key} {value}", key=key, value=str(value)[:40]))
            return value

        self.width = size("d_model", 1024)
        self.positions = min(size("max_position_embeddings", 1024), 1 << 16)
        self.source_size = size("vocab_size", 58101)
        self.shared = config.get("share_encoder_decoder_embeddings", True)
        self.target_size = self.source_size if self.shared else size("decoder_vocab_size", self.source_size)
        self.tied = config.get("tie_word_embeddings", True)
        self.scale = math.sqrt(self.width) if config.get("scale_embedding", False) else 1.0
        self.layers = {side: size(f"{side}_layers", 12, least=0) for side in ("encoder", "decoder")}
        self.heads = {side: size(f"{side}_attention_heads", 16) for side in ("encoder", "decoder")}
        self.inner = {side: size(f"{side}_ffn_dim", 4096) for side in ("encoder", "decoder")}
        activation = str(config.get("activation_function", "gelu"))
        if activation not in _ACTIVATIONS:
            raise ValueError(
                _("its activation function {activation} is not one that CTranslate2 has", activation=activation[:40])
            )
        self.activation = _ACTIVATIONS[activation]
        precision = config.get("dtype", config.get("torch_dtype"))
        self.precision = np.dtype(precision) if precision in ("float16", "float32") else None

    def embeddings(self) -> tuple[str, str, str]:
        """The tensors with the vectors of the source's pieces, of the target's, and of the output layer."""
        if self.shared:
            source = decoder = "model.shared.weight"
        else:
            source, decoder = "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"
        return source, decoder, decoder if self.tied else "lm_head.weight"

    def expected(self) -> set[str]:
        """The names of the tensors that a model of this shape must have."""
        names = set(self.embeddings())
        for side, count in self.layers.items():
            attention = ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",)
            linear = [f"{one}.{part}_proj" for one in attention for part in ("q", "k", "v", "out")] + ["fc1", "fc2"]
            norms = [*(f"{one}_layer_norm" for one in attention), "final_layer_norm"]
            names |= {
                f"model.{side}.layers.{layer}.{module}.{kind}"
                for layer in range(count)
                for module in (*linear, *norms)
                for kind in ("weight", "bias")
            }
        return names


class _CheckpointWeights:
    """The tensors of a safetensors file, read when asked for, in the precision of the configuration or their own."""

    def __init__(self, tensors: Any, shape: _Shape):
        self._tensors, self._shape = tensors, shape
        self.names = set(tensors.keys())

    @cached_property
    def precision(self) -> np.dtype[Any]:
        """What becomes of all tensors: that of the source's vectors, where the configuration does not say."""
        return self._shape.precision or np.dtype(self._kind(self._shape.embeddings()[0]))

    def get(self, name: str, *sizes: int) -> Array:
        """Read a tensor. Raises ValueError where its sizes are others than `sizes`, or it is not of floating point."""
        self._kind(name)
        found = tuple(self._tensors.get_slice(name).get_shape())
        if found != sizes:
            raise ValueError(
                _(
                    "{name} has the sizes {found}, and config.json says {wanted}",
                    name=name,
                    found=list(found),
                    wanted=list(sizes),
                )
            )
        array: Array = self._tensors.get_tensor(name)
        return array.astype(self.precision, copy=False)

    def _kind(self, name: str) -> str:
        kind = str(self._tensors.get_slice(name).get_dtype())
        if kind not in _PRECISIONS:
            raise ValueError(
                _("{name} is of the type {kind}, which is not read: save it as float16", name=name, kind=kind)
            )
        return _PRECISIONS[kind]


def _values(shape: _Shape, weights: _CheckpointWeights, source_pieces: int, target_pieces: int) -> dict[str, Value]:
    """The variables of the CTranslate2 model by name: each is computed when it is written."""
    source, decoder, output = shape.embeddings()
    values: dict[str, Value] = {}

    def rows(name: str, size: int, pieces: int) -> Value:
        return lambda: weights.get(name, size, shape.width)[:pieces]

    values["encoder/embeddings_0/weight"] = rows(source, shape.source_size, source_pieces)
    values["decoder/embeddings/weight"] = rows(decoder, shape.target_size, target_pieces)
    values["decoder/projection/weight"] = rows(output, shape.target_size, target_pieces)
    if "final_logits_bias" in weights.names:
        bias = weights.get("final_logits_bias", 1, shape.target_size)[0, :target_pieces]
        if bias.any():
            values["decoder/projection/bias"] = lambda: bias
    for side in ("encoder", "decoder"):
        values |= {f"{side}/{name}": _scalar(value) for name, value in _settings(side, shape).items()}
        values[f"{side}/position_encodings/encodings"] = _positions(
            f"model.{side}.embed_positions.weight", shape, weights
        )
        for layer in range(shape.layers[side]):
            values |= _layer(f"{side}/layer_{layer}", f"model.{side}.layers.{layer}", side, shape, weights)
    return values


def _settings(side: str, shape: _Shape) -> dict[str, Any]:
    common = {
        "activation": np.int8(shape.activation),
        "num_heads": np.int16(shape.heads[side]),
        "pre_norm": np.int8(0),
        "scale_embeddings": np.float32(shape.scale),
    }
    if side == "encoder":
        return {**common, "embeddings_merge": np.int8(0), "multi_query_attention": np.int8(0)}
    alibi = dict.fromkeys(("alibi", "alibi_use_positive_positions", "scale_alibi"), np.int8(0))
    alignment = {"alignment_heads": np.int16(1), "alignment_layer": np.int16(-1)}
    return {**common, **alibi, **alignment, "start_from_zero_embedding": np.int8(1)}


def _scalar(value: Any) -> Value:
    return lambda: np.asarray(value)


def _layer(name: str, prefix: str, side: str, shape: _Shape, weights: _CheckpointWeights) -> dict[str, Value]:
    """One layer: projections that have the same input are one matrix."""
    width, inner = shape.width, shape.inner[side]
    linear: list[tuple[str, list[str], tuple[int, int]]] = [
        ("ffn/linear_0", ["fc1"], (inner, width)),
        ("ffn/linear_1", ["fc2"], (width, inner)),
        ("self_attention/linear_0", [f"self_attn.{part}_proj" for part in "qkv"], (width, width)),
        ("self_attention/linear_1", ["self_attn.out_proj"], (width, width)),
    ]
    norms = {"ffn": "final_layer_norm", "self_attention": "self_attn_layer_norm"}
    if side == "decoder":
        linear += [
            ("attention/linear_0", ["encoder_attn.q_proj"], (width, width)),
            ("attention/linear_1", [f"encoder_attn.{part}_proj" for part in "kv"], (width, width)),
            ("attention/linear_2", ["encoder_attn.out_proj"], (width, width)),
        ]
        norms["attention"] = "encoder_attn_layer_norm"

    def joined(modules: list[str], kind: str, sizes: tuple[int, ...]) -> Value:
        return lambda: np.concatenate([weights.get(f"{prefix}.{module}.{kind}", *sizes) for module in modules])

    values: dict[str, Value] = {}
    for part, modules, sizes in linear:
        values[f"{name}/{part}/weight"] = joined(modules, "weight", sizes)
        values[f"{name}/{part}/bias"] = joined(modules, "bias", sizes[:1])
    for part, module in norms.items():
        values[f"{name}/{part}/layer_norm/gamma"] = joined([module], "weight", (width,))
        values[f"{name}/{part}/layer_norm/beta"] = joined([module], "bias", (width,))
    return values


def _positions(name: str, shape: _Shape, weights: _CheckpointWeights) -> Value:
    if name in weights.names:
        return lambda: weights.get(name, shape.positions, shape.width)
    return lambda: _sinusoids(shape.positions, shape.width).astype(weights.precision)


def _sinusoids(positions: int, width: int) -> Array:
    """Marian's position encodings, sines in the first half and cosines in the second (as Transformers makes them)."""
    rates = np.power(10000, 2 * (np.arange(width) // 2) / width)
    angles = np.arange(positions)[:, None] / rates
    return np.concatenate([np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])], axis=1).astype(np.float32)


def _vocabulary(path: Path, size: int) -> list[str]:
    """The pieces in the order of their ids, without the `<pad>` at the end, which Transformers adds.

    Raises ValueError where there are not as many as the configuration says.
    """
    ids = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(ids, dict) or not all(isinstance(number, int) for number in ids.values()):
        raise ValueError(_("{name} is no table of pieces and their numbers", name=path.name))
    pieces = sorted(ids, key=ids.__getitem__)[:size]
    if pieces[-1:] == [_PAD]:
        pieces.pop()
    if len(pieces) != size - 1:
        raise ValueError(_("{name} has {n} pieces, and config.json says {size}", name=path.name, n=len(ids), size=size))
    return pieces


def _write_json(content: Any, path: Path, end: str = "") -> None:
    path.write_text(json.dumps(content, indent=2) + end, encoding="utf-8", newline="\n")
