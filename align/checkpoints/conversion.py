"""Converts a Marian checkpoint to a CTranslate2 model, once: the result is kept with the checkpoint, by its content.

A conversion is a folder, so it does not go through `align.io.atomic`: it is made in a hidden, locked folder, with a
record of its files as the last, and moved into place by one rename.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from align.checkpoints.weights import WEIGHTS, load_whole
from align.errors import ModelError, OutputError
from align.io.atomic import atomic_output, atomic_path
from align.io.locks import is_locked, locked_file
from align.io.own_errors import is_of_system, reason
from align.io.paths import cache_dir
from align.io.private import cache_folder

PRECISION = "int8"
RECORD = "align.json"
_PART, _LOCK = ".part-", "held"
_HASHED_FILES = ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", *WEIGHTS)


def content_hash(folder: Path) -> str:
    """Hash the checkpoint's content: 16 hexadecimal digits of SHA-256 over its files.

    Hashes of single files are cached by size and time of change: a large checkpoint is not read at each start.
    """
    digest = hashlib.sha256()
    hashes = _HashCache(folder)
    weights = next((name for name in WEIGHTS if (folder / name).exists()), None)
    for name in _HASHED_FILES:
        if (folder / name).exists() and (name not in WEIGHTS or name == weights):
            digest.update(f"{name}:{hashes.hash_of(folder / name)}\n".encode())
    hashes.save()
    return digest.hexdigest()[:16]


def converted(folder: Path) -> Path:
    """Find the CTranslate2 model of the checkpoint in `folder`, or convert it now.

    It is in `folder/ctranslate2/`, or in the user's cache where `folder` cannot be written. An interrupted conversion
    leaves nothing that a later run would trust; a damaged one is made again. Raises ModelError when the checkpoint does
    not convert, OutputError when there is no space for the result.
    """
    name = f"{PRECISION}-{content_hash(folder)}"
    for parent in _candidate_folders(folder):
        if _is_complete(parent / name):
            return parent / name
    reasons = []
    for parent in _candidate_folders(folder):
        try:
            _create(parent)
            _tidy(parent)
            with _locked_folder(parent) as part:
                _convert(folder, part / name)
                _write_record(part / name)
                _install(part / name, parent / name)
            if parent.parent == folder:
                _remove_outdated(parent / name)
        except OSError as error:
            reasons.append(f"{parent}: {reason(error)}")
        if _is_complete(parent / name):
            return parent / name
    message = f"the converted model of {folder} can be kept nowhere ({'; '.join(reasons)})"
    raise OutputError(message, path=folder, hint="make room, or set ALIGN_CACHE to a folder")


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
        hashes = _HashCache(model)
        complete = {"model.bin", "config.json"} <= record.keys() and all(
            [(model / file).stat().st_size, hashes.hash_of(model / file)] == row for file, row in record.items()
        )
        hashes.save()
        return complete
    except OSError as error:
        if is_of_system(error):
            raise ModelError(f"cannot read {model}: {reason(error)}", path=model, hint="look after the disk") from error
        return False
    except (ValueError, RecursionError, AttributeError, TypeError):
        return False


def _write_record(model: Path) -> None:
    """Record the sizes and hashes of a finished conversion, and flush it to the disk."""
    record: dict[str, list[int | str]] = {}
    for file in sorted(model.iterdir()):
        with open(file, "rb+") as stream:
            record[file.name] = [file.stat().st_size, _sha256(stream)]
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
    with _quiet():
        from ctranslate2.converters import TransformersConverter

        class Converter(TransformersConverter):  # type: ignore[misc]
            def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
                return load_whole(model_class, path, **options)

        try:
            Converter(str(folder)).convert(str(target), quantization=PRECISION)
        except ModelError:
            raise
        except Exception as error:  # the converter raises whatever transformers, torch and safetensors raise
            if isinstance(error, OSError) and error.errno is not None:  # the disk's; without a number transformers' own
                raise
            first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
            message = f"{folder} is not a Marian checkpoint that can be converted: {first_line}"
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


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


class _HashCache:
    """SHA-256 of files, cached by path, size and time of change in one small JSON file of the user's cache."""

    def __init__(self, folder: Path):
        key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._path = cache_dir() / "hashes" / f"{key}.json"
        self._rows: dict[str, list[int | str]] = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            content = json.loads(self._path.read_text(encoding="utf-8"))
            self._rows = {name: row for name, row in content.items() if len(row) == 3} if _is_table(content) else {}
        self._saved = dict(self._rows)

    def hash_of(self, path: Path) -> str:
        status = path.stat()
        row = self._rows.get(path.name)
        if row and row[:2] == [status.st_size, status.st_mtime_ns]:
            return str(row[2])
        with open(path, "rb") as stream:
            digest = _sha256(stream)
        self._rows[path.name] = [status.st_size, status.st_mtime_ns, digest]
        return digest

    def save(self) -> None:
        if self._rows == self._saved:
            return
        with contextlib.suppress(OSError, OutputError):  # a cache that cannot be written only costs time
            cache_folder(self._path.parent.name)
            with atomic_output(self._path, private=True) as stream:
                stream.write(json.dumps(self._rows).encode())


def _is_table(content: object) -> bool:
    return isinstance(content, dict) and all(isinstance(row, list) for row in content.values())
