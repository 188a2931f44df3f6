"""English number words."""

from __future__ import annotations

from align.languages.data import HALVES, QUARTERS, THIRDS, words
from align.languages.numerals import Value

_UNITS = words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
_UNITS += ["seventeen", "eighteen", "nineteen"]
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = words("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth")
_ORDINALS += words("fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
_TENTHS = words("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth")

NUMBERS: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 20 + 10 * value for value, word in enumerate(_TENS)},
    **{word: 1 + value for value, word in enumerate(_ORDINALS)},
    **{word: 20 + 10 * value for value, word in enumerate(_TENTHS)},
    **{word + "s": 20 + 10 * value for value, word in enumerate(_TENS[:-1])},
    **{word[:-1] + "ies": 20 + 10 * value for value, word in enumerate(_TENS)},
    **{word + "s": 1 + value for value, word in enumerate(_ORDINALS) if value > 2},
}

MULTIPLIERS: dict[str, int] = {"hundred": 100, "hundredth": 100, "dozen": 12}

MAGNITUDES: dict[str, int] = {
    **dict.fromkeys(("thousand", "thousands", "thousandth"), 10**3),
    **dict.fromkeys(("lakh", "lakhs"), 10**5),
    **dict.fromkeys(("crore", "crores"), 10**7),
    **dict.fromkeys(("million", "millions", "millionth", "mln", "mn"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "bln"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn", "trn"), 10**12),
}

SUFFIXES: dict[str, tuple[int, ...]] = {"k": (10**3, 1), "m": (10**6, 1), "b": (10**9, 1)}
"""Letters that may stand for a magnitude when they touch the digits, with the readings they allow (1: just a unit)."""

APPROXIMATE: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(("half", "halves", "halfway"), HALVES),
    **dict.fromkeys(("quarter", "quarters"), QUARTERS),
    **dict.fromkeys(("third", "thirds"), THIRDS),
    **dict.fromkeys(
        ("both", "twice", "double", "doubles", "doubled", "doubling", "pair", "couple", "twin", "duo"), (2,)
    ),
    **dict.fromkeys(("dual", "secondly", "two-fold", "twofold", "another"), (2,)),
    **dict.fromkeys(("triple", "tripled", "trio", "thrice", "hat-trick", "threefold", "treble"), (3,)),
    **dict.fromkeys(("quadruple", "quadrupled", "quartet"), (4,)),
    **dict.fromkeys(("single", "once", "alone", "firstly", "only", "annual", "inaugural"), (1,)),
    **dict.fromkeys(("dozen", "dozens"), (12, 6)),
    **dict.fromkeys(("decade", "decades"), (10,)),
    **dict.fromkeys(("century", "centuries", "centenary", "centennial", "hundreds"), (100,)),
    **dict.fromkeys(("hourly", "minute", "minutes"), (60,)),
    **dict.fromkeys(("day", "days"), (24,)),
    **dict.fromkeys(("week", "weeks"), (7,)),
    "fortnight": (2, 14),
    "noon": (12,),
    "midnight": (0, 12, 24),
    "no": (0,),
    "nil": (0,),
}

PREFIXES: dict[str, Value] = {}
FILLERS = frozenset({"and"})
RANGES = frozenset({"to", "and", "or", "through"})
MONTHS: dict[str, int] = {"sept": 9}
ENDINGS: dict[str, tuple[str, ...]] = {}
AMBIGUOUS = frozenset(
    {"may", "march", "april", "june", "august", "sun", "mon", "sat", "wed", "mar", "dec", "jan", "second", "seconds"}
)
"""Words that are also something else: the month of May, a march, the sun, a second of time."""
DATE_LEADS = frozenset(
    words("in of since until till last next this by from late early mid every on during through before after")
)
"""Words after which an ambiguous month is surely one."""
VIGESIMAL = False
UNITS_FIRST = False
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {}
PHRASES: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
