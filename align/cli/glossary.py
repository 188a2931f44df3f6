"""`align glossary`: terms checked, shown, converted, and proposed from a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from align.cli.own_file import OwnGlossaryFile, OwnGlossaryFiles
from align.cli.visible import print_json, visible
from align.localization import _, ngettext

if TYPE_CHECKING:
    from align.glossary import Term
    from align.glossary.extraction import Proposal

_FROM = click.option("--from", "source", default="", metavar="LANG", help="Source language, where there are several.")
_TO = click.option("--to", "target", default="", metavar="LANG", help="Target language, where there are several.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def glossary() -> None:
    """Check, show and convert glossaries; propose terms from a corpus.

    A glossary is TSV, CSV, XLSX, ODS or TBX. The columns of a table are found by their headings, in English or
    Russian: source, target, forbidden, case, do not translate, note; without headings the first is the source, the
    second the target. Several translations are parted by | or ;. check and show take the glossary of align.toml where
    none is named.

    \b
    align glossary check terms.tsv
    align translate story.txt --to ru --glossary terms.tsv -o story.tmx
    align check story.tmx --glossary terms.tsv
    """


@glossary.command(cls=OwnGlossaryFiles)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@_FROM
@_TO
@_JSON
def check(files: tuple[str, ...], source: str, target: str, as_json: bool) -> None:
    """Look for what is wrong in glossary FILES, one line each: entries without a translation, sources that come twice,
    damaged text, letters of two alphabets in one word.

    Exit status 1 if an entry cannot be used.

    \b
    align glossary check terms.tsv
    """
    from align.errors import QualityError
    from align.glossary.glossary_reader import read_entries
    from align.glossary.term_inspection import remarks_on

    result: list[dict[str, Any]] = []
    unusable = 0
    for name in files:
        entries = read_entries(name, source, target)
        remarks = sorted([*entries.remarks, *remarks_on(entries.terms)], key=lambda remark: remark.line)
        unusable += sum(remark.error for remark in remarks)
        result.append({"file": name, "terms": len(entries.terms), "remarks": remarks})
        for remark in () if as_json else remarks:
            click.echo(visible(f"{name}:{remark.line or ''}: {remark.message}"))
        if not as_json:
            terms = ngettext("{n:,} term", "{n:,} terms", len(entries.terms))
            said = ngettext("{n} remark", "{n} remarks", len(remarks)) if remarks else _("no remarks")
            click.echo(f"{name}: {terms}, {said}")
    if as_json:
        _print_json({"files": result})
    if unusable:
        raise QualityError(
            ngettext("{n} entry cannot be used or is damaged", "{n} entries cannot be used or are damaged", unusable),
            hint=_("mend the lines named above"),
        )


@glossary.command(cls=OwnGlossaryFile)
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--text", metavar="TEXT", help="Show only the terms in this source text.")
@_FROM
@_TO
@_JSON
def show(file: str, text: str | None, source: str, target: str, as_json: bool) -> None:
    """Show the terms of a glossary FILE as align understands them.

    \b
    align glossary show terms.xlsx
    align glossary show terms.tsv --text "The ministry of defence said so."
    """
    from align.cli.options import say
    from align.glossary import open_glossary

    known = open_glossary(file, source, target, say)
    terms: Sequence[Term] = known.terms
    if text is not None:
        matcher = known.matcher(known.source_lang or "en", known.target_lang or "ru")
        terms = list(dict.fromkeys(match.term for match in matcher.find_terms(text)))
    if as_json:
        _print_json({"source_lang": known.source_lang, "target_lang": known.target_lang, "terms": terms})
        return
    for term in terms:
        click.echo(visible("\t".join(_cells(term))))


def _cells(term: Term) -> list[str]:
    """The cells of a term, for a terminal and for `cut`."""
    target = _("(stays as it is)") if term.untranslated else " | ".join(term.targets)
    forbidden = _("not: {forbidden}", forbidden=" | ".join(term.forbidden)) if term.forbidden else ""
    cells = [term.source, target, forbidden, term.note]
    return cells[: max(count for count, cell in enumerate(cells, 1) if cell)]


@glossary.command()
@click.argument("input_", metavar="IN")
@click.argument("output", metavar="OUT")
@_FROM
@_TO
def convert(input_: str, output: str, source: str, target: str) -> None:
    """Convert a glossary to TSV, CSV, XLSX or TBX, by the suffix of OUT; - is TSV on standard output.

    Entries of one source become one, with all their translations.

    \b
    align glossary convert terms.xlsx terms.tbx --from en --to ru
    """
    from align.cli.options import refuse_inputs, say
    from align.glossary import Glossary, open_glossary, write_glossary

    refuse_inputs([input_], [output])
    known = open_glossary(input_, source, target, say)
    named = Glossary(known.terms, source or known.source_lang, target or known.target_lang)
    write_glossary(named, output)


@glossary.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write the proposals, as TSV.")
@click.option("--format", "format_", metavar="NAME", help="Format of the corpus where its name does not tell.")
@_FROM
@_TO
@click.option("--min-count", type=click.IntRange(1), help="Pairs or sentences a term must stand in. Default: 3, or 1.")
@click.option(
    "--min-dice", type=click.FloatRange(0, 1), default=0.3, show_default=True, help="How exclusive it must be, 0 to 1."
)
@click.option("--top", type=click.IntRange(1), default=500, show_default=True, help="How many terms to propose.")
@_JSON
def extract(
    file: str,
    output: str,
    format_: str | None,
    source: str,
    target: str,
    min_count: int | None,
    min_dice: float,
    top: int,
    as_json: bool,
) -> None:
    """Propose terms from a corpus FILE: words and names that come again and again with the same translation.

    The most striking come first, with counts and two examples. It is a list to choose from, not a glossary: strike out
    what is no term, correct the rest, and give it to --glossary; columns that a glossary does not know are passed over.

    From a text that is not translated yet (TXT, DOCX, HTML …) its names are proposed, the most frequent first, with an
    empty target: fill in those that matter. A row without a target is passed over.

    \b
    align glossary extract corpus.jsonl -o terms.tsv
    align glossary extract story.txt -o names.tsv
    align translate story.txt --to ru --glossary names.tsv -o story.jsonl
    """
    from align.cli.options import refuse_inputs
    from align.errors import UsageError
    from align.io.atomic import atomic_output

    if file == "-":
        raise UsageError(_("the corpus is read three times"), path=file, hint=_("name a file instead of -"))
    refuse_inputs([file], [output])
    if _is_text(file, format_):
        languages, found, rows = _names_of_text(file, source, target, min_count or 1, top)
    else:
        languages, found, rows = _terms_of_corpus(file, format_, source, target, min_count or 3, min_dice, top)
    if as_json:
        _print_json({**languages, "terms": found})
        return
    with atomic_output(output) as stream:
        for row in rows:
            stream.write(("\t".join(" ".join(cell.split()) for cell in row) + "\n").encode("utf-8", "replace"))


def _is_text(file: str, format_: str | None) -> bool:
    """Whether a file is a text in one language: what is no corpus by its suffix, and what readers know."""
    from pathlib import Path

    from align.corpus.format_registry import corpus_formats
    from align.readers.document_formats import PACKINGS, by_suffix

    path = Path(file)
    suffix = (path.with_suffix("") if path.suffix.lower()[1:] in PACKINGS else path).suffix.lower()
    of_corpus = any(known.reads and suffix in known.suffixes for known in corpus_formats().values())
    return format_ is None and not of_corpus and by_suffix(suffix) is not None


def _terms_of_corpus(
    file: str, format_: str | None, source: str, target: str, min_count: int, min_dice: float, top: int
) -> tuple[Mapping[str, Any], Sequence[Any], list[list[str]]]:
    from align.cli.options import language_codes
    from align.corpus import read_corpus
    from align.errors import InputError
    from align.glossary.extraction import extract as extraction

    first = read_corpus(file, format_, source_lang=source, target_lang=target)
    next(iter(first.pairs), None)
    languages = language_codes(source or first.source_lang, target or first.target_lang)
    if not all(languages.values()):
        problem = _("{file} does not say its languages", file=file)
        raise InputError(problem, path=file, hint=_("name them with --from and --to"))
    source_lang, target_lang = languages["source_lang"], languages["target_lang"]
    proposals = extraction(
        lambda: read_corpus(file, format_, **languages), source_lang, target_lang, min_count, min_dice
    )[:top]
    return languages, proposals, [_HEADINGS, *map(_proposal_row, proposals)]


def _names_of_text(
    file: str, source: str, target: str, min_count: int, top: int
) -> tuple[Mapping[str, Any], Sequence[Any], list[list[str]]]:
    from dataclasses import replace

    from align.cli.options import language_codes
    from align.glossary.source_names import propose_names
    from align.languages.identification import identify_language
    from align.readers import read_documents
    from align.segmentation import split

    documents = list(read_documents(file))
    language = (
        language_codes(source, target)["source_lang"]
        or documents[0].language
        or identify_language(documents[0].text[:10_000])[0]
    )
    segments = (
        segment
        for document in documents
        for segment in split(replace(document, language=language))
        if segment.kind != "dateline"
    )
    names = propose_names((segment.flat for segment in segments), language, min_count)[:top]
    rows = [[name.source, "", str(name.count), name.example] for name in names]
    return {"source_lang": language, "target_lang": target}, names, [["source", "target", "count", "example"], *rows]


_HEADINGS = ["source", "target", "count", "target count", "together", "dice", "log-likelihood"]
_HEADINGS += ["example 1", "example 1 translated", "example 2", "example 2 translated"]


def _proposal_row(term: Proposal) -> list[str]:
    numbers = (term.count, term.target_count, term.together, term.dice, term.likelihood)
    examples = [text for example in term.examples for text in example]
    return [term.source, term.target, *map(str, numbers), *examples]


def _print_json(value: Any) -> None:
    from dataclasses import asdict

    print_json(value, default=asdict)
