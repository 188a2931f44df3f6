"""What typography never touches: addresses, file names, paths, code, tags and placeholders."""

from __future__ import annotations

import re

_SUFFIXES = (
    "txt|pdf|docx?|xlsx?|pptx?|html?|xml|jsonl?|tmx|xliff?|csv|tsv|zip|gz|exe|py|js|css|jpe?g|png|gif|svg|mp[34]|md|odt"
    "|ods|rtf|toml|ya?ml|ini|cfg|log|srt|vtt|epub"
)
_DOMAINS = "com|org|net|info|gov|edu|int|io|ru|su|ua|by|kz|de|at|ch|fr|be|es|it|uk|eu|us|cn|рф"
_SHELTERED = re.compile(
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


def sheltered(text: str) -> tuple[str, str, list[str]]:
    """`text` with one sign in place of each sheltered part, that sign, and the parts in their order.

    The sign is a private-use character that the text does not have.
    """
    sign = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    parts = [match[0] for match in _SHELTERED.finditer(text)]
    return (_SHELTERED.sub(sign, text) if parts else text), sign, parts


def restored(text: str, sign: str, parts: list[str]) -> str:
    """The text with its sheltered parts back in place."""
    if not parts:
        return text
    pieces = text.split(sign)
    return "".join(piece + part for piece, part in zip(pieces, [*parts, ""], strict=True))
