"""What a checkpoint holds, as a hash: it names its conversion, its drafts, and the model in signatures.

A checkpoint may hold its converted form only, as those in packages do (see `align.checkpoints.packing`): its manifest
states the hash of the whole checkpoint then, as `content`, and the hashes of its files, as `packed`.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from align.checkpoints.file_hashes import HashCache
from align.checkpoints.weights import WEIGHTS
from align.errors import ModelError
from align.io.own_errors import reason
from align.localization import _

MANIFEST = "align.json"
WORDS = "words.npz"
"""The word translations of a checkpoint that has them, see `align.quality.word_translations`."""
PRECISION = "int8"
HASHED_FILES = ("config.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", *WEIGHTS)


def content_hash(folder: Path) -> str:
    """Hash the checkpoint's content: 16 hexadecimal digits of SHA-256 over its files.

    Of a checkpoint in its converted form only, it is the one that its manifest states. Raises ModelError where its
    files are not those that were packed.
    """
    if stated := packed_content(folder):
        _verify(folder)
        return stated
    digest = hashlib.sha256()
    hashes = HashCache(folder)
    weights = next((name for name in WEIGHTS if (folder / name).exists()), None)
    for name in HASHED_FILES:
        if (folder / name).exists() and (name not in WEIGHTS or name == weights):
            digest.update(f"{name}:{hashes.hash_of(folder / name)}\n".encode())
    hashes.save()
    return digest.hexdigest()[:16]


def packed_content(folder: Path) -> str | None:
    """The hash that the manifest of a checkpoint states which holds its converted form only; None for any other."""
    if any((folder / name).exists() for name in WEIGHTS):
        return None
    stated = _manifest(folder).get("content")
    return stated if isinstance(stated, str) and re.fullmatch(r"[0-9a-f]{16}", stated) else None


def conversion_folder(folder: Path, content: str) -> Path:
    """Where the conversion of the checkpoint in `folder` with this content is kept beside it."""
    return folder / "ctranslate2" / conversion_name(content)


def conversion_name(content: str) -> str:
    """What the folder of a conversion is called."""
    return f"{PRECISION}-{content}"


def _verify(folder: Path) -> None:
    packed = _manifest(folder).get("packed")
    hashes = HashCache(folder)
    try:
        for name, stated in packed.items() if isinstance(packed, dict) else ():
            if Path(name).name == name and f"sha256:{hashes.hash_of(folder / name)}" != stated:
                message = _("{path} is not the file that was packed: its hash is another one", path=folder / name)
                raise ModelError(message, path=folder / name, hint=_("install or copy it again"))
    except OSError as error:
        raise ModelError(
            _("cannot read {path}: {reason}", path=folder, reason=reason(error)),
            path=folder,
            hint=_("install or copy it again"),
        ) from error
    hashes.save()


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if isinstance(manifest, dict) else {}
