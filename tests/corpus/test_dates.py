"""Dates that come from one place."""

from __future__ import annotations

import pytest

from align.corpus.timestamps import from_tmx, now, to_tmx
from align.errors import UsageError


def test_the_epoch_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH fixes the date; without it the clock does; nonsense is a usage error."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    assert now() == "2025-11-24T16:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        now()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert len(now()) == len("2025-11-24T16:00:00Z")


def test_tmx_dates_go_round() -> None:
    """The two forms of a date turn into each other; what is no date has no TMX form."""
    assert from_tmx(to_tmx("2026-11-23T10:00:00Z")) == "2026-11-23T10:00:00Z"
    assert to_tmx("yesterday") == "" and from_tmx("yesterday") == "yesterday"
