"""Terms in running text: inflection, the longest match, capitals, what may stand between words; and in translations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from align.glossary import Glossary, Term
from tests.nasty import any_text


def found(text: str, *terms: Term | str, languages: tuple[str, str] = ("en", "ru")) -> list[str]:
    """The terms found in a text, each in its form there."""
    known = Glossary([term if isinstance(term, Term) else Term(term, ("x",)) for term in terms])
    return [text[match.start : match.end] for match in known.matcher(*languages).find_terms(text)]


@pytest.mark.parametrize(
    ("text", "term", "wanted"),
    [
        ("Two ships left.", "ship", ["ships"]),
        ("The ship's crew; the ships’ crews.", "ship", ["ship's", "ships"]),
        ("Three children and a child.", "child", ["children", "child"]),
        ("An arm is no weapon.", "arms", []),
        ("The arms embargo.", "arms", ["arms"]),
        ("Defense ministries met.", "defence ministry", ["Defense ministries"]),
        ("A ministry of defence official.", "Ministry of Defence", []),
        ("THE MINISTRY OF DEFENCE", "Ministry of Defence", ["MINISTRY OF DEFENCE"]),
        ("The vice-president and the vice president.", "vice president", ["vice-president", "vice president"]),
        ("He left the vice. President Hall stayed.", "vice president", []),
        ("A kingship is no ship's business", "ship", ["ship's"]),
        ("They spent it on us; US troops; the U.S. said", "US", ["US", "U.S."]),
        ("turkey in Turkey", "Turkey", ["Turkey"]),
        ("A Cable-Stayed bridge", "cable-stayed bridge", ["Cable-Stayed bridge"]),
        ("Portland, Oregon, is far", "Portland, Oregon", ["Portland, Oregon"]),
        ("S&P 500 fell", "S&P 500", ["S&P 500"]),
        ("", "ship", []),
    ],
)
def test_an_english_term_is_found_in_its_forms(text: str, term: str, wanted: list[str]) -> None:
    assert found(text, term) == wanted


@pytest.mark.parametrize(
    ("language", "text", "term", "wanted"),
    [
        ("ru", "Представителю Министерства обороны.", "Министерство обороны", ["Министерства обороны"]),
        ("ru", "Вооружёнными силами страны", "Вооруженные силы", ["Вооружёнными силами"]),
        ("ru", "Его обвиняют.", "обвиняемый", []),
        ("ru", "Обвиняемого увели.", "обвиняемый", ["Обвиняемого"]),
        ("ru", "В Россетях сказали", "Россети", ["Россетях"]),
        ("de", "Die Ministerien des Landes", "Ministerium", ["Ministerien"]),
        ("fr", "l'État et les ministères", "État", ["État"]),
        ("uk", "Міністерству оборони", "міністерство оборони", ["Міністерству оборони"]),
        ("zh", "国防部发言人说", "国防部", ["国防部"]),
        ("kk", "Астанаға барды", "Астана", ["Астанаға"]),
    ],
)
def test_inflection_in_other_languages(language: str, text: str, term: str, wanted: list[str]) -> None:
    assert found(text, term, languages=(language, "en")) == wanted


def test_the_longest_match_wins() -> None:
    terms = ("ministry", "ministry of defence", "defence", "defence industry")
    assert found("The ministry of defence industry and the ministry", *terms) == ["ministry of defence", "ministry"]


def test_a_case_rule_of_its_own_beats_the_capitals() -> None:
    assert found("apple and Apple", Term("Apple", ("x",), case="any")) == ["apple", "Apple"]
    assert found("apple and Apple", Term("apple", ("x",), case="exact")) == ["apple"]


def findings(source: str, target: str, *terms: Term) -> list[str]:
    return [str(finding) for finding in Glossary(terms).matcher("en", "ru").check(source, target)]


MINISTRY = Term("Ministry of Defence", ("Министерство обороны", "Минобороны"), ("министерство защиты",))


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("В Министерстве обороны сообщили", []),
        ("минобороны сообщило", []),
        ("Представитель министерству обороны", []),
        ("В ведомстве сообщили", ["Ministry of Defence → Министерство обороны or Минобороны: not found"]),
        (
            "В Министерстве защиты сообщили",
            [
                "Ministry of Defence → Министерство обороны or Минобороны: not found",
                "Ministry of Defence: Министерстве защиты is forbidden, use Министерство обороны or Минобороны",
            ],
        ),
    ],
)
def test_a_translation_is_right_in_any_case_and_wrong_with_a_reason(target: str, wanted: list[str]) -> None:
    assert findings("The Ministry of Defence said so.", target, MINISTRY) == wanted


def test_a_forbidden_word_inside_the_right_translation_is_not_forbidden() -> None:
    term = Term("port authority", ("администрация порта",), ("администрация",))
    assert findings("The port authority said", "Администрация порта сообщила", term) == []
    assert len(findings("The port authority said", "Администрация сообщила", term)) == 2


def test_what_is_not_to_be_translated_must_stay_letter_for_letter() -> None:
    assert findings("Google said", "Google сообщила", Term("Google", ("Google",))) == []
    assert findings("Google said", "google сообщила", Term("Google", ("Google",))) == ["Google: must stay as it is"]


def test_an_acronym_keeps_its_capitals_in_the_translation() -> None:
    assert findings("The UN said", "Оон сообщила", Term("UN", ("ООН",))) != []
    assert findings("The FM said", "МИДа", Term("FM", ("МИД",))) == []


def test_entries_of_one_source_allow_what_any_of_them_allows() -> None:
    known = Glossary([Term("port", ("порт",), line=1), Term("port", ("гавань",), ("портвейн",), line=2)])
    assert len(known) == 1
    assert known.matcher("en", "ru").check("The port", "Гавани") == []


def test_a_glossary_for_other_languages_says_nothing() -> None:
    known = Glossary([Term("port", ("порт",))], "en", "ru")
    assert known.matcher("en-GB", "ru-RU").check("A port", "Нет") != []
    assert known.matcher("de", "ru").check("A port", "Нет") == []


def test_the_signature_changes_with_what_decides_and_not_with_notes() -> None:
    one = Glossary([Term("port", ("порт",), note="a")]).signature
    assert one == Glossary([Term("port", ("порт",), note="b", line=7)]).signature
    assert one != Glossary([Term("port", ("гавань",))]).signature


@settings(max_examples=150, deadline=None)
@given(any_text, any_text, any_text)
def test_no_text_breaks_the_matcher(source: str, target: str, term: str) -> None:
    for languages in (("en", "ru"), ("ru", "en"), ("zh", "xx")):
        matcher = Glossary([Term(term, (target,), (source,)), Term("a", ("b",))]).matcher(*languages)
        for match in matcher.find_terms(source):
            assert 0 <= match.start < match.end <= len(source)
        matcher.check(source, target)


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_a_term_is_found_in_itself(text: str) -> None:
    matches = Glossary([Term(text, ("x",))]).matcher("en", "ru").find_terms(text)
    assert len(matches) == (1 if any(character.isalnum() for character in text) else 0)
