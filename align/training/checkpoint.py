"""The checkpoint of a run, written whole or not at all, from which it resumes."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from align.errors import InputError, OutputError
from align.io.atomic import atomic_output, guarded
from align.io.own_errors import is_of_system
from align.localization import _


def write_checkpoint(path: Path, payload: dict[str, Any]) -> None:
    """Write `payload` to `path`. Raises OutputError, and leaves what was there, where it cannot be written."""
    try:
        with guarded(None), atomic_output(path) as stream:
            torch.save(payload, stream)
    except (OutputError, RuntimeError) as error:  # torch's writer makes a RuntimeError of a full disk
        reason = _reason(error.__cause__ or error)
        hint = _("make room and run the same command again")
        raise OutputError(_("cannot save {path} ({reason})", path=path, reason=reason), path=path, hint=hint) from error


def read_checkpoint(path: Path) -> dict[str, Any] | None:
    """Read the payload of `path`, on the CPU; None where there is no file. Raises InputError for a broken one."""
    if not path.exists():
        return None
    try:
        payload: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        if is_of_system(error):
            raise InputError(
                _("cannot read {path} ({reason})", path=path, reason=_reason(error)),
                path=path,
                hint=_("look after the disk"),
            ) from error
        raise InputError(
            _("{path} is broken, or no checkpoint", path=path), path=path, hint=_("remove it to begin again")
        ) from error
    return payload


def _reason(error: BaseException) -> str:
    said = ((getattr(error, "strerror", None) or str(error)).splitlines() or [type(error).__name__])[0].lower()
    return _(said) if said else said
