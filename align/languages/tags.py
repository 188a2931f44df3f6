"""Language tags (BCP 47): parsed, named, compared and matched.

Four policies match a wanted tag with those on offer; each is right for its purpose.

| function         | another region      | another script    | use                                                 |
| ---------------- | ------------------- | ----------------- | --------------------------------------------------- |
| `primary_subtag` | makes no difference | no difference     | knowledge of a language: encoder, rules, tables     |
| `best_match`     | is second choice    | is second choice  | which language of a file with several is meant      |
| `serves`         | for a bare tag only | for a bare tag    | whether a memory's units may be used                |
| `best_tag`       | for a bare tag only | is never taken    | which target of a multilingual checkpoint is meant  |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from align.errors import ModelError, UsageError, option_name
from align.languages.identification import RECOGNISED

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?(?:[-_][A-Za-z0-9]{5,8})*")
_WRITABLE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CURRENT = {"no": "nb", "tl": "fil"}
"""Codes that are replaced by another one of CLDR; `nb` is what most people mean by `no`."""
_MISTAKEN = {
    "jp": "ja",
    "cn": "zh",
    "ua": "uk",
    "gr": "el",
    "cz": "cs",
    "dk": "da",
    "kr": "ko",
    "se": "sv",
    "jap": "ja",
}
"""Countries taken for languages, and other slips."""
_OPUS = {"pob": "pt-BR", "hbs": "sh", "jap": "ja", "yue": "yue", "wuu": "wuu", "nor": "no", "tl": "fil"}
"""Codes of the opus models that CLDR reads otherwise or not at all, such as `pob` for Brazilian Portuguese."""
_USUAL = {"zh": "zh-Hans", "sr": "sr-Cyrl", "no": "nb", "nb": "no", "pt": "pt-PT", "sh": "sr-Latn", "bs": "bs-Latn"}
"""The meaning of a code without script or region where a checkpoint does not offer it as such."""


def canonical_tag(tag: str) -> str:
    """Canonicalize a language tag to BCP 47, after the CLDR (through Babel): `RU`, `rus` → `ru`; `en_us` → `en-US`.

    Raises UsageError for other texts and for unknown languages, scripts or regions, with the nearest code.

    >>> canonical_tag("zh_hans")
    'zh-Hans'
    """
    from babel import Locale
    from babel.core import get_global

    if not _TAG.fullmatch(tag.strip()):
        raise UsageError(f"{tag!r} is not a language code", hint=_suggestion(tag))
    english = Locale("en")
    language, *rest = re.split("[-_]", tag.strip())
    language = _CURRENT.get(language.lower(), get_global("language_aliases").get(language.lower(), language.lower()))
    language, *implied = language.split("_")  # some aliases bring a script: sh → sr_Latn
    if language not in english.languages and language not in RECOGNISED:
        raise UsageError(f"there is no language with the code {tag!r}", hint=_suggestion(tag))
    parts = [
        part.title() if len(part) == 4 else part.upper() if len(part) < 4 else part.lower() for part in rest or implied
    ]
    for part in parts:
        known = english.scripts if len(part) == 4 else english.territories if len(part) < 4 else (part,)
        if part not in known:
            kind = "script" if len(part) == 4 else "region"
            raise UsageError(
                f"{tag!r}: there is no {kind} {part!r}", hint=f"Write the language alone ({language}), or like en-US"
            )
    return "-".join([language, *parts])


def language_name(code: str, language: str = "en") -> str:
    """The name of a language for messages, in English or another language: `ru` → `Russian`. The code itself when there
    is no name."""
    from babel import Locale

    return str(Locale(language).languages.get(primary_subtag(code), code))


def written_code(language: str, codes: Mapping[str, str], name: str) -> str:
    """The code to write for `language`: that of `codes`, or the language itself.

    Raises UsageError where the language is not known, or is no BCP 47 tag (https://www.rfc-editor.org/info/bcp47).
    """
    code = codes.get(language, language)
    if not code:
        raise UsageError.at(
            name,
            None,
            "the languages of the pairs are not known",
            f"name them with {option_name('source_lang')} and {option_name('target_lang')}",
        )
    if not _WRITABLE.fullmatch(code):
        raise UsageError.at(name, None, f"{code!r} is not a language code", "write it like ru or ru-RU")
    return code


def comparable(code: str) -> str:
    """Fold a code for comparison: lower case, hyphens (`EN_us` is `en-us`)."""
    return code.lower().replace("_", "-")


def primary_subtag(code: str) -> str:
    """The language without script and region, in lower case: `ru` of `ru-RU` or `RU_ru`."""
    return comparable(code).partition("-")[0]


def best_match(wanted: str, present: Iterable[str]) -> str | None:
    """Find the code among `present` that matches `wanted`: the same code, or else the first of the same language.

    >>> best_match("ru", ["en-US", "ru-RU"])
    'ru-RU'
    """
    codes = list(present)
    same = [code for code in codes if comparable(code) == comparable(wanted)]
    return next(iter(same + [code for code in codes if primary_subtag(code) == primary_subtag(wanted)]), None)


def serves(offered: str, wanted: str) -> bool:
    """Whether a memory's language code serves a wanted one.

    >>> serves("en-US", "en"), serves("en", "en-US"), serves("en-US", "en-GB"), serves("ru", "uk")
    (True, True, False, False)
    """
    offered, wanted = comparable(offered), comparable(wanted)
    same = primary_subtag(offered) == primary_subtag(wanted)
    return offered == wanted or (same and primary_subtag(wanted) in (offered, wanted))


def tag_of_code(tag: str) -> str:
    """Convert a language tag or an opus code to BCP 47: `RU` → `ru`, `rus` → `ru`, `cmn_Hans` → `zh-Hans`.

    Raises ModelError for a text that has not the form of a language tag.

    >>> [tag_of_code(code) for code in ("en_us", "cmn_Hans", "pob", "srp_Latn")]
    ['en-US', 'zh-Hans', 'pt-BR', 'sr-Latn']
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag):
        raise ModelError(f"{tag!r} is not a language code", hint="write it like en, ru or pt-BR")
    language, *rest = re.split("[-_]", tag)
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([_two_letters(language.lower()), *parts])


