"""Gold alignments that `benchmarks/made_gold.py` makes by rule: what they say is right, is, whatever the pairs say."""

from __future__ import annotations

import importlib
import lzma
import random
import subprocess
import sys
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from align.alignment.beads import Bead, read_beads

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SHIPS = ("barge", "ferry", "tug", "yacht", "trawler", "icebreaker")
СУДА = ("баржа", "паром", "буксир", "яхта", "траулер", "ледокол")


def pairs(count: int, first: int = 0) -> list[tuple[str, str]]:
    """Sentences that differ in a number, short ones and some with clauses, and their translations."""
    made = []
    for n in range(first, first + count):
        ship, судно = SHIPS[n % 6], СУДА[n % 6]
        if n % 3 == 0:
            made.append((f"The {ship} number {n} is here.", f"Здесь {судно} номер {n}."))
        elif n % 3 == 1:
            made.append(
                (
                    f"When it was dark, the {ship} came in; number {n}, it is said, was late.",
                    f"Когда стемнело, подошло судно {судно}; номер {n}, говорят, опоздал.",
                )
            )
        else:
            made.append(
                (f"Nobody saw the {ship} {n} at sea, he said.", f"Он сказал, что {судно} {n} в море не видели.")
            )
    return made


@pytest.fixture(scope="module")
def made_gold() -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        return importlib.import_module("made_gold")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def rules(made_gold: ModuleType) -> ModuleType:
    return sys.modules["gold_rules"]


def sides(beads: list[Bead]) -> tuple[list[int], list[int]]:
    return list(chain(*(bead.source for bead in beads))), list(chain(*(bead.target for bead in beads)))


def test_a_document_of_every_kind_has_each_line_in_one_bead_and_in_order(made_gold: ModuleType) -> None:
    rules = sys.modules["gold_rules"]
    for kind in made_gold.KINDS:
        known = {tag: pairs(700) for tag in kind.tags}
        made = list(made_gold.documents(kind, known, 1))
        assert len(made) == kind.documents
        shapes = set()
        for units in made:
            source, target, beads = rules.texts(units)
            assert sides(beads) == (list(range(len(source))), list(range(len(target))))
            assert all(line == line.strip() != "" for line in (*source, *target))
            assert not rules.ambiguous(units)
            shapes |= {(len(bead.source), len(bead.target)) for bead in beads}
        assert {(1, 1), (2, 1), (1, 2), (1, 0), (0, 1)} <= shapes, kind.name
        assert made == list(made_gold.documents(kind, known, 1))
        assert made != list(made_gold.documents(kind, known, 2))


def test_beads_with_two_sides_hold_whole_pairs(made_gold: ModuleType, rules: ModuleType) -> None:
    """What the lines of a bead say is what some pairs say that follow each other, on both sides the same ones."""
    known = pairs(60)
    numbered = [f"{side}" for side in range(60)]
    for kind in made_gold.KINDS:
        for unit in rules.applied(known, kind.rules, random.Random(3)):
            words = [" ".join(lines).replace(";", ".").replace(".", " ").split() for lines in unit.lines]
            found = [[word.strip(",") for word in side if word.strip(",") in numbered] for side in words]
            assert found[0] == found[1] and all(all(side) for side in unit.lines), (kind.name, unit)


@pytest.mark.parametrize("side", [0, 1])
def test_rules_say_what_belongs_together(rules: ModuleType, side: int) -> None:
    one = ("One sails at dawn, or a little later.", "Один выйдет на рассвете, или чуть позже.")
    two = [
        one,
        (
            "The second of them stays here in the bay until the wind turns.",
            "Второй из них останется здесь в бухте до перемены ветра.",
        ),
    ]
    [unit], used = rules.joined(2, side, "- ")(two, random.Random(1))
    assert used == 2 and len(unit.lines[side]) == 1 and unit.lines[side][0].count("- ") == 2
    assert unit.lines[1 - side] == [pair[1 - side] for pair in two]
    [unit], used = rules.cut(2, side)(two, random.Random(1))
    assert used == 1 and unit.lines[1 - side] == [two[0][1 - side]] and " ".join(unit.lines[side]) == two[0][side]
    assert rules.cut(2, side)(two[1:], random.Random(1)) is None
    assert rules.joined(3, side)(two, random.Random(1)) is None
    [unit], used = rules.run_on(side)(two, random.Random(5))
    assert used == 2 and len(unit.lines[side]) == 2 and " ".join(unit.lines[side]) == " ".join(p[side] for p in two)
    assert unit.lines[side][0] != two[0][side]
    [unit], used = rules.listed(side)(two, random.Random(1))
    assert used == 2 and "; " in unit.lines[side][0] and len(unit.lines[1 - side]) == 2


