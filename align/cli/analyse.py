"""`align analyse`: how many words of texts are new, and how many a memory knows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from align.cli.options import flags, from_option, quotes_option, refuse_inputs, say, say_if_typed
from align.localization import _
from align.pipelines.options import DocumentOptions

if TYPE_CHECKING:
    from align.memory import MemoryLookup


@click.command()
@click.argument("files", nargs=-1)
@from_option("en")
@click.option("--to", "target", default="", metavar="LANG", help="Target language, where the memory has several.")
@click.option("--memory", multiple=True, metavar="FILE", help="Translation memory to compare with; may be repeated.")
@quotes_option()
@click.option("--one-per-line", is_flag=True, help="The input is segmented already, one segment a line.")
@flags(DocumentOptions, "reading")
@click.option("-o", "--output", metavar="FILE", help="Write the counts of each file to FILE, a .csv or .json.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts of each file as JSON.")
def analyse(
    files: tuple[str, ...],
    source: str,
    target: str,
    memory: tuple[str, ...],
    quotes: str | None,
    one_per_line: bool,
    reading: DocumentOptions,
    output: str | None,
    as_json: bool,
) -> None:
    """Count the words of FILES that are new, repeated, or known to a translation memory exactly or nearly: what a quote
    is made from.

    FILES are texts (plain, Markdown, HTML, DOCX, ODT, PDF, EPUB, subtitles, e-mail, JSON, CSV), folders or globs; -
    or nothing is standard input.

    \b
    align analyse story.txt
    align analyse stories/ --memory tm.sqlite -o quote.csv
    align analyse story.docx --memory team.sqlite --memory house.sqlite --to ru --json
    """
    import json
    from pathlib import Path

    from align.cli.analysis_table import as_csv, print_analysis
    from align.cli.terminal import bar
    from align.cli.visible import print_json
    from align.errors import UsageError
    from align.io.atomic import atomic_text
    from align.languages.tags import canonical_tag
    from align.pipelines.analysis import analyse as analysed
    from align.pipelines.analysis import sum_of
    from align.pipelines.documents import documents
    from align.pipelines.left_out import LeftOut
    from align.readers import find_documents
    from align.segmentation import fallback_note

    suffix = Path(output).suffix.lower() if output else ""
    if output and suffix not in (".csv", ".json"):
        raise UsageError(
            _("the counts are written to a .csv or .json, not to {output}", output=output), hint=_("change the name")
        )
    language = canonical_tag(source)
    names = find_documents(list(files) or ["-"])
    refuse_inputs([*names, *memory], [output] if output else [])
    say_if_typed(names)
    if note := fallback_note(language):
        say(note)
    left_out = LeftOut()
    with ExitStack() as opened, bar(_("analysing")) as progress:
        lookup = opened.enter_context(_lookup(memory, language, target)) if memory else None
        texts = documents(names, reading, one_per_line, say, left_out)
        found = list(
            analysed(texts, language, lookup, one_per_line=one_per_line, progress=progress, quotes=quotes or "split")
        )
        left_out.raise_if_all(say)
    summary = {
        "source_lang": language,
        "target_lang": lookup.target_lang if lookup else None,
        "memory": list(memory),
        "files": [{"file": one.name, **one.as_json()} for one in found],
        **sum_of(found, "").as_json(),
        "left_out": left_out.as_json(),
        "accounts": left_out.accounts_as_json(),
    }
    if output:
        atomic_text(output, as_csv(found) if suffix == ".csv" else json.dumps(summary, ensure_ascii=False, indent=2))
    if as_json:
        print_json(summary)
    else:
        print_analysis(found)
    left_out.raise_if_any(say)


def _lookup(memory: Sequence[str], source: str, target: str) -> MemoryLookup:
    """Open the memories, into the one language that they all have where none is asked for."""
    from align.cli.memory_table import only_pair
    from align.languages.tags import canonical_tag
    from align.memory import Memory, MemoryLookup
    from align.pipelines.analysis import LEAST_SIMILARITY

    if not target:
        pairs: list[tuple[str, str]] = []
        for path in memory:
            with Memory.open(path) as one:
                pairs += one.languages(source).values()
        __, target = only_pair(memory[0], pairs, (source, ""))
    lookup = MemoryLookup.open(memory, source, canonical_tag(target), LEAST_SIMILARITY)
    for name in lookup.without_units:
        say(
            _(
                "{name} holds no translations from {source_lang} into {target_lang}",
                name=name,
                source_lang=source,
                target_lang=target,
            )
        )
    return lookup
