"""French typography, after the Imprimerie nationale («Lexique des règles typographiques», 6th edition, 2002).

- Quotation marks: « … » with a no-break space inside; “ … ” in the second level.
- A narrow no-break space before ; ! and ?, a no-break space before the colon (not inside a time of day) and before %.
- Dash: an en dash between spaces. Apostrophe: ’ between letters.
- Kept on one line: a number and its unit, n° and its number, M. or Mme and the name.
- Numbers: a decimal comma; from five digits on, groups of three separated by a narrow no-break space.
"""

from __future__ import annotations

from align.typography.style import NBSP, SPACE, THIN, Style, before_units, rule

_BEFORE = "[\\w»”\"’')\\]%°€$£\ue000-\uf8ff]"
_UNITS = (
    "° °C km m cm mm kg g t l ha kW MW GW kWh h min s € $ £ euro euros dollar dollars million millions milliard "
    "milliards ans tonnes mètres kilomètres heures minutes "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)

RULES = (
    rule(rf"(?<={_BEFORE}){SPACE}*(?=[;!?])", THIN),
    rule(rf"(?<={_BEFORE}){SPACE}*:(?={SPACE}|\Z)", f"{NBSP}:"),
    rule(rf"(?<=\d){SPACE}*%", f"{NBSP}%"),
    rule(r"(?<=\S) --?(?= )", " –"),
    rule(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’"),
    rule(rf"(?<!\w)([nN]°){SPACE}?(?=\d)", rf"\1{NBSP}"),
    rule(r"(?<!\w)(M\.|MM\.|Mme|Mmes|Mlle|Dr|Me) (?=[A-ZÀ-Þ])", rf"\1{NBSP}"),
    before_units(_UNITS),
)

STYLE = Style(("«", "»"), ("“", "”"), RULES, padding=NBSP, group=THIN)
