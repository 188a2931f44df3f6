"""What align keeps for later runs, on a system that fails at the n-th call: the old or the new, whole, and the same
command again completes the work."""

from __future__ import annotations

import errno
import gc
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from align.batch.collection import Collection
from align.batch.folder import Folder
from align.batch.plan import CollectionPlan, PlanEntry
from align.batch.types import Chunk, ChunkResult, DocumentResult
from align.checkpoints import conversion, download
from align.checkpoints.conversion import converted
from align.checkpoints.download import DownloadPlan, carry_out, import_folder
from align.checkpoints.hub import Hub, HubFile, Repository, checksum_of
from align.errors import AlignError, OutputError
from align.io import temporary_files
from align.training.run_directory import RunDirectory
from align.translation.draft_cache import DraftStore
from align.translation.engine import Draft
from tests.faults.injection import Plan, failing

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES)


def sweep(
    place: Path, act: Callable[[Path], object], check: Callable[[Path, AlignError | None], None], base: Path | None
) -> int:
    """Do something in a copy of `base`, failing at each of its calls in turn; what raises anything but an AlignError of
    one line, or makes Python complain, is a fault. Returns the number of calls."""

    def again(plan: Plan) -> AlignError | None:
        shutil.rmtree(place, ignore_errors=True)
        if base is None:
            place.mkdir()
        else:
            shutil.copytree(base, place)
        temporary_files._tidied.clear()
        raised = None
        with failing(plan) as complaints:
            try:
                act(place)
            except AlignError as error:
                raised = error
            gc.collect(0)
        assert not complaints, complaints
        assert raised is None or "\n" not in str(raised)
        return raised

    again(Plan())
    whole = Plan()
    assert again(whole) is None
    check(place, None)
    for number in range(len(whole.calls)):
        plan = Plan(number, CODES[number % 3], lasting=number % 2 == 0)
        error = again(plan)
        try:
            check(place, error)
            temporary_files._tidied.clear()
            act(place)  # when the disk is well again
            check(place, None)
        except Exception as found:
            raise AssertionError(f"{plan.calls[number]} {number}: {error}") from found
    return len(whole.calls)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkpoint that has all its files; the store and the cache are in the place."""
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "place" / "home"))
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "place" / "cache"))
    import numpy
    from safetensors.numpy import save_file

    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(b"pieces")
    (folder / "vocab.json").write_text('{"</s>": 0}')
    (folder / "config.json").write_text('{"model_type": "marian"}')
    save_file({"w": numpy.zeros(4)}, folder / "model.safetensors")
    return folder


def test_the_cache_of_drafts(tmp_path: Path) -> None:
    """It never ends a run, and what it has stays."""
    said: list[str] = []

    def act(place: Path) -> None:
        store = DraftStore.open(said.append, place / "drafts.sqlite")
        if store is not None:
            store.put({b"new": [Draft("Порт", -1.0)]})
            store.close()

    base = tmp_path / "base"
    base.mkdir()
    store = DraftStore.open(said.append, base / "drafts.sqlite")
    assert store is not None
    store.put({b"old": [Draft("Старый", -1.0)]})
    store.close()

    def check(place: Path, error: AlignError | None) -> None:
        assert error is None and not list(place.glob("*.damaged"))
        opened = DraftStore.open(pytest.fail, place / "drafts.sqlite")
        assert opened is not None
        assert opened.get([b"old"]) == {b"old": [Draft("Старый", -1.0)]}
        opened.close()

    assert sweep(tmp_path / "place", act, check, base) > 5 and said
    assert all("damaged" not in line for line in said)


@pytest.mark.slow
def test_a_new_cache_of_drafts(tmp_path: Path) -> None:
    def act(place: Path) -> None:
        store = DraftStore.open(lambda line: None, place / "cache" / "drafts.sqlite")
        if store is not None:
            store.put({b"new": [Draft("Порт", -1.0)]})
            store.close()

    def check(place: Path, error: AlignError | None) -> None:
        assert error is None
        left = {path.name for path in (place / "cache").glob("*")} if (place / "cache").exists() else set()
        assert left <= {"drafts.sqlite", "drafts.sqlite-wal", "drafts.sqlite-shm"}

    assert sweep(tmp_path / "place", act, check, None) > 10


@pytest.mark.slow
def test_a_conversion_and_its_hashes(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(folder: Path, target: Path) -> None:
        target.mkdir()
        (target / "model.bin").write_bytes(b"weights")
        (target / "config.json").write_text("{}")

    monkeypatch.setattr(conversion, "_convert", convert)
    base = tmp_path / "base"
    shutil.copytree(model, base / "model")

    def check(place: Path, error: AlignError | None) -> None:
        for parent in conversion._candidate_folders(place / "model"):
            made = [*parent.glob("*"), *parent.glob(".*")] if parent.exists() else []
            assert all(path.name.startswith("int8-") and conversion._is_complete(path) for path in made), made
        assert error is None or "can be kept nowhere" in str(error)

    assert sweep(tmp_path / "place", lambda place: converted(place / "model"), check, base) > 12


@pytest.mark.parametrize("replaced", [False, True])
def test_a_checkpoint_that_is_put_into_the_store(tmp_path: Path, model: Path, replaced: bool) -> None:
    """A new one, or one in the place of another, which stays until that is there."""
    base = tmp_path / "base"
    shutil.copytree(model, base / "given")
    if replaced:
        shutil.copytree(model, base / "home" / "models" / "m")
        (base / "home" / "models" / "m" / "vocab.json").write_text('{"old": 0}')

    def check(place: Path, error: AlignError | None) -> None:
        store = place / "home" / "models"
        there = sorted(path.name for path in store.iterdir()) if store.exists() else []
        if error is not None and "is kept as" in str(error):
            assert [name for name in there if name.startswith(".former-m-")] and "m" not in there
            return
        assert [name for name in there if name != ".partial"] in ([["m"]] if replaced else [[], ["m"]]), there
        assert not (store / ".partial").exists() or not list((store / ".partial").iterdir())
        if (store / "m").exists():
            assert {path.name for path in (store / "m").iterdir()} >= {path.name for path in model.iterdir()}
            new = (store / "m" / "vocab.json").read_text() == '{"</s>": 0}'
            assert new or (replaced and error is not None)

    act = lambda place: import_folder(place / "given", "m", ["en"], ["ru"])  # noqa: E731
    assert sweep(tmp_path / "place", act, check, base) > 10


def test_a_checkpoint_that_is_fetched(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came is kept, and the next run goes on from there."""
    files = {path.name: HubFile(path.name, path.stat().st_size, checksum_of(path)) for path in model.iterdir()}

    class Response(io.BytesIO):
        status = 206

    def opened(self: Hub, address: str, pace: object, headers: Any = None) -> Response:
        begin = int((headers or {}).get("Range", "bytes=0-")[6:-1])
        return Response((model / address.rpartition("/")[2]).read_bytes()[begin:])

    monkeypatch.setattr(Hub, "_open", opened)
    monkeypatch.setattr(download, "_MIN_FREE_BYTES", 0)
    plan = DownloadPlan(Hub(), Repository("a/b", "0" * 40, None, files), tuple(files.values()), "b", "MIT", None)

    def check(place: Path, error: AlignError | None) -> None:
        there = place / "home" / "models" / "b"
        assert there.exists() == (error is None)
        if error is None:
            assert (there / "model.safetensors").read_bytes() == (model / "model.safetensors").read_bytes()
            assert json.loads((there / "align.json").read_text())["hub"] == "a/b"
            assert not list((place / "home" / "models" / ".partial").iterdir())
        else:
            assert str(error).startswith("cannot write the store ")

    assert sweep(tmp_path / "place", lambda place: carry_out(plan), check, None) > 20


