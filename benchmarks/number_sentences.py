"""Correct number sentences from English into nine languages, made by rule from CLDR, and the same with planted changes.

    python benchmarks/number_sentences.py [--language ru …] [--show 20]

Each sentence is made of a carrier and an amount that Babel writes in both languages: magnitudes, money, units,
percentages, signs, ordinals, dates and times in several ways, plain and grouped integers, decimals, other digits. Right
is a correct sentence without any flag for numbers; found is a change of value, unit, currency or sign that gets one.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
)
from babel.units import format_unit

from align.checks import CheckOptions, explain
from align.corpus.pair import Pair

LANGUAGES = ("ru", "uk", "de", "fr", "es", "pl", "zh", "ja", "ar")
FLAGS = (
    "number-mismatch",
    "date-mismatch",
    "number-order",
    "currency-mismatch",
    "unit-mismatch",
    "sign-mismatch",
    "number-format",
)
CARRIERS = {
    "en": ("The report says {}.", "According to the ministry, {} was the result.", "It was {} in the end."),
    "ru": ("В отчёте сказано: {}.", "По данным министерства, результат — {}.", "В итоге вышло {}."),
    "uk": ("У звіті сказано: {}.", "За даними міністерства, результат — {}.", "Зрештою вийшло {}."),
    "de": ("Im Bericht steht {}.", "Laut Ministerium war {} das Ergebnis.", "Am Ende war es {}."),
    "fr": ("Le rapport indique {}.", "Selon le ministère, {} fut le résultat.", "Finalement, ce fut {}."),
    "es": ("El informe dice {}.", "Según el ministerio, {} fue el resultado.", "Al final fue {}."),
    "pl": ("Raport podaje {}.", "Według ministerstwa wynik to {}.", "Ostatecznie było {}."),
    "zh": ("报告称{}。", "据该部称,结果是{}。", "最后是{}。"),
    "ja": ("報告書には{}とある。", "同省によると、結果は{}だった。", "最終的に{}となった。"),
    "ar": ("يقول التقرير {}.", "وفقا للوزارة كانت النتيجة {}.", "في النهاية كان {}."),
}
ORDINALS: dict[str, Callable[[int], str]] = {
    "en": lambda n: f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}",
    "ru": lambda n: f"{n}-й",
    "uk": lambda n: f"{n}-й",
    "de": lambda n: f"{n}.",
    "fr": lambda n: f"{n}{'er' if n == 1 else 'e'}",
    "es": lambda n: f"{n}.º",
    "pl": lambda n: f"{n}.",
    "zh": lambda n: f"第{n}",
    "ja": lambda n: f"第{n}",
    "ar": lambda n: f"المرتبة {n}",
}
POINTS = {
    "en": "{} percentage points", "ru": "{} процентных пункта", "uk": "{} відсоткових пункти",
    "de": "{} Prozentpunkte", "fr": "{} points de pourcentage", "es": "{} puntos porcentuales",
    "pl": "{} punktu procentowego", "zh": "{}个百分点", "ja": "{}ポイント", "ar": "{} نقطة مئوية",
}  # fmt: skip
EVENING = {
    "ru": "{} часов вечера", "uk": "{} годин вечора", "de": "{} Uhr abends", "fr": "{} heures du soir",
    "es": "las {} de la tarde", "pl": "godzina {} po południu", "zh": "下午{}点", "ja": "午後{}時",
    "ar": "الساعة {} مساءً",
}  # fmt: skip
MORNING = {
    "ru": "{} часов утра", "uk": "{} годин ранку", "de": "{} Uhr morgens", "fr": "{} heures du matin",
    "es": "las {} de la mañana", "pl": "godzina {} rano", "zh": "上午{}点", "ja": "午前{}時", "ar": "الساعة {} صباحًا",
}  # fmt: skip
MONEY = ("USD", "EUR", "GBP", "JPY", "RUB", "UAH", "PLN", "CHF", "INR", "CNY")
UNITS = (
    "length-kilometer", "length-mile", "length-meter", "length-foot", "mass-kilogram", "mass-pound", "volume-liter",
    "temperature-celsius", "temperature-fahrenheit", "area-hectare", "duration-hour", "duration-day", "mass-tonne",
)  # fmt: skip
SYSTEM = {"ar": "arab"}


@dataclass(frozen=True)
class Case:
    """A kind of amount in both languages, and wrong ones in the target's: kind of change → text."""

    kind: str
    source: str
    target: str
    wrong: dict[str, str]


def cases(language: str, rng: random.Random) -> Iterator[Case]:
    """Make the amounts of a language; some 600."""
    for make in (_plain, _magnitudes, _money, _units, _percentages, _dates, _times, _other):
        yield from make(language, rng)


