"""Converts a Marian checkpoint to a CTranslate2 model, once: the result is kept with the checkpoint, by its content.

The starter's conversion comes with it, and packages of models hold nothing else (see `align.checkpoints.content`).

A conversion is a folder, so it does not go through `align.io.atomic`: it is made in a hidden, locked folder, with a
record of its files as the last, and moved into place by one rename.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from align.checkpoints.content import PRECISION, content_hash, conversion_name, packed_content
from align.checkpoints.file_hashes import HashCache, sha256
from align.checkpoints.weights import load_whole
from align.errors import MissingPackageError, ModelError, OutputError
from align.io.atomic import atomic_path
from align.io.locks import is_locked, locked_file
from align.io.own_errors import is_of_system, reason
from align.io.paths import cache_dir
from align.io.private import cache_folder
from align.localization import _

RECORD = "align.json"
_PART, _LOCK = ".part-", "held"


def converted(folder: Path) -> Path:
    """Find the CTranslate2 model of the checkpoint in `folder`, or convert it now.

    It is in `folder/ctranslate2/`, or in the user's cache where `folder` cannot be written. An interrupted conversion
    leaves nothing that a later run would trust; a damaged one is made again. Raises ModelError when the checkpoint does
    not convert, OutputError when there is no space for the result.
    """
    name = conversion_name(content_hash(folder))
    return _kept(folder, name, _candidate_folders(folder), _convert)


def converted_by_library(folder: Path) -> Path:
    """Find or make the conversion that the installed CTranslate2 itself makes, with PyTorch and Transformers: for a
    version that does not read what `converted` gives. It is kept in the user's cache. Raises as `converted` does."""
    import ctranslate2

    name = f"{conversion_name(content_hash(folder))}-ctranslate2-{ctranslate2.__version__}"
    return _kept(folder, name, _candidate_folders(folder)[1:], _convert_by_library)


def _kept(folder: Path, name: str, parents: Sequence[Path], convert: Callable[[Path, Path], None]) -> Path:
    """Find the conversion `name` in one of the folders `parents`, or make it in the first that can be written."""
    for parent in parents:
        if _is_complete(parent / name):
            return parent / name
    if packed_content(folder):
        message = _("{folder} holds its converted form only, and that is damaged or not all there", folder=folder)
        raise ModelError(message, path=folder, hint=_("install or copy it again"))
    reasons = []
    for parent in parents:
        try:
            _create(parent)
            _tidy(parent)
            with _locked_folder(parent) as part:
                convert(folder, part / name)
                _write_record(part / name)
                _install(part / name, parent / name)
            if parent.parent == folder:
                _remove_outdated(parent / name)
        except OSError as error:
            reasons.append(f"{parent}: {reason(error)}")
        if _is_complete(parent / name):
            return parent / name
    message = _(
        "the converted model of {folder} can be kept nowhere ({reasons})", folder=folder, reasons="; ".join(reasons)
    )
    raise OutputError(message, path=folder, hint=_("make room, or set ALIGN_CACHE to a folder"))


def _candidate_folders(folder: Path) -> tuple[Path, Path]:
    return folder / "ctranslate2", cache_dir() / "ctranslate2"


def _create(parent: Path) -> None:
    if parent.parent == cache_dir():
        cache_folder(parent.name)
    parent.mkdir(parents=True, exist_ok=True)


def _is_complete(model: Path) -> bool:
    """Whether a conversion has all its files, with the sizes and hashes of its record. Raises ModelError where the disk
    does not give back what is in them: that is no reason to replace it."""
    try:
        record: dict[str, list[int | str]] = json.loads((model / RECORD).read_text(encoding="utf-8"))
        hashes = HashCache(model)
        complete = {"model.bin", "config.json"} <= record.keys() and all(
            [(model / file).stat().st_size, hashes.hash_of(model / file)] == row for file, row in record.items()
        )
        hashes.save()
        return complete
    except OSError as error:
        if is_of_system(error):
            raise ModelError(
                _("cannot read {path}: {reason}", path=model, reason=reason(error)),
                path=model,
                hint=_("look after the disk"),
            ) from error
        return False
    except (ValueError, RecursionError, AttributeError, TypeError):
        return False


def _write_record(model: Path) -> None:
    """Record the sizes and hashes of a finished conversion, and flush it to the disk."""
    record: dict[str, list[int | str]] = {}
    for file in sorted(model.iterdir()):
        with open(file, "rb+") as stream:
            record[file.name] = [file.stat().st_size, sha256(stream)]
            os.fsync(stream.fileno())
    with atomic_path(model / RECORD) as part:
        part.write_text(json.dumps(record), encoding="utf-8")


def _install(made: Path, final: Path) -> None:
    """Move a conversion into place. Where another run was first, its result stays; a damaged one is replaced."""
    if final.exists() and not _is_complete(final):
        final.rename(made.parent / "damaged")
    try:
        os.replace(made, final)
    except OSError:
        if not _is_complete(final):
            raise


@contextlib.contextmanager
def _locked_folder(parent: Path) -> Iterator[Path]:
    """Make a hidden folder to convert in, locked as long as this run lives."""
    with tempfile.TemporaryDirectory(prefix=_PART, dir=parent) as name, locked_file(Path(name) / _LOCK):
        yield Path(name)


def _tidy(parent: Path) -> None:
    """Remove the folders of runs that were killed: hundreds of megabytes each."""
    for part in parent.glob(f"{_PART}*"):
        begun = (part / _LOCK).exists() or any(part.iterdir())
        if begun and not is_locked(part / _LOCK):
            shutil.rmtree(part, ignore_errors=True)


def _remove_outdated(model: Path) -> None:
    """Remove the conversions of earlier contents of the checkpoint, which no run looks for any more."""
    for other in model.parent.glob(f"{PRECISION}-*"):
        if other != model:
            shutil.rmtree(other, ignore_errors=True)


def _convert(folder: Path, target: Path) -> None:
    from align.checkpoints.marian_model import write_model

    with _said_in_one_line(folder):
        write_model(folder, target)


def _convert_by_library(folder: Path, target: Path) -> None:
    MissingPackageError.unless_installed(_("CTranslate2's own converter"), "torch", "transformers")
    with _quiet():
        from ctranslate2.converters import TransformersConverter

        class Converter(TransformersConverter):  # type: ignore[misc]
            def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
                return load_whole(model_class, path, **options)

        with _said_in_one_line(folder):
            Converter(str(folder)).convert(str(target), quantization=PRECISION)


@contextlib.contextmanager
def _said_in_one_line(folder: Path) -> Iterator[None]:
    """Whatever numpy, safetensors, transformers and torch raise for a broken checkpoint becomes a ModelError; what the
    disk raises is left."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's; without a number transformers' own
            raise
        first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = _(
            "{folder} is not a Marian checkpoint that can be converted: {reason}",
            folder=folder,
            reason=first_line,
        )
        raise ModelError(message, path=folder) from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence Transformers, which warns about sacremoses and prints progress bars: neither is for our users."""
    import logging
    import warnings

    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a folder is all we load: never ask the network
    level = logging.getLogger("transformers").level
    logging.getLogger("transformers").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
        warnings.simplefilter("ignore")
        yield
    logging.getLogger("transformers").setLevel(level)
