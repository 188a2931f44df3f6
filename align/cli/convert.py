"""`align convert`: from one corpus format to another, with filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from align.cli.options import say, tmx_languages

if TYPE_CHECKING:
    from align.corpus import Corpus, Pair
    from align.corpus.selection import Selection
    from align.progress import Progress


def comma_list(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """`--status approved,edited --status draft` as one list."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


@click.command()
@click.argument("input_", metavar="IN")
@click.argument("output", metavar="OUT")
@click.option("--input-format", metavar="NAME", help="Format of IN, where its suffix does not say.")
@click.option("--format", "format_", metavar="NAME", help="Format of OUT, where its suffix does not say.")
@click.option("--from", "source", default="", metavar="LANG", help="Source language to take, or to give a plain table.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language to take, or to give a plain table.")
@click.option(
    "--status", "statuses", multiple=True, callback=comma_list, metavar="LIST", help="Keep these statuses only."
)
@click.option("--min-score", type=float, help="Leave out pairs scored lower, or not at all.")
@click.option(
    "--without-flag", "flags", multiple=True, callback=comma_list, metavar="LIST", help="Leave out flagged pairs."
)
@click.option("--dedupe", is_flag=True, help="Keep the first of pairs with the same source and target.")
@click.option(
    "--split-train-dev",
    "share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    is_flag=False,
    flag_value=0.1,
    metavar="SHARE",
    help="Write OUT.train and OUT.dev; dev gets this share of the documents (0.1).",
)
@click.option(
    "--tmx-lang", "tmx_langs", multiple=True, metavar="ru=ru-RU", help="Language codes to write in TMX, XLIFF."
)
def convert(
    input_: str,
    output: str,
    input_format: str | None,
    format_: str | None,
    source: str,
    target: str,
    statuses: list[str],
    min_score: float | None,
    flags: list[str],
    dedupe: bool,
    share: float | None,
    tmx_langs: tuple[str, ...],
) -> None:
    """Convert a corpus between JSONL, TMX, TSV, CSV, XLSX and XLIFF 1.2; filter it; split it.

    The order of the pairs stays. What each filter left out is counted on standard error. A reviewed workbook gives its
    edits; plain TSV and XLSX need --from and --to. Targets alone are written to .txt, one a line.

    \b
    align convert story.jsonl story.tmx --status approved,edited --tmx-lang ru=ru-RU
    align convert memory.tmx - --format tsv --from en --to ru | head
    align convert all.jsonl all.tsv --min-score 0.5 --without-flag any --dedupe --split-train-dev 0.05
    """
    from align.cli.terminal import bar
    from align.corpus import STATUSES, format_of, read_corpus
    from align.corpus.selection import Selection
    from align.errors import UsageError
    from align.language import check_code

    unknown = [status for status in statuses if status not in STATUSES]
    if unknown:
        raise UsageError(f"--status {unknown[0]} is not one of {', '.join(STATUSES)}")
    format_of(output, format_, writing=True)
    refuse_same(input_, output)
    codes = {"source_lang": check_code(source) if source else "", "target_lang": check_code(target) if target else ""}
    corpus = read_corpus(input_, input_format, **codes)
    selection = Selection(statuses, min_score, flags, dedupe)
    langs = tmx_languages(tmx_langs)
    with bar("converting") as progress:
        corpus.pairs = progress_of(selection.keep(corpus.pairs), progress)
        if share is None:
            from align.corpus import write_corpus

            write_corpus(corpus, output, format_, langs, say)
        else:
            _write_split(corpus, output, format_, langs, share)
    _report(selection)


def refuse_same(input_: str, output: str) -> None:
    """Raise UsageError where an output would take its own input's place."""
    from pathlib import Path

    from align.errors import UsageError

    if input_ != "-" and output != "-" and Path(input_).resolve() == Path(output).resolve():
        raise UsageError(f"{output} is the input: name another output")


def _write_split(corpus: Corpus, output: str, format_: str | None, langs: dict[str, str], share: float) -> None:
    """Write `name.train.suffix` and `name.dev.suffix`; both appear, or none does."""
    from contextlib import ExitStack
    from pathlib import Path

    from align.corpus import open_writers
    from align.corpus.selection import is_dev
    from align.errors import UsageError

    if output == "-":
        raise UsageError("--split-train-dev writes two files: name OUT")
    path = Path(output)
    names = [str(path.with_name(f"{path.stem}.{part}{path.suffix}")) for part in ("train", "dev")]
    counts = [0, 0]
    documents: tuple[set[str], set[str]] = (set(), set())
    with ExitStack() as stack:
        writers = [stack.enter_context(open_writers([name], corpus, format_, langs, say)) for name in names]
        for pair in corpus:
            part = int(is_dev(pair, share))
            writers[part].write(pair)
            counts[part] += 1
            documents[part].add(pair.doc)
    for name, count, docs in zip(names, counts, documents, strict=True):
        say(f"{name}: {count:,} pairs of {len(docs):,} documents")
    if not all(counts):
        say("one side of the split is empty: there are too few documents for this share")


def progress_of(pairs: Iterable[Pair], progress: Progress) -> Iterator[Pair]:
    """The pairs, told to the progress bar a few hundred at a time."""
    number = 0
    for number, pair in enumerate(pairs, 1):
        yield pair
        if number % 500 == 0:
            progress.advance(500)
    progress.advance(number % 500)


def _report(selection: Selection) -> None:
    """How many pairs were written and what each filter left out, where one left out any."""
    from align.corpus.selection import RULES

    if selection.dropped:
        left_out = ", ".join(f"{selection.dropped[rule]:,} by {rule}" for rule in RULES if selection.dropped[rule])
        total = selection.kept + sum(selection.dropped.values())
        say(f"{selection.kept:,} of {total:,} pairs written; left out: {left_out}")
