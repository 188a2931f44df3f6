"""`align adapt` from corpora to a checkpoint's folder: choose the sets, fine-tune, measure once, publish."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from align._version import __version__
from align.checkpoints.checkpoint_store import LocalModel, find_model
from align.checkpoints.conversion import content_hash
from align.corpus.format_registry import read_corpus
from align.corpus.pair import Corpus, Pair
from align.errors import MissingExtraError, QualityError, UsageError
from align.languages.tags import best_tag
from align.training.adaptation import Adaptation, AdaptationOptions, Watch
from align.training.card import AdaptationResult, write_card
from align.training.curve import CURVE, draw_curve
from align.training.data import Example, digest
from align.training.draft_scoring import Comparison, compare, drafts
from align.training.example_selection import Count, Sets, choose_sets, general_pairs, mixed_in
from align.training.run_directory import Workplace
from align.training.vocabulary import tokeniser

Say = Callable[[str], None]

LEARNED = ("approved", "edited")
"""Statuses of pairs that a person stands behind. Readers give `approved` to the pairs of a file that knows no status,
such as another tool's TMX: a translation memory is somebody's approved work."""

MIX_MOST = 20_000


@dataclass(frozen=True, slots=True)
class AdaptationRequest:
    """What to adapt: the checkpoint `base` (a name as `--model` takes it) to the pairs of `corpora` that have one of
    `statuses`, into `folder`; `mix` are corpora of general pairs to learn besides, `general` some to measure with.
    Languages left empty are those that the corpora say, `format` is for corpora whose names do not tell theirs."""

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


def adapt(request: AdaptationRequest, created: str, watch: Watch, say: Say) -> AdaptationResult:
    """Fine-tune and write the checkpoint's folder; `watch` hears of progress, `say` gets lines for the user.

    Raises InputError for too few pairs, OutputError for a folder that holds something else, QualityError when no round
    beat the base: then nothing is written. An interrupt (KeyboardInterrupt) leaves all that is needed to go on.
    """
    import torch

    from align.translation.ctranslate2_engine import available_cores

    options = request.options
    torch.set_num_threads(options.threads or available_cores())
    corpora = [
        read_corpus(name, request.format, source_lang=request.source_lang, target_lang=request.target_lang)
        for name in request.corpora
    ]
    languages = _languages(request, corpora)
    base = _for_pair(find_model(request.base, *languages), *languages)
    source, target = _counters(base)
    general = general_pairs(_pairs(request.general, languages), source, target)
    sets = choose_sets(chain.from_iterable(corpora), request.statuses, source, target, general)
    mix = mixed_in(_pairs(request.mix, languages), sets, source, target, MIX_MOST, options.seed)
    _tell_sets(base, sets, mix, say)
    base_id = f"{base.name}@{content_hash(base.path)}"
    workplace = Workplace(request.folder, _job(base_id, sets, mix, options))
    if workplace.resumed:
        say(f"going on with the run that was interrupted in {request.folder}")
    adaptation = Adaptation(base, sets, mix, workplace.scratch, options)
    adaptation.run(watch)
    if not adaptation.improved:
        workplace.discard()
        raise QualityError(_no_better(adaptation))
    test, general_scores = _measured(adaptation)
    outcome = AdaptationResult(
        name=request.folder.resolve().name,
        base=base,
        base_id=base_id,
        corpora=[Path(name).name for name in request.corpora],
        sets=sets,
        mixed=len(mix),
        options=options,
        rate=adaptation.rate,
        rounds=adaptation.rounds,
        test=test,
        general=general_scores,
        created=created,
        version=__version__,
    )
    try:
        draw_curve(outcome.rounds, adaptation.best_folder / CURVE, f"{base.name} → {outcome.name}")
    except MissingExtraError as error:
        say(f"the model has no learning-curve picture: {error}")
    write_card(outcome, adaptation.best_folder)
    workplace.publish(adaptation.best_folder)
    return outcome


def _languages(request: AdaptationRequest, corpora: Sequence[Corpus]) -> tuple[str, str]:
    """Source and target language: as asked, or as the corpora say. Raises UsageError where they say nothing or two
    things."""
    found = []
    for side, asked in (("source_lang", request.source_lang), ("target_lang", request.target_lang)):
        said = {asked} if asked else {getattr(corpus, side) for corpus in corpora}
        if len(said) != 1 or not min(said):
            what = f"are in {', '.join(sorted(said))}" if min(said) else "do not say their languages"
            raise UsageError(f"the corpora {what}: add --from and --to")
        found.append(said.pop())
    return found[0], found[1]


def _for_pair(base: LocalModel, source: str, target: str) -> LocalModel:
    """`base` as a model of this pair only: that is all that it will have been adapted and measured for."""
    languages = best_tag(source, base.sources) or source, best_tag(target, base.targets) or target
    return replace(base, sources=languages[:1], targets=languages[1:])


def _pairs(names: Sequence[str], languages: tuple[str, str]) -> Iterator[Pair]:
    for name in names:
        yield from read_corpus(name, source_lang=languages[0], target_lang=languages[1])


def _counters(base: LocalModel) -> tuple[Count, Count]:
    def counter(side: str) -> Count:
        tokenise = tokeniser(base.path, side)
        return lambda texts: [len(row) for row in tokenise(texts)]

    return counter("source"), counter("target")


def _tell_sets(base: LocalModel, sets: Sets, mix: Sequence[Example], say: Say) -> None:
    left_out = ", ".join(f"{count:,} {reason}" for reason, count in sets.dropped.items())
    say(
        f"adapting {base.name}: {len(sets.train):,} pairs to learn from, {len(sets.dev):,} to stop by, "
        f"{len(sets.test):,} to measure with"
        + (f", {len(mix):,} general ones mixed in" if mix else "")
        + (f"; left out: {left_out}" if left_out else "")
    )
    if not sets.documents:
        say("the corpus is one document, or few large ones: its last pairs are held out instead of whole documents")


def _job(base_id: str, sets: Sets, mix: Sequence[Example], options: AdaptationOptions) -> dict[str, str]:
    """What tells this run from another one. Limits of time and passes may change when it is taken up again."""
    return {
        "base": base_id,
        "corpus": digest([*sets.train, *sets.dev, *sets.test]),
        "mix": digest(mix),
        "set of options": f"rate {options.rate}, retain {options.retain}, seed {options.seed}, {options.precision}",
    }


def _measured(adaptation: Adaptation) -> tuple[Comparison, Comparison | None]:
    """The base against the best round, on the pairs that nothing has looked at yet, and on general ones if any."""
    sets, options = adaptation.sets, adaptation.options
    adapted = replace(adaptation.base, path=adaptation.best_folder, is_starter=False)

    def both(examples: Sequence[Example]) -> Comparison:
        before, after = (drafts(m, examples, options.device, options.threads) for m in (adaptation.base, adapted))
        return compare(before, after, examples)

    return both(sets.test), both(sets.general) if sets.general else None


def _no_better(adaptation: Adaptation) -> str:
    name, before = adaptation.base.name, adaptation.rounds[0].chrf
    later = [round_.chrf for round_ in adaptation.rounds[1:]]
    reached = (
        f"went from {before:.1f} to {max(later):.1f} at best" if later else f"is {before:.1f}; no round was finished"
    )
    return (
        f"no better model came of it: chrF on the development pairs {reached}. Nothing was written: keep using {name}, "
        "or adapt with more reviewed pairs"
    )
