"""The checkpoint of a run, written whole or not at all, from which it goes on."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from align.errors import InputError, OutputError


def write_checkpoint(path: Path, payload: dict[str, Any]) -> None:
    """Write `payload` to `path`. Raises OutputError, and leaves what was there, where it cannot be written."""
    partial = path.with_name(f"{path.name}.part")
    try:
        torch.save(payload, partial)
        partial.replace(path)
    except (OSError, RuntimeError) as error:  # torch's writer makes a RuntimeError of a full disk
        partial.unlink(missing_ok=True)
        raise OutputError(f"cannot save {path} ({_reason(error)}): make room and run the same command again") from error


def read_checkpoint(path: Path) -> dict[str, Any] | None:
    """The payload of `path`, on the CPU, or None where there is no file. Raises InputError for a broken one."""
    if not path.exists():
        return None
    try:
        payload: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        raise InputError(f"{path} is broken, or no checkpoint: remove it to begin again") from error
    return payload


def _reason(error: Exception) -> str:
    return ((getattr(error, "strerror", None) or str(error)).splitlines() or [type(error).__name__])[0].lower()
