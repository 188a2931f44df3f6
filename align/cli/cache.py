"""`align cache`: show or delete what is kept so that it need not be made again."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import click

from align.cli.visible import print_json
from align.localization import _


@click.group()
def cache() -> None:
    """See or clear what align keeps so that it need not be made again: drafts above all.

    A run that was stopped, started again, takes the drafts it had made from here. The folder is $ALIGN_CACHE or the
    platform's folder for caches; it may be deleted at any time.

    \b
    align cache info
    align cache clear
    """


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def info(as_json: bool) -> None:
    """Say where the cache is and what is in it.

    The drafts may take 512 MB, or $ALIGN_CACHE_MB; when they are more, those not used for longest go first.

    \b
    align cache info
    """
    from align.cli.options import say
    from align.io.paths import cache_dir
    from align.translation.draft_cache import DraftStore, drafts_file, size_limit

    folder, file, limit = cache_dir(), drafts_file(), size_limit()
    drafts, used = 0, 0
    if file.is_file() and (store := DraftStore.open(say)):
        drafts, used = store.count(), store.size()
        store.close()
    rest = sum(path.stat().st_size for path in _other_files(folder, file))
    if as_json:
        figures = {"folder": str(folder), "drafts": drafts, "draft_bytes": used, "limit": limit, "other_bytes": rest}
        print_json(figures)
        return
    lines = (
        (_("folder"), str(folder)),
        (
            _("drafts"),
            _("{n:,} in {size:,.1f} MB (limit {limit:,.0f} MB)", n=drafts, size=used / 1e6, limit=limit / 1e6),
        ),
        (_("other"), _("{size:,.1f} MB (converted models, hashes)", size=rest / 1e6)),
    )
    width = max(len(label) for label, __ in lines)
    for label, text in lines:
        click.echo(f"{label:{width}}  {text}")


@cache.command()
@click.option("--all", "everything", is_flag=True, help="Converted models and hashes, too.")
def clear(everything: bool) -> None:
    """Delete the drafts that are kept.

    \b
    align cache clear
    """
    from align.cli.options import say
    from align.errors import OutputError
    from align.io.own_errors import reason
    from align.io.paths import cache_dir
    from align.translation.draft_cache import drafts_file

    folder, file = cache_dir(), drafts_file()
    before = _total_size(folder)
    try:
        for path in sorted(folder.glob(f"{file.name}*")):
            path.unlink(missing_ok=True)
        if everything:
            for name in ("ctranslate2", "hashes"):
                _remove(folder / name)
    except OSError as error:
        raise OutputError(
            _("cannot clear {folder}: {reason}", folder=folder, reason=reason(error)),
            path=folder,
        ) from error
    say(_("{size:,.1f} MB freed in {folder}", size=(before - _total_size(folder)) / 1e6, folder=folder))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _other_files(folder: Path, drafts: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(drafts.name)]


def _total_size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total
