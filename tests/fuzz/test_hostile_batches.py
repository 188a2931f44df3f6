"""The folder of a batch, damaged: one line, or resumed rightly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from align.errors import FormatError
from tests.fuzz.hostile import CASES, LONGEST_CASE, attack, mutated

BATCH = ('"n"', '"shard"', '"part-00000"', "9" * 20, "-1", "[]", "{}", "null", '"../../x"', '"state"', '"done"',
         "1e999", '"chunk"', '"\\u0000"', '"bytes"', "true", "\n", '"start"')  # fmt: skip


def test_the_files_of_a_batch_damaged_are_one_line_or_resumed_rightly(tmp_path: Path) -> None:
    """The plan, the manifest, a chunk, the settings of a run that was broken off: each changed in every way."""
    from align.batch.lifecycle import resume
    from align.batch.scheduler import chunks, run
    from tests.batch.fake_work import FakeWork, InlinePool, open_collection, write_documents

    entries = write_documents(tmp_path / "in", 6)
    out, begun = tmp_path / "out", tmp_path / "begun"
    collection = open_collection(begun, entries)
    collection.choose()
    pool = InlinePool(FakeWork())
    for chunk in list(chunks(collection.tasks(), 900, 1))[:2]:
        pool.submit(chunk)
        collection.commit(pool.wait())
    collection.folder.begin({"formats": [], "tmx_langs": {}, "shard_bytes": 800}, {"does": "pair", "created": ""})
    files = [".align/plan.jsonl", "manifest.jsonl", *(str(path.relative_to(begun)) for path in begun.rglob("0000[0-9]")
             if path.is_file())]  # fmt: skip

    def read(name: str) -> Callable[[bytes], None]:
        def read_one(data: bytes) -> None:
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(begun, out)
            (out / name).write_bytes(data)
            if name.endswith("job.json"):
                resume(open_collection(out).folder)
                return
            collection = open_collection(out, entries)
            collection.choose()
            run(collection, InlinePool(FakeWork()))

        return read_one

    for name in (*files, ".align/job.json"):
        seed = (begun / name).read_bytes()
        found = attack(f"batch {name}", lambda rng: mutated(rng, [seed], BATCH), read(name), CASES // 250)  # noqa: B023
        assert found["slowest"] < LONGEST_CASE and not list(tmp_path.rglob("x*"))


def test_a_name_that_no_file_can_have_is_no_document_of_a_plan(tmp_path: Path) -> None:
    from align.batch.plan import CollectionPlan, PlanEntry

    plan = CollectionPlan(tmp_path / "plan.jsonl")
    plan.add([PlanEntry(str(tmp_path / "a.txt"))], 1000)
    for name in (r"\ud800", r"\u0000"):
        changed = plan.path.read_text("utf-8").replace("a.txt", name)
        (tmp_path / "changed.jsonl").write_text(changed, "utf-8")
        with pytest.raises(FormatError, match="line 1 is no document of the plan"):
            list(CollectionPlan(tmp_path / "changed.jsonl").tasks())
