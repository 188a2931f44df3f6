"""The options of reading, which every reader gets in addition to the bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from align.account import Account
from align.errors import InputError


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The options of reading: `encoding` overrides the guess; `one_per_line` says that the text is segmented already.

    `text_column` names the column (CSV, TSV) or key (JSONL) that holds the text. `only`, the id of a document, leaves
    out the others of its file. `on_error` receives the id and the error of a document that cannot be read, so that the
    others of its file still are; without it the error is raised. `account` notes what of a file belongs to none of its
    documents: members of an archive that are skipped, records without a text.
    """

    encoding: str | None = None
    one_per_line: bool = False
    text_column: str | None = None
    only: str | None = None
    on_error: Callable[[str, InputError], None] | None = None
    account: Account = field(default_factory=Account)

    def wants(self, document: str) -> bool:
        """Whether the document with this id, or one inside it, is wanted."""
        return self.only is None or self.only == document or self.only.startswith(f"{document}#")

    def fail(self, document: str, error: InputError) -> None:
        """Report a document that cannot be read to `on_error`, or raise."""
        if self.on_error is None:
            raise error
        self.on_error(document, error)
