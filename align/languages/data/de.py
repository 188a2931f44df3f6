"""German number words, compounds up to ninety-nine and the hundreds."""

from __future__ import annotations

from align.languages.data import HALVES, ONE_AND_A_HALF, QUARTERS, THIRDS, words
from align.languages.numerals import Value

_UNITS = words("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn")
_UNITS += ["siebzehn", "achtzehn", "neunzehn"]
_TENS = words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}


def _numbers() -> dict[str, int]:
    found: dict[str, int] = {word: value for value, word in enumerate(_UNITS)}
    for ten, name in enumerate(_TENS, 2):
        found[name] = 10 * ten
        found |= {f"{_UNITS[unit]}und{name}": 10 * ten + unit for unit in range(1, 10)}
    cardinals = dict(found)
    for word, value in cardinals.items():
        stem = _ORDINALS.get(value, word + ("t" if value < 20 else "st"))
        found |= {stem + ending: value for ending in ("e", "en", "er", "es", "em")}
    found |= {f"{_UNITS[unit]}hundert": 100 * unit for unit in range(1, 10)}
    found |= {f"{_UNITS[unit]}tausend": 1000 * unit for unit in range(1, 13)}
    found |= {"eins": 1, "zwo": 2, "zweier": 2, "dreier": 3, "beide": 2, "beiden": 2, "beider": 2}
    found |= {f"{_UNITS[unit]}tausender{ending}": 1000 * unit for unit in range(1, 13) for ending in ("", "n", "s")}
    return found


NUMBERS: dict[str, int] = _numbers()
MULTIPLIERS: dict[str, int] = {"hundert": 100}
MAGNITUDES: dict[str, int] = {
    **dict.fromkeys(("tausend", "tsd"), 10**3),
    **dict.fromkeys(("million", "millionen", "mio"), 10**6),
    **dict.fromkeys(("milliarde", "milliarden", "mrd"), 10**9),
    **dict.fromkeys(("billion", "billionen"), 10**12),
}
SUFFIXES: dict[str, tuple[int, ...]] = {"k": (10**3, 1)}
APPROXIMATE: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(("halb", "halbe", "halben", "halber", "halbes", "hälfte"), HALVES[:3]),
    **dict.fromkeys(("anderthalb", "eineinhalb"), (ONE_AND_A_HALF,)),
    **dict.fromkeys(("viertel", "vierteln"), QUARTERS),
    **dict.fromkeys(("drittel", "dritteln"), (*THIRDS, 3)),
    **dict.fromkeys(("paar", "doppelt", "doppelte", "doppelten", "zweimal", "zweite", "zweiten"), (2,)),
    **dict.fromkeys(("dreimal", "dreifach", "dreifache"), (3,)),
    **dict.fromkeys(("eine", "einen", "einem", "einer", "eines", "einmal", "einzige", "einzigen"), (1,)),
    **dict.fromkeys(("dutzend", "dutzende"), (12,)),
    **dict.fromkeys(("jahrzehnt", "jahrzehnte", "jahrzehnten"), (10,)),
    **dict.fromkeys(("jahrhundert", "jahrhunderts", "jahrhunderte", "hunderte", "hunderten"), (100,)),
    **dict.fromkeys(("woche", "wochen"), (7,)),
    "mittag": (12,),
    "mitternacht": (0, 12, 24),
}
PREFIXES: dict[str, Value] = {
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12,
    "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "hundert": 100,
}  # fmt: skip
FILLERS = frozenset({"und"})
RANGES = frozenset({"bis", "und", "oder"})
MONTHS: dict[str, int] = {}
ENDINGS: dict[str, tuple[str, ...]] = {"r": ("r", "rs"), "i": ("i", "is"), "t": ("t", "ts"), "g": ("g", "gs")}
AMBIGUOUS = frozenset({"so", "mai", "mi", "do", "di", "mo", "sa", "fr"})
DATE_LEADS = frozenset(words("im am seit bis ende anfang mitte"))
"""Words after which an ambiguous month is surely one."""
VIGESIMAL = False
UNITS_FIRST = False
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {}
WEEKDAYS = {"sonnabend": 5, "sonnabends": 5, "sonnabendabend": 5}
PHRASES: dict[str, int] = {}
