"""The local store of checkpoints, and the choice of one for a language pair. Nothing here uses the network.

A checkpoint is a folder: config.json, model.safetensors (or pytorch_model.bin), source.spm, target.spm, vocab.json. In
the store it also has `align.json`, which says where it came from; a folder that a person names needs no such file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from align.checkpoints.catalogue import CatalogueEntry, catalogue, data_root, find_entry, for_pair
from align.checkpoints.target_tokens import token_languages
from align.errors import ModelError
from align.io.paths import data_dir
from align.languages.tags import best_tag, tag_of_code

MANIFEST = "align.json"
STARTER = "en-ru-starter"
REQUIRED: tuple[tuple[str, ...], ...] = (
    ("config.json",),
    ("model.safetensors", "pytorch_model.bin"),
    ("source.spm",),
    ("target.spm",),
    ("vocab.json",),
)
"""The files of a checkpoint; of each group one must be there."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A checkpoint on this machine, chosen for one pair.

    `target_token` is what a multi-target checkpoint must find at the start of its input (`>>rus<<`), else None. `card`
    holds what is known of it: hub, revision, licence, published or measured `bleu` and `chrf` (0 to 100), `test`.
    """

    path: Path
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    is_starter: bool = False
    card: Mapping[str, Any] = field(default_factory=dict)
    target_token: str | None = None


def models_folder() -> Path:
    """The folder of fetched checkpoints; it need not exist yet."""
    return data_dir() / "models"


def bundled_starter() -> Path | None:
    """The English→Russian starter that comes with `align`, or None where it was not installed."""
    folder = data_root() / STARTER
    return folder if (folder / "config.json").is_file() else None


def find_model(name: str | None, source_lang: str, target_lang: str) -> LocalModel:
    """The checkpoint to translate with: the one named (a folder, a catalogue name, a hub id), or for `auto` the best
    one in the store, else the bundled starter.

    Raises ModelError when nothing serves the pair; its line ends with the command that fetches what does.
    """
    source, target = tag_of_code(source_lang), tag_of_code(target_lang)
    if name not in (None, "", "auto"):
        return _named(str(name), source, target)
    fitting = [model for model in stored_models() if _serves(model, source, target)]
    if fitting:
        return _chosen(min(fitting, key=_preference(source, target)), source, target)
    if (starter := bundled_starter()) and best_tag(source, ["en"]) and best_tag(target, ["ru"]):
        return _chosen(open_folder(starter), source, target)
    raise ModelError(f"no model for {source}-{target} on this machine: {how_to_get(source, target)}")


def how_to_get(source: str, target: str) -> str:
    """What to do for a model of this pair: the command that fetches the best one of the catalogue, if it has one."""
    if entries := for_pair(source, target):
        entry = find_entry(f"{source}-{target}") or entries[0]
        pair = f"{source}-{target}" if find_entry(f"{source}-{target}") else entry.name
        return f"run: align models get {pair}"
    return "the catalogue has none either; give a folder with --model, or run: align models get OWNER/NAME"


def stored_models() -> Iterator[LocalModel]:
    """The complete checkpoints of the store, by name. Half-fetched ones are in a hidden folder and never seen here."""
    folder = models_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and path.is_dir() and missing_file(path) is None:
            with contextlib.suppress(ModelError):  # one broken checkpoint must not hide the others
                yield open_folder(path)


def missing_file(folder: Path) -> str | None:
    """The first file that a checkpoint needs and `folder` lacks, or None."""
    return next(
        (" or ".join(group) for group in REQUIRED if not any((folder / file).is_file() for file in group)), None
    )


def open_folder(path: Path) -> LocalModel:
    """Read what a checkpoint's folder says of itself. Raises ModelError that names the missing or broken file."""
    if not path.is_dir():
        raise ModelError(f"{path} is not a folder: --model takes a checkpoint's folder, a catalogue name or a hub id")
    if missing := missing_file(path):
        raise ModelError(f"{path} is not a complete Marian checkpoint: it lacks {missing}. Fetch or copy it again")
    config = read_json(path / "config.json")
    if config.get("model_type") != "marian":
        raise ModelError(f"{path} is a {config.get('model_type', 'nameless')} model: align translates with Marian ones")
    card = _card(path / MANIFEST) if (path / MANIFEST).is_file() else {}
    starter = path == bundled_starter()
    entry = _entry_of(path, card)
    sources = card.get("sources") or (entry.sources if entry else ["en"] if starter else [])
    targets = card.get("targets") or (entry.targets if entry else ["ru"] if starter else _tokens(path, None))
    name = str(card.get("name", path.name))
    return LocalModel(path, name, tuple(sources), tuple(targets), starter, card)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file. Raises ModelError when it is broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read as JSON ({error}): fetch or copy the checkpoint again") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path} is not a JSON object: fetch or copy the checkpoint again")
    return content


