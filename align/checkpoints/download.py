"""Checkpoints into the store: from the hub, or from a folder. The only part of `align` that uses the network.

A checkpoint grows in a hidden folder of the store, named after its commit so that revisions never mix, and takes its
place there by one rename: `find_model` sees all of it or nothing. What an interrupted run fetched, the next one keeps.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.checkpoints.catalogue import HUB_ID, CatalogueEntry, find_entry
from align.checkpoints.checkpoint_store import (
    MANIFEST,
    folder_name,
    missing_file,
    models_folder,
    open_folder,
    read_json,
)
from align.checkpoints.hub import BY_HAND, ENDPOINT, Hub, HubFile, Progress, Repository, checksum_of
from align.checkpoints.target_tokens import token_languages
from align.checkpoints.weights import PICKLED, SAFE, make_safe
from align.errors import DownloadError, ModelError, OutputError
from align.languages.tags import tag_of_code

NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
WELCOME = (
    "generation_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "target_vocab.json",
    "README.md",
)
_ROOM = 64 << 20  # bytes to leave free on the disk


@dataclass(frozen=True, slots=True)
class DownloadPlan:
    """What would be fetched: known before a byte of it is."""

    hub: Hub
    repository: Repository
    files: tuple[HubFile, ...]
    name: str
    licence: str
    entry: CatalogueEntry | None

    @property
    def size(self) -> int:
        """Bytes to fetch in all, those of an interrupted run included."""
        return sum(file.size for file in self.files)

    @property
    def workshop(self) -> Path:
        """The hidden folder in which the checkpoint grows."""
        return models_folder() / ".partial" / f"{folder_name(self.name)}@{self.repository.commit[:12]}"


def stored_already(name: str) -> Path | None:
    """Where the store has the checkpoint that `name` (a catalogue name or hub id) would fetch, if it has."""
    entry = find_entry(name)
    if entry is None and not HUB_ID.fullmatch(name):
        return None
    folder = models_folder() / folder_name(entry.name if entry else name)
    return folder if missing_file(folder) is None else None


def plan_fetch(name: str, revision: str = "main", endpoint: str | None = None, timeout: float = 30.0) -> DownloadPlan:
    """What fetching `name` (a catalogue name or hub id) would bring; asks the hub for its list of files.

    Raises ModelError for a name that is neither, DownloadError when the hub is out of reach or the repository holds no
    Marian checkpoint. `endpoint` is $HF_ENDPOINT or the public hub where it is not given.
    """
    entry = find_entry(name)
    hub_id = entry.hub if entry else name
    if not HUB_ID.fullmatch(hub_id) or ".." in hub_id:
        raise ModelError(f"{name} is no model of the catalogue, hub id (OWNER/NAME) or folder: see align models list")
    if not re.fullmatch(r"[\w./-]{1,100}", revision, re.ASCII) or ".." in revision:
        raise ModelError(f"{revision!r} is not a branch, tag or commit: leave --revision out for the newest")
    if offline := next(filter(_is_set, ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")), None):
        raise DownloadError(f"{offline} is set, so nothing is fetched: unset it, {BY_HAND}")
    hub = Hub(_checked(endpoint or os.environ.get("HF_ENDPOINT") or ENDPOINT), timeout)
    repository = hub.repository(hub_id, revision)
    licence = repository.licence or (entry.licence if entry else "not stated")
    return DownloadPlan(hub, repository, _chosen_files(repository), entry.name if entry else hub_id, licence, entry)


def carry_out(plan: DownloadPlan, progress: Progress = lambda new: None) -> Path:
    """Fetch what `plan` lists, verify it, and put it in the store; returns the checkpoint's folder.

    `progress` first gets the bytes that an earlier run left. Raises DownloadError, ModelError when what came is
    no Marian checkpoint, OutputError when the disk is full or the store cannot be written.
    """
    folder = plan.workshop
    try:
        folder.mkdir(parents=True, exist_ok=True)
        progress(sum(_fetched(folder, file) for file in plan.files))
        _check_room(plan, folder)
        for file in sorted(plan.files, key=lambda file: file.size):
            if not (folder / file.name).is_file():
                plan.hub.fetch(plan.repository, file, folder / file.name, progress)
            if file.name == "config.json" and read_json(folder / file.name).get("model_type") != "marian":
                shutil.rmtree(folder)
                raise DownloadError(f"{plan.repository.hub} is not a Marian model: align translates with those only")
        make_safe(folder)
        languages = _languages(plan.repository.hub, plan.entry, folder)
        origin = {"hub": plan.repository.hub, "revision": plan.repository.commit, "licence": plan.licence}
        checksums = {file.name: file.checksum for file in plan.files}
        return _install(folder, plan.name, {**origin, **languages, "fetched": _now(), "files": checksums})
    except OSError as error:
        raise _unwritable(error) from error


def import_folder(
    source: Path, name: str | None = None, sources: Iterable[str] = (), targets: Iterable[str] = ()
) -> Path:
    """Copy a checkpoint's folder into the store under `name` (its own name by default); returns where it is now.

    `sources` and `targets` say what it translates where neither the catalogue nor its vocabulary does. Raises
    ModelError for an incomplete or foreign checkpoint, OutputError when the store cannot be written.
    """
    model = open_folder(source)
    name = name or source.resolve().name
    folder = models_folder() / ".partial" / f"{folder_name(name)}@import"
    languages = {
        "sources": [tag_of_code(tag) for tag in sources] or list(model.sources),
        "targets": [tag_of_code(tag) for tag in targets] or list(model.targets),
    }
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        weights = SAFE if (source / SAFE).is_file() else PICKLED
        for file in (*NEEDED, *WELCOME, weights):
            if (source / file).is_file():
                shutil.copyfile(source / file, folder / file)
        make_safe(folder)
        card = {key: value for key, value in model.card.items() if value}
        checksums = {file.name: checksum_of(file) for file in sorted(folder.iterdir())}
        return _install(folder, name, {**card, **languages, "fetched": _now(), "files": checksums})
    except OSError as error:
        raise _unwritable(error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _chosen_files(repository: Repository) -> tuple[HubFile, ...]:
    """Of a repository's files those that a checkpoint needs: names we know, so that none can lead out of its folder."""
    files = repository.files
    weights = next((name for name in (SAFE, PICKLED) if name in files), None)
    lacking = [name for name in NEEDED if name not in files] + ([] if weights else [f"{SAFE} or {PICKLED}"])
    if lacking:
        raise DownloadError(f"{repository.hub} is not a Marian checkpoint: it lacks {', '.join(lacking)}")
    assert weights
    if not files[weights].checksum.startswith("sha256:"):
        raise DownloadError(f"the hub gives no SHA-256 for {weights} of {repository.hub}: not fetched unverified")
    return tuple(files[name] for name in (*NEEDED, *WELCOME, weights) if name in files)


