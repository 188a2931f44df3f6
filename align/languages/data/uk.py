"""Ukrainian number words. A word with an apostrophe is two to the parser, so п’ять and дев’ять share what follows it."""

from __future__ import annotations

from align.languages.data import HALVES, ONE_AND_A_HALF, QUARTERS, THIRDS, words
from align.languages.data.none import *  # noqa: F403  (what is not given below)
from align.languages.numerals import Value

_ADJECTIVE = words("ий ого ому им ім а ої ій у ою е і их ими")
_CARDINALS = words("шіст сім вісім десят одинадцят дванадцят тринадцят чотирнадцят")
_ORDINALS = {
    1: "перш", 2: "друг", 4: "четверт", 6: "шост", 7: "сьом", 8: "восьм", 10: "десят", 11: "одинадцят", 12: "дванадцят",
    13: "тринадцят", 14: "чотирнадцят", 16: "шістнадцят", 17: "сімнадцят", 18: "вісімнадцят", 20: "двадцят",
    30: "тридцят", 40: "сороков", 60: "шістдесят", 70: "сімдесят", 80: "вісімдесят", 100: "сот",
}  # fmt: skip

NUMBERS: dict[str, int] = {
    **dict.fromkeys(words("нуль нуля нулю"), 0),
    **dict.fromkeys(words("один одна одне одного одній одному одним одну однією"), 1),
    **dict.fromkeys(words("два дві двох двом двома двоє обидва обидві обох"), 2),
    **dict.fromkeys(words("три трьох трьом трьома троє"), 3),
    **dict.fromkeys(words("чотири чотирьох чотирьом чотирма четверо"), 4),
    **dict.fromkeys(words("шість шести шістьма шестеро"), 6),
    **dict.fromkeys(words("сім семи сьома семеро"), 7),
    **dict.fromkeys(words("вісім восьми вісьмома восьмеро"), 8),
    **{stem + end: value for value, stem in ((10, "десят"), (11, "одинадцят"), (12, "дванадцят"), (13, "тринадцят"),
       (14, "чотирнадцят"), (16, "шістнадцят"), (17, "сімнадцят"), (18, "вісімнадцят"), (20, "двадцят"),
       (30, "тридцят")) for end in ("ь", "и", "ьох", "ьма")},
    **dict.fromkeys(words("сорок сорока"), 40),
    **dict.fromkeys(words("шістдесят шістдесяти"), 60),
    **dict.fromkeys(words("сімдесят сімдесяти"), 70),
    **dict.fromkeys(words("вісімдесят вісімдесяти"), 80),
    **dict.fromkeys(words("сто ста"), 100),
    **{"двісті": 200, "триста": 300, "чотириста": 400, "шістсот": 600, "сімсот": 700, "вісімсот": 800},
    **{stem + ending: value for value, stem in _ORDINALS.items() for ending in _ADJECTIVE},
    **dict.fromkeys(words("третій третя третє третього третьої третьому третю треті третіх"), 3),
}  # fmt: skip
MAGNITUDES: dict[str, int] = {
    **dict.fromkeys(words("тисячами тисячах тисячам тисячу тисячею тисячний тисячного"), 10**3),
    **dict.fromkeys(words("мільйону мільйоном мільйонами мільйонах мільйонам мільйонний мільйонного"), 10**6),
    **dict.fromkeys(words("мільярду мільярдом мільярдами мільярдах мільярдам"), 10**9),
    **dict.fromkeys(words("трильйону трильйоном трильйонами"), 10**12),
}
APPROXIMATE: dict[str, tuple[Value, ...]] = {
    **{"ят" + ending: (5, 9) for ending in ("ь", "и", "ьох", "ьма", *_ADJECTIVE)},
    **{"ятнадцят" + ending: (15, 19) for ending in ("ь", "и", "ьох", *_ADJECTIVE)},
    **dict.fromkeys(words("ятдесят ятдесяти ятдесятий ятдесятого"), (50,)),
    **dict.fromkeys(words("яносто яноста яностий"), (90,)),
    **dict.fromkeys(words("ятсот ятисот"), (500, 900)),
    **dict.fromkeys(words("половина половини половину половині пів"), HALVES),
    **dict.fromkeys(words("півтора півтори"), (ONE_AND_A_HALF,)),
    **dict.fromkeys(words("чверть чверті"), QUARTERS),
    **dict.fromkeys(words("третина третини третину"), THIRDS),
    **dict.fromkeys(words("пара пари пару вдвічі двічі подвійний подвійна удвох"), (2,)),
    **dict.fromkeys(words("втричі тричі потрійний потрійна"), (3,)),
    **dict.fromkeys(words("десяток десятки десятків десятиліття"), (10,)),
    **dict.fromkeys(words("сотня сотні сотень століття"), (100,)),
    **dict.fromkeys(words("дюжина дюжини"), (12,)),
    **dict.fromkeys(words("полудень опівдні"), (12,)),
    **dict.fromkeys(words("опівночі північ"), (0, 12, 24)),
    "тиждень": (7,),
}
PREFIXES: dict[str, Value] = {
    "двох": 2, "дво": 2, "трьох": 3, "три": 3, "чотирьох": 4, "шести": 6, "семи": 7, "восьми": 8, "десяти": 10,
    "двадцяти": 20, "тридцяти": 30, "сорока": 40, "сто": 100,
}  # fmt: skip
RANGES = frozenset({"до", "і", "та", "або", "й"})
MONTH_ENDINGS: dict[str, tuple[str, ...]] = {
    "ь": ("ь", "я", "ю", "ем", "і"),
    "й": ("й", "ого", "ому", "им"),
    "а": ("а", "и", "і", "у", "ою"),
    "д": ("д", "да", "ду", "дом", "ді"),
    "к": ("к", "ка", "ку", "ком"),
    "я": ("я", "і", "ю", "ею"),
}
AMBIGUOUS = frozenset({"пн", "вт", "ср", "чт", "пт", "сб", "нд", "середа", "середи", "середу", "середі"})