@pytest.mark.slow
def test_a_collection(tmp_path: Path) -> None:
    """A run that is broken off goes on, and the end is the same bytes."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Port.")
    header = b'{"corpus": {}}\n'

    def act(place: Path) -> None:
        folder = Folder(place / "out")
        with folder.locked():
            if not folder.is_begun:
                folder.clear()
                CollectionPlan(folder.plan).add([PlanEntry(str(tmp_path / f"{name}.txt")) for name in "abc"], 5)
                folder.begin({}, {})
            collection = Collection(folder, CollectionPlan.open(folder.plan))
            collection.choose()
            for task in collection.tasks():
                lines = b'{"source": "%d"}\n' % task.n
                outcome = DocumentResult(task.n, "hash", lines, pairs=1) if task.n != 1 else None
                failed = DocumentResult(task.n, error="it is empty")
                collection.commit(ChunkResult(Chunk((task,)), header, [outcome or failed]))
            collection.finish()

    def check(place: Path, error: AlignError | None) -> None:
        parts = {path.name: path.read_bytes() for path in (place / "out").glob("part-?????.jsonl")}
        whole = {f"part-0000{n}.jsonl": header + b'{"source": "%d"}\n' % n for n in (0, 2)}
        assert parts.items() <= whole.items()
        if error is None:
            assert parts == whole
            there = {str(path.relative_to(place / "out")) for path in (place / "out").rglob("*")}
            there -= {name for name in there if ".new." in name}  # finished work that an error has named
            assert there == {*whole, "manifest.jsonl", "failures.tsv", ".align", ".align/lock", ".align/plan.jsonl",
                             ".align/job.json"}  # fmt: skip

    assert sweep(tmp_path / "place", act, check, None) > 40


@pytest.mark.slow
def test_the_folder_of_a_training_run(tmp_path: Path) -> None:
    def act(place: Path) -> None:
        if (place / "model" / "config.json").exists() and not (place / "model" / ".training").exists():
            return
        run = RunDirectory(place / "model", {"task": "adapt"})
        made = run.scratch / "best"
        try:
            made.mkdir(exist_ok=True)
            for name in ("config.json", "model.safetensors"):
                (made / name).write_text(name)
        except OSError as error:
            raise OutputError(f"the trainer cannot write: {error}") from error
        run.publish(made)

    def check(place: Path, error: AlignError | None) -> None:
        there = {path.name for path in (place / "model").glob("*")} if (place / "model").exists() else set()
        assert {name for name in there if not name.startswith(".")} <= {"config.json", "model.safetensors"}
        assert "model.safetensors" not in there or "config.json" in there, "the weights come last"
        if error is None:
            assert there == {"config.json", "model.safetensors"}

    assert sweep(tmp_path / "place", act, check, None) > 10
