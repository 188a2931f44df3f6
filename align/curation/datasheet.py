"""The datasheet of a corpus: what is in it, where it comes from, what was dropped, how it can be made again.

The questions are those of Gebru et al., "Datasheets for Datasets" (2021); the head is that of a dataset card on the
Hugging Face hub. What is not known is called unknown. It is published with the corpus, and so it is in English whatever
language messages are in, the picture of its histograms too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.checks import describe
from align.corpus.bands import BAND_WORDS, BANDS
from align.corpus.pair import Corpus
from align.curation.statistics import Histogram, Statistics
from align.curation.two_pass import listed
from align.errors import UsageError, option_name
from align.languages.tags import primary_subtag
from align.localization import _

UNKNOWN = "unknown"
MARK = "<!-- made by align datasheet -->"
"""In every sheet: a file that has it may be written over."""
_KNOWN = re.compile(r"(?:cc|cc0|mit|apache|[al]?gpl|gfdl|mpl|bsd|odbl|odc|pddl|unknown)(?:-[a-z0-9.-]+)?")
_WIDTH = 40
_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B")


@dataclass(frozen=True, slots=True)
class Source:
    """Where text of a corpus comes from, under which licence, and at which address."""

    name: str
    licence: str = UNKNOWN
    url: str = ""

    @classmethod
    def parse(cls, text: str) -> Source:
        """Parse `NAME; LICENCE; URL`, of which only the name is needed. Raises UsageError where it is missing."""
        name, licence, url = [*(part.strip() for part in text.split(";", 2)), "", ""][:3]
        if not name:
            raise UsageError(f"{option_name('source')} {text!r}", hint=_("write it as 'NAME; LICENCE; URL'"))
        return cls(name, licence or UNKNOWN, url)

    @classmethod
    def listed(cls, entries: Iterable[Any]) -> list[Source]:
        """The sources that the header of a corpus lists: objects with `name`, `licence`, `url`, or names alone."""
        found = []
        for entry in entries:
            about = entry if isinstance(entry, Mapping) else {"name": str(entry)}
            texts = [str(about.get(key) or "") for key in ("name", "licence", "url")]
            found.append(cls(texts[0] or UNKNOWN, texts[1] or str(about.get("license") or UNKNOWN), texts[2]))
        return found


def datasheet(
    header: Corpus,
    numbers: Statistics,
    title: str,
    *,
    licence: str = UNKNOWN,
    sources: Sequence[Source] = (),
    contact: str = "",
    file: str = "",
    picture: str = "",
) -> str:
    """Write the sheet as Markdown. `header` is a corpus whose pairs are not touched, `file` and `picture` are names."""
    sources = list(dict.fromkeys([*Source.listed(listed(header.extra, "sources")), *sources]))
    sections = (
        _head(numbers, title, licence, file),
        f"{MARK}\n\n# {_text(title)}\n",
        _composition(numbers),
        _sources(sources, licence),
        _collection(header, numbers),
        _cleaning(header, numbers),
        _pictures(numbers, picture),
        _examples(numbers),
        _uses(numbers),
        _reproduction(header, title, contact),
    )
    return "\n".join(sections).rstrip() + "\n"


def _head(numbers: Statistics, title: str, licence: str, file: str) -> str:
    languages = list(dict.fromkeys(primary_subtag(code) for pair in numbers.languages for code in pair if code))
    tag = licence.lower().replace(" ", "-")
    known = bool(_KNOWN.fullmatch(tag))
    size = _SIZES[min(max(len(str(numbers.pairs)) - 3, 0), len(_SIZES) - 1)]
    lines = ["---", f"pretty_name: {json.dumps(title, ensure_ascii=False)}", "language:"]
    lines += [f"- {code}" for code in languages] or ["- und"]
    lines += [f"license: {tag if known else 'other'}"]
    lines += [] if known else [f"license_name: {json.dumps(licence, ensure_ascii=False)}"]
    lines += ["multilinguality:", "- translation", "task_categories:", "- translation"]
    lines += ["size_categories:", f"- {size}"]
    if Path(file).suffix in (".jsonl", ".parquet", ".csv"):
        lines += ["configs:", "- config_name: default", f"  data_files: {json.dumps(file, ensure_ascii=False)}"]
    return "\n".join([*lines, "---", ""])


def _composition(numbers: Statistics) -> str:
    pairs = ", ".join(f"{s or UNKNOWN}–{t or UNKNOWN} {n:,}" for (s, t), n in numbers.languages.most_common())
    rows = [
        ("pairs", f"{numbers.pairs:,}"),
        ("of them with one side only", f"{numbers.one_sided:,}"),
        ("documents", f"{numbers.documents:,}" if numbers.documents else "not named"),
        ("words, source", f"{numbers.source_words:,}"),
        ("words, target", f"{numbers.target_words:,}"),
        ("languages", pairs or UNKNOWN),
        ("status", _list_counts(numbers.statuses)),
        ("origin of the targets", _list_counts(numbers.origins)),
        ("kind of segment", _list_counts(numbers.kinds)),
        ("scored", f"{numbers.scored:,}"),
    ]
    if numbers.bands:
        words = BAND_WORDS["en"]
        bands = ", ".join(f"{words[band]} {numbers.bands[band]:,}" for band in BANDS if numbers.bands[band])
        rows.append(("estimated quality of the drafts", bands))
    return f"## Composition\n\n{_table(('', ''), rows)}"


def _sources(sources: Sequence[Source], licence: str) -> str:
    lines = ["## Sources and licences\n", f"Licence of the whole: {_text(licence)}.\n"]
    if sources:
        lines.append(_table(("source", "licence", "address"), [(s.name, s.licence, s.url) for s in sources]))
    else:
        lines.append("The sources are unknown: the corpus does not name them.\n")
    return "\n".join(lines)


def _collection(header: Corpus, numbers: Statistics) -> str:
    lines = ["## How it was made\n", f"Signature: `{str(header.signature) or UNKNOWN}`\n"]
    dates = dict.fromkeys(date for date in (numbers.first_created, numbers.last_created) if date)
    lines.append(f"Made: {' to '.join(dates) or header.created or UNKNOWN}.\n")
    if numbers.models:
        lines.append(f"Drafts by: {_list_counts(numbers.models)}.\n")
    inputs = [about for about in listed(header.extra, "inputs") if isinstance(about, Mapping)]
    if inputs:
        rows = [(str(i.get("name", "")), f"{i.get('pairs', 0):,}", str(i.get("signature") or UNKNOWN)) for i in inputs]
        lines += ["Put together from:\n", _table(("corpus", "pairs", "signature"), rows)]
    return "\n".join(lines)


def _cleaning(header: Corpus, numbers: Statistics) -> str:
    lines = ["## Cleaning and flags\n"]
    inputs = [about for about in listed(header.extra, "inputs") if isinstance(about, Mapping)]
    steps = [step for about in (*inputs, header.extra) for step in listed(about, "filters")]
    steps = [step for step in steps if isinstance(step, Mapping) and {"read", "kept", "dropped"} <= set(step)]
    for step in steps:
        lines.append(f"Of {step['read']:,} pairs {step['kept']:,} were kept. Dropped:\n")
        rows = [(reason, f"{count:,}", _meaning(reason)) for reason, count in step["dropped"].items()]
        lines.append(_table(("reason", "pairs", "meaning"), rows) if rows else "nothing.\n")
    if not steps:
        lines.append("No filter left a record in this corpus: what was dropped before, if anything, is unknown.\n")
    if numbers.flags:
        rows = [(flag, f"{count:,}", _meaning(flag)) for flag, count in numbers.flags.most_common()]
        lines += ["Flags on the pairs that are here:\n", _table(("flag", "pairs", "meaning"), rows)]
    else:
        lines.append("No pair has a flag.\n")
    return "\n".join(lines)


def _pictures(numbers: Statistics, picture: str) -> str:
    lines = ["## Histograms\n", *([f"![Histograms]({picture})\n"] if picture else [])]
    for title, histogram in (
        ("Words of the source", numbers.lengths),
        ("Length of the target against the source", numbers.ratios),
        ("Score", numbers.scores),
    ):
        if histogram.counts:
            lines.append("\n".join([f"{title}\n", "```", *_bars(histogram), "```", ""]))
    return "\n".join(lines)


def _bars(histogram: Histogram) -> Iterator[str]:
    bars = list(histogram.bars())
    most = max(count for __, count in bars)
    wide = max(len(name) for name, __ in bars)
    for name, count in bars:
        yield f"{name:>{wide}} {'█' * round(_WIDTH * count / most):{_WIDTH}} {count:,}"


def _examples(numbers: Statistics) -> str:
    rows = [(pair.id, pair.source, pair.target) for pair in numbers.examples]
    return "## Examples\n\nChosen by a hash of their ids.\n\n" + _table(("id", "source", "target"), rows)


def _uses(numbers: Statistics) -> str:
    drafts = numbers.origins["mt"] and numbers.statuses["draft"]
    warning = (
        "It holds machine drafts that nobody has approved: they must not pass for human translations.\n"
        if drafts
        else ""
    )
    personal = "Names of persons and other personal data were not looked for and may be in it.\n"
    return f"## Uses\n\nTranslation memory; training and evaluation of machine translation.\n{warning}{personal}"


def _reproduction(header: Corpus, title: str, contact: str) -> str:
    return (
        "## Citing, repeating, asking\n\n"
        f"Cite as: {_text(title)}, made with align; signature `{str(header.signature) or UNKNOWN}`. The signature "
        f"holds what is needed to make the corpus again from its sources.\n\nContact: {_text(contact or UNKNOWN)}.\n"
    )


def _list_counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common(20)) or UNKNOWN


def _meaning(reason: str) -> str:
    return "Scored below the least score, or not at all." if reason == "score" else describe(reason)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(map(_text, row))} |" for row in rows]
    return "\n".join([*lines, ""])


def _text(text: str) -> str:
    """Text inside Markdown: no mark-up, no row or cell of its own."""
    return re.sub(r"([\\`*_\[\]<>|&#])", r"\\\1", " ".join(text.encode("utf-8", "replace").decode().split()))
