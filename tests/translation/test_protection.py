"""What an engine must not change is in the draft as it is in the source, and where it stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from align.document import Segment
from align.languages.codes import find_codes
from align.progress import Silent
from align.translation.capitals import Cased, CaseModel, recased
from align.translation.ctranslate2_engine import CTranslate2Engine
from align.translation.drafting import draft_segments
from align.translation.engine import Decoding, Draft, Ready
from align.translation.inline_tags import find_wording
from align.translation.protection import plain_letters, protected_spans
from align.translation.stand_ins import mask, unmask


class Odd:
    """An engine that lacks all but ASCII letters, figures and a few marks; it writes words backwards, and drops those
    that are named."""

    signature = "odd"
    longest_source = 100
    dropped: tuple[str, ...] = ()

    def __init__(self, *dropped: str) -> None:
        self.dropped = dropped
        self.asked: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 1 for text in texts]

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        return [frozenset(re.findall(r"[^A-Za-z0-9.,!?:$'\"\s-]", text)) for text in texts]

    def draft(self, texts: Sequence[str], decoding: Decoding, ready: Ready | None = None) -> list[Draft]:
        self.asked += texts
        if ready:
            ready(len(texts))
        kept = [" ".join(w for w in text.split() if w.strip(".,!?:") not in self.dropped) for text in texts]
        return [Draft(re.sub("[A-Za-z]+", lambda word: word[0][::-1], text), -1.0) for text in kept]

    def candidates(self, texts: Sequence[str], decoding: Decoding, count: int) -> list[list[Draft]]:
        return [[draft] for draft in self.draft(texts, decoding)]


def drafted(text: str, engine: Odd | CTranslate2Engine, cased: Cased | None = None) -> str:
    segment = Segment(text, "sentence", 0, 0, len(text))
    (result,) = draft_segments([segment], engine, "ru", Decoding(), Silent(), None, [cased])
    return result.text


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Hi {name}, open {0}.", "iH {name}, nepo {0}."),
        ("Got %(n)d of %s at $HOST.", "toG %(n)d fo %s ta $HOST."),
        ("See https://e.org/a_b?c=1 or mail a.b@e.org.", "eeS https://e.org/a_b?c=1 ro liam a.b@e.org."),
        ("Read [[Port]] and `rm -r`.", "daeR [[Port]] dna `rm -r`."),
        ("It rained. #news @align_it", "tI deniar. #news @align_it"),
        ("Wow 🎉👨‍👩‍👧", "woW 🎉👨‍👩‍👧"),
        ("♪ Sing it ♪", "♪ gniS ti ♪"),
        ("It cost €5 a pound.", "tI tsoc €5 a dnuop."),
        ("It cost 5 € there.", "tI tsoc 5 € ereht."),
        ("It was 10°C or 25 °F.", "tI saw 10°C ro 25 °F."),
        ("Firms with < 50 workers and 40 m² paid.", "smriF htiw < 50 srekrow dna 40 m² diap."),
        ("Use Brand™ now.", "esU Brand™ won."),
        ("Go 5&nbsp;km on.", "oG 5&nbsp;km no."),
        ("He said 漢字 twice.", "eH dias 漢字 eciwt."),
        ("One<br/>two", "enO<br/>owt"),
        ("<p>It opened.</p>", "<p>tI denepo.</p>"),
        ("Click <b>here</b> now.", "kcilC <b>ereh</b> won."),
        ("A <a href='x'>big port</a> opened.", "A <a href='x'>gib trop</a> denepo."),
        ("{0}", "{0}"),
        ("Özil’s café", "lizO's efac"),
    ],
)
def test_what_is_protected_is_in_the_draft_where_it_stood(text: str, draft: str) -> None:
    engine = Odd()
    assert drafted(text, engine).replace("’", "'") == draft
    if "’" not in text:
        assert not any(engine.unknown_characters(engine.asked)), "the engine sees only what it knows"


def test_what_does_not_come_back_is_put_in_its_place_by_taking_the_text_apart() -> None:
    assert drafted("Hi {name}, all is open.", Odd("1001")) == "iH {name}, lla si nepo."
    assert drafted("It cost €5 there.", Odd("$5")) == "tI tsoc €5 ereht."
    assert drafted("Click <b>here</b> now.", Odd("here")) == "kcilC <b></b> won."


def test_money_that_a_model_writes_out_in_dollars_is_not_taken_for_restored() -> None:
    text = "It cost €5."
    masked = mask(text, protected_spans(text, lambda char: char == "€"))
    assert masked.text == "It cost $5."
    assert unmask("Это стоило $5.", masked) == "Это стоило €5."
    assert unmask("Это стоило $5 долларов.", masked) is None and unmask("Это стоило 5.", masked) is None


def test_a_text_without_such_things_is_drafted_as_it_is() -> None:
    engine = Odd()
    text = "The port opened on Friday at 5:30, and $5 was paid: 100% true, 5 % more."
    segment = Segment(text, "sentence", 0, 0, len(text))
    engine.unknown_characters = lambda texts: [frozenset()] * len(texts)  # type: ignore[method-assign]
    draft_segments([segment], engine, "ru", Decoding(), Silent())
    assert engine.asked == [text]


@pytest.mark.parametrize(
    "text", ["100% sure, 5% discount", "Tom & Jerry", "a < b and c > d", "#1 of 3", "US$5", "[sic]"]
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert find_codes(text) == []


@pytest.mark.parametrize(
    ("text", "same"),
    [("gov\u00adern\u00adment", "government"), ("po\u200brt\u2060", "port"), ("\u200eport\ufeff", "port")],
)
def test_characters_without_width_do_not_reach_the_engine(text: str, same: str) -> None:
    engine = Odd()
    assert drafted(text, engine) == drafted(same, engine)


def test_letters_lose_only_accents_that_the_model_lacks() -> None:
    assert plain_letters("Özil, Łódź", lambda char: char in "ÖŁź") == "Ozil, Lódz"


def test_words_in_another_form_are_found_at_their_place() -> None:
    draft = "В Москве открыли порт, а в порту стоял корабль."
    assert find_wording(draft, "Москва", 0.1) == (2, 8)
    assert find_wording(draft, "порт", 0.75) == (27, 32)
    assert find_wording(draft, "яхта", 0.5) is None


REST = ["The chief of Gazprom met Bout in Oslo.", "He spoke of NATO."]


@pytest.mark.parametrize(
    ("text", "cased", "style"),
    [
        ("THE BANK AGREED TO PAY", "The bank agreed to pay", "all"),
        ("U.S. STOCKS CLOSE HIGHER", "U.S. stocks close higher", "all"),
        ("BREAKING: BOUT'S LAWYER LEAVES NEW YORK", "Breaking: Bout's lawyer leaves New York", "all"),
        ("URGENT: Bout arrives in Oslo", "Urgent: Bout arrives in Oslo", "label"),
        ('He shouted "GET OUT OF HERE" and left.', 'He shouted "get out of here" and left.', "quoted"),
        ("PRICE LIST", "Price list", "all"),
        ("RUSSIAN TROOPS LEAVE IN MAY", "Russian troops leave in May", "all"),
        ("OPEN {FILE} AT HTTPS://E.ORG/A", "Open {FILE} at HTTPS://E.ORG/A", "all"),
    ],
)
def test_lines_in_capitals_are_written_as_in_a_sentence(text: str, cased: str, style: str) -> None:
    assert CaseModel(REST, "en").cased(text) == Cased(cased, style)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["NATO", "TASS", "The IBM CEO left.", "Bout met NATO and EU envoys.", "It opened."])
def test_acronyms_and_small_letters_stay(text: str) -> None:
    assert CaseModel(REST, "en").cased(text) is None


def test_a_draft_is_set_in_capitals_as_its_source() -> None:
    assert recased("Банк согласился", Cased("", "all"), "ru") == "БАНК СОГЛАСИЛСЯ"
    assert recased("Срочно: Бут прибыл", Cased("", "label"), "ru") == "СРОЧНО: Бут прибыл"
    assert recased("Он крикнул «вон отсюда».", Cased("", "quoted"), "ru") == "Он крикнул «ВОН ОТСЮДА»."
    assert drafted("OPEN {0} NOW", Odd(), Cased("Open {0} now", "all")) == "NEPO {0} WON"


@pytest.mark.slow
def test_the_starter_model_keeps_what_is_planted(starter: Path) -> None:
    engine = CTranslate2Engine(starter, device="cpu", threads=1)
    for thing in ("{0}", "%s", "€5", "10°C", "[[Port]]", "https://e.org/a", "🎉", "m²", "<br/>"):
        draft = drafted(f"The bank said that {thing} would be open on Monday.", engine)
        assert draft.count(thing) == 1 and "⁇" not in draft, (thing, draft)
