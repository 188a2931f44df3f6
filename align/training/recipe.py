"""Recipes of starter models, read from TOML files: the data, the model and its training."""

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

    `pairs` are TSV files; a pair that is in several counts with the first. `weights` is, by tag, how often a pass sees
    a pair; 0 leaves it out. `dev` is, by tag, how many of the last pairs are for development. `noise` is the `alpha`
    and `share` of subword sampling (see SubwordSampling); empty, there is none. The sources of the tags
    `back_translated` are machine output and get a token of their own. Of `best_of` drafts the finished model's users
    get the best.
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
    """Read a TOML file. It may name another one as its `base` and have only what differs from that; paths are relative
    to the file that names them. Raises UsageError that names what is missing or unknown."""
    try:
        content = _read_with_base(path)
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
            schedule=Schedule.of_recipe(content["schedule"]),
            weights=content["weights"],
            dev=content["dev"],
            noise=content.get("noise", {}),
            start=paths["start"][0] if "start" in paths else None,
            best_of=content.get("best_of", 1),
            back_translated=tuple(content.get("back_translated", ())),
        )
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a recipe: {error}", path=path) from error


def _read_with_base(path: Path) -> dict[str, Any]:
    """Read the recipe `path` together with its base; each of the [paths] is a list of whole paths."""
    content = _read_toml(path)
    paths = {
        name: [path.parent / value for value in ([values] if isinstance(values, str) else values)]
        for name, values in content.get("paths", {}).items()
    }
    base = _read_with_base(path.parent / content["base"]) if "base" in content else {}
    merged = {**base, **content, "paths": {**base.get("paths", {}), **paths}}
    for table in ("architecture", "schedule", "weights", "noise"):
        merged[table] = {**base.get(table, {}), **content.get(table, {})}
    return merged


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {(error.strerror or str(error)).lower()}", path=path) from error
    except ValueError as error:
        raise UsageError(f"{path} is not a recipe: {error}", path=path) from error
