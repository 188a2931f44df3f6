"""How well the quality of drafts is estimated; and makes the estimator.

    python benchmarks/quality.py --draft MODEL PAIRS.tsv [--name NAME] [--kind KIND] > NBEST.json
    python benchmarks/quality.py NBEST.json …                 # the table, the bands, the reliability of the estimator
    python benchmarks/quality.py --cross NBEST.json …         # the same of estimators that have not seen a line,
                                                              # nor the model that drafted it
    python benchmarks/quality.py --fit NBEST.json …           # writes align/quality/estimator.json

`--draft` drafts the first column of a table with a model, the best six of each text; further columns are references.
NBEST.json names the model and the kind of text, and holds the candidates, from which the engine chooses again each
time, so that a change of the choice is measured with the drafts that are there. What a draft is worth is its sentence
chrF (sacrebleu), the mean over the references.

The estimator is a generalized additive model: a bent line for each feature, as steep as penalised least squares make
it, and never falling where more of the feature speaks for a draft. Each kind of text has a level of its own: where the
source is itself a translation, the draft comes closer to the reference, by 0.05. Estimates have the level of news
written in the source's language, `news`. The shipped lines were fitted to drafts of seven models (24.6 to 47.0 chrF on
newstest2019) of the development ends of newstest2018 and 2020 (kind `translated`), of the four oldest of them of 854
texts of WMT24 and others (`news` and `other`), and of the two best of 252 texts of fiction and manuals (`other`): of
texts that the models were not trained on. The files of the two best were named twice, which makes them count twice.
`--cross` leaves out both: an eighth of the lines, and the model. Its last table has the bands as they would be of texts
of the estimates' level: each group's mean error is taken out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from measuring import Row, show
from numpy.typing import NDArray

from align.checks.band import USABLE_FROM, WRONG_BELOW
from align.encoders.pair_similarity import FULL_COSINE, ZERO_COSINE
from align.quality.estimator import MODEL, AdditiveModel, Estimator, Line
from align.quality.evidence import Evidence
from align.quality.features import FEATURES, Observed, measured
from align.quality.word_translations import WordTranslations
from align.translation.engine import Decoding, Draft, Ready

Numbers = NDArray[np.float64]
VERSION = "qe-2"
STARTER = Path(__file__).parents[1] / "models" / "en-ru-starter"
CANDIDATES = 6
NEWS = "news"
"""The kind of text that estimates speak of: news written in the source's language."""
LITTLE_EDITING = 0.5
"""chrF from which a draft needs little editing. Of 984 sentences of WMT21 that two professionals have translated, 58 %
have that much between the two translations (median 0.53); 84 % have WRONG."""
WRONG = 0.4
FOLDS = 8
QUANTILES = (0.005, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.995)
RIDGE, SMOOTH = 10.0, 300.0
RISING = frozenset({"logprob", "cosine", "coverage", "draft_coverage"})
FALLING = frozenset({"missing", "invented", "copied", "figures"})


@dataclass(frozen=True)
class Drafted:
    """A draft that was chosen, the same as if it had been made alone, what it is worth, and the kind of its text."""

    model: str
    chosen: Observed
    alone: Observed
    chrf: float
    kind: str = NEWS


