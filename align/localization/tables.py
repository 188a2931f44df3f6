"""Tables of messages that are wanted in a language that is named: those of review sheets and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from align.localization.choice import LANGUAGES
from align.localization.messages import wording

T = TypeVar("T")


class Translated(Mapping[str, T], Generic[T]):
    """A text, or texts in a dict or tuple, by language: `HEADINGS["ru"]["source"]`. The code has the English ones.

    `context` says to translators where the texts stand, so that a word may be another one there than elsewhere. With
    `plurals` a text with `|` has the forms of a plural: two in English, three in Russian.

    >>> STATUS = Translated("status of a pair", {"approved": "approved"})
    >>> STATUS["en"]["approved"]
    'approved'
    """

    def __init__(self, context: str, english: T, *, plurals: bool = False):
        self.context = context
        self._english = english
        self._plurals = plurals
        self._made: dict[str, T] = {}

    def __getitem__(self, language: str) -> T:
        if language not in self._made:
            if language not in LANGUAGES:
                raise KeyError(language)
            self._made[language] = cast("T", self._in(language, self._english))
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def messages(self) -> Iterator[str | tuple[str, str]]:
        """The English texts; of a plural its two forms."""
        return (self._message(text) for text in _texts(self._english) if text)

    def _message(self, text: str) -> str | tuple[str, str]:
        if not self._plurals or "|" not in text:
            return text
        one, many = text.split("|")
        return one, many

    def _in(self, language: str, value: Any) -> Any:
        if isinstance(value, str):
            message = self._message(value)
            if isinstance(message, str):
                return wording(language).of(self.context, message)
            return "|".join(wording(language).forms(self.context, *message))
        if isinstance(value, Mapping):
            return {key: self._in(language, one) for key, one in value.items()}
        return tuple(self._in(language, one) for one in value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
