"""French number words. Compounds (quatre-vingt-dix-sept) are assembled by the parser, word by word."""

from __future__ import annotations

from align.languages.data import HALVES, QUARTERS, THIRDS, words
from align.languages.numerals import Value

_UNITS = words("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize")
_TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS |= {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
_ORDINALS = {"premier": 1, "première": 1, "premiers": 1, "premières": 1, "second": 2, "seconde": 2, "deuxième": 2}
_ORDINALS |= {"troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9}
_ORDINALS |= {"dixième": 10, "onzième": 11, "douzième": 12, "treizième": 13, "quatorzième": 14, "quinzième": 15}
_ORDINALS |= {"seizième": 16, "vingtième": 20, "trentième": 30, "quarantième": 40, "cinquantième": 50}

NUMBERS: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **_TENS,
    **_ORDINALS,
    **{word + "s": value for word, value in _ORDINALS.items() if word.endswith("e")},
    "une": 1,
}
MULTIPLIERS: dict[str, int] = {"cent": 100, "cents": 100}
MAGNITUDES: dict[str, int] = {
    **dict.fromkeys(("mille", "milliers", "millier"), 10**3),
    **dict.fromkeys(("million", "millions"), 10**6),
    **dict.fromkeys(("milliard", "milliards"), 10**9),
    **dict.fromkeys(("billion", "billions"), 10**12),
}
SUFFIXES: dict[str, tuple[int, ...]] = {"k": (10**3, 1)}
APPROXIMATE: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(("demi", "demie", "moitié"), HALVES),
    **dict.fromkeys(("quart", "quarts"), QUARTERS),
    **dict.fromkeys(("tiers",), (*THIRDS, 3)),
    **dict.fromkeys(("paire", "couple", "double", "doubles", "deux", "ii"), (2,)),
    **dict.fromkeys(("triple", "triples", "trio"), (3,)),
    **dict.fromkeys(("douzaine", "douzaines"), (12,)),
    **dict.fromkeys(("dizaine", "dizaines", "décennie", "décennies"), (10,)),
    "quinzaine": (15, 14, 2),
    **dict.fromkeys(("vingtaine",), (20,)),
    **dict.fromkeys(("trentaine",), (30,)),
    **dict.fromkeys(("centaine", "centaines", "siècle", "siècles"), (100,)),
    **dict.fromkeys(("semaine", "semaines"), (7,)),
    "midi": (12,),
    "minuit": (0, 12, 24),
}
PREFIXES: dict[str, Value] = {}
FILLERS = frozenset({"et"})
RANGES = frozenset({"à", "et", "ou"})
MONTHS: dict[str, int] = {}
ENDINGS: dict[str, tuple[str, ...]] = {}
AMBIGUOUS = frozenset({"mars", "sept", "mai", "juin", "second", "seconde", "mar", "mer", "sam"})
DATE_LEADS = frozenset(words("en de du le au depuis fin début mi"))
"""Words after which an ambiguous month is surely one."""
VIGESIMAL = True
UNITS_FIRST = False
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {}
PHRASES: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
