"""Ukrainian typography, after «Український правопис» (2019) and ДСТУ 3582.

- Quotation marks (§ 164): «…», and „…“ inside them.
- Dash (§ 161): em dash between spaces, the one before it not breaking; between years an en dash.
- Apostrophe (§ 7): ’ before я, ю, є, ї.
- Kept on one line: initials and the surname, a number and its unit or month, № and its number.
- Numbers: a decimal comma; whole numbers of five digits and more in groups of three.
"""

from __future__ import annotations

from align.typography.style import NBSP, SPACE, Style, before_units, rule

_BIG, _SMALL = "А-ЯІЇЄҐ", "а-яіїєґ"
_MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
_UNITS = (
    "% ‰ ° °C км м см мм кг г т л мл га кВт МВт ГВт год хв с тис млн млрд трлн тисяч мільйон мільйона мільйонів "
    "мільярд мільярда мільярдів грн гривень гривні коп дол долар долара доларів євро відсотків відсотка рік року років "
    "рр ст осіб людей тонн метрів кілометрів"
)

RULES = (
    rule(r"\A[ \u00a0]*(?:--?|–)(?=[ \u00a0])", "—"),
    rule(r"(?<=\S)(?<!\d)[ \u00a0](?:--?|–|—)(?=[ \u00a0])|(?<=\d)[ \u00a0](?:--?|–|—)(?=[ \u00a0](?!\d))", f"{NBSP}—"),
    rule(r"(?<![\w.,-])((?:1\d|20)\d\d)-((?:1\d|20)\d\d)(?![\w-]|[.,]\d)", r"\1–\2"),
    rule(rf"(?<=[{_BIG}{_SMALL}])['ʼ](?=[яюєїЯЮЄЇ])", "’"),
    rule(rf"([№§]){SPACE}?(?=\d)", rf"\1{NBSP}"),
    rule(rf"(?<!\w)([{_BIG}])\.{SPACE}?(?=[{_BIG}]\.)", rf"\1.{NBSP}"),
    rule(rf"(?<=\.{NBSP})([{_BIG}])\.{SPACE}?(?=[{_BIG}][{_SMALL}])", rf"\1.{NBSP}"),
    rule(rf"(?<!\w)([{_BIG}])\. (?=[{_BIG}][{_SMALL}])", rf"\1.{NBSP}"),
    rule(rf"(?<=[{_SMALL}]) (?=[{_BIG}]\.{NBSP}[{_BIG}]\.(?!{SPACE}?[{_BIG}][{_SMALL}]))", NBSP),
    before_units(f"{_UNITS} {_MONTHS}"),
)

STYLE = Style(("«", "»"), ("„", "“"), RULES)
