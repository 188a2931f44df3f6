"""The exceptions that `align` raises on purpose, each with the exit status that the command line returns for it.

    AlignError                  1
    ├── InputError              1   a file cannot be read, or holds nothing to work on
    │   ├── EncodingError       1   no known encoding fits
    │   └── FormatError         1   a corpus file is not what its name says
    ├── OutputError             1   a result cannot be written
    ├── ModelError              1   a checkpoint is missing, incomplete or unfit for the languages asked for
    │   └── DownloadError       1   the hub cannot be reached, or what came is not what was promised
    ├── CorpusConsumed      1   the pairs of a stream are asked for a second time
    ├── IncompleteError         1   the work was done for all files but some, which are listed
    ├── QualityError            1   what was asked for (`--strict`, `--only`) says that the work is not good enough
    ├── MissingExtraError       1   an optional part is not installed
    │   └── MissingPackageError 1   a package that a lean installation leaves out is not installed
    └── UsageError              2   the options do not fit together, or name something unknown

A message is one line, says what is wrong with what, and ends with what to do. Where an error is about a file, `path`
names it and `line` the place in it (from 1; a row of a table); `hint` is what to do, where the message ends with it.

Options are called by the parameter's name here and by their flag on the command line: see `option_name`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from typing import TYPE_CHECKING

from align.localization import _

if TYPE_CHECKING:
    from typing_extensions import Self

OptionNames = Callable[[str], str]
"""What messages call an option, by its parameter's name."""

_LINE_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_option_names: ContextVar[OptionNames | None] = ContextVar("option_names", default=None)


def option_name(parameter: str) -> str:
    """What a message calls an option: its parameter (`fuzzy`), or its flag (`--fuzzy`) inside `options_called`."""
    name = _option_names.get()
    return name(parameter) if name else parameter


def language_options() -> str:
    """The options that name the two languages, for the middle of a line."""
    return _("{one} and {other}", one=option_name("source_lang"), other=option_name("target_lang"))


def option_names() -> OptionNames | None:
    """The names that are in force here: for another process, which does not inherit them."""
    return _option_names.get()


@contextmanager
def options_called(name: OptionNames | None) -> Iterator[None]:
    """Inside the block messages call an option what `name` makes of its parameter, as the command line its flags; None
    leaves the parameter."""
    token = _option_names.set(name)
    try:
        yield
    finally:
        _option_names.reset(token)


class AlignError(Exception):
    """The root: anything `align` says in one line instead of a traceback; `str()` is that line.

    `hint` is put after the message: as a sentence if it begins with a capital, after a colon if not. A message names
    its file itself, or is put behind path and line by `at`. Line breaks in it, which come with what it quotes, become
    blanks.

    >>> str(InputError("a.txt is empty", path="a.txt", hint="there is nothing to segment in it"))
    'a.txt is empty: there is nothing to segment in it'
    >>> str(FormatError.at("a.tsv", 7, "it has 3 columns", hint="Save the table again"))
    'a.tsv, line 7: it has 3 columns. Save the table again'
    """

    exit_status = 1

    def __init__(
        self, message: str, *, path: str | os.PathLike[str] | None = None, line: int | None = None, hint: str = ""
    ):
        self.path = None if path is None else os.fspath(path)
        self.line = line
        self.hint = hint
        self.detail = _with_hint(message, hint)
        super().__init__(self.detail)

    @classmethod
    def at(
        cls, path: str | os.PathLike[str], line: int | None, message: str, hint: str = "", *, where: str = ""
    ) -> Self:
        """An error in a line of a file (None: in the file), which the message begins with: as `a.tsv, line 7`, or as
        `where` calls it. `detail` is the message without it."""
        name = os.fspath(path)
        where = where or (name if line is None else _("{file}, line {line}", file=name, line=line))
        error = cls(f"{where}: {message}", path=path, line=line, hint=hint)
        error.detail = _with_hint(message, hint)
        return error

    def __reduce__(self) -> tuple[object, ...]:
        """Errors come back from worker processes with all that they hold."""
        return _restored, (type(self), self.args, self.__dict__)


def _with_hint(message: str, hint: str) -> str:
    """The one line of a message and what to do."""
    joint = ". " if hint[:1].isupper() else ": "
    return _LINE_BREAKS.sub(" ", f"{message}{joint}{hint}" if hint else message)


def _restored(kind: type[AlignError], args: tuple[object, ...], values: dict[str, object]) -> AlignError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(values)
    return error


class InputError(AlignError):
    """A file cannot be read, or holds nothing to work on."""


class EncodingError(InputError):
    """The bytes of a file fit no encoding we know."""


class FormatError(InputError):
    """A corpus file is broken, or not of the format its name says."""


class OutputError(AlignError):
    """A result cannot be written."""


class ModelError(AlignError):
    """A checkpoint is missing, incomplete, or unfit for the languages asked for."""


class DownloadError(ModelError):
    """The hub cannot be reached, or what it sent is not what was promised."""


class CorpusConsumed(AlignError):
    """The pairs of a corpus come from a stream, which has been read."""


class IncompleteError(AlignError):
    """Some of several files could not be read; the work was done for the others."""


class QualityError(AlignError):
    """What was asked for (`--strict`, `--only`) says that the work is not good enough."""


class MissingExtraError(AlignError):
    """An optional part of `align` is needed and not installed."""

    def __init__(self, what: str, extra: str):
        super().__init__(
            _("{what} needs an optional part: pip install 'align-bitext[{extra}]'", what=what, extra=extra)
        )


class MissingPackageError(MissingExtraError):
    """`what` needs packages that daily work does not, and that a lean installation leaves out."""

    def __init__(self, what: str, *packages: str):
        names = reduce(lambda one, other: _("{one} and {other}", one=one, other=other), packages)
        AlignError.__init__(
            self,
            _("{what} needs {packages}", what=what, packages=names),
            hint=_("pip install {packages}", packages=" ".join(packages)),
        )

    @classmethod
    def unless_installed(cls, what: str, *packages: str) -> None:
        """Raise this error for those of `packages` that cannot be imported. It imports none of them."""
        if missing := [name for name in packages if not _is_installed(name)]:
            raise cls(what, *missing)


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):  # what stands in its place is no package
        return False


class UsageError(AlignError):
    """The options do not fit together, or name something that does not exist."""

    exit_status = 2