def _plain(language: str, rng: random.Random) -> Iterator[Case]:
    for size in (10, 100, 1000, 10_000, 100_000, 10**6, 10**9) * 6:
        n, other = rng.randrange(size, size * 10), rng.randrange(size, size * 10)
        for grouped in (True, False):
            ours, theirs, wrong = (
                format_decimal(number, locale=locale, group_separator=grouped)
                for number, locale in ((n, "en"), (n, language), (other + (other == n), language))
            )
            yield Case("integer", ours, theirs, {"value": wrong})
    for _ in range(30):
        n = round(rng.uniform(0.01, 9999), rng.choice((1, 2)))
        texts = [format_decimal(number, locale=locale) for number, locale in ((n, "en"), (n, language))]
        yield Case("decimal", *texts, {"value": format_decimal(round(n + 1.1, 2), locale=language)})
    for _ in range(30):
        n = -round(rng.uniform(0.1, 90), 1)
        texts = [format_decimal(number, locale=locale) for number, locale in ((n, "en"), (n, language))]
        yield Case("negative", *texts, {"sign": format_decimal(-n, locale=language)})


def _magnitudes(language: str, rng: random.Random) -> Iterator[Case]:
    for factor in (10**3, 10**6, 10**9, 10**12) * 10:
        n = round(rng.uniform(1, 999), 1) * factor
        for width in ("long", "short"):
            ours, theirs, wrong = (
                format_compact_decimal(number, format_type=width, locale=locale, fraction_digits=5)
                for number, locale in ((n, "en"), (n, language), (n * 1000 if n < 10**12 else n / 1000, language))
            )
            yield Case(f"compact {width}", ours, theirs, {"value": wrong})


def _money(language: str, rng: random.Random) -> Iterator[Case]:
    for code in MONEY * 4:
        other = rng.choice([money for money in MONEY if money != code and {money, code} != {"JPY", "CNY"}])
        n = rng.choice((rng.randrange(2, 99), round(rng.uniform(1, 5000), 2), rng.randrange(1000, 10**6)))
        for kind in ("standard", "name"):
            ours, theirs, currency, value = (
                format_currency(number, money, locale=locale, format_type=kind)
                for number, money, locale in (
                    (n, code, "en"), (n, code, language), (n, other, language), (n + 7, code, language)
                )
            )  # fmt: skip
            yield Case(f"money {kind}", ours, theirs, {"currency": currency, "value": value})
        big = rng.randrange(2, 900) * 10**6
        ours, theirs, currency = (
            format_compact_currency(big, money, locale=locale, fraction_digits=4)
            for money, locale in ((code, "en"), (code, language), (other, language))
        )
        yield Case("money compact", ours, theirs, {"currency": currency})


def _units(language: str, rng: random.Random) -> Iterator[Case]:
    for unit in UNITS * 2:
        other = rng.choice([name for name in UNITS if name != unit])
        n = rng.choice((rng.randrange(3, 400), round(rng.uniform(2.1, 99), 1)))
        for length in ("long", "short"):
            ours, theirs, wrong, value = (
                format_unit(number, name, length=length, locale=locale)
                for number, name, locale in (
                    (n, unit, "en"), (n, unit, language), (n, other, language), (n + 5, unit, language)
                )
            )  # fmt: skip
            changes = {"value": value, **({"unit": wrong} if length == "long" else {})}
            yield Case(f"unit {length}", ours, theirs, changes)


def _percentages(language: str, rng: random.Random) -> Iterator[Case]:
    for _ in range(15):
        n = rng.choice((rng.randrange(3, 100), round(rng.uniform(2.1, 99), 1)))
        figure = format_decimal(n, locale=language)
        sign = format_percent(Decimal(str(n)) / 100, locale=language, decimal_quantization=False)
        word = format_unit(n, "concentr-percent", locale=language)
        points = POINTS[language].format(figure)
        for source in (f"{n}%", f"{n} percent"):
            yield Case(
                "per cent",
                source,
                sign,
                {"unit": points, "value": sign.replace(figure[:1], "8" if figure[0] != "8" else "3", 1)},
            )
            yield Case("per cent", source, word, {"unit": figure})
        yield Case("points", POINTS["en"].format(n), points, {"unit": sign})


def _dates(language: str, rng: random.Random) -> Iterator[Case]:
    patterns = (
        "M/d/y",
        "d/M/y",
        "y-MM-dd",
        "d.M.y",
        "MM/dd/yy",
        "d MMMM y",
        "MMMM d, y",
        "MMM d, y",
        "EEEE, MMMM d, y",
    )
    for pattern in patterns * 2:
        day = date(rng.randrange(1950, 2030), rng.randrange(1, 13), rng.randrange(13, 29))
        other = day.replace(day=day.day - 1) if rng.random() < 0.5 else day.replace(month=day.month % 12 + 1)
        for format in ("short", "medium", "long", "full", "y-MM-dd"):
            ours = format_date(day, pattern, locale="en")
            theirs, wrong = (format_date(when, format, locale=language) for when in (day, other))
            yield Case("date", ours, theirs, {"value": wrong})


