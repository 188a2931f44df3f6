"""Checks glossary terms: where the source has one, the target must have an allowed translation, in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.checks.detail import Detail, Details, Value
from align.checks.pair_view import PairView

if TYPE_CHECKING:
    from align.glossary.term import Finding


def term_missing(view: PairView) -> Details | None:
    """A source term of the glossary occurs, and none of its translations."""
    return _details(view, "missing")


def term_forbidden(view: PairView) -> Details | None:
    """A source term of the glossary occurs, and a translation that must not be used for it."""
    return _details(view, "forbidden")


def _details(view: PairView, kind: str) -> Details | None:
    return tuple(_detail(finding) for finding in view.terms if finding.kind == kind) or None


def _detail(finding: Finding) -> Detail:
    term = finding.term
    values: dict[str, Value] = {"term": term.source}
    if finding.kind == "missing" and term.untranslated:
        return Detail("untranslated term", values)
    if finding.kind == "forbidden":
        values["wording"] = finding.wording
    if term.targets:
        values["targets"] = term.targets
    forbidden = "forbidden term instead" if term.targets else "forbidden term"
    return Detail("term" if finding.kind == "missing" else forbidden, values)
