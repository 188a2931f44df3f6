"""The corpus types Pair, Signature and Corpus, which every format converts from and to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass, replace
from typing import Any, Literal

from align.account import Account
from align.document import Kind
from align.errors import CorpusConsumed
from align.localization import _, language

Span = tuple[int, int]
Origin = Literal["mt", "rule", "tm", "human", "post-edited", "unknown"]
"""The author of the target: an engine, a rule (datelines), a translation memory, a person, a person who edited a draft;
`unknown` for a plain table."""
Status = Literal["draft", "approved", "edited", "rejected"]

QUALITY = "quality"
"""The key of `Pair.extra` under which a draft has its estimated quality, see `align.quality`."""

ORIGINS: frozenset[Origin] = frozenset({"mt", "rule", "tm", "human", "post-edited", "unknown"})
STATUSES: tuple[Status, ...] = ("draft", "approved", "edited", "rejected")


@dataclass(frozen=True, slots=True)
class Pair:
    """One bilingual unit of a corpus.

    `n` is its number in the document, from 1. `source` and `target` are single lines; one of them is empty in a
    deletion or insertion (a 1-0 or 0-1 bead). Spans are code-point offsets into the original documents, one for each
    segment. `score` is how well the sides match (0 to 1, see the signature for which encoder said so); `logprob` the
    engine's mean log-probability a target token, in nats (0 is certain; compare within one run only). `extra` keeps
    keys we do not know.
    """

    id: str
    doc: str
    n: int
    source: str
    target: str
    source_lang: str
    target_lang: str
    kind: Kind = "sentence"
    source_span: tuple[Span, ...] | None = None
    target_span: tuple[Span, ...] | None = None
    origin: Origin = "mt"
    status: Status = "draft"
    score: float | None = None
    logprob: float | None = None
    flags: tuple[str, ...] = ()
    note: str = ""
    model: str = ""
    created: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def reworded(self, target: str) -> Pair:
        """Give the pair a person's wording, which makes a machine's draft a post-edited translation. What was measured
        of the draft goes: it does not describe the new wording."""
        origin = self.origin if self.origin == "human" else "post-edited"
        return replace(self.unmeasured(), target=target, origin=origin)

    def unmeasured(self) -> Pair:
        """The pair without scores, flags and estimated quality, as after a change of its texts."""
        extra = {key: value for key, value in self.extra.items() if key != QUALITY}
        return replace(self, score=None, logprob=None, flags=(), extra=extra)


_Open: Any = make_dataclass("_Open", [known.name for known in fields(Pair)], slots=True)


def quick_pair(*values: Any) -> Pair:
    """Make a Pair of all its fields in their order, in a fifth of the time: for readers of millions.

    A frozen dataclass sets each field through `object.__setattr__`. This sets them on an object of the same layout that
    is not frozen yet. Measured by `python -m timeit -s "from align.corpus.pair import Pair, quick_pair; v = ['a'] * 19"
    "quick_pair(*v)"` and the same with `Pair(*v)`: 1.0 and 7.3 µs on CPython 3.11.
    """
    pair = _Open(*values)
    pair.__class__ = Pair
    return pair  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Signature:
    """The tools and settings that made a corpus, enough to reproduce it. One line, after sacrebleu's signatures.

    >>> str(Signature((("align", "0.1.0"), ("split", "sentencex-1.0.32"))))
    'align:0.1.0|split:sentencex-1.0.32'
    """

    parts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "|".join(f"{name}:{value}" for name, value in self.parts)

    @classmethod
    def parse(cls, line: str) -> Signature:
        """Parse a signature from its one line."""
        cells = (part.partition(":") for part in line.split("|") if part)
        return cls(tuple((name, value) for name, __, value in cells))


@dataclass(slots=True)
class Corpus:
    """A stream of pairs and what is known of it as a whole; never all in memory, unless `load` keeps them.

    Pairs that come from an iterator can be read once. Reading them again, also with `load` or `write_corpus`, raises
    CorpusConsumed. A list or tuple of pairs can be read any number of times. `account` says what the reader of a file
    left out or changed; it is whole once the pairs have been read.
    """

    pairs: Iterable[Pair]
    signature: Signature = Signature()
    source_lang: str = ""
    target_lang: str = ""
    created: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    account: Account = field(default_factory=Account)

    def __iter__(self) -> Iterator[Pair]:
        pairs = self.pairs
        if isinstance(pairs, Iterator):
            self.pairs = _Consumed()
        return iter(pairs)

    def load(self) -> Corpus:
        """Read the pairs into memory: the corpus that is returned can be read any number of times, and a notebook shows
        it as a table. Raises CorpusConsumed where they have been read."""
        return replace(self, pairs=tuple(self))

    def _repr_html_(self) -> str:
        """Show the corpus in a notebook, as a table if it is loaded; a stream is not read for it."""
        from align.corpus.bands import band_word
        from align.corpus.notebook import Row, heading, stream_note, table

        about = heading(self.source_lang, self.target_lang, str(self.signature))
        if not isinstance(self.pairs, Sequence):
            return about + stream_note(isinstance(self.pairs, _Consumed))
        rows = (
            Row(p.n, p.source, p.source_lang, p.target, p.target_lang, p.score, p.flags, band_word(p, language()))
            for p in self.pairs
        )
        return about + table(rows, len(self.pairs))


class _Consumed:
    """Replaces the pairs of a corpus whose iterator is in a reader's hands."""

    def __iter__(self) -> Iterator[Pair]:
        raise CorpusConsumed(
            _("the pairs of this corpus have been read, and they come from a stream that can be read once"),
            hint=_("Keep them with .load() first, or read the file again"),
        )

    def __repr__(self) -> str:
        return "<consumed>"
