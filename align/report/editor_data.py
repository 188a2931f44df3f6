"""The data of an editor: the pairs as its script reads them, in JSON within the page."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from align.checks.confidence import CONFIDENCE, UNCERTAIN
from align.corpus.fingerprints import PairFingerprint
from align.corpus.pair import Pair
from align.io.own_errors import ScratchText
from align.languages.scripts import is_unspaced
from align.report.figures import Band
from align.report.strings import PageWords
from align.review.review_options import FOUND

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EditorFiles:
    """The names that the page shows: of the corpus, of the file of decisions that it saves, and the command that merges
    the one into the other."""

    corpus: str
    decisions: str
    merge: str


class EditorData:
    """Writes the data, a document at a time. In the page they take the place of `PLACE`.

    A pair is a list: id, fingerprint, number, source, target, status, note, severity of its flags, confidence or null,
    and its band in the picture, from and to in the source and in the target.
    """

    PLACE = "\0data\0"

    def __init__(self, out: ScratchText, words: PageWords):
        self._out = out
        self._words = words
        self._hash = hashlib.sha256()
        self._alignment = True
        self._documents = 0
        self.with_confidence = False
        out.write('{"docs":[')

    def document(self, doc: str, pairs: Sequence[Pair], bands: Sequence[Band]) -> None:
        """Write a document with its pairs and their bands."""
        spaces = ["" if is_unspaced(language) else " " for language in (pairs[0].source_lang, pairs[0].target_lang)]
        rows = [self._row(pair, band) for pair, band in zip(pairs, bands, strict=True)]
        self._out.write("," if self._documents else "")
        self._out.write(_json({"name": doc, "spaces": spaces, "rows": rows}))
        self._documents += 1

    def _row(self, pair: Pair, band: Band) -> list[Any]:
        check = str(PairFingerprint.of_pair(pair))
        confidence = pair.extra.get(CONFIDENCE)
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
            confidence = None
        self.with_confidence |= confidence is not None
        self._alignment &= pair.origin in FOUND
        self._hash.update(_json([pair.doc, pair.id, check]).encode("utf-8", "replace"))
        text = [pair.id, check, pair.n, pair.source, pair.target, pair.status, pair.note]
        return [*text, band.severity, confidence, *band.source, *band.target]

    def close(self, files: EditorFiles) -> None:
        """Write the rest."""
        rest = {
            "key": self._hash.hexdigest()[:24],
            "corpus": files.corpus,
            "file": files.decisions,
            "merge": files.merge,
            "alignment": self._alignment,
            "uncertain": UNCERTAIN,
            "language": self._words.language,
            "words": self._words.editor(),
        }
        self._out.write(f"],{_json(rest)[1:]}")


def _json(value: object) -> str:
    """JSON that may stand in a script element of a page and in a file in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
