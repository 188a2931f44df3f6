"""From an English news story to a reviewed bilingual corpus: read, segment, draft, align, check, write.

    from align import translate, write_corpus

    corpus = translate("story.txt", to="ru")
    write_corpus(corpus, "story.tmx")

The names in `__all__` are stable; docs/compatibility.md says what that means. They are imported when they are used, so
that `import align` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from align._version import __version__ as __version__

if TYPE_CHECKING:
    from align.alignment.align_options import AlignOptions
    from align.alignment.aligner import align_segments
    from align.alignment.beads import Bead
    from align.api import align, as_document, pair, split, translate
    from align.checkpoints.checkpoint_store import find_model
    from align.checks import check_pairs, describe
    from align.corpus import Corpus, Pair, Signature, read_corpus
    from align.document import Document, Paragraph, Segment
    from align.errors import AlignError
    from align.readers import find_documents, read_document
    from align.text_aligner import Aligner
    from align.translation import open_engine
    from align.translation.engine import Decoding, Draft, Engine
    from align.translator import Translator
    from align.writing import open_writers, write_corpus, write_document

_HOMES = {
    "align.alignment.align_options": ("AlignOptions",),
    "align.alignment.aligner": ("align_segments",),
    "align.alignment.beads": ("Bead",),
    "align.api": ("align", "as_document", "pair", "split", "translate"),
    "align.checks": ("check_pairs", "describe"),
    "align.corpus": ("Corpus", "Pair", "Signature", "read_corpus"),
    "align.errors": ("AlignError",),
    "align.readers": ("find_documents", "read_document"),
    "align.document": ("Document", "Paragraph", "Segment"),
    "align.text_aligner": ("Aligner",),
    "align.translation": ("open_engine",),
    "align.translation.engine": ("Decoding", "Draft", "Engine"),
    "align.checkpoints.checkpoint_store": ("find_model",),
    "align.translator": ("Translator",),
    "align.writing": ("open_writers", "write_corpus", "write_document"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AlignError",
    "AlignOptions",
    "Aligner",
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
    "Translator",
    "align",
    "align_segments",
    "as_document",
    "check_pairs",
    "describe",
    "find_documents",
    "find_model",
    "open_engine",
    "open_writers",
    "pair",
    "read_corpus",
    "read_document",
    "split",
    "translate",
    "write_corpus",
    "write_document",
]


if not TYPE_CHECKING:  # a type checker should know a name that does not exist

    def __getattr__(name: str) -> Any:
        if name in _HOME_OF:
            return getattr(import_module(_HOME_OF[name]), name)
        raise AttributeError(f"module 'align' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
