"""A recipe: what a starter model is made of and how, as a TOML file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import InputError, UsageError
from align.io.toml import parse_toml
from align.training.architecture import Architecture
from align.training.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe's configuration.

    `pairs` are TSV files; a pair that stands in several counts with the first. `weights` says, by tag, how often a pass
    sees a pair, 0 leaving it out. `dev` says of which tags how many of the last pairs are for development. `noise` is
    the `alpha` and `share` of subword sampling (see SubwordSampling); empty, there is none. The sources of the tags
    `back_translated` are a machine's and are marked. Of `best_of` drafts the finished model's users get the best.
    """

    source_lang: str
    target_lang: str
    pairs: tuple[Path, ...]
    held_out: tuple[Path, ...]
    work: Path
    checkpoint: Path
    vocabulary: int
    architecture: Architecture
    schedule: Schedule
    weights: Mapping[str, float]
    dev: Mapping[str, int]
    noise: Mapping[str, float]
    start: Path | None = None
    best_of: int = 1
    back_translated: tuple[str, ...] = ()


def read_recipe(path: Path) -> Recipe:
    """Read a TOML file. It may name another one as its `base` and say only what differs from that; paths are relative
    to the file that names them. Raises UsageError that names what is missing or unknown."""
    try:
        content = _content(path)
        paths = content["paths"]
        return Recipe(
            source_lang=content["source_lang"],
            target_lang=content["target_lang"],
            pairs=tuple(paths["pairs"]),
            held_out=tuple(paths["held_out"]),
            work=paths["work"][0],
            checkpoint=paths["checkpoint"][0],
            vocabulary=content["vocabulary"],
            architecture=Architecture(**content["architecture"]),
            schedule=Schedule(**content["schedule"]),
            weights=content["weights"],
            dev=content["dev"],
            noise=content.get("noise", {}),
            start=paths["start"][0] if "start" in paths else None,
            best_of=content.get("best_of", 1),
            back_translated=tuple(content.get("back_translated", ())),
        )
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a recipe: {error}") from error


def _content(path: Path) -> dict[str, Any]:
    """What the recipe `path` says together with its base; each of the [paths] is a list of whole paths."""
    content = _toml(path)
    paths = {
        name: [path.parent / place for place in ([places] if isinstance(places, str) else places)]
        for name, places in content.get("paths", {}).items()
    }
    known = _content(path.parent / content["base"]) if "base" in content else {}
    merged = {**known, **content, "paths": {**known.get("paths", {}), **paths}}
    for table in ("architecture", "schedule", "weights", "noise"):
        merged[table] = {**known.get(table, {}), **content.get(table, {})}
    return merged


def _toml(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise UsageError(f"{path} is not a recipe: {error}") from error
