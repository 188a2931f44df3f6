"""The promise of the checks, measured: planted faults are found, good human translations are left in peace."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from align.checks import DocumentContext, check_pair, check_pairs

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "checks.py"
PROMISED = {
    "number_altered",
    "numbers_swapped",
    "copied",
    "half_copied",
    "foreign",
    "transliterated",
    "phrase_repeated",
}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks_benchmark", BENCHMARK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["pud_std", "ntrex_std"])
@pytest.mark.slow
def test_recall_is_95_and_false_alarms_are_below_5_per_cent(shared: Path, benchmark: ModuleType, name: str) -> None:
    gold = shared / "alignment-gold"
    pairs = list(benchmark.gold_pairs(gold / name))
    foreign = [pair for pair in benchmark.gold_pairs(gold / "tb_dev") if len(pair.target) > 40]
    context = DocumentContext.of(pairs)
    errors = {"number-mismatch", "untranslated", "partly-untranslated", "wrong-language", "repetition"}
    alarms = sum(not errors.isdisjoint(pair.flags) for pair in check_pairs(pairs))
    assert alarms <= 0.05 * len(pairs)
    for fault in benchmark.FAULTS:
        if fault.plant.__name__ not in PROMISED:
            continue
        rng = random.Random(1)
        spoilt = [(pair, fault.plant(pair, rng, foreign)) for pair in pairs]
        spoilt = [(pair, target) for pair, target in spoilt if target is not None and target != pair.target][:300]
        found = sum(
            not set(fault.flags).isdisjoint(check_pair(replace(pair, target=target), context))
            for pair, target in spoilt
        )
        assert found >= 0.95 * len(spoilt), f"{fault.plant.__name__}: {found} of {len(spoilt)}"
