"""Text left in the source language, and targets in a language nobody asked for."""

from __future__ import annotations

import re

from align.checks.view import View

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SCRIPTS = {
    "Cyrl": re.compile("[\u0400-\u04ff]"),
    "Latn": _LATIN,
}
_CYRILLIC = frozenset(["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"])


def untranslated(view: View) -> str | None:
    """The target is the source, or nearly: most of its longer words are the source's."""
    source = {word.lower() for word in view.source_words if len(word) > 3}
    target = [word.lower() for word in view.target_words if len(word) > 3]
    if len(source) < 3 or len(target) < 3:
        same = view.source.split() == view.target.split() and len(view.source_words) > 3
        return "the target is the source" if same else None
    copied = sum(word in source for word in target)
    return "" if copied / len(target) > 0.6 else None


def wrong_language(view: View) -> str | None:
    """The target is not in the language it should be in."""
    wanted = "Cyrl" if view.pair.target_lang.split("-")[0] in _CYRILLIC else "Latn"
    other = "Latn" if wanted == "Cyrl" else "Cyrl"
    theirs, ours = len(_SCRIPTS[other].findall(view.target)), len(_SCRIPTS[wanted].findall(view.target))
    return "" if theirs > 12 and theirs > ours else None
