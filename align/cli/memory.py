"""`align memory`: fill, search, count, export, correct and repair a translation memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from align.cli.convert import comma_list
from align.cli.figures import with_status
from align.cli.memory_change import edit, remove
from align.cli.memory_relabel import relabel
from align.cli.memory_table import FROM, MEMORY, TO, in_json, only_pair, print_counts, print_matches
from align.cli.options import TmxOptions, language_codes, refuse_inputs, say, tmx_options
from align.cli.own_file import OwnMemory
from align.cli.visible import print_json
from align.localization import _, ngettext

if TYPE_CHECKING:
    from align.corpus import Corpus, Pair
    from align.memory import Added, Memory


@click.group()
def memory() -> None:
    """Keep approved translations in a memory and find them again.

    A memory is one file. Several programs may read it and add to it at the same time. MEMORY may be left out where
    align.toml names one (see align init).

    \b
    align memory add tm.sqlite reviewed.jsonl old.tmx
    align memory search tm.sqlite "The port opened on Friday."
    align memory add reviewed.jsonl                            (to the memory of align.toml)
    align translate story.txt --to ru --memory tm.sqlite -o story.jsonl
    """


@memory.command(cls=OwnMemory)
@MEMORY
@click.argument("corpora", nargs=-1, metavar="FILE...")
@click.option("--format", "format_", metavar="NAME", help="Format of FILE, where its suffix does not say.")
@FROM
@TO
@click.option(
    "--status",
    "statuses",
    multiple=True,
    callback=comma_list,
    metavar="LIST",
    help="Add pairs of these statuses; otherwise approved,edited, and bitext without any.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def add(
    path: str,
    corpora: tuple[str, ...],
    format_: str | None,
    source: str,
    target: str,
    statuses: list[str],
    as_json: bool,
) -> None:
    """Add reviewed corpora (JSONL, XLSX, TMX …) to MEMORY, which is made if it is not there.

    Where align.toml names a memory, MEMORY may be left out: the first argument is a FILE unless it is a memory or
    called like one (.sqlite, .sqlite3, .db).

    Approved and edited pairs are added; units of a TMX from another tool count as approved, plain bitext is offered as
    a draft. A source may have several translations; the newest approved one is offered first. Adding a file twice
    changes nothing.

    A pair that was added before and is rejected now is taken back, and an edited one replaces what was added from its
    place in its document; unless the file has the same translation approved elsewhere, or MEMORY has it from a later
    draft.

    \b
    align memory add tm.sqlite reviewed.jsonl review.xlsx
    align memory add tm.sqlite bitext.tsv --from en --to ru
    """
    from align.cli.terminal import bar
    from align.corpus import STATUSES, read_corpus
    from align.errors import UsageError
    from align.memory import Added, Memory, add_corpus
    from align.progress import ignore

    languages = language_codes(source, target)
    unknown = [status for status in statuses if status not in STATUSES or status == "rejected"]
    if unknown:
        raise UsageError(f"--status {unknown[0]}", hint=_("use some of draft, approved, edited"))
    refuse_inputs(corpora, [path])
    warn = ignore if as_json else say
    corpora_ = [(name, read_corpus(name, format_, **languages, warn=warn)) for name in corpora]  # all of them, or none
    total = Added()
    with Memory.open(path, write=True) as opened, bar(_("adding")) as progress:
        for name, corpus in corpora_:
            added = add_corpus(opened, corpus, name, statuses or None, progress)
            total = total + added
            if not as_json:
                say(f"{name}: {_summary_line(added)}")
    if as_json:
        counts = {name: getattr(total, name) for name in ("new", "replaced", "taken_back", "known")}
        files = [{"file": name, "account": corpus.account.as_json()} for name, corpus in corpora_]
        print_json({**counts, "left_out": dict(sorted(total.left_out.items())), "files": files})


memory.add_command(
    OwnMemory(
        "import",
        callback=add.callback,
        params=list(add.params),
        help="The same as add, by the name that CAT tools give it.\n\n\b\nalign memory import tm.sqlite old.tmx",
    )
)


def _summary_line(added: Added) -> str:
    """`12 units added, 2 replaced, 1 taken back, 3 known already; left out: 5 draft, 1 rejected`."""
    counts = [ngettext("{n:,} unit added", "{n:,} units added", added.new)]
    if added.replaced:
        counts.append(_("{n:,} replaced", n=added.replaced))
    if added.taken_back:
        counts.append(_("{n:,} taken back", n=added.taken_back))
    if added.known:
        counts.append(_("{n:,} known already", n=added.known))
    left_out = ", ".join(with_status(count, reason) for reason, count in sorted(added.left_out.items()))
    return ", ".join(counts) + (_("; left out: {counts}", counts=left_out) if left_out else "")


@memory.command(cls=OwnMemory)
@MEMORY
@click.argument("text", required=False, metavar="TEXT")
@FROM
@TO
@click.option(
    "--fuzzy",
    type=click.IntRange(1, 100),
    default=60,
    show_default=True,
    metavar="PERCENT",
    help="Show units that are at least so similar.",
)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="The most units to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the units as JSON.")
def search(path: str, text: str, source: str, target: str, fuzzy: int, limit: int, as_json: bool) -> None:
    """Show the units like TEXT, and those that have it in their source or their translation.

    \b
    align memory search tm.sqlite "The port opened on Friday."
    align memory search tm.sqlite порт
    """
    from align.memory import Memory
    from align.memory.concordance import look_up

    _make_search_index(path)
    with Memory.open(path) as opened:
        found = look_up(opened, text, **language_codes(source, target), percent=fuzzy, limit=limit)
    if as_json:
        print_json([{"percent": match.percent, **in_json(match.unit)} for match in found])
    else:
        print_matches(found, text)
    if not found:
        say(_("{path} has nothing like it", path=path))


@memory.command(cls=OwnMemory)
@MEMORY
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def stats(path: str, as_json: bool) -> None:
    """Count what is in MEMORY.

    \b
    align memory stats tm.sqlite
    """
    from align.memory import Memory

    with Memory.open(path) as opened:
        counts = opened.stats()
    if as_json:
        print_json(counts)
    else:
        print_counts(counts)


@memory.command(cls=OwnMemory)
@MEMORY
@click.argument("output", required=False, metavar="OUTPUT")
@click.option("--format", "format_", metavar="NAME", help="Format of OUTPUT, where its suffix does not say.")
@FROM
@TO
@tmx_options()
def export(path: str, output: str, format_: str | None, source: str, target: str, tmx: TmxOptions) -> None:
    """Write the units of MEMORY as a corpus: TMX for other tools, JSONL, TSV …

    A memory of several pairs of languages needs --from and --to; all units get the codes that these name. A language
    alone takes all its regions.

    \b
    align memory export tm.sqlite tm.tmx --tmx-lang ru=ru-RU
    align memory export tm.sqlite - --format tsv | grep порт
    """
    from align.cli.convert import progress_of
    from align.cli.terminal import bar
    from align.corpus import write_corpus
    from align.memory import Memory

    refuse_inputs([path], [output])
    with Memory.open(path) as opened, bar(_("exporting")) as progress:
        corpus = _corpus(opened, **language_codes(source, target))
        corpus.pairs = progress_of(corpus.pairs, progress)
        write_corpus(corpus, output, format_, warn=say, **tmx)


def _corpus(opened: Memory, source_lang: str, target_lang: str) -> Corpus:
    """The corpus of all units of a pair of languages, which need not be named where the memory has only one."""
    from align.corpus import Corpus
    from align.corpus.timestamps import now
    from align.errors import InputError

    numbers = opened.languages(source_lang, target_lang)
    if not numbers and (present := sorted({"-".join(codes) for codes in opened.languages().values()})):
        problem = _("{path} holds no units of these languages", path=opened.path)
        raise InputError(problem, path=opened.path, hint=_("it holds {present}", present=", ".join(present)))
    pair = only_pair(opened.path, numbers.values(), (source_lang, target_lang))
    if others := sorted({"-".join(codes) for codes in numbers.values() if codes != pair}):
        say(
            _(
                "{path}: units of {others} are written as {pair}",
                path=opened.path,
                others=", ".join(others),
                pair="-".join(pair),
            )
        )
    return Corpus(_pairs(opened, list(numbers), pair), source_lang=pair[0], target_lang=pair[1], created=now())


def _pairs(opened: Memory, numbers: list[int], languages: tuple[str, str]) -> Iterator[Pair]:
    from dataclasses import replace

    for unit in opened.units(numbers):
        pair = unit.pair
        same = (pair.source_lang, pair.target_lang) == languages
        yield pair if same else replace(pair, source_lang=languages[0], target_lang=languages[1])


@memory.command()
@click.argument("path", metavar="MEMORY")
@click.argument("new")
@click.option("--from", "source", default="", metavar="LANG", help="Source language where MEMORY cannot say it.")
@click.option("--to", "target", default="", metavar="LANG", help="Target language where MEMORY cannot say it.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def repair(path: str, new: str, source: str, target: str, as_json: bool) -> None:
    """Save every unit that can be read in a damaged MEMORY into the file NEW. MEMORY stays as it is.

    \b
    align memory repair tm.sqlite tm-saved.sqlite
    """
    from align.cli.terminal import bar
    from align.memory.repair import repair as salvage

    with bar(_("saving")) as progress:
        saved = salvage(path, new, progress, **language_codes(source, target))
    if as_json:
        print_json({"saved": saved.units, "lost": saved.lost})
    else:
        units = ngettext("{n:,} unit saved in {file}", "{n:,} units saved in {file}", saved.units, file=new)
        lost = _("{n:,} lost or removed before", n=saved.lost) if saved.lost else _("{n:,} lost", n=0)
        say(f"{units}, {lost}")


memory.add_command(relabel)
memory.add_command(remove)
memory.add_command(edit)


def _make_search_index(path: str) -> None:
    """Bring a memory up to date that has no index of its words, where it can be written."""
    from align.errors import OutputError
    from align.memory import Memory

    with Memory.open(path) as opened:
        if opened.has_search_index:
            return
    say(_("{path} was made by an earlier release: its words are indexed, once", path=path))
    try:
        Memory.open(path, write=True).close()
    except OutputError as error:
        say(_("{error}. All of it is read instead", error=error))
