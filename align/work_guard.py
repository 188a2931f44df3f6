"""No file takes the place of a person's work: the guard of all that is written."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from align.errors import OutputError
from align.io.atomic import atomic_output, spare_name

if TYPE_CHECKING:
    from align.review.reviewer_work import ReviewerWork


class WorkGuard:
    """A guard (`align.io.atomic.Guard`): what people did in a file that is written over must stand in the new one too.

    With `force` the old file is kept beside it instead, and `say` is told its name.
    """

    def __init__(self, force: bool = False, say: Callable[[str], None] = lambda line: None):
        self.force = force
        self.say = say

    @property
    def early(self) -> bool:
        """Whether what is made holds nobody's work, so that it is refused before it is made, not after hours."""
        return False

    @property
    def later(self) -> bool:
        """Whether newer decisions of people come in the place of older ones."""
        return False

    def advice(self, path: Path) -> str:
        """The ways on, for a file that cannot be written over."""
        return f"Name another file, or say force=True: the old one is then kept as {spare_name(path).name}"

    def begin(self, path: Path) -> ReviewerWork | None:
        """The work in `path`. Raises OutputError for one that is refused early."""
        from align.review.reviewer_work import work_in

        work = work_in(path)
        if work and self.early and not self.force:
            raise self._refusal(path, work)
        return work or None

    @contextlib.contextmanager
    def replacing(self, path: Path, made: Path, seen: object) -> Iterator[None]:
        """Raise OutputError where `made` lacks some of what was `seen`; with `force`, keep the old file beside it."""
        from align.review.reviewer_work import ReviewerWork

        lost = seen.lost_in(made, path, self.later) if isinstance(seen, ReviewerWork) else None
        if not lost:
            yield
            return
        if not self.force:
            raise self._refusal(path, lost)
        with kept_beside(path) as kept:
            yield
        self.say(f"the old file is kept as {kept}")

    def _refusal(self, path: Path, work: ReviewerWork) -> OutputError:
        return OutputError(f"{path} holds work that would be lost: {work}. {self.advice(path)}")


@contextlib.contextmanager
def kept_beside(path: Path) -> Iterator[Path]:
    """Keep the file `path` under a spare name, which the block gets: that is to replace the file. Where it ends with an
    error and the file is still in its place, the other name goes again. Raises OutputError."""
    kept = spare_name(path)
    old = path.stat()
    try:
        _keep(path, kept)
        yield kept
    except BaseException:
        with contextlib.suppress(OSError):
            if os.path.samestat(old, path.stat()):  # an interrupt may come when all is done
                kept.unlink()
        raise


def _keep(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)  # at no moment is there neither the old file nor the new one
    except OSError:
        try:
            with path.open("rb") as old, atomic_output(kept) as copy:
                shutil.copyfileobj(old, copy, 1 << 20)
            shutil.copystat(path, kept)
        except (OSError, OutputError) as error:
            raise OutputError(f"cannot keep the old {path}: {error}") from error
