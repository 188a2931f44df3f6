"""A corpus as a notebook shows it: a small HTML table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from align.corpus.pair import Corpus, Pair

SHOWN = 40
"""Pairs in the table; the line below it says how many more there are."""


def html_table(corpus: Corpus) -> str:
    """The pairs of a loaded corpus side by side with score and flags; of a stream only what is known of it."""
    languages = f"{escape(corpus.source_lang)}–{escape(corpus.target_lang)}"
    about = f"<p><b>Corpus</b> {languages} <small>{escape(str(corpus.signature))}</small></p>"
    if not isinstance(corpus.pairs, Sequence):
        return f"{about}<p>A stream that can be read once; <code>.load()</code> keeps its pairs and shows them.</p>"
    rows = "".join(map(_row, corpus.pairs[:SHOWN]))
    more = f"<p>… and {len(corpus.pairs) - SHOWN:,} more pairs</p>" if len(corpus.pairs) > SHOWN else ""
    head = "".join(f"<th>{name}</th>" for name in ("", "source", "target", "score", "flags"))
    return f"{about}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _row(pair: Pair) -> str:
    sides = "".join(
        f'<td lang="{escape(language)}" style="text-align: start" dir="auto">{escape(text)}</td>'
        for text, language in ((pair.source, pair.source_lang), (pair.target, pair.target_lang))
    )
    score = "" if pair.score is None else f"{pair.score:.2f}"
    return f"<tr><td>{pair.n}</td>{sides}<td>{score}</td><td>{escape(', '.join(pair.flags))}</td></tr>"
