"""What a run does with documents that fail, change, come and go, and with workers that die."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.batch.folder import Folder
from align.batch.plan import PlanEntry
from align.batch.pool import LocalPool
from align.batch.scheduler import LEAST, MOST, chunks, run
from align.batch.types import Chunk, Task
from align.cli.options import flag_of
from align.corpus import read_corpus, write_corpus
from align.errors import AlignError, FormatError, ModelError, OutputError, UsageError, options_called
from tests.batch.fake_work import FakeWork, InlinePool, open_collection, result_of, write_documents


def do(
    path: Path, entries: list[PlanEntry], pool: Any = None, *, only_failed: bool = False, formats: tuple[str, ...] = ()
) -> Any:
    """Run a collection; its stats and records."""
    collection = open_collection(path, entries, formats=formats)
    collection.choose(only_failed)
    run(collection, pool or InlinePool())
    return collection.stats, result_of(path)[1]


@pytest.fixture
def entries(tmp_path: Path) -> list[PlanEntry]:
    return write_documents(tmp_path / "in", 10)


def spoil(entry: PlanEntry, text: str = "BAD") -> None:
    with open(entry.source, "w", encoding="utf-8") as stream:
        stream.write(text)


def test_parts_are_corpora_in_the_order_of_the_input(tmp_path: Path, entries: list[PlanEntry]) -> None:
    stats, records = do(tmp_path / "out", entries, formats=("tmx",))
    parts = sorted((tmp_path / "out").glob("part-*.jsonl"))
    assert len(parts) > 1
    pairs = [pair for part in parts for pair in read_corpus(part)]
    assert [pair.doc for pair in pairs] == [entry.source for entry in entries for _ in range(3)]
    assert len({pair.id for pair in pairs}) == stats.pairs == 30
    units = [pair.source for part in parts for pair in read_corpus(part.with_suffix(".tmx"))]
    assert units == [pair.source for pair in pairs]
    assert [(r["n"], r["state"], r["pairs"], len(r["hash"])) for r in records] == [
        (n, "done", 3, 64) for n in range(10)
    ]


def test_a_failure_is_listed_and_costs_nobody_else_anything(tmp_path: Path, entries: list[PlanEntry]) -> None:
    do(tmp_path / "whole", entries)
    spoil(entries[4])
    stats, records = do(tmp_path / "out", entries)
    assert (stats.failed, stats.finished, stats.pairs) == (1, 10, 27)
    assert records[4]["error"] == f"{entries[4].source} is bad"
    listed = (tmp_path / "out" / "failures.tsv").read_text("utf-8").splitlines()
    assert listed == ["document\ttranslation\terror", f"{entries[4].source}\t\t{entries[4].source} is bad"]


def test_what_failed_is_done_again_alone_and_ends_in_its_place(tmp_path: Path, entries: list[PlanEntry]) -> None:
    whole = do(tmp_path / "whole", entries) and result_of(tmp_path / "whole")
    with open(entries[4].source, encoding="utf-8") as stream:
        text = stream.read()
    times = os.stat(entries[4].source)
    spoil(entries[4], "BAD".ljust(len(text)))
    do(tmp_path / "out", entries)
    spoil(entries[4], text)
    os.utime(entries[4].source, ns=(times.st_atime_ns, times.st_mtime_ns))
    stats, _ = do(tmp_path / "out", [], only_failed=True)
    assert (stats.wanted, stats.failed) == (1, 0)
    assert result_of(tmp_path / "out") == whole
    assert not (tmp_path / "out" / "failures.tsv").exists()


def test_a_second_run_finds_nothing_to_do(tmp_path: Path, entries: list[PlanEntry]) -> None:
    do(tmp_path / "out", entries)
    before = result_of(tmp_path / "out")
    stats, _ = do(tmp_path / "out", entries)
    assert stats.wanted == 0 and stats.pairs == 30
    assert result_of(tmp_path / "out") == before


def test_a_touched_document_is_left_and_a_changed_one_done_again(tmp_path: Path, entries: list[PlanEntry]) -> None:
    do(tmp_path / "out", entries)
    os.utime(entries[2].source, (1, 1))
    spoil(entries[7], "Now one line.\n")
    stats, _ = do(tmp_path / "out", entries)
    assert (stats.changed, stats.wanted, stats.pairs) == (1, 1, 28)
    texts = [pair.source for part in sorted((tmp_path / "out").glob("part-*")) for pair in read_corpus(part)]
    assert texts[21] == "Now one line." and len(texts) == 28


def test_new_documents_come_after_those_that_are_there(tmp_path: Path, entries: list[PlanEntry]) -> None:
    do(tmp_path / "out", entries[5:])
    before = result_of(tmp_path / "out")
    stats, records = do(tmp_path / "out", entries)
    assert (stats.documents, stats.wanted) == (10, 5)
    files, _ = result_of(tmp_path / "out")
    assert all(files[name] == data for name, data in before[0].items())
    assert [record["id"] for record in records] == [entry.source for entry in entries[5:] + entries[:5]]


def test_a_document_named_twice_is_done_once(tmp_path: Path, entries: list[PlanEntry]) -> None:
    again = [PlanEntry(os.path.relpath(entry.source)) for entry in entries]
    assert do(tmp_path / "out", entries + again)[0].documents == 10


def test_documents_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    one, two = write_documents(tmp_path / "a", 2), write_documents(tmp_path / "b", 2)
    do(tmp_path / "out", one + two)
    ids = [pair.id for part in sorted((tmp_path / "out").glob("part-*")) for pair in read_corpus(part)]
    assert ids[::3] == ["d000-0001", "d001-0001", "d000.2-0001", "d001.2-0001"]


def test_a_worker_process_uses_no_more_cores_than_its_share(tmp_path: Path, entries: list[PlanEntry]) -> None:
    spoil(entries[0], "CORES")
    _, records = do(tmp_path / "out", entries[:2], LocalPool(FakeWork(), 2, threads=1))
    assert records[0]["error"] == "1 cores"


def test_a_document_that_is_gone_fails_in_one_line(tmp_path: Path, entries: list[PlanEntry]) -> None:
    os.unlink(entries[3].source)
    _, records = do(tmp_path / "out", entries)
    assert records[3]["error"] == f"{entries[3].source} does not exist"


def test_a_document_without_translation_stays_alone_in_the_manifest(tmp_path: Path, entries: list[PlanEntry]) -> None:
    stats, records = do(tmp_path / "out", [*entries[:3], PlanEntry(entries[3].source, alone=True)])
    assert (stats.unpaired, stats.finished) == (1, 3)
    assert [record["state"] for record in records] == ["done", "done", "done", "alone"]


@pytest.mark.parametrize(("text", "name"), [("DIE", "SIGKILL, perhaps for want of memory"), ("SEGFAULT", "SIGSEGV")])
def test_a_worker_that_dies_costs_one_document(tmp_path: Path, entries: list[PlanEntry], text: str, name: str) -> None:
    spoil(entries[4], text)
    stats, records = do(tmp_path / "out", entries, LocalPool(FakeWork(), 2))
    assert [record["state"] for record in records] == ["done"] * 4 + ["failed"] + ["done"] * 5
    assert records[4]["error"] == f"the worker was ended by {name} while it was at work on this document"
    assert stats.pairs == 27


def test_workers_call_options_as_the_run_does(tmp_path: Path, entries: list[PlanEntry]) -> None:
    """By their flags, on the command line: workers are processes of their own."""
    spoil(entries[1], "OPTION")
    with options_called(flag_of):
        _, records = do(tmp_path / "out", entries[:2], LocalPool(FakeWork(), 1))
    assert records[1]["error"] == "give --text-column"


def test_a_model_that_does_not_load_ends_the_run_with_its_own_words(tmp_path: Path, entries: list[PlanEntry]) -> None:
    with pytest.raises(ModelError, match="the model is broken"):
        do(tmp_path / "out", entries, LocalPool(FakeWork(broken=True), 2))


def test_a_folder_has_one_run_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    with folder.locked(), pytest.raises(OutputError, match="another align is at work"), folder.locked():
        pass
    with folder.locked():
        pass


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Mine.", "utf-8")
    with pytest.raises(OutputError, match="holds something else"), Folder(tmp_path).locked():
        pass
    with pytest.raises(OutputError, match="is a file"), Folder(tmp_path / "thesis.txt").locked():
        pass
    with pytest.raises(OutputError, match="there is no folder"), Folder(tmp_path / "no" / "out").locked():
        pass


def test_other_options_than_it_was_begun_with_are_refused_by_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    with folder.locked():
        folder.begin({"beam": 4, "quotes": "keep"}, {})
        folder.agree({"beam": 4, "quotes": "keep"})
        with pytest.raises(UsageError, match=r"\(beam 4, now 1\).*--fresh"):
            folder.agree({"beam": 1, "quotes": "keep"})


def test_a_manifest_that_a_person_has_edited_is_refused_with_its_line(tmp_path: Path, entries: list[PlanEntry]) -> None:
    do(tmp_path / "out", entries)
    manifest = tmp_path / "out" / "manifest.jsonl"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join([*lines[:2], "oops\n", *lines[3:]]), "utf-8")
    with pytest.raises(FormatError, match="line 3"):
        open_collection(tmp_path / "out")


def test_file_names_that_are_no_utf8_survive(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    try:
        spoil(PlanEntry(name), "One.\n")
    except OSError:
        pytest.skip("this file system has UTF-8 names only")
    stats, records = do(tmp_path / "out", [PlanEntry(name)])
    assert stats.pairs == 1 and records[0]["id"] == name


def test_chunks_stay_in_their_shard_and_shrink_towards_the_end() -> None:
    tasks = [Task(n, n // 600, "", "", 2000, "") for n in range(1200)]
    cut = list(chunks(tasks, 2000 * 1200, workers=2))
    assert [task.n for chunk in cut for task in chunk.tasks] == list(range(1200))
    assert all(len({task.shard for task in chunk.tasks}) == 1 for chunk in cut)
    sizes = [sum(task.size for task in chunk.tasks) for chunk in cut]
    assert max(sizes) <= MOST and sizes[0] > MOST / 2 and sizes[-1] <= LEAST
    assert [len(chunk.tasks) for chunk in chunks([Task(0, 0, "", "", 10 * MOST, "")], 10 * MOST, 2)] == [1]


def test_a_stuck_worker_does_not_outlive_the_run(tmp_path: Path, entries: list[PlanEntry]) -> None:
    pool = LocalPool(FakeWork(seconds=60), 1)
    collection = open_collection(tmp_path / "out", entries)
    collection.choose()
    pool.submit(next(chunks(collection.tasks(), 1000, 1)))
    processes = [one.process for one in pool._processes]
    pool.close()
    assert all(not process.is_alive() for process in processes)


def test_a_chunk_that_is_shorter_than_the_manifest_says_is_not_passed_on(
    tmp_path: Path, entries: list[PlanEntry]
) -> None:
    collection = open_collection(tmp_path / "out", entries)
    collection.choose()
    pool = InlinePool()
    pool.submit(Chunk((next(collection.tasks()),)))
    collection.commit(pool.wait())
    stored = tmp_path / "out" / ".align" / "00000" / "00001"
    stored.write_bytes(stored.read_bytes()[:-50])
    with pytest.raises((OSError, AlignError)):
        do(tmp_path / "out", entries)


def reviewed(part: Path, *texts: str) -> None:
    """Edit the first pairs of a part as `align merge --in-place` does."""
    corpus = read_corpus(part).load()
    edited = [replace(pair, target=text, status="edited") for pair, text in zip(corpus, texts, strict=False)]
    write_corpus(replace(corpus, pairs=[*edited, *list(corpus.pairs)[len(texts) :]]), part)


def test_what_was_reviewed_in_a_part_stays_when_another_document_is_done_again(
    tmp_path: Path, entries: list[PlanEntry]
) -> None:
    """The part is longer then than the manifest says: its lines are counted, not its bytes."""
    do(tmp_path / "out", entries)
    part = tmp_path / "out" / "part-00000.jsonl"
    docs = list(dict.fromkeys(pair.doc for pair in read_corpus(part)))
    assert len(docs) > 1
    reviewed(part, "Это длиннее, чем было, и набрано рукой.", "Ещё одно.")
    before = [pair for pair in read_corpus(part) if pair.doc != docs[-1]]
    spoil(next(entry for entry in entries if entry.source == docs[-1]), "One.\nTwo.\nThree.\nFour.\n")
    do(tmp_path / "out", entries)
    after = list(read_corpus(part))
    assert [pair for pair in after if pair.doc != docs[-1]] == before
    assert before[0].status == "edited" and [pair.doc for pair in after].count(docs[-1]) == 4


@pytest.mark.parametrize("spoilt", ["a line more", "a line less", "no header"])
def test_a_part_with_other_pairs_is_left_alone(tmp_path: Path, entries: list[PlanEntry], spoilt: Any) -> None:
    do(tmp_path / "out", entries)
    part = tmp_path / "out" / "part-00000.jsonl"
    lines = part.read_bytes().splitlines(keepends=True)
    part.write_bytes(b"".join({"a line more": [*lines, lines[-1]], "a line less": lines[:-1]}.get(spoilt, lines[1:])))
    before = part.read_bytes()
    spoil(entries[0], "Another text.\n")
    with pytest.raises(FormatError, match=r"part-00000\.jsonl has other pairs than align wrote in it"):
        do(tmp_path / "out", entries)
    assert part.read_bytes() == before
    with pytest.raises(FormatError, match=r"part-00000\.jsonl has other pairs"):  # and says so again
        do(tmp_path / "out", entries)
