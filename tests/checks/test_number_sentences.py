"""The promise for numbers, measured on a tenth of the sentences that the benchmark makes by rule from CLDR."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "number_sentences.py"
EVERY = 11


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("number_sentences", BENCHMARK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["ru", "uk", "de", "fr", "es", "pl", "zh", "ja", "ar"])
def test_correct_sentences_pass_and_changes_are_found(benchmark: ModuleType, language: str) -> None:
    result = benchmark.measure(language, seed=2, every=EVERY)
    assert result.right >= 0.99 * result.correct > 50, result.alarms
    assert result.found.total() >= 0.95 * result.planted.total() > 0, result.missed


def test_there_are_at_least_three_hundred_sentences_a_language(benchmark: ModuleType) -> None:
    import random

    for language in benchmark.LANGUAGES:
        assert sum(1 for _ in benchmark.cases(language, random.Random(1))) >= 300
