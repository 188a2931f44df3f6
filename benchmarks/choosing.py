"""How much is gained by choosing among several drafts of a text, and with which weights.

    python benchmarks/quality.py --draft MODEL PAIRS.tsv [--count 32] > NBEST.json
    python benchmarks/choosing.py NBEST.json … [--words MODEL]     # the table
    python benchmarks/choosing.py --cross NBEST.json …             # and with weights that have not seen a line
    python benchmarks/choosing.py --fit NBEST.json …               # prints the weights of align/translation/choosing.py

chrF (sacrebleu, the first reference) over the texts of a file, of what the model drafts by itself (`plain`); as that
and what is gained over it, of the likeliest candidate; by what was the choice before (the log-probability and twice the
cosine); by the choice with and without word translations; and of the best by the reference, which no choice can beat.
`sentence` is the mean chrF of single texts, on which the weights are fitted: the mean of what a choice by chance would
gain, with the exponential of the weighted sum as its chances, is led uphill (Adam), a fifth of the lines left out for
`--cross`. --words names the checkpoint whose word translations are used [models/en-ru-starter].
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measuring import Row, show
from numpy.typing import NDArray

from align.quality.word_translations import WordTranslations
from align.translation.choosing import Measured, choose, measure
from align.translation.engine import Draft

Numbers = NDArray[np.float64]
MODEL = Path(__file__).parents[1] / "models" / "en-ru-starter"
FOLDS = 5
STEPS, RATE, RIDGE = 200, 0.05, 0.003


@dataclass(frozen=True)
class Text:
    """A text, its candidates with their measures, and their sentence chrF, 0 to 100."""

    reference: str
    plain: str
    drafts: list[Draft]
    measured: Measured
    chrf: Numbers
    plain_chrf: float

    def features(self, words: bool) -> Numbers:
        """What the weights are of: shape (candidates, 5), without word translations (candidates, 3)."""
        measures = [np.array([draft.logprob for draft in self.drafts]), self.measured.cosine, self.measured.consensus]
        if words and self.measured.unexplained is not None:
            measures += list(self.measured.unexplained.T)
        return np.column_stack(measures).astype(np.float64)


Choice = Callable[[Text], int]


def read(path: Path, words: WordTranslations | None) -> list[Text]:
    """The texts of a file, measured."""
    from sacrebleu.metrics import CHRF

    from align.encoders.base import load_encoder

    chrf, encoder = CHRF(), load_encoder()
    texts, content = [], json.loads(path.read_text("utf-8"))["texts"]
    sources = encoder.encode([text["source"] for text in content])
    for text, source in zip(content, sources, strict=True):
        drafts = [Draft(wording, logprob, limit) for wording, logprob, limit, *_ in text["candidates"]]
        cosines = encoder.encode([draft.text for draft in drafts]) @ source
        measured = measure(text["source"], drafts, cosines, words)
        reference = text["references"][0]
        worth = [
            chrf.sentence_score(wording, [reference]).score for wording in (*(d.text for d in drafts), text["plain"])
        ]
        texts.append(Text(reference, text["plain"], drafts, measured, np.array(worth[:-1]), worth[-1]))
    return texts


def by_weights(weights: Numbers) -> Choice:
    def chosen(text: Text) -> int:
        scores = text.features(len(weights) > 3) @ weights
        limits = np.array([draft.hit_limit for draft in text.drafts])
        return int(np.where(limits & ~limits.all(), -np.inf, scores).argmax())

    return chosen


def without_words(text: Text) -> int:
    return choose(text.drafts, Measured(text.measured.cosine, text.measured.consensus))


CHOICES: dict[str, Choice] = {
    "likeliest": by_weights(np.array([1.0, 0.0, 0.0])),
    "by the encoder": by_weights(np.array([1.0, 2.0, 0.0])),
    "without words": without_words,
    "chosen": lambda text: choose(text.drafts, text.measured),
    "best": lambda text: int(text.chrf.argmax()),
}


def table(name: str, texts: Sequence[Text], cross: bool) -> list[Row]:
    """A row for each way to choose."""
    from sacrebleu.metrics import CHRF

    chrf = CHRF()
    references = [[text.reference for text in texts]]

    def row(way: str, drafts: list[str], worth: Sequence[float]) -> Row:
        return {
            "set": name,
            "way": way,
            "chrF": chrf.corpus_score(drafts, references).score,
            "sentence": np.mean(worth),
        }

    rows = [row("plain", [text.plain for text in texts], [text.plain_chrf for text in texts])]
    for way, choice in CHOICES.items():
        picks = [choice(text) for text in texts]
        rows.append(_picked(row, way, texts, picks))
    for words in (False, True) if cross else ():
        way = f"{'with' if words else 'without'} words, left out"
        rows.append(_picked(row, way, texts, _crossed(texts, words)))
    for one in rows:
        one["gained"] = float(one["chrF"]) - float(rows[0]["chrF"])
    return rows


def _picked(row: Callable[..., Row], way: str, texts: Sequence[Text], picks: Sequence[int]) -> Row:
    pairs = list(zip(texts, picks, strict=True))
    return row(way, [text.drafts[k].text for text, k in pairs], [text.chrf[k] for text, k in pairs])


def _crossed(texts: Sequence[Text], words: bool) -> list[int]:
    folds = np.random.RandomState(0).permutation(len(texts)) % FOLDS
    picks = [0] * len(texts)
    for fold in range(FOLDS):
        choice = by_weights(fit([text for text, own in zip(texts, folds, strict=True) if own != fold], words))
        for i in np.flatnonzero(folds == fold):
            picks[i] = choice(texts[i])
    return picks


def fit(texts: Sequence[Text], words: bool) -> Numbers:
    """The weights with the most expected chrF; that of the log-probability is 1."""
    rows = [text.features(words) for text in texts]
    most = max(map(len, rows))
    features = np.zeros((len(rows), most, rows[0].shape[1]))
    worth, closed = np.zeros((len(rows), most)), np.full((len(rows), most), -1e9)
    for k, (row, text) in enumerate(zip(rows, texts, strict=True)):
        features[k, : len(row)], worth[k, : len(row)], closed[k, : len(row)] = row - row.mean(axis=0), text.chrf, 0.0
    spread = np.sqrt((features**2).sum(axis=(0, 1)) / (closed == 0).sum())
    features /= np.maximum(spread, 1e-9)
    weights = np.zeros(features.shape[2])
    mean, square = weights.copy(), weights.copy()
    for step in range(1, STEPS + 1):
        scores = features @ weights + closed
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        expected = (chances * worth).sum(axis=1, keepdims=True)
        slope = np.einsum("ki,kid->d", chances * (worth - expected), features) / len(rows) - 2 * RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    weights = weights / np.maximum(spread, 1e-9)
    scaled: Numbers = weights / weights[0]
    return scaled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--words", type=Path, default=MODEL, help="the checkpoint with the word translations")
    parser.add_argument("--cross", action="store_true", help="measure weights that have not seen a line, too")
    parser.add_argument("--fit", action="store_true", help="print the weights that these drafts make")
    parser.add_argument("--json", action="store_true", help="the rows for a program")
    options = parser.parse_args()
    words = WordTranslations.load(options.words)
    sets = {path: read(path, words) for path in options.files}
    if options.fit:
        texts = [text for found in sets.values() for text in found]
        names = "logprob", "cosine", "consensus", "missing", "invented"
        for with_words in (False, True):
            print(dict(zip(names, fit(texts, with_words).round(2).tolist(), strict=False)))
        return
    show([row for path, texts in sets.items() for row in table(path.stem, texts, options.cross)], options.json)


if __name__ == "__main__":
    main()
