"""Checks the language of the target: text left in the source language, or text in an unexpected language."""

from __future__ import annotations

import re

from align.checks.detail import Details, at_most, one
from align.checks.pair_view import PairView
from align.languages.scripts import mostly_in, script_of
from align.languages.tags import primary_subtag

SURE = 0.9
"""The confidence from which the language that is recognised in a single sentence is trusted."""
MIN_WORDS = 4
"""Fewer ordinary words than this are too few to recognise a language by."""

_RUSSIAN = re.compile("[ыэё]", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|that|with|which|this|from|were|been|would|their|they)\b")
"""Two different ones of these words, which no other language shares, prove a text to be English."""
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќѕәғқңөұүһҗӊӯӣҳҷ]", re.IGNORECASE)
_INDISTINGUISHABLE = (frozenset({"bs", "hr", "sr"}), frozenset({"da", "nb", "nn", "no"}), frozenset({"id", "ms"}))
"""Languages that cannot be distinguished by a single sentence."""


def wrong_language(view: PairView) -> Details | None:
    """The target is in another script than its language is written in, or surely in another language."""
    return misplaced(view.target_prose, view.pair.target_lang, view.prose_words, view.pair.source_lang)


def misplaced(text: str, tag: str, words: list[str], other_tag: str = "") -> Details | None:
    """Explain why `text`, of these `words`, is not in the language `tag`; None where it is, or may be. Words in
    capitals count if they are words of `other_tag`, the language of the other side."""
    language, script = primary_subtag(tag), script_of(tag)
    if script and not mostly_in(text, script) and (_ordinary(words) or len(_shouted(words, other_tag)) > 1):
        return one("script", language=language)
    if _is_evidently(language, text) or len(_ordinary(words)) < MIN_WORDS:
        return None
    from align.languages.identification import RECOGNISED, identify_language

    if language not in RECOGNISED:
        return None
    code, confidence = identify_language(text)
    if code == language or confidence < SURE or any({code, language} <= group for group in _INDISTINGUISHABLE):
        return None
    return one("language", looks=code, language=language)


def untranslated(view: PairView) -> Details | None:
    """The target is the source, or more than half of its words are copied from it in runs."""
    run = _copied_run(view)
    if run is None:
        return None
    return _copied_detail(run) if 2 * view.copied_words > len(view.prose_words) else None


def partly_untranslated(view: PairView) -> Details | None:
    """Some words in a row, not names, were left in the source language."""
    run = _copied_run(view)
    if run is None:
        return None
    return _copied_detail(run) if 2 * view.copied_words <= len(view.prose_words) else None


def _copied_run(view: PairView) -> list[str] | None:
    """The longest run of source words in the target if it holds enough ordinary words; None otherwise."""
    runs = view.copied_runs
    if not runs or primary_subtag(view.pair.source_lang) == primary_subtag(view.pair.target_lang):
        return None
    other_script = script_of(view.pair.source_lang) != script_of(view.pair.target_lang)
    whole = view.source.split() == view.target.split()

    def ordinary(run: list[str]) -> int:
        return len(_ordinary(run)) + len(shouted(run))

    def shouted(run: list[str]) -> list[str]:
        if other_script or not whole:
            return _shouted(run, view.pair.source_lang if other_script else "")
        found = _shouted(run, view.pair.source_lang)
        return found if len(found) > 2 else []  # one or two may be a name

    longest = max(runs, key=lambda run: (ordinary(run), len(run)))
    needed = (1 if other_script else 2) if whole else 3 if other_script else 4
    return longest if ordinary(longest) >= needed else None


def _ordinary(words: list[str]) -> list[str]:
    """Words that are not names: at least two letters, the first one lower-case (or of a script without case)."""
    return [word for word in words if len(word) > 1 and not word[0].isupper()]


def _shouted(words: list[str], language: str) -> list[str]:
    """Words in capitals that are ordinary words of `language`, no acronyms or names; none without a language."""
    if not language or not any(len(word) > 2 and word.isupper() for word in words):
        return []
    from align.languages.dictionary import is_shouted_word

    return [word for word in words if len(word) > 1 and word.isupper() and is_shouted_word(word, language)]


def _is_evidently(language: str, text: str) -> bool:
    """Whether letters or function words prove the language: saves the recogniser's time on Russian and English."""
    if language == "en":
        return len(set(_ENGLISH.findall(text))) > 1
    return language == "ru" and bool(_RUSSIAN.search(text)) and not _NOT_RUSSIAN.search(text)


def _copied_detail(run: list[str]) -> Details:
    return one("copied", words=" ".join(at_most(run)))
