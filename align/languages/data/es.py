"""Spanish number words; compounds up to twenty-nine are one word, the others are put together with y."""

from __future__ import annotations

from align.languages.data import HALVES, ONE_AND_A_HALF, QUARTERS, THIRDS, words
from align.languages.data.none import *  # noqa: F403  (what is not given below)

_UNITS = words("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis")
_UNITS += words("diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco")
_UNITS += words("veintiséis veintisiete veintiocho veintinueve")
_TENS = words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = words("doscient trescient cuatrocient quinient seiscient setecient ochocient novecient")
_ORDINALS = words("primer segund tercer cuart quint sext séptim octav noven décim")

NUMBERS = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 3)},
    **{stem + ending: 100 * value for value, stem in enumerate(_HUNDREDS, 2) for ending in ("os", "as")},
    **{stem + end: value for value, stem in enumerate(_ORDINALS, 1) for end in ("o", "a", "os", "as")},
    "cien": 100,
    "ciento": 100,
    "primer": 1,
    "tercer": 3,
    "veintiún": 21,
    "veintiuna": 21,
}
MAGNITUDES = {"miles": 10**3}
APPROXIMATE = {
    **dict.fromkeys(("medio", "media", "mitad"), HALVES),
    **dict.fromkeys(("cuarto", "cuartos"), QUARTERS),
    **dict.fromkeys(("tercio", "tercios"), THIRDS),
    **dict.fromkeys(("un", "una", "único", "única", "sola", "solo"), (1,)),
    **dict.fromkeys(("ambos", "ambas", "par", "doble", "dúo"), (2,)),
    **dict.fromkeys(("docena", "docenas"), (12,)),
    **dict.fromkeys(("década", "décadas"), (10,)),
    **dict.fromkeys(("siglo", "siglos", "centenar", "centenares"), (100,)),
    **dict.fromkeys(("mediodía",), (12,)),
    **dict.fromkeys(("medianoche",), (0, 12, 24)),
    "quincena": (15, 2, 14),
    "triple": (3, ONE_AND_A_HALF),
}
FILLERS = frozenset({"y"})
RANGES = frozenset({"a", "y", "o", "hasta"})
AMBIGUOUS = frozenset({"segundo", "segunda", "segundos", "cuarto", "mar", "jue", "vie", "mayo"})
