"""Extensions: what other distributions add to `align`, by entry points of these groups.

| group           | an entry point is                                              |
| --------------- | -------------------------------------------------------------- |
| `align.readers` | an `align.readers.document_formats.DocumentFormat`             |
| `align.formats` | an `align.corpus.format_registry.CorpusFormat`                 |
| `align.checks`  | an `align.checks.registry.Check`                               |

In the `pyproject.toml` of such a distribution stands, for instance:

    [project.entry-points."align.checks"]
    exclamation = "newsroom.checks:EXCLAMATION"

They are looked for when a command first needs them: `align --help` and `import align` cost nothing more.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from align.errors import AlignError

T = TypeVar("T")

GROUPS = ("align.readers", "align.formats", "align.checks")


@cache
def extensions(group: str, kind: type[T]) -> tuple[T, ...]:
    """Load what is registered in a group, in the order of names. Raises AlignError for what is no `kind`, or breaks."""
    from importlib.metadata import entry_points

    found: list[T] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        source = f"the extension {entry.name} of {entry.dist.name if entry.dist else 'an unknown distribution'}"
        try:
            loaded = entry.load()
        except Exception as error:  # whatever another program's module raises when it is imported
            reason = f"{type(error).__name__}: {error}"
            raise AlignError(f"{source} cannot be loaded ({reason})", hint="update it, or uninstall it") from error
        if not isinstance(loaded, kind):
            raise AlignError(f"{source} is no {kind.__name__}", hint="update it, or uninstall it")
        found.append(loaded)
    return tuple(found)


def refuse_taken(group: str, name: str, taken: bool) -> None:
    """Raise AlignError for an extension whose name is taken: by `align` itself, or by another one."""
    if taken:
        raise AlignError(f"an extension of {group} is called {name}, as another one is", hint="uninstall one of them")
