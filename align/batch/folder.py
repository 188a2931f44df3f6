"""The folder of a collection: its lock, and the options that it was begun with."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from align.corpus.fields import json_object
from align.errors import FormatError, OutputError, UsageError
from align.io.atomic import atomic_output, guarded_removal, output_error
from align.io.locks import try_lock
from align.io.own_errors import is_of_system
from align.io.private import private_file, private_folder
from align.localization import _, pgettext

WORK = ".align"
_BACKUP = re.compile(r"\.bak\d*$")


@dataclass(frozen=True, slots=True)
class Folder:
    """`DIR` of `align batch -o DIR`. What users read is in it; what align needs to resume is in `.align/`, which only
    this user can read."""

    path: Path

    @property
    def work(self) -> Path:
        return self.path / WORK

    @property
    def manifest(self) -> Path:
        return self.path / "manifest.jsonl"

    @property
    def failures(self) -> Path:
        return self.path / "failures.tsv"

    @property
    def plan(self) -> Path:
        return self.work / "plan.jsonl"

    @property
    def is_begun(self) -> bool:
        """Whether a run has begun here: its options are written down."""
        return self._job.exists()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only run in the folder, which is made if only that last level is missing.

        The lock ends with its process, however that ends.
        Raises OutputError when another run is at work, when the folder holds something else, or cannot be made; and
        for what the system says of it during the block.
        """
        self._make()
        try:
            private_file(self.work / "lock")
            with (self.work / "lock").open("ab") as stream:
                if not try_lock(stream):
                    raise OutputError(
                        _("another align is at work in {path}", path=self.path),
                        path=self.path,
                        hint=_("wait for it, or choose another folder with -o"),
                    )
                yield
        except OSError as error:
            if isinstance(error, PermissionError) or is_of_system(error) or self._has(error.filename):
                raise output_error(self.path, error) from error
            raise

    def begin(self, settings: Mapping[str, Any], work: Mapping[str, Any]) -> None:
        """Write the options of the run down: from now on it can be resumed."""
        with atomic_output(self._job, private=True) as stream:
            content = {"settings": dict(settings), "work": dict(work)}
            stream.write(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")

    def begun(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The settings and the work that the folder was begun with. Raises FormatError for a broken file."""
        try:
            content = json_object(self._job.read_bytes().decode())
            settings, work = content["settings"], content["work"]
            if not (isinstance(settings, dict) and isinstance(work, dict)):
                raise ValueError("no objects")
            return settings, work
        except (ValueError, KeyError) as error:
            raise self.broken() from error

    def quotes(self) -> Literal["keep", "split"]:
        """What the work that was begun here does with quotations: a collection that does not say leaves them whole."""
        settings, __ = self.begun()
        return "split" if settings.get("quotes") == "split" else "keep"

    def broken(self) -> FormatError:
        """The one line for settings that align did not write."""
        hint = _("begin anew with --fresh, or choose another folder")
        return FormatError(_("{path} is broken", path=self._job), path=self._job, hint=hint)

    def agree(self, settings: Mapping[str, Any]) -> None:
        """Raises UsageError that names what was set otherwise when the folder was begun."""
        before, __ = self.begun()
        differing = [
            _("{name} {before}, now {now}", name=name, before=_shown(before.get(name)), now=_shown(settings.get(name)))
            for name in dict.fromkeys((*before, *settings))
            if before.get(name) != settings.get(name)
        ]
        if differing:
            raise UsageError(
                _("{path} was begun with other options ({options})", path=self.path, options="; ".join(differing[:3])),
                path=self.path,
                hint=_("choose another folder with -o, or --fresh to begin anew in this one"),
            )

    def clear(self) -> None:
        """Take away everything that a run has written here, and nothing else.

        Raises OutputError, with all as it was, where a part has the work of people and the guard does not let it go.
        """
        parts = [part for part in self.path.glob("part-?????.*") if not _BACKUP.search(part.name)]
        with contextlib.ExitStack() as stack:
            for part in parts:
                stack.enter_context(guarded_removal(part))
            self._job.unlink(missing_ok=True)  # first: without it the rest counts for nothing
            for file in (self.manifest, self.failures, *parts):
                file.unlink(missing_ok=True)
            for inside in self.work.iterdir():
                if inside.is_dir():
                    shutil.rmtree(inside)
                elif inside.name != "lock":
                    inside.unlink()

    @property
    def _job(self) -> Path:
        return self.work / "job.json"

    def _has(self, name: object) -> bool:
        """Whether a name that an error gives is that of a file in the folder."""
        return isinstance(name, (str, os.PathLike)) and self.path in Path(name).parents

    def _make(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(_("{path} is a file", path=self.path), path=self.path, hint=_("name a folder with -o"))
        if not self.path.parent.is_dir():
            above = self.path.parent
            raise OutputError(
                _("there is no folder {path}", path=above),
                path=above,
                hint=_("make it first, or mend the name of -o"),
            )
        if self.path.is_dir() and not self.work.is_dir() and any(self.path.iterdir()):
            hint = _("name a new or an empty folder with -o")
            raise OutputError(_("{path} holds something else", path=self.path), path=self.path, hint=hint)
        try:
            self.path.mkdir(exist_ok=True)
            private_folder(self.work, existing=True)
        except OSError as error:
            raise output_error(self.path, error) from error


def _shown(value: Any) -> str:
    return pgettext("option", "none") if value in (None, "", []) else str(value)
