"""From an English news story to a reviewed bilingual corpus: read, segment, draft, align, check, write.

    from align import read_corpus, read_document, split

    for segment in split(read_document("story.txt")):
        print(segment.kind, segment.flat)

Names are imported when they are used, so that `import align` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from align.alignment import AlignOptions, Bead, align_segments
    from align.checks import check_pairs, describe
    from align.corpus import Corpus, Pair, Signature, open_writers, read_corpus, write_corpus
    from align.errors import AlignError
    from align.readers import find_documents, read_document
    from align.segmentation import split
    from align.text import Document, Paragraph, Segment
    from align.translation import open_engine
    from align.translation.engine import Decoding, Draft, Engine
    from align.translation.store import find_model

__version__ = "0.1.0"

_HOMES = {
    "align.alignment": ("AlignOptions", "Bead", "align_segments"),
    "align.checks": ("check_pairs", "describe"),
    "align.corpus": ("Corpus", "Pair", "Signature", "open_writers", "read_corpus", "write_corpus"),
    "align.errors": ("AlignError",),
    "align.readers": ("find_documents", "read_document"),
    "align.segmentation": ("split",),
    "align.text": ("Document", "Paragraph", "Segment"),
    "align.translation": ("open_engine",),
    "align.translation.engine": ("Decoding", "Draft", "Engine"),
    "align.translation.store": ("find_model",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AlignError",
    "AlignOptions",
    "Bead",
    "Corpus",
    "Decoding",
    "Document",
    "Draft",
    "Engine",
    "Pair",
    "Paragraph",
    "Segment",
    "Signature",
    "align_segments",
    "check_pairs",
    "describe",
    "find_documents",
    "find_model",
    "open_engine",
    "open_writers",
    "read_corpus",
    "read_document",
    "split",
    "write_corpus",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'align' has no attribute {name!r}")
