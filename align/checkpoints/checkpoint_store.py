"""The local store of checkpoints, and the choice of one for a language pair. It does not use the network.

A checkpoint is a folder: config.json, model.safetensors (or pytorch_model.bin), source.spm, target.spm, vocab.json. In
the store it also has `align.json`, which records its origin; a folder that a person names needs no such file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from align.checkpoints.catalogue import CatalogueEntry, catalogue, data_root, find_entry, for_pair
from align.checkpoints.content import MANIFEST, content_hash, conversion_folder, packed_content
from align.checkpoints.model_packages import damaged, model_folders
from align.checkpoints.target_tokens import token_languages
from align.checkpoints.weights import WEIGHTS
from align.errors import ModelError, option_name
from align.io.own_errors import reason
from align.io.paths import data_dir
from align.languages.tags import best_tag, tag_of_code
from align.localization import _

STARTER = "en-ru-starter"
REQUIRED: tuple[tuple[str, ...], ...] = (
    ("config.json",),
    WEIGHTS,
    ("source.spm",),
    ("target.spm",),
    ("vocab.json",),
)
"""The files of a checkpoint; it must have one of each group."""


@dataclass(frozen=True)
class LocalModel:
    """A checkpoint on this machine, chosen for one pair.

    `target_token` is the token that must begin the input of a multi-target checkpoint (`>>rus<<`), else None. `card` is
    its metadata: hub, revision, licence, published or measured `bleu` and `chrf` (0 to 100), `test`. `package` is the
    distribution that brought it, as `name version`, if one did.
    """

    path: Path
    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    is_starter: bool = False
    card: Mapping[str, Any] = field(default_factory=dict)
    target_token: str | None = None
    package: str = ""

    @cached_property
    def content_hash(self) -> str:
        """The hash of its files when it is first asked for, see `align.checkpoints.content`."""
        return content_hash(self.path)


def models_folder() -> Path:
    """The folder of fetched checkpoints; it need not exist yet."""
    return data_dir() / "models"


def bundled_starter() -> Path | None:
    """The English→Russian starter that comes with `align`, or None where it was not installed."""
    folder = data_root() / STARTER
    return folder if (folder / "config.json").is_file() else None


def find_model(name: str | None, source_lang: str, target_lang: str) -> LocalModel:
    """Find the checkpoint to translate with: the one named (a folder, a catalogue name, a hub id), or for `auto` the
    best one in the store and of packages, else the bundled starter.

    Raises ModelError when none serves the pair; its line ends with the command that fetches one.
    """
    source, target = tag_of_code(source_lang), tag_of_code(target_lang)
    if name not in (None, "", "auto"):
        return _for_pair(find_named(str(name)), source, target)
    serving = [model for model in installed_models() if _serves(model, source, target)]
    if serving:
        return _for_pair(min(serving, key=_preference(source, target)), source, target)
    if (starter := bundled_starter()) and best_tag(source, ["en"]) and best_tag(target, ["ru"]):
        return _for_pair(open_folder(starter), source, target)
    raise ModelError(
        _("no model for {source}-{target} on this machine", source=source, target=target),
        hint=how_to_get(source, target),
    )


def how_to_get(source: str, target: str) -> str:
    """Advise how to get a model for this pair: by the command that fetches the catalogue's best, if it has one."""
    if entries := for_pair(source, target):
        entry = find_entry(f"{source}-{target}") or entries[0]
        pair = f"{source}-{target}" if find_entry(f"{source}-{target}") else entry.name
        return _("run: align models get {name}", name=pair)
    return _(
        "the catalogue has none either; give a folder with {option}, or run: align models get OWNER/NAME",
        option=option_name("model"),
    )


def stored_models() -> Iterator[LocalModel]:
    """List the complete checkpoints of the store, by name. Partly fetched ones are in a hidden folder, not in it."""
    folder = models_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and path.is_dir() and missing_file(path) is None:
            with contextlib.suppress(ModelError):  # one broken checkpoint must not hide the others
                yield open_folder(path)


def packaged_models() -> Iterator[LocalModel]:
    """List the models that packages bring. Raises ModelError for a package that does not hold what it says."""
    for package, folder in model_folders():
        try:
            model = open_folder(folder)
        except ModelError as error:
            raise damaged(package, str(error)) from error
        yield replace(model, package=package)


