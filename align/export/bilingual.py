"""What an edition in both languages needs in every format: the names of the languages over its columns."""

from __future__ import annotations

from align.languages.locales import locale_of
from align.languages.tags import primary_subtag


def name_of_language(code: str) -> str:
    """The name of a language in itself, the code where there is none.

    >>> [name_of_language(code) for code in ("ru", "en-GB", "zh-Hans", "tlh")]
    ['Русский', 'English', '中文', 'tlh']
    """
    locale = locale_of(code) if code else None
    name = str(locale.languages.get(primary_subtag(code), "")) if locale is not None else ""
    return name[:1].upper() + name[1:] if name else code
