"""Weights that came as a pickle become safetensors at once; a pickle is never given the chance to run code. What lacks
weights is not loaded at all."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from align.errors import ModelError

SAFE = "model.safetensors"
PICKLED = "pytorch_model.bin"
WEIGHTS = (SAFE, PICKLED)
"""The files that may hold weights; the first that is there counts."""
_SHARED = "model.shared.weight"
"""The embedding that Marian's encoder, decoder and output layer share; a loader ties the others to it, and an output
layer (`lm_head`) to its decoder's embedding where the sides have vocabularies of their own."""


def make_safe(folder: Path) -> None:
    """Replace `pytorch_model.bin` in `folder` by `model.safetensors`, unless that is there already.

    Only tensors are read (`weights_only`). Tensors that share memory, as tied embeddings do, are written once. Raises
    ModelError for a pickle that holds anything else, and for a broken file of either kind.
    """
    if (folder / SAFE).is_file():
        _check(folder / SAFE)
        return
    import torch
    from safetensors.torch import save_file

    try:
        state = torch.load(folder / PICKLED, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError) as error:
        advice = "it is broken, or holds more than tensors, which align does not read"
        raise ModelError(f"{folder / PICKLED} is refused: {advice}. Fetch the checkpoint again") from error
    if not isinstance(state, dict) or not all(torch.is_tensor(tensor) for tensor in state.values()):
        raise ModelError(f"{folder / PICKLED} is refused: it is not a table of tensors. Fetch the checkpoint again")
    save_file(_unshared(state), folder / (SAFE + ".part"), metadata={"format": "pt"})
    (folder / (SAFE + ".part")).replace(folder / SAFE)
    (folder / PICKLED).unlink()


def load_whole(model_class: Any, folder: str | Path, **options: Any) -> Any:
    """The model of the checkpoint in `folder`, as Transformers' `model_class` loads it with `options`.

    Raises ModelError where weights are missing that its configuration asks for: Transformers would fill them in with
    random numbers. What else Transformers raises is left to the caller.
    """
    model, found = model_class.from_pretrained(folder, output_loading_info=True, **options)
    if missing := sorted(found["missing_keys"]):
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ModelError(f"{folder} lacks the weights {missing[0]}{more}: fetch or copy the checkpoint again")
    return model


def _unshared(state: dict[str, Any]) -> dict[str, Any]:
    """The tensors without those that are another one's memory under a second name."""
    seen: set[tuple[int, int, tuple[int, ...]]] = set()
    kept = {}
    for name in sorted(state, key=lambda name: (name != _SHARED, name.startswith("lm_head"), name)):
        tensor = state[name]
        place = (tensor.data_ptr(), tensor.storage_offset(), tuple(tensor.shape))
        if tensor.numel() and place in seen:
            continue
        seen.add(place)
        kept[name] = tensor.clone().contiguous()
    return kept


def _check(path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as tensors:
            tensors.keys()
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path} is broken ({error}): fetch or copy the checkpoint again") from error
