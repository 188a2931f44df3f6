"""Word translations learnt from a model's training data: which words of a draft and of its source nothing explains.

A checkpoint may have them in a file, `words.npz`, beside its weights: pairs of words that translate each other with
some probability by IBM model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003), each cut to its first letters,
which stand for all forms of a word. A model that drafts leaves words out and invents others; word translations, which
know nothing of fluency, notice.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from align.checkpoints.content import WORDS
from align.errors import ModelError
from align.localization import _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEM = 5
"""Letters of a word that count: its first ones."""
FORWARD, BACKWARD = 1, 2
"""Bits of a pair of words: the target word is a likely translation of the source word, and the other way round."""
_WORD = re.compile(r"\d+|[^\W\d_]+")


def stems(text: str) -> list[str]:
    """The words of a text, in small letters and cut to STEM letters, each as often as it stands there."""
    return [word[:STEM] for word in _WORD.findall(text.lower())]


class WordTranslations:
    """Pairs of words that translate each other: of source word w those with `targets[starts[w]:starts[w + 1]]`, and in
    `directions` which of the two is likely given the other."""

    def __init__(
        self,
        source: Sequence[str],
        target: Sequence[str],
        counts: NDArray[np.integer],
        targets: NDArray[np.integer],
        directions: NDArray[np.uint8],
        content: str = "",
    ):
        import numpy as np

        self._source = {word: number for number, word in enumerate(source)}
        self._target = {word: number for number, word in enumerate(target)}
        self._starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._targets, self._directions = targets.astype(np.int64), directions
        self._content = content
        sizes = len(self._targets), len(directions), self._starts[-1]
        if len(counts) != len(source) or len(set(sizes)) != 1 or self._targets.max(initial=-1) >= len(target):
            raise ValueError("the parts do not fit each other")

    @property
    def signature(self) -> str:
        """Names the file's content: `words-6b1f2c3d`."""
        return f"words-{self._content}"

    @classmethod
    def load(cls, folder: Path) -> WordTranslations | None:
        """Read those of the checkpoint in `folder`; None where it has none. Raises ModelError for a broken file."""
        path = folder / WORDS
        if not path.exists():
            return None
        try:
            return cls._read(path)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error) as error:
            raise ModelError(
                _("cannot read the word translations of the model: {path}", path=path),
                path=path,
                hint=_("install the model again, or delete this file to do without it"),
            ) from error

    @classmethod
    def _read(cls, path: Path) -> WordTranslations:
        import numpy as np

        content = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        with np.load(path, allow_pickle=False) as arrays:
            source, target = (bytes(arrays[name]).decode("utf-8").split() for name in ("source", "target"))
            return cls(source, target, arrays["counts"], arrays["targets"], arrays["directions"], content)

    def unexplained(self, source: str, drafts: Sequence[str]) -> NDArray[np.float32]:
        """The share, 0 to 1, of the words of `source` that no word of a draft is a translation of, and that of the
        draft's words which translate none of the source: shape (drafts, 2). 1 where a side has no words."""
        import numpy as np

        found = np.ones((len(drafts), 2), dtype=np.float32)
        ours, theirs = stems(source), [stems(draft) for draft in drafts]
        numbers = [np.array([self._target.get(stem, -1) for stem in draft], dtype=np.int64) for draft in theirs]
        columns = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *numbers]))
        columns = columns[columns >= 0]
        pairs = np.zeros((len(ours), len(columns) + 1), dtype=np.uint8)  # the last column for words not known
        for row, stem in enumerate(ours):
            if len(columns) and (word := self._source.get(stem)) is not None:
                inside = slice(self._starts[word], self._starts[word + 1])
                at = np.minimum(np.searchsorted(columns, self._targets[inside]), len(columns) - 1)
                hit = columns[at] == self._targets[inside]
                pairs[row, at[hit]] = self._directions[inside][hit]
        for number, draft in enumerate(numbers):
            if len(draft) and len(ours):
                at = np.where(draft < 0, len(columns), np.searchsorted(columns, draft))
                between = pairs[:, at]
                found[number] = (
                    1 - ((between & BACKWARD) > 0).any(axis=1).mean(),
                    1 - ((between & FORWARD) > 0).any(axis=0).mean(),
                )
        return found
