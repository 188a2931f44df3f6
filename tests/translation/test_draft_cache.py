"""The store of drafts: keyed by all that decides a draft, bounded, shared, and never in the way of the work."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from align.errors import UsageError
from align.quality.evidence import Evidence
from align.translation import draft_cache
from align.translation.caching import STEP, CachingEngine
from align.translation.draft_cache import DraftStore, draft_key
from align.translation.engine import Decoding, Draft, Ready


class Upper:
    """Translates into capitals, and remembers what it was asked."""

    signature = "upper-1"
    longest_source = 500

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.dies_after = 10**9

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        if len(self.asked) >= self.dies_after:
            raise KeyboardInterrupt
        self.asked += texts
        if ready:
            ready(len(texts))
        return [Draft(text.upper(), -0.1234567890123, len(text) > 50) for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        self.asked += texts
        return [[Draft(f"{text} {n}", -float(n)) for n in range(count)] for text in texts]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "draft_cache.sqlite"


def store(path: Path, warnings: list[str] | None = None) -> DraftStore:
    opened = DraftStore.open((warnings if warnings is not None else []).append, path)
    assert opened is not None
    return opened


TEXTS = [f"Text {n} of the story" + " and more" * (n % 9) for n in range(700)]


def test_what_was_drafted_once_is_not_drafted_again(path: Path) -> None:
    engine, again = Upper(), Upper()
    first = CachingEngine(engine, store(path), "model").draft(TEXTS + TEXTS[:3], Decoding())
    second = CachingEngine(again, store(path), "model").draft(["New", *TEXTS], Decoding())
    assert first == second[1:] + second[1:4] == Upper().draft(TEXTS + TEXTS[:3], Decoding())
    assert sorted(engine.asked) == sorted(TEXTS) and again.asked == ["New"]


@pytest.mark.parametrize("change", ["model", "engine", "decoding", "candidates"])
def test_whatever_decides_a_draft_is_part_of_its_key(path: Path, change: str) -> None:
    CachingEngine(Upper(), store(path), "model").draft(["One"], Decoding())
    engine = Upper()
    if change == "engine":
        engine.signature = "upper-2"
    other = CachingEngine(engine, store(path), "another" if change == "model" else "model")
    if change == "candidates":
        assert other.candidates(["One"], Decoding(), 2) == other.candidates(["One"], Decoding(), 2)
        assert len(other.candidates(["One"], Decoding(), 3)[0]) == 3
    else:
        other.draft(["One"], Decoding(beam=2 if change == "decoding" else 4))
    assert engine.asked[0] == "One" and len(engine.asked) == (2 if change == "candidates" else 1)


def test_an_interrupted_run_goes_on_where_it_was(path: Path) -> None:
    engine = Upper()
    engine.dies_after = STEP
    with pytest.raises(KeyboardInterrupt):
        CachingEngine(engine, store(path), "model").draft(TEXTS, Decoding())
    rest = Upper()
    ready: list[int] = []
    found = CachingEngine(rest, store(path), "model").draft(TEXTS, Decoding(), ready.append)
    assert found == Upper().draft(TEXTS, Decoding())
    assert len(rest.asked) == len(TEXTS) - STEP and not set(rest.asked) & set(engine.asked)
    assert sum(ready) == len(TEXTS), "progress counts what is known as done"


def test_two_runs_share_a_store(path: Path) -> None:
    """Two threads with connections of their own, as two processes have: half of the texts each, and all at the end."""
    warnings: list[str] = []
    found: list[list[Draft]] = []

    def run(texts: list[str]) -> None:
        engine = CachingEngine(Upper(), store(path, warnings), "model")
        for start in range(0, len(texts), 20):
            engine.draft(texts[start : start + 20], Decoding())
        found.append(engine.draft(TEXTS, Decoding()))

    running = [threading.Thread(target=run, args=(texts,)) for texts in (TEXTS[:350], TEXTS[350:])]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert found[0] == found[1] and not warnings and store(path).count() == len(TEXTS)


def test_a_damaged_store_is_renamed_and_made_again(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"damaged " * 2000)
    warnings: list[str] = []
    kept = store(path, warnings)
    kept.put({draft_key("a"): [Draft("A", -1.0)]})
    assert kept.count() == 1
    assert len(warnings) == 1 and "damaged" in warnings[0] and path.with_name("draft_cache.sqlite.damaged").is_file()


def test_damage_met_on_the_way_switches_the_store_off(path: Path) -> None:
    kept = store(path)
    kept.put({draft_key(str(n)): [Draft("A" * 500, -1.0)] for n in range(200)})
    kept.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    warnings: list[str] = []
    engine = Upper()
    found = CachingEngine(engine, store(path, warnings), "model").draft(TEXTS[:5], Decoding())
    assert [draft.text for draft in found] == [text.upper() for text in TEXTS[:5]]
    assert len(warnings) == 1 and "not kept" in warnings[0] and "\n" not in warnings[0]
    assert store(path).count() == 0, "the next run begins a new one"


def test_a_full_disk_switches_the_store_off(path: Path) -> None:
    warnings: list[str] = []
    kept = store(path, warnings)
    assert kept._base is not None
    kept._base.execute("PRAGMA max_page_count = 3")
    engine = CachingEngine(Upper(), kept, "model")
    assert len(engine.draft(TEXTS, Decoding())) == len(TEXTS)
    assert len(warnings) == 1 and "full" in warnings[0]


def test_a_folder_that_cannot_be_had_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    warnings: list[str] = []
    assert DraftStore.open(warnings.append, tmp_path / "cache" / "draft_cache.sqlite") is None
    assert len(warnings) == 1 and warnings[0].startswith("drafts are not kept for another run")


def test_the_store_stays_within_its_size_and_forgets_what_was_not_used_for_longest(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGN_CACHE_MB", "1")
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    kept = store(path)
    used, unused = draft_key("used"), draft_key("unused")
    kept.put({used: [Draft("U", -1.0)], unused: [Draft("N", -1.0)]})
    for n in range(60):
        clock[0] += draft_cache.USE_INTERVAL + 1
        assert kept.get([used])
        kept.put({draft_key(f"{n} {m}"): [Draft("x" * 200, -1.0)] for m in range(100)})
        assert kept.size() <= 1_000_000
    assert kept.get([used, unused]) == {used: [Draft("U", -1.0)]}
    assert kept.count() > 1500 and path.stat().st_size < 1_500_000
    monkeypatch.setenv("ALIGN_CACHE_MB", "much")
    with pytest.raises(UsageError, match="ALIGN_CACHE_MB"):
        draft_cache.size_limit()


def test_an_older_program_may_leave_the_file_locked_for_a_moment_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_cache, "_PATIENCE", 0.05)
    warnings: list[str] = []
    kept = store(path, warnings)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    found = CachingEngine(Upper(), kept, "model").draft(TEXTS[:3], Decoding())
    assert len(found) == 3 and len(warnings) == 1 and "locked" in warnings[0]
    other.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_nobody_else_may_read_the_drafts_whatever_the_umask(path: Path) -> None:
    before = os.umask(0o000)
    try:
        kept = store(path)
        kept.put({b"key": [Draft("confidential", -0.1)]})
        kinds = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        assert set(kinds.values()) == {0o600} and len(kinds) == 3  # SQLite keeps two files with it
        assert path.parent.stat().st_mode & 0o777 == 0o700
        kept.close()
        path.chmod(0o644)  # as it was made by an earlier version
        store(path).close()
        assert path.stat().st_mode & 0o777 == 0o600
        path.write_bytes(b"no database " * 1000)
        store(path).close()
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o755)
    store(tmp_path / "cache" / "draft_cache.sqlite").close()
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o755


def test_what_was_measured_of_a_draft_is_kept_with_it(path: Path) -> None:
    key, bare = draft_key("measured"), draft_key("bare")
    drafts = [Draft("Порт", -0.5, evidence=Evidence(7, 0.8123, None, 0.7, 0.6)), Draft("Гавань", -0.7)]
    store(path).put({key: drafts, bare: [Draft("Порт", float("nan"))]})
    assert store(path).get([key]) == {key: drafts}
    assert len(store(path).get([bare])[bare]) == 1


def test_drafts_of_an_older_version_are_made_again(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA application_id = 1634493554")
        base.execute("PRAGMA user_version = 1")
        draft_cache._create_table(base)
        key = draft_key("model", "upper-1", "1", Decoding().signature, "One")
        base.execute("INSERT INTO draft VALUES (?, ?, ?)", (key, '[["OLD", -1.0, false]]', 0))
    base.close()
    warnings: list[str] = []
    engine = Upper()
    for _ in range(2):
        (draft,) = CachingEngine(engine, store(path, warnings), "model").draft(["One"], Decoding())
        assert draft.text == "ONE"
    assert engine.asked == ["One"] and not warnings


@pytest.mark.parametrize("evidence", ["", "[", "[]", "[[1, 2]]", '["abcde"]', "[null, null]", "7", "{}"])
def test_a_draft_whose_measures_cannot_be_read_is_made_again(path: Path, evidence: str) -> None:
    kept, key = store(path), draft_key("a")
    kept.put({key: [Draft("A", -1.0)]})
    assert kept._base is not None
    kept._base.execute("UPDATE draft SET evidence = ?", (evidence,))
    assert kept.get([key]) == {}
