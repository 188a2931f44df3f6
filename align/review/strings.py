"""The words on a review sheet: written in one language, understood in each, whichever is in force."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from align.corpus.pair import Status
from align.localization import Translated, _, language
from align.localization.phrases import OR

HEADINGS = Translated(
    "heading of a column",
    {
        "id": "ID",
        "n": "No.",
        "kind": "Kind",
        "source": "Source",
        "draft": "Draft",
        "final": "Final translation",
        "status": "Status",
        "score": "Score",
        "fix": "Fix",
        "bead": "Segments",
        "confidence": "Confidence",
        "band": "Quality",
        "flags": "Flags",
        "note": "Note",
        "terms": "Terms",
        "memory": "Memory",
        "doc": "Document",
        "mark": "Check",
        "data": "Data",
        "before": "Source before",
        "paragraph": "Paragraph",
        "words": "Source words",
        "state": "Counts as",
    },
)
"""The heading of each column, by language."""

TRANSLATION = Translated("heading of a column", "Translation")
"""The heading of the column `draft` in a sheet whose translations no machine has drafted, and of the column `final` in
that of an alignment, by language."""

TRANSLATION_BEFORE = Translated("heading of a column", "Translation before")
"""The heading of the column `draft`, which is hidden, in the sheet of an alignment."""

_ALSO = {
    "id": "identifier идентификатор ид",
    "n": "no n number nr номер #",
    "kind": "type тип",
    "source": "original исходник оригинал источник",
    "draft": "draft_translation machine_translation translation_before черновой_перевод машинный_перевод "
    "перевод_до_правки",
    "final": "final translation target перевод итоговый_перевод итог окончательный_вариант",
    "status": "state состояние",
    "fix": "fixes",
    "bead": "bead beads",
    "confidence": "probability вероятность",
    "flags": "remarks замечания флаги",
    "memory": "tm translation_memory тм",
    "note": "notes comment comments примечания комментарий комментарии заметка",
    "doc": "doc file файл",
    "mark": "hash хеш хэш",
}

STATUS_WORDS: Translated[dict[Status, str]] = Translated(
    "status", {"draft": "draft", "approved": "approved", "edited": "edited", "rejected": "rejected"}
)
"""The words of the drop-down, by language."""

_ALSO_STATUS: dict[Status, str] = {
    "draft": "new новый",
    "approved": "ok ок approve принято утверждено готово верно правильно да yes",
    "edited": "edit changed изменено отредактировано правка",
    "rejected": "reject отвергнуто отказ нет no",
}

_SYMBOLS: dict[Status, str] = {"approved": "+ v ✓ ✔ √", "rejected": "- – — − x х ✗ ✘ ×"}
"""Characters for a status, each whole: the long dashes are what spreadsheet programs make of `-`, one x is Cyrillic."""

SENTENCES = Translated(
    "review sheet",
    {
        "summary": "Start here",
        "all documents": "All documents",
        "status": "Status",
        "title": "Review",
        "subtitle": "{pairs:,} pairs on {sheets} sheet(s)  ·  {date}",
        "how": "How to work",
        "progress": "Progress",
        "sheet": "Sheet",
        "pairs": "Pairs",
        "words": "Source words",
        "done": "Reviewed",
        "unclear": "Unclear status",
        "total": "Total",
        "colours": "Colours",
        "high": "High risk",
        "high means": "probably wrong: a number, a name or the language does not fit, or text is missing",
        "medium": "Doubtful",
        "medium means": "look twice: length, meaning or confidence is unusual, or a translation has no source",
        "changed": "Your wording",
        "changed means": "the final translation is no longer the one under “{draft}”",
        "approved means": "the translation is right as it stands",
        "edited means": "you have changed it (counts by itself, whatever the status says, unless it is rejected)",
        "rejected means": "the pair is of no use and stays out of the translation memory",
        "unclear means": "none of these words, nor the beginning of one: it counts for nothing until you mend it",
        "green": "Green heading",
        "green means": "you may write in these columns; the others are locked, without a password",
        "gap": "Thick line",
        "gap means": "pairs are left out here",
        "line": "Dark line",
        "line means": "a paragraph begins here",
        "flags": "Flags",
        "bands": "Quality of the drafts, as the machine sees it",
        "usable means": "usable as it stands, or with small edits: read it all the same",
        "work means": "part of it can be kept, the rest is to be put right",
        "wrong means": "little can be kept: it is often quicker to translate anew",
        "term": "{term} → {targets}",
        "untranslated term": "{term}: as it is",
        "forbidden term": "{term}: not {forbidden}",
        "term not": "{term} → {targets}, not {forbidden}",
        "made": "What made this corpus",
        "context": "known, between the same sentences",
        "exact": "known",
        "repaired": "known but for numbers or dates",
        "fuzzy": "similar",
    },
)
"""Words and sentences of a sheet, by language."""

STEPS: Translated[tuple[str, ...]] = Translated(
    "review sheet",
    (
        "Go through a sheet row by row. Read the source, correct the text under “Final translation”. Write anything: "
        "dates, =, + and line breaks stay as you type them.",
        "Set the status: “{approved}” if the translation is right, “{rejected}” if the pair is of no use; choose it or "
        "type a or r, + or -. Where you changed the text you need not set anything.",
        "Write what a colleague should know under “Note”. Filters in the headings show, say, only doubtful rows.",
        "You may filter, hide and leave out rows; to sort them, unprotect the sheet first (there is no password). Each "
        "row is found again by its hidden check, not by its place. What you add elsewhere is reported, not lost.",
        "Save as XLSX or ODS and send the file back. It is brought home with: {merge}",
    ),
)
"""The instructions to the reviewer, by language."""


def normal(text: str) -> str:
    """A heading or word in one form, whatever its case, spaces and full stops."""
    return " ".join(text.casefold().replace("ё", "е").replace(".", " ").replace("_", " ").split())


@cache
def _keys() -> Mapping[str, str]:
    """The column that each heading names."""
    keys = {normal(word): key for names in HEADINGS.values() for key, word in names.items()}
    return keys | {normal(word): key for key, words in _ALSO.items() for word in words.split()}


@cache
def _ambiguous() -> frozenset[str]:
    """Headings of the column `draft` in review sheets, and of the final translation in tables that people make."""
    return frozenset(map(normal, TRANSLATION.values()))


@cache
def _final() -> frozenset[str]:
    """Headings of nothing but the final translation."""
    return frozenset(word for word, key in _keys().items() if key == "final") - _ambiguous() - {"target"}


_HIDDEN = frozenset({"mark", "data"})
"""Columns that only review sheets have."""
_OF_ALIGNMENTS = frozenset({"fix", "bead", "draft"})
"""Columns next to which, in a review sheet, “Translation” is the final one."""


@cache
def _meanings() -> Mapping[str, tuple[Status, ...]]:
    """The statuses that each spelling names: a word, a symbol, or the beginning of a word, which may name several."""
    named = [(word, status) for words in STATUS_WORDS.values() for status, word in words.items()]
    named += [(word, status) for status, words in _ALSO_STATUS.items() for word in words.split()]
    begun: dict[str, set[Status]] = {}
    for word, status in named:
        for length in range(1, len(word) + 1):
            begun.setdefault(normal(word)[:length], set()).add(status)
    whole = named + [(symbol, status) for status, symbols in _SYMBOLS.items() for symbol in symbols.split()]
    begun |= {normal(word): {status} for word, status in whole}
    return {spelling: tuple(sorted(meant)) for spelling, meant in begun.items()}


def column_key(heading: str) -> str | None:
    """The column that a heading names, in any case and either language; None for an unknown one.

    >>> column_key("FINAL translation "), column_key("Перевод"), column_key("Colour")
    ('final', 'final', None)
    """
    return _keys().get(normal(heading))


def column_keys(headings: Sequence[str]) -> list[str | None]:
    """The columns that the headings of a table name, None for unknown ones.

    “Translation” by itself is the final one. Next to a “Final translation” it is what the pair had before; so it is in
    a review sheet that has lost that column, and where it comes twice: better to read no text than the wrong one. In
    the sheet of an alignment it is the final one.

    >>> column_keys(["ID", "Translation", "Final translation"]), column_keys(["ID", "Source", "Перевод"])
    (['id', 'draft', 'final'], ['id', 'source', 'final'])
    >>> column_keys(["Source", "Translation", "Fix", "Check"]), column_keys(["Source", "Translation", "Check"])
    (['source', 'final', 'fix', 'mark'], ['source', 'draft', 'mark'])
    """
    words = [normal(heading) for heading in headings]
    translation = _ambiguous()
    keys = [_keys().get(word) for word in words]
    others = {key for word, key in zip(words, keys, strict=True) if word not in translation}
    ambiguous = sum(word in translation for word in words)
    lost_its_final = not _HIDDEN.isdisjoint(others) and _OF_ALIGNMENTS.isdisjoint(others)
    if ambiguous > 1 or lost_its_final or not _final().isdisjoint(words):
        return ["draft" if word in translation else key for word, key in zip(words, keys, strict=True)]
    return keys


def status_key(word: str) -> Status | None:
    """The status that a word, a symbol or the beginning of a word names; None where it names none, or several.

    >>> status_key("Одобрено"), status_key("appr."), status_key("-"), status_key("maybe"), status_key("о")
    ('approved', 'approved', 'rejected', None, None)
    """
    meant = _meanings().get(normal(word), ())
    return meant[0] if len(meant) == 1 else None


def spellings(status: str) -> list[str]:
    """All that names a status, in lower case."""
    return [spelling for spelling, meant in _meanings().items() if meant == (status,)]


def why_no_status(word: str) -> str:
    """Explain why a word is no status, and which would be: in Russian words for a Russian one.

    >>> why_no_status("foo")
    "'foo' is no status: write approved, edited or rejected (a, e, r; + or -)"
    >>> why_no_status("от")
    "'от' may mean исправлено or отклонено: write more letters (од, и, отк; + or -)"
    """
    code, short = ("ru", "од, и, отк") if re.search("[а-яё]", word.casefold()) else ("en", "a, e, r")
    words = STATUS_WORDS[code]
    shown = word if len(word) <= 40 else f"{word[:40]}…"
    meant = _meanings().get(normal(word), ())
    if meant:
        choices = _joined_by_or([words[status] for status in meant])
        return _(
            "{word!r} may mean {choices}: write more letters ({short}; + or -)",
            word=shown,
            choices=choices,
            short=short,
        )
    choices = _joined_by_or([words[status] for status in ("approved", "edited", "rejected")])
    return _("{word!r} is no status: write {choices} ({short}; + or -)", word=shown, choices=choices, short=short)


def _joined_by_or(words: Sequence[str]) -> str:
    return OR[language()].join(part for part in (", ".join(words[:-1]), words[-1]) if part)
