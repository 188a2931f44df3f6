"""Forms of the Russian nouns that follow numbers in the news, and of the weekdays."""

from __future__ import annotations

from dataclasses import dataclass

from align.languages.word_lists import words

CASES = 6
"""Nominative, genitive, dative, accusative, instrumental, prepositional."""
_NOM, _GEN, _DAT, _ACC, _INS, _LOC = range(CASES)


@dataclass(frozen=True, slots=True)
class _Noun:
    """The forms of a noun by case, in the singular and after a number in the plural."""

    one: tuple[str, ...]
    many: tuple[str, ...]

    def after(self, plural: str, case: int) -> str:
        """The form that a number of this class requires in this case of the whole phrase.

        Where the phrase is in the nominative or (of things) the accusative, the noun itself is in the genitive, except
        after one: 21 миллион, 2 миллиона, 5 миллионов. After a fraction it is in the genitive singular.
        """
        if plural == "other":
            return self.one[_GEN]
        if plural == "one":
            return self.one[case]
        if case in (_NOM, _ACC):
            return self.one[_GEN] if plural == "few" else self.many[_GEN]
        return self.many[case]


def _noun(forms: str) -> _Noun:
    cells = tuple(forms.split())
    return _Noun(cells[:CASES], cells[CASES:])


_MASCULINE = "{0} {0}а {0}у {0} {0}ом {0}е {0}ы {0}ов {0}ам {0}ы {0}ами {0}ах"
_FEMININE = "{0}а {0}ы {0}е {0}у {0}ой {0}е {0}ы {0} {0}ам {0}ы {0}ами {0}ах"
_THINGS = """миллион миллиард триллион процент доллар метр километр час пункт гектар вагон самолёт самолет
    контейнер пассажир"""
_ALL = [
    *(_noun(_MASCULINE.format(stem)) for stem in _THINGS.split()),
    *(_noun(_FEMININE.format(stem)) for stem in words("минут секунд тонн")),
    _noun("тысяча тысячи тысяче тысячу тысячей тысяче тысячи тысяч тысячам тысячи тысячами тысячах"),
    _noun("рубль рубля рублю рубль рублём рубле рубли рублей рублям рубли рублями рублях"),
    _noun("день дня дню день днём дне дни дней дням дни днями днях"),
    _noun("неделя недели неделе неделю неделей неделе недели недель неделям недели неделями неделях"),
    _noun("месяц месяца месяцу месяц месяцем месяце месяцы месяцев месяцам месяцы месяцами месяцах"),
    _noun("год года году год годом годе годы лет годам годы годами годах"),
    _noun("человек человека человеку человека человеком человеке люди человек человекам человек людьми людях"),
    _noun("страна страны стране страну страной стране страны стран странам страны странами странах"),
]
NOUNS: dict[str, _Noun] = {form: noun for noun in reversed(_ALL) for form in (*noun.one, *noun.many)}
"""Noun by each of its forms."""

_GENITIVE = words(
    "от из без для у около до после против свыше более менее больше меньше порядка среди кроме вместо ради не"
)
"""Words before a number that require the genitive of the phrase."""
_DIRECT = words("на за через в во про")
"""Prepositions whose phrase of numbers is mostly in the accusative; the prepositional shows in the noun."""


def noun_after_number(word: str, old: str, new: str, before: str) -> str | None:
    """The form of `word` (lower case, one of NOUNS) when a number of the plural class `new` replaces one of the
    class `old`; `before` is the word in front of the number. None where the case is not clear.

    >>> [noun_after_number("миллионов", "many", "one", before) for before in ("более", "потратил")]
    ['миллиона', None]
    """
    noun = NOUNS[word]
    cases = [case for case in range(CASES) if noun.after(old, case) == word]
    if before in _GENITIVE:
        cases = [case for case in cases if case == _GEN]
    elif before in _DIRECT:
        cases = [case for case in cases if case in (_ACC, _LOC)]
    forms = {noun.after(new, case) for case in cases}
    return forms.pop() if len(forms) == 1 else None


def _weekday(forms: str) -> tuple[str, ...]:
    return tuple(forms.split())


WEEKDAYS: tuple[tuple[str, ...], ...] = (
    _weekday("понедельник понедельника понедельнику понедельник понедельником понедельнике"),
    _weekday("вторник вторника вторнику вторник вторником вторнике"),
    _weekday("среда среды среде среду средой среде"),
    _weekday("четверг четверга четвергу четверг четвергом четверге"),
    _weekday("пятница пятницы пятнице пятницу пятницей пятнице"),
    _weekday("суббота субботы субботе субботу субботой субботе"),
    _weekday("воскресенье воскресенья воскресенью воскресенье воскресеньем воскресенье"),
)
"""The cases of each weekday in the singular; 0 is Monday."""


def weekday_in_place(text: str, start: int, end: int, old: int, new: int) -> list[tuple[int, int, str]] | None:
    """Find the edits that replace weekday `old` at `start:end` by `new`; в becomes во before вторник, and во becomes в.

    None where the case is not clear, or neighbouring words would have to agree (в прошлый понедельник, в прошлую
    среду).
    """
    word, before = text[start:end].lower(), text[:start].split()
    lead = before[-1].lower().strip('«"(—') if before else ""
    cases = [case for case, form in enumerate(WEEKDAYS[old]) if form == word]
    if lead in ("в", "во", "на", "через"):
        cases = [case for case in cases if case == _ACC]
    elif lead in ("с", "до", "от", "после", "утром", "вечером", "днём", "ночью"):
        cases = [case for case in cases if case == _GEN]
    elif lead in ("к", "по"):
        cases = [case for case in cases if case == _DAT]
    elif lead.endswith(("ый", "ий", "ую", "юю", "ого", "его", "ой", "ей", "ая", "ое")):
        return None
    forms = {WEEKDAYS[new][case] for case in cases}
    if len(forms) != 1:
        return None
    name = forms.pop()
    edits = [(start, end, name.capitalize() if text[start].isupper() else name)]
    if lead in ("в", "во"):
        at = text.lower().rindex(lead, 0, start)
        wanted = "во" if name == "вторник" else "в"
        edits.append((at, at + len(lead), wanted.capitalize() if text[at].isupper() else wanted))
    return edits
