"""The options of drafting, which `align translate` and `align batch` share, and the Request they make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from align.cli.options import typography_option

if TYPE_CHECKING:
    from align.checkpoints.checkpoint_store import LocalModel
    from align.pipelines.setup import Request

_OPTIONS = (
    click.option("--model", default="auto", metavar="NAME", help="A checkpoint's folder, catalogue name or hub id."),
    click.option(
        "--engine", type=click.Choice(["ctranslate2", "transformers"]), default="ctranslate2", show_default=True
    ),
    click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True),
    click.option("--threads", type=click.IntRange(0), default=0, help="Cores to use; 0 is all."),
    click.option("--beam", type=click.IntRange(1, 32), default=4, show_default=True, help="Beam size of the search."),
    click.option(
        "--best-of",
        type=click.IntRange(1, 32),
        metavar="N",
        help="Draft N ways and keep what is closest to the source in meaning; 1 is fastest. Default: the model's own.",
    ),
    click.option("--batch-tokens", type=click.IntRange(1), default=2048, show_default=True, help="Tokens in a batch."),
    click.option("--quotes", type=click.Choice(["keep", "split"]), default="keep", show_default=True),
    click.option("--one-per-line", is_flag=True, help="The input is segmented already, one segment a line."),
    click.option(
        "--memory",
        "memories",
        multiple=True,
        metavar="FILE",
        help="Translation memory to take what is known from; may be repeated, the most important first.",
    ),
    click.option(
        "--fuzzy",
        type=click.IntRange(0, 99),
        default=75,
        show_default=True,
        metavar="PERCENT",
        help="Show similar sentences of the memory beside the draft from here on; 0: none.",
    ),
    click.option("--glossary", metavar="FILE", help="Terms that the drafts must have: TSV, CSV, XLSX, TBX."),
    click.option(
        "--glossary-mode",
        type=click.Choice(["check", "rerank", "substitute"]),
        default="rerank",
        show_default=True,
        help="Flag wrong terms; look for a better draft first; or put terms in where that can be verified.",
    ),
    typography_option(),
    click.option("--no-cache", is_flag=True, help="Draft everything anew, and keep no drafts for later runs."),
    click.option("--no-score", is_flag=True, help="Leave out the similarity score."),
)


def drafting_options(command: Any) -> Any:
    """Give a command the options of drafting; what it gets from them is for `request_from`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def request_from(options: Mapping[str, Any]) -> Request:
    """The Request in a command's options: those of `drafting_options`, and `source`, the language to translate from."""
    from align.pipelines.setup import Request
    from align.translation.engine import Decoding

    return Request(
        source_lang=options["source"],
        model=options["model"],
        engine=options["engine"],
        device=options["device"],
        threads=options["threads"],
        decoding=Decoding(beam=options["beam"], batch_tokens=options["batch_tokens"]),
        quotes=options["quotes"],
        one_per_line=options["one_per_line"],
        score=not options["no_score"],
        memories=tuple(options["memories"]),
        fuzzy=options["fuzzy"],
        cache=not options["no_cache"],
        glossary=options["glossary"] or "",
        glossary_mode=options["glossary_mode"],
        typography=options["typography"],
        best_of=options["best_of"],
    )


def starter_note(model: LocalModel) -> str:
    """One line on the bundled model's quality, for whoever did not choose it."""
    chrf = model.card.get("chrf")
    measured = f" (chrF {chrf} on newstest2019)" if chrf else ""
    return f"drafting with the bundled starter model{measured}; for better drafts: align models get en-ru"
