"""Assigns to flags the functions that find them.

A check is a function from a PairView to details of what was found (possibly none), or to None when all is well. A check
of another distribution may give a few words instead, possibly empty. `align.checks.flags` declares what flags mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from align.checks import (
    codes,
    confidence,
    counted_checks,
    language,
    length,
    number_checks,
    number_format,
    proper_names,
    quotation_marks,
    replaced_names,
    terms,
    text,
)
from align.checks.detail import Details
from align.checks.flags import FLAGS, Severity
from align.checks.pair_view import PairView
from align.extensions import with_extensions
from align.localization import N_, wording
from align.localization import language as language_in_force

CheckFunction = Callable[[PairView], Details | str | None]


@dataclass(frozen=True, slots=True)
class Check:
    """A flag with its check. `find` is None for a flag that is raised elsewhere, while drafting or by `align filter`,
    and that no check finds again. Other distributions add theirs: see `align.extensions`."""

    flag: str
    severity: Severity
    description: str
    find: CheckFunction | None = None


_FUNCTIONS: dict[str, CheckFunction] = {
    "empty-target": text.target_empty,
    "empty-source": text.source_empty,
    "wrong-language": language.wrong_language,
    "untranslated": language.untranslated,
    "partly-untranslated": language.partly_untranslated,
    "repetition": text.repeated,
    "broken-text": text.text_broken,
    "placeholder-mismatch": codes.codes_differ,
    "number-mismatch": number_checks.numbers_differ,
    "date-mismatch": number_checks.dates_differ,
    "number-order": number_checks.order_differs,
    "currency-mismatch": counted_checks.currency_differs,
    "unit-mismatch": counted_checks.unit_differs,
    "sign-mismatch": counted_checks.sign_differs,
    "number-format": number_format.format_differs,
    "glossary-forbidden": terms.term_forbidden,
    "glossary-missing": terms.term_missing,
    "length-ratio": length.length_off,
    "low-similarity": confidence.similarity_low,
    "uncertain-alignment": confidence.alignment_uncertain,
    "low-confidence": confidence.confidence_low,
    "name-missing": proper_names.names_missing,
    "name-replaced": replaced_names.names_replaced,
    "name-variant": replaced_names.rendered_otherwise,
    "latin-missing": proper_names.latin_missing,
    "brackets-unbalanced": text.brackets_unbalanced,
    "quotes-unbalanced": quotation_marks.quotes_unbalanced,
    "end-punctuation": text.end_differs,
}

CHECKS: dict[str, Check] = {
    flag.name: Check(flag.name, flag.severity, flag.description, _FUNCTIONS.get(flag.name)) for flag in FLAGS
}
"""By the name of the flag, in the order in which flags are written: most severe first."""


@cache
def all_checks() -> dict[str, Check]:
    """The checks of `CHECKS`, then those that other distributions have registered.

    Raises AlignError for an extension that does not load, or takes a flag that another one has.
    """
    return with_extensions(CHECKS, "align.checks", Check, lambda added: (added.flag,))


_OF_OTHERS = N_("Flag {flag!r}, put by another program.")


def describe(flag: str, language: str = "") -> str:
    """One sentence on what a flag means, in the language that is in force where no other is named. Flags of other
    programs are named as such; what another distribution says of its own flag is given as it is."""
    check, say = all_checks().get(flag), wording(language or language_in_force())
    return say(check.description) if check else say(_OF_OTHERS, flag=flag)


def severity(flag: str) -> Severity:
    """The severity of a flag; flags of other programs count as hints."""
    check = all_checks().get(flag)
    return check.severity if check else "hint"
