"""A tiny untrained checkpoint, made once for the tests of this package."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.training_samples import bulletins


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """Models this small only lose time when two cores wait for each other."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Marian checkpoint of width 64 whose vocabulary was learned from the bulletins."""
    from align.training.architecture import Architecture, new_model
    from align.training.export import save_checkpoint
    from align.training.vocabulary import train_vocabulary

    folder = tmp_path_factory.mktemp("models") / "tiny"
    lines = [text for pair in bulletins(700) for text in (pair.source, pair.target)]
    ids = train_vocabulary(lines, folder, 110)
    shape = Architecture(width=32, encoder_layers=1, decoder_layers=1, heads=2, feed_forward=64)
    save_checkpoint(new_model(shape, len(ids)), folder, folder, "en", "ru")
    return folder
