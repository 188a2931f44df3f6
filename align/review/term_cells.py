"""The glossary's terms in a source, as a cell: what was agreed, a line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from align.corpus.pair import Pair
from align.languages.invisible import visible_text

if TYPE_CHECKING:
    from align.glossary import Glossary, Term

MOST = 12
"""Terms that a cell has at most."""


def term_lines(pair: Pair, glossary: Glossary, sentences: Mapping[str, str]) -> str:
    """The terms that the source has, in its order, each once: `berth → причал; место`."""
    matcher = glossary.matcher(pair.source_lang, pair.target_lang)
    terms = list(dict.fromkeys(match.term for match in matcher.find_terms(visible_text(pair.source))))
    lines = [_line(term, sentences) for term in terms[:MOST]]
    return "\n".join([*lines, "…"] if len(terms) > MOST else lines)


def _line(term: Term, sentences: Mapping[str, str]) -> str:
    kind = "untranslated term" if term.untranslated else "term not" if term.targets else "forbidden term"
    if kind == "term not" and not term.forbidden:
        kind = "term"
    targets, forbidden = ("; ".join(words) for words in (term.targets, term.forbidden))
    return sentences[kind].format(term=term.source, targets=targets, forbidden=forbidden)
