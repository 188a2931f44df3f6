"""The nouns of the glossary: a Term, where it stands in a source text, and what is wrong with a translation of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Case = Literal["auto", "exact", "any"]
"""How capital letters of a source term count. `auto` (memoQ's "permissive"): a capital of the term must be a capital in
the text, a small letter may be either, so that US is not us, Turkey is not turkey, and bridge is also Bridge and
BRIDGE. `exact`: as written. `any`: capitals do not count."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary.

    `targets` are the translations allowed, the preferred one first; `forbidden` those that must not be used for this
    source term. `line` is where the entry stands in its file, from 1 (0: it has no file).
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""
    case: Case = "auto"
    line: int = 0

    @property
    def untranslated(self) -> bool:
        """Whether the term stays as it is: its translation is the term itself."""
        return self.targets == (self.source,)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a text, at the code points `start:end`."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the translation of a term: none of its translations is there, or a forbidden one (`wording`,
    as it stands in the text)."""

    term: Term
    kind: Literal["missing", "forbidden"]
    wording: str = ""

    def __str__(self) -> str:
        """The finding in words a translator understands.

        >>> str(Finding(Term("port", ("порт", "гавань")), "missing"))
        'port → порт or гавань: not found'
        >>> str(Finding(Term("port", ("порт",), ("портвейн",)), "forbidden", "портвейна"))
        'port: портвейна is forbidden, use порт'
        """
        if self.kind == "forbidden":
            instead = f", use {' or '.join(self.term.targets)}" if self.term.targets else ""
            return f"{self.term.source}: {self.wording} is forbidden{instead}"
        if self.term.untranslated:
            return f"{self.term.source}: must stay as it is"
        return f"{self.term.source} → {' or '.join(self.term.targets)}: not found"
