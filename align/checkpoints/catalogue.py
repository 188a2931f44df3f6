"""The catalogue of Marian checkpoints, with their languages, licences and scores (models/catalogue.toml).

Within a pair the better checkpoint comes first. Scores are those that the checkpoint's own card publishes, on
sacrebleu's scale from 0 to 100; a score that no card has is left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.errors import ModelError
from align.io.toml import parse_toml
from align.languages.tags import best_tag
from align.localization import _

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
"""`owner/name` on the hub: no separators, no `..`, nothing that could leave a folder."""

_KEYS: dict[str, type | tuple[type, ...]] = {
    "hub": str,
    "licence": str,
    "sources": list,
    "targets": (list, dict),
    "megabytes": int,
    "scores": list,
}
_REQUIRED = ("hub", "licence", "sources", "targets")


@dataclass(frozen=True, slots=True)
class Score:
    """A published score of one language pair on one test set; BLEU and chrF from 0 to 100."""

    source: str
    target: str
    test: str
    bleu: float | None = None
    chrf: float | None = None


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One checkpoint of the hub. `targets` maps a language to the token that selects it, None if it has one target."""

    name: str
    hub: str
    licence: str
    sources: tuple[str, ...]
    targets: Mapping[str, str | None]
    megabytes: int | None = None
    scores: tuple[Score, ...] = ()

    def serves(self, source: str, target: str) -> bool:
        """Whether this checkpoint translates from `source` into `target`."""
        return bool(best_tag(source, self.sources) and best_tag(target, self.targets)) and source != target

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The language pairs it translates."""
        return ((source, target) for source in self.sources for target in self.targets if source != target)

    def score(self, source: str, target: str) -> Score | None:
        """The published score to show for a pair: one on news where the card has it."""
        source, target = best_tag(source, self.sources) or source, best_tag(target, self.targets) or target
        scores = [score for score in self.scores if (score.source, score.target) == (source, target)]
        return max(scores, key=lambda score: score.test.startswith("news"), default=None)


def data_root() -> Path:
    """Find the folder of the catalogue and the starter: inside the installed package, or `models/` of the checkout."""
    package = Path(__file__).resolve().parents[1]
    for root in (package / "models", package.parent / "models"):
        if (root / "catalogue.toml").is_file():
            return root
    hint = "pip install --force-reinstall align-bitext"
    raise ModelError(_("this installation lacks its model catalogue"), hint=hint)


@functools.cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Read the catalogue, in its order."""
    return parse_catalogue((data_root() / "catalogue.toml").read_text(encoding="utf-8"))


def parse_catalogue(text: str) -> tuple[CatalogueEntry, ...]:
    """Read a catalogue. Raises ModelError that names the entry and the key which is unknown, missing or malformed."""
    try:
        tables = parse_toml(text)
    except ValueError as error:
        raise ModelError(f"the model catalogue is not valid TOML: {error}") from error
    return tuple(_parse_entry(name, table) for name, table in tables.items())


def for_pair(source: str, target: str) -> tuple[CatalogueEntry, ...]:
    """Find the entries that translate from `source` into `target`, the better first."""
    return tuple(entry for entry in catalogue() if entry.serves(source, target))


def find_entry(name: str) -> CatalogueEntry | None:
    """Find an entry by its name, its hub id or the last part of that; else the best of a pair like `en-pt`."""
    for entry in catalogue():
        if name in (entry.name, entry.hub, entry.hub.partition("/")[2]):
            return entry
    if match := re.fullmatch(r"([a-z]{2,3})-([a-z]{2,3}(?:-[A-Za-z]{2,4})?)", name):
        return next(iter(for_pair(match[1], match[2])), None)
    return None


def _parse_entry(name: str, table: Any) -> CatalogueEntry:
    if not isinstance(table, dict):
        raise ModelError(f"model catalogue: {name} is not a table")
    for key in _REQUIRED:
        if not table.get(key):
            raise ModelError(f"model catalogue: [{name}] lacks {key}")
    for key, value in table.items():
        if key not in _KEYS:
            raise ModelError(f"model catalogue: [{name}] has an unknown key {key!r}")
        if not isinstance(value, _KEYS[key]):
            raise ModelError(f"model catalogue: [{name}] {key} is of the wrong type")
    if not HUB_ID.fullmatch(table["hub"]):
        raise ModelError(f"model catalogue: [{name}] hub {table['hub']!r} is not of the form owner/name")
    targets = table["targets"]
    texts = [*table["sources"], *targets, *(token for token in _tokens(targets) if token)]
    if not all(isinstance(text, str) for text in texts):
        raise ModelError(f"model catalogue: [{name}] a language or token is not a string")
    return CatalogueEntry(
        name=name,
        hub=table["hub"],
        licence=table["licence"],
        sources=tuple(table["sources"]),
        targets=dict(targets) if isinstance(targets, dict) else dict.fromkeys(targets),
        megabytes=table.get("megabytes"),
        scores=tuple(_parse_score(name, score) for score in table.get("scores", ())),
    )


def _tokens(targets: Any) -> Iterable[Any]:
    return targets.values() if isinstance(targets, dict) else ()


def _parse_score(name: str, table: Any) -> Score:
    if not isinstance(table, dict):
        raise ModelError(f"model catalogue: [{name}] a score is not a table")
    if set(table) - {"pair", "test", "bleu", "chrf"} or not {"pair", "test"} <= set(table):
        raise ModelError(f"model catalogue: [{name}] a score has pair, test, bleu and chrf, not {sorted(table)}")
    numbers = [table[key] for key in ("bleu", "chrf") if key in table]
    texts = [table["pair"], table["test"]]
    if not all(isinstance(n, (int, float)) for n in numbers) or not all(isinstance(text, str) for text in texts):
        raise ModelError(f"model catalogue: [{name}] a score has a value of the wrong type")
    source, __, target = table["pair"].partition("-")
    return Score(source, target, table["test"], table.get("bleu"), table.get("chrf"))
