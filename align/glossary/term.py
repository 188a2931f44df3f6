"""The types of the glossary: Term, TermMatch (a term in a source text), Finding (a fault in its translation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from align.localization import _

Case = Literal["auto", "exact", "any"]
"""The case rule of a source term. `auto` (memoQ's "permissive"): a capital of the term must be a capital in the text,
a lower-case letter may be either, so that US is not us, Turkey is not turkey, and bridge is also Bridge and BRIDGE.
`exact`: as written. `any`: case is ignored."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary.

    `targets` are the translations allowed, the preferred one first; `forbidden` those that must not be used for this
    source term. `line` is the entry's line in its file, from 1 (0: it has no file).
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
class TermMatch:
    """A term found in a text, at the code points `start:end`."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in the translation of a term: none of its translations was found, or a forbidden one was (`wording`, in
    its form in the text)."""

    term: Term
    kind: Literal["missing", "forbidden"]
    wording: str = ""

    def __str__(self) -> str:
        """Describe the finding to a translator.

        >>> str(Finding(Term("port", ("порт", "гавань")), "missing"))
        'port → порт or гавань: not found'
        >>> str(Finding(Term("port", ("порт",), ("портвейн",)), "forbidden", "портвейна"))
        'port: портвейна is forbidden, use порт'
        """
        targets = _(" or ").join(self.term.targets)
        if self.kind == "forbidden":
            if not targets:
                return _("{term}: {wording} is forbidden", term=self.term.source, wording=self.wording)
            return _(
                "{term}: {wording} is forbidden, use {targets}",
                term=self.term.source,
                wording=self.wording,
                targets=targets,
            )
        if self.term.untranslated:
            return _("{term}: must stay as it is", term=self.term.source)
        return _("{term} → {targets}: not found", term=self.term.source, targets=targets)
