"""`align adapt` from corpora to a checkpoint's folder: split the pairs, fine-tune, measure once, publish."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from align._version import __version__
from align.checkpoints.checkpoint_store import LocalModel
from align.checkpoints.content import content_hash
from align.corpus.format_registry import read_corpus
from align.corpus.pair import Pair
from align.errors import MissingExtraError, QualityError
from align.languages.tags import best_tag
from align.localization import N_, _
from align.training.adaptation import Adaptation, AdaptationOptions, Callbacks
from align.training.base import declared_languages, find_base
from align.training.card import AdaptationResult, write_card
from align.training.curve import CURVE, draw_curve
from align.training.data import Example, digest
from align.training.draft_scoring import Comparison, compare, drafts
from align.training.example_selection import (
    Count,
    DataSplits,
    choose_splits,
    general_pairs,
    listed_reasons,
    replay_sample,
)
from align.training.run_directory import RunDirectory
from align.training.vocabulary import tokeniser

LEARNED = ("approved", "edited")
"""Statuses of pairs that a person stands behind. Readers give `approved` to the pairs of a file that knows no status,
such as another tool's TMX: a translation memory is somebody's approved work."""

MAX_REPLAY = 20_000
"""General pairs that are mixed in at most."""


@dataclass(frozen=True, slots=True)
class AdaptationRequest:
    """Adapt the checkpoint `base` (a name as `--model` takes it) to the pairs of `corpora` that have one of `statuses`,
    into `folder`. `mix` are corpora of general pairs to learn besides, `general` some to measure with. Languages left
    empty are those that the corpora declare; `format` is for corpora whose suffix is unknown."""

    corpora: Sequence[str]
    folder: Path
    base: str = "auto"
    source_lang: str = ""
    target_lang: str = ""
    statuses: Collection[str] = LEARNED
    mix: Sequence[str] = ()
    general: Sequence[str] = ()
    format: str | None = None
    options: AdaptationOptions = field(default_factory=AdaptationOptions)


def adapt(request: AdaptationRequest, created: str, callbacks: Callbacks) -> AdaptationResult:
    """Fine-tune and write the checkpoint's folder; `created` is the date for its card.

    Raises InputError for too few pairs, OutputError for a folder that holds something else, QualityError when no round
    beat the base: then nothing is written. An interrupt (KeyboardInterrupt) leaves all that is needed to resume.
    """
    import torch

    from align.cores import available_cores

    options = request.options
    torch.set_num_threads(options.threads or available_cores())
    corpora = [
        read_corpus(name, request.format, source_lang=request.source_lang, target_lang=request.target_lang)
        for name in request.corpora
    ]
    languages = declared_languages(corpora, request.source_lang, request.target_lang)
    base = _for_pair(find_base(request.base, languages), *languages)
    source, target = _token_counters(base)
    general = general_pairs(_pairs(request.general, languages), source, target)
    splits = choose_splits(chain.from_iterable(corpora), request.statuses, source, target, general)
    mix = replay_sample(_pairs(request.mix, languages), splits, source, target, MAX_REPLAY, options.seed)
    _report_splits(base, splits, mix, callbacks)
    base_id = f"{base.name}@{content_hash(base.path)}"
    directory = RunDirectory(request.folder, _job(base_id, splits, mix, options))
    if directory.resumed:
        callbacks.warn(_("going on with the run that was interrupted in {folder}", folder=request.folder))
    adaptation = Adaptation(base, splits, mix, directory.scratch, options)
    adaptation.run(callbacks.on_progress)
    if not adaptation.improved:
        directory.discard()
        raise _no_better(adaptation)
    test, general_scores = _compare_with_base(adaptation)
    result = AdaptationResult(
        name=request.folder.resolve().name,
        base=base,
        base_id=base_id,
        corpora=[Path(name).name for name in request.corpora],
        splits=splits,
        mixed=len(mix),
        options=options,
        learning_rate=adaptation.learning_rate,
        rounds=adaptation.rounds,
        test=test,
        general=general_scores,
        created=created,
        version=__version__,
    )
    try:
        draw_curve(result.rounds, adaptation.best_folder / CURVE, f"{base.name} → {result.name}")
    except MissingExtraError as error:
        callbacks.warn(_("the model has no learning-curve picture: {error}", error=error))
    write_card(result, adaptation.best_folder)
    directory.publish(adaptation.best_folder)
    return result


def _for_pair(base: LocalModel, source: str, target: str) -> LocalModel:
    """Narrow `base` to this pair of languages: that is all that it will have been adapted and measured for."""
    languages = best_tag(source, base.sources) or source, best_tag(target, base.targets) or target
    return replace(base, sources=languages[:1], targets=languages[1:])


def _pairs(names: Sequence[str], languages: tuple[str, str]) -> Iterator[Pair]:
    for name in names:
        yield from read_corpus(name, source_lang=languages[0], target_lang=languages[1])


def _token_counters(base: LocalModel) -> tuple[Count, Count]:
    def counter(side: str) -> Count:
        tokenise = tokeniser(base.path, side)
        return lambda texts: [len(row) for row in tokenise(texts)]

    return counter("source"), counter("target")


def _report_splits(base: LocalModel, splits: DataSplits, mix: Sequence[Example], callbacks: Callbacks) -> None:
    left_out = listed_reasons(splits.dropped)
    callbacks.warn(
        _(
            "adapting {name}: {train:,} pairs to learn from, {dev:,} to stop by, {test:,} to measure with",
            name=base.name,
            train=len(splits.train),
            dev=len(splits.dev),
            test=len(splits.test),
        )
        + (_(", {n:,} general ones mixed in", n=len(mix)) if mix else "")
        + (_("; left out: {left_out}", left_out=left_out) if left_out else "")
    )
    if not splits.documents:
        callbacks.warn(
            _("the corpus is one document, or few large ones: its last pairs are held out instead of whole documents")
        )


def _job(base_id: str, splits: DataSplits, mix: Sequence[Example], options: AdaptationOptions) -> dict[str, str]:
    """The identity of this run. Limits of time and passes may change when it is resumed."""
    settings = f"rate {options.learning_rate}, retain {options.retain}, seed {options.seed}, {options.precision}"
    return {
        N_("base"): base_id,
        N_("corpus"): digest([*splits.train, *splits.dev, *splits.test]),
        N_("mix"): digest(mix),
        N_("set of options"): settings,
    }


def _compare_with_base(adaptation: Adaptation) -> tuple[Comparison, Comparison | None]:
    """Compare the base with the best round, on the pairs that nothing has looked at yet, and on general ones if any."""
    splits, options = adaptation.splits, adaptation.options
    adapted = replace(adaptation.base, path=adaptation.best_folder, is_starter=False)

    def both(examples: Sequence[Example]) -> Comparison:
        before, after = (drafts(m, examples, options.device, options.threads) for m in (adaptation.base, adapted))
        return compare(before, after, examples)

    return both(splits.test), both(splits.general) if splits.general else None


def _no_better(adaptation: Adaptation) -> QualityError:
    before, later = adaptation.rounds[0].chrf, [round_.chrf for round_ in adaptation.rounds[1:]]
    if later:
        message = _(
            "no better model came of it: chrF on the development pairs went from {before:.1f} to {best:.1f} at best",
            before=before,
            best=max(later),
        )
    else:
        message = _(
            "no better model came of it: chrF on the development pairs is {before:.1f}; no round was finished",
            before=before,
        )
    name = adaptation.base.name
    hint = _("Nothing was written: keep using {name}, or adapt with more reviewed pairs", name=name)
    return QualityError(message, hint=hint)
