"""Options of the readers and writers of corpus formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from align.errors import UsageError, language_options
from align.localization import _


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
    hint = _("name them with {options}", options=language_options())
    return UsageError(_("{name} does not say its languages", name=name), path=name, hint=hint)
