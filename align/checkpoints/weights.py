"""Converts pickled weights to safetensors without running the pickle's code, and loads no model that lacks weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.errors import ModelError
from align.io.atomic import atomic_path
from align.io.own_errors import is_of_system, reason
from align.localization import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from align.checkpoints.pickled_weights import Tensor

SAFE = "model.safetensors"
PICKLED = "pytorch_model.bin"
WEIGHTS = (SAFE, PICKLED)
"""The files that may have the weights; the first that exists counts."""
_SHARED = "model.shared.weight"
"""The embedding that Marian's encoder, decoder and output layer share; a loader ties the others to it, and an output
layer (`lm_head`) to its decoder's embedding where the sides have vocabularies of their own."""


def make_safe(folder: Path) -> None:
    """Replace `pytorch_model.bin` in `folder` by `model.safetensors`, unless that is there already.

    Only tensors are read, see `align.checkpoints.pickled_weights`. Those that share their numbers, as tied embeddings
    do, are written once. Raises ModelError for a pickle that holds anything else, and for a broken file of either kind.
    """
    if (folder / SAFE).is_file():
        _check(folder / SAFE)
        return
    from safetensors.numpy import save_file

    arrays = read_weights(folder / PICKLED)
    with atomic_path(folder / SAFE) as file:
        save_file(arrays, file, metadata={"format": "pt"})
    (folder / PICKLED).unlink()


def read_weights(pickled: Path) -> dict[str, Any]:
    """Read the arrays of a `pytorch_model.bin` by name, those that share their numbers once. Raises as `make_safe`."""
    from align.checkpoints.pickled_weights import read_pickled

    try:
        state = read_pickled(pickled)
        return {name: state[name].array() for name in _distinct(state)}
    except Exception as error:  # a pickle that is broken raises anything
        if is_of_system(error):
            raise _unread(pickled, error) from error
        message = _(
            "{path} is refused: it is broken, or holds more than tensors, which align does not read", path=pickled
        )
        raise ModelError(message, path=pickled, hint=_("Fetch the checkpoint again")) from error


def check_weights(folder: Path) -> None:
    """Raise ModelError for a checkpoint that holds its converted form only."""
    if not any((folder / name).exists() for name in WEIGHTS):
        message = _(
            "{folder} holds no {file}: it can draft with the engine ctranslate2, and nothing else",
            folder=folder,
            file=SAFE,
        )
        raise ModelError(message, path=folder, hint=_("Fetch the whole model with align models get"))


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
    if missing:
        message = _("{folder} lacks the weights {names}", folder=folder, names=_first_of(missing))
        raise ModelError(message, path=folder, hint=_("fetch or copy the checkpoint again"))
    if surplus := [name for name in surplus if ".layers." in name]:
        message = _(
            "{folder} has weights that its configuration does not ask for: {names}",
            folder=folder,
            names=_first_of(surplus),
        )
        hint = _("fetch or copy the checkpoint again: its config.json is another model's")
        raise ModelError(message, path=folder, hint=hint)


def _first_of(names: list[str]) -> str:
    return _("{name} and {n} more", name=names[0], n=len(names) - 1) if len(names) > 1 else names[0]


@contextmanager
def opened_weights(folder: Path) -> Iterator[Any]:
    """Open the weights of a checkpoint as safetensors opens its files for NumPy, pickled ones too."""
    if not (folder / SAFE).is_file():
        yield _Loaded(read_weights(folder / PICKLED))
        return
    from safetensors import safe_open

    with safe_open(folder / SAFE, framework="numpy") as tensors:
        yield tensors


class _Loaded(dict[str, Any]):
    """Arrays that are asked for as the tensors of a safetensors file are."""

    def get_slice(self, name: str) -> _Loaded._Slice:
        return self._Slice(self[name])

    def get_tensor(self, name: str) -> NDArray[Any]:
        array: NDArray[Any] = self[name]
        return array

    @dataclass(frozen=True)
    class _Slice:
        array: NDArray[Any]

        def get_dtype(self) -> str:
            return f"F{8 * self.array.itemsize}" if self.array.dtype.kind == "f" else self.array.dtype.name

        def get_shape(self) -> list[int]:
            return list(self.array.shape)


def _distinct(state: Mapping[str, Tensor]) -> list[str]:
    """The names of tensors without those that share the numbers of another one."""
    first: dict[Any, str] = {}
    for name in sorted(state, key=lambda name: (name != _SHARED, name.startswith("lm_head"), name)):
        first.setdefault(state[name].place if 0 not in state[name].sizes else name, name)
    return list(first.values())


def _check(path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as tensors:
            tensors.keys()
    except (SafetensorError, OSError) as error:
        if is_of_system(error):
            raise _unread(path, error) from error
        hint = _("fetch or copy the checkpoint again")
        raise ModelError(_("{path} is broken ({error})", path=path, error=error), path=path, hint=hint) from error


def _unread(path: Path, error: BaseException) -> ModelError:
    assert isinstance(error, OSError)
    return ModelError(
        _("cannot read {path}: {reason}", path=path, reason=reason(error)), path=path, hint=_("look after the disk")
    )
