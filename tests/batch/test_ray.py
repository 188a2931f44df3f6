"""The same batch on Ray: two workers on this machine, run wherever the extra is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from align.batch.plan import PlanEntry
from align.batch.ray_pool import RayPool
from align.batch.scheduler import run
from align.cli.options import flag_of
from align.errors import AlignError, MissingExtraError, ModelError, options_called
from tests.batch.fake_work import FakeWork, InlinePool, open_collection, result_of, write_documents


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"align-bitext\[ray\]"):
        RayPool(FakeWork())


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="the extra ray is not installed: pip install 'align-bitext[ray]'")
    here = str(Path(__file__).parent)
    ray.init(
        address="local",
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=100 * 1024 * 1024,
        log_to_driver=False,
        runtime_env={"env_vars": {"PYTHONPATH": here}},
    )
    yield
    ray.shutdown()


def do(path: Path, entries: list[PlanEntry], pool: Any) -> None:
    collection = open_collection(path, entries)
    collection.choose()
    run(collection, pool)


def test_two_workers_on_ray_give_what_the_local_engine_gives(tmp_path: Path, cluster: Any) -> None:
    entries = write_documents(tmp_path / "in", 30)
    do(tmp_path / "local", entries, InlinePool())
    do(tmp_path / "ray", entries, RayPool(FakeWork(), workers=2))
    assert result_of(tmp_path / "ray") == result_of(tmp_path / "local")


def test_actors_call_options_as_the_run_does(tmp_path: Path, cluster: Any) -> None:
    entries = write_documents(tmp_path / "in", 1)
    (tmp_path / "in" / "d000.txt").write_text("OPTION", "utf-8")
    with options_called(flag_of):
        do(tmp_path / "out", entries, RayPool(FakeWork(), workers=1))
    _, records = result_of(tmp_path / "out")
    assert records[0]["error"] == "give --text-column"


def test_an_actor_that_dies_costs_one_document(tmp_path: Path, cluster: Any) -> None:
    entries = write_documents(tmp_path / "in", 8)
    (tmp_path / "in" / "d003.txt").write_text("DIE", "utf-8")
    do(tmp_path / "out", entries, RayPool(FakeWork(), workers=2))
    _, records = result_of(tmp_path / "out")
    assert [record["state"] for record in records] == ["done"] * 3 + ["failed"] + ["done"] * 4
    assert "the Ray actor died" in records[3]["error"]


def test_a_model_that_does_not_load_ends_the_run_with_its_own_words(tmp_path: Path, cluster: Any) -> None:
    entries = write_documents(tmp_path / "in", 2)
    with pytest.raises(ModelError, match="the model is broken"):
        do(tmp_path / "out", entries, RayPool(FakeWork(broken=True), workers=1))


def test_a_cluster_that_is_not_there_is_named_at_once() -> None:
    ray = pytest.importorskip("ray", reason="the extra ray is not installed: pip install 'align-bitext[ray]'")
    ray.shutdown()
    with pytest.raises(AlignError, match=r"127\.0\.0\.1:1"):
        RayPool(FakeWork(), "127.0.0.1:1")
