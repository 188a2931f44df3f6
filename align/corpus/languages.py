"""Language codes as files write them: BCP 47, with the region that a CAT tool wants, and how two codes match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from align.errors import UsageError

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def written_code(language: str, codes: Mapping[str, str], name: str) -> str:
    """The code to write for `language`: what `codes` says, or the language itself.

    Raises UsageError where the language is not known, or is no BCP 47 tag (https://www.rfc-editor.org/info/bcp47).
    """
    code = codes.get(language, language)
    if not code:
        raise UsageError(f"{name}: the languages of the pairs are not known: name them with --from and --to")
    if not _TAG.fullmatch(code):
        raise UsageError(f"{name}: {code!r} is not a language code: write it like ru or ru-RU")
    return code


def best_match(wanted: str, present: Iterable[str]) -> str | None:
    """The code among `present` that fits `wanted`: the same code, or else the first with the same language.

    >>> best_match("ru", ["en-US", "ru-RU"])
    'ru-RU'
    """
    codes = list(present)
    same = [code for code in codes if normal(code) == normal(wanted)]
    return next(iter(same + [code for code in codes if base(code) == base(wanted)]), None)


def normal(code: str) -> str:
    """A code for comparing: lower case, hyphens (`EN_us` is `en-us`)."""
    return code.lower().replace("_", "-")


def base(code: str) -> str:
    """The language alone: `ru` of `ru-RU`."""
    return normal(code).partition("-")[0]