def installed_models() -> Iterator[LocalModel]:
    """List the models of the store, then those of packages that the store has none of the same name of."""
    names = set()
    for model in stored_models():
        names.add(model.name)
        yield model
    yield from (model for model in packaged_models() if model.name not in names)


def missing_file(folder: Path) -> str | None:
    """Find the first file that a checkpoint needs and `folder` lacks; None if it is complete. Instead of its weights it
    may have its conversion."""
    groups = [group for group in REQUIRED if not any((folder / file).is_file() for file in group)]
    if WEIGHTS in groups and (content := packed_content(folder)):
        groups.remove(WEIGHTS)
        if not (conversion_folder(folder, content) / "model.bin").is_file():
            return _("its converted model {content}", content=content)
    return _(" or ").join(groups[0]) if groups else None


def open_folder(path: Path) -> LocalModel:
    """Read the metadata of a checkpoint's folder. Raises ModelError that names the missing or broken file."""
    if not path.is_dir():
        raise _not_a_folder(path)
    if missing := missing_file(path):
        message = _("{path} is not a complete Marian checkpoint: it lacks {missing}", path=path, missing=missing)
        raise ModelError(message, path=path, hint=_("Fetch or copy it again"))
    config = read_json(path / "config.json")
    if config.get("model_type") != "marian":
        kind = config.get("model_type", "nameless")
        raise ModelError(
            _("{path} is a {kind} model", path=path, kind=kind), path=path, hint=_("align translates with Marian ones")
        )
    card = _read_card(path / MANIFEST) if (path / MANIFEST).is_file() else {}
    starter = path == bundled_starter()
    entry = _entry_of(path, card)
    sources = card.get("sources") or (entry.sources if entry else ["en"] if starter else [])
    targets = card.get("targets") or (entry.targets if entry else ["ru"] if starter else _tokens(path, None))
    name = str(card.get("name", path.name))
    return LocalModel(path, name, tuple(sources), tuple(targets), starter, card)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object from a file. Raises ModelError when it is broken."""
    hint = _("fetch or copy the checkpoint again")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(_("cannot read {path}: {reason}", path=path, reason=reason(error)), path=path) from error
    except (ValueError, RecursionError) as error:
        raise ModelError(
            _("{path} cannot be read as JSON ({error})", path=path, error=error), path=path, hint=hint
        ) from error
    if not isinstance(content, dict):
        raise ModelError(_("{path} is not a JSON object", path=path), path=path, hint=hint)
    return content


def _read_card(path: Path) -> dict[str, Any]:
    """Read a manifest. Raises ModelError where a key that is used or shown has a value of another type."""
    card = read_json(path)
    for key, value in card.items():
        tags = isinstance(value, list) and all(isinstance(tag, str) for tag in value)
        if (
            (key in ("sources", "targets") and not tags)
            or (
                key in ("name", "hub", "licence", "test", "base", "content")
                and not isinstance(value, (str, type(None)))
            )
            or (key in ("bleu", "chrf") and not isinstance(value, (int, float, type(None))))
        ):
            message = _("{path} is broken: {key} is {value!r}", path=path, key=key, value=str(value)[:40])
            raise ModelError(message, path=path, hint=_("Fetch or copy the checkpoint again"))
    return card


def _not_a_folder(path: str | Path) -> ModelError:
    hint = _("{option} takes a checkpoint's folder, a catalogue name or a hub id", option=option_name("model"))
    return ModelError(_("{path} is not a folder", path=path), path=path, hint=hint)


def as_folder(name: str) -> Path | None:
    """Interpret `name` as a folder, if it is one: a folder that only happens to have the name of a model is not."""
    try:
        path = Path(name).expanduser()
        exists = path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:  # too long, or ~ of an unknown user
        raise ModelError(
            _("{name} cannot be a folder ({error})", name=name[:80], error=error),
            path=name,
            hint=_("see align models list"),
        ) from error
    return path if exists and ((path / "config.json").is_file() or find_entry(name) is None) else None


def folder_name(name: str) -> str:
    """Name the store's folder for a catalogue name or hub id. Raises ModelError for a name that could leave the store.

    >>> folder_name("Helsinki-NLP/opus-mt-en-ru")
    'Helsinki-NLP--opus-mt-en-ru'
    """
    flat = name.replace("/", "--", 1)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,200}", flat, re.ASCII) or ".." in flat:
        raise ModelError(
            _("{name!r} cannot be a model's name", name=name), hint=_("use letters, digits, dots and dashes")
        )
    return flat


def find_named(name: str) -> LocalModel:
    """Find the checkpoint called `name`: a folder, a name in the store or the catalogue, a hub id, or a package.

    Raises ModelError where it is not on this machine; its line ends with the command that fetches it.
    """
    if path := as_folder(name):
        return open_folder(path)
    if os.sep in name[:1] or name.startswith((".", "~")) or name.count("/") > 1:
        raise _not_a_folder(name)
    if name in (STARTER, "starter") and (starter := bundled_starter()):
        return open_folder(starter)
    entry = find_entry(name)
    for stored_name in (name, entry.name if entry else name):
        folder = models_folder() / folder_name(stored_name)
        if folder.is_dir():
            return open_folder(folder)
    known = {name, *((entry.name, entry.hub) if entry else ())}
    for model in packaged_models():
        if known & {model.name, model.card.get("hub"), model.package.partition(" ")[0]}:
            return model
    can_be_fetched = entry is not None or "/" in name
    hint = _("run: align models get {name}", name=name) if can_be_fetched else _("see: align models list")
    raise ModelError(_("the model {name} is not on this machine", name=name), hint=hint)


def _serves(model: LocalModel, source: str, target: str) -> bool:
    return bool(best_tag(source, model.sources) and best_tag(target, model.targets))


def _preference(source: str, target: str) -> Any:
    """The sort key of checkpoints of a pair: a person's own (adapted, imported) before the hub's, those in the
    catalogue's order, then hub models that the catalogue lacks, and a starter in a package last."""
    order = {entry.name: number for number, entry in enumerate(for_pair(source, target))}

    def key(model: LocalModel) -> tuple[bool, bool, int, str]:
        packed_starter = bool(model.package) and model.name == STARTER
        return packed_starter, bool(model.card.get("hub")), order.get(model.name, len(order)), model.name

    return key


