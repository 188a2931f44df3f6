"""Glossary terms: where the source has one, the target must have a translation that is allowed, in whatever form."""

from __future__ import annotations

from align.checks.view import View


def term_missing(view: View) -> str | None:
    """A source term of the glossary is there and none of its translations is."""
    return _told(view, "missing")


def term_forbidden(view: View) -> str | None:
    """A source term of the glossary is there, and a translation that must not be used for it."""
    return _told(view, "forbidden")


def _told(view: View, kind: str) -> str | None:
    found = [str(finding) for finding in view.terms if finding.kind == kind]
    return "; ".join(found) if found else None
