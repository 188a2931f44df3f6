"""Marian checkpoint → CTranslate2 model, once: the result is kept beside the checkpoint, named by its content."""

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
from align.io.atomic import atomic_output
from align.io.locks import is_locked, locked_file
from align.io.paths import cache_dir
from align.io.private import private_folder

PRECISION = "int8"
RECORD = "align.json"
_PART, _HELD = ".part-", "held"
_CONTENT = ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", *WEIGHTS)


def content_hash(folder: Path) -> str:
    """A name for the checkpoint's content: 16 hexadecimal digits of SHA-256 over its files.

    Hashes of single files are remembered by size and time of change: a large checkpoint is not read at each start.
    """
    digest = hashlib.sha256()
    memory = _HashCache(folder)
    weights = next((name for name in WEIGHTS if (folder / name).exists()), None)
    for name in _CONTENT:
        if (folder / name).exists() and (name not in WEIGHTS or name == weights):
            digest.update(f"{name}:{memory.hash_of(folder / name)}\n".encode())
    memory.save()
    return digest.hexdigest()[:16]


def converted(folder: Path) -> Path:
    """The CTranslate2 model of the checkpoint in `folder`, converted now if it has not been before.

    It stands in `folder/ctranslate2/`, or in the user's cache where `folder` cannot be written. A conversion that is
    cut short leaves nothing that a later run would trust; one that was damaged since is made again. Raises ModelError
    when the checkpoint does not convert, OutputError when there is no room for the result.
    """
    name = f"{PRECISION}-{content_hash(folder)}"
    for home in _homes(folder):
        if _complete(home / name):
            return home / name
    reasons = []
    for home in _homes(folder):
        try:
            _make(home)
            _tidy(home)
            with _workshop(home) as part:
                _convert(folder, part / name)
                _record(part / name)
                _install(part / name, home / name)
            if home.parent == folder:
                _leave_only(home / name)
        except OSError as error:
            reasons.append(f"{home}: {(error.strerror or str(error)).lower()}")
        if _complete(home / name):
            return home / name
    why = "; ".join(reasons)
    raise OutputError(
        f"the converted model of {folder} can be kept nowhere ({why}): make room, or set ALIGN_CACHE to a folder"
    )


def _homes(folder: Path) -> tuple[Path, Path]:
    return folder / "ctranslate2", cache_dir() / "ctranslate2"


def _make(home: Path) -> None:
    if home.parent == cache_dir():
        private_folder(home)
    home.mkdir(parents=True, exist_ok=True)


def _complete(model: Path) -> bool:
    """Whether a conversion is there with all its bytes, as its record says."""
    try:
        sizes: dict[str, list[int | str]] = json.loads((model / RECORD).read_text(encoding="utf-8"))
        memory = _HashCache(model)
        whole = {"model.bin", "config.json"} <= sizes.keys() and all(
            [(model / file).stat().st_size, memory.hash_of(model / file)] == known for file, known in sizes.items()
        )
        memory.save()
        return whole
    except (OSError, ValueError, RecursionError, AttributeError, TypeError):
        return False


def _record(model: Path) -> None:
    """Write down the sizes and hashes of a finished conversion, and see it to the disk."""
    known: dict[str, list[int | str]] = {}
    for file in sorted(model.iterdir()):
        with open(file, "rb+") as stream:
            known[file.name] = [file.stat().st_size, _sha256(stream)]
            os.fsync(stream.fileno())
    (model / RECORD).write_text(json.dumps(known), encoding="utf-8")


def _install(made: Path, place: Path) -> None:
    """Put a conversion in its place. Where another run was first, its result is as good; a damaged one gives way."""
    if place.exists() and not _complete(place):
        place.rename(made.parent / "damaged")
    try:
        os.replace(made, place)
    except OSError:
        if not _complete(place):
            raise


@contextlib.contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A hidden folder to convert in, held by a lock as long as this run lives."""
    with tempfile.TemporaryDirectory(prefix=_PART, dir=home) as name, locked_file(Path(name) / _HELD):
        yield Path(name)


def _tidy(home: Path) -> None:
    """Remove what runs that were killed left in `home`: hundreds of megabytes each."""
    for part in home.glob(f"{_PART}*"):
        begun = (part / _HELD).exists() or any(part.iterdir())
        if begun and not is_locked(part / _HELD):
            shutil.rmtree(part, ignore_errors=True)


def _leave_only(model: Path) -> None:
    """Remove the conversions of what the checkpoint held before: nothing can ask for them any more."""
    for other in model.parent.glob(f"{PRECISION}-*"):
        if other != model:
            shutil.rmtree(other, ignore_errors=True)


def _convert(folder: Path, target: Path) -> None:
    with _quiet():
        from ctranslate2.converters import TransformersConverter

        class Converter(TransformersConverter):  # type: ignore[misc]
            def load_model(self, model_class: Any, place: str, **options: Any) -> Any:
                return load_whole(model_class, place, **options)

        try:
            Converter(str(folder)).convert(str(target), quantization=PRECISION)
        except ModelError:
            raise
        except Exception as error:  # the converter raises whatever transformers, torch and safetensors raise
            if isinstance(error, OSError) and error.errno is not None:  # the disk's; without a number transformers' own
                raise
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"{folder} is not a Marian checkpoint that can be converted: {reason}") from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Transformers warns about sacremoses and prints bars: neither is for our users."""
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
    """SHA-256 of files, remembered by path, size and time of change in one small JSON file of the user's cache."""

    def __init__(self, folder: Path):
        key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._path = cache_dir() / "hashes" / f"{key}.json"
        self._known: dict[str, list[int | str]] = {}
        with contextlib.suppress(OSError, ValueError, RecursionError):
            known = json.loads(self._path.read_text(encoding="utf-8"))
            self._known = {name: row for name, row in known.items() if len(row) == 3} if _is_table(known) else {}
        self._before = dict(self._known)

    def hash_of(self, path: Path) -> str:
        status = path.stat()
        known = self._known.get(path.name)
        if known and known[:2] == [status.st_size, status.st_mtime_ns]:
            return str(known[2])
        with open(path, "rb") as stream:
            digest = _sha256(stream)
        self._known[path.name] = [status.st_size, status.st_mtime_ns, digest]
        return digest

    def save(self) -> None:
        if self._known == self._before:
            return
        with contextlib.suppress(OSError, OutputError):  # a cache that cannot be written only costs time
            private_folder(self._path.parent)
            with atomic_output(self._path) as stream:
                stream.write(json.dumps(self._known).encode())


def _is_table(known: object) -> bool:
    return isinstance(known, dict) and all(isinstance(row, list) for row in known.values())
