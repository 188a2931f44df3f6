"""What is left out of a run: files that cannot be read or aligned while the others are, which the end names, and what
the readers left out of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from align.account import Account
from align.errors import AlignError, IncompleteError
from align.localization import _, ngettext
from align.progress import Warn


@dataclass(slots=True)
class LeftOut:
    """The errors of the files that are left out, in their order, and the number of documents that are not; by file or
    document, the accounts of readers that have something."""

    errors: list[AlignError] = field(default_factory=list)
    done: int = 0
    accounts: dict[str, Account] = field(default_factory=dict)

    def add(self, error: AlignError) -> None:
        """Leave a file out because of `error`; one that is left out for each of several languages is listed once."""
        if str(error) not in map(str, self.errors):
            self.errors.append(error)

    def account(self, name: str, account: Account) -> None:
        """Keep the account of the file or document `name`, if it has something."""
        if not account.complete:
            self.accounts[name] = account

    def raise_if_all(self, warn: Warn) -> None:
        """Where there is nothing else to work on, raise the error of the one file, or list those of several first."""
        if self.done or not self.errors:
            return
        if len(self.errors) == 1:
            raise self.errors[0]
        for error in self.errors:
            warn(str(error))
        raise IncompleteError(
            _("none of the {n} files could be worked on", n=len(self.errors)), hint=_("see the lines above")
        )

    def raise_if_any(self, warn: Warn) -> None:
        """When the work on the others is done: list what was left out, and raise IncompleteError."""
        if not self.errors:
            return
        for error in self.errors:
            warn(_("left out: {error}", error=error))
        raise IncompleteError(
            ngettext("{n:,} file was left out", "{n:,} files were left out", len(self.errors)),
            hint=_("the rest is written; mend or remove what is listed above"),
        )

    def as_json(self) -> list[dict[str, Any]]:
        """The errors for `--json`: the file of each, where it is known, and the message."""
        return [{"path": error.path, "message": str(error)} for error in self.errors]

    def accounts_as_json(self) -> dict[str, dict[str, Any]]:
        """The accounts for `--json`, by file or document."""
        return {name: account.as_json() for name, account in self.accounts.items()}
