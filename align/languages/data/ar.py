"""Arabic number words: units stand before tens (خمسة وعشرون), and a dual is two of a kind."""

from __future__ import annotations

from align.languages.data import HALVES, QUARTERS, THIRDS, words
from align.languages.data.none import *  # noqa: F403  (what is not given below)

_FEMININE = words("واحدة اثنتان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة")
_MASCULINE = words("واحد اثنان ثلاث أربع خمس ست سبع ثمان تسع عشر")
_TENS = words("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون")
_HUNDREDS = words("مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة")

NUMBERS = {
    **{word: value for forms in (_FEMININE, _MASCULINE) for value, word in enumerate(forms, 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{word[:-2] + "ين": 10 * value for value, word in enumerate(_TENS, 2)},
    **{word: 100 * value for value, word in enumerate(_HUNDREDS, 2)},
    **{word.replace("مئة", "مائة"): 100 * value for value, word in enumerate(_HUNDREDS, 2)},
    "صفر": 0,
    "اثنين": 2,
    "اثنتين": 2,
    "ثماني": 8,
    "مئة": 100,
    "مائة": 100,
    "مئتين": 200,
    "مئتي": 200,
    "مئتا": 200,
    "مائتي": 200,
    "مائتا": 200,
    "مائتين": 200,
    "ألفان": 2000,
    "ألفين": 2000,
    "مليونان": 2 * 10**6,
    "مليونين": 2 * 10**6,
    "مليوني": 2 * 10**6,
    "ملياران": 2 * 10**9,
    "مليارين": 2 * 10**9,
    "ملياري": 2 * 10**9,
    "ألفي": 2000,
}
MAGNITUDES = {
    **dict.fromkeys(words("ألفا آلاف ألوف"), 10**3),
    **dict.fromkeys(words("مليونا ملايين"), 10**6),
    **dict.fromkeys(words("مليارا مليارات بليون"), 10**9),
    **dict.fromkeys(words("تريليون تريليونات تريليونا"), 10**12),
}
APPROXIMATE = {
    **dict.fromkeys(words("نصف النصف"), HALVES),
    **dict.fromkeys(words("ربع الربع أرباع"), QUARTERS),
    **dict.fromkeys(words("ثلث الثلث ثلثي ثلثا"), THIRDS),
    **{"ال" + word: (value,) for value, word in enumerate(
        words("أول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر"), 1)},
    **{"ال" + word: (value,) for value, word in enumerate(
        words("أولى ثانية ثالثة رابعة خامسة سادسة سابعة ثامنة تاسعة عاشرة"), 1)},
    **{article + word[:-2] + "ين" + end: (10 * value, 1900 + 10 * value) for value, word in enumerate(_TENS, 2)
       for end in ("يات", "ات") for article in ("", "ال")},
    **dict.fromkeys(words("عقد عقود"), (10,)),
    **dict.fromkeys(words("قرن قرون مئات"), (100,)),
    **dict.fromkeys(words("يومين يومان عامين عامان سنتين سنتان شهرين شهران أسبوعين ساعتين ساعتان مرتين ضعف"), (2,)),
    "منتصف": (0, 12, 24),
    "ظهرا": (12,),
}  # fmt: skip
PHRASES = {"تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "كانون الثاني": 1}
"""Months of two words, as the east of the Arab world has them."""
MONTHS = {
    "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9, "جانفي": 1, "فيفري": 2,
    "أفريل": 4, "جويلية": 7,
}  # fmt: skip
"""The same of one word, and those of Algeria and Tunisia."""
AMBIGUOUS = frozenset({"آب", "تموز"})
UNITS_FIRST = True
