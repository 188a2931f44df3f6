"""`align evaluate`: drafts by BLEU and chrF, alignments by strict and lax F1."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli.visible import print_json
from align.localization import _

if TYPE_CHECKING:
    from align.alignment.beads import Bead


@click.group()
def evaluate() -> None:
    """Score drafts against references, or alignments against a gold standard.

    \b
    align evaluate drafts reference.ru.txt draft.ru.txt
    align evaluate alignment gold.beads predicted.beads
    """


@evaluate.command()
@click.argument("reference")
@click.argument("hypothesis")
@click.option("--lowercase", is_flag=True, help="Compare in lower case.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def drafts(reference: str, hypothesis: str, lowercase: bool, as_json: bool) -> None:
    """BLEU and chrF of HYPOTHESIS against REFERENCE, plain texts with one segment a line, by sacrebleu.

    The signatures after the scores name all that a published figure needs. - is standard input.

    \b
    align evaluate drafts reference.ru.txt draft.ru.txt
    """
    from align.errors import InputError, MissingPackageError, UsageError

    if reference == hypothesis == "-":
        raise UsageError(_("standard input can be one side only"))
    references, hypotheses = _read_lines(reference), _read_lines(hypothesis)
    if len(references) != len(hypotheses):
        raise InputError(
            _(
                "{reference} has {lines} lines and {hypothesis} {others}",
                reference=reference,
                lines=len(references),
                hypothesis=hypothesis,
                others=len(hypotheses),
            ),
            path=hypothesis,
            hint=_("each line of one must belong to the same line of the other"),
        )
    if not references:
        raise InputError(
            _("{reference} is empty", reference=reference), path=reference, hint=_("there is nothing to compare")
        )
    MissingPackageError.unless_installed("align evaluate drafts", "sacrebleu")
    from sacrebleu.metrics import BLEU, CHRF

    result: dict[str, Any] = {"segments": len(references)}
    for name, metric in (("bleu", BLEU(lowercase=lowercase)), ("chrf", CHRF(lowercase=lowercase))):
        score = metric.corpus_score(hypotheses, [references])
        result[name] = round(score.score, 2)
        result[f"{name}_signature"] = str(metric.get_signature())
    if as_json:
        print_json(result)
        return
    click.echo(f"BLEU  {result['bleu']:6.2f}  {result['bleu_signature']}")
    click.echo(f"chrF  {result['chrf']:6.2f}  {result['chrf_signature']}")


@evaluate.command()
@click.argument("files", nargs=-1, required=True, metavar="GOLD PREDICTED [GOLD PREDICTED]…")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def alignment(files: tuple[str, ...], as_json: bool) -> None:
    """Strict and lax precision, recall and F1 of alignments, counts pooled over all pairs of files.

    Files have one bead a line: [0, 1]:[2], zero-based, [] for an empty side, a score after a second colon is passed
    over. Precision counts null beads, recall does not (Thompson and Koehn 2019). Two folders are matched by file name.

    \b
    align evaluate alignment gold.beads predicted.beads
    align evaluate alignment gold/ predicted/
    """
    from align.alignment.beads import Counts, count_matches
    from align.errors import UsageError

    if len(files) % 2:
        raise UsageError(_("files go in pairs"), hint=_("a gold file, then the predicted one"))
    total = Counts()
    pairs = [
        pair for gold, predicted in zip(files[0::2], files[1::2], strict=True) for pair in _match_files(gold, predicted)
    ]
    for gold, predicted in pairs:
        total += count_matches(_read_beads(gold), _read_beads(predicted))
    scores = {name: round(value, 4) for name, value in total.scores().items()}
    if as_json:
        print_json({"documents": len(pairs), **scores})
        return
    headings = _("precision"), _("recall"), "F1"
    click.echo("{:8}{:>10}{:>8}{:>8}".format("", *headings))
    for kind, label in (("strict", _("strict")), ("lax", _("lax"))):
        cells = [scores[f"{kind}_{name}"] for name in ("precision", "recall", "f1")]
        click.echo(f"{label:8} {cells[0]:9.4f} {cells[1]:7.4f} {cells[2]:7.4f}")
    click.echo(_("null beads found: {share:.4f}", share=scores["null_recall"]))


def _match_files(gold: str, predicted: str) -> list[tuple[str, str]]:
    """Match two files, or the files of two folders that have the same name (suffix aside)."""
    from align.errors import InputError

    folders = Path(gold), Path(predicted)
    if not (folders[0].is_dir() and folders[1].is_dir()):
        return [(gold, predicted)]
    sides = [{file.stem: str(file) for file in sorted(folder.iterdir()) if file.is_file()} for folder in folders]
    unmatched = sorted(sides[0].keys() ^ sides[1].keys())
    if unmatched or not sides[0]:
        which = ", ".join(unmatched[:5]) or _("both are empty")
        raise InputError(
            _(
                "{gold} and {predicted} do not hold the same files: {names}",
                gold=gold,
                predicted=predicted,
                names=which,
            ),
            path=predicted,
        )
    return [(file, sides[1][name]) for name, file in sides[0].items()]


def _read_beads(name: str) -> list[Bead]:
    from align.alignment.beads import read_beads

    return list(read_beads(_read_lines(name), name))


def _read_lines(name: str) -> list[str]:
    """Read the lines of a UTF-8 file or standard input, without their ends; a last empty one is none."""
    from align.errors import InputError
    from align.io.own_errors import reason

    try:
        with click.open_file(name, encoding="utf-8-sig") as stream:
            text = stream.read().removesuffix("\n")
    except UnicodeDecodeError as error:
        raise InputError(_("{name} is not UTF-8", name=name), path=name, hint=_("convert it first")) from error
    except OSError as error:
        raise InputError(
            _("cannot read {name}: {reason}", name=name, reason=reason(error)), path=name, hint=_("Check the name")
        ) from error
    return text.split("\n") if text else []
