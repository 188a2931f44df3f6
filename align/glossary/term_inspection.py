"""What is odd in a glossary: entries that contradict one another, damaged text, letters of the wrong alphabet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from align.glossary.columns import Remark
from align.glossary.term import Term
from align.glossary.word_forms import words_of
from align.languages.normalization import fold_term

_DAMAGE = re.compile(
    "[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f]|(?:[ÐÑ][\u0080-\u00bf]){2}|Ã[\u0080-\u00bf]"
    "|(?:[РС][°±Ѓѓ‚„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§©Єё«¬®Їі´µ¶·№є»јЅѕї]){2}"
)
"""Lost characters, and UTF-8 that was read as Latin-1 or as cp1251."""
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_CAPITALS = 0.9
_MANY = 20


def remarks_on(terms: Sequence[Term]) -> Iterator[Remark]:
    """Remarks on entries as they stand in their file, in its order; on the glossary as a whole last."""
    by_source: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        yield from _on_one(term)
        earlier = by_source[" ".join(fold_term(word.text) for word in words_of(term.source, "en"))]
        yield from (remark for other in earlier if (remark := _on_two(other, term)))
        earlier.append(term)
    capital = sum(term.source[:1].isupper() for term in terms)
    if len(terms) >= _MANY and capital >= _CAPITALS * len(terms):
        yield Remark(
            0,
            f"{capital} of {len(terms)} terms begin with a capital, and then match capitals only: "
            "write common nouns small, or set case to any",
        )


def _on_one(term: Term) -> Iterator[Remark]:
    for text in (term.source, *term.targets, *term.forbidden):
        if _DAMAGE.search(text):
            yield Remark(term.line, f"{text}: damaged characters, the file was saved in a wrong encoding", error=True)
        elif not words_of(text, "en"):
            yield Remark(term.line, f"{text}: no letter and no digit in it, it never matches", error=True)
        for word in words_of(text, "en"):
            if _LATIN.search(word.text) and _CYRILLIC.search(word.text):
                yield Remark(term.line, f"{word.text}: Latin and Cyrillic letters in one word", error=True)
    for text in sorted(set(term.targets) & set(term.forbidden)):
        yield Remark(term.line, f"{term.source}: {text} is both allowed and forbidden", error=True)


def _on_two(first: Term, second: Term) -> Remark | None:
    """What to say of an entry whose source was there before."""
    if first.source != second.source and fold_term(first.source) == fold_term(second.source) and first.case == "auto":
        if first.targets == second.targets:
            return Remark(second.line, f"{second.source}: the same as {first.source} on line {first.line}")
        return None  # Turkey and turkey are two terms
    if (first.targets, first.forbidden) == (second.targets, second.forbidden):
        return Remark(second.line, f"{second.source}: the same entry is on line {first.line}")
    ours, theirs = (" or ".join(term.targets) or "nothing" for term in (second, first))
    return Remark(second.line, f"{second.source}: {ours} here, {theirs} on line {first.line}; both will be allowed")
