"""Russian number words in all their forms. `ё` is folded to `е` before a look-up."""

from __future__ import annotations

from align.languages.data import HALVES, ONE_AND_A_HALF, QUARTERS, THIRDS, words
from align.languages.numerals import Value

_ADJECTIVE = words(
    "ый ого ому ым ом ая ой ую ое ые ых ыми ий его ему им ем ою ья ье ьи ью ьего ьему ьей ьем ьих ьим ьими"
)


def _forms(value: int, stem: str, endings: str) -> dict[str, int]:
    return {stem + ("" if ending == "-" else ending): value for ending in endings.split()}


def _numbers() -> dict[str, int]:
    found: dict[str, int] = {}
    found |= _forms(0, "нол", "ь я ю ем е ей") | _forms(0, "нул", "ь я ю ем е ей")
    found |= dict.fromkeys(words("один одна одно одного одной одному одним одном одну одною"), 1)
    found |= dict.fromkeys(words("два две двух двум двумя двое двоих двоим двоими оба обе обоих обеих обоим обеим"), 2)
    found |= dict.fromkeys(words("три трех трем тремя трое троих троим троими"), 3)
    found |= dict.fromkeys(words("четыре четырех четырем четырьмя четверо четверых четверым четверыми"), 4)
    regular = "пят шест сем восем девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат"
    for value, stem in enumerate(f"{regular} семнадцат восемнадцат девятнадцат двадцат".split(), 5):
        found |= _forms(value, stem, "ь и ью")
        found |= _forms(value, stem, "еро ерых ерым ерыми") if value <= 10 else {}
    found |= _forms(30, "тридцат", "ь и ью") | _forms(8, "вос", "ьми емью ьмью ьмеро ьмерых ьмерым")
    found |= _forms(7, "сем", "еро ерых ерым") | _forms(40, "сорок", "- а") | _forms(90, "девяност", "о а")
    for value, stem in ((50, "пят"), (60, "шест"), (70, "сем"), (80, "восем")):
        oblique = "восьми" if value == 80 else f"{stem}и"
        found |= {f"{stem}ьдесят": value, f"{oblique}десяти": value, f"{stem}ьюдесятью": value}
    found |= _forms(100, "ст", "о а") | dict.fromkeys(["двести", "двухсот", "двумстам", "двумястами", "двухстах"], 200)
    for value, nominative, genitive, dative in (
        (300, "триста", "трех", "трем"),
        (400, "четыреста", "четырех", "четырем"),
        (500, "пятьсот", "пяти", "пяти"),
        (600, "шестьсот", "шести", "шести"),
        (700, "семьсот", "семи", "семи"),
        (800, "восемьсот", "восьми", "восьми"),
        (900, "девятьсот", "девяти", "девяти"),
    ):
        found |= dict.fromkeys((nominative, f"{genitive}сот", f"{dative}стам", f"{genitive}стах"), value)
    ordinal = "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат"
    for value, stem in enumerate(f"{ordinal} пятнадцат шестнадцат семнадцат восемнадцат девятнадцат".split(), 1):
        found |= {stem + ending: value for ending in _ADJECTIVE if stem + ending not in found}
    tens = words("двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот")
    for value, stem in enumerate(tens, 2):
        found |= {stem + ending: 10 * value for ending in _ADJECTIVE if stem + ending not in found}
    return found


NUMBERS: dict[str, int] = _numbers()

MULTIPLIERS: dict[str, int] = {}

_ADJECTIVE_N = "ный ного ному ным ном ная ной ную ное ные ных ными"
_NOUN = "- а у е ы ом ов ам ами ах"
MAGNITUDES: dict[str, int] = {
    **_forms(10**3, "тысяч", f"- а у е и ей ам ами ах ью ею {_ADJECTIVE_N}"),
    "тыс": 10**3,
    **_forms(10**6, "миллион", f"{_NOUN} {_ADJECTIVE_N}"),
    **_forms(10**5, "лакх", "- а ов"),
    **_forms(10**7, "крор", "- а ов"),
    "млн": 10**6,
    **_forms(10**9, "миллиард", f"{_NOUN} {_ADJECTIVE_N}"),
    "млрд": 10**9,
    **_forms(10**12, "триллион", _NOUN),
    "трлн": 10**12,
}

SUFFIXES: dict[str, tuple[int, ...]] = {}

