"""Open the jobs that a person's options ask for: the same for a few stories, a collection, a script and a notebook.

The options are plain values, which travel to other processes; a job holds a loaded engine and open files, and is
closed.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from align.errors import ModelError, option_name
from align.localization import _
from align.options import declared
from align.pipelines.options import PairOptions, TranslateOptions
from align.pipelines.quotes import DEFAULT, quotes_of, quotes_to_go_on
from align.pipelines.translate import PairScorer, TranslationJob
from align.progress import Warn

if TYPE_CHECKING:
    from align.checkpoints.checkpoint_store import LocalModel
    from align.memory import MemoryLookup
    from align.pipelines.align import AlignmentJob
    from align.pipelines.keeping import KeptCorpus
    from align.quality.estimator import Estimator
    from align.translation.engine import Engine
    from align.translation.terminology import Terminology


def open_job(
    options: TranslateOptions, model: LocalModel, target_lang: str, created: str, warn: Warn
) -> TranslationJob:
    """Load what drafting into `target_lang` with `model` (of `find_model`) needs. `created` is a date.

    `warn` gets a line on what cannot be had and is done without. Close the job when it is done. Raises ModelError for a
    checkpoint that does not load, what `MemoryLookup.open` raises for memories, and InputError for a glossary.
    """
    from align.checkpoints.content import content_hash

    content = content_hash(model.path)
    with ExitStack() as opened:
        memory = open_memories(options, target_lang, warn)
        if memory:
            opened.callback(memory.close)
        terminology = open_terminology(options, target_lang, warn) if options.glossary else None
        engine = open_drafting(options, model, content, target_lang, warn, opened)
        scorer = open_scorer(options.source_lang, target_lang, warn, options.threads) if options.score else None
        return TranslationJob(
            source_lang=options.source_lang,
            target_lang=target_lang,
            engine=engine,
            model=model.name,
            checkpoint=f"{model.name}@{content}",
            created=created,
            decoding=options.decoding,
            quotes=options.quotes or DEFAULT,
            one_per_line=options.one_per_line,
            scorer=scorer,
            estimator=open_estimator(warn),
            memory=memory,
            terminology=terminology,
            typography=options.typography,
            resources=opened.pop_all(),
        )


def open_drafting(
    options: TranslateOptions, model: LocalModel, content: str, target_lang: str, warn: Warn, opened: ExitStack
) -> Engine:
    """The engine of a job, whose model has the hash `content`; with a cache, one that remembers its drafts for later
    runs. What has to be closed goes to `opened`."""
    from align.translation import open_engine
    from align.translation.caching import CachingEngine
    from align.translation.draft_cache import DraftStore

    engine = open_engine(options.engine, model, options.device, options.threads)
    engine = reranked(engine, options, model, target_lang, warn)
    store = DraftStore.open(warn) if options.cache else None
    if not store:
        return engine
    opened.callback(store.close)
    return CachingEngine(engine, store, f"{content} {model.target_token or ''}")


def reranked(engine: Engine, options: TranslateOptions, model: LocalModel, target_lang: str, warn: Warn) -> Engine:
    """`engine`, or one that keeps the best of its drafts, where options or card ask for it and the encoder can tell."""
    count = candidates(options, model)
    if count == 1:
        return engine
    from align.encoders.base import load_encoder, supports
    from align.quality.word_translations import WordTranslations
    from align.translation.reranking import RerankingEngine

    encoder = load_encoder(threads=options.threads)
    if supports(encoder, options.source_lang, target_lang):
        return RerankingEngine(engine, encoder, count, WordTranslations.load(model.path))
    if options.best_of:
        warn(
            _(
                "{option} does nothing: the sentence encoder does not know {source_lang} and {target_lang}",
                option=option_name("best_of"),
                source_lang=options.source_lang,
                target_lang=target_lang,
            )
        )
    return engine


def candidates(options: TranslateOptions, model: LocalModel) -> int:
    """How many drafts are made of each text: as many as asked for, else what the model's card says, else one."""
    count = options.best_of or model.card.get("best_of", 1)
    return count if isinstance(count, int) and not declared(TranslateOptions, "best_of").problem_with(count) else 1


