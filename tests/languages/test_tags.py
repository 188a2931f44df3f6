"""Languages: recognised from one sentence, and language codes checked with a helpful word."""

from __future__ import annotations

import time

import pytest

from align.errors import UsageError
from align.languages.identification import identify_language
from align.languages.tags import canonical_tag, language_name

SENTENCES = {
    "en": "The council approved the new bridge on Tuesday after a long debate.",
    "ru": "Во вторник после долгих споров совет одобрил строительство нового моста.",
    "uk": "У вівторок після довгих суперечок рада схвалила будівництво нового мосту.",
    "be": "У аўторак пасля доўгіх спрэчак савет ухваліў будаўніцтва новага моста.",
    "bg": "Във вторник след дълъг дебат съветът одобри строежа на новия мост.",
    "sr": "У уторак је веће после дуге расправе одобрило изградњу новог моста.",
    "de": "Am Dienstag hat der Rat nach langer Debatte die neue Brücke genehmigt.",
    "fr": "Mardi, après un long débat, le conseil a approuvé le nouveau pont.",
    "es": "El martes, tras un largo debate, el consejo aprobó el nuevo puente.",
    "it": "Martedì, dopo un lungo dibattito, il consiglio ha approvato il nuovo ponte.",
    "pt": "Na terça-feira, após um longo debate, o conselho aprovou a nova ponte.",
    "nl": "Dinsdag heeft de raad na een lang debat de nieuwe brug goedgekeurd.",
    "pl": "We wtorek po długiej debacie rada zatwierdziła budowę nowego mostu.",
    "cs": "V úterý po dlouhé debatě rada schválila stavbu nového mostu.",
    "hu": "Kedden hosszú vita után a tanács jóváhagyta az új hidat.",
    "ro": "Marți, după o lungă dezbatere, consiliul a aprobat noul pod.",
    "tr": "Salı günü uzun bir tartışmanın ardından meclis yeni köprüyü onayladı.",
    "fi": "Tiistaina valtuusto hyväksyi pitkän keskustelun jälkeen uuden sillan.",
    "sv": "I tisdags godkände rådet den nya bron efter en lång debatt.",
    "el": "Την Τρίτη το συμβούλιο ενέκρινε τη νέα γέφυρα ύστερα από μακρά συζήτηση.",
    "he": "ביום שלישי אישרה המועצה את הגשר החדש לאחר דיון ארוך.",
    "ar": "وافق المجلس يوم الثلاثاء على الجسر الجديد بعد نقاش طويل.",
    "zh": "经过长时间的辩论，议会周二批准了新桥。",
    "ja": "火曜日、長い議論の末、議会は新しい橋を承認した。",
    "ko": "의회는 화요일 긴 토론 끝에 새 다리를 승인했다.",
    "th": "สภาอนุมัติสะพานใหม่เมื่อวันอังคารหลังการอภิปรายอันยาวนาน",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_one_sentence_is_enough(code: str) -> None:
    found, confidence = identify_language(SENTENCES[code])
    assert found == code
    assert confidence > 0.5


def test_norwegian_and_danish_are_told_as_one_of_the_two() -> None:
    assert identify_language("Tirsdag godkjente rådet den nye broen etter en lang debatt.")[0] in ("nb", "nn")
    assert identify_language("Tirsdag godkendte rådet den nye bro efter en lang debat.")[0] == "da"


@pytest.mark.parametrize("text", ["", " ", "12:30", "!!! 100 %", "https://example.org/news", "\n\t"])
def test_a_text_without_words_is_of_no_language(text: str) -> None:
    assert identify_language(text) == ("und", 0.0)


def test_recognition_is_cheap() -> None:
    identify_language("warm")
    start = time.process_time()
    for _ in range(40):
        for sentence in SENTENCES.values():
            identify_language(sentence)
    assert 40 * len(SENTENCES) / (time.process_time() - start) > 2000


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"), ("RU", "ru"), ("rus", "ru"), ("en_us", "en-US"), ("zh-hans", "zh-Hans"), ("cmn", "zh"),
        ("iw", "he"), ("no", "nb"), ("es-419", "es-419"), (" de ", "de"), ("sr-Latn", "sr-Latn"),
        ("zh-hant-tw", "zh-Hant-TW"),
    ],
)  # fmt: skip
def test_tags_get_their_usual_form(tag: str, code: str) -> None:
    assert canonical_tag(tag) == code


@pytest.mark.parametrize(
    ("tag", "advice"),
    [
        ("jp", "Did you mean ja"), ("ua", "Did you mean uk"), ("russian", "Did you mean ru"), ("xx", "like en"),
        ("", "like en"), ("en-XX", "no region 'XX'"), ("zh-Abcd", "no script 'Abcd'"), ("e n", "like en"),
    ],
)  # fmt: skip
def test_what_is_no_language_code_is_refused_with_advice(tag: str, advice: str) -> None:
    with pytest.raises(UsageError, match=advice):
        canonical_tag(tag)


def test_languages_have_names() -> None:
    assert (language_name("ru"), language_name("pt-BR"), language_name("qqq")) == ("Russian", "Portuguese", "qqq")
