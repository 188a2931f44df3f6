"""Text left in the source language, and targets in a language nobody asked for."""

from __future__ import annotations

import re

from align.checks.view import View
from align.languages.scripts import mostly_in, script_of
from align.languages.tags import primary_subtag

SURE = 0.9
"""The confidence from which a single sentence's recognised language is believed."""
MIN_WORDS = 4
"""Fewer ordinary words than this say too little about their language."""

_RUSSIAN = re.compile("[ыэё]", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|that|with|which|this|from|were|been|would|their|they)\b")
"""Two different ones of these, which other languages do not share, make a text English."""
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһҗӊӯӣҳҷ]", re.IGNORECASE)
_ALIKE = (frozenset({"bs", "hr", "sr"}), frozenset({"da", "nb", "nn", "no"}), frozenset({"id", "ms"}))
"""Languages that a single sentence cannot tell apart."""


def wrong_language(view: View) -> str | None:
    """The target is in another script than its language is written in, or surely in another language."""
    return misplaced(view.target, view.pair.target_lang, view.target_words)


def misplaced(text: str, tag: str, words: list[str]) -> str | None:
    """Why `text`, of these `words`, is not in the language `tag`; None where it is, or where nothing can be said."""
    language, script = primary_subtag(tag), script_of(tag)
    if script and not mostly_in(text, script) and _ordinary(words):
        return f"not written in the letters of {_name(language)}"
    if _plainly(language, text) or len(_ordinary(words)) < MIN_WORDS:
        return None
    from align.languages.identification import RECOGNISED, identify_language

    if language not in RECOGNISED:
        return None
    code, confidence = identify_language(text)
    if code == language or confidence < SURE or any({code, language} <= group for group in _ALIKE):
        return None
    return f"looks like {_name(code)}, not {_name(language)}"


def untranslated(view: View) -> str | None:
    """The target is the source, or more than half of its words are copied from it in runs."""
    run = _copied(view)
    if run is None:
        return None
    return _quoted(run) if 2 * view.copied_words > len(view.target_words) else None


def partly_untranslated(view: View) -> str | None:
    """Some words in a row, not names, were left in the source language."""
    run = _copied(view)
    if run is None:
        return None
    return _quoted(run) if 2 * view.copied_words <= len(view.target_words) else None


def _copied(view: View) -> list[str] | None:
    """The longest run of source words in the target if it holds ordinary words enough; None otherwise."""
    runs = view.copied_runs
    if not runs or primary_subtag(view.pair.source_lang) == primary_subtag(view.pair.target_lang):
        return None
    other_script = script_of(view.pair.source_lang) != script_of(view.pair.target_lang)
    longest = max(runs, key=lambda run: (len(_ordinary(run)), len(run)))
    whole = view.source.split() == view.target.split()
    needed = (1 if other_script else 2) if whole else 3 if other_script else 4
    return longest if len(_ordinary(longest)) >= needed else None


def _ordinary(words: list[str]) -> list[str]:
    """Words that are no names: at least two letters, and the first one small (or of a script without capitals)."""
    return [word for word in words if len(word) > 1 and not word[0].isupper()]


def _plainly(language: str, text: str) -> bool:
    """Whether letters or little words alone prove the language: saves the recogniser's time on Russian and English."""
    if language == "en":
        return len(set(_ENGLISH.findall(text))) > 1
    return language == "ru" and bool(_RUSSIAN.search(text)) and not _NOT_RUSSIAN.search(text)


def _name(code: str) -> str:
    from align.languages.tags import language_name

    return language_name(code)


def _quoted(run: list[str]) -> str:
    text = " ".join(run[:8])
    return f"copied: {text}{' …' if len(run) > 8 else ''}"
