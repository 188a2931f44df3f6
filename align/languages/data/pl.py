"""Polish number words in the cases that follow a preposition or none; compounds are written apart."""

from __future__ import annotations

from align.languages.data import HALVES, ONE_AND_A_HALF, QUARTERS, THIRDS, words
from align.languages.data.none import *  # noqa: F403  (what is not given below)

_UNITS = words("zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście")
_UNITS += words("czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście")
_OBLIQUE = words("pięciu sześciu siedmiu ośmiu dziewięciu dziesięciu jedenastu dwunastu trzynastu czternastu piętnastu")
_OBLIQUE += words("szesnastu siedemnastu osiemnastu dziewiętnastu")
_TENS = words("dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt")
_TENS += ["dziewięćdziesiąt"]
_HUNDREDS = words("sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset")
_ORDINALS = words("pierwsz drug trzec czwart piąt szóst siódm ósm dziewiąt dziesiąt jedenast dwunast")
_ADJECTIVE = words("y a e ego ej emu ą ym ych ymi i im ich imi iego iej iemu ia ie ią")

NUMBERS = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: value for value, word in enumerate(_OBLIQUE, 5)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{word.replace("ści", "stu").removesuffix("a"): 10 * value for value, word in enumerate(_TENS[:3], 2)},
    **{word + "ięciu": 10 * value for value, word in enumerate([ten[:-2] for ten in _TENS[3:]], 5)},
    **{word: 100 * value for value, word in enumerate(_HUNDREDS, 1)},
    **{stem + ending: value for value, stem in enumerate(_ORDINALS, 1) for ending in _ADJECTIVE},
    **dict.fromkeys(words("jedna jedno jednego jednej jednym jedną"), 1),
    **dict.fromkeys(words("dwie dwóch dwu dwaj dwom dwoma dwoje oba obie obu"), 2),
    **dict.fromkeys(words("trzech trzej trzem trzema troje"), 3),
    **dict.fromkeys(words("czterech czterej czterem czterema czworo"), 4),
}
MAGNITUDES = {
    **dict.fromkeys(words("tysiącami tysiącach tysiącom tysiącem"), 10**3),
    **dict.fromkeys(words("milionem milionami milionach milionom"), 10**6),
    **dict.fromkeys(words("miliardem miliardami miliardach miliardom"), 10**9),
    **dict.fromkeys(words("bilionem bilionami bilionach"), 10**12),
}
APPROXIMATE = {
    **dict.fromkeys(words("pół połowa połowę połowy połowie"), HALVES),
    **dict.fromkeys(words("półtora półtorej"), (ONE_AND_A_HALF,)),
    **dict.fromkeys(words("ćwierć kwadrans kwadransa"), QUARTERS),
    **dict.fromkeys(words("trzecia trzecią trzecie"), (*THIRDS, 3)),
    **dict.fromkeys(words("para parę pary dwukrotnie podwójny podwójna dwa"), (2,)),
    **dict.fromkeys(words("trzykrotnie potrójny potrójna trójka"), (3,)),
    **dict.fromkeys(words("tuzin tuziny"), (12,)),
    **dict.fromkeys(words("dekada dekady dekadę dziesięciolecie"), (10,)),
    **dict.fromkeys(words("setki setek stulecie wiek wieku"), (100,)),
    **dict.fromkeys(words("południe południu południa"), (12,)),
    **dict.fromkeys(words("północ północy"), (0, 12, 24)),
}
PREFIXES = {
    "dwu": 2, "trzy": 3, "cztero": 4, "pięcio": 5, "sześcio": 6, "siedmio": 7, "ośmio": 8, "dziewięcio": 9,
    "dziesięcio": 10, "dwunasto": 12, "piętnasto": 15, "dwudziesto": 20, "trzydziesto": 30, "pięćdziesięcio": 50,
    "stu": 100,
}  # fmt: skip
RANGES = frozenset({"do", "i", "lub"})
MONTH_ENDINGS = {
    "ń": ("ń", "nia", "niu", "niem", "niowy", "niowego", "niowej"),
    "c": ("c", "ca", "cu", "cem", "cowy", "cowego", "cowej"),
    "j": ("j", "ja", "ju", "jem", "jowy", "jowego", "jowej"),
    "d": ("d", "da", "dzie", "dem"),
    "a": ("a", "y", "ę", "ą", "ie"),
    "k": ("k", "ku", "kiem", "ki"),
}
WEEKDAYS = {
    **dict.fromkeys(words("poniedziałku poniedziałkiem poniedziałkowy poniedziałkowe poniedziałkowego"), 0),
    **dict.fromkeys(words("wtorku wtorkiem wtorkowy wtorkowe wtorkowego"), 1),
    **dict.fromkeys(words("środę środy środowy środowe środowego"), 2),
    **dict.fromkeys(words("czwartku czwartkiem czwartkowy czwartkowe czwartkowego"), 3),
    **dict.fromkeys(words("piątku piątkiem piątkowy piątkowe piątkowego"), 4),
    **dict.fromkeys(words("sobotę soboty sobotni sobotnie sobotniego"), 5),
    **dict.fromkeys(words("niedzielę niedzieli niedzielny niedzielne niedzielnego"), 6),
}
AMBIGUOUS = frozenset({"maj", "mar", "pon", "sob", "niedz", "środa", "lut"})
