"""The folder of an output that does not exist yet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from align.errors import OutputError
from align.io.atomic import STDOUT


@contextlib.contextmanager
def output_folder(path: str | Path) -> Iterator[None]:
    """Make the folder of an output, if its own parent exists; remove it if the work fails.

    One level only: `-o out/story.tmx` should work on the first day, but a mistyped `/hmoe/me/x.tmx` should not create a
    tree.
    """
    parent = Path(path).parent
    if str(path) == STDOUT or parent.is_dir():
        yield
        return
    if not parent.parent.is_dir():
        raise OutputError(
            f"cannot write {path}: there is no folder {parent.parent}",
            path=path,
            hint="Make it first, or mend the name",
        )
    try:
        parent.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot make the folder {parent}: {(error.strerror or str(error)).lower()}", path=parent
        ) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            parent.rmdir()  # succeeds only if it is empty
        raise