class Filed:
    """The candidates of a file as an engine."""

    signature = "filed"
    longest_source = 500

    def __init__(self, candidates: dict[str, list[Draft]]):
        self._candidates = candidates

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [1 for _ in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        return [self._candidates[text][0] for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [self._candidates[text][:count] for text in texts]


def draft(model: Path, pairs: Path, name: str, count: int, kind: str) -> None:
    """Print the candidates of a table's texts, and what the model drafts where none are asked for."""
    from align.translation.ctranslate2_engine import CTranslate2Engine

    rows = [line.split("\t") for line in pairs.read_text("utf-8").removesuffix("\n").split("\n")]
    engine = CTranslate2Engine(model)
    sources = [row[0] for row in rows]
    found = engine.candidates(sources, Decoding(), count)
    plain = engine.draft(sources, Decoding())
    texts = [
        {"source": row[0], "references": row[1:], "plain": first.text, "candidates": [
            [d.text, d.logprob, d.hit_limit, d.evidence.tokens] for d in drafts if d.evidence
        ]}
        for row, drafts, first in zip(rows, found, plain, strict=True)
    ]  # fmt: skip
    json.dump({"model": name, "kind": kind, "texts": texts}, sys.stdout, ensure_ascii=False)


def read(path: Path, words: WordTranslations | None) -> tuple[list[Drafted], list[Drafted]]:
    """The drafts that are chosen from the candidates of a file, and some of them spoilt."""
    from align.encoders.base import load_encoder
    from align.translation.reranking import RerankingEngine

    content = json.loads(path.read_text("utf-8"))
    texts = content["texts"]
    candidates = {
        text["source"]: [Draft(t, p, limit, evidence=Evidence(tokens)) for t, p, limit, tokens in text["candidates"]]
        for text in texts
    }
    engine = RerankingEngine(Filed(candidates), load_encoder(), CANDIDATES, words)
    drafted = []
    for text, chosen in zip(texts, engine.draft([text["source"] for text in texts], Decoding()), strict=True):
        observed = Observed(text["source"], chosen.text, chosen.logprob, chosen.evidence)
        alone = observed._replace(evidence=Evidence(chosen.evidence.tokens if chosen.evidence else None))
        worth = worth_of(chosen.text, text["references"])
        drafted.append(Drafted(content["model"], observed, alone, worth, content.get("kind", NEWS)))
    references = {text["source"]: text["references"] for text in texts}
    return drafted, spoilt(drafted, references, words)


def spoilt(
    drafted: Sequence[Drafted], references: dict[str, list[str]], words: WordTranslations | None, every: int = 16
) -> list[Drafted]:
    """Every so many of the drafts spoilt in one of four ways, so that the lines know what good models never show: left
    in the source's language, half of it missing, its end said again and again, another text's. Probabilities stay."""
    from align.encoders.base import load_encoder
    from align.translation.draft_evidence import with_coverage

    texts, kept = [], drafted[::every]
    for number, one in enumerate(kept):
        found = one.chosen.draft.split()
        ways = (one.chosen.source, " ".join(found[: len(found) // 2]), " ".join(found + found[-3:] * 6))
        texts.append((*ways, kept[number - 1].chosen.draft)[number % 4] or one.chosen.source)
    encoder = load_encoder()
    sources = [one.chosen.source for one in kept]
    cosines = np.einsum("ij,ij->i", encoder.encode(sources), encoder.encode(texts))
    covered = with_coverage(sources, [Draft(text, 0.0) for text in texts], encoder)
    result = []
    for one, draft, cosine in zip(kept, covered, cosines, strict=True):
        before, measures = one.chosen.evidence or Evidence(), draft.evidence or Evidence()
        tokens = round((before.tokens or 1) * len(draft.text) / max(1, len(one.chosen.draft)))
        measures = replace(measures, tokens=max(1, tokens), cosine=float(cosine), agreement=before.agreement)
        if words:
            missing, invented = words.unexplained(one.chosen.source, [draft.text])[0].tolist()
            measures = replace(measures, missing=missing, invented=invented)
        chosen = Observed(one.chosen.source, draft.text, one.chosen.logprob, measures)
        alone = chosen._replace(evidence=Evidence(measures.tokens))
        worth = worth_of(draft.text, references[one.chosen.source])
        result.append(Drafted(one.model, chosen, alone, worth, one.kind))
    return result


def worth_of(draft: str, references: Sequence[str]) -> float:
    """The mean sentence chrF against each of the references, from 0 to 1."""
    from sacrebleu.metrics import CHRF

    return float(np.mean([CHRF().sentence_score(draft, [one]).score / 100 for one in references]))


def fit(observed: Sequence[Observed], worth: Numbers, kinds: Sequence[str]) -> AdditiveModel:
    """Penalised least squares on the rises of each line between its knots, those of RISING and FALLING held to one
    direction (coordinate descent on the normal equations). Each line's mean is zero, so a missing feature adds none.
    Each kind of text has a level of its own, and the constant is that of NEWS."""
    features = np.array([measured(one) for one in observed])
    knots = [_knots(column) for column in features.T]
    blocks, penalties, owners, lowest = [], [], [], []
    for number, (name, places) in enumerate(zip(FEATURES, knots, strict=True)):
        if len(places) < 2:
            continue
        sign = -1.0 if name in FALLING else 1.0
        blocks.append(sign * _ramps(features[:, number], places))
        penalties.append(_penalty(places))
        owners += [number] * (len(places) - 1)
        lowest += [0.0 if name in RISING | FALLING else -np.inf] * (len(places) - 1)
    others = sorted(set(kinds) - {NEWS}) if NEWS in kinds else []
    shares = np.array([[kind == other for other in others] for kind in kinds], dtype=float).reshape(len(kinds), -1)
    blocks.append(shares - shares.mean(axis=0))
    penalties.append(RIDGE * np.eye(len(others)))
    owners += [-1] * len(others)
    lowest += [-np.inf] * len(others)
    matrix, least = np.concatenate(blocks, axis=1), np.array(lowest)
    normal = matrix.T @ matrix
    at = 0
    for penalty in penalties:
        normal[at : at + len(penalty), at : at + len(penalty)] += penalty
        at += len(penalty)
    constant = float(worth.mean())
    right = matrix.T @ (worth - constant)
    rises = np.maximum(np.linalg.solve(normal, right), least)
    for _ in range(500):
        for i in range(len(rises)):
            rises[i] = max(least[i], rises[i] + (right[i] - normal[i] @ rises) / normal[i, i])
    lines = []
    for number, (name, places) in enumerate(zip(FEATURES, knots, strict=True)):
        own = rises[np.array(owners) == number] * (-1.0 if name in FALLING else 1.0)
        values = np.concatenate([[0.0], np.cumsum(own)]) if len(places) > 1 else np.zeros(1)
        column = features[:, number][np.isfinite(features[:, number])]
        if len(column):
            values = values - np.interp(column, places, values).mean()
        lines.append(Line(tuple(places.tolist()), tuple(np.round(values, 5).tolist())))
    levels = rises[np.array(owners) == -1]
    return AdditiveModel(round(constant - float(levels @ shares.mean(axis=0)), 5), tuple(lines))


def _knots(column: Numbers) -> Numbers:
    column = column[np.isfinite(column)]
    return np.unique(np.round(np.quantile(column, QUANTILES), 4)) if len(column) else np.zeros(1)


def _ramps(column: Numbers, knots: Numbers) -> Numbers:
    """How far each value has come between each two knots, from 0 to 1, less the mean; 0 for a missing value."""
    there = np.isfinite(column)
    ramps = np.stack([np.clip((column - a) / (b - a), 0, 1) for a, b in pairwise(knots)], axis=1)
    return np.where(there[:, None], ramps - ramps[there].mean(axis=0), 0.0)


def _penalty(knots: Numbers) -> Numbers:
    """What holds a line level and straight."""
    widths = np.diff(knots) / np.diff(knots).mean()
    bends = np.zeros((len(widths) - 1, len(widths)))
    for i in range(len(bends)):
        bends[i, i : i + 2] = -1 / widths[i], 1 / widths[i + 1]
    return RIDGE * np.eye(len(widths)) + SMOOTH * bends.T @ bends


def fitted(drafted: Sequence[Drafted]) -> Estimator:
    """The estimator of these drafts, each of which counts once more as if its model had no word translations."""
    worth = np.array([one.chrf for one in drafted])
    chosen = [one.chosen for one in drafted]
    wordless = [
        one._replace(evidence=replace(one.evidence or Evidence(), missing=None, invented=None)) for one in chosen
    ]
    kinds = [one.kind for one in drafted]
    both = fit([*chosen, *wordless], np.concatenate([worth, worth]), kinds * 2)
    return Estimator(VERSION, both, fit([one.alone for one in drafted], worth, kinds))


def estimated(estimator: Estimator, drafted: Sequence[Drafted]) -> Numbers:
    """The estimates of drafts, as they were chosen and as if they had been made alone: shape (2, drafts)."""
    return np.array([
        estimator.estimate([one.chosen for one in drafted]), estimator.estimate([one.alone for one in drafted])
    ])  # fmt: skip


def crossed(drafted: Sequence[Drafted], learnt: Sequence[Drafted]) -> Numbers:
    """Estimates as of `estimated`, by estimators that have seen neither the line nor the model. They learn from
    `learnt`, in which drafts may stand more than once, and spoilt ones stand, too."""
    sources = dict.fromkeys(one.chosen.source for one in drafted)
    folds = dict(zip(sources, np.random.RandomState(0).randint(0, FOLDS, len(sources)), strict=True))
    models = sorted({one.model for one in drafted})
    estimates = np.zeros((2, len(drafted)))
    for fold in range(FOLDS):
        for model in models:
            here = [i for i, one in enumerate(drafted) if folds[one.chosen.source] == fold and one.model == model]
            seen = [
                one for one in learnt
                if folds[one.chosen.source] != fold and (one.model != model or len(models) == 1)
            ]  # fmt: skip
            if here:
                estimates[:, here] = estimated(fitted(seen), [drafted[i] for i in here])
    return estimates


def levelled(drafted: Sequence[Drafted], estimates: Numbers) -> list[Drafted]:
    """The drafts of a group, all as much better or worse as makes their mean that of their estimates: what would be
    seen of texts of the kind that estimates speak of."""
    gap = float(estimates[0].mean() - np.mean([one.chrf for one in drafted]))
    return [replace(one, chrf=one.chrf + gap) for one in drafted]


def rank_correlation(first: Numbers, second: Numbers) -> float:
    """Spearman's; ties have the mean of their ranks."""
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Numbers) -> Numbers:
    __, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]


def calibration_error(estimates: Numbers, worth: Numbers, bins: int = 10) -> float:
    """How far the mean estimate of a tenth of the drafts, ordered by it, is from what they are worth, on average."""
    tenths = np.array_split(np.argsort(estimates, kind="stable"), bins)
    gaps = [abs(estimates[tenth].mean() - worth[tenth].mean()) * len(tenth) for tenth in tenths if len(tenth)]
    return float(sum(gaps) / len(worth))


def correlations(drafted: Sequence[Drafted], estimates: Numbers) -> Row:
    """How well each number orders the drafts of a model."""
    worth = np.array([one.chrf for one in drafted])
    cosines = np.array([(one.chosen.evidence and one.chosen.evidence.cosine) or 0.0 for one in drafted])
    logprobs = np.array([one.chosen.logprob for one in drafted])
    score = np.clip((cosines - ZERO_COSINE) / (FULL_COSINE - ZERO_COSINE), 0, 1)
    return {
        "model": drafted[0].model,
        "kind": drafted[0].kind,
        "drafts": len(drafted),
        "chrF": 100 * float(worth.mean()),
        "score": rank_correlation(score, worth),
        "logprob": rank_correlation(logprobs, worth),
        "sum": rank_correlation(score + logprobs, worth),
        "estimate": rank_correlation(estimates[0], worth),
        "made alone": rank_correlation(estimates[1], worth),
        "ECE": calibration_error(estimates[0], worth),
        "ECE alone": calibration_error(estimates[1], worth),
    }


def bands(drafted: Sequence[Drafted], estimates: Numbers) -> list[Row]:
    """The drafts of a model by band: how many, how good, and how many need little editing or are wrong."""
    worth = np.array([one.chrf for one in drafted])
    limits = {
        "likely usable": (USABLE_FROM, 2.0),
        "needs work": (WRONG_BELOW, USABLE_FROM),
        "likely wrong": (-1.0, WRONG_BELOW),
    }
    rows: list[Row] = []
    for name, (lowest, highest) in limits.items():
        inside = worth[(estimates[0] >= lowest) & (estimates[0] < highest)]
        rows.append({
            "model": drafted[0].model, "kind": drafted[0].kind, "band": name,
            "of 100 drafts": 100 * len(inside) / len(worth),
            "chrF": 100 * float(inside.mean()) if len(inside) else None,
            "little editing": 100 * float((inside >= LITTLE_EDITING).mean()) if len(inside) else None,
            "wrong": 100 * float((inside < WRONG).mean()) if len(inside) else None,
        })  # fmt: skip
    return rows


def reliability(drafted: Sequence[Drafted], estimates: Numbers) -> list[Row]:
    """Ten equal parts of all drafts by their estimate: what was estimated, and what it was."""
    worth = np.array([one.chrf for one in drafted])
    tenths = np.array_split(np.argsort(estimates[0], kind="stable"), 10)
    return [
        {
            "tenth": number,
            "estimated": 100 * float(estimates[0][tenth].mean()),
            "chrF": 100 * float(worth[tenth].mean()),
        }
        for number, tenth in enumerate(tenths, start=1)
    ]


def picture(drafted: Sequence[Drafted], estimates: Numbers, path: Path) -> None:
    """Draw what was estimated against what it was, twenty equal parts, with the middle half of each."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    worth = np.array([one.chrf for one in drafted])
    parts = np.array_split(np.argsort(estimates[0], kind="stable"), 20)
    figure, axes = plt.subplots(figsize=(6.4, 4.4), dpi=100)
    shades = ((0, WRONG_BELOW, "#d9534f"), (WRONG_BELOW, USABLE_FROM, "#f0ad4e"), (USABLE_FROM, 1, "#5cb85c"))
    for (left, right, colour), name in zip(shades, ("likely wrong", "needs work", "likely usable"), strict=True):
        axes.axvspan(left, right, color=colour, alpha=0.15, linewidth=0)
        axes.text((max(left, 0.2) + min(right, 0.7)) / 2, 0.77, name, ha="center", fontsize=9)
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=1)
    middles = [float(estimates[0][part].mean()) for part in parts]
    quarters = np.array([np.quantile(worth[part], (0.25, 0.75)) for part in parts])
    axes.vlines(middles, quarters[:, 0], quarters[:, 1], color="#1f5fa8", alpha=0.5, linewidth=2)
    axes.plot(middles, [float(worth[part].mean()) for part in parts], "o", color="#1f5fa8")
    axes.set(xlim=(0.2, 0.7), ylim=(0.1, 0.8), xlabel="estimated", ylabel="chrF against a professional translation")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path)


def write(estimator: Estimator) -> None:
    content = {"version": estimator.version, "chosen": estimator.chosen.to_json(), "alone": estimator.alone.to_json()}
    MODEL.write_text(json.dumps(content) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--draft", action="store_true", help="print a model's candidates for a table's texts")
    parser.add_argument("--count", type=int, default=CANDIDATES, help="candidates of a text, with --draft")
    parser.add_argument("--words", type=Path, default=STARTER, help="the checkpoint with the word translations")
    parser.add_argument("--name", default="", help="the model's, in tables [its folder's]")
    parser.add_argument("--kind", default=NEWS, help="of the texts, with --draft [news]")
    parser.add_argument("--cross", action="store_true", help="measure estimators that know neither line nor model")
    parser.add_argument("--fit", action="store_true", help="write the estimator that these drafts make")
    parser.add_argument("--picture", type=Path, help="also draw the reliability into this file")
    parser.add_argument("--json", action="store_true", help="the rows for a program")
    arguments = parser.parse_args()
    if arguments.draft:
        draft(*arguments.files, arguments.name or arguments.files[0].name, arguments.count, arguments.kind)
        return
    words = WordTranslations.load(arguments.words)
    found = {path: read(path, words) for path in dict.fromkeys(arguments.files)}
    learnt = [one for path in arguments.files for part in found[path] for one in part]
    if arguments.fit:
        write(fitted(learnt))
        return
    drafted = [one for good, _ in found.values() for one in good]
    estimates = crossed(drafted, learnt) if arguments.cross else estimated(Estimator.load(), drafted)
    group_of = [(one.model, one.kind) for one in drafted]
    parts = [[i for i, own in enumerate(group_of) if own == group] for group in dict.fromkeys(group_of)]
    groups = [([drafted[i] for i in part], estimates[:, part]) for part in parts]
    show([correlations(*group) for group in groups], arguments.json)
    print()
    show([row for group in groups for row in bands(*group)], arguments.json)
    print()
    show(reliability(drafted, estimates), arguments.json)
    if arguments.cross:
        print()
        show([row for group in groups for row in bands(levelled(*group), group[1])], arguments.json)
    if arguments.picture:
        picture(drafted, estimates, arguments.picture)


if __name__ == "__main__":
    main()
