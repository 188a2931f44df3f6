"""A person does to an alignment's sheet whatever one can do: no sentence of either text is lost or doubled by it.

Words that the person types are told by their names, and so are sentences: what the merged corpus has without them must
be both texts, and each of them must be in the corpus or among what is said not to be applied.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from align.corpus import Pair
from align.corpus.fingerprints import PairFingerprint
from align.review import MergeResult, SheetRow, merge
from align.review.fixes import FIX_WORDS

CASES = int(os.environ.get("ALIGN_REARRANGEMENT_CASES", "800"))
QUICK = 150
SIDES = ("source", "final")


def story(chance: random.Random) -> list[Pair]:
    """Two texts in one-sided, equal and unequal beads."""
    documents, at = ["", ""], [0, 0]
    pairs: list[Pair] = []
    for n in range(1, chance.randint(3, 9)):
        shape = chance.choice([(1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 0), (0, 1)])
        texts: list[str] = []
        spans: list[tuple[tuple[int, int], ...] | None] = []
        for side, name in enumerate("es"):
            sentences = []
            for _ in range(shape[side]):
                k = at[side]
                at[side] += 1
                sentences.append(f"{name}{k}a {name}{k}b {name}{k}c {name}{k}d {name}{k}e goes{k % 2} here.")
            places = []
            for sentence in sentences:
                documents[side] += "  " if documents[side] else ""
                places.append((len(documents[side]), len(documents[side]) + len(sentence)))
                documents[side] += sentence
            texts.append(" ".join(sentences))
            spans.append(tuple(places) or None)
        note = f"note{n}" if chance.random() < 0.2 else ""
        pairs.append(
            Pair(
                f"p-{n}",
                "p.txt",
                n,
                texts[0],
                texts[1],
                "en",
                "ru",
                source_span=spans[0],
                target_span=spans[1],
                origin="human",
                note=note,
            )
        )
    return pairs


@dataclass
class Editor:
    """A person in front of a sheet."""

    rows: list[dict[str, str]]
    chance: random.Random
    typed: int = 0
    overwritten: Counter[str] = field(default_factory=Counter)
    done: list[str] = field(default_factory=list)

    def at(self) -> int:
        return self.chance.randrange(len(self.rows))

    def word(self) -> str:
        self.typed += 1
        return f"typed{self.typed}"

    def side(self) -> str:
        return self.chance.choice(SIDES)

    # what one can do

    def move_cell(self) -> None:
        """Cut a cell and paste it to its neighbour's end or beginning."""
        at, side = self.at(), self.side()
        other = at + self.chance.choice([-1, 1])
        if 0 <= other < len(self.rows):
            order = (other, at) if other < at else (at, other)
            text = " ".join(filter(None, (self.rows[n][side] for n in order)))
            self.rows[at][side], self.rows[other][side] = "", text

    def move_part(self) -> None:
        """Cut a few words from the end of a cell and paste them at the beginning of the next one."""
        at, side = self.at(), self.side()
        words = self.rows[at][side].split()
        if at + 1 < len(self.rows) and words:
            cut = self.chance.randrange(len(words))
            self.rows[at][side] = " ".join(words[:cut])
            self.rows[at + 1][side] = " ".join([*words[cut:], self.rows[at + 1][side]]).strip()

    def exchange(self) -> None:
        at, side = self.at(), self.side()
        if at + 1 < len(self.rows):
            this, other = self.rows[at], self.rows[at + 1]
            this[side], other[side] = other[side], this[side]

    def insert_row(self) -> None:
        self.rows.insert(
            self.at() + self.chance.randint(0, 1), {"id": "", "source": "", "final": "", "mark": "", "fix": ""}
        )

    def delete_row(self) -> None:
        """Mostly an empty one."""
        at = self.at()
        empty = not (self.rows[at]["source"] or self.rows[at]["final"])
        if len(self.rows) > 1 and (empty or self.chance.random() < 0.3):
            del self.rows[at]

    def insert_cell(self) -> None:
        """Everything below moves down by one."""
        at, side = self.at(), self.side()
        column = [row[side] for row in self.rows]
        column.insert(at, "")
        if column[-1]:
            self.rows.append({"id": "", "source": "", "final": "", "mark": "", "fix": ""})
        for row, text in zip(self.rows, column, strict=False):
            row[side] = text

    def delete_cell(self) -> None:
        """Everything below moves up by one."""
        at, side = self.at(), self.side()
        if not self.rows[at][side] or self.chance.random() < 0.2:
            column = [row[side] for row in self.rows]
            column.pop(at)
            for row, text in zip(self.rows, [*column, ""], strict=True):
                row[side] = text

    def clear_cell(self) -> None:
        self.rows[self.at()][self.side()] = ""

    def copy_cell(self) -> None:
        side = self.side()
        self.rows[self.at()][side] = self.rows[self.at()][side]

    def copy_row(self) -> None:
        self.rows.insert(self.at(), dict(self.rows[self.at()]))

    def add_word(self) -> None:
        at, side = self.at(), self.side()
        words = self.rows[at][side].split()
        words.insert(self.chance.randint(0, len(words)), self.word())
        self.rows[at][side] = " ".join(words)

    def word_anew(self) -> None:
        """Overwrite a translation, as translators do."""
        row = self.rows[self.at()]
        self.overwritten.update(row["final"].split())
        row["final"] = f"{self.word()} {self.word()} {self.word()}"

    def set_fix(self) -> None:
        self.rows[self.at()]["fix"] = self.chance.choice([*FIX_WORDS["en"].values(), *FIX_WORDS["ru"].values()])

    def type_bar(self) -> None:
        at, side = self.at(), self.side()
        words = self.rows[at][side].split()
        words.insert(self.chance.randint(0, len(words)), "||")
        self.rows[at][side] = " ".join(words)

    def set_status(self) -> None:
        self.rows[self.at()]["status"] = self.chance.choice(["approved", "rejected", "edited", ""])

    def type_note(self) -> None:
        row = self.rows[self.at()]
        row["note"] = f"{row.get('note', '')} {self.word()}".strip()

    def move_row(self) -> None:
        row = self.rows.pop(self.at()) if len(self.rows) > 1 else None
        if row is not None:
            self.rows.insert(self.chance.randint(0, len(self.rows)), row)

    def sort(self) -> None:
        self.rows.sort(key=lambda row: row["source"])