def _card(path: Path) -> dict[str, Any]:
    """A manifest. Raises ModelError where a key that is used or shown has a value of another kind."""
    card = read_json(path)
    for key, value in card.items():
        tags = isinstance(value, list) and all(isinstance(tag, str) for tag in value)
        if (
            (key in ("sources", "targets") and not tags)
            or (key in ("name", "hub", "licence", "test", "base") and not isinstance(value, (str, type(None))))
            or (key in ("bleu", "chrf") and not isinstance(value, (int, float, type(None))))
        ):
            raise ModelError(f"{path} is broken: {key} is {str(value)[:40]!r}. Fetch or copy the checkpoint again")
    return card


def as_folder(name: str) -> Path | None:
    """The folder that `name` means, if it means one: a folder that only shares its name with a model is not it."""
    try:
        path = Path(name).expanduser()
        there = path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:  # too long, or ~ of somebody who is not there
        raise ModelError(f"{name[:80]} cannot be a folder ({error}): see align models list") from error
    return path if there and ((path / "config.json").is_file() or find_entry(name) is None) else None


def folder_name(name: str) -> str:
    """The store's folder for a catalogue name or hub id. Raises ModelError for a name that could leave the store.

    >>> folder_name("Helsinki-NLP/opus-mt-en-ru")
    'Helsinki-NLP--opus-mt-en-ru'
    """
    flat = name.replace("/", "--", 1)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,200}", flat, re.ASCII) or ".." in flat:
        raise ModelError(f"{name!r} cannot be a model's name: use letters, digits, dots and dashes")
    return flat


def _named(name: str, source: str, target: str) -> LocalModel:
    if path := as_folder(name):
        return _chosen(open_folder(path), source, target)
    if os.sep in name[:1] or name.startswith((".", "~")) or name.count("/") > 1:
        raise ModelError(f"{name} is not a folder: --model takes a checkpoint's folder, a catalogue name or a hub id")
    if name in (STARTER, "starter") and (starter := bundled_starter()):
        return _chosen(open_folder(starter), source, target)
    entry = find_entry(name)
    for wanted in (name, entry.name if entry else name):
        folder = models_folder() / folder_name(wanted)
        if folder.is_dir():
            return _chosen(open_folder(folder), source, target)
    known = entry is not None or "/" in name
    advice = f"run: align models get {name}" if known else "see: align models list"
    raise ModelError(f"the model {name} is not on this machine: {advice}")


def _serves(model: LocalModel, source: str, target: str) -> bool:
    return bool(best_tag(source, model.sources) and best_tag(target, model.targets))


def _preference(source: str, target: str) -> Any:
    """The order among stored checkpoints of a pair: a person's own (adapted, imported) before the hub's, those in the
    catalogue's order, and hub models that the catalogue lacks last."""
    order = {entry.name: number for number, entry in enumerate(for_pair(source, target))}
    return lambda model: (bool(model.card.get("hub")), order.get(model.name, len(order)), model.name)


def _chosen(model: LocalModel, source: str, target: str) -> LocalModel:
    """`model` with its token and published score for this pair. Raises ModelError when it does not serve the pair."""
    entry = _entry_of(model.path, model.card)
    if (model.sources and not best_tag(source, model.sources)) or (
        model.targets and not best_tag(target, model.targets)
    ):
        offer = f"{', '.join(model.sources) or '?'} into {', '.join(model.targets)}"
        raise ModelError(f"{model.name} does not translate {source}-{target} but {offer}: {how_to_get(source, target)}")
    tokens = _tokens(model.path, entry or _base_of(model.card))
    tag = best_tag(target, tokens)
    score = entry.score(source, target) if entry else None
    published = {"bleu": score.bleu, "chrf": score.chrf, "test": score.test} if score else {}
    licence = {"licence": entry.licence, "hub": entry.hub} if entry else {}
    return LocalModel(
        path=model.path,
        name=model.name,
        sources=model.sources or (source,),
        targets=model.targets or (target,),
        is_starter=model.is_starter,
        card={**licence, **published, **model.card},
        target_token=tokens[tag] if tag else None,
    )


def _entry_of(folder: Path, card: Mapping[str, Any]) -> CatalogueEntry | None:
    """The catalogue's entry for a folder: by its manifest, else by a name that only a copy of the hub's would have."""
    hub = str(card.get("hub", folder.name))
    return next((entry for entry in catalogue() if hub in (entry.hub, entry.hub.partition("/")[2])), None)


def _base_of(card: Mapping[str, Any]) -> CatalogueEntry | None:
    """The catalogue's entry for the model that this one was adapted from (`base` is its name, `@`, its content)."""
    base = str(card.get("base", "")).partition("@")[0]
    return next((entry for entry in catalogue() if base in (entry.name, entry.hub)), None)


def _tokens(folder: Path, entry: CatalogueEntry | None) -> dict[str, str]:
    """Target language → token of a checkpoint: of those in its vocabulary, the ones that the catalogue says; all
    of them when the catalogue does not know it."""
    if entry and not any(entry.targets.values()):
        return {}
    vocabulary = read_json(folder / "vocab.json")
    known = {tag: token for tag, token in entry.targets.items() if token in vocabulary and token} if entry else {}
    return known or token_languages(vocabulary)
