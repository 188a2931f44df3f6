"""Sets the typography of the target language: quotation marks, dashes, no-break spaces, numbers.

Each language is a module that names the book its rules are from. Addresses, file names, code and tags are never
touched, and what has been set once is not changed again.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from align.corpus.pair import Pair, Signature
from align.languages.tags import primary_subtag
from align.typography.masking import mask, unmask
from align.typography.number_style import set_numbers
from align.typography.open_quotations import OpenQuotations
from align.typography.quote_style import set_quotes
from align.typography.style import Style

LANGUAGES: dict[str, str] = {
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "uk": "ukrainian",
}
"""The languages whose typography is known, and their modules."""

__all__ = ["LANGUAGES", "OpenQuotations", "typeset", "typeset_pair", "typeset_pairs", "with_typography"]


def typeset(text: str, language: str, source: str = "", source_lang: str = "en", depth: int = 0) -> str:
    """Set `text` in the typography of `language` (BCP-47); unchanged where that is not known.

    Numbers are set only where `source` (a text in `source_lang`) proves what they mean. `depth` is the number of
    quotations that the text begins in, where a quotation is divided into several texts.

    >>> typeset('Он сказал: "Да" - и ушел.', "ru")
    'Он сказал: «Да»\\xa0— и ушел.'
    >>> typeset("12.500 km : 4.5 %", "fr", source="4.5 %")
    '12.500\\xa0km\\xa0: 4,5\\xa0%'
    """
    style = _style(language)
    if style is None:
        return text
    masked = mask(text)
    result = set_numbers(set_quotes(masked.text, style, depth), source, source_lang, style)
    for pattern, replacement in style.rules:  # last, so that they see the numbers as they will be
        result = pattern.sub(replacement, result)
    return unmask(result, masked)


def typeset_pairs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Typeset the targets of a stream of pairs; a pair whose text stays the same is the same object."""
    quotations = OpenQuotations()
    for pair in pairs:
        yield typeset_pair(pair, quotations.before(pair))


def typeset_pair(pair: Pair, depth: int = 0) -> Pair:
    """Typeset the target of a pair, which begins in so many quotations."""
    target = typeset(pair.target, pair.target_lang, pair.source, pair.source_lang, depth)
    return pair if target == pair.target else replace(pair, target=target)


def with_typography(signature: Signature) -> Signature:
    """Record in a corpus's signature that its targets were typeset."""
    return Signature((*(part for part in signature.parts if part[0] != "typography"), ("typography", "on")))


@lru_cache(maxsize=64)
def _style(language: str) -> Style | None:
    module = LANGUAGES.get(primary_subtag(language))
    if module is None:
        return None
    style: Style = importlib.import_module(f"align.typography.{module}").STYLE
    return style
