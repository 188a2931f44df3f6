"""Which optimiser trains which weights, and what the machine computes fast with."""

from __future__ import annotations

import torch
from torch import Tensor

from align.errors import AlignError, UsageError


def optimisers(
    masters: dict[str, Tensor],
    rate: float,
    muon_rate: float | None,
    muon_steps: int = 5,
    weight_decay: float = 0.01,
) -> tuple[list[torch.optim.Optimizer], list[float]]:
    """The optimisers of the weights `masters` and the rate of each at its peak.

    With a `muon_rate`, hidden matrices are trained with Muon (Jordan et al. 2024: orthogonalised momentum), embeddings,
    biases and norms with Adam; without one, everything with Adam. `weight_decay` (a share of the rate, decoupled) is
    Muon's alone. Raises AlignError where torch has no Muon.
    """
    if muon_rate is None:
        return [_adam(list(masters.values()), rate)], [rate]
    if not hasattr(torch.optim, "Muon"):
        raise AlignError(f"torch {torch.__version__} has no Muon optimiser: pip install 'torch>=2.9'")
    hidden = {n: p for n, p in masters.items() if p.ndim == 2 and "layers" in n and "embed" not in n}
    others = [p for n, p in masters.items() if n not in hidden]
    muon = torch.optim.Muon(
        list(hidden.values()),
        lr=muon_rate,
        weight_decay=weight_decay,
        ns_steps=muon_steps,
        adjust_lr_fn="match_rms_adamw",
    )
    return [muon, _adam(others, rate)], [muon_rate, rate]


def chosen_device(device: str) -> str:
    """`auto` → a GPU where torch finds one, else the CPU. Raises UsageError for a GPU that is not there."""
    there = torch.cuda.is_available()
    if device == "cuda" and not there:
        raise UsageError("--device cuda: torch finds no GPU here; leave --device out")
    return ("cuda" if there else "cpu") if device == "auto" else device


def fast_precision(device: str) -> str:
    """`bfloat16` where `device` computes with it in hardware (GPUs; CPUs with AVX512-BF16 or AMX), else `float32`."""
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    probes = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
    return "bfloat16" if any(probe() for probe in probes if probe) else "float32"


def _adam(weights: list[Tensor], rate: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(weights, lr=rate, betas=(0.9, 0.98), eps=1e-9)
