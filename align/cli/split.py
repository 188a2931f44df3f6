"""`align split`: the segments of a text, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from align.cli.options import flags, from_option, quotes_option, refuse_inputs, say, say_if_typed
from align.localization import _
from align.pipelines.options import DocumentOptions

if TYPE_CHECKING:
    from align.document import Document, Segment


@click.command()
@click.argument("files", nargs=-1)
@from_option("en")
@quotes_option()
@click.option("--srx", "rules", metavar="FILE", help="Cut by the rules of this SRX file, as CAT tools have them.")
@click.option("--write-srx", "rules_output", metavar="FILE", help="Write the English and Russian rules as SRX 2.0.")
@click.option("--one-per-line", is_flag=True, help="The input is segmented already, one segment a line.")
@flags(DocumentOptions, "reading")
@click.option("--kinds", is_flag=True, help="Put each segment's kind before it: headline, dateline, sentence …")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines with kind, paragraph and offsets.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; - is standard output.")
def split(
    files: tuple[str, ...],
    source: str,
    quotes: str | None,
    rules: str | None,
    rules_output: str | None,
    one_per_line: bool,
    reading: DocumentOptions,
    kinds: bool,
    as_json: bool,
    output: str,
) -> None:
    """Segment FILES into sentences, headlines, datelines: one segment a line.

    FILES are texts (plain, Markdown, HTML, DOCX, ODT, PDF, EPUB, subtitles, e-mail, JSON, CSV), folders or globs; -
    or nothing is standard input.

    \b
    align split story.txt
    align split stories/ --kinds -o segments.tsv
    align split --json --from ru < story.txt
    align split story.txt --srx project.srx
    align split --write-srx align.srx
    """
    from dataclasses import replace

    from align.cli.visible import between_words
    from align.errors import UsageError
    from align.io.atomic import atomic_output
    from align.languages.tags import canonical_tag
    from align.pipelines.documents import documents
    from align.pipelines.left_out import LeftOut
    from align.readers import find_documents
    from align.segmentation import fallback_note
    from align.segmentation import split as segments_of
    from align.segmentation.srx import SrxFile

    if kinds and as_json:
        raise UsageError(_("--json gives the kinds already"), hint=_("leave --kinds out"))
    if rules and (one_per_line or quotes):
        other = "--one-per-line" if one_per_line else "--quotes"
        raise UsageError(
            _("--srx does not go with {other}", other=other), hint=_("the file's rules say where a text is cut")
        )
    language = canonical_tag(source)
    if rules_output:
        _write_rules(rules_output)
        if not files:
            return
    srx = SrxFile.read(rules).rules_for(language) if rules else None
    names = find_documents(list(files) or ["-"])
    refuse_inputs([*names, rules] if rules else names, [output])
    say_if_typed(names)
    if srx is None and (note := fallback_note(language)):
        say(note)
    left_out = LeftOut()
    with atomic_output(output) as stream:
        for document in documents(names, reading, one_per_line, say, left_out):
            document = replace(document, language=language)
            segments = segments_of(document, quotes=quotes or "split", one_per_line=one_per_line, srx=srx)
            for line in _json_lines(document, segments) if as_json else _lines(segments, kinds):
                line = between_words(line, 2) if output == "-" and not as_json else line
                stream.write(line.encode("utf-8") + b"\n")
        left_out.raise_if_all(say)
    left_out.raise_if_any(say)


def _write_rules(output: str) -> None:
    """Write our rules for CAT tools."""
    from align.io.atomic import atomic_output
    from align.segmentation.srx_writing import write_srx

    with atomic_output(output) as stream:
        write_srx(stream)


def _lines(segments: Iterable[Segment], kinds: bool) -> Iterable[str]:
    return (f"{segment.kind}\t{segment.flat}" if kinds else segment.flat for segment in segments)


def _json_lines(document: Document, segments: Iterable[Segment]) -> Iterable[str]:
    """One object a segment; `text` is the slice `start:end` of the document's text as it stands, line breaks included.

    `place` is the page, time code or chapter it stood in, where the file has such: from the first to the last one. The
    first segment has the `account` of what the reader left out of the document or changed, if there is anything.
    """
    import json

    for n, segment in enumerate(segments, start=1):
        cells = {
            "doc": document.id,
            "n": n,
            "kind": segment.kind,
            "paragraph": segment.paragraph,
            "start": segment.start,
            "end": segment.end,
            "text": segment.text,
        }
        if (place := document.place_of(segment.start, segment.end)) is not None:
            cells["place"] = place
        if n == 1 and not document.account.complete:
            cells["account"] = document.account.as_json()
        yield json.dumps(cells, ensure_ascii=False)
