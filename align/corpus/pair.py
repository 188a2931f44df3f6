"""The corpus nouns: Pair, Signature and Corpus. Formats convert from and to them; nothing else is passed around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, make_dataclass, replace
from typing import Any, Literal

Span = tuple[int, int]
Origin = Literal["mt", "rule", "tm", "human", "post-edited", "unknown"]
"""Who wrote the target: an engine, a rule (datelines), a translation memory, a person, a person over a draft, or nobody
knows (a plain table)."""
Status = Literal["draft", "approved", "edited", "rejected"]

ORIGINS: frozenset[str] = frozenset({"mt", "rule", "tm", "human", "post-edited", "unknown"})
STATUSES: tuple[str, ...] = ("draft", "approved", "edited", "rejected")


@dataclass(frozen=True, slots=True)
class Pair:
    """One bilingual unit of a corpus.

    `n` is its number in the document, from 1. `source` and `target` are single lines; one of them is empty in a
    deletion or insertion (a 1-0 or 0-1 bead). Spans are code-point offsets into the original documents, one for each
    segment. `score` is how well the sides fit (0 to 1, see the signature for which encoder said so); `logprob` the
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
    kind: str = "sentence"
    source_span: tuple[Span, ...] | None = None
    target_span: tuple[Span, ...] | None = None
    origin: str = "mt"
    status: str = "draft"
    score: float | None = None
    logprob: float | None = None
    flags: tuple[str, ...] = ()
    note: str = ""
    model: str = ""
    created: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def reworded(self, target: str) -> Pair:
        """The pair with a person's wording, which makes a machine's draft a post-edited translation. What was found
        out about the draft (scores, flags) says nothing of it."""
        origin = self.origin if self.origin == "human" else "post-edited"
        return replace(self, target=target, origin=origin, score=None, logprob=None, flags=())


_Open: Any = make_dataclass("_Open", [known.name for known in fields(Pair)], slots=True)


def quick_pair(*values: Any) -> Pair:
    """A Pair of all its fields in their order, in a fifth of the time: for readers of millions.

    A frozen dataclass sets each field through `object.__setattr__`. Here they are set on an object of the same layout
    that is not frozen yet.
    """
    pair = _Open(*values)
    pair.__class__ = Pair
    return pair  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Signature:
    """What made a corpus, in the order it happened: enough to make it again. One line, after sacrebleu's signatures.

    >>> str(Signature((("align", "0.1.0"), ("split", "sentencex-1.0.32"))))
    'align:0.1.0|split:sentencex-1.0.32'
    """

    parts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "|".join(f"{name}:{value}" for name, value in self.parts)

    @classmethod
    def parse(cls, line: str) -> Signature:
        """Read a signature back from its one line."""
        cells = (part.partition(":") for part in line.split("|") if part)
        return cls(tuple((name, value) for name, _, value in cells))


@dataclass(slots=True)
class Corpus:
    """A stream of pairs and what is known of it as a whole. The pairs can be read once; they are never all in
    memory, unless `load` is asked to keep them."""

    pairs: Iterable[Pair]
    signature: Signature = Signature()
    source_lang: str = ""
    target_lang: str = ""
    created: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def load(self) -> Corpus:
        """The same corpus with its pairs in memory: it can be read again and again, and a notebook shows it as a
        table."""
        return replace(self, pairs=tuple(self.pairs))

    def _repr_html_(self) -> str:
        """How a notebook shows a corpus; a stream is not read for it."""
        from align.corpus.notebook import html_table

        return html_table(self)
