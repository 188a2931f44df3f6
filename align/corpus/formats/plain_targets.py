"""Only the targets, one a line, as scoring tools such as sacrebleu and COMET read hypotheses. Written, not read."""

from __future__ import annotations

from typing import BinaryIO

from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.io.xml_text import one_line


class Writer:
    """Writes a target a line, an empty line for a pair without one, so that lines stay parallel to the sources."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream

    def write(self, pair: Pair) -> None:
        """Add one line."""
        self._stream.write(one_line(pair.target).encode("utf-8", "replace") + b"\n")

    def close(self) -> list[str]:
        """Return no warnings; nothing is left to write."""
        return []