def _times(language: str, rng: random.Random) -> Iterator[Case]:
    for hour in range(1, 24, 2):
        clock = time(hour, rng.choice((0, 15, 30, 45)))
        theirs, wrong = (
            format_time(when, "short", locale=language) for when in (clock, clock.replace(hour=(hour + 3) % 24))
        )
        for pattern in ("h:mm a", "HH:mm"):
            yield Case("time", format_time(clock, pattern, locale="en"), theirs, {"value": wrong})
    for hour in (4, 5, 6, 7):
        for mark in ("p.m.", "pm", "PM"):
            yield Case(
                "evening", f"{hour} {mark}", EVENING[language].format(hour), {"unit": MORNING[language].format(hour)}
            )
        yield Case("morning", f"{hour} a.m.", MORNING[language].format(hour), {"unit": EVENING[language].format(hour)})


def _other(language: str, rng: random.Random) -> Iterator[Case]:
    for n in (*range(1, 13), 21, 22, 23, 35, 101):
        yield Case("ordinal", ORDINALS["en"](n), ORDINALS[language](n), {"value": ORDINALS[language](n + 1)})
    for _ in range(10):
        one, two = rng.randrange(2, 50), rng.randrange(51, 99)
        yield Case("range", f"{one}-{two}", f"{one}–{two}", {"value": f"{one}–{two + 1}"})
        yield Case("score", f"{one}-{two}", f"{one}:{two}", {"value": f"{one + 1}:{two}"})
        phone = f"+1 202 555 01{two}"
        yield Case("telephone", phone, phone, {"value": phone[:-1] + str((two + 1) % 10)})
    other_digits = {"ar": "٠١٢٣٤٥٦٧٨٩", "zh": "０１２３４５６７８９", "ja": "０１２３４５６７８９"}.get(language)
    for _ in range(15 if other_digits else 0):
        n = rng.randrange(3, 99999)
        texts = [
            str(value).translate(dict(zip(map(ord, "0123456789"), other_digits or "", strict=True)))
            for value in (n, n + 1)
        ]
        yield Case("digits", str(n), texts[0], {"value": texts[1]})


def flags(language: str, source: str, target: str, carrier: int) -> dict[str, str]:
    """The flags for numbers of two amounts in their sentences, with their details."""
    texts = (CARRIERS[code][carrier].format(text) for code, text in (("en", source), (language, target)))
    pair = Pair("1", "d", 1, *texts, "en", language)
    return explain(pair, None, CheckOptions(only=frozenset(FLAGS)))


@dataclass
class Result:
    """The counts of a language: correct sentences and those right, changes planted and found by kind."""

    correct: int
    right: int
    planted: Counter[str]
    found: Counter[str]
    alarms: list[tuple[str, ...]]
    missed: list[tuple[str, ...]]


def measure(language: str, seed: int = 1, every: int = 1) -> Result:
    """Check the sentences of a language, or one in `every`."""
    rng = random.Random(f"{seed}{language}")
    result = Result(0, 0, Counter(), Counter(), [], [])
    for at, case in enumerate(cases(language, rng)):
        if at % every:
            continue
        carrier = at % 3
        found = flags(language, case.source, case.target, carrier)
        result.correct += 1
        result.right += not found
        if found:
            result.alarms.append((case.kind, case.source, case.target, str(found)))
        for change, wrong in case.wrong.items():
            if wrong == case.target:
                continue
            result.planted[change] += 1
            noticed = bool(flags(language, case.source, wrong, carrier))
            result.found[change] += noticed
            if not noticed:
                result.missed.append((case.kind, change, case.source, wrong))
    return result


def main() -> None:
    """Print a line a language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", action="append", dest="languages", choices=LANGUAGES)
    parser.add_argument("--show", type=int, default=0, help="false alarms and missed changes to show")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    kinds = ("value", "unit", "currency", "sign")
    print(f"{'':4}{'sentences':>10}{'right':>9}{'planted':>9}{'found':>9}" + "".join(f"{kind:>10}" for kind in kinds))
    for language in arguments.languages or LANGUAGES:
        result = measure(language, arguments.seed)
        planted, found = sum(result.planted.values()), sum(result.found.values())
        shares: list[Any] = [f"{result.found[kind] / max(1, result.planted[kind]):>10.1%}" for kind in kinds]
        line = (
            f"{language:4}{result.correct:>10}{result.right / result.correct:>9.1%}{planted:>9}{found / planted:>9.1%}"
        )
        print(line + "".join(shares))
        for title, rows in (("false alarm", result.alarms), ("missed", result.missed)):
            for row in rows[: arguments.show]:
                print(f"    {title}: {' | '.join(row)}")


if __name__ == "__main__":
    main()