def open_memories(options: TranslateOptions, target_lang: str, warn: Warn) -> MemoryLookup | None:
    """The memories that are named, or None. `warn` gets a line on those that have not these languages."""
    if not options.memory:
        return None
    from align.memory import MemoryLookup

    memories = MemoryLookup.open(options.memory, options.source_lang, target_lang, options.fuzzy)
    for name in memories.without_units:
        warn(
            _(
                "{name} holds no translations from {source_lang} into {target_lang}",
                name=name,
                source_lang=options.source_lang,
                target_lang=target_lang,
            )
        )
    return memories


def open_terminology(options: TranslateOptions, target_lang: str, warn: Warn) -> Terminology:
    """The glossary that is named, as drafting wants it."""
    from align.glossary import open_glossary
    from align.translation.terminology import Terminology

    glossary = open_glossary(options.glossary, options.source_lang, target_lang, warn)
    return Terminology.of(glossary, options.source_lang, target_lang, options.glossary_mode)


def open_scorer(source_lang: str, target_lang: str, warn: Warn, threads: int = 0) -> PairScorer | None:
    """How pairs are scored: the bundled encoder, where it knows both languages; on so many cores, 0 being all."""
    from align.encoders.base import load_encoder, supports
    from align.encoders.pair_similarity import score_pairs

    encoder = load_encoder(threads=threads)
    if not supports(encoder, source_lang, target_lang):
        warn(
            _(
                "pairs are not scored: the sentence encoder does not know {source_lang} and {target_lang}",
                source_lang=source_lang,
                target_lang=target_lang,
            )
        )
        return None
    return PairScorer(encoder.signature, partial(score_pairs, encoder=encoder))


def open_estimator(warn: Warn) -> Estimator | None:
    """What says how good drafts are; None where its model cannot be read, and `warn` gets a line."""
    from align.quality.estimator import Estimator

    try:
        return Estimator.load()
    except ModelError as error:
        warn(_("the quality of drafts is not estimated: {reason}", reason=error))
        return None


def open_alignment(options: PairOptions, created: str, warn: Warn) -> AlignmentJob:
    """Load what aligning needs: the encoder, the glossary and the corpus that is kept. `created` is a date.

    `warn` gets a line where there is nothing to keep. Raises ModelError or MissingExtraError for an encoder that cannot
    be had, InputError for a glossary, and for a corpus what `read_corpus` raises.
    """
    from align.encoders.base import load_encoder
    from align.glossary import open_glossary
    from align.pipelines.align import AlignmentJob

    languages = options.source_lang or "", options.target_lang or ""
    keep = open_kept(options.keep, warn) if options.keep else None
    before = quotes_of(keep.signature) if keep else None
    return AlignmentJob(
        encoder=load_encoder(options.encoder),
        created=created,
        source_lang=options.source_lang,
        target_lang=options.target_lang,
        quotes=quotes_to_go_on(options.quotes, before, options.keep, warn),
        one_per_line=options.one_per_line,
        max_bead=options.max_bead,
        skip=options.skip,
        anchors=options.anchors,
        reorder=options.reorder,
        glossary=open_glossary(options.glossary, *languages, warn) if options.glossary else None,
        typography=options.typography,
        keep=keep,
    )


def open_kept(name: str, warn: Warn) -> KeptCorpus:
    """Read the reviewed corpus in a file; `warn` gets a line where nothing in it is confirmed."""
    from align.corpus import read_corpus
    from align.pipelines.keeping import KeptCorpus

    corpus = read_corpus(name)
    kept = KeptCorpus(name, corpus, corpus.signature)
    if not kept.confirmed:
        warn(_("{name} has no pair that is approved or edited: all is aligned anew", name=name))
    return kept
