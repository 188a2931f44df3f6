"""Makes a wheel of a checkpoint: its converted form with its tokeniser, card and licence, for pip to install.

An office whose machines reach a package index and nothing else has the model by `pip install` then. The wheel holds no
code. Its bytes depend on the checkpoint and the version only: files are stored, not compressed, with one date.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from align.checkpoints.checkpoint_store import LocalModel
from align.checkpoints.content import MANIFEST, WORDS
from align.checkpoints.conversion import converted
from align.checkpoints.file_hashes import sha256
from align.checkpoints.model_packages import GROUP
from align.checkpoints.weights import SAFE, check_weights
from align.errors import UsageError, option_name
from align.io.atomic import atomic_path, output_error
from align.localization import _

TOKENISER = (
    "config.json",
    "source.spm",
    "target.spm",
    "vocab.json",
    "target_vocab.json",
    "tokenizer_config.json",
    WORDS,
)
CARD = "README.md"
UNKNOWN_LICENCES = ("", "not stated", "unknown")
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*))*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?", re.ASCII)
_LOCAL_KEYS = ("name", "files", "fetched", "content", "packed")
"""Keys of a manifest that speak of the copy on this machine."""
_SPDX = {"apache-2.0": "Apache-2.0", "mit": "MIT"}


@dataclass(frozen=True)
class ModelPackage:
    """A wheel to be written: what it is called, and its files, by their names in it: contents, or the file to copy."""

    name: str
    version: str
    licence: str
    files: Mapping[str, bytes | Path]

    @property
    def size(self) -> int:
        """The number of bytes of its files."""
        return sum(len(file) if isinstance(file, bytes) else file.stat().st_size for file in self.files.values())

    @property
    def file_name(self) -> str:
        """What the wheel is called: `align_model_en_ru-1.0-py3-none-any.whl`."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"

    @property
    def has_licence(self) -> bool:
        """Whether it is known under what licence the model is."""
        return self.licence not in UNKNOWN_LICENCES


def plan_package(model: LocalModel, name: str, version: str, weights: bool = False) -> ModelPackage:
    """Plan the wheel of `model`, which is converted for it if it has not been yet; with its `weights` too if they are
    to be trained further.

    Raises UsageError for a name, version or languages that make no package, ModelError for a model that does not
    convert.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not slug or not name.isascii():
        raise UsageError(
            _(
                "{name!r} cannot be the name of a package: name it in Latin letters with {option}",
                name=name,
                option=option_name("as"),
            )
        )
    if not _VERSION.fullmatch(version):
        raise UsageError(
            _("{option} {version!r}: a version is like 1.0 or 2026.11", option=option_name("version"), version=version)
        )
    if not (model.sources and model.targets):
        message = _(
            "the languages of {name} are not known: say them with {source_option} and {target_option}",
            name=model.name,
            source_option=option_name("source_lang"),
            target_option=option_name("target_lang"),
        )
        raise UsageError(message)
    conversion = converted(model.path)
    licence = str(model.card.get("licence") or "").strip()
    module, package = f"align_model_{slug.replace('-', '_')}", f"align-model-{slug}"
    kept = {file: model.path / file for file in TOKENISER if (model.path / file).is_file()}
    card = {key: value for key, value in model.card.items() if key not in _LOCAL_KEYS and value is not None}
    card |= {"name": name, "sources": list(model.sources), "targets": list(model.targets)}
    if weights:
        check_weights(model.path)
        kept[SAFE] = model.path / SAFE
    else:
        card |= {"content": model.content_hash, "packed": {file: _checksum(path) for file, path in kept.items()}}
    about = _description(model, name)
    content: dict[str, bytes | Path] = {
        "__init__.py": f'"""The translation model {slug}, for align: no code, see README.md."""\n'.encode(),
        MANIFEST: (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode(),
        CARD: about.encode(),
        **kept,
        **{f"ctranslate2/{conversion.name}/{file.name}": file for file in conversion.iterdir()},
    }
    files = {f"{module}/{file}": content[file] for file in sorted(content)}
    information = f"{module}-{version}.dist-info"
    files |= _information(information, package, version, slug, module, licence, model, about)
    files[f"{information}/RECORD"] = _record(files, f"{information}/RECORD")
    return ModelPackage(package, version, licence, files)


def write_package(package: ModelPackage, folder: Path) -> Path:
    """Write the wheel into `folder`, which is made; the path of the wheel. Raises OutputError."""
    wheel = folder / package.file_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with atomic_path(wheel) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for name, content in package.files.items():
                _add(archive, name, content)
    except OSError as error:
        raise output_error(wheel, error) from error
    return wheel


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    info = zipfile.ZipInfo(name)  # of 1980
    info.external_attr, info.create_system = 0o644 << 16, 3
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return
    info.file_size = content.stat().st_size
    with archive.open(info, "w") as target, open(content, "rb") as source:
        shutil.copyfileobj(source, target, 1 << 20)


def _information(
    folder: str, package: str, version: str, slug: str, module: str, licence: str, model: LocalModel, about: str
) -> dict[str, bytes]:
    """The files of the wheel's `.dist-info`, but for RECORD."""
    pair = f"{', '.join(model.sources)} to {', '.join(model.targets[:5])}{' …' if len(model.targets) > 5 else ''}"
    spdx = _SPDX.get(licence) or (licence.upper() if re.fullmatch(r"cc(0|-by[a-z-]*)-\d\.\d", licence) else "")
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {package}",
        f"Version: {version}",
        f"Summary: Translation model from {pair}, for align",
        f"License-Expression: {spdx}" if spdx else f"License: {' '.join(licence.split()) or 'not stated'}",
        "License-File: LICENCE.txt",
        "Keywords: translation,align,ctranslate2",
        "Description-Content-Type: text/markdown",
        "",
        about,
    ]
    origin = model.card.get("hub")
    stated = f"The licence of this model is {licence or 'not stated'}."
    stated += f"\nIt comes from {origin}, revision {model.card.get('revision', 'unknown')}." if origin else ""
    stated += f"\nThe text of the licence: https://spdx.org/licenses/{spdx}.html" if spdx else ""
    return {
        f"{folder}/METADATA": "\n".join(metadata).encode(),
        f"{folder}/WHEEL": b"Wheel-Version: 1.0\nGenerator: align\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{folder}/entry_points.txt": f"[{GROUP}]\n{slug} = {module}\n".encode(),
        f"{folder}/licenses/LICENCE.txt": f"{stated}\n".encode(),
    }


def _description(model: LocalModel, name: str) -> str:
    """The model's card without its metadata, which are YAML between lines of dashes; where it has none, two lines."""
    card = model.path / CARD
    text = card.read_text(encoding="utf-8", errors="replace") if card.is_file() else ""
    text = re.sub(r"\A---\n.*?\n---\n+", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    return text or f"# {name}\n\nA translation model from {', '.join(model.sources)} to {', '.join(model.targets)}.\n"


def _record(files: Mapping[str, bytes | Path], own: str) -> bytes:
    lines = []
    for name, content in files.items():
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        digest = base64.urlsafe_b64encode(bytes.fromhex(_digest(content))).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{size}\n")
    return "".join([*lines, f"{own},,\n"]).encode()


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with open(content, "rb") as stream:
        return sha256(stream)


def _checksum(path: Path) -> str:
    return f"sha256:{_digest(path)}"
