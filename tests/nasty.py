"""Strategies for property tests: texts and pairs that break formats. Shared by the tests of corpora and of review."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from align.corpus import ORIGINS, STATUSES, Pair
from align.corpus.fields import FIELDS
from align.document import KINDS

CELLS = (
    "=1+1",
    "+7 495 123-45-67",
    "-",
    "@SUM(A1)",
    "'",
    "'tis",
    "'=1",
    "1/2",
    "00123",
    "1e5",
    "TRUE",
    "#N/A",
    "12.05.2026",
    "12:30",
    '"quoted", he said',
    "a;b,c\td",
    "line\nbreak",
    "carriage\r\nreturn",
    "\\n is not a line break",
    "<b>&amp;</b> ]]>",
    "_x0041_ and _x000D_",
    "http://example.org/?a=1&b=2",
    "эмодзи 😀👩‍👩‍👧",
    "неразрывный\u00a0пробел",
    " leading and trailing ",
    "عربي",
    "e\u0301 and \u00e9",
    "5",
    "NULL",
)
"""Texts that spreadsheets, XML or tables are known to spoil."""

CONTROL = ("vertical\x0btab", "bell\x07", "nul\x00", "\x1b[0m", "non-character \ufffe")


def _xml(text: str) -> bool:
    return all(c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000" for c in text)


any_text = st.one_of(st.sampled_from(CELLS + CONTROL), st.text(max_size=40))
xml_text = st.one_of(st.sampled_from(CELLS), st.text(max_size=40)).filter(_xml)
"""What XML 1.0 can hold."""
line_text = xml_text.map(lambda text: unicodedata.normalize("NFC", " ".join(text.split()))).filter(bool)
"""What a segment is by contract: one line, NFC, not empty."""

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
_spans = st.none() | st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=3).map(tuple)


def _score(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.none() | st.floats(low, high).map(lambda value: round(value, 4))


def pairs(text: st.SearchStrategy[str], about: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Pair]:
    """Pairs with these texts, and with these strings in all other free fields."""
    about = text if about is None else about
    fields: dict[str, st.SearchStrategy[Any]] = {
        "id": about.filter(bool),
        "doc": about,
        "n": st.integers(0, 10**6),
        "source": text,
        "target": text,
        "source_lang": st.just("en"),
        "target_lang": st.just("ru"),
        "kind": st.sampled_from(sorted(KINDS)),
        "source_span": _spans,
        "target_span": _spans,
        "origin": st.sampled_from(sorted(ORIGINS)),
        "status": st.sampled_from(STATUSES),
        "score": _score(0, 1),
        "logprob": _score(-50, 0),
        "flags": st.lists(st.sampled_from(["number-mismatch", "length", "two words"]) | about, max_size=3).map(tuple),
        "note": about,
        "model": about,
        "created": st.just("2026-11-23T10:00:00Z") | about,
        "extra": st.dictionaries(
            st.text(max_size=6).filter(lambda key: key not in (*FIELDS, "corpus")), _json, max_size=2
        ),
    }
    return st.builds(Pair, **fields)
