"""Models that come as packages: distributions with an entry point of the group `align.models`, as `packing` makes them.

    [align.models]
    en-ru = align_model_en_ru

names the module whose folder is the checkpoint. The module is looked up, and its code is not run.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from align.errors import ModelError
from align.localization import _

GROUP = "align.models"


@cache
def model_folders() -> tuple[tuple[str, Path], ...]:
    """The distributions that bring a model, as `name version`, and the folder of each, in the order of their names.

    Raises ModelError for one whose folder is not there.
    """
    from importlib.metadata import entry_points

    found: list[tuple[str, Path]] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "unknown"
        module = entry.value.partition(":")[0].strip()
        folder = _folder_of(module)
        if folder is None:
            reason = _(
                "its model {name} should be in the module {module}, and that is not here",
                name=entry.name,
                module=module,
            )
            raise damaged(package, reason)
        found.append((package, folder))
    return tuple(found)


def damaged(package: str, message: str) -> ModelError:
    """The error for a package that does not hold what it says."""
    name = package.partition(" ")[0]
    hint = _("run: pip install --force-reinstall {name}, or: pip uninstall {name}", name=name)
    return ModelError(_("the package {package} is damaged ({reason})", package=package, reason=message), hint=hint)


def _folder_of(module: str) -> Path | None:
    from importlib.util import find_spec

    try:
        spec = find_spec(module)
    except (ImportError, AttributeError, ValueError):
        return None
    folders = [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
    return next((folder for folder in folders if folder.is_dir()), None)
