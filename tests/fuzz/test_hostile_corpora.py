"""Parquet and Moses, broken; and what is made of corpora whose every text is nasty: filters, sheets, orders, quotes."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.curation import FilterOptions, filter_corpus, reread
from align.curation.datasheet import datasheet
from align.curation.external_sort import ORDERS, sort_pairs
from align.curation.statistics import Statistics
from align.typography import LANGUAGES, typeset
from tests.fuzz.hostile import CASES, LONGEST_CASE, MOST_MEMORY, NUMBERS, TABLES, TEXTS, XML, attack, mutated
from tests.fuzz.test_hostile_files import reads, written

WORDS = (*TEXTS, *NUMBERS[:9], *XML[:9], "``", "|", "# ", "\n\n", "“", "”", "«", "»", "„", "'", "’", " - ", "—", "--",
         " : ", "12,500", "1.5 %", "http://a.b/?c", "№", "и т. д.", "\u00a0", "\u202f", "\ud800", "\x00", "<b>", "{a}",
         "%s")  # fmt: skip


def nasty(rng: random.Random) -> str:
    return "".join(rng.choice(WORDS) for _ in range(rng.choice((0, 1, 3, 12))))


def test_broken_parquet_is_read_or_refused() -> None:
    pytest.importorskip("pyarrow")
    import pyarrow
    import pyarrow.parquet

    hub, read = io.BytesIO(), reads("parquet")
    rows = [{"id": n, "translation": {"en": "One", "ru": "Раз"}} for n in range(3)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), hub)
    seeds = [written("parquet"), hub.getvalue()]
    for seed in seeds:
        read(seed)
    found = attack("parquet", lambda rng: mutated(rng, seeds, ("PAR1", "\x15\x04", "\xff" * 8)), read, CASES // 20)
    assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY and found["refused"]


def test_parquet_with_columns_of_other_kinds_is_read_or_refused() -> None:
    pytest.importorskip("pyarrow")
    import pyarrow
    import pyarrow.parquet

    kinds = (1, 1.5, "x", b"\xff", True, None, [1], ["a"], {"a": 1}, {"en": 1, "ru": []}, "[" * 3000, float("nan"))
    names = ("source", "target", "n", "score", "flags", "status", "extra", "source_span", "translation", "id", "doc")

    def make(rng: random.Random) -> bytes:
        row = {"source": "One", "target": "Раз", **{name: rng.choice(kinds) for name in rng.sample(names, 3)}}
        stream = io.BytesIO()
        about = {b"align.corpus": rng.choice((b"{}", b"[]", b"\xff", b'{"extra": 5, "signature": []}', b"[" * 5000))}
        table = pyarrow.Table.from_pylist([row])
        pyarrow.parquet.write_table(table.replace_schema_metadata(about if rng.random() < 0.5 else None), stream)
        return stream.getvalue()

    found = attack("parquet kinds", make, reads("parquet"), CASES // 40)
    assert 0 < found["refused"] < found["cases"]


def test_broken_moses_is_read_or_refused(tmp_path: Path) -> None:
    def read(data: bytes) -> None:
        half = len(data) // 2
        (tmp_path / "a.en").write_bytes(data[:half])
        (tmp_path / "a.ru").write_bytes(data[half:])
        list(read_corpus(tmp_path / "a.moses", source_lang="en", target_lang="ru"))

    seeds = [b"One\nTwo\n" + b"Uno\nDos\n"]
    found = attack("moses", lambda rng: mutated(rng, seeds, TABLES), read, CASES // 50)
    assert 0 < found["refused"] < found["cases"]


def test_nasty_texts_are_typeset_once_and_for_all() -> None:
    def read(data: bytes) -> None:
        rng = random.Random(data)
        text, source, language = nasty(rng), nasty(rng), rng.choice([*LANGUAGES, "ru-RU", "xx", ""])
        once = typeset(text, language, source)
        assert typeset(once, language, source) == once, (text, source, language)

    attack("typography", lambda rng: rng.randbytes(8), read, CASES // 10)


def test_corpora_of_nasty_texts_are_filtered_sorted_and_described(tmp_path: Path) -> None:
    def pair(rng: random.Random, n: int) -> Pair:
        flags = tuple(nasty(rng) or "length" for _ in range(rng.randrange(2)))
        return Pair(f"i{n}", nasty(rng), n, nasty(rng), nasty(rng), "en", "ru", flags=flags, note=nasty(rng),
                    score=rng.choice((None, 0.5, float("nan"), -1.0)), model=nasty(rng), created=nasty(rng),
                    extra={"duplicate_of": nasty(rng)})  # fmt: skip

    def read(data: bytes) -> None:
        rng = random.Random(data)
        pairs = [pair(rng, n) for n in range(8)]
        values: tuple[object, ...] = (5, [5], "x", {"a": 1}, [{"name": nasty(rng)}], None, [[]])
        extra = {key: rng.choice(values) for key in ("sources", "filters", "inputs")}
        path = tmp_path / "c.jsonl"
        write_corpus(Corpus(pairs, source_lang="en", target_lang="ru", extra=extra), path)
        corpus = read_corpus(path)
        sheet = datasheet(corpus, Statistics.of(corpus), nasty(rng))
        assert "<script" not in sheet
        for key in ORDERS.values():
            assert len(list(sort_pairs(pairs, key, run=3))) == 8
        with reread([str(path), str(path)]) as inputs:
            outcome = filter_corpus(inputs, FilterOptions(drop=frozenset({"duplicate"}), min_score=0.1))
            assert len(list(outcome.pairs())) == 16 and outcome.kept <= 16

    found = attack("building", lambda rng: rng.randbytes(8), read, CASES // 200)
    assert found["slowest"] < LONGEST_CASE
