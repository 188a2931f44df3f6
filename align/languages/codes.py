"""Codes in a text: what a program, not a reader, reads, and a translation has as it is.

Placeholders (`{0}`, `{{ name }}`, `%s`, `%(n)d`, `%1$s`, `$NAME`, `${name}`), tags (`<b>`, `</b>`, `[url]`), character
entities (`&nbsp;`), wiki links (`[[x]]`), code between backticks, addresses, handles and hashtags.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Role = Literal["placeholder", "tag", "entity", "address"]

_TAG = r"</?[A-Za-z][\w:.-]{0,40}(?:\s[^<>]{0,300})?/?>|</?\d{1,4}/?>|<!--[^<>]{0,300}-->"
_BB_TAG = r"\[/?(?:b|i|u|s|url|img|quote|code|size|color|list)(?:=[^\[\]\s]{1,200})?\]"
_ENTITY = r"&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
_PLURAL = r"\{\w{1,40},\s?(?:plural|select|selectordinal|number|date|time)\b(?:[^{}]|\{[^{}]{0,200}\}){0,20}\}"
_PLACEHOLDERS = (
    r"\{\{[^{}\n]{1,80}\}\}",
    _PLURAL,
    r"[$\#]?\{[^{}\s]{0,60}\}",
    r"(?<![\w%])%(?:\(\w{1,40}\)|\d{1,2}\$)?[-+0\#]{0,3}\d{0,3}(?:\.\d{1,3})?(?:hh?|ll?|[Lzjt])?[sdifuxXgGeEc@](?![A-Za-z])",
    r"(?<![\w%])%[1-9](?![\d%]|[.,]\d)",
    r"%[A-Z][A-Z0-9_]{1,30}%",
    r"\$(?!(?:US|AU|CA|NZ|HK)(?:\d|\b))[A-Z_][A-Z0-9_]{1,40}\b(?!\$)",
    r"\$[a-z_][a-zA-Z_]\w{0,40}",
    r"\[\[[^\[\]\n]{1,120}\]\]",
    r"`[^`\n]{1,120}`",
    r"\b__\w{1,40}__\b",
    r"\\[nrt](?![a-z])",
)
_ADDRESS = (
    r"(?i:https?|ftp)://[^\s<>\"»”„“«{}|\\^`]{1,2000}",
    r"(?<![\w/.@])(?i:www)\.[^\s<>\"»”„“«{}|\\^`]{1,2000}",
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{2,64}){1,5}",
    r"(?<![\w/&@#])[@#][^\W_]\w{1,60}",
)
_CODE = re.compile(
    rf"(?P<address>{'|'.join(_ADDRESS)})|(?P<tag>{_TAG}|{_BB_TAG})|(?P<entity>{_ENTITY})"
    rf"|(?P<placeholder>{'|'.join(_PLACEHOLDERS)})"
)
PICTURE = re.compile(
    "(?:[0-9#*]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|[\u203c\u2049\u2139\u231a-\u23ff\u25a0-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\U0001f000-\U0001faff]"
    "(?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[\u2600-\u27bf\U0001f000-\U0001faff])*)+"
)
"""Emoji with all that they are made of (Unicode Technical Standard 51), and the shapes and notes around them."""
_SIGNS = re.compile(r"[{%$<&\[`_\\@#]|://|(?i:www)\.")
"""What every code has: looked for first, since this is much quicker."""
_CLOSING = ".,;:!?…'’*_"
_ORDINAL = re.compile(r"#\d+\Z")


class Code(NamedTuple):
    """A code at `start:end` of a text."""

    start: int
    end: int
    role: Role
    text: str


def find_codes(text: str) -> list[Code]:
    """Find the codes of `text`, from left to right; none overlap.

    >>> [code.text for code in find_codes("Hi {name}, <b>%d</b> new&nbsp;files: https://e.org/a.")]
    ['{name}', '<b>', '%d', '</b>', '&nbsp;', 'https://e.org/a']
    """
    if not _SIGNS.search(text):
        return []
    found = []
    for match in _CODE.finditer(text):
        role: Role = match.lastgroup  # type: ignore[assignment]
        code = match[0]
        if role == "address":
            code = _without_closing(code)
            if _ORDINAL.fullmatch(code):
                continue
        if code:
            found.append(Code(match.start(), match.start() + len(code), role, code))
    return found


def without_codes(text: str) -> str:
    """The same text, of the same length, with spaces for its codes; itself where it has none.

    >>> without_codes("See https://e.org/a.")
    'See                .'
    """
    return _blanked(text, find_codes(text))


def without_placeholders(text: str) -> str:
    """The same for its placeholders alone: `%1$s` and `{0}` are no numbers.

    >>> without_placeholders("{0} of 5")
    '    of 5'
    """
    return _blanked(text, [code for code in find_codes(text) if code.role == "placeholder"])


def _blanked(text: str, codes: list[Code]) -> str:
    if not codes:
        return text
    parts, at = [], 0
    for code in codes:
        parts += [text[at : code.start], " " * (code.end - code.start)]
        at = code.end
    return "".join([*parts, text[at:]])


def _without_closing(address: str) -> str:
    """Leave the punctuation of the sentence out of an address that it follows."""
    while address:
        last = address[-1]
        if last not in _CLOSING and not (
            last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        ):
            break
        address = address[:-1]
    return address
