"""Writes the page in one pass over the corpus, a document in memory at a time."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from string import Template
from typing import IO

from align._version import __version__
from align.checks import describe, explain, risk, severity
from align.corpus.pair import STATUSES, Corpus, Pair, Span
from align.io.atomic import atomic_output
from align.report.figures import BINS, Band, histogram, ribbons
from align.report.page_rows import flag_chip, row

WINDOW = 5000
"""Pairs of a document that are in memory at most; a longer one continues under another heading."""

_MAX_BYTES = 8_000_000  # of rows that are kept in memory; more go to a temporary file
_SEVERITIES = ("error", "warning", "hint")


def write_report(corpus: Corpus, output: str | Path, title: str = "") -> int:
    """Write a corpus as one HTML file and return the number of pairs.

    The page holds everything it needs, fetches nothing and forbids itself to (a content security policy with the
    hashes of its own style and script). Raises OutputError if the file cannot be written.
    """
    from align.languages.tags import language_name

    page = _ReportPage()
    with tempfile.SpooledTemporaryFile(_MAX_BYTES, "w+", encoding="utf-8", errors="replace", newline="\n") as rows:
        for doc, pairs in groupby(corpus, attrgetter("doc")):
            part = 0
            while window := list(islice(pairs, WINDOW)):
                part += 1
                page.section(rows, doc, window, part)
        languages = [escape(language_name(code)) for code in (corpus.source_lang, corpus.target_lang) if code]
        head, foot = _head_and_foot(page, corpus, title or "Corpus", " → ".join(languages))
        rows.seek(0)
        with atomic_output(output) as stream:
            stream.write(head.encode("utf-8", "replace"))
            while block := rows.read(1 << 16):
                stream.write(block.encode("utf-8", "replace"))
            stream.write(foot.encode("utf-8", "replace"))
    return page.pairs


class _ReportPage:
    """Writes the rows and counts what the head of the page shows."""

    def __init__(self) -> None:
        self.pairs = self.words = self.flagged = self.documents = self.scored = 0
        self.flags: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.scores = [0] * 1000

    def section(self, out: IO[str], doc: str, pairs: Sequence[Pair], part: int) -> None:
        """Write a document, or a window of a long one: heading, picture, rows."""
        self.documents += part == 1
        first = self.pairs + 1
        name = escape(doc or "Pairs") + (f" <small>part {part}</small>" if part > 1 else "")
        out.write(f'<section class="doc"><h2 dir="auto">{name}<small>{_plural(len(pairs), "pair")}</small></h2>\n')
        labels = (
            ("source: each band is a pair, and a click leads to it", "translation")
            if self.documents == 1 and part == 1
            else ("", "")
        )
        out.write(ribbons(_bands(pairs, first), *labels) + "\n")
        for number, pair in enumerate(pairs, first):
            details = explain(pair) if pair.flags else {}
            out.write(row(pair, number, risk(pair), details))
            self._count(pair)
        out.write("</section>\n")

    def _count(self, pair: Pair) -> None:
        self.pairs += 1
        self.words += len(pair.source.split())
        self.flagged += bool(pair.flags)
        self.flags.update(pair.flags)
        self.kinds[pair.kind] += 1
        self.statuses[pair.status] += 1
        self.severities[most_severe(pair)] += 1
        if pair.score is not None:
            self.scored += 1
            self.scores[min(max(int(pair.score * 1000), 0), 999)] += 1

    @property
    def median(self) -> float:
        """The median score, to a thousandth."""
        seen = 0
        for thousandth, count in enumerate(self.scores):
            seen += count
            if 2 * seen >= self.scored:
                return (thousandth + 0.5) / len(self.scores)
        return 0.0

    def bins(self) -> list[int]:
        """The scores in the bins of the histogram."""
        size = len(self.scores) // BINS
        return [sum(self.scores[index * size : (index + 1) * size]) for index in range(BINS)]


def most_severe(pair: Pair) -> str:
    """The severity of a pair's most severe flag, or an empty string."""
    found = {severity(flag) for flag in pair.flags}
    return next((name for name in _SEVERITIES if name in found), "")