APPROXIMATE: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(_forms(0, "половин", "а ы е у ой ою"), HALVES),
    **dict.fromkeys(_forms(0, "полов", "инчатый"), HALVES),
    **dict.fromkeys(("полтора", "полторы", "полутора"), (ONE_AND_A_HALF, 18, 90)),
    **dict.fromkeys(words("нулевые нулевых нулевым нулевыми"), (2000,)),
    **dict.fromkeys(("полгода", "полугода", "полугодие", "полугодия"), (6,)),
    **dict.fromkeys(("полчаса", "получаса"), (30,)),
    **dict.fromkeys(_forms(0, "четверт", "ь и ью ей ями"), QUARTERS),
    **dict.fromkeys(_forms(0, "трет", "ь и ью ей ями"), (*THIRDS, 3)),
    **dict.fromkeys(_forms(0, "пар", "а ы е у ой"), (2,)),
    **dict.fromkeys(words("вдвое дважды вдвоем двойной двойная двойное двойные двойного двойных удвоил обоих"), (2,)),
    **dict.fromkeys(words("втрое трижды втроем тройной тройная тройное тройного тройка тройку тройки"), (3,)),
    **dict.fromkeys(words("вчетверо четырежды четверка четверку четверки четверке"), (4,)),
    **dict.fromkeys(["пятерка", "пятерку", "пятерки", "пятерке", "впятеро"], (5,)),
    **dict.fromkeys(["шестерка", "шестерку", "шестерки", "шестерке"], (6,)),
    **dict.fromkeys(["семерка", "семерку", "семерки", "семерке"], (7,)),
    **dict.fromkeys(["восьмерка", "восьмерку", "восьмерки", "восьмерке"], (8,)),
    **dict.fromkeys(_forms(0, "десятк", "а у и ов ом е ами ах ам") | {"десяток": 0}, (10,)),
    **dict.fromkeys(_forms(0, "дюжин", "- а ы у е ой"), (12,)),
    **dict.fromkeys(_forms(0, "сотн", "я и ю ей е ям ями ях") | {"сотен": 0}, (100,)),
    **dict.fromkeys(_forms(0, "десятилети", "е я ю ем и й ям ями ях"), (10,)),
    **dict.fromkeys(_forms(0, "столети", "е я ю ем и й ям ями ях"), (100,)),
    **dict.fromkeys(("сутки", "суток", "суткам", "сутками"), (24, 48, 72)),
    **dict.fromkeys(("неделя", "недели", "неделю", "недель", "неделе"), (7,)),
    **dict.fromkeys(("час", "часа", "часу"), (1, 60)),
    **dict.fromkeys(("полдень", "полудня", "полудню"), (12,)),
    **dict.fromkeys(("полночь", "полуночи"), (0, 12, 24)),
    **dict.fromkeys(
        words("единственный единственная единственное единственного однажды впервые год года году раз"), (1,)
    ),
    **dict.fromkeys(("сухим", "всухую"), (0,)),
}

PREFIXES: dict[str, Value] = {
    "одно": 1, "дву": 2, "двух": 2, "трех": 3, "трек": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7,
    "восьми": 8, "девяти": 9, "десяти": 10, "одиннадцати": 11, "двенадцати": 12, "тринадцати": 13,
    "четырнадцати": 14, "пятнадцати": 15, "шестнадцати": 16, "семнадцати": 17, "восемнадцати": 18,
    "девятнадцати": 19, "двадцати": 20, "тридцати": 30, "сорока": 40, "пятидесяти": 50, "шестидесяти": 60,
    "семидесяти": 70, "восьмидесяти": 80, "девяносто": 90, "сто": 100, "двухсот": 200, "трехсот": 300,
    "четырехсот": 400, "пятисот": 500, "тысяче": 1000, "трой": 3, "двой": 2, "удво": 2, "утро": 3,
    "полутора": ONE_AND_A_HALF,
}  # fmt: skip
"""What compound words begin with: пятилетний, двадцатипятипроцентный."""

FILLERS: frozenset[str] = frozenset()
RANGES = frozenset({"до", "и", "или", "по"})
_ADJECTIVES = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
MONTHS: dict[str, int] = {}
ENDINGS: dict[str, tuple[str, ...]] = {
    "ь": ("ь", "я", "ю", "ем", "е", *(f"{soft}ск{ending}" for soft in ("ь", "") for ending in _ADJECTIVES)),
    "т": ("т", "та", "ту", "том", "те", *(f"товск{ending}" for ending in _ADJECTIVES)),
    "й": ("й", "я", "ю", "ем", "е", *(f"йск{ending}" for ending in _ADJECTIVES)),
    "к": ("к", "ка", "ку", "ком", "ке", "ки", "кам"),
    "г": ("г", "га", "гу", "гом", "ге", "ги", "гам"),
    "а": ("а", "ы", "е", "у", "ой", "ам"),
    "е": ("е", "я", "ю", "ем", "ям"),
}
"""The endings of the other cases and of the adjective of a month or weekday, by that of its nominative."""
AMBIGUOUS = frozenset(
    {"май", "мае", "среда", "среды", "среде", "среду", "средой", "средам", "вт", "ср", "чт", "пт", "сб"}
)
DATE_LEADS = frozenset(words("в начале конце середине с до к по прошлого этого"))
"""Words after which an ambiguous month is surely one."""
VIGESIMAL = False
UNITS_FIRST = False
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {}
PHRASES: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
