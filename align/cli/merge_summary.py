"""What `align merge` says it has done, or would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align.cli.figures import with_status
from align.cli.merge_realigned import as_values, say_realigned
from align.cli.options import say
from align.cli.visible import print_json, print_lines
from align.localization import _, ngettext

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
        n = len(result.leftovers)
        say(_("{n:,} not applied, kept in {file}", n=n, file=side) if side else _("{n:,} not applied", n=n))


def _print_changes(result: MergeResult) -> None:
    for change in result.changes:
        print_lines(f"{change.before.id}  {change.before.status} → {change.after.status}  ({change.where})", 2)
        if change.before.source != change.after.source:
            print_lines(f"  - {change.before.source}\n  + {change.after.source}", 4)
        if change.before.target != change.after.target:
            print_lines(f"  - {change.before.target}\n  + {change.after.target}", 4)
        if change.before.note != change.after.note:
            print_lines("  " + _("note: {note}", note=change.after.note), 4)
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
        say(_("… and {n} more", n=len(result.leftovers) - len(shown)))
    for file, count in result.foreign_units.items():
        say(
            ngettext(
                "{file}: {n:,} unit is of no pair of the corpus: of other texts, or divided into segments otherwise",
                "{file}: {n:,} units are of no pair of the corpus: of other texts, or divided into segments otherwise",
                count,
                file=file,
            )
        )


def _print_counts(result: MergeResult, dry_run: bool) -> None:
    replaced = sum(len(moved.before) for moved in result.rearranged)
    if replaced:
        made = sum(len(moved.after) for moved in result.rearranged)
        say(_alignment_changed(len(result.rearranged), _beads(replaced, made), dry_run))
    done = [with_status(count, status) for status, count in sorted(result.statuses.items())]
    if result.notes:
        done.append(ngettext("{n:,} note", "{n:,} notes", result.notes))
    same = result.pairs - len(result.changes) - replaced
    unchanged = _("{n:,} of {pairs:,} pairs as they were", n=same, pairs=result.pairs)
    if not done:
        say(_("no changes; {unchanged}", unchanged=unchanged))
    elif dry_run:
        say(_("it would be {changes}; {unchanged}", changes=", ".join(done), unchanged=unchanged))
    else:
        say(f"{', '.join(done)}; {unchanged}")
    decided = [change for change in result.changes if change.before.status in ("edited", "approved")]
    changed = sum(change.before.target != change.after.target for change in decided)
    if changed:
        say(
            ngettext(
                "{n:,} text edited or approved before is another now: --dry-run shows both",
                "{n:,} texts edited or approved before are another now: --dry-run shows both",
                changed,
            )
        )


def _alignment_changed(places: int, beads: str, dry_run: bool) -> str:
    if dry_run:
        return ngettext(
            "the alignment would change in {n:,} place: {beads}",
            "the alignment would change in {n:,} places: {beads}",
            places,
            beads=beads,
        )
    return ngettext(
        "the alignment has changed in {n:,} place: {beads}",
        "the alignment has changed in {n:,} places: {beads}",
        places,
        beads=beads,
    )


def _beads(before: int, after: int) -> str:
    """`2 pairs → 3`."""
    return ngettext("{n:,} pair → {after:,}", "{n:,} pairs → {after:,}", before, after=after)


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
