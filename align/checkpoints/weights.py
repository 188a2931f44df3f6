"""Converts pickled weights to safetensors without running the pickle's code, and loads no model that lacks weights."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from align.errors import MissingPackageError, ModelError
from align.io.atomic import atomic_path
from align.io.own_errors import is_of_system, reason

SAFE = "model.safetensors"
PICKLED = "pytorch_model.bin"
WEIGHTS = (SAFE, PICKLED)
"""The files that may have the weights; the first that exists counts."""
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
    pickled = folder / PICKLED
    MissingPackageError.unless_installed(f"to read {pickled}, align", "torch")
    import torch
    from safetensors.torch import save_file

    hint = "Fetch the checkpoint again"
    try:
        state = torch.load(pickled, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError) as error:
        if is_of_system(error):
            raise _unread(pickled, error) from error
        message = f"{pickled} is refused: it is broken, or holds more than tensors, which align does not read"
        raise ModelError(message, path=pickled, hint=hint) from error
    if not isinstance(state, dict) or not all(torch.is_tensor(tensor) for tensor in state.values()):
        raise ModelError(f"{pickled} is refused: it is not a table of tensors", path=pickled, hint=hint)
    with atomic_path(folder / SAFE) as file:
        save_file(_without_shared(state), file, metadata={"format": "pt"})
    pickled.unlink()


def check_weights(folder: Path) -> None:
    """Raise ModelError for a checkpoint that holds its converted form only."""
    if not any((folder / name).exists() for name in WEIGHTS):
        message = f"{folder} holds no {SAFE}: it can draft with the engine ctranslate2, and nothing else"
        raise ModelError(message, path=folder, hint="Fetch the whole model with align models get")


def load_whole(model_class: Any, folder: str | Path, **options: Any) -> Any:
    """Load the model of the checkpoint in `folder` with Transformers' `model_class` and `options`.

    Raises ModelError where weights are missing that its configuration requires, which Transformers would fill in with
    random numbers, and where there are layers that it does not ask for, which would be left out. Other errors of
    Transformers are left to the caller.
    """
    check_weights(Path(folder))
    model, found = model_class.from_pretrained(folder, output_loading_info=True, **options)
    refuse_unfit(folder, sorted(found["missing_keys"]), sorted(found["unexpected_keys"]))
    return model


def refuse_unfit(folder: str | Path, missing: list[str], surplus: list[str]) -> None:
    """Raise ModelError where weights are `missing` that the configuration of the checkpoint in `folder` requires, or
    where there are `surplus` ones of whole layers."""
    hint = "fetch or copy the checkpoint again"
    if missing:
        raise ModelError(f"{folder} lacks the weights {_first_of(missing)}", path=folder, hint=hint)
    if surplus := [name for name in surplus if ".layers." in name]:
        message = f"{folder} has weights that its configuration does not ask for: {_first_of(surplus)}"
        raise ModelError(message, path=folder, hint=f"{hint}: its config.json is another model's")


def _first_of(names: list[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def _without_shared(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out the tensors that share the memory of another one."""
    seen: set[tuple[int, int, tuple[int, ...]]] = set()
    unique = {}
    for name in sorted(state, key=lambda name: (name != _SHARED, name.startswith("lm_head"), name)):
        tensor = state[name]
        memory = (tensor.data_ptr(), tensor.storage_offset(), tuple(tensor.shape))
        if tensor.numel() and memory in seen:
            continue
        seen.add(memory)
        unique[name] = tensor.clone().contiguous()
    return unique


def _check(path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as tensors:
            tensors.keys()
    except (SafetensorError, OSError) as error:
        if is_of_system(error):
            raise _unread(path, error) from error
        hint = "fetch or copy the checkpoint again"
        raise ModelError(f"{path} is broken ({error})", path=path, hint=hint) from error


def _unread(path: Path, error: BaseException) -> ModelError:
    assert isinstance(error, OSError)
    return ModelError(f"cannot read {path}: {reason(error)}", path=path, hint="look after the disk")
