"""Open the TranslationJob that a person's options ask for: the same for a few stories and for a collection.

The options are plain values, which travel to other processes; a job holds a loaded engine and open files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from align.pipelines.translate import PairScorer, TranslationJob
from align.translation.engine import Decoding, Engine

if TYPE_CHECKING:
    from align.checkpoints.checkpoint_store import LocalModel
    from align.memory import MemoryLookup
    from align.translation.terminology import Mode, Terminology

Say = Callable[[str], None]

MOST_CANDIDATES = 32
"""The most drafts of one text that may be asked for, as many as the widest beam."""


@dataclass(frozen=True, slots=True)
class Request:
    """How documents of one language are to be drafted. `threads` 0 is all cores; `score` asks for similarity scores.

    `memories` are translation memories, the most important first, and `fuzzy` the least similarity (per cent) of what
    is shown from them beside a draft, 0 for nothing. With `cache`, drafts are kept for later runs. `glossary` is a file
    of terms, and `glossary_mode` what is done to have them in the drafts (see `align.translation.terminology`).
    With `typography`, drafts get the quotation marks, dashes and spaces of their language. Each draft is the best of
    `best_of` candidates (see `align.translation.reranking`); None leaves the number to the model's card.
    """

    source_lang: str
    model: str = "auto"
    engine: str = "ctranslate2"
    device: str = "auto"
    threads: int = 0
    decoding: Decoding = Decoding()
    quotes: str = "keep"
    one_per_line: bool = False
    score: bool = True
    memories: tuple[str, ...] = ()
    fuzzy: int = 75
    cache: bool = True
    glossary: str = ""
    glossary_mode: Mode = "rerank"
    typography: bool = False
    best_of: int | None = None


def open_job(request: Request, model: LocalModel, target_lang: str, created: str, say: Say) -> TranslationJob:
    """Load what `request` needs to draft into `target_lang` with `model` (of `find_model`). `created` is a date.

    `say` gets a line on what cannot be had and is done without. Raises ModelError for a checkpoint that does not load.
    """
    from align.checkpoints.conversion import content_hash

    memory = open_recall(request, target_lang, say)
    return TranslationJob(
        source_lang=request.source_lang,
        target_lang=target_lang,
        engine=open_drafting(request, model, target_lang, say),
        model=model.name,
        checkpoint=f"{model.name}@{content_hash(model.path)}",
        created=created,
        decoding=request.decoding,
        quotes=request.quotes,
        one_per_line=request.one_per_line,
        scorer=open_scorer(request.source_lang, target_lang, say) if request.score else None,
        memory=memory,
        terminology=open_terminology(request, target_lang, say) if request.glossary else None,
        typography=request.typography,
    )


def open_drafting(request: Request, model: LocalModel, target_lang: str, say: Say) -> Engine:
    """The engine of a request; with a cache, one that remembers what it has drafted in this run and in others."""
    from align.checkpoints.conversion import content_hash
    from align.translation import open_engine
    from align.translation.caching import CachingEngine
    from align.translation.draft_cache import DraftStore

    engine = open_engine(request.engine, model, request.device, request.threads)
    engine = choosing(engine, request, model, target_lang, say)
    store = DraftStore.open(say) if request.cache else None
    scope = f"{content_hash(model.path)} {model.target_token or ''}"
    return CachingEngine(engine, store, scope) if store else engine


def choosing(engine: Engine, request: Request, model: LocalModel, target_lang: str, say: Say) -> Engine:
    """`engine`, or one that keeps the best of its drafts, where request or card ask for it and the encoder can tell."""
    count = candidates(request, model)
    if count == 1:
        return engine
    from align.encoders.base import load_encoder, supports
    from align.translation.reranking import RerankingEngine

    encoder = load_encoder()
    if supports(encoder, request.source_lang, target_lang):
        return RerankingEngine(engine, encoder, count)
    if request.best_of:
        say(f"--best-of does nothing: the sentence encoder does not know {request.source_lang} and {target_lang}")
    return engine


def candidates(request: Request, model: LocalModel) -> int:
    """How many drafts are made of each text: as many as asked for, else what the model's card says, else one."""
    count = request.best_of or model.card.get("best_of", 1)
    return count if isinstance(count, int) and 1 <= count <= MOST_CANDIDATES else 1


def open_recall(request: Request, target_lang: str, say: Say) -> MemoryLookup | None:
    """The memories of a request, or None where it names none. `say` hears of those that have not these languages."""
    if not request.memories:
        return None
    from align.memory import MemoryLookup

    recall = MemoryLookup.open(request.memories, request.source_lang, target_lang, request.fuzzy)
    for name in recall.without_units:
        say(f"{name} holds no translations from {request.source_lang} into {target_lang}")
    return recall


def open_terminology(request: Request, target_lang: str, say: Say) -> Terminology:
    """The glossary of a request, as drafting wants it."""
    from align.glossary import open_glossary
    from align.translation.terminology import Terminology

    glossary = open_glossary(request.glossary, request.source_lang, target_lang, say)
    return Terminology.of(glossary, request.source_lang, target_lang, request.glossary_mode)


def open_scorer(source_lang: str, target_lang: str, say: Say) -> PairScorer | None:
    """How pairs are scored: the bundled encoder, where it knows both languages."""
    from align.encoders.base import load_encoder, supports
    from align.encoders.pair_similarity import score_pairs

    encoder = load_encoder()
    if not supports(encoder, source_lang, target_lang):
        say(f"pairs are not scored: the sentence encoder does not know {source_lang} and {target_lang}")
        return None
    return PairScorer(encoder.signature, partial(score_pairs, encoder=encoder))
