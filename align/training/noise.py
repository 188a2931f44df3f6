"""Subword regularisation (Kudo 2018): each time a pair is read, its words may be cut into other pieces.

With few pairs the network learns by heart which piece follows which; a word that is cut anew each time has to be learnt
as a word. Only training sees it: drafts are made from the likeliest cut.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from align.training.data import Encoded, Ids
from align.training.vocabulary import UNKNOWN


class SubwordSampling:
    """Cuts both sides of a random `share` (0 to 1) of the pairs anew, with the vocabulary in `folder`.

    Cuts are drawn in proportion to probability ** `alpha`: near 0 every cut is as likely, at 1 the likeliest is drawn
    nearly always (at 0.3 texts have a fifth more pieces). What holds unknown pieces, and what would come to more than
    `longest` tokens, stays as it is.
    """

    def __init__(self, folder: Path, alpha: float = 0.3, share: float = 0.5, longest: int = 160, seed: int = 1):
        import sentencepiece

        self._model: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self._pieces = {number: piece for piece, number in self._ids.items()}
        self._alpha, self._share, self._longest = alpha, share, longest
        self._random = random.Random(seed)

    def __call__(self, pairs: Sequence[Encoded]) -> list[Encoded]:
        """The `pairs`, in their order, some of them cut anew."""
        chosen = [self._random.random() < self._share for _ in pairs]
        cuts = iter(self._cut([ids for pair, yes in zip(pairs, chosen, strict=True) if yes for ids in _sides(pair)]))
        return [
            replace(pair, source=next(cuts), target=next(cuts)) if yes else pair
            for pair, yes in zip(pairs, chosen, strict=True)
        ]

    def _cut(self, rows: Sequence[Ids]) -> list[Ids]:
        texts = [self._model.decode_pieces([self._pieces[number] for number in row[:-1].tolist()]) for row in rows]
        drawn = self._model.encode(texts, out_type=str, enable_sampling=True, alpha=self._alpha, nbest_size=-1)
        unknown = self._ids[UNKNOWN]
        result = []
        for row, pieces in zip(rows, drawn, strict=True):
            ids = [self._ids.get(piece, unknown) for piece in pieces]
            whole = len(ids) < self._longest and unknown not in row and unknown not in ids
            result.append(np.array([*ids, row[-1]], np.int32) if whole else row)
        return result


def _sides(pair: Encoded) -> tuple[Ids, Ids]:
    return pair.source, pair.target