def _head_and_foot(page: _ReportPage, corpus: Corpus, title: str, languages: str) -> tuple[str, str]:
    """The HTML before and after the rows."""
    style, script = _resource("page.css"), _resource("page.js")
    placeholder = "\0rows\0"
    flags = sorted(page.flags, key=lambda flag: (_SEVERITIES.index(severity(flag)), -page.flags[flag], flag))
    text = Template(_resource("page.html")).substitute(
        title=escape(title),
        languages=languages,
        standfirst=_standfirst(page),
        figures=_figures(page),
        pictures=_pictures(page, flags),
        flag_options=_options((flag.replace(" ", "_"), f"{flag} ({page.flags[flag]:,})") for flag in flags),
        kind_options=_options((kind, f"{kind} ({count:,})") for kind, count in page.kinds.most_common()),
        status_options=_options((s, f"{s} ({page.statuses[s]:,})") for s in STATUSES if page.statuses[s]),
        score_hidden="" if page.scored else "hidden",
        sections=placeholder,
        signature=escape(str(corpus.signature)),
        created=f" · corpus of {escape(corpus.created)}" if corpus.created else "",
        version=__version__,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    head, _, foot = text.partition(placeholder)
    return head, foot


def _standfirst(page: _ReportPage) -> str:
    if not page.pairs:
        return "There is no pair in this corpus."
    documents = f" from {_plural(page.documents, 'document')}" if page.documents > 1 else ""
    if not page.flagged:
        return f"{_plural(page.pairs, 'pair')}{documents}, none of them flagged."
    severe = page.severities["error"]
    serious = f", {severe:,} of them grave" if severe else ""
    verb = "carries a flag" if page.flagged == 1 else "carry flags"
    return f"{_plural(page.pairs, 'pair')}{documents}. {page.flagged:,} {verb}{serious}."


def _figures(page: _ReportPage) -> str:
    cells = [("Pairs", f"{page.pairs:,}"), ("Source words", f"{page.words:,}"), ("Flagged", f"{page.flagged:,}")]
    if page.documents > 1:
        cells.insert(1, ("Documents", f"{page.documents:,}"))
    done = page.statuses["approved"] + page.statuses["edited"]
    if done:
        cells.append(("Reviewed", f"{done + page.statuses['rejected']:,}"))
    if page.scored:
        cells.append(("Median score", f"{page.median:.2f}"))
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in cells)


def _pictures(page: _ReportPage, flags: Sequence[str]) -> str:
    parts = []
    if page.scored:
        about = (
            "How alike in meaning the two sides are, from 0 to 1; the dashed line is the median. Click a bar to filter."
        )
        parts.append(
            f'<figure><h2>Scores</h2><p class="about">{about}</p>{histogram(page.bins(), page.median)}</figure>'
        )
    items = "".join(
        f'<li><span>{flag_chip(flag, button=True)}</span><span class="count">{page.flags[flag]:,}</span>'
        f'<span class="means">{escape(describe(flag))}</span></li>'
        for flag in flags
    )
    body = f'<ul class="flags">{items}</ul>' if items else '<p class="none">No pair is flagged.</p>'
    wide = "" if page.scored else ' class="wide"'
    about = "What a check found worth a look. A flag never drops a pair. Click one to filter."
    parts.append(f'<figure{wide}><h2>Flags</h2><p class="about">{about}</p>{body}</figure>')
    return "\n".join(parts)


def _bands(pairs: Sequence[Pair], first: int) -> list[Band]:
    """The spans of the pairs: by their offsets in the documents, or one after the other where these are not known."""
    sources = _spans([(pair.source_span, pair.source) for pair in pairs])
    targets = _spans([(pair.target_span, pair.target) for pair in pairs])
    return [
        Band(number, source, target, most_severe(pair))
        for number, (pair, source, target) in enumerate(zip(pairs, sources, targets, strict=True), first)
    ]


def _spans(sides: Sequence[tuple[tuple[Span, ...] | None, str]]) -> list[tuple[int, int]]:
    known = all(span is not None and (span or not text) for span, text in sides)
    offset = min((start for span, _ in sides for start, _ in span or ()), default=0) if known else 0
    spans = []
    end = 0
    for span, text in sides:
        if known and span:
            start, end = min(start for start, _ in span) - offset, max(end for _, end in span) - offset
        else:
            start, end = end, end + len(text)
        spans.append((start, end))
    return spans


def _options(options: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in options)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _resource(name: str) -> str:
    return files("align.report").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
