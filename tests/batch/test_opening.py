"""What a collection remembers of its options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from align.batch.job_spec import DraftJob, deciding_values, job_to_json
from align.batch.lifecycle import RunSpec
from align.options import option
from align.pipelines.options import TranslateOptions


def test_a_number_of_drafts_is_the_same_option_whoever_names_it(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from align.checkpoints import checkpoint_store

    known = replace(checkpoint_store.open_folder(starter), card={"best_of": 6})
    monkeypatch.setattr(checkpoint_store, "find_model", lambda *asked: known)
    settings = [RunSpec(DraftJob(TranslateOptions(best_of=number), "ru", "")).settings() for number in (None, 6, 1)]
    assert settings[0] == settings[1] != settings[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterOptions(TranslateOptions):
    """The options of a later version: it has one more."""

    tone: str = option("plain", "How drafts are to sound.")


def test_an_option_that_is_only_declared_is_remembered_where_it_is_set() -> None:
    """Where it is not, `job.json` reads as that of an older version."""
    first, plain, formal = (
        DraftJob(options, "ru", "") for options in (TranslateOptions(), LaterOptions(), LaterOptions(tone="formal"))
    )
    assert job_to_json(plain) == job_to_json(first)
    assert job_to_json(formal)["request"] == job_to_json(first)["request"] | {"tone": "formal"}
    assert deciding_values(formal) == deciding_values(first) | {"tone": "formal"}
