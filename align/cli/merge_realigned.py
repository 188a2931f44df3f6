"""`align merge --realign`: align what was merged again around what is confirmed in it, and say what came of it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from align.cli.options import say
from align.localization import _, ngettext

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
        say(_around(realigned, dry_run))
    elif not realigned.unordered:
        say(_("nothing is aligned again: no pair of two aligned texts is approved or edited"))
    if realigned.left_out:
        say(
            ngettext(
                "{n:,} confirmed pair could not be kept beside the others: {ids}",
                "{n:,} confirmed pairs could not be kept beside the others: {ids}",
                len(realigned.left_out),
                ids=named(realigned.left_out),
            )
        )
    for name in realigned.unordered:
        say(
            _(
                "{name}: not aligned again, as its pairs do not stand in the order of the text",
                name=name or _("the corpus"),
            )
        )


def _around(realigned: Realigned, dry_run: bool) -> str:
    counts = {"changed": realigned.changed, "others": realigned.others}
    if dry_run:
        return ngettext(
            "would be aligned again around {n:,} confirmed pair: {changed:,} of the {others:,} others changed",
            "would be aligned again around {n:,} confirmed pairs: {changed:,} of the {others:,} others changed",
            realigned.confirmed,
            **counts,
        )
    return ngettext(
        "aligned again around {n:,} confirmed pair: {changed:,} of the {others:,} others changed",
        "aligned again around {n:,} confirmed pairs: {changed:,} of the {others:,} others changed",
        realigned.confirmed,
        **counts,
    )


def as_values(realigned: Realigned | None) -> dict[str, Any]:
    """The same for JSON."""
    if realigned is None:
        return {}
    names = ("documents", "confirmed", "others", "changed", "unordered")
    left_out = [pair.id for pair in realigned.left_out]
    return {"realigned": {name: getattr(realigned, name) for name in names} | {"left_out": left_out}}
