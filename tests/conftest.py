"""Fixtures that several packages share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.office import office

WORKER = "PYTEST_XDIST_WORKER" in os.environ
if WORKER:  # which shares the cores with others: two threads on one core wait for each other
    os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("align", deadline=None)  # a machine under load is slow, and no property is false for it
settings.load_profile("align")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several workers none begins a long test when the others have nothing left to do."""
    if WORKER:
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests touch neither the user's models nor the user's cache, and never the network."""
    os.environ["ALIGN_HOME"] = str(tmp_path_factory.mktemp("home"))
    os.environ["ALIGN_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["ALIGN_LANG"] = "en"


@pytest.fixture(autouse=True, scope="session")
def _one_libreoffice() -> Iterator[None]:
    """It ends with the tests."""
    yield
    office.stop()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data beside the repository; a test that needs it is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the measuring data (../shared) is not here")
    return SHARED


@pytest.fixture(scope="session")
def starter() -> Path:
    """The bundled English→Russian checkpoint: real weights, in the repository."""
    folder = ROOT / "models" / "en-ru-starter"
    assert (folder / "model.safetensors").is_file(), "the bundled starter's weights are missing from the checkout"
    return folder


@pytest.fixture(scope="session")
def story() -> Path:
    """An invented wire story."""
    return ROOT / "examples" / "port.txt"
