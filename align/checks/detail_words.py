"""Puts details into words, in the language of whoever reads them.

>>> from align.checks.detail import Detail
>>> found = (Detail("missing", {"found": ("12",)}), Detail("added", {"found": ("120",)}))
>>> details_in_words(found, "en"), details_in_words(found, "ru")
('Not in the translation: 12; not in the source: 120', 'Нет в переводе: 12; нет в исходном тексте: 120')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from align.checks.detail import Detail, Value
from align.checks.detail_strings import COUNTED, SENTENCES
from align.localization import LANGUAGES
from align.localization import language as language_in_force
from align.localization.phrases import AND, OR, QUOTES

DETAIL_LANGUAGES = LANGUAGES
"""The languages that details can be put into."""


def details_in_words(details: Sequence[Detail], language: str = "", begins: bool = True) -> str:
    """What a check found, as a sentence without a full stop; empty for no details. It is in the language that is in
    force where no other is named, and begins with a capital if it `begins` a line, otherwise as what follows a flag's
    name does."""
    language = language or language_in_force()
    said = (_in_words(detail, language, begins and not n) for n, detail in enumerate(details))
    return "; ".join(said)


def _in_words(detail: Detail, language: str, capital: bool) -> str:
    sentence = SENTENCES[language][detail.kind]
    sentence = sentence if capital else sentence[:1].lower() + sentence[1:]
    return sentence.format_map({name: _value(name, value, language) for name, value in detail.values.items()})


def _value(name: str, value: Value, language: str) -> str:
    if isinstance(value, float):
        return _decimal(name, value, language)
    write = _WRITERS.get(name, _listed)
    return write(value if isinstance(value, tuple) else (value,), language)


def _decimal(name: str, value: float, language: str) -> str:
    text = f"{value:.1f}" if name == "factor" else f"{value:.2f}"
    return text.replace(".", ",") if language == "ru" else text


def _listed(values: Sequence[object], language: str) -> str:
    return ", ".join(map(str, values))


def _quoted(values: Sequence[object], language: str) -> str:
    return OR[language].join(QUOTES[language].format(value) for value in values)


def _sides(values: Sequence[object], language: str) -> str:
    """What stands on one side: weekdays by their numbers, what is counted by its key, a mark by itself."""
    if values and all(isinstance(value, int) for value in values):
        return _weekdays(values, language)
    return OR[language].join(COUNTED[language].get(str(value), str(value)) for value in values)


def _weekdays(values: Sequence[object], language: str) -> str:
    from babel.dates import get_day_names

    names = get_day_names("wide", "stand-alone", language)
    return ", ".join(names[cast("int", value)] for value in values)


def _months(values: Sequence[object], language: str) -> str:
    from babel.dates import get_month_names

    names = get_month_names("wide", "stand-alone", language)
    return ", ".join(names[cast("int", value)] for value in values)


def _language(values: Sequence[object], language: str) -> str:
    from align.languages.tags import language_name

    return language_name(str(values[0]), language)


def _both(values: Sequence[object], language: str) -> str:
    return AND[language].join(map(str, values))


_WRITERS: Mapping[str, Callable[[Sequence[object], str], str]] = {
    "term": _quoted,
    "wording": _quoted,
    "targets": _quoted,
    "source": _sides,
    "target": _sides,
    "months": _months,
    "language": _language,
    "looks": _language,
    "both": _both,
}
"""How a value is written, by its name; others are listed."""