def test_lines_cut_on_both_sides_are_one_bead_unless_cut_at_the_same_mark(rules: ModuleType) -> None:
    pair = (
        "The ferry came in late at night: fog lay on the bay.",
        "Паром пришёл поздно ночью: над бухтой лежал туман.",
    )
    for seed in range(20):
        [unit], _ = rules.cut_apart([pair], random.Random(seed))
        shares = [len(lines[0]) / len(line) for lines, line in zip(unit.lines, pair, strict=True)]
        assert abs(shares[0] - shares[1]) > 0.35
    assert rules.cut_apart([("Late, as ever, it came.", "Как всегда, поздно, пришёл.")], random.Random(1)) is None
    made, _ = rules.cut_alike([pair], random.Random(1))
    assert [unit.lines for unit in made] == [
        (["The ferry came in late at night:"], ["Паром пришёл поздно ночью:"]),
        (["fog lay on the bay."], ["над бухтой лежал туман."]),
    ]
    for other in (
        "Паром пришёл поздно ночью; над бухтой лежал туман.",
        "Туман: из-за него паром пришёл поздно ночью, увы.",
    ):
        assert rules.cut_alike([(pair[0], other)], random.Random(1)) is None


def test_a_repeated_line_is_never_left_out_where_another_could_be_meant(rules: ModuleType) -> None:
    same = [rules.Unit((["Carried."], ["Принято."])) for _ in range(4)]
    assert rules.left_out(0.5, 1)(same, [], random.Random(1)) == same
    assert rules.ambiguous([rules.Unit((["Carried."], [])), same[0]])
    assert not rules.ambiguous([rules.Unit((["Lost."], [])), same[0]])


def test_texts_with_other_endings_share_no_pair_there(rules: ModuleType) -> None:
    units = [rules.Unit(([source], [target])) for source, target in pairs(30)]
    ended = rules.other_ending(0.2, 0.2)(units, pairs(30, 30), random.Random(1))
    numbers = [{line.split()[-1] for unit in ended[30:] for line in unit.lines[side]} for side in (0, 1)]
    assert len(ended) == 42 and all(bool(unit.lines[0]) != bool(unit.lines[1]) for unit in ended[30:])
    assert ended[:30] == units and numbers[0].isdisjoint(numbers[1])


def test_misread_letters_leave_lines_in_place(rules: ModuleType) -> None:
    units = [rules.Unit(([source], [target])) for source, target in pairs(30)]
    read = rules.misread(0.5, 0.5)(units, [], random.Random(1))
    for side in (0, 1):
        words = [[unit.lines[side][0].split() for unit in made] for made in (units, read)]
        assert [len(line) for line in words[0]] == [len(line) for line in words[1]]
        wrong = [old != new for lines in zip(*words, strict=True) for old, new in zip(*lines, strict=True)]
        assert 0.35 < sum(wrong) / len(wrong) < 0.6


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, BENCHMARKS / "made_gold.py", *arguments]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def test_the_command_writes_sets_that_the_benchmark_reads(tmp_path: Path, made_gold: ModuleType) -> None:
    said = run("--data", tmp_path)
    assert said.returncode == 2 and "extra.tsv.xz: not found" in said.stderr
    halves = pairs(200), pairs(200, 1000)
    rows = [(*pair, tag) for tag in ("quran", "subs-voita") for half in halves for pair in half]
    rows += [("Same.", "Same.", "quran"), ("A", "Очень длинная строка, которой нет в подлиннике.", "quran")]
    (tmp_path / "train.tsv.xz").write_bytes(lzma.compress("".join("\t".join(row) + "\n" for row in rows).encode()))
    (tmp_path / "extra.tsv.xz").write_bytes(lzma.compress(b""))
    texts = {}
    for half in ("first", "second"):
        out = tmp_path / half
        said = run("--data", tmp_path, "--out", out, "--half", half, "--kind", "verse", "very-short")
        assert said.returncode == 0, said.stderr
        assert sorted(folder.name for folder in out.iterdir()) == ["verse", "very-short"]
        assert [line.split("|")[2].strip() for line in said.stdout.splitlines()[2:]] == ["24", "80"]
        document = out / "verse" / "00"
        source, target, gold = ((document / name).read_text("utf-8") for name in ("src.txt", "tgt.txt", "gold.txt"))
        counts = tuple(list(range(len(text.splitlines()))) for text in (source, target))
        assert sides(list(read_beads(gold.splitlines()))) == counts
        texts[half] = {n for file in out.glob("*/*/src.txt") for n in file.read_text("utf-8").split() if n.isdigit()}
    assert texts["first"].isdisjoint(texts["second"])
