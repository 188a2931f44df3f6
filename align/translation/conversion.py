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

from align.errors import ModelError, OutputError
from align.translation.marian import WEIGHTS

PRECISION = "int8"
_CONTENT = ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", *WEIGHTS)


def content_hash(folder: Path) -> str:
    """A name for the checkpoint's content: 16 hexadecimal digits of SHA-256 over its files.

    Hashes of single files are remembered by size and time of change: a large checkpoint is not read at each start.
    """
    digest = hashlib.sha256()
    memory = _Memory(folder)
    weights = next((name for name in WEIGHTS if (folder / name).exists()), None)
    for name in _CONTENT:
        if (folder / name).exists() and (name not in WEIGHTS or name == weights):
            digest.update(f"{name}:{memory.hash_of(folder / name)}\n".encode())
    memory.save()
    return digest.hexdigest()[:16]


def converted(folder: Path) -> Path:
    """The CTranslate2 model of the checkpoint in `folder`, converted now if it has not been before.

    It stands in `folder/ctranslate2/`, or in the user's cache where `folder` cannot be written. A conversion that is
    cut short leaves nothing that a later run would trust. Raises ModelError when the checkpoint does not convert.
    """
    name = f"{PRECISION}-{content_hash(folder)}"
    for home in _homes(folder):
        if _complete(home / name):
            return home / name
    for home in _homes(folder):
        with contextlib.suppress(PermissionError, FileNotFoundError, NotADirectoryError, OSError):
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".part-", dir=home) as part:
                _convert(folder, Path(part) / name)
                with contextlib.suppress(OSError):  # another run was first: its result is as good
                    os.replace(Path(part) / name, home / name)
            if _complete(home / name):
                return home / name
    raise OutputError(f"the converted model of {folder} can be kept nowhere: make room, or set ALIGN_CACHE to a folder")


def cache_folder() -> Path:
    """Where results that can be made again are kept: $ALIGN_CACHE, or the platform's cache folder."""
    if given := os.environ.get("ALIGN_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "align" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "align"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "align"


def _homes(folder: Path) -> tuple[Path, Path]:
    return folder / "ctranslate2", cache_folder() / "ctranslate2"


def _complete(model: Path) -> bool:
    return (model / "model.bin").is_file() and (model / "config.json").is_file()


def _convert(folder: Path, target: Path) -> None:
    with _quiet():
        from ctranslate2.converters import TransformersConverter

        try:
            TransformersConverter(str(folder)).convert(str(target), quantization=PRECISION)
        except OSError:
            raise
        except Exception as error:  # the converter raises whatever transformers, torch and safetensors raise
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


class _Memory:
    """SHA-256 of files, remembered by path, size and time of change in one small JSON file of the user's cache."""

    def __init__(self, folder: Path):
        key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._path = cache_folder() / "hashes" / f"{key}.json"
        self._known: dict[str, list[int | str]] = {}
        with contextlib.suppress(OSError, ValueError):
            self._known = json.loads(self._path.read_text(encoding="utf-8"))
        self._before = dict(self._known)

    def hash_of(self, path: Path) -> str:
        status = path.stat()
        known = self._known.get(path.name)
        if known and known[:2] == [status.st_size, status.st_mtime_ns]:
            return str(known[2])
        with open(path, "rb") as stream:
            digest = hashlib.sha256()
            while block := stream.read(1 << 20):
                digest.update(block)
        self._known[path.name] = [status.st_size, status.st_mtime_ns, digest.hexdigest()]
        return digest.hexdigest()

    def save(self) -> None:
        if self._known == self._before:
            return
        with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(f".{os.getpid()}.part")
            partial.write_text(json.dumps(self._known), encoding="utf-8")
            os.replace(partial, self._path)


def remove_conversions(folder: Path) -> None:
    """Forget the conversions kept beside the checkpoint in `folder`."""
    shutil.rmtree(folder / "ctranslate2", ignore_errors=True)
