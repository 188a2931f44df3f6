"""Gold alignments of other kinds of text, made by rule from pairs of lines that are known to translate each other.

    python benchmarks/made_gold.py [--data ../shared/data/en-ru] [--out FOLDER] [--half second] [--kind books …]
    python benchmarks/alignment.py --gold FOLDER --growth

It writes a folder a kind, with a folder a document (`src.txt`, `tgt.txt`, `gold.txt`), and prints how many documents,
beads, m-n beads and null beads each has. The gold follows from the rules (`gold_rules.py`), so it is right where the
pairs are. These are runs of rows of a table (source, target, tag), in the order in which they stand there; a row whose
sides differ in length by more than 2.5 times, or are the same, is passed over.

The first half of each tag's rows and the second make different sets: what is chosen by the first is tested on the
second. Neither shares a text with the gold sets that are not made. The same rows make the same files.
"""

from __future__ import annotations

import argparse
import lzma
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gold_lines import CUES, NOTES, as_minutes, as_tables
from gold_rules import (
    Pair,
    Rule,
    Step,
    Unit,
    applied,
    cut,
    cut_alike,
    cut_apart,
    joined,
    left_out,
    listed,
    misread,
    other_ending,
    put_in,
    run_on,
    texts,
)
from measuring import SHARED, Row, show

OUT = Path.home() / ".cache" / "align-benchmarks" / "made-gold"
FILES = ("train.tsv.xz", "extra.tsv.xz")
NEWS = (*(f"wmt-newstest{year}" for year in (*range(2012, 2019), 2020)), "wmt24-news-ref")
NOVELS = ("lit-karenina", "fic-hpmor", "books-bilinguator")
FACTS = ("testset-flores", "testset-tico19", "urantia", "debian-webwml")
TALK = ("wmt24-other-ref", "qe-ted2021-mt", "3b1b-captions")
SUBTITLES = ("subs-voita", "subs-morevna", "wmt24-other-ref", "3b1b-captions")


