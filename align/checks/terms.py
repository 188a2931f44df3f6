"""Checks glossary terms: where the source has one, the target must have an allowed translation, in any form."""

from __future__ import annotations

from align.checks.pair_view import PairView


def term_missing(view: PairView) -> str | None:
    """A source term of the glossary occurs, and none of its translations."""
    return _detail(view, "missing")


def term_forbidden(view: PairView) -> str | None:
    """A source term of the glossary occurs, and a translation that must not be used for it."""
    return _detail(view, "forbidden")


def _detail(view: PairView, kind: str) -> str | None:
    found = [str(finding) for finding in view.terms if finding.kind == kind]
    return "; ".join(found) if found else None
