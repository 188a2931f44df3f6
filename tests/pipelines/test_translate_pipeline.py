"""The whole of `align translate`, below the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from align.document import Document, Paragraph
from align.pipelines import translate as pipeline
from align.pipelines.ids import slug
from align.pipelines.translate import TranslationJob, translate
from align.readers import read_document
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.engine import Decoding


@pytest.fixture(scope="module")
def job(starter: Path) -> TranslationJob:
    engine = CTranslate2Engine(starter, device="cpu", threads=2)
    return TranslationJob("en", "ru", engine, "en-ru-starter", "2026-11-23T10:00:00Z", Decoding(beam=1))


def test_a_story_comes_out_whole_and_in_order(job: TranslationJob, story: Path) -> None:
    document = read_document(story)
    pairs = list(translate([document], job))
    assert [pair.n for pair in pairs] == list(range(1, len(pairs) + 1))
    covered = "".join(document.text[start:end] for pair in pairs for start, end in pair.source_span or ())
    assert "".join(covered.split()) == "".join(document.text.split())
    assert all(pair.target for pair in pairs)


def test_the_parts_of_a_wire_story_are_recognised(job: TranslationJob, story: Path) -> None:
    kinds = [(pair.kind, pair.origin, pair.target) for pair in translate([read_document(story)], job)]
    assert [kind for kind, _, _ in kinds[:4]] == ["crumb", "headline", "subheading", "dateline"]
    assert ("dateline", "rule", "МУРМАНСК, 20 ноября. /ТАСС/.") in kinds


def test_windows_change_nothing_but_memory(job: TranslationJob, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [read_document(story)] * 2
    whole = list(translate(documents, job))
    monkeypatch.setattr(pipeline, "WINDOW", 5)
    assert [replace(p, logprob=None) for p in translate(documents, job)] == [replace(p, logprob=None) for p in whole]


def test_documents_of_one_name_get_ids_of_their_own(job: TranslationJob, story: Path) -> None:
    ids = [pair.id for pair in translate([read_document(story)] * 2, job)]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "port-0001" and "port.2-0001" in ids


def test_sentences_are_split_by_the_rules_of_the_source_language(job: TranslationJob) -> None:
    text = "Он живёт на ул. Ленина в г. Омске. Там холодно."
    document = Document("r.txt", text, (Paragraph(0, len(text)),))
    pairs = list(translate([document], replace(job, source_lang="ru", target_lang="en")))
    assert [pair.source for pair in pairs] == ["Он живёт на ул. Ленина в г. Омске.", "Там холодно."]


def test_ids_come_from_the_name_of_the_file() -> None:
    assert slug("stories/Bout (2).txt") == "bout-2"
    assert slug("-") == "stdin"
    assert slug("новости.txt") == "новости"
    assert slug("….txt") == "text"


def test_the_real_wire_story_comes_out_whole(job: TranslationJob, shared: Path) -> None:
    (path,) = (shared / "wire").glob("*.txt")
    document = read_document(path)
    pairs = list(translate([document], job))
    covered = "".join(document.text[start:end] for pair in pairs for start, end in pair.source_span or ())
    assert "".join(covered.split()) == "".join(document.text.split())
    kinds = [pair.kind for pair in pairs]
    assert kinds.count("dateline") == 1 and kinds.count("headline") == 1 and kinds.count("subheading") == 2
