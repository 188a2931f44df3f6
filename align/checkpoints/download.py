"""Puts checkpoints into the store: from the hub, or from a folder. The only part of `align` that uses the network.

A checkpoint is fetched into a hidden folder of the store, named after its commit so that revisions never mix, and moved
into place by one rename: `find_model` sees all of it or nothing. An interrupted run's files are kept for the next one.
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
    folder_name,
    missing_file,
    models_folder,
    open_folder,
    read_json,
)
from align.checkpoints.content import MANIFEST, WORDS, conversion_folder, packed_content
from align.checkpoints.hub import ENDPOINT, Hub, HubFile, OnBytes, Repository, checksum_of
from align.checkpoints.target_tokens import token_languages
from align.checkpoints.weights import PICKLED, SAFE, make_safe
from align.errors import DownloadError, ModelError, OutputError, option_name
from align.io.atomic import atomic_path
from align.io.own_errors import reason
from align.languages.tags import tag_of_code
from align.localization import _

REQUIRED_FILES = ("config.json", "vocab.json", "source.spm", "target.spm")
OPTIONAL_FILES = (
    "generation_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "target_vocab.json",
    WORDS,
    "README.md",
)
_MIN_FREE_BYTES = 64 << 20
"""Bytes to leave free on the disk."""


@dataclass(frozen=True, slots=True)
class DownloadPlan:
    """The files to fetch, known before a byte of them is."""

    hub: Hub
    repository: Repository
    files: tuple[HubFile, ...]
    name: str
    licence: str
    entry: CatalogueEntry | None

    @property
    def size(self) -> int:
        """The number of bytes in all, those that an interrupted run has fetched included."""
        return sum(file.size for file in self.files)

    @property
    def partial_folder(self) -> Path:
        """The hidden folder into which the checkpoint is fetched."""
        return models_folder() / ".partial" / f"{folder_name(self.name)}@{self.repository.commit[:12]}"


def stored_already(name: str) -> Path | None:
    """Find the folder of the checkpoint that `name` (a catalogue name or hub id) would fetch, if the store has it."""
    entry = find_entry(name)
    if entry is None and not HUB_ID.fullmatch(name):
        return None
    folder = models_folder() / folder_name(entry.name if entry else name)
    return folder if missing_file(folder) is None else None


def plan_fetch(name: str, revision: str = "main", endpoint: str | None = None, timeout: float = 30.0) -> DownloadPlan:
    """Plan the fetching of `name` (a catalogue name or hub id) by the hub's list of its files.

    Raises ModelError for a name that is neither, DownloadError when the hub is out of reach or the repository has no
    Marian checkpoint. `endpoint` is $HF_ENDPOINT or the public hub where it is not given; `timeout` is in seconds.
    """
    entry = find_entry(name)
    hub_id = entry.hub if entry else name
    if not HUB_ID.fullmatch(hub_id) or ".." in hub_id:
        message = _("{name} is no model of the catalogue, hub id (OWNER/NAME) or folder", name=name)
        raise ModelError(message, hint=_("see align models list"))
    if not re.fullmatch(r"[\w./-]{1,100}", revision, re.ASCII) or ".." in revision:
        hint = _("leave {option} out for the newest", option=option_name("revision"))
        raise ModelError(_("{revision!r} is not a branch, tag or commit", revision=revision), hint=hint)
    if offline := next(filter(_is_set, ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")), None):
        raise DownloadError(
            _("{offline} is set, so nothing is fetched", offline=offline),
            hint=_("unset it, or copy the checkpoint's folder here by other means and run: align models get FOLDER"),
        )
    hub = Hub(_check_endpoint(endpoint or os.environ.get("HF_ENDPOINT") or ENDPOINT), timeout)
    repository = hub.repository(hub_id, revision)
    licence = repository.licence or (entry.licence if entry else "not stated")
    return DownloadPlan(hub, repository, _select_files(repository), entry.name if entry else hub_id, licence, entry)


def carry_out(plan: DownloadPlan, on_bytes: OnBytes = lambda new: None) -> Path:
    """Fetch the files of `plan`, verify them, and move them into the store; returns the checkpoint's folder.

    `on_bytes` first receives the number of bytes that an earlier run has fetched. Raises DownloadError, ModelError when
    the files are no Marian checkpoint, OutputError when the disk is full or the store cannot be written.
    """
    folder = plan.partial_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        on_bytes(sum(_bytes_fetched(folder, file) for file in plan.files))
        _check_disk_space(plan, folder)
        for file in sorted(plan.files, key=lambda file: file.size):
            if not (folder / file.name).is_file():
                plan.hub.fetch(plan.repository, file, folder / file.name, on_bytes)
            if file.name == "config.json" and read_json(folder / file.name).get("model_type") != "marian":
                shutil.rmtree(folder)
                hint = _("align translates with those only")
                raise DownloadError(_("{hub} is not a Marian model", hub=plan.repository.hub), hint=hint)
        make_safe(folder)
        languages = _languages(plan.repository.hub, plan.entry, folder)
        origin = {"hub": plan.repository.hub, "revision": plan.repository.commit, "licence": plan.licence}
        checksums = {file.name: file.checksum for file in plan.files}
        return _install(folder, plan.name, {**origin, **languages, "fetched": _now(), "files": checksums})
    except OSError as error:
        raise _store_error(error) from error


def import_folder(
    source: Path, name: str | None = None, sources: Iterable[str] = (), targets: Iterable[str] = ()
) -> Path:
    """Copy a checkpoint's folder into the store under `name` (its own name by default); returns its folder there.

    `sources` and `targets` are its languages where neither the catalogue nor its vocabulary has them. Raises ModelError
    for an incomplete or foreign checkpoint, OutputError when the store cannot be written.
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
        for file in (*REQUIRED_FILES, *OPTIONAL_FILES, weights):
            if (source / file).is_file():
                shutil.copyfile(source / file, folder / file)
        if content := packed_content(source):
            shutil.copytree(conversion_folder(source, content), conversion_folder(folder, content))
        else:
            make_safe(folder)
        card = {key: value for key, value in model.card.items() if value}
        checksums = {file.name: checksum_of(file) for file in sorted(folder.iterdir()) if file.is_file()}
        return _install(folder, name, {**card, **languages, "fetched": _now(), "files": checksums})
    except OSError as error:
        raise _store_error(error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _select_files(repository: Repository) -> tuple[HubFile, ...]:
    """Select the files that a checkpoint needs by their fixed names, so that none can lead out of its folder."""
    files = repository.files
    weights = next((name for name in (SAFE, PICKLED) if name in files), None)
    missing = [name for name in REQUIRED_FILES if name not in files] + (
        [] if weights else [_(" or ").join((SAFE, PICKLED))]
    )
    if missing:
        raise DownloadError(
            _("{hub} is not a Marian checkpoint: it lacks {missing}", hub=repository.hub, missing=", ".join(missing))
        )
    assert weights
    if not files[weights].checksum.startswith("sha256:"):
        raise DownloadError(
            _(
                "the hub gives no SHA-256 for {weights} of {hub}: not fetched unverified",
                weights=weights,
                hub=repository.hub,
            )
        )
    return tuple(files[name] for name in (*REQUIRED_FILES, *OPTIONAL_FILES, weights) if name in files)


def _install(folder: Path, name: str, card: dict[str, Any]) -> Path:
    """Write the manifest and move the finished folder into its place in the store, by one rename."""
    with atomic_path(folder / MANIFEST) as manifest:
        manifest.write_text(json.dumps({**card, "name": name}, indent=2, ensure_ascii=False), encoding="utf-8")
    if missing := missing_file(folder):
        raise ModelError(
            _("{name} is not a complete Marian checkpoint: it lacks {missing}", name=name, missing=missing), path=folder
        )
    final = models_folder() / folder_name(name)
    replaced = final.with_name(f".former-{final.name}-{os.getpid()}")
    if former := final.exists():
        final.replace(replaced)
    try:
        folder.replace(final)
    except OSError as error:
        if former:
            _put_back(replaced, final, error)
        raise
    for leftover in (replaced, *folder.parent.glob(f"{final.name}@*")):
        shutil.rmtree(leftover, ignore_errors=True)
    return final


def _put_back(former: Path, final: Path, error: OSError) -> None:
    """Give a model its name again. Raises OutputError where it cannot have it."""
    try:
        former.replace(final)
    except OSError:
        hint = _(
            "The model that was there is kept as {former}: give it the name {name} again",
            former=former,
            name=final.name,
        )
        raise OutputError(
            _("cannot write the store {path}: {reason}", path=final.parent, reason=reason(error)),
            path=final,
            hint=hint,
        ) from error


def _languages(hub_id: str, entry: CatalogueEntry | None, folder: Path) -> dict[str, list[str]]:
    """Find a checkpoint's languages: by the catalogue, else by its name (`opus-mt-en-ru`) and its target tokens."""
    if entry:
        return {"sources": list(entry.sources), "targets": list(entry.targets)}
    match = re.search(r"-([a-z]{2,3})-([a-z]{2,3})$", hub_id)
    tokens = list(token_languages(read_json(folder / "vocab.json")))
    return {
        "sources": [tag_of_code(match[1])] if match else [],
        "targets": tokens or ([tag_of_code(match[2])] if match else []),
    }


def _bytes_fetched(folder: Path, file: HubFile) -> int:
    paths = (folder / file.name, folder / f"{file.name}.part")
    return next((path.stat().st_size for path in paths if path.is_file()), 0)


def _check_disk_space(plan: DownloadPlan, folder: Path) -> None:
    missing = plan.size - sum(_bytes_fetched(folder, file) for file in plan.files)
    converting = sum(file.size for file in plan.files if file.name == PICKLED)  # for a moment both kinds exist
    free, needed = shutil.disk_usage(folder).free, missing + converting + _MIN_FREE_BYTES
    if free < needed:
        message = _(
            "{name} needs {needed} MB and {folder} has {free}",
            name=plan.name,
            needed=needed >> 20,
            folder=folder,
            free=free >> 20,
        )
        raise OutputError(message, path=folder, hint=_("make room, or set ALIGN_HOME"))


def _check_endpoint(endpoint: str) -> str:
    parts = urllib.parse.urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        hint = _("it begins with https:// ({option}, HF_ENDPOINT)", option=option_name("endpoint"))
        raise DownloadError(_("{endpoint!r} is no hub address", endpoint=endpoint), hint=hint)
    return endpoint.rstrip("/")


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() in {"1", "true", "yes", "on"}


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _store_error(error: OSError) -> OutputError:
    message = _("cannot write the store {path}: {reason}", path=models_folder(), reason=reason(error))
    return OutputError(message, path=models_folder(), hint=_("Make room, or set ALIGN_HOME to a folder"))
