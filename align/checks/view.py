"""A pair as the checks see it: taken apart once, when a check first asks."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from align.checks.context import DEFAULT_OPTIONS, CheckOptions, DocumentContext
from align.corpus.pair import Pair
from align.glossary.term import Finding
from align.languages.normalization import fold_word
from align.languages.number_words import lexicon
from align.languages.quantities import Quantities, read_quantities

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""A word: letters, with apostrophes inside."""

MAX_WORDS = 1000
"""Of a segment longer than any sentence is, so many words are looked at: some checks compare each with each."""

_DIGIT = re.compile(r"\d")

_NO_CONTEXT = DocumentContext()


class View:
    """A pair with what the checks share: its words and its quantities.

    `source_words` and `target_folded` are folded for comparing (see `align.languages.number_words.fold`),
    `target_words` as written.
    """

    def __init__(self, pair: Pair, context: DocumentContext | None = None, options: CheckOptions = DEFAULT_OPTIONS):
        self.pair = pair
        self.context = context or _NO_CONTEXT
        self.options = options
        self.source = pair.source
        self.target = pair.target
        self.source_words: list[str] = WORD.findall(fold_word(pair.source))[:MAX_WORDS]
        self.target_words: list[str] = WORD.findall(pair.target)[:MAX_WORDS]
        self.target_folded = [fold_word(word) for word in self.target_words]

    @cached_property
    def copied_runs(self) -> list[list[str]]:
        """Runs of target words that stand in the source in the same order, one list of words a run."""
        known = set(self.source_words)
        if known.isdisjoint(self.target_folded):
            return []
        follows = set(pairwise(self.source_words))
        runs: list[list[str]] = []
        before = ""
        for word, folded in zip(self.target_words, self.target_folded, strict=True):
            if folded not in known:
                before = ""
                continue
            if before and (before, folded) in follows:
                runs[-1].append(word)
            else:
                runs.append([word])
            before = folded
        return runs

    @property
    def copied_words(self) -> int:
        """How many words of the target stand in runs of two or more, or are all there is."""
        return sum(len(run) for run in self.copied_runs if len(run) > 1 or len(self.target_words) < 3)

    @cached_property
    def terms(self) -> list[Finding]:
        """What is wrong with the glossary's terms in this pair; nothing without a glossary."""
        if self.options.glossary is None:
            return []
        matcher = self.options.glossary.matcher(self.pair.source_lang, self.pair.target_lang)
        return matcher.check(self.source, self.target)

    @cached_property
    def quantified(self) -> bool:
        """Whether either side says anything in numbers, months or weekdays."""
        return (
            bool(_DIGIT.search(self.source) or _DIGIT.search(self.target))
            or not lexicon(self.pair.source_lang).landmarks.isdisjoint(self.source_words)
            or not lexicon(self.pair.target_lang).landmarks.isdisjoint(self.target_folded)
        )

    @cached_property
    def source_quantities(self) -> Quantities:
        return read_quantities(self.source, self.pair.source_lang) if self.quantified else Quantities()

    @cached_property
    def target_quantities(self) -> Quantities:
        return read_quantities(self.target, self.pair.target_lang) if self.quantified else Quantities()
