"""Protects what typography never touches: addresses, file names, paths, code, tags and placeholders."""

from __future__ import annotations

import re
from typing import NamedTuple

_SUFFIXES = (
    "txt|pdf|docx?|xlsx?|pptx?|html?|xml|jsonl?|tmx|xliff?|csv|tsv|zip|gz|exe|py|js|css|jpe?g|png|gif|svg|mp[34]|md|odt"
    "|ods|rtf|toml|ya?ml|ini|cfg|log|srt|vtt|epub"
)
_DOMAINS = "com|org|net|info|gov|edu|int|io|ru|su|ua|by|kz|de|at|ch|fr|be|es|it|uk|eu|us|cn|рф"
_PROTECTED = re.compile(
    rf"""
      `[^`\n]+`                                                         # code
    | <[/!?]?[A-Za-z][^<>\n]*>                                          # tags
    | &(?:\w+|\#\w+);                                                   # entities
    | \{{[^{{}}\n]*\}} | %\(\w+\)[sd] | %[sd](?!\w)                     # placeholders
    | (?:https?|ftp|file)://[^\s<>«»"“”„]+(?<![.,;:!?)\]'’])            # addresses on the web
    | (?<![\w@])www\.[^\s<>«»"“”„]+(?<![.,;:!?)\]'’])
    | (?<![\w.+-])[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+                    # e-mail
    | (?<![\w@])[@\#]\w{{2,}}                                           # handles and hashtags
    | (?<!\w)[A-Za-z]:\\[^\s"«»“”]*[^\s"«»“”.,;:!?]                     # paths
    | (?<![\w/])(?:~|\.{{1,2}})?(?:/[\w.-]*\w){{2,}}
    | (?<![\w.-])\w[\w-]*(?:\.[\w-]+)*\.(?:{_SUFFIXES}|{_DOMAINS})(?![\w-]|\.\w)   # file and domain names
    """,
    re.VERBOSE,
)


class MaskedText(NamedTuple):
    """A text with `placeholder`, a private-use character that it does not have, in place of each of its `protected`
    parts."""

    text: str
    placeholder: str
    protected: list[str]


def mask(text: str) -> MaskedText:
    """Put a placeholder in place of every part that typography must not touch."""
    placeholder = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    protected = [match[0] for match in _PROTECTED.finditer(text)]
    return MaskedText(_PROTECTED.sub(placeholder, text) if protected else text, placeholder, protected)


def unmask(text: str, masked: MaskedText) -> str:
    """Put the protected parts back into `text`, which was made from `masked.text` and has all its placeholders."""
    if not masked.protected:
        return text
    pieces = text.split(masked.placeholder)
    return "".join(piece + part for piece, part in zip(pieces, [*masked.protected, ""], strict=True))
