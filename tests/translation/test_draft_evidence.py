"""What is measured of a draft among its candidates, and that it reaches the pair."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from align.checks.flags import SPLIT
from align.corpus import read_corpus
from align.corpus.pair import Pair
from align.document import Segment
from align.encoders.base import load_encoder
from align.progress import Silent
from align.quality import QUALITY
from align.quality.estimator import Estimator
from align.quality.word_translations import WordTranslations
from align.review.decisions import Decision
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.draft_evidence import with_coverage
from align.translation.drafting import draft_segments
from align.translation.engine import Decoding, Draft, Ready
from align.translation.reranking import RerankingEngine
from tests.command import run

STORY = "The port of Murmansk opened a new terminal on Friday.\n\nIt cost $15 million.\n"


def test_coverage_looks_at_words() -> None:
    sources = ["The port opened on Friday."] * 3 + ["港口开放", "12 %"]
    drafts = ["Порт открылся в пятницу.", "Порт открылся.", "Собака спит дома.", "Порт открылся.", "12 %"]
    found = list(with_coverage(sources, [Draft(text, -0.5) for text in drafts], load_encoder()))
    whole, cut, other, chinese, number = (draft.evidence for draft in found)
    assert whole is not None and cut is not None and other is not None
    assert [whole.coverage, cut.coverage, other.coverage] == sorted(
        [whole.coverage or 0, cut.coverage or 0, other.coverage or 0], reverse=True
    )
    assert (cut.draft_coverage or 0) > (cut.coverage or 0)
    assert chinese is None and number is None
    assert list(with_coverage([], [], load_encoder())) == []


def test_a_draft_has_its_evidence_whatever_stands_beside_it(starter: Path) -> None:
    texts = ["The port opened on Friday.", "Prices fell by 12% in January.", "Talks will go on."]
    words = WordTranslations.load(starter)
    assert words
    engine = RerankingEngine(CTranslate2Engine(starter, device="cpu", threads=2), load_encoder(), 4, words)
    together = engine.draft(texts, Decoding())
    assert [engine.draft([text], Decoding())[0] for text in texts] == together
    assert all(draft.evidence and None not in draft.evidence.to_list() for draft in together)
    plain = CTranslate2Engine(starter, device="cpu", threads=2).draft(texts[:1], Decoding())[0]
    assert plain.evidence is not None and plain.evidence.tokens and plain.evidence.cosine is None


class Parts:
    """Takes five words at most; drafts are the text in capitals, the likelier the shorter."""

    signature = "parts"
    longest_source = 5

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        return [Draft(text.upper(), -0.1 * len(text.split())) for text in texts]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [self.draft([text], decoding) for text in texts]


def test_the_estimate_of_a_segment_in_parts_lies_between_those_of_the_parts() -> None:
    texts = ["one two three four; five six seven eight.", "one two three four;", "five six seven eight."]
    segments = [Segment(text, "sentence", 0, 0, len(text)) for text in texts]
    whole, *parts = draft_segments(segments, Parts(), "ru", Decoding(), Silent(), estimator=Estimator.load())
    lowest, highest = sorted(part.quality or 0.0 for part in parts)
    assert whole.flags == (SPLIT,) and whole.quality and lowest <= whole.quality <= highest
    unestimated = draft_segments(segments, Parts(), "ru", Decoding(), Silent())
    assert [one.quality for one in unestimated] == [None] * 3


@pytest.mark.parametrize(
    "options",
    [[], ["--best-of", "1"], ["--no-score"], ["--glossary", "terms.tsv", "--typography"]],
    ids=["default", "alone", "unscored", "terms"],
)
def test_each_drafted_pair_has_an_estimate(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    Path("port.txt").write_text(f"MURMANSK, November 20. /TASS/. {STORY}", "utf-8")
    Path("terms.tsv").write_text("terminal\tтерминал\n", "utf-8")
    for _ in range(2):  # the second time from the cache
        assert run("translate", "port.txt", "--to", "ru", "-o", "port.jsonl", "--force", *options) == 0
        pairs = list(read_corpus("port.jsonl"))
        estimates = [pair.extra.get(QUALITY) for pair in pairs]
        assert [pair.origin for pair in pairs] == ["rule", "mt", "mt"]
        assert estimates[0] is None and all(isinstance(number, float) and 0 < number < 1 for number in estimates[1:])
        Path("first.json").exists() or Path("first.json").write_text(json.dumps(estimates), "utf-8")
        assert json.loads(Path("first.json").read_text("utf-8")) == estimates
    assert "quality:qe-2" in str(read_corpus("port.jsonl").signature)


def test_a_model_that_cannot_be_read_costs_the_estimates_and_not_the_drafts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    load = Estimator.load
    monkeypatch.setattr(Estimator, "load", lambda: load(tmp_path / "estimator.json"))
    Path("port.txt").write_text(STORY, "utf-8")
    assert run("translate", "port.txt", "--to", "ru", "-o", "port.jsonl") == 0
    assert "the quality of drafts is not estimated" in capsys.readouterr().err
    corpus = read_corpus("port.jsonl")
    assert "quality:none" in str(corpus.signature)
    assert [QUALITY in pair.extra for pair in corpus] == [False, False]


def test_an_estimate_goes_with_the_wording_that_it_is_of() -> None:
    pair = Pair("1", "doc", 1, "A port.", "Порт.", "en", "ru", score=0.9, logprob=-0.5, extra={QUALITY: 0.6, "x": 1})
    assert pair.reworded("Гавань.").extra == {"x": 1}
    assert Decision(status="approved").applied(pair).extra == pair.extra
    assert Decision(target="Гавань.", status="edited").applied(pair).extra == {"x": 1}
    assert Decision(source="A harbour.", status="edited").applied(pair).extra == {"x": 1}
