"""Options of the readers and writers of corpus formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from align.errors import UsageError, option_name


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """`source_lang` and `target_lang` pick a pair from a multilingual file, or name the languages that a file leaves
    open; `tmx_langs` is the code to write for a language in TMX and XLIFF, such as `{"ru": "ru-RU"}`. `tmx_for` names
    the tool that TMX is written for (`align.corpus.formats.tmx_presets`), `reviewer` whoever approved and edited what
    does not say it itself."""

    source_lang: str = ""
    target_lang: str = ""
    tmx_langs: Mapping[str, str] = field(default_factory=dict)
    tmx_for: str = ""
    reviewer: str = ""


def undeclared_languages(name: str) -> UsageError:
    """The error for a file that leaves its languages open while the options do not name them."""
    hint = f"name them with {option_name('source_lang')} and {option_name('target_lang')}"
    return UsageError(f"{name} does not say its languages", path=name, hint=hint)
