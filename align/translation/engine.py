"""The protocol of a translation engine: plain text in, one Draft for each text out, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from align.quality.evidence import Evidence

POSITIONS = 512
"""Opus-mt checkpoints have 512 positions; beyond them CTranslate2 raises."""

UNKNOWN_MARK = "\u2047"
"""⁇: what SentencePiece writes for a piece that stands for no text, `<unk>`."""

Ready = Callable[[int], None]
"""Receives the number of texts that have become ready since the last call."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options of a beam search. They are part of a corpus's signature."""

    beam: int = 4
    length_penalty: float = 1.0
    batch_tokens: int = 2048

    @property
    def signature(self) -> str:
        """The options that decide the output (the batch size does not)."""
        return f"beam{self.beam}-lp{self.length_penalty:g}"

    @property
    def known_only(self) -> bool:
        """Whether the search never writes `<unk>`, see `KnownOnly`."""
        return False


@dataclass(frozen=True, slots=True)
class KnownOnly(Decoding):
    """A beam search that never writes `<unk>`, for a text whose draft had one. It is not persisted."""

    @classmethod
    def of(cls, decoding: Decoding) -> KnownOnly:
        """The same search, without `<unk>`."""
        return cls(decoding.beam, decoding.length_penalty, decoding.batch_tokens)

    @property
    def signature(self) -> str:
        """The options that decide the output."""
        return f"beam{self.beam}-lp{self.length_penalty:g}-known"

    @property
    def known_only(self) -> bool:
        """Whether the search never writes `<unk>`."""
        return True


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine translation of one text.

    `logprob` is the mean log-probability of its tokens (nats, the end of sentence counted); `hit_limit` says that the
    search stopped at the length limit, so that the end may be missing; `substituted` that a term was inserted in the
    form that the glossary has; `evidence` is what was measured of it among its candidates, if it had any.
    """

    text: str
    logprob: float
    hit_limit: bool = False
    substituted: bool = False
    evidence: Evidence | None = None


class Engine(Protocol):
    """Anything that drafts. The output must not depend on how texts are batched or on their neighbours."""

    @property
    def signature(self) -> str:
        """Kind, version and numeric precision: `ctranslate2-4.8.5-int8`."""

    @property
    def longest_source(self) -> int:
        """Tokens (end of sentence counted) of the longest text that `draft` takes."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of source tokens of each text, special tokens counted."""

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        """Translate `texts`; none may have more than `longest_source` tokens."""

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        """Up to `count` different translations of each text, the likeliest first, by a beam of `count` at least.

        The first need not be what `draft` gives: a wider beam may find a likelier one.
        """


@runtime_checkable
class KnowsCharacters(Protocol):
    """An engine that can say which characters its vocabulary lacks."""

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """The characters of each text that the model cannot read there, or cannot write."""


def unknown_characters(engine: Engine, texts: Sequence[str]) -> list[frozenset[str]]:
    """The characters of each text that the model of `engine` lacks; none for an engine that does not say."""
    if isinstance(engine, KnowsCharacters):
        return engine.unknown_characters(texts)
    return [frozenset()] * len(texts)


def output_limit(source_tokens: int) -> int:
    """The most target tokens for a source of so many tokens: generous, so that only a runaway search reaches it.

    It depends on nothing but the text's own length: a limit shared by a batch would make a draft depend on its
    neighbours.
    """
    return 2 * source_tokens + 20


def unique_by_text(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep the first of the drafts of each text: a text can be tokenised in several ways."""
    first: dict[str, Draft] = {}
    for draft in drafts:
        first.setdefault(draft.text, draft)
    return list(first.values())


MAX_MARIAN_SOURCE_TOKENS = (POSITIONS - 20) // 2
"""The most source tokens whose output limit still fits the positions."""
