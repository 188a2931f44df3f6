"""The exceptions that `align` raises on purpose, each with the exit status that the command line returns for it.

    AlignError                  1
    ├── InputError              1   a file cannot be read, or holds nothing to work on
    │   ├── EncodingError       1   no known encoding fits
    │   └── FormatError         1   a corpus file is not what its name says
    ├── OutputError             1   a result cannot be written
    ├── ModelError              1   a checkpoint is missing, incomplete or unfit for the languages asked for
    │   └── DownloadError       1   the hub cannot be reached, or what came is not what was promised
    ├── QualityError            1   the work was done, and `--strict` says that it is not good enough
    ├── MissingExtraError       1   an optional part is not installed
    └── UsageError              2   the options do not fit together, or name something unknown

A message is one line, says what is wrong with what, and ends with what to do.
"""

from __future__ import annotations


class AlignError(Exception):
    """The root: anything `align` says in one line instead of a traceback."""

    exit_status = 1


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


class QualityError(AlignError):
    """The work was done, and `--strict` says that the result is not good enough."""


class MissingExtraError(AlignError):
    """An optional part of `align` is needed and not installed."""

    def __init__(self, what: str, extra: str):
        super().__init__(f"{what} needs an optional part: pip install 'align-bitext[{extra}]'")


class UsageError(AlignError):
    """The options do not fit together, or name something that does not exist."""

    exit_status = 2
