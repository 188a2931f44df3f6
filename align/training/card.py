"""The documents of adapted weights: a model card (README.md) and the manifest (align.json). They travel with the
weights, and so they are in English whatever language messages are in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.checkpoints.checkpoint_store import LocalModel
from align.checkpoints.content import MANIFEST
from align.io.atomic import atomic_text
from align.localization import N_, _, wording
from align.training.adaptation import AdaptationOptions, Round
from align.training.curve import CURVE
from align.training.draft_scoring import BEAM, Comparison
from align.training.example_selection import DataSplits


@dataclass(frozen=True, slots=True)
class AdaptationResult:
    """The facts of an adaptation. `base_id` is the base's name and content hash, `corpora` the names of the files
    learned from, `mixed` the number of general pairs mixed in, `learning_rate` Adam's. `test` and `general` (None where
    there were no general pairs) compare the base with the best round."""

    name: str
    base: LocalModel
    base_id: str
    corpora: Sequence[str]
    splits: DataSplits
    mixed: int
    options: AdaptationOptions
    learning_rate: float
    rounds: Sequence[Round]
    test: Comparison
    general: Comparison | None
    created: str
    version: str

    @property
    def best(self) -> Round:
        """The round whose weights these are."""
        return max(self.rounds, key=lambda round_: round_.chrf)

    def verdict(self, say: Callable[..., str] = _) -> str:
        """An honest sentence or two on whether adapting was worth it, in the language in force or as `say` has it."""
        gain = self.test.after - self.test.before
        if self.test.better:
            text = say(N_("On text like its corpus it is better than its base by {gain:.1f} chrF."), gain=gain)
        elif self.test.worse:
            text = say(
                N_("On the held-out pairs it is worse than its base by {loss:.1f} chrF: keep using the base."),
                loss=-gain,
            )
        else:
            text = say(
                N_(
                    "On the held-out pairs the difference of {gain:+.1f} chrF may be luck: "
                    "it is not shown to be better."
                ),
                gain=gain,
            )
        if self.general and self.general.worse:
            loss = self.general.before - self.general.after
            text += " " + say(N_("On general text it is worse by {loss:.1f}."), loss=loss)
        return text

    def manifest(self) -> dict[str, Any]:
        """The content of the folder's manifest, which `--model` and `align models info` read."""
        return {
            "name": self.name,
            "sources": list(self.base.sources),
            "targets": list(self.base.targets),
            "licence": self.base.card.get("licence", "that of its base model"),
            "base": self.base_id,
            "chrf": round(self.test.after, 1),
            "test": f"{self.test.pairs} held-out pairs of {', '.join(self.corpora)}",
            "created": self.created,
        }

    def summary(self) -> dict[str, Any]:
        """The result for `--json`."""
        splits, best = self.splits, self.best
        return {
            "model": self.name,
            "base": self.base_id,
            "better": self.test.better,
            "test": _scores(self.test),
            "general": _scores(self.general) if self.general else None,
            "dev": {"pairs": len(splits.dev), "before": self.rounds[0].chrf, "after": best.chrf},
            "train": len(splits.train),
            "mixed": self.mixed,
            "dropped": dict(splits.dropped),
            "split": "documents" if splits.documents else "blocks",
            "updates": best.step,
            "rounds": len(self.rounds) - 1,
        }


def write_card(result: AdaptationResult, folder: Path) -> None:
    """Write README.md and align.json into `folder`; the card shows the learning curve if `folder` has its picture."""
    manifest = json.dumps(result.manifest(), ensure_ascii=False, indent=2)
    atomic_text(folder / MANIFEST, manifest + "\n")
    atomic_text(folder / "README.md", card(result, (folder / CURVE).exists()))


def card(result: AdaptationResult, with_curve: bool) -> str:
    """Write the model card in Markdown."""
    splits, options, best = result.splits, result.options, result.best
    source, target = result.base.sources[0], result.base.targets[0]
    rows = [_table_row("held-out pairs of the corpus", result.test)]
    rows += [_table_row("general pairs", result.general)] if result.general else []
    left_out = ", ".join(f"{count:,} {reason}" for reason, count in splits.dropped.items()) or "none"
    apart = "whole documents apart" if splits.documents else "blocks at the end of the corpus"
    lines = [
        f"# {result.name}",
        "",
        f"A MarianMT model, {source} → {target}, adapted from {result.base_id} with align {result.version} on "
        f"{result.created}.",
        f"Licence: {result.manifest()['licence']}. The pairs it learned from may add conditions of their own.",
        "",
        f"    align translate story.txt --from {source} --to {target} --model {result.name}",
        "",
        "## How good it is",
        "",
        f"chrF (sacrebleu, 0 to 100) of drafts by CTranslate2, beam {BEAM}:",
        "",
        "| measured on | pairs | base | adapted | p |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "`p` is the chance of such a difference between equal models (paired approximate randomisation).",
        result.verdict(wording("en")),
        "",
        "## What it learned from",
        "",
        f"* Corpora: {', '.join(result.corpora)}.",
        f"* {len(splits.train):,} pairs to learn from, {len(splits.dev):,} to choose the best round by, "
        f"{len(splits.test):,} to measure with, looked at once; {apart}.",
        *([f"* {result.mixed:,} general pairs mixed in, as many a pass as pairs to learn."] if result.mixed else []),
        f"* Pairs left out: {left_out}.",
        "",
        "## How",
        "",
        f"Adam at a rate of {result.learning_rate:g}, {best.step:,} updates ({best.seconds:,.0f} s), label smoothing "
        f"0.1, a moving average of the weights, of which {options.retain:.0%} are the base's, seed {options.seed}, "
        f"{options.precision}. On the pairs to choose by, chrF went from {result.rounds[0].chrf:.1f} "
        f"to {best.chrf:.1f} in {len(result.rounds) - 1} rounds.",
        *(["", f"![chrF on the development pairs by updates]({CURVE})"] if with_curve else []),
        "",
        "## Limits",
        "",
        "Measured on text like that of its corpus; on other text it can be worse than its base: keep that one too.",
    ]
    return "\n".join(lines) + "\n"


def _table_row(name: str, scores: Comparison) -> str:
    return f"| {name} | {scores.pairs:,} | {scores.before:.1f} | {scores.after:.1f} | {scores.p:.3f} |"


def _scores(scores: Comparison) -> dict[str, Any]:
    return {
        "pairs": scores.pairs,
        "before": round(scores.before, 2),
        "after": round(scores.after, 2),
        "p": round(scores.p, 4),
    }
