"""The guard of all that is written: no file replaces a person's work."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.io.atomic import atomic_copy, spare_name
from align.io.own_documents import is_own
from align.localization import _
from align.progress import Warn, ignore

if TYPE_CHECKING:
    from align.review.reviewer_work import ReviewerWork


class WorkGuard:
    """A guard (`align.io.atomic.Guard`): what people did in a file that is written over must be in the new one too.

    With `force` the old file is kept next to it instead, and `warn` gets a line with its name.
    """

    def __init__(self, force: bool = False, warn: Warn = ignore):
        self.force = force
        self.warn = warn

    @property
    def early(self) -> bool:
        """Whether a new file never has a person's work in it, so that it is refused at once, not after hours."""
        return False

    @property
    def later(self) -> bool:
        """Whether newer decisions of people replace older ones."""
        return False

    def advice(self, path: Path) -> str:
        """What to do about a file that cannot be written over."""
        name = spare_name(path).name
        return _("Name another file, or say force=True: the old one is then kept as {name}", name=name)

    def begin(self, path: Path) -> ReviewerWork | None:
        """Find the work in `path`. Raises OutputError where that is refused early."""
        from align.review.reviewer_work import work_in

        work = work_in(path)
        if work and self.early and not self.force:
            raise self._refusal(path, work)
        return work or None

    @contextlib.contextmanager
    def replacing(self, path: Path, made: Path, seen: object) -> Iterator[None]:
        """Raise OutputError where `made` lacks some of what was `seen`; with `force`, keep the old file next to it."""
        from align.review.reviewer_work import ReviewerWork

        lost = seen.lost_in(made, path, self.later) if isinstance(seen, ReviewerWork) else None
        if not lost:
            yield
            return
        if not self.force:
            raise self._refusal(path, lost)
        with old_file_kept(path) as kept:
            yield
        self.warn(_("the old file is kept as {kept}", kept=kept))

    def _refusal(self, path: Path, work: ReviewerWork) -> OutputError:
        return OutputError(
            _("{path} holds work that would be lost: {work}", path=path, work=work), path=path, hint=self.advice(path)
        )


class DocumentGuard:
    """A guard of documents that are made of a corpus: one that `align` did not write, or that was changed since, is a
    person's. `guard` has the words, and says whether it is kept next to the new one instead."""

    def __init__(self, guard: WorkGuard):
        self._guard = guard

    def begin(self, path: Path) -> bool:
        """Whether the file at `path` is a person's. Raises OutputError where that is not to be replaced."""
        changed = not is_own(path)
        if changed and not self._guard.force:
            problem = _("{path} was changed since align wrote it, or is not from align", path=path)
            raise OutputError(problem, path=path, hint=self._guard.advice(path))
        return changed

    @contextlib.contextmanager
    def replacing(self, path: Path, made: Path, seen: object) -> Iterator[None]:
        """Keep a person's file next to the new one."""
        if not seen:
            yield
            return
        with old_file_kept(path) as kept:
            yield
        self._guard.warn(_("the old file is kept as {kept}", kept=kept))


@contextlib.contextmanager
def old_file_kept(path: Path) -> Iterator[Path]:
    """Keep the file `path` under a spare name, which the block gets: that is to replace the file. Where it ends with an
    error and the file was not replaced, the other name is removed again. Raises OutputError."""
    kept = spare_name(path)
    old = path.stat()
    try:
        _link_or_copy(path, kept)
        yield kept
    except BaseException:
        with contextlib.suppress(OSError):
            if os.path.samestat(old, path.stat()):  # an interrupt may come when all is done
                kept.unlink()
        raise


def _link_or_copy(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)  # at no moment is there neither the old file nor the new one
    except OSError:
        try:
            atomic_copy(path, kept, private=True)
            shutil.copystat(path, kept)
        except (OSError, OutputError) as error:
            raise OutputError(_("cannot keep the old {path}: {error}", path=path, error=error), path=path) from error
