"""`align merge --realign`: align what was merged again around what is confirmed in it, and say what came of it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from align.cli.options import say
from align.localization import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.corpus import Corpus, Pair, Signature
    from align.pipelines.options import PairOptions
    from align.pipelines.realign import Realigned


def aligned_again(pairs: Iterator[Pair], corpus: Corpus) -> tuple[Iterator[Pair], Realigned]:
    """The merged pairs of a corpus, aligned again around those that are confirmed, and what will have been done. The
    corpus's signature says so."""
    from align.corpus import Signature
    from align.corpus.timestamps import now
    from align.pipelines.realign import Realigned, realign_corpus
    from align.pipelines.setup import open_alignment

    outcome, job = Realigned(), open_alignment(_options(corpus.signature), now(), say)
    corpus.signature = Signature((*corpus.signature.parts, ("realigned", job.encoder.signature)))
    return realign_corpus(pairs, job, outcome), outcome


def _options(signature: Signature) -> PairOptions:
    """The aligner's options that made a corpus, by its signature: `beads:max8,skip0.1`."""
    from align.errors import UsageError
    from align.pipelines.options import PairOptions

    given: dict[str, Any] = {}
    for part in dict(signature.parts).get("beads", "").split(","):
        for word, name, kind in (("max", "max_bead", int), ("skip", "skip", float)):
            if part.startswith(word):
                with contextlib.suppress(ValueError):
                    given[name] = kind(part.removeprefix(word))
    try:
        return PairOptions(**given)
    except UsageError:  # a signature that no command writes
        return PairOptions()


def say_realigned(realigned: Realigned | None, dry_run: bool) -> None:
    """Say how many pairs were confirmed, how many of the others changed, and what was left as it was."""
    from align.pipelines.keeping import named

    if realigned is None:
        return
    if realigned.documents:
        would = "would be " if dry_run else ""
        pairs = "1 confirmed pair" if realigned.confirmed == 1 else f"{realigned.confirmed:,} confirmed pairs"
        others = f"{realigned.changed:,} of the {realigned.others:,} others"
        say(_("{would}aligned again around {pairs}: {others} changed", would=would, pairs=pairs, others=others))
    elif not realigned.unordered:
        say(_("nothing is aligned again: no pair of two aligned texts is approved or edited"))
    if realigned.left_out:
        pairs = "confirmed pair" if len(realigned.left_out) == 1 else "confirmed pairs"
        say(
            _(
                "{n:,} {pairs} could not be kept beside the others: {named}",
                n=len(realigned.left_out),
                pairs=pairs,
                named=named(realigned.left_out),
            )
        )
    for name in realigned.unordered:
        say(f"{name or 'the corpus'}: not aligned again, as its pairs do not stand in the order of the text")


def as_values(realigned: Realigned | None) -> dict[str, Any]:
    """The same for JSON."""
    if realigned is None:
        return {}
    names = ("documents", "confirmed", "others", "changed", "unordered")
    left_out = [pair.id for pair in realigned.left_out]
    return {"realigned": {name: getattr(realigned, name) for name in names} | {"left_out": left_out}}
