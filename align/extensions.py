"""Extensions: what other distributions add to `align`, by entry points of these groups.

| group           | an entry point is                                              |
| --------------- | -------------------------------------------------------------- |
| `align.readers` | an `align.readers.document_formats.DocumentFormat`             |
| `align.formats` | an `align.corpus.format_registry.CorpusFormat`                 |
| `align.checks`  | an `align.checks.registry.Check`                               |

In the `pyproject.toml` of such a distribution stands, for instance:

    [project.entry-points."align.checks"]
    exclamation = "newsroom.checks:EXCLAMATION"

Models come in packages of the group `align.models`, whose code is not run: see `align.checkpoints.model_packages`.

They are looked for when a command first needs them: `align --help` and `import align` cost nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TypeVar

from align.errors import AlignError
from align.localization import _

T = TypeVar("T")

GROUPS = ("align.readers", "align.formats", "align.checks")


def extensions(group: str, kind: type[T]) -> tuple[T, ...]:
    """What is registered in a group, in the order of names. Raises AlignError for what is no `kind`, or breaks."""
    found: list[T] = []
    for source, loaded in _loaded(group):
        if not isinstance(loaded, kind):
            raise AlignError(
                _("{extension} is no {kind}", extension=source, kind=kind.__name__),
                hint=_("update it, or uninstall it"),
            )
        found.append(loaded)
    return tuple(found)


@cache
def _loaded(group: str) -> tuple[tuple[str, object], ...]:
    """Load what is registered in a group: what a message calls it, and the object."""
    from importlib.metadata import entry_points

    found: list[tuple[str, object]] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        source = _(
            "the extension {name} of {distribution}",
            name=entry.name,
            distribution=entry.dist.name if entry.dist else _("an unknown distribution"),
        )
        try:
            found.append((source, entry.load()))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise AlignError(
                _("{extension} cannot be loaded ({reason})", extension=source, reason=reason),
                hint=_("update it, or uninstall it"),
            ) from error
    return tuple(found)


def with_extensions(
    own: Mapping[str, T], group: str, kind: type[T], names: Callable[[T], Iterable[str]]
) -> dict[str, T]:
    """The entries of `own`, then those that are registered in a group, each under its `names`.

    Raises AlignError for an extension that does not load, or takes a name that another entry has.
    """
    entries = dict(own)
    for added in extensions(group, kind):
        for name in names(added):
            if name in entries:
                message = _("an extension of {group} is called {name}, as another one is", group=group, name=name)
                raise AlignError(message, hint=_("uninstall one of them"))
            entries[name] = added
    return entries
