"""Rooms of what align keeps for itself: memories, kept drafts, checkpoints, the folder of a batch broken off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from align.corpus import Corpus
from align.errors import InputError
from tests.fuzz.hostile import JSON
from tests.fuzz.mutations import broken, cells_broken
from tests.fuzz.outcomes import Read, Room
from tests.fuzz.test_hostile_batches import BATCH


def store_rooms(folder: Path) -> Iterator[Room]:
    """Memories and kept drafts."""
    from align.memory import Memory, add_corpus
    from align.memory.repair import repair
    from align.translation.draft_cache import DraftStore, draft_key
    from align.translation.engine import Draft
    from tests.fuzz import test_hostile_stores as stores

    stores.put(folder / "whole.sqlite", stores.make_memory(folder / "made.sqlite"))
    with Memory.open(folder / "whole.sqlite", write=True) as memory:
        memory.base.execute("PRAGMA journal_mode = DELETE")
    make = cells_broken((folder / "whole.sqlite").read_bytes())
    keys, draft = [draft_key(str(n)) for n in range(20)], Draft("Порт открылся. " * 9, -0.5, False)

    def add(path: Path) -> None:
        with Memory.open(path, write=True, patience=0.1) as opened:
            add_corpus(opened, Corpus(stores.STORY[18:23]), "again")

    def save(path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}.new{suffix}").unlink(missing_ok=True)
        repair(path, Path(f"{path}.new"))

    def take_drafts(path: Path) -> None:
        said: list[str] = []
        if (store := DraftStore.open(said.append, path)) is not None:
            found = store.get(keys)
            assert all(isinstance(draft.text, str) for drafts in found.values() for draft in drafts)
            store.put({keys[0]: [draft]})
            store.count()
            store.close()
        for damaged in path.parent.glob(f"{path.name}.*"):
            damaged.unlink()
        assert all("\n" not in line for line in said)
        if said:
            raise InputError(said[0], path=path)

    yield Room("memory", "asked.sqlite", make, stores.asks_everything)
    yield Room("memory", "added.sqlite", make, add)
    yield Room("memory", "repaired.sqlite", make, save, 3)
    path = folder / "drafts.sqlite"
    good = DraftStore.open(print, path)
    assert good is not None
    good.put({key: [draft] for key in keys})
    good.close()
    yield Room("drafts", "cache.sqlite", cells_broken(path.read_bytes()), take_drafts)


def folder_rooms(folder: Path) -> Iterator[Room]:
    """Folders of which one file is broken: a checkpoint, a batch that was broken off."""
    from align.batch.lifecycle import resume
    from align.batch.scheduler import chunks, run
    from tests.batch.fake_work import FakeWork, InlinePool, open_collection, write_documents
    from tests.fuzz.test_hostile_models import FILES, make_checkpoint, use_checkpoint

    model = folder / "checkpoint"
    model.mkdir()
    make_checkpoint(model)
    words = (*JSON, '"marian"', '"sources"', '">>rus<<"', "\x0a\x05\x0a\x03", "\x12\x00")

    def checkpoint(file: str) -> Read:
        good = (model / file).read_bytes()

        def read(path: Path) -> None:
            shutil.copy(path, model / file)
            try:
                use_checkpoint(model, file)
            finally:
                (model / file).write_bytes(good)

        return read

    for file in FILES:
        yield Room("checkpoint", file, broken([(model / file).read_bytes()], words), checkpoint(file))

    entries = write_documents(folder / "in", 4)
    out, begun = folder / "out", folder / "begun"
    collection = open_collection(begun, entries)
    collection.choose()
    pool = InlinePool(FakeWork())
    for chunk in list(chunks(collection.tasks(), 900, 1))[:2]:
        pool.submit(chunk)
        collection.commit(pool.wait())
    collection.folder.begin({"formats": [], "tmx_langs": {}, "shard_bytes": 800}, {"does": "pair", "created": ""})

    def batch(file: str) -> Read:
        def read(path: Path) -> None:
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(begun, out)
            shutil.copy(path, out / file)
            if file.endswith("job.json"):
                resume(open_collection(out).folder)
                return
            collection = open_collection(out, entries)
            collection.choose()
            run(collection, InlinePool(FakeWork()))

        return read

    chunk_files = (path for path in begun.rglob("0000[0-9]") if path.is_file())
    for file in (".align/plan.jsonl", "manifest.jsonl", ".align/job.json", *map(str, chunk_files)):
        file = str(Path(begun, file).relative_to(begun))
        yield Room(
            "batch", file.replace("/", "-").lstrip("."), broken([(begun / file).read_bytes()], BATCH), batch(file), 2
        )
