"""Rounds of an adaptation: what is kept, and what the base's share does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch

from align.checkpoints.checkpoint_store import LocalModel, open_folder
from align.training.adaptation import Adaptation, AdaptationOptions, State
from align.training.architecture import load_model
from align.training.example_selection import DataSplits, choose_splits
from tests.training.training_samples import bulletins


@pytest.fixture(scope="module")
def splits() -> DataSplits:
    def count(texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    return choose_splits(bulletins(320), ("approved",), count, count)


def adapted(tiny: Path, splits: DataSplits, work: Path, options: AdaptationOptions) -> tuple[Adaptation, list[State]]:
    model = open_folder(tiny)
    base = LocalModel(model.path, model.name, ("en",), ("ru",))
    states: list[State] = []
    work.mkdir()
    adaptation = Adaptation(base, splits, (), work, options)
    adaptation.run(states.append)
    return adaptation, states


@pytest.mark.slow
def test_the_result_is_a_mean_of_the_bases_weights_and_the_trained_ones(
    tiny: Path, splits: DataSplits, tmp_path: Path
) -> None:
    weights = [dict(load_model(tiny).named_parameters())]
    for retain in (0.5, 0.0):
        folder = tmp_path / str(retain)
        adapted(tiny, splits, folder, AdaptationOptions(learning_rate=3e-3, epochs=1, threads=1, retain=retain))
        made = next(folder / name for name in ("candidate", "best") if (folder / name).exists())
        weights.append(dict(load_model(made).named_parameters()))
    base, half, trained = weights
    for name, weight in base.items():
        torch.testing.assert_close(half[name], (weight + trained[name]) / 2, rtol=2e-3, atol=2e-3)


def test_patience_with_rounds_that_are_no_better_ends_a_run(tiny: Path, splits: DataSplits, tmp_path: Path) -> None:
    adaptation, states = adapted(
        tiny, splits, tmp_path / "w", AdaptationOptions(learning_rate=1e-12, epochs=50, patience=2, threads=1)
    )
    assert [round_.step for round_ in adaptation.rounds] == [0, 20, 40]
    assert not adaptation.improved and not adaptation.best_folder.exists()
    assert states[-1].step == 40 < states[-1].steps


def test_a_limit_of_time_ends_a_run_with_a_last_round(tiny: Path, splits: DataSplits, tmp_path: Path) -> None:
    adaptation, states = adapted(
        tiny, splits, tmp_path / "w", AdaptationOptions(learning_rate=3e-3, seconds=0.5, threads=1)
    )
    assert adaptation.rounds[-1].step == states[-1].step < states[-1].steps
    assert states[0].seconds_left is None
    assert all(state.seconds_left is not None and state.seconds_left <= 0.5 for state in states[1:])


def test_the_best_round_is_never_lost_while_a_better_one_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before any step of the exchange, the next run finds the best round so far."""
    rename = Path.rename
    for killed_at in range(4):
        work = tmp_path / str(killed_at)
        for name in ("best", "candidate"):
            (work / name).mkdir(parents=True)
            (work / name / "name").write_text(name)
        steps = iter(range(killed_at))

        def mortal(path: Path, to: Path, steps: Iterator[int] = steps) -> Path:
            if next(steps, None) is None:
                raise KeyboardInterrupt
            return rename(path, to)

        adaptation = Adaptation.__new__(Adaptation)
        adaptation.best_folder, adaptation._former_best = work / "best", work / "best.former"
        with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
            patched.setattr(Path, "rename", mortal)
            adaptation._replace_best(work / "candidate")
        adaptation._restore_best()
        assert (work / "best" / "name").read_text() == ("best" if killed_at < 2 else "candidate")
