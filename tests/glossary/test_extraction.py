"""Terms proposed from a corpus: phrases that go together, in their base forms, with counts and examples."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from align.corpus import Pair
from align.glossary.extraction import Proposal, extract, log_likelihood

SENTENCES = [
    ("The northern port opened.", "Северный порт открылся."),
    ("Workers left the northern port.", "Рабочие покинули северный порт."),
    ("Ships wait near the northern ports.", "Суда ждут у северных портов."),
    ("Irina Belova spoke to the workers.", "Ирина Белова обратилась к рабочим."),
    ("Nobody asked Irina Belova.", "Ирину Белову никто не спросил."),
    ("A ship came; Irina Belova met it.", "Пришло судно; его встретила Ирина Белова."),
    ("The icebreaker left.", "Ледокол ушел."),
    ("Two icebreakers left.", "Два ледокола ушли."),
    ("Three icebreakers are enough.", "Трех ледоколов хватит."),
]
PAIRS = [Pair(str(n), "d", n, source, target, "en", "ru") for n, (source, target) in enumerate(SENTENCES, 1)]


def proposals() -> dict[str, Proposal]:
    return {found.source: found for found in extract(lambda: iter(PAIRS), "en", "ru")}


def test_phrases_names_and_nouns_are_proposed_in_their_base_form() -> None:
    found = proposals()
    assert found["northern port"].target.lower() == "северный порт"
    assert found["icebreaker"].target.lower() == "ледокол"
    assert found["Irina Belova"].target == "Ирина Белова"


def test_a_word_that_only_stands_in_a_longer_phrase_is_not_proposed() -> None:
    assert not {"northern", "Irina", "Belova"} & set(proposals())


def test_counts_and_examples_are_those_of_the_corpus() -> None:
    port = proposals()["northern port"]
    assert (port.count, port.target_count, port.together, port.dice) == (3, 3, 3, 1.0)
    assert port.examples == tuple(SENTENCES[:2])


def test_rejected_and_empty_pairs_count_for_nothing() -> None:
    rejected = [Pair(p.id, p.doc, p.n, p.source, p.target, "en", "ru", status="rejected") for p in PAIRS]
    assert extract(lambda: iter(rejected), "en", "ru") == []


def test_the_log_likelihood_is_dunnings() -> None:
    """Independence scores nothing; the closer two phrases keep together, the more."""
    assert log_likelihood(1, 10, 10, 100) == pytest.approx(0, abs=1e-9)
    values = [log_likelihood(both, 10, 10, 100) for both in range(1, 11)]
    assert all(one < other for one, other in itertools.pairwise(values))


@pytest.mark.slow
def test_on_real_news_the_first_proposals_are_what_people_translate_so(shared: Path) -> None:
    """The dozen most striking terms of 1,997 news sentences hold names whose translation nobody disputes."""
    folder = shared / "en-ru"
    sides = [(folder / f"newstest2019.{code}").read_text(encoding="utf-8").splitlines() for code in ("en", "ru")]
    pairs = [Pair(str(n), "d", n, one, other, "en", "ru") for n, (one, other) in enumerate(zip(*sides, strict=True))]
    found = [(term.source, term.target) for term in extract(lambda: iter(pairs), "en", "ru")[:30]]
    assert {("Trump", "Трамп"), ("North Korea", "Северная Корея"), ("Senate", "Сенат")} <= set(found)
