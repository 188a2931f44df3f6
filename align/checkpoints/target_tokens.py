"""Language codes: BCP 47 outside, and the `>>xxx<<` tokens that tell multi-target Marian checkpoints their language.

The tokens are not of one kind: `>>rus<<` and `>>cmn_Hans<<` are ISO 639-3 with a script (the Tatoeba Challenge models),
`>>fr<<` and `>>pt_br<<` are older and two-lettered. CLDR's aliases (through Babel) bring both to BCP 47.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from align.errors import ModelError

TOKEN = re.compile(r">>([A-Za-z]{2,3}(?:_[A-Za-z]{2,8})*)<<")
"""What a target token looks like in a checkpoint's vocabulary."""

_SPECIAL = {"pob": "pt-BR", "hbs": "sh", "jap": "ja", "yue": "yue", "wuu": "wuu", "nor": "no", "tl": "fil"}
"""Codes of the opus models that CLDR reads otherwise or not at all: `pob` is theirs for Brazilian Portuguese."""

_USUAL = {"zh": "zh-Hans", "sr": "sr-Cyrl", "no": "nb", "nb": "no", "pt": "pt-PT", "sh": "sr-Latn", "bs": "bs-Latn"}
"""What a code without a script or region means when a checkpoint offers no plain form of it."""


def normal_tag(tag: str) -> str:
    """The BCP 47 form of a language tag or of an opus code: `RU` → `ru`, `rus` → `ru`, `cmn_Hans` → `zh-Hans`.

    Raises ModelError when it does not look like a language tag at all.

    >>> [normal_tag(code) for code in ("en_us", "cmn_Hans", "pob", "srp_Latn")]
    ['en-US', 'zh-Hans', 'pt-BR', 'sr-Latn']
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag):
        raise ModelError(f"{tag!r} is not a language code: write it like en, ru or pt-BR")
    language, *rest = re.split("[-_]", tag)
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([_two_letters(language.lower()), *parts])


def best_tag(wanted: str, offered: Iterable[str]) -> str | None:
    """The tag among `offered` that serves `wanted`: itself, then its usual form, its bare language, any form of it.

    A region or script is never traded for another one: `zh-Hant` does not take `zh-Hans`.

    >>> best_tag("zh", ["zh-Hant", "zh-Hans"]), best_tag("ru-RU", ["ru"]), best_tag("zh-TW", ["zh-Hans"])
    ('zh-Hans', 'ru', None)
    """
    wanted, known = normal_tag(wanted), list(offered)
    language = wanted.partition("-")[0]
    usual = _USUAL.get(language) if wanted == language else None
    for choice in (wanted, _USUAL.get(wanted), f"{language}-{_script(wanted)}", language, usual):
        if choice in known:
            return choice
    if wanted != language:
        return None
    return next((tag for tag in known if tag.partition("-")[0] == language), None)


def token_languages(vocabulary: Iterable[str]) -> dict[str, str]:
    """The targets that a vocabulary's tokens offer, as BCP 47 tag → token; empty for a checkpoint of one target.

    >>> token_languages([">>rus<<", "the", ">>cmn_Hans<<"])
    {'ru': '>>rus<<', 'zh-Hans': '>>cmn_Hans<<'}
    """
    found: dict[str, str] = {}
    for token in vocabulary:
        if match := TOKEN.fullmatch(token):
            found.setdefault(normal_tag(match[1]), token)
    return found


def _script(tag: str) -> str:
    """The script a tag is written in by CLDR: Hant for `zh-TW`, Cyrl for `sr`; empty where it does not say."""
    from babel.core import get_global

    if own := re.search(r"-([A-Za-z]{4})(?:-|$)", tag):
        return own[1]
    likely = get_global("likely_subtags")
    full = str(likely.get(tag.replace("-", "_")) or likely.get(tag.partition("-")[0]) or "")
    return next((part for part in full.split("_") if len(part) == 4), "")


def _two_letters(code: str) -> str:
    if code in _SPECIAL:
        return _SPECIAL[code]
    from babel.core import get_global

    return str(get_global("language_aliases").get(code, code)).replace("_", "-")
