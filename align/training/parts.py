"""Weights in parts: half precision, in files small enough for a machine that gives back small files only.

A folder holds `weights-1.part` and so on, whose bytes end to end are one safetensors file, and their manifest,
`weights.json`. They are written together, so that a visit cut off at any moment leaves a whole set.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from align.errors import InputError, UsageError
from align.io.atomic import atomic_output
from align.training.architecture import Architecture, new_model

PART_BYTES = 15 * 2**20
MAX_BYTES = 60 * 2**20
MANIFEST = "weights.json"


def check_size(model: Any) -> None:
    """Raise UsageError for a model whose weights would not fit, before any time goes into it."""
    size = 2 * sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    if size > MAX_BYTES:
        raise UsageError(
            f"the weights would take {size / 2**20:.0f} MiB, and {MAX_BYTES >> 20} come back",
            hint="make the model smaller",
        )


def write_parts(
    model: Any, weights: Mapping[str, Tensor], shape: Architecture, about: Mapping[str, Any], folder: Path
) -> None:
    """Write `weights` (the trained ones of `model`, by name) to `folder`, with its `shape` and the facts `about` it."""
    from safetensors.torch import save

    kept = {name: value.detach().to(torch.float16).cpu().contiguous() for name, value in weights.items()}
    content = save(kept)
    parts = [content[start : start + PART_BYTES] for start in range(0, len(content), PART_BYTES)]
    manifest = {
        **about,
        "architecture": asdict(shape),
        "vocabulary": model.config.vocab_size,
        "parts": len(parts),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:  # all of them appear when the last one is written
        for number, part in enumerate(parts, 1):
            stack.enter_context(atomic_output(folder / _part_name(number))).write(part)
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        stack.enter_context(atomic_output(folder / MANIFEST)).write(text.encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of the weights in `folder`. Raises InputError where there are none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        Architecture(**manifest["architecture"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder} holds no weights in parts ({MANIFEST}: {error})", path=folder) from error
    return manifest


def read_parts(folder: Path, dropout: float | None = None, device: str = "cpu") -> Any:
    """Load the model whose weights are in `folder`, in fp32, to be used or trained further with `dropout`.

    Raises InputError where a part is missing or its bytes are not those that were written.
    """
    from safetensors.torch import load

    manifest = read_manifest(folder)
    try:
        content = b"".join((folder / _part_name(number)).read_bytes() for number in range(1, manifest["parts"] + 1))
    except OSError as error:
        raise InputError(f"cannot read the weights of {folder}: {error}", path=folder) from error
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise InputError(f"the weights in {folder} are not whole", path=folder, hint="fetch its parts again")
    shape = Architecture(**manifest["architecture"])
    if dropout is not None:
        shape = replace(shape, dropout=dropout)
    model = new_model(shape, manifest["vocabulary"], device=device)
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    weights = load(content)
    if weights.keys() != trained.keys():
        raise InputError(f"the weights in {folder} are those of another kind of model", path=folder)
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(weights[name])
    return model


def _part_name(number: int) -> str:
    return f"weights-{number}.part"
