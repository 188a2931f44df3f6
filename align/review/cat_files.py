"""Reads what comes back from a CAT tool, XLIFF or TMX, as the rows that a merge takes.

A unit of our XLIFF has its pair's fingerprint, as a row of a sheet has. Other units have none: their texts are taken to
be a translator's, except that a draft does not override what a person has decided since. In a TMX from a CAT tool units
have neither our ids nor a position in a document: they apply to their source wherever it occurs.
"""

from __future__ import annotations

import re
from pathlib import Path

from align.corpus.fingerprints import PairFingerprint
from align.corpus.format_options import FormatOptions
from align.corpus.format_registry import FORMATS, open_input, read_corpus
from align.corpus.formats import xliff
from align.corpus.pair import Pair
from align.corpus.reviewers import Review
from align.errors import FormatError
from align.localization import _
from align.review.sheet_rows import COMMENTS, REVIEWED, REVIEWER, SheetRow, Table

EXCHANGED = frozenset(suffix for name in ("xliff", "sdlxliff", "tmx") for suffix in FORMATS[name].suffixes)
"""The suffixes of files that CAT tools give back."""


def read_units(path: str | Path, source_lang: str, target_lang: str) -> Table:
    """Read the units of an XLIFF or TMX file in these languages as rows.

    Raises InputError if the file cannot be read, FormatError, with the line, if it is broken or has no such unit.
    """
    name = str(path)
    if Path(path).suffix.lower() in FORMATS["tmx"].suffixes:
        pairs = read_corpus(path, "tmx", source_lang=source_lang, target_lang=target_lang)
        rows = [_row(name, number, pair, None, placed=bool(pair.doc)) for number, pair in enumerate(pairs, 1)]
    else:
        with open_input(path) as stream:
            units = xliff.read_units(stream, name, FormatOptions(source_lang, target_lang))
            rows = [_row(name, unit.number, unit.pair, unit.fingerprint, unit.has_n) for unit in units]
    if not rows:
        raise FormatError(
            _(
                "{name} has no unit in {source_lang} and {target_lang}",
                name=name,
                source_lang=source_lang,
                target_lang=target_lang,
            ),
            path=name,
            hint=_("Give the file of this corpus"),
        )
    return Table(iter(rows))


def _row(name: str, number: int, pair: Pair, mark: PairFingerprint | None, placed: bool) -> SheetRow:
    has_own_id = placed or not re.fullmatch(r"\d{6,}(\.\d+)?", pair.id)  # or else the reader has counted the units
    cells = {
        "id": pair.id if has_own_id else "",
        "source": pair.source,
        "final": pair.target,
        "status": pair.status,
    }
    cells |= {"doc": pair.doc, "n": str(pair.n)} if placed else {}
    cells |= {"mark": str(mark)} if mark else {}
    review = Review.of(pair)
    cells |= {REVIEWER: review.name, REVIEWED: review.date} if review.name else {}
    return SheetRow(name, "", number, cells | ({COMMENTS: pair.note} if pair.note else {}), what="unit")
