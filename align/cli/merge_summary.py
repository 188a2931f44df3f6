"""What `align merge` says it has done, or would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align.cli.merge_realigned import as_values, say_realigned
from align.cli.options import say
from align.cli.visible import print_json, print_lines
from align.localization import _

if TYPE_CHECKING:
    from align.pipelines.realign import Realigned
    from align.review import MergeResult

_SHOWN = 20


def report_merge(
    result: MergeResult, side: str | None, dry_run: bool, as_json: bool, realigned: Realigned | None = None
) -> None:
    """Print what a merge has done; `side` is the file in which what is not applied was kept, `realigned` what came of
    aligning again."""
    if as_json:
        print_json(_as_json(result, side) | as_values(realigned))
        return
    if dry_run:
        _print_changes(result)
    _print_leftovers(result, side)
    _print_counts(result, dry_run)
    say_realigned(realigned, dry_run)
    if result.leftovers:
        say(_("{n:,} not applied", n=len(result.leftovers)) + (_(", kept in {side}", side=side) if side else ""))


def _print_changes(result: MergeResult) -> None:
    for change in result.changes:
        print_lines(f"{change.before.id}  {change.before.status} → {change.after.status}  ({change.where})", 2)
        if change.before.source != change.after.source:
            print_lines(f"  - {change.before.source}\n  + {change.after.source}", 4)
        if change.before.target != change.after.target:
            print_lines(f"  - {change.before.target}\n  + {change.after.target}", 4)
        if change.before.note != change.after.note:
            print_lines(f"  note: {change.after.note}", 4)
    for moved in result.rearranged:
        ids = ", ".join(pair.id for pair in moved.before)
        print_lines(f"{ids}  {_beads(len(moved.before), len(moved.after))}  ({moved.where})", 2)
        for sign, pairs in (("-", moved.before), ("+", moved.after)):
            print_lines("\n".join(f"  {sign} {pair.source} | {pair.target}" for pair in pairs), 4)


def _print_leftovers(result: MergeResult, side: str | None) -> None:
    shown = result.leftovers if side is None else result.leftovers[:_SHOWN]
    for leftover in shown:
        say(str(leftover))
    if len(shown) < len(result.leftovers):
        say(_("… and {number} more", number=len(result.leftovers) - len(shown)))
    for file, count in result.foreign_units.items():
        units = "1 unit is" if count == 1 else f"{count:,} units are"
        say(
            _(
                "{file}: {units} of no pair of the corpus: of other texts, or divided into segments otherwise",
                file=file,
                units=units,
            )
        )


def _print_counts(result: MergeResult, dry_run: bool) -> None:
    replaced = sum(len(moved.before) for moved in result.rearranged)
    if replaced:
        made = sum(len(moved.after) for moved in result.rearranged)
        places = "1 place" if len(result.rearranged) == 1 else f"{len(result.rearranged):,} places"
        say(f"the alignment {'would change' if dry_run else 'has changed'} in {places}: {_beads(replaced, made)}")
    done = [f"{count:,} {status}" for status, count in sorted(result.statuses.items())]
    if result.notes:
        done.append(f"{result.notes:,} {'note' if result.notes == 1 else 'notes'}")
    would = "it would be " if dry_run and done else ""
    same = f"{result.pairs - len(result.changes) - replaced:,} of {result.pairs:,} pairs as they were"
    say(f"{would}{', '.join(done) or 'no changes'}; {same}")
    decided = [change for change in result.changes if change.before.status in ("edited", "approved")]
    changed = sum(change.before.target != change.after.target for change in decided)
    if changed:
        what = _("1 text") if changed == 1 else _("{changed:,} texts", changed=changed)
        say(f"{what} edited or approved before {'is' if changed == 1 else 'are'} another now: --dry-run shows both")


def _beads(before: int, after: int) -> str:
    """`2 pairs → 3`."""
    return f"{before:,} {'pair' if before == 1 else 'pairs'} → {after:,}"


def _as_json(result: MergeResult, side: str | None) -> dict[str, Any]:
    return {
        "pairs": result.pairs,
        "rows": result.rows,
        "pairs_without_row": result.without_row,
        "units_without_pair": dict(result.foreign_units),
        "changed": len(result.changes),
        "statuses": dict(sorted(result.statuses.items())),
        "notes": result.notes,
        "changes": [
            {"id": change.before.id, "where": change.where, "status": [change.before.status, change.after.status]}
            | {"target": [change.before.target, change.after.target], "note": [change.before.note, change.after.note]}
            for change in result.changes
        ],
        "rearranged": [
            {"where": moved.where}
            | {
                key: [{"id": pair.id, "source": pair.source, "target": pair.target} for pair in pairs]
                for key, pairs in (("before", moved.before), ("after", moved.after))
            }
            for moved in result.rearranged
        ],
        "not_applied": [
            {"reason": edit.reason, "file": edit.row.file, "sheet": edit.row.sheet, "row": edit.row.number}
            | {"id": edit.row.cells.get("id", ""), "text": edit.text or edit.row.cells.get("final", "")}
            for edit in result.leftovers
        ],
        "leftovers": side,
    }