def _install(folder: Path, name: str, card: dict[str, Any]) -> Path:
    """Write the manifest and move the finished folder into its place in the store, in one rename."""
    (folder / MANIFEST).write_text(json.dumps({**card, "name": name}, indent=2, ensure_ascii=False), encoding="utf-8")
    if missing := missing_file(folder):
        raise ModelError(f"{name} is not a complete Marian checkpoint: it lacks {missing}")
    final = models_folder() / folder_name(name)
    former = final.with_name(f".former-{final.name}-{os.getpid()}")
    if final.exists():
        final.replace(former)
    folder.replace(final)
    for left in (former, *folder.parent.glob(f"{final.name}@*")):
        shutil.rmtree(left, ignore_errors=True)
    return final


def _languages(hub_id: str, entry: CatalogueEntry | None, folder: Path) -> dict[str, list[str]]:
    """What a checkpoint translates: by the catalogue, else by its name (`opus-mt-en-ru`) and the tokens it knows."""
    if entry:
        return {"sources": list(entry.sources), "targets": list(entry.targets)}
    match = re.search(r"-([a-z]{2,3})-([a-z]{2,3})$", hub_id)
    tokens = list(token_languages(read_json(folder / "vocab.json")))
    return {
        "sources": [tag_of_code(match[1])] if match else [],
        "targets": tokens or ([tag_of_code(match[2])] if match else []),
    }


def _fetched(folder: Path, file: HubFile) -> int:
    paths = (folder / file.name, folder / f"{file.name}.part")
    return next((path.stat().st_size for path in paths if path.is_file()), 0)


def _check_room(plan: DownloadPlan, folder: Path) -> None:
    missing = plan.size - sum(_fetched(folder, file) for file in plan.files)
    rewriting = sum(file.size for file in plan.files if file.name == PICKLED)  # for a moment both kinds are there
    free = shutil.disk_usage(folder).free
    if free < missing + rewriting + _ROOM:
        wanted = (missing + rewriting + _ROOM) >> 20
        raise OutputError(f"{plan.name} needs {wanted} MB and {folder} has {free >> 20}: make room, or set ALIGN_HOME")


def _checked(endpoint: str) -> str:
    parts = urllib.parse.urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise DownloadError(f"{endpoint!r} is no hub address: it begins with https:// (--endpoint, HF_ENDPOINT)")
    return endpoint.rstrip("/")


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() in {"1", "true", "yes", "on"}


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unwritable(error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"cannot write the store {models_folder()}: {reason}. Make room, or set ALIGN_HOME to a folder")
