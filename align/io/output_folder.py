"""The folder of an output that does not exist yet, and folders that are an output."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from align.errors import AlignError, OutputError
from align.io.atomic import STDOUT, output_error
from align.io.own_errors import reason
from align.localization import _


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
            _("cannot write {path}: there is no folder {parent}", path=path, parent=parent.parent),
            path=path,
            hint=_("Make it first, or mend the name"),
        )
    try:
        parent.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            _(
                "cannot make the folder {parent}: {reason}",
                parent=parent,
                reason=reason(error),
            ),
            path=parent,
        ) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            parent.rmdir()  # succeeds only if it is empty
        raise


@contextlib.contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """A folder to fill, which takes the name `path` when the block ends well and is gone when it does not.

    What is at `path` may be an empty folder or nothing. Raises OutputError for anything else, and for a folder that
    cannot be made.
    """
    place = Path(path)
    if not place.parent.is_dir():
        problem = _("cannot make {path}: there is no folder {parent}", path=path, parent=place.parent)
        raise OutputError(problem, path=path, hint=_("Make it first, or mend the name"))
    made = place.with_name(f".{place.name}-{os.urandom(4).hex()}.part")
    try:
        made.mkdir()
        yield made
        if place.exists():
            place.rmdir()
        made.rename(place)
    except OSError as error:
        raise output_error(path, error) from error
    except AlignError as error:  # of a file that cannot be written there, by the name that it was to have
        error.args = (str(error).replace(str(made), str(place)),)
        error.path = error.path and error.path.replace(str(made), str(place))
        raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
