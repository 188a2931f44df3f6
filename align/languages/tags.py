"""Language tags (BCP 47): parsed, named, compared and matched.

To all of them a tag is the same however it is spelt: in upper or lower case, with `-` or `_`, of two letters or three
(`normal_tag`). What differs in more than spelling is matched by six policies, each right for its purpose.

| function           | another region        | another script    | use                                                |
| ------------------ | --------------------- | ----------------- | -------------------------------------------------- |
| `primary_subtag`   | makes no difference   | no difference     | knowledge of a language: encoder, rules, tables    |
| `written_language` | makes no difference   | is another        | whether equal texts are duplicates                 |
| `agree`            | if one tag names none | is another        | whether pairs share a file, whether a unit recalls |
| `serves`           | for a bare tag only   | for a bare tag    | which units or pairs a person means to see         |
| `best_match`       | is second choice      | for a bare tag    | which language of a file with several is meant     |
| `best_tag`         | for a bare tag only   | is never taken    | which target of a multilingual checkpoint is meant |

The script of a tag without one is CLDR's likely one: `zh` and `zh-CN` are `zh-Hans`, `zh-TW` is `zh-Hant`, `sr` is
`sr-Cyrl`. Several tags become one only where all agree (`united`); and where a person names a tag, what is in another
script keeps its own (`as_asked`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from align.errors import ModelError, UsageError, language_options
from align.languages.identification import RECOGNISED
from align.localization import N_, _, language

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?(?:[-_][A-Za-z0-9]{5,8})*")
_WRITABLE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CURRENT = {"no": "nb", "tl": "fil"}
"""Codes that are replaced by another one of CLDR; `nb` is what most people mean by `no`."""
_RENAMED = frozenset({"bh", "in", "iw", "ji", "jw", "mo", "no", "sh", "tl", "tw"})
"""Codes of two letters for which CLDR, or `_CURRENT`, has another one. Those of three letters are all looked up."""
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

    if not _TAG.fullmatch(tag.strip()):
        raise UsageError(_("{tag!r} is not a language code", tag=tag), hint=_suggestion(tag))
    english = Locale("en")
    language, *rest = re.split("[-_]", tag.strip())
    language, *implied = _current(language.lower()).split("_")
    if language not in english.languages and language not in RECOGNISED:
        raise UsageError(_("there is no language with the code {tag!r}", tag=tag), hint=_suggestion(tag))
    parts = [
        part.title() if len(part) == 4 else part.upper() if len(part) < 4 else part.lower() for part in rest or implied
    ]
    for part in parts:
        known = english.scripts if len(part) == 4 else english.territories if len(part) < 4 else (part,)
        if part not in known:
            said = N_("{tag!r}: there is no script {part!r}")
            if len(part) != 4:
                said = N_("{tag!r}: there is no region {part!r}")
            raise UsageError(
                _(said, tag=tag, part=part),
                hint=_("Write the language alone ({language}), or like en-US", language=language),
            )
    return "-".join([language, *parts])


def language_name(code: str, language: str = "en") -> str:
    """The name of a language for messages, in English or another language: `ru` → `Russian`. The code itself when there
    is no name."""
    from babel import Locale

    return str(Locale(language).languages.get(primary_subtag(code), code))


def written_code(language: str, codes: Mapping[str, str], name: str) -> str:
    """The code to write for `language`: that of `codes`, or the language itself, in its usual spelling where it is
    spelt as no tag may be (`en_US`).

    Raises UsageError where the language is not known, or is no BCP 47 tag (https://www.rfc-editor.org/info/bcp47).
    """
    usual = {normal_tag(key): code for key, code in codes.items()}
    code = codes.get(language) or usual.get(normal_tag(language)) or language
    if not code:
        raise UsageError.at(
            name,
            None,
            _("the languages of the pairs are not known"),
            _("name them with {options}", options=language_options()),
        )
    if not _WRITABLE.fullmatch(code):
        code = normal_tag(code)
    if not _WRITABLE.fullmatch(code):
        raise UsageError.at(name, None, _("{code!r} is not a language code", code=code), _("write it like ru or ru-RU"))
    return code


@lru_cache(maxsize=4096)
def normal_tag(code: str) -> str:
    """Spell a code as BCP 47 does, whatever it is: what is no known language keeps its subtags.

    >>> [normal_tag(code) for code in ("EN_us", "rus", "zh_hant_tw", "no", "Klingon 2")]
    ['en-US', 'ru', 'zh-Hant-TW', 'nb', 'klingon 2']
    """
    code = code.strip()
    if not re.fullmatch(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*", code):
        return code.lower()
    language, *rest = re.split("[-_]", code)
    language, *implied = _current(language.lower()).split("_")
    parts = rest if any(len(part) == 4 for part in rest) else [*implied, *rest]
    return "-".join([language, *map(_cased, parts)])


def _current(language: str) -> str:
    """The code that CLDR has for a language today; some bring a script: `rus` → `ru`, `sh` → `sr_Latn`."""
    if len(language) == 2 and language not in _RENAMED:  # without Babel, which nearly no file needs
        return language
    from babel.core import get_global

    language = _CURRENT.get(language) or str(get_global("language_aliases").get(language, language))
    return _CURRENT.get(language, language)


def _cased(part: str) -> str:
    """A subtag in the case that BCP 47 recommends: `Hant`, `US`, `valencia`."""
    return part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) < 4 else part.lower()


def primary_subtag(code: str) -> str:
    """The language without script and region, in its usual spelling: `ru` of `ru-RU`, `RU_ru` or `rus`."""
    return normal_tag(code).partition("-")[0]


@lru_cache(maxsize=4096)
def written_language(code: str) -> str:
    """A language and its script, the same for all regions: `en-Latn` of `en-US`, `zh-Hant` of `zh-TW`."""
    tag = normal_tag(code)
    script = _script(tag)
    return f"{tag.partition('-')[0]}-{script}" if script else tag.partition("-")[0]


@lru_cache(maxsize=4096)
def agree(code: str, other: str) -> bool:
    """Whether two codes say nothing different: the same language and script, and no two regions.

    >>> agree("en", "EN_us"), agree("en-US", "en-GB"), agree("zh-CN", "zh-Hans"), agree("zh", "zh-TW")
    (True, False, True, False)
    """
    one, two = normal_tag(code), normal_tag(other)
    if one == two:
        return True
    if not (one and two) or written_language(one) != written_language(two):
        return False
    varieties = [_varieties(one), _varieties(two)]
    return varieties[0] == varieties[1] or not all(varieties)


def united(codes: Iterable[str]) -> str | None:
    """The one code for texts with these codes, if all agree: what is true of all of them; None for none and for codes
    that do not agree.

    >>> united(["EN-us", "en_US"]), united(["en-US", "en"]), united(["en-US", "en-GB"]), united(["zh", "zh-Hant"])
    ('en-US', 'en', None, None)
    """
    tags = list(dict.fromkeys(map(normal_tag, codes)))
    if not tags or not all(agree(one, other) for one in tags for other in tags):
        return None
    return min(tags, key=lambda tag: (len(_varieties(tag)), tag.count("-")))


def as_asked(found: str, wanted: str) -> str | None:
    """The code of a text that says `found` (nothing, if it says nothing) for a person who asks for `wanted`: that one.

    None for another language; a text in another script than the bare code's keeps its own.

    >>> as_asked("EN_us", "en"), as_asked("", "en"), as_asked("zh-Hant", "zh"), as_asked("de", "en")
    ('en', 'en', 'zh-Hant', None)
    """
    if not (found and wanted):
        return found or wanted
    if best_match(wanted, [found]) is None:
        return None
    return wanted if written_language(found) == written_language(wanted) else found


def best_match(wanted: str, present: Iterable[str]) -> str | None:
    """Find the code among `present` that is meant by `wanted`: the same one, or one that agrees, or another region's;
    another script's only where `wanted` is a language alone.

    >>> best_match("ru", ["en-US", "ru-RU"]), best_match("zh", ["zh-Hant", "zh-Hans"]), best_match("zh-TW", ["zh-CN"])
    ('ru-RU', 'zh-Hans', None)
    """
    codes = list(present)
    for fits in (_same, agree, _same_script, serves):
        for code in codes:
            if fits(code, wanted):
                return code
    return None


def _same(code: str, other: str) -> bool:
    return normal_tag(code) == normal_tag(other)


def _same_script(code: str, other: str) -> bool:
    return written_language(code) == written_language(other)


def serves(offered: str, wanted: str) -> bool:
    """Whether what has the code `offered` is of the language that a person has asked for.

    >>> serves("en-US", "en"), serves("en", "en-US"), serves("en-US", "en-GB"), serves("zh-Hant", "zh")
    (True, True, False, True)
    """
    return agree(offered, wanted) or primary_subtag(offered) == normal_tag(wanted)


def _varieties(tag: str) -> tuple[str, ...]:
    """The subtags of a tag but for its language and script: region, variants."""
    return tuple(part for part in tag.split("-")[1:] if not (len(part) == 4 and part.isalpha()))


def tag_of_code(tag: str) -> str:
    """Convert a language tag or an opus code to BCP 47: `RU` → `ru`, `rus` → `ru`, `cmn_Hans` → `zh-Hans`.

    Raises ModelError for a text that has not the form of a language tag.

    >>> [tag_of_code(code) for code in ("en_us", "cmn_Hans", "pob", "srp_Latn")]
    ['en-US', 'zh-Hans', 'pt-BR', 'sr-Latn']
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag):
        raise ModelError(_("{tag!r} is not a language code", tag=tag), hint=_("write it like en, ru or pt-BR"))
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
        return _("Did you mean {code}?", code=_MISTAKEN[slip])
    names = {
        str(name).lower(): code
        for known in (language(), "en")
        for code, name in Locale(known).languages.items()
        if "_" not in code
    }
    near = difflib.get_close_matches(slip, names, 1, 0.75)
    return _("Did you mean {code}?", code=names[near[0]]) if near else _("write it like en, ru or pt-BR")


@lru_cache(maxsize=4096)
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
