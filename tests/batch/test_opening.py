"""What a collection remembers of its options."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from align.batch.job_spec import DraftJob
from align.batch.lifecycle import RunSpec
from align.pipelines.options import TranslateOptions


def test_a_number_of_drafts_is_the_same_option_whoever_names_it(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from align.checkpoints import checkpoint_store

    known = replace(checkpoint_store.open_folder(starter), card={"best_of": 6})
    monkeypatch.setattr(checkpoint_store, "find_model", lambda *asked: known)
    settings = [RunSpec(DraftJob(TranslateOptions(best_of=number), "ru", "")).settings() for number in (None, 6, 1)]
    assert settings[0] == settings[1] != settings[2]