def best_tag(wanted: str, offered: Iterable[str]) -> str | None:
    """Choose the tag among `offered` that serves `wanted`: itself, then its usual form, its bare language, any form of
    it.

    A region or script is never replaced by another one: `zh-Hans` does not serve `zh-Hant`.

    >>> best_tag("zh", ["zh-Hant", "zh-Hans"]), best_tag("ru-RU", ["ru"]), best_tag("zh-TW", ["zh-Hans"])
    ('zh-Hans', 'ru', None)
    """
    wanted, known = tag_of_code(wanted), list(offered)
    language = wanted.partition("-")[0]
    usual = _USUAL.get(language) if wanted == language else None
    for choice in (wanted, _USUAL.get(wanted), f"{language}-{_script(wanted)}", language, usual):
        if choice in known:
            return choice
    if wanted != language:
        return None
    return next((tag for tag in known if tag.partition("-")[0] == language), None)


def _suggestion(tag: str) -> str:
    import difflib

    from babel import Locale

    slip = tag.strip().lower()
    if slip in _MISTAKEN:
        return f"Did you mean {_MISTAKEN[slip]}?"
    names = {str(name).lower(): code for code, name in Locale("en").languages.items() if "_" not in code}
    near = difflib.get_close_matches(slip, names, 1, 0.75)
    return f"Did you mean {names[near[0]]}?" if near else "write it like en, ru or pt-BR"


def _script(tag: str) -> str:
    """The script a tag is written in by CLDR: Hant for `zh-TW`, Cyrl for `sr`; empty where CLDR has none."""
    from babel.core import get_global

    if own := re.search(r"-([A-Za-z]{4})(?:-|$)", tag):
        return own[1]
    likely = get_global("likely_subtags")
    full = str(likely.get(tag.replace("-", "_")) or likely.get(tag.partition("-")[0]) or "")
    return next((part for part in full.split("_") if len(part) == 4), "")


def _two_letters(code: str) -> str:
    if code in _OPUS:
        return _OPUS[code]
    from babel.core import get_global

    return str(get_global("language_aliases").get(code, code)).replace("_", "-")
