"""Russian typography, after Мильчин and Чельцова, «Справочник издателя и автора» (4th edition, 2014).

- Quotation marks: «ёлочки», and „лапки“ inside them.
- Dash: em dash between spaces, the one before it not breaking, so that no line begins with a dash.
- Between years an en dash without spaces: the book asks for a dash, and newspapers take the short one.
- Kept on one line: initials and the surname (И. И. Иванов), a number and its unit or month, № and §
  and their number, the parts of т. е., т. д., т. п.
- Numbers: a decimal comma; whole numbers of five digits and more in groups of three.

A missing space is added only after № and § and between initials.
"""

from __future__ import annotations

from align.typography.style import NBSP, SPACE, Style, before_units, rule

_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_UNITS = (
    "% ‰ ° °C °С км м см мм кг г т л мл га кв куб кВт МВт ГВт Вт В А Гц МГц ГГц МБ ГБ ТБ ч мин с сек км/ч м/с "
    "тыс млн млрд трлн тысяч тысячи миллион миллиона миллионов миллиард миллиарда миллиардов триллионов "
    "руб рублей рубля рубль коп долл доллар доллара долларов евро фунтов юаней тенге гривен процент процента процентов "
    "год года году лет гг вв в век века чел человек шт экз стр баррелей тонн тонны метров километров"
)

RULES = (
    rule(r"\A[ \u00a0]*(?:--?|–)(?=[ \u00a0])", "—"),
    rule(r"(?<=\S)(?<!\d)[ \u00a0](?:--?|–|—)(?=[ \u00a0])|(?<=\d)[ \u00a0](?:--?|–|—)(?=[ \u00a0](?!\d))", f"{NBSP}—"),
    rule(r"(?<![\w.,-])((?:1\d|20)\d\d)-((?:1\d|20)\d\d)(?![\w-]|[.,]\d)", r"\1–\2"),
    rule(rf"([№§]){SPACE}?(?=\d)", rf"\1{NBSP}"),
    rule(rf"(?<!\w)([А-ЯЁ])\.{SPACE}?(?=[А-ЯЁ]\.)", rf"\1.{NBSP}"),
    rule(rf"(?<=\.{NBSP})([А-ЯЁ])\.{SPACE}?(?=[А-ЯЁ][а-яё])", rf"\1.{NBSP}"),
    rule(r"(?<!\w)([А-ЯЁ])\. (?=[А-ЯЁ][а-яё])", rf"\1.{NBSP}"),
    rule(rf"(?<=[а-яё]) (?=[А-ЯЁ]\.{NBSP}[А-ЯЁ]\.(?!{SPACE}?[А-ЯЁ][а-яё]))", NBSP),
    rule(rf"(?<!\w)([тТ])\.{SPACE}?(?=[едпкчн]\.)", rf"\1.{NBSP}"),
    before_units(f"{_UNITS} {_MONTHS}"),
)

STYLE = Style(("«", "»"), ("„", "“"), RULES)