def _for_pair(model: LocalModel, source: str, target: str) -> LocalModel:
    """Give `model` its token and published score for this pair. Raises ModelError when it does not serve the pair."""
    entry = _entry_of(model.path, model.card)
    if (model.sources and not best_tag(source, model.sources)) or (
        model.targets and not best_tag(target, model.targets)
    ):
        message = _(
            "{name} does not translate {source}-{target} but {sources} into {targets}",
            name=model.name,
            source=source,
            target=target,
            sources=", ".join(model.sources) or "?",
            targets=", ".join(model.targets),
        )
        raise ModelError(message, path=model.path, hint=how_to_get(source, target))
    tokens = _tokens(model.path, entry or _base_of(model.card))
    tag = best_tag(target, tokens)
    score = entry.score(source, target) if entry else None
    published = {"bleu": score.bleu, "chrf": score.chrf, "test": score.test} if score else {}
    model = with_catalogue(model)
    return replace(
        model,
        sources=model.sources or (source,),
        targets=model.targets or (target,),
        card={**published, **model.card},
        target_token=tokens[tag] if tag else None,
    )


def with_catalogue(model: LocalModel) -> LocalModel:
    """Give `model` the licence and the hub that the catalogue has of it."""
    entry = _entry_of(model.path, model.card)
    return replace(model, card={"licence": entry.licence, "hub": entry.hub, **model.card}) if entry else model


def _entry_of(folder: Path, card: Mapping[str, Any]) -> CatalogueEntry | None:
    """Find the catalogue's entry for a folder: by its manifest, else by a name that only a copy of the hub's would
    have."""
    hub = str(card.get("hub", folder.name))
    return next((entry for entry in catalogue() if hub in (entry.hub, entry.hub.partition("/")[2])), None)


def _base_of(card: Mapping[str, Any]) -> CatalogueEntry | None:
    """Find the catalogue's entry for the model that this one was adapted from (`base` is its name, `@`, its hash)."""
    base = str(card.get("base", "")).partition("@")[0]
    return next((entry for entry in catalogue() if base in (entry.name, entry.hub)), None)


def _tokens(folder: Path, entry: CatalogueEntry | None) -> dict[str, str]:
    """Find a checkpoint's tokens by target language: of those in its vocabulary the ones that the catalogue has; all of
    them when the catalogue lacks the checkpoint."""
    if entry and not any(entry.targets.values()):
        return {}
    vocabulary = read_json(folder / "vocab.json")
    listed = {tag: token for tag, token in entry.targets.items() if token in vocabulary and token} if entry else {}
    return listed or token_languages(vocabulary)
