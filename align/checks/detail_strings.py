"""The sentences of details, by kind; and the words for what is counted.

In braces stand the values of a detail: texts of the pair, joined and quoted by `align.checks.detail_words`.
"""

from __future__ import annotations

from align.localization import Translated

SENTENCES = Translated(
    "detail of a flag",
    {
        "said": "{text}",
        "missing": "Not in the translation: {found}",
        "added": "Not in the source: {found}",
        "percent": "Percent on one side only: {numbers}",
        "months in source": "In the source only: {months}",
        "months in target": "In the translation only: {months}",
        "weekdays": "{source} in the source, {target} in the translation",
        "moved": "Moved: {numbers}",
        "counts other": "{number}: {source} in the source, {target} in the translation",
        "counts nothing": "{number}: {source} in the source, none in the translation",
        "minus in source": "Minus in the source only: {number}",
        "minus in target": "Minus in the translation only: {number}",
        "separators": "Written as in the source: {numbers}",
        "term": "{term} is not translated as {targets}",
        "untranslated term": "{term} must stay as it is",
        "forbidden term": "{term} is translated as {wording}, which is forbidden",
        "forbidden term instead": "{term} is translated as {wording}, which is forbidden: use {targets}",
        "longer": "Longer than expected by the factor {factor}",
        "shorter": "Shorter than expected by the factor {factor}",
        "similarity": "Similarity {score}",
        "lowest similarity": "Similarity {score}, among the lowest of the document",
        "unsure": "Less sure than the engine is of good drafts",
        "least sure": "Among the least sure of the document",
        "bead": "Confidence {confidence}",
        "names": "Not found: {names}",
        "replaced": "Became another name: {names} → {others}",
        "swapped": "{both} have changed places",
        "variant": "{name}: {word}, elsewhere {usual}",
        "script": "Not written in the letters of this language: {language}",
        "language": "Looks like {looks}, not {language}",
        "copied": "Copied: {words}",
        "damage": "Found {characters}",
        "repeated": "Again and again: {phrase}",
        "bracket": "Bracket without a partner: {mark}",
        "quote": "Quotation mark without a partner: {mark}",
        "ends": "{source} at the end of the source, {target} at that of the translation",
        "end of source": "{source} at the end of the source only",
        "end of target": "{target} at the end of the translation only",
    },
)
"""By language and kind, as whole sentences without a full stop, which might be taken for a part of what is named."""

COUNTED = Translated(
    "currency, unit or half of the day",
    {
        "baht": "baht", "dinar": "dinar", "dirham": "dirham", "dollar": "dollar", "dong": "dong", "euro": "euro",
        "forint": "forint", "franc": "franc", "hryvnia": "hryvnia", "krona": "krona", "lari": "lari", "leu": "leu",
        "lev": "lev", "lira": "lira", "naira": "naira", "peso": "peso", "pound": "pound", "rand": "rand",
        "real": "real", "rial": "rial", "ringgit": "ringgit", "ruble": "ruble", "rupee": "rupee", "rupiah": "rupiah",
        "shekel": "shekel", "shilling": "shilling", "tenge": "tenge", "won": "won", "yen": "yen", "yuan": "yuan",
        "zloty": "zloty", "GB": "GB", "GHz": "GHz", "GW": "GW", "Hz": "Hz", "MB": "MB", "MHz": "MHz", "MW": "MW",
        "TB": "TB", "W": "W", "kB": "kB", "kHz": "kHz", "kW": "kW", "acre": "acre", "am": "a.m.", "pm": "p.m.",
        "celsius": "°C", "fahrenheit": "°F", "cm": "cm", "day": "day", "degree": "degree", "foot": "foot", "g": "g",
        "gallon": "gallon", "hectare": "hectare", "hour": "hour", "inch": "inch", "kcal": "kcal", "kg": "kg",
        "km": "km", "lb": "lb", "litre": "litre", "m": "m", "mg": "mg", "mile": "mile", "minute": "minute",
        "ml": "ml", "mm": "mm", "month": "month", "ounce": "ounce", "percent": "percent",
        "point": "percentage point", "second": "second", "ton": "ton", "week": "week", "yard": "yard",
        "year": "year",
    },
)  # fmt: skip
"""The words for families of currencies and units (`align.languages.data.counted_words`) and for halves of the day."""
