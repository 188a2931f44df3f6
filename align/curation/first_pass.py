"""The numbers that a first pass keeps of each pair, so that a corpus of any size is surveyed in little memory."""

from __future__ import annotations

import json
import math
from array import array
from collections import Counter
from hashlib import blake2b
from typing import IO

import numpy as np
from numpy.typing import NDArray

from align.corpus.pair import Pair
from align.curation.duplicates import Indices
from align.curation.minhash import Bands, SignatureFile
from align.io.own_errors import scratch_file, temporary_error
from align.languages.normalization import letters, text_key
from align.languages.tags import written_language

_RANKS = {"approved": 0, "edited": 1, "draft": 2, "rejected": 3}


class Survey:
    """Numbers of pairs, by index in the stream; ids and signatures are on disk until `close`.

    `duplicate_key` is what duplicates share: both texts (`pair`), or one of them. Languages count in any case.
    """

    def __init__(self, duplicate_key: str = "pair", signatures: bool = True):
        self.duplicate_key = duplicate_key
        self.kept_ids: dict[int, str] = {}
        self._flag_sets: dict[tuple[str, ...], int] = {}
        self._flag_list: list[tuple[str, ...]] = []
        self._flags, self._dropped, self._statuses = array("I"), bytearray(), bytearray()
        self._scores, self._keys, self._letters, self._documents = array("f"), array("Q"), array("Q"), array("Q")
        self._signatures = SignatureFile() if signatures else None
        self._ids: IO[bytes] = scratch_file()

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, pair: Pair, dropped: bool) -> None:
        """Add a pair; `dropped` where it is dropped whatever the others are."""
        texts = {"source": (pair.source,), "target": (pair.target,)}.get(self.duplicate_key, (pair.source, pair.target))
        if pair.flags not in self._flag_sets:
            self._flag_sets[pair.flags] = len(self._flag_list)
            self._flag_list.append(pair.flags)
        self._flags.append(self._flag_sets[pair.flags])
        self._dropped.append(dropped)
        self._statuses.append(_RANKS[pair.status])
        self._scores.append(math.nan if pair.score is None else pair.score)
        languages = written_language(pair.source_lang), written_language(pair.target_lang)
        self._keys.append(_number(text_key((*languages, *texts))))
        plain = letters(pair.source) if pair.doc else ""
        self._letters.append(_number(text_key((*languages, plain))) if plain else 0)
        self._documents.append(_number(blake2b(pair.doc.encode("utf-8", "surrogatepass"), digest_size=8).digest()))
        try:
            self._ids.write(json.dumps(pair.id).encode() + b"\n")
            if self._signatures:
                self._signatures.add(" ".join(texts))
        except OSError as error:
            raise temporary_error(error) from error

    @property
    def dropped(self) -> NDArray[np.bool_]:
        """Which pairs are dropped whatever the others are."""
        return np.frombuffer(self._dropped, dtype=np.bool_)

    @property
    def statuses(self) -> NDArray[np.uint8]:
        """The rank of each pair's status: 0 approved, 1 edited, 2 draft, 3 rejected."""
        return np.frombuffer(self._statuses, dtype=np.uint8)

    @property
    def scores(self) -> NDArray[np.float32]:
        """The score of each pair; below all others where there is none."""
        return np.nan_to_num(np.frombuffer(self._scores, dtype=np.float32), nan=-np.inf)

    @property
    def keys(self) -> NDArray[np.uint64]:
        """A number that pairs share if they read the same."""
        return np.frombuffer(self._keys, dtype=np.uint64)

    @property
    def letters(self) -> NDArray[np.uint64]:
        """A number that pairs share if their sources do, but for figures and punctuation; 0 outside documents."""
        return np.frombuffer(self._letters, dtype=np.uint64)

    @property
    def documents(self) -> NDArray[np.uint64]:
        """A number for each pair's document."""
        return np.frombuffer(self._documents, dtype=np.uint64)

    def bands(self) -> list[Bands]:
        """The signatures; see `align.curation.minhash`."""
        assert self._signatures, "surveyed without signatures"
        try:
            return self._signatures.bands()
        except OSError as error:
            raise temporary_error(error) from error

    def flags(self, index: int) -> tuple[str, ...]:
        """The flags of a pair."""
        return self._flag_list[self._flags[index]]

    def score(self, index: int) -> float | None:
        """The score of a pair, to four digits."""
        score = self._scores[index]
        return None if math.isnan(score) else round(score, 4)

    def flag_counts(self) -> Counter[str]:
        """How many pairs have each flag."""
        counts: Counter[str] = Counter()
        for number, count in enumerate(np.bincount(np.asarray(self._flags), minlength=1).tolist()):
            if number < len(self._flag_list):
                counts.update(dict.fromkeys(self._flag_list[number], count))
        return counts

    def keep_ids(self, indices: Indices) -> None:
        """Look up the ids of the pairs at `indices` (-1 is none): `kept_ids` has them, all others are forgotten."""
        wanted = set(np.unique(indices[indices >= 0]).tolist())
        self._ids.seek(0)
        self.kept_ids = {index: json.loads(line) for index, line in enumerate(self._ids) if index in wanted}

    def close(self) -> None:
        """Free the disk space; what is in memory stays."""
        self._ids.close()
        if self._signatures:
            self._signatures.close()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "little")
