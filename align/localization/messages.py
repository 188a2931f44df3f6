"""Messages by gettext. The message in the code is the English one, its places named: `_("{path} is empty", path=name)`.

`_` and `ngettext` speak the language that is in force; a `Wording` speaks one that is named, as a Russian sheet on an
English machine. Texts of constants are marked with `N_` for the catalogue and looked up when they are used.
"""

from __future__ import annotations

import functools
import gettext
import re
import string
from pathlib import Path
from typing import Any

from align.localization.choice import LANGUAGES, language

CATALOGUES = Path(__file__).parent
DOMAIN = "align"
_GROUP_SEPARATOR, _DECIMAL_SIGN = "\N{NO-BREAK SPACE}", ","
_NUMBERS_OF_FORMS = {"en": (1, 2), "ru": (1, 2, 5)}
"""A number for each form of a plural, in their order."""


class Wording:
    """Messages in one language, that of `code`."""

    def __init__(self, code: str):
        if code not in LANGUAGES:
            raise ValueError(f"there are no messages in {code!r}")
        self.code = code
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self._formatter: string.Formatter = string.Formatter()
        if code != LANGUAGES[0]:
            self._catalogue = gettext.translation(DOMAIN, CATALOGUES, [code])
            self._formatter = _WithNumbers()

    def __call__(self, message: str, /, **values: Any) -> str:
        """The message in this language, its places filled with `values`."""
        return self._filled(self._catalogue.gettext(message), values)

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """The form of a message for the number `n`, which also fills the place `{n}`."""
        return self._filled(self._catalogue.ngettext(one, many, n), {"n": n, **values})

    def of(self, context: str, message: str, /, **values: Any) -> str:
        """A message that is said differently in several contexts."""
        return self._filled(self._catalogue.pgettext(context, message), values)

    def forms(self, context: str, one: str, many: str) -> list[str]:
        """All forms of a message for numbers, for a script to fill in."""
        return [self._catalogue.npgettext(context, one, many, n) for n in _NUMBERS_OF_FORMS[self.code]]

    def _filled(self, message: str, values: dict[str, Any]) -> str:
        return self._formatter.vformat(message, (), values) if values else message


class _WithNumbers(string.Formatter):
    """Writes numbers as Russian does: `{n:,}` as 1 234, `{share:.1%}` as 12,5 %."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if isinstance(value, (int, float)) and format_spec:
            text = text.replace(",", _GROUP_SEPARATOR).replace(".", _DECIMAL_SIGN)
            text = text.replace("%", f"{_GROUP_SEPARATOR}%")
        return text


@functools.cache
def wording(code: str) -> Wording:
    """The messages in the language `code`. Raises ValueError where there are none."""
    return Wording(code)


def _(message: str, /, **values: Any) -> str:
    """A message in the language that is in force, its places filled with `values`."""
    return wording(language())(message, **values)


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """The form of a message for the number `n`, which fills the place `{n}`, in the language that is in force."""
    return wording(language()).plural(one, many, n, **values)


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """A message that is said differently in several contexts, in the language that is in force."""
    return wording(language()).of(context, message, **values)


def N_(message: str, plural: str = "") -> str:  # noqa: N802  what gettext calls it
    """The message itself: marks a constant for the catalogue, and is looked up with `_` when it is used."""
    return message


def localized(text: str) -> str:
    """A help text in the language that is in force, paragraph by paragraph: those after a line of `\\b`, examples, are
    left as they are."""
    return "\n\n".join(part if verbatim else _(part) for part, verbatim in paragraphs(text))


def paragraphs(text: str) -> list[tuple[str, bool]]:
    """The paragraphs of a help text on one line each, and whether they are examples, which keep their lines."""
    found = []
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        verbatim = part.lstrip(" \n").startswith("\b")
        found.append((part if verbatim else " ".join(part.split()), verbatim))
    return found
