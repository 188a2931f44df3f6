"""Remarks on a glossary: entries that contradict one another, damaged text, letters of the wrong alphabet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from align.glossary.columns import Remark
from align.glossary.term import Term
from align.glossary.word_forms import words_of
from align.languages.normalization import fold_term
from align.localization import _

_DAMAGE = re.compile(
    "[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f]|(?:[ÐÑ][\u0080-\u00bf]){2}|Ã[\u0080-\u00bf]"
    "|(?:[РС][°±Ѓѓ‚„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§©Єё«¬®Їі´µ¶·№є»јЅѕї]){2}"
)
"""Lost characters, and UTF-8 that was read as Latin-1 or as cp1251."""
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_MIN_CAPITALISED = 0.9
"""The share of terms with a capital from which the glossary is thought to write all its terms so."""
_MIN_TERMS = 20


def remarks_on(terms: Sequence[Term]) -> Iterator[Remark]:
    """Look for oddities in the entries of a file, in its order, and last in the glossary as a whole."""
    by_source: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        yield from _remarks_on_entry(term)
        earlier = by_source[" ".join(fold_term(word.text) for word in words_of(term.source, "en"))]
        yield from (remark for other in earlier if (remark := _remark_on_repetition(other, term)))
        earlier.append(term)
    capital = sum(term.source[:1].isupper() for term in terms)
    if len(terms) >= _MIN_TERMS and capital >= _MIN_CAPITALISED * len(terms):
        yield Remark(
            0,
            _(
                "{capital} of {total} terms begin with a capital, and then match capitals only: "
                "write common nouns small, or set case to any",
                capital=capital,
                total=len(terms),
            ),
        )


def _remarks_on_entry(term: Term) -> Iterator[Remark]:
    for text in (term.source, *term.targets, *term.forbidden):
        if _DAMAGE.search(text):
            message = _("{text}: damaged characters, the file was saved in a wrong encoding", text=text)
            yield Remark(term.line, message, error=True)
        elif not words_of(text, "en"):
            message = _("{text}: no letter and no digit in it, it never matches", text=text)
            yield Remark(term.line, message, error=True)
        for word in words_of(text, "en"):
            if _LATIN.search(word.text) and _CYRILLIC.search(word.text):
                message = _("{word}: Latin and Cyrillic letters in one word", word=word.text)
                yield Remark(term.line, message, error=True)
    for text in sorted(set(term.targets) & set(term.forbidden)):
        message = _("{term}: {text} is both allowed and forbidden", term=term.source, text=text)
        yield Remark(term.line, message, error=True)


def _remark_on_repetition(first: Term, second: Term) -> Remark | None:
    """Compare an entry with an earlier one of the same source."""
    if first.source != second.source and fold_term(first.source) == fold_term(second.source) and first.case == "auto":
        if first.targets == second.targets:
            message = _(
                "{term}: the same as {other} on line {line}", term=second.source, other=first.source, line=first.line
            )
            return Remark(second.line, message)
        return None  # Turkey and turkey are two terms
    if (first.targets, first.forbidden) == (second.targets, second.forbidden):
        message = _("{term}: the same entry is on line {line}", term=second.source, line=first.line)
        return Remark(second.line, message)
    later, earlier = (_(" or ").join(term.targets) or _("nothing") for term in (second, first))
    message = _(
        "{term}: {later} here, {earlier} on line {line}; both will be allowed",
        term=second.source,
        later=later,
        earlier=earlier,
        line=first.line,
    )
    return Remark(second.line, message)