def both(share: float, rule: object) -> tuple[tuple[float, Rule], ...]:
    """A rule for a side, for each side with half of the share."""
    return tuple((share / 2, rule(side)) for side in (0, 1))  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: how many documents of how many pairs, of which tags, and what is done to the pairs."""

    name: str
    tags: tuple[str, ...]
    rules: tuple[tuple[float, Rule], ...]
    steps: tuple[Step, ...] = ()
    documents: int = 24
    least: int = 20
    most: int = 300


KINDS = (
    Kind(
        "subtitles",
        SUBTITLES,
        (
            *both(0.10, lambda side: joined(2, side)),
            *both(0.04, lambda side: joined(2, side, "- ")),
            *both(0.12, lambda side: cut(2, side, anywhere=True)),
            *both(0.06, run_on),
            (0.05, cut_apart),
            (0.08, cut_alike),
        ),
        (left_out(0.03, 2), put_in(0.05, CUES)),
    ),
    Kind(
        "minutes",
        (*TALK, "wmt24-news-ref", "doc-opensource-guide"),
        (*both(0.15, listed), *both(0.06, lambda side: joined(2, side)), *both(0.04, lambda side: cut(2, side))),
        (as_minutes, left_out(0.03, 2)),
    ),
    Kind(
        "verse",
        ("quran", "subs-voita", "lit-karenina", "fic-hpmor"),
        (
            *both(0.16, lambda side: cut(2, side, anywhere=True)),
            *both(0.04, lambda side: cut(3, side, anywhere=True)),
            *both(0.16, run_on),
            (0.12, cut_apart),
            *both(0.04, lambda side: joined(2, side)),
        ),
        (left_out(0.02, 2),),
    ),
    Kind(
        "books",
        NOVELS,
        (
            *both(0.16, lambda side: joined(2, side)),
            *both(0.04, lambda side: joined(3, side)),
            *both(0.10, lambda side: cut(2, side)),
            *both(0.03, lambda side: cut(3, side)),
            *both(0.03, run_on),
        ),
        (left_out(0.04, 12), put_in(0.015, NOTES)),
        least=40,
    ),
    Kind(
        "endings",
        (*NEWS[:4], "wmt24-news-ref", "testset-tico19", "qe-ted2021-mt", "books-bilinguator"),
        (*both(0.08, lambda side: joined(2, side)), *both(0.04, lambda side: cut(2, side))),
        (left_out(0.02, 1), other_ending(0.1, 0.35)),
        most=200,
    ),
    Kind(
        "abridged",
        (*NEWS[4:], "lit-karenina", "books-bilinguator", "urantia"),
        (*both(0.10, lambda side: joined(2, side)), *both(0.04, lambda side: cut(2, side))),
        (left_out(0.30, 5, (1,)), left_out(0.01, 1, (0,))),
    ),
    Kind(
        "very-short",
        (*NEWS, *NOVELS, *TALK, "subs-voita", "debian-webwml"),
        (*both(0.10, lambda side: joined(2, side)), *both(0.06, lambda side: cut(2, side)), (0.03, cut_apart)),
        (left_out(0.05, 2),),
        documents=80,
        least=5,
        most=15,
    ),
    Kind(
        "tables",
        ("debian-webwml", "doc-tldr", "testset-tico19", "gettext-wesnoth"),
        (*both(0.06, lambda side: joined(2, side)), *both(0.03, lambda side: cut(2, side))),
        (as_tables, left_out(0.04, 3)),
        most=150,
    ),
    Kind(
        "yearbooks",
        (*NOVELS, "urantia", "testset-tico19", "wmt-newstest2020"),
        (
            *both(0.14, lambda side: joined(2, side)),
            *both(0.02, lambda side: joined(3, side)),
            *both(0.14, lambda side: cut(2, side)),
            (0.02, cut_apart),
        ),
        (left_out(0.015, 1),),
        least=35,
        most=270,
    ),
    Kind(
        "scans",
        (*NOVELS, "quran", "testset-tico19"),
        (
            *both(0.12, lambda side: joined(2, side)),
            *both(0.12, lambda side: cut(2, side)),
            *both(0.03, run_on),
            (0.02, cut_apart),
        ),
        (left_out(0.02, 1), misread(0.05, 0.4)),
        least=35,
        most=200,
    ),
    Kind(
        "short-whole",
        (*NEWS, *NOVELS, *FACTS, *TALK, "subs-voita"),
        (*both(0.08, lambda side: joined(2, side)), *both(0.05, lambda side: cut(2, side))),
        (left_out(0.01, 1),),
        documents=48,
        least=35,
        most=100,
    ),
)


def rows(files: Iterable[Path]) -> dict[str, list[Pair]]:
    """The usable pairs of each tag, in the order of the files."""
    found: dict[str, list[Pair]] = {}
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                source, target, tag = line.rstrip("\n").split("\t")
                pair = " ".join(source.split()), " ".join(target.split())
                if usable(pair):
                    found.setdefault(tag, []).append(pair)
    return found


def usable(pair: Pair) -> bool:
    lengths = [len(side) + 10 for side in pair]  # a short line may be twice as long
    return all(pair) and pair[0] != pair[1] and max(lengths) < 2.5 * min(lengths)


def half(pairs: Sequence[Pair], which: str) -> Sequence[Pair]:
    middle = len(pairs) // 2
    return pairs[:middle] if which == "first" else pairs[middle:]


def documents(kind: Kind, pairs: dict[str, Sequence[Pair]], seed: int) -> Iterable[list[Unit]]:
    """The units of each document of a kind: of runs of pairs that do not overlap as long as a tag has enough."""
    chance = random.Random(f"{seed} {kind.name}")
    tags = [tag for tag in kind.tags if pairs.get(tag)]
    if not tags:
        return
    places = {tag: chance.randrange(len(pairs[tag])) for tag in tags}
    for number in range(kind.documents):
        tag = tags[number % len(tags)]
        size = min(round(math.exp(chance.uniform(math.log(kind.least), math.log(kind.most)))), len(pairs[tag]) // 2)
        run = [pairs[tag][(places[tag] + k) % len(pairs[tag])] for k in range(2 * size)]
        places[tag] += 2 * size
        units = applied(run[:size], kind.rules, chance)
        for step in kind.steps:
            units = step(units, run[size:], chance)
        yield units


def write(folder: Path, units: Sequence[Unit]) -> None:
    source, target, beads = texts(units)
    folder.mkdir(parents=True, exist_ok=True)
    gold = [f"{list(bead.source)}:{list(bead.target)}" for bead in beads]
    for name, lines in (("src.txt", source), ("tgt.txt", target), ("gold.txt", gold)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "en-ru", help=f"a folder with {' and '.join(FILES)}")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--half", choices=("first", "second"), default="first", help="of each tag's rows")
    parser.add_argument("--kind", dest="kinds", nargs="*", default=[kind.name for kind in KINDS])
    parser.add_argument("--seed", type=int, default=23)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = [options.data / name for name in FILES]
    if missing := [str(file) for file in files if not file.exists()]:
        parser.error(f"{', '.join(missing)}: not found; name their folder with --data")
    pairs = {tag: half(found, options.half) for tag, found in rows(files).items()}
    table: list[Row] = []
    for kind in KINDS:
        if kind.name not in options.kinds:
            continue
        made = list(documents(kind, pairs, options.seed))
        for number, units in enumerate(made):
            write(options.out / kind.name / f"{number:02}", units)
        beads = [unit for units in made for unit in units]
        null = sum(not all(unit.lines) for unit in beads)
        large = sum(all(unit.lines) and sum(map(len, unit.lines)) > 2 for unit in beads)
        table.append({"kind": kind.name, "documents": len(made), "beads": len(beads), "m-n": large, "null": null})
    show(table, options.json)


if __name__ == "__main__":
    main()
