"""The pack: all the data that a visit to another machine needs, in one file (`tar`, compressed by `xz`)."""

from __future__ import annotations

import io
import lzma
import shutil
import tarfile
from pathlib import Path

from align.errors import InputError
from align.io.atomic import atomic_output

MEMBERS = (
    "vocabulary/vocab.json",
    "vocabulary/source.spm",
    "vocabulary/target.spm",
    "dev.tsv",
    "dev.npz",
    "links.npz",
    "train.npz",
)
"""The files of a recipe's work folder, as `prepare` left them."""


def write_pack(work: Path, path: Path) -> None:
    """Write the pack of what was prepared in `work`. Raises InputError where something is missing."""
    missing = [name for name in MEMBERS if not (work / name).is_file()]
    if missing:
        raise InputError(f"{work} has no {missing[0]}", path=work, hint="run prepare first")
    with atomic_output(path) as stream, tarfile.open(fileobj=stream, mode="w:xz", preset=9) as archive:
        for name in MEMBERS:
            content = (work / name).read_bytes()
            entry = tarfile.TarInfo(name)  # no times and no owners: the same data make the same file
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def read_pack(path: Path, work: Path) -> None:
    """Unpack the pack `path` into the folder `work`. Raises InputError for what is no pack."""
    try:
        with tarfile.open(path, "r:xz") as archive:
            for entry in archive:
                content = archive.extractfile(entry)
                if entry.name not in MEMBERS or content is None:
                    raise InputError(f"{path} is no pack: it holds {entry.name}", path=path)
                (work / entry.name).parent.mkdir(parents=True, exist_ok=True)
                with atomic_output(work / entry.name) as stream:
                    shutil.copyfileobj(content, stream, 1 << 20)
    except (OSError, EOFError, tarfile.TarError, lzma.LZMAError) as error:
        raise InputError(f"cannot read the pack {path}: {error}", path=path) from error
    missing = [name for name in MEMBERS if not (work / name).is_file()]
    if missing:
        raise InputError(f"{path} is no pack: it has no {missing[0]}", path=path)
