"""How files are read: what every reader is given beside the bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from align.errors import InputError


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: `encoding` overrides the guess; `one_per_line` says that the text is segmented already.

    `text_column` names the column (CSV, TSV) or key (JSONL) that holds the text. `only`, the id of a document, leaves
    out the others of its file. `on_error` is told of a document that cannot be read, so that the others of its file
    still are; without it the error is raised.
    """

    encoding: str | None = None
    one_per_line: bool = False
    text_column: str | None = None
    only: str | None = None
    on_error: Callable[[str, InputError], None] | None = None

    def wants(self, document: str) -> bool:
        """Whether the document with this id, or one inside it, was asked for."""
        return self.only is None or self.only == document or self.only.startswith(f"{document}#")

    def fail(self, document: str, error: InputError) -> None:
        """Tell of a document that cannot be read, or raise."""
        if self.on_error is None:
            raise error
        self.on_error(document, error)
