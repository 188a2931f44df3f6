"""Ids of pairs: `port-0001` is the first pair of `port.txt`, `port.2-0001` that of a second file of this name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class DocumentStems:
    """Gives each document the stem of its pairs' ids: two files of one name get different ones (`port`, `port.2`)."""

    taken: dict[str, int] = field(default_factory=dict)

    def stem(self, document: str) -> str:
        """The stem for the next document of this id."""
        stem = slug(document)
        self.taken[stem] = self.taken.get(stem, 0) + 1
        return stem if self.taken[stem] == 1 else f"{stem}.{self.taken[stem]}"


def slug(document_id: str) -> str:
    """What names the pairs of a document, from its id: `stories/Bout (2).txt` → `bout-2`, `news.csv#17` → `news-17`."""
    name, record, number = re.split(r"[\\/]", document_id)[-1].rpartition("#")
    if not number.isdecimal():
        name, record, number = name + record + number, "", ""
    stem = name.rsplit(".", 1)[0] + record + number if document_id != "-" else "stdin"
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-") or "text"