COMMON = (
    "move_cell",
    "move_part",
    "exchange",
    "insert_row",
    "delete_row",
    "insert_cell",
    "delete_cell",
    "set_fix",
    "type_bar",
)
RARE = ("clear_cell", "copy_cell", "copy_row", "add_word", "word_anew", "set_status", "type_note", "move_row", "sort")


def rows_of(pairs: list[Pair]) -> list[dict[str, str]]:
    return [
        {"id": pair.id, "source": pair.source, "final": pair.target, "fix": "", "status": pair.status}
        | {"note": pair.note, "doc": pair.doc, "mark": str(PairFingerprint.of_pair(pair))}
        for pair in pairs
    ]


def merged(pairs: list[Pair], rows: list[dict[str, str]]) -> tuple[list[Pair], MergeResult]:
    outcome = MergeResult()
    table = [SheetRow("r.xlsx", "p", number, row) for number, row in enumerate(rows, 2)]
    return list(merge(pairs, table, outcome)), outcome


def words(texts: list[str]) -> Counter[str]:
    """The words of texts, without those that were typed."""
    return Counter(word for text in texts for word in text.split() if not word.startswith("typed") and word != "||")


def check(seed: int) -> int:
    """One case; returns how many places were rearranged. Raises AssertionError with what was done."""
    chance = random.Random(seed)
    pairs = story(chance)
    editor = Editor(rows_of(pairs), chance)
    if chance.random() < 0.3:  # a sheet of some of the pairs
        editor.rows = [row for row in editor.rows if chance.random() < 0.7] or editor.rows
    for _ in range(chance.randint(1, 6)):
        name = chance.choice(COMMON) if chance.random() < 0.75 else chance.choice(RARE)
        editor.done.append(name)
        getattr(editor, name)()
    done, outcome = merged(pairs, editor.rows)
    told = " ".join(" ".join(one.row.cells.values()) + one.text for one in outcome.leftovers)
    about = f"seed {seed}: {editor.done}"

    assert words([pair.source for pair in done]) == words([pair.source for pair in pairs]), about
    after, before = words([pair.target for pair in done]), words([pair.target for pair in pairs])
    copied = {"copy_cell", "copy_row"} & set(editor.done) and "add_word" in editor.done
    assert copied or not after - before, about  # a copy that was typed into is a wording of its own
    reworded = {pair.id for pair in done if "typed" in pair.target}
    meant = editor.overwritten + words([pair.target for pair in pairs if pair.id in reworded])
    assert not (before - after) - meant, about
    everything = " ".join(f"{pair.source} {pair.target} {pair.note}" for pair in done)
    for row in editor.rows:
        for word in " ".join(row.get(key, "") for key in ("source", "final", "note")).split():
            assert not word.startswith("typed") or word in everything.split() or word in told, f"{about}, {word}"
    for pair in pairs:
        if pair.note and all(pair.note in row.get("note", "") for row in editor.rows if row["id"] == pair.id):
            assert pair.note in everything or pair.note in told, about
    assert [pair.n for pair in done] == list(range(1, len(done) + 1)), about
    assert len({pair.id for pair in done}) == len(done), about
    assert all(pair.source or pair.target for pair in done), about
    assert_spans(pairs, done, about)
    again, second = merged(done, editor.rows)
    if not {"sort", "move_row"} & set(editor.done):  # which part what was added from what it was added to
        assert [(p.source, p.target) for p in again] == [(p.source, p.target) for p in done], about
        assert not second.rearranged, about
    return len(outcome.rearranged)


def assert_spans(pairs: list[Pair], done: list[Pair], about: str) -> None:
    """The spans of each side are those of the document, whole or divided, and each shows its text."""
    for side, name in (("source", "source_span"), ("target", "target_span")):
        known: dict[int, str] = {}
        for pair in pairs:
            text = getattr(pair, side)
            for start, end in getattr(pair, name) or ():
                known.update(zip(range(start, end), text[: end - start], strict=True))
                text = text[end - start + 1 :]
        for pair in done:
            spans = getattr(pair, name)
            if not spans or "typed" in getattr(pair, side):
                continue
            shown = "".join(known[at] for start, end in spans for at in range(start, end))
            assert shown.replace(" ", "") == getattr(pair, side).replace(" ", ""), about


def test_nothing_is_lost_in_some_cases() -> None:
    assert sum(check(seed) for seed in range(QUICK)) > QUICK / 4


@pytest.mark.slow
def test_nothing_is_lost_in_many_cases() -> None:
    assert sum(check(seed) for seed in range(QUICK, CASES)) > (CASES - QUICK) / 4
