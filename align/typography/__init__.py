"""The typography of the target language: quotation marks, dashes, spaces that do not break, numbers.

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
from align.typography.number_style import set_numbers
from align.typography.quote_style import set_quotes
from align.typography.shelter import restored, sheltered
from align.typography.style import Style

LANGUAGES: dict[str, str] = {
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "ru": "russian",
    "uk": "ukrainian",
}
"""The languages whose typography is known, and their modules."""

__all__ = ["LANGUAGES", "signed", "typeset", "typeset_pairs"]


def typeset(text: str, language: str, source: str = "", source_lang: str = "en") -> str:
    """`text` as the typography of `language` (BCP-47) has it; unchanged where that is not known.

    Numbers are put right only where `source` shows how they are meant.

    >>> typeset('Он сказал: "Да" - и ушел.', "ru")
    'Он сказал: «Да»\\xa0— и ушел.'
    >>> typeset("12.500 km : 4.5 %", "fr", source="4.5 %")
    '12.500\\xa0km\\xa0: 4,5\\xa0%'
    """
    style = _style(language)
    if style is None:
        return text
    masked, sign, parts = sheltered(text)
    masked = set_numbers(set_quotes(masked, style), source, source_lang, style)
    for pattern, replacement in style.rules:  # last, so that they see the numbers as they will be
        masked = pattern.sub(replacement, masked)
    return restored(masked, sign, parts)


def typeset_pairs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs with their targets typeset; one whose text stays the same is the same."""
    for pair in pairs:
        target = typeset(pair.target, pair.target_lang, pair.source, pair.source_lang)
        yield pair if target == pair.target else replace(pair, target=target)


def signed(signature: Signature) -> Signature:
    """The signature of a corpus whose targets have been typeset."""
    return Signature((*(part for part in signature.parts if part[0] != "typography"), ("typography", "on")))


@lru_cache(maxsize=64)
def _style(language: str) -> Style | None:
    module = LANGUAGES.get(primary_subtag(language))
    if module is None:
        return None
    style: Style = importlib.import_module(f"align.typography.{module}").STYLE
    return style
