"""Which tokens a block of sentences needs for its features, and where: plain arithmetic on positions.

A feature of a token depends on the four tokens to each side of it, through two layers of convolutions of order 5, 3 and
2. The second layer is computed in tiles of four neighbouring tokens. A sentence begins with a tile, so that its bits do
not depend on where it stands in a block.

Where two sentences are joined, the end mark of the first and the begin mark of the second go away, and the features of
the four tokens on each side become others: two tiles. Of the first layer only the two tokens next to the join on each
side become others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from align.encoders.minimal_filtering import OUTPUTS

Indices: TypeAlias = NDArray[np.int64]

REACH = 4
"""How many tokens to each side a feature depends on."""
WINDOW = 5
"""Tokens that the widest convolution sees: two to each side."""
_SIDE = WINDOW // 2
_INPUTS = OUTPUTS + WINDOW - 1


@dataclass(frozen=True, slots=True)
class TokenTiles:
    """What is to be computed for a block of s sentences, r rows of the first layer and t tiles of the second.

    `spans` are stretches of the outputs, of which there are 4 a tile: each sentence, then for each sentence that one
    precedes (`joined`) what the join makes of the tokens around it, and what these were without it: the end of the
    sentence before and the beginning of its own.
    """

    windows: Indices
    """The token types in the window of each row of the first layer, (r, 5); type 0 is none. Row 0 is none, too."""
    inputs: Indices
    """The rows of the first layer that a tile sees, from two tokens before it to two after it, (8, t)."""
    types: Indices
    """The token types at the outputs of the tiles, (t, 4)."""
    spans: Indices
    """Where each span begins and ends among the outputs, (s + 3 j, 2), j being the number of joins."""
    joined: Indices
    """The sentences that one precedes, in the block or just before it, (j,)."""


def count_tiles(lengths: Indices, joins: bool) -> Indices:
    """The tiles that each sentence of so many tokens takes; with `joins` those of its join with the one before, too."""
    return -(-lengths // OUTPUTS) + 2 * joins


def token_tiles(flat: Indices, lengths: Indices, *, before: bool, joins: bool) -> TokenTiles:
    """Lay out a block: `flat` has the token types of sentences of so many tokens, with their begin and end marks, one
    after the other. If `before`, the first is the one before the block, and only joined. Without `joins` none is."""
    padded, begins = _apart(flat, lengths)
    ends = begins + lengths
    real = np.flatnonzero(padded)
    rows = np.zeros(len(padded), dtype=np.int64)
    rows[real] = np.arange(1, len(real) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[real - _SIDE]

    first = int(before)
    tiles = -(-lengths // OUTPUTS)
    done = np.zeros(len(lengths), dtype=np.int64)  # tiles at the beginning of a sentence that are not needed
    done[:first] = np.maximum(lengths[:first] - REACH - 1, 0) // OUTPUTS
    wanted = tiles - done
    outputs = OUTPUTS * (np.cumsum(wanted) - wanted - done)  # of the first token of each sentence
    number = np.arange(wanted.sum()) - np.repeat(np.cumsum(wanted) - wanted - done, wanted)
    starts = np.repeat(begins, wanted) + OUTPUTS * number
    inputs = rows[starts + np.arange(-_SIDE, _INPUTS - _SIDE)[:, None]]
    types = padded[starts[:, None] + np.arange(OUTPUTS)]
    spans = np.stack([outputs, outputs + lengths], axis=1)[first:]
    if not joins or len(lengths) < 2:
        return TokenTiles(_from_none(windows), inputs, types, spans, np.zeros(0, dtype=np.int64))

    left, right = slice(None, -1), slice(1, None)
    around = _around(begins[left], ends[left] - 1, begins[right] + 1, ends[right])  # 6 tokens to each side of a join
    near = slice(around.shape[1] // 2 - REACH, around.shape[1] // 2 + REACH)
    types_near = padded[around[:, near]]
    changed = slice(REACH - _SIDE, REACH + _SIDE)
    joined_windows = np.lib.stride_tricks.sliding_window_view(types_near, WINDOW, axis=1).reshape(-1, WINDOW)
    joined_rows = np.where(
        types_near[:, changed] > 0,
        1 + len(real) + np.arange(len(joined_windows)).reshape(-1, 2 * _SIDE),
        0,
    )
    seen = rows[around]
    seen[:, REACH : REACH + 2 * _SIDE] = joined_rows
    tiles_done = OUTPUTS * len(number)
    middle = tiles_done + 2 * OUTPUTS * np.arange(len(seen)) + REACH
    inside = lengths - 2  # tokens without marks
    on_left, on_right = np.minimum(inside[left], REACH), np.minimum(inside[right], REACH)
    own_ends, own_begins = (outputs + lengths)[left], outputs[right]
    return TokenTiles(
        windows=_from_none(np.concatenate([windows, joined_windows])),
        inputs=np.concatenate([inputs, np.stack([seen[:, :_INPUTS], seen[:, OUTPUTS:]], 1).reshape(-1, _INPUTS).T], 1),
        types=np.concatenate([types, types_near.reshape(-1, OUTPUTS)]),
        spans=np.concatenate(
            [
                spans,
                np.stack([middle - on_left, middle + on_right], axis=1),
                np.stack([own_ends - on_left - 1, own_ends], axis=1),
                np.stack([own_begins, own_begins + on_right + 1], axis=1),
            ]
        ),
        joined=np.arange(len(seen)) + 1 - first,
    )


def _apart(flat: Indices, lengths: Indices) -> tuple[Indices, Indices]:
    """Set sentences apart by so many zeros that no tile sees two of them: the padded types, and where each begins."""
    taken = -(-lengths // OUTPUTS) * OUTPUTS + _SIDE
    begins = _SIDE + np.cumsum(taken) - taken
    padded = np.zeros(2 * _SIDE + int(taken.sum()), dtype=np.int64)
    padded[np.repeat(begins - np.cumsum(lengths) + lengths, lengths) + np.arange(len(flat))] = flat
    return padded, begins


def _around(begins: Indices, ends: Indices, nexts: Indices, lasts: Indices) -> Indices:
    """The positions of six tokens before and six after each join: of [begin, end) on the left, [next, last) on the
    right. Position 0, which is none, for those that are not there."""
    reach = REACH + _SIDE
    left = ends[:, None] + np.arange(-reach, 0)
    right = nexts[:, None] + np.arange(reach)
    return np.concatenate([left * (left >= begins[:, None]), right * (right < lasts[:, None])], axis=1)


def _from_none(windows: Indices) -> Indices:
    """Put the row that is none in front."""
    return np.concatenate([np.zeros((1, WINDOW), dtype=np.int64), windows])
