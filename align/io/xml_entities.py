"""Entities that an XML file declares for itself: plain text is put in their place, anything else is refused by name.

`<!ENTITY co "Acme">` is text. What stands for another file is never fetched, and what unfolds to more than a name or a
phrase, as bombs do, is not unfolded.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from align.account import Reason
from align.localization import N_

LONGEST_ENTITY = 1000
"""Characters that an entity may stand for."""
MOST_TEXT = 1 << 24
"""Characters that the entities of a file may come to, all uses together."""
_DEEPEST = 8
_REFERENCE = re.compile(r"&([\w:.-]+);")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})


class UnreadableUnit(ValueError):
    """A unit that cannot be read though others of its file can; `reason` is a noun phrase for a reader's account."""

    def __init__(self, reason: str = N_("damaged units")):
        self.reason = reason
        super().__init__(reason)


class EntityError(UnreadableUnit):
    """An entity that is not plain text; `reason` is one of those below."""

    def __init__(self, name: str, reason: str):
        super().__init__(Reason(reason, name=name[:40]))


UNDECLARED = N_("units with the entity &{name};, which the file does not declare")
TOO_MUCH = N_("units with the entity &{name};, which unfolds to more than a name or phrase")
_TOO_OFTEN = N_("units with the entity &{name};, which is used more often than any text would")
_EXTERNAL = N_("units with the entity &{name};, which stands for another file: it is not read")
_MARKUP = N_("units with the entity &{name};, which holds markup")


class Entities:
    """The entities of one file, by the DTD inside it."""

    def __init__(self) -> None:
        self._declared: dict[str, str | None] | None = None
        self._known: dict[str, str] = {}
        self._left = MOST_TEXT

    def text(self, node: Any) -> str:
        """The text that an entity node of lxml stands for. Raises EntityError."""
        if self._declared is None:
            dtd = node.getroottree().docinfo.internalDTD
            self._declared = {entity.name: entity.content for entity in dtd.iterentities()} if dtd is not None else {}
        text = self._expanded(node.name, _DEEPEST)
        self._left -= len(text)
        if self._left < 0:
            raise EntityError(node.name, _TOO_OFTEN)
        return text

    def _expanded(self, name: str, depth: int) -> str:
        if name in self._known:
            return self._known[name]
        assert self._declared is not None
        if name not in self._declared:
            raise EntityError(name, UNDECLARED)
        content = self._declared[name]
        if content is None:
            raise EntityError(name, _EXTERNAL)
        if "<" in content:
            raise EntityError(name, _MARKUP)
        if not depth or len(content) > LONGEST_ENTITY:
            raise EntityError(name, TOO_MUCH)
        parts, size = [], 0
        for index, part in enumerate(_REFERENCE.split(content)):
            inner = part if index % 2 == 0 else unescape(f"&{part};") if part in _PREDEFINED else ""
            inner = inner if inner or index % 2 == 0 else self._expanded(part, depth - 1)
            parts.append(inner)
            size += len(inner)
            if size > LONGEST_ENTITY:
                raise EntityError(name, TOO_MUCH)
        self._known[name] = "".join(parts)
        return self._known[name]
