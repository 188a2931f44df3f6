"""The optimisers and the weights that each trains; the device and its fast precision."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from align.errors import AlignError, UsageError, option_name
from align.localization import _

if TYPE_CHECKING or hasattr(torch.optim, "Muon"):
    from torch.optim import Muon
else:
    Muon = object


class StackedMuon(Muon):
    """torch's Muon, its matrices of one shape worked on together.

    One by one they are thousands of small products an update: on a GPU their launching takes longer than they do. The
    state is that of torch's own, and so is the arithmetic, but for the order of sums.
    """

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Make one update from the gradients of the weights."""
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            by_shape: dict[torch.Size, list[Tensor]] = defaultdict(list)
            for weight in weights:
                self.state[weight].setdefault("momentum_buffer", torch.zeros_like(weight.grad))
                by_shape[weight.shape].append(weight)
            for shape, same_shape in by_shape.items():
                self._update(group, same_shape, 0.2 * max(shape) ** 0.5)

    def _update(self, group: dict[str, Any], weights: list[Tensor], scale: float) -> None:
        """Update `weights` of one shape; `scale` makes the update as large as Adam's (Liu et al. 2025)."""
        gradients = [weight.grad for weight in weights if weight.grad is not None]
        buffers = [self.state[weight]["momentum_buffer"] for weight in weights]
        momentum, rate = group["momentum"], group["lr"]
        torch._foreach_lerp_(buffers, gradients, 1.0 - momentum)
        looked_ahead = torch._foreach_lerp(gradients, buffers, momentum) if group["nesterov"] else buffers
        steps = orthogonal(torch.stack(list(looked_ahead)), group["ns_coefficients"], group["ns_steps"], group["eps"])
        torch._foreach_mul_(weights, 1.0 - rate * group["weight_decay"])
        torch._foreach_add_(weights, list(steps.to(weights[0].dtype).unbind()), alpha=-rate * scale)


def orthogonal(matrices: Tensor, coefficients: tuple[float, float, float], steps: int, least: float) -> Tensor:
    """The orthogonal factors, nearly, of `matrices` (count, rows, columns) in bf16: `steps` of a quintic Newton-Schulz
    iteration with `coefficients` (Jordan et al. 2024); norms count as `least` or more."""
    a, b, c = coefficients
    tall = matrices.shape[1] > matrices.shape[2]
    wide = (matrices.mT if tall else matrices).bfloat16()
    wide = wide / wide.norm(dim=(1, 2), keepdim=True).clamp(min=least)
    for __ in range(steps):
        gram = wide @ wide.mT
        wide = torch.baddbmm(wide, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), wide, beta=a)
    return wide.mT if tall else wide


def optimisers(
    masters: dict[str, Tensor],
    learning_rate: float,
    muon_rate: float | None,
    muon_steps: int = 5,
    weight_decay: float = 0.01,
) -> tuple[list[torch.optim.Optimizer], list[float]]:
    """Make the optimisers of the weights `masters`; returns them and the peak rate of each.

    With a `muon_rate`, hidden matrices are trained with Muon (Jordan et al. 2024: orthogonalised momentum), embeddings,
    biases and norms with Adam; without one, everything with Adam. `weight_decay` (a share of the rate, decoupled) is
    Muon's alone. Raises AlignError where torch has no Muon.
    """
    if muon_rate is None:
        return [_adam(list(masters.values()), learning_rate)], [learning_rate]
    if not hasattr(torch.optim, "Muon"):
        raise AlignError(f"torch {torch.__version__} has no Muon optimiser", hint="pip install 'torch>=2.9'")
    hidden = {n: p for n, p in masters.items() if p.ndim == 2 and "layers" in n and "embed" not in n}
    others = [p for n, p in masters.items() if n not in hidden]
    muon = StackedMuon(
        list(hidden.values()),
        lr=muon_rate,
        weight_decay=weight_decay,
        ns_steps=muon_steps,
        adjust_lr_fn="match_rms_adamw",
    )
    return [muon, _adam(others, learning_rate)], [muon_rate, learning_rate]


def chosen_device(device: str) -> str:
    """`auto` → a GPU where torch finds one, else the CPU. Raises UsageError for a GPU that torch does not find."""
    available = torch.cuda.is_available()
    if device == "cuda" and not available:
        hint = _("torch finds no GPU here; leave {option} out", option=option_name("device"))
        raise UsageError(f"{option_name('device')} cuda", hint=hint)
    return ("cuda" if available else "cpu") if device == "auto" else device


def fast_precision(device: str) -> str:
    """`bfloat16` where `device` computes with it in hardware (GPUs; CPUs with AVX512-BF16 or AMX), else `float32`."""
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    probes = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
    return "bfloat16" if any(probe() for probe in probes if probe) else "float32"


def _adam(weights: list[Tensor], learning_rate: float) -> torch.optim.Optimizer:
    return torch.optim.Adam(weights, lr=learning_rate, betas=(0.9, 0.98), eps=1e-9, fused=True)
