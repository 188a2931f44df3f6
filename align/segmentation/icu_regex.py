"""Regular expressions as SRX files have them (ICU's and Java's) → those of the library `regex`.

That library has nearly all of it: properties, possessive quantifiers, atomic groups, lookbehind of any length, set
operations. What it lacks is written otherwise: `\\Q…\\E`, `\\x{2019}`, Java's names of properties, `\\e` and `\\cX`.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:Q(?P<quoted>.*?)(?:\\E|\Z)|x\{(?P<hex>[0-9A-Fa-f]{1,6})\}|(?P<negated>[pP])\{(?P<property>[^}]*)\}"
    r"|c(?P<control>[A-Za-z])|(?P<bell>[ae])|(?P<other>.))",
    re.DOTALL,
)
_JAVA = {
    "javaLowerCase": "Ll",
    "javaUpperCase": "Lu",
    "javaTitleCase": "Lt",
    "javaWhitespace": "White_Space",
    "javaLetter": "L",
    "javaDigit": "Nd",
    "javaAlphabetic": "Alphabetic",
}
_CATEGORY = re.compile(r"Is([LMNPSZC][a-z&]?)")


def translated(pattern: str) -> str:
    """The expression for `regex`, in its version 1.

    >>> translated(r"\\Q...\\E\\s\\x{2019}\\p{javaUpperCase}")
    '\\\\.\\\\.\\\\.\\\\s\\\\u2019\\\\p{Lu}'
    """
    return _ESCAPE.sub(_rewritten, pattern)


def _rewritten(match: re.Match[str]) -> str:
    if match["quoted"] is not None:
        return re.escape(match["quoted"])
    if match["hex"]:
        code = int(match["hex"], 16)
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    if match["property"] is not None:
        name = match["property"]
        category = _CATEGORY.fullmatch(name)
        return f"\\{match['negated']}{{{category[1] if category else _JAVA.get(name, name)}}}"
    if match["control"]:
        return f"\\x{ord(match['control'].upper()) ^ 64:02x}"
    if match["bell"]:
        return {"a": "\\x07", "e": "\\x1b"}[match["bell"]]
    return match.group()
