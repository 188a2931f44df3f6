"""A pair as the checks see it: what several of them need is computed once, when the first asks for it."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from align.checks.context import DEFAULT_OPTIONS, CheckOptions, DocumentContext
from align.corpus.pair import Pair
from align.languages.codes import without_codes, without_placeholders
from align.languages.counted import CountedText, read_counted
from align.languages.invisible import visible_text
from align.languages.normalization import fold_word
from align.languages.number_words import lexicon
from align.languages.quantities import Quantities, read_quantities

if TYPE_CHECKING:
    from align.glossary.term import Finding
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""A word: letters, with apostrophes inside."""

MAX_WORDS = 1000
"""Words that are looked at in a segment longer than any sentence: some checks compare each with each."""

_DIGIT = re.compile(r"\d")

_NO_CONTEXT = DocumentContext()


class PairView:
    """A pair with what the checks share: its words and its quantities, without the characters that have no width.

    `source_words` and `target_folded` are folded for comparison (see `align.languages.normalization.fold_word`),
    `target_words` as written.
    """

    def __init__(self, pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS):
        self.pair = pair
        self.context = context or _NO_CONTEXT
        self.options = options
        self.source = visible_text(pair.source)
        self.target = visible_text(pair.target)
        self.source_words: list[str] = WORD.findall(fold_word(self.source))[:MAX_WORDS]
        self.target_words: list[str] = WORD.findall(self.target)[:MAX_WORDS]
        self.target_folded = [fold_word(word) for word in self.target_words]

    @cached_property
    def target_prose(self) -> str:
        """The target without addresses, placeholders and tags, which are the same in every language."""
        return without_codes(self.target)

    @cached_property
    def prose_words(self) -> list[str]:
        """The words of `target_prose`."""
        return self.target_words if self.target_prose is self.target else WORD.findall(self.target_prose)[:MAX_WORDS]

    @cached_property
    def copied_runs(self) -> list[list[str]]:
        """Runs of target words that the source has in the same order, one list of words a run; codes play no part."""
        source = without_codes(self.source)
        source_words = self.source_words if source is self.source else WORD.findall(fold_word(source))[:MAX_WORDS]
        in_source = set(source_words)
        if in_source.isdisjoint(self.target_folded):
            return []
        source_bigrams = set(pairwise(source_words))
        runs: list[list[str]] = []
        previous = ""
        for word in self.prose_words:
            folded = fold_word(word)
            if folded not in in_source:
                previous = ""
                continue
            if previous and (previous, folded) in source_bigrams:
                runs[-1].append(word)
            else:
                runs.append([word])
            previous = folded
        return runs

    @property
    def copied_words(self) -> int:
        """The number of target words in copied runs of two or more; of a target of one or two words, in any run."""
        return sum(len(run) for run in self.copied_runs if len(run) > 1 or len(self.prose_words) < 3)

    @cached_property
    def terms(self) -> list[Finding]:
        """The glossary's findings in this pair; none without a glossary."""
        if self.options.glossary is None:
            return []
        matcher = self.options.glossary.matcher(self.pair.source_lang, self.pair.target_lang)
        return matcher.check(self.source, self.target)

    @cached_property
    def has_quantities(self) -> bool:
        """Whether either side may have numbers, months or weekdays."""
        return (
            bool(_DIGIT.search(self.source) or _DIGIT.search(self.target))
            or not lexicon(self.pair.source_lang).trigger_words.isdisjoint(self.source_words)
            or not lexicon(self.pair.target_lang).trigger_words.isdisjoint(self.target_folded)
        )

    @cached_property
    def source_quantities(self) -> Quantities:
        return self._quantities(self.source, self.pair.source_lang)

    @cached_property
    def target_quantities(self) -> Quantities:
        return self._quantities(self.target, self.pair.target_lang)

    def _quantities(self, text: str, language: str) -> Quantities:
        return read_quantities(without_placeholders(text), language) if self.has_quantities else Quantities()

    @cached_property
    def source_counted(self) -> CountedText:
        """What the numbers of the source count."""
        return read_counted(self.source_quantities, self.pair.source_lang)

    @cached_property
    def target_counted(self) -> CountedText:
        """What the numbers of the translation count."""
        return read_counted(self.target_quantities, self.pair.target_lang)
