"""What align keeps of its own accord can be read by its user only; what a person named follows the umask."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.batch.folder import Folder
from align.batch.plan import CollectionPlan, PlanEntry
from align.batch.shards import Shards
from align.batch.types import Chunk, ChunkResult, DocumentResult
from align.checkpoints.content import content_hash
from align.corpus import Corpus, Pair, write_corpus
from align.io.private import cache_folder, private_folder
from align.review.leftovers import write_leftovers
from align.training.run_directory import RunDirectory
from align.translation.draft_cache import DraftStore
from align.translation.engine import Draft
from align.work_guard import old_file_kept

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The platform's folder of caches, as far as XDG says it."""
    monkeypatch.delenv("ALIGN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    if sys.platform == "darwin":
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def open_to_others(folder: Path) -> list[str]:
    """The files and folders in a folder, and itself, that another user has a right to."""
    every = [folder, *folder.rglob("*")]
    return [str(path) for path in every if path.stat().st_mode & 0o077]


def use_cache(home: Path) -> Path:
    """What a run keeps: drafts with a log, and hashes of a model."""
    (home / "model").mkdir(exist_ok=True)
    (home / "model" / "config.json").write_text("{}")
    content_hash(home / "model")
    store = DraftStore.open(pytest.fail)
    assert store is not None
    store.put({b"key": [Draft("Секрет", -1.0)]})
    folder = store.path.parent
    assert {"drafts.sqlite", "drafts.sqlite-wal", "drafts.sqlite-shm", "hashes"} <= {x.name for x in folder.iterdir()}
    assert not open_to_others(folder)
    store.close()
    return folder


def test_the_cache_is_this_users(home: Path) -> None:
    folder = use_cache(home)
    for path in [folder, *folder.rglob("*")]:  # as an earlier release has left it
        path.chmod(path.stat().st_mode | 0o755)
    (folder / "drafts.sqlite.damaged").write_bytes(b"texts")
    (folder / "drafts.sqlite.damaged").chmod(0o644)
    use_cache(home)
    assert not open_to_others(folder), "it is closed by the next run"


def test_a_folder_that_may_serve_other_ends_is_let_be_and_what_is_put_in_it_is_closed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = home / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    monkeypatch.setenv("ALIGN_CACHE", str(shared))
    (home / "model").mkdir()
    (home / "model" / "config.json").write_text("{}")
    content_hash(home / "model")
    store = DraftStore.open(pytest.fail)
    assert store is not None
    store.close()
    assert shared.stat().st_mode & 0o777 == 0o755
    assert open_to_others(shared) == [str(shared)]
    monkeypatch.delenv("ALIGN_CACHE")
    (home / "caches").mkdir()
    (home / "caches" / "align").symlink_to(shared)
    cache_folder()
    assert shared.stat().st_mode & 0o777 == 0o755


def test_what_a_batch_needs_to_go_on_is_this_users_and_its_parts_are_as_the_person_wants(tmp_path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    (tmp_path / "a.txt").write_text("Secret.")
    folder = Folder(tmp_path / "out")
    with folder.locked():
        plan = CollectionPlan(folder.plan)
        plan.add([PlanEntry(str(tmp_path / "a.txt"))], 1000)
        folder.begin({}, {})
        chunk = Chunk(tuple(plan.tasks()))
        Shards(folder.path, folder.work).store(ChunkResult(chunk, b"{}\n", [DocumentResult(0, lines=b"{}\n")]), [])
        assert {path.name for path in folder.work.rglob("*")} >= {"lock", "plan.jsonl", "job.json", "00000", "00001"}
        assert not open_to_others(folder.work)
        folder.work.chmod(0o755)
    with Folder(tmp_path / "out").locked():
        assert folder.work.stat().st_mode & 0o077 == 0, "and one that an earlier release has begun"
    assert folder.path.stat().st_mode & 0o777 == 0o777 & ~mask


def test_the_work_of_a_training_run_is_this_users(tmp_path: Path) -> None:
    run = RunDirectory(tmp_path / "model", {"task": "adapt"})
    assert run.scratch.stat().st_mode & 0o077 == 0
    run.scratch.chmod(0o755)
    assert RunDirectory(tmp_path / "model", {"task": "adapt"}).resumed
    assert run.scratch.stat().st_mode & 0o077 == 0


def test_what_a_person_named_follows_the_umask_and_keeps_the_rights_that_it_has(tmp_path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    corpus = Corpus([Pair("a-1", "a.txt", 1, "Port.", "Порт.", "en", "ru")], source_lang="en", target_lang="ru")
    path = tmp_path / "c.jsonl"
    write_corpus(corpus, path)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    path.chmod(0o600)
    write_corpus(corpus, path)
    assert path.stat().st_mode & 0o777 == 0o600
    with old_file_kept(path) as kept:
        assert kept.stat().st_mode & 0o777 == 0o600


def test_the_list_of_what_a_merge_left_over_is_this_users(tmp_path: Path) -> None:
    write_leftovers([], tmp_path / "c.leftovers.csv")
    assert not open_to_others(tmp_path / "c.leftovers.csv")


def test_another_users_folder_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(0o755)
    folder.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    private_folder(folder, existing=True)
    assert folder.stat().st_mode & 0o777 == 0o755
