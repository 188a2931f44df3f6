"""Subword regularisation (Kudo 2018): each time a pair is read, its words may be segmented into other subwords.

With few pairs the network memorises which subword follows which; a word that is segmented differently each time has to
be learnt as a word. Only training samples: drafts are made from the likeliest segmentation.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from align.training.encoded import Encoded, Ids
from align.training.vocabulary import BACK_TRANSLATED, UNKNOWN, piece_numbers


class SubwordSampling:
    """Samples the segmentation of both sides of a random `share` (0 to 1) of pairs, with the vocabulary in `folder`.

    Segmentations are drawn in proportion to probability ** `alpha`: near 0 each is as likely, at 1 the likeliest is
    drawn nearly always (at 0.3 texts have a fifth more subwords). Texts with unknown subwords, and those that would
    come to more than `longest` tokens, stay unchanged; so does `<bt>` at the beginning. Worker processes get copies.
    """

    def __init__(self, folder: Path, alpha: float = 0.3, share: float = 0.5, longest: int = 160):
        import sentencepiece

        self._model: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self._unknown, self._back_translated = ids[UNKNOWN], ids.get(BACK_TRANSLATED)
        self._pieces = piece_numbers(self._model, ids)
        self._ids = np.full(len(self._model), self._unknown, np.int32)
        self._ids[self._pieces] = np.arange(len(self._pieces))
        self._ids[self._model.unk_id()] = self._unknown
        self._alpha, self._share, self._longest = alpha, share, longest

    def __call__(self, pairs: Sequence[Encoded], generator: random.Random) -> list[Encoded]:
        """Segment some of `pairs` differently, in their order; the same state of `generator` gives the same result."""
        import sentencepiece

        chosen = [generator.random() < self._share for _ in pairs]
        sentencepiece.set_random_generator_seed(generator.getrandbits(32))
        rows = [ids for pair, yes in zip(pairs, chosen, strict=True) if yes for ids in _sides(pair)]
        sampled = iter(self._sample(rows))
        return [
            replace(pair, source=next(sampled), target=next(sampled)) if yes else pair
            for pair, yes in zip(pairs, chosen, strict=True)
        ]

    def _sample(self, rows: Sequence[Ids]) -> list[Ids]:
        starts = [int(row[0] == self._back_translated) for row in rows]
        texts = [
            self._model.decode(self._pieces[row[start:-1]].tolist()) for row, start in zip(rows, starts, strict=True)
        ]
        drawn = self._model.encode(
            texts, out_type=int, enable_sampling=True, alpha=self._alpha, nbest_size=-1, num_threads=1
        )  # in one thread: each draws for itself
        result = []
        for row, start, pieces in zip(rows, starts, drawn, strict=True):
            ids = np.concatenate([row[:start], self._ids[pieces], row[-1:]]) if pieces else row
            whole = len(ids) <= self._longest and self._unknown not in row and self._unknown not in ids
            result.append(ids if whole else row)
        return result


def _sides(pair: Encoded) -> tuple[Ids, Ids]:
    return pair.source, pair.target
