"""A corpus as a notebook shows it: a small HTML table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple

from align.localization import N_, _, ngettext, pgettext

SHOWN = 40
"""Pairs in the table; the line below it says how many more there are."""


class Row(NamedTuple):
    """The values of a pair that the table shows."""

    n: int
    source: str
    source_lang: str
    target: str
    target_lang: str
    score: float | None
    flags: Sequence[str]
    band: str = ""


def heading(source_lang: str, target_lang: str, signature: str) -> str:
    """The line above the table: languages and signature of the corpus."""
    languages = f"{escape(source_lang)}–{escape(target_lang)}"
    corpus = _("Corpus")
    return f"<p><b>{corpus}</b> {languages} <small>{escape(signature)}</small></p>"


def table(rows: Iterable[Row], count: int) -> str:
    """The first SHOWN of `count` pairs side by side, with flags, and the band of a draft or else the score."""
    body = "".join(map(_row, islice(rows, SHOWN)))
    rest = ngettext("… and {n:,} more pairs", "… and {n:,} more pairs", count - SHOWN)
    more = f"<p>{rest}</p>" if count > SHOWN else ""
    headings = (
        "",
        pgettext("column", "source"),
        pgettext("column", "target"),
        pgettext("column", "score"),
        pgettext("column", "flags"),
    )
    head = "".join(f"<th>{name}</th>" for name in headings)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def stream_note(consumed: bool) -> str:
    """The line in place of the table for a stream, which is not read to be shown."""
    if consumed:
        said = N_("A stream that has been read; {load} keeps the pairs of a new one and shows them.")
    else:
        said = N_("A stream that can be read once; {load} keeps its pairs and shows them.")
    return f"<p>{_(said, load='<code>.load()</code>')}</p>"


def _row(row: Row) -> str:
    sides = "".join(
        f'<td lang="{escape(language)}" style="text-align: start" dir="auto">{escape(text)}</td>'
        for text, language in ((row.source, row.source_lang), (row.target, row.target_lang))
    )
    score = escape(row.band) or ("" if row.score is None else f"{row.score:.2f}")
    return f"<tr><td>{row.n}</td>{sides}<td>{score}</td><td>{escape(', '.join(row.flags))}</td></tr>"
