"""Word lists of the wire: news agencies, and words in capitals that open a paragraph and are no places."""

from __future__ import annotations

import re

from align.languages.word_lists import phrases

_AGENCIES = phrases(
    """TASS, ITAR-TASS, ТАСС, ИТАР-ТАСС, Reuters, REUTERS, Thomson Reuters, Рейтер, AP, Associated Press, The Associated
    Press, AFP, Agence France-Presse, dpa, DPA, Interfax, INTERFAX, Interfax-Ukraine, INTERFAX.RU, Interfax.ru,
    Интерфакс, ИНТЕРФАКС, Интерфакс-Украина, RIA Novosti, RIA, РИА Новости, Sputnik, Спутник, Xinhua, Синьхуа,
    EFE, ANSA, UPI, Bloomberg, Kyodo, Kyodo News, Yonhap, Yonhap News Agency, BelTA, BELTA, БЕЛТА, БелТА,
    Ukrinform, Укринформ, UNIAN, УНИАН, Anadolu, Anadolu Agency, AA, Kazinform, Казинформ, Prime, ПРАЙМ, Regnum,
    REGNUM, Rosbalt, Росбалт, Armenpress, Арменпресс, Trend, Azertac, AZERTAC, APA, IRNA, ISNA, Tasnim, MENA,
    SANA, WAM, SPA, KUNA, QNA, Petra, PTI, ANI, IANS, APP, BSS, Bernama, Antara, ANTARA, VNA, PNA, KCNA, Jiji,
    CNA, Central News Agency, AAP, CP, Canadian Press, The Canadian Press, PA, PA Media, Press Association, Lusa,
    Belga, ANP, TT, NTB, Ritzau, STT, BNS, LETA, ELTA, PAP, CTK, ČTK, TASR, MTI, BTA, Agerpres, Tanjug, HINA,
    Hina, SRNA, FENA, STA, ANA-MPA, APS, Telam, Télam, Notimex, Prensa Latina, AGI, Adnkronos, KNA, epd, SID,
    Keystone-SDA, SDA, ATS, CNN, BBC, VOA, RFE/RL, Dow Jones, MarketWatch, PRNewswire, PR Newswire, Business Wire,
    Ruptly, GlobeNewswire, Globe Newswire, Accesswire, Marketwired, Newswire, CNW, EIN Presswire, Canada NewsWire,
    АЗЕРТАДЖ, AZERTAG, Тренд, UzA, УзА, Kabar, Кабар, AKIpress, АКИpress, Khovar, Ховар, MOLDPRES, МОЛДПРЕС,
    Infotag, УНН, UNN, РБК, RBC, Mehr, MNA, Fars News Agency, FNA, ILNA, INA, NNA, WAFA, SABA, ONA, BNA, DHA, IHA,
    GNA, NAN, ENA, SAnews, NAMPA, ANGOP, SUNA, PANA, Agencia Brasil, Agência Brasil, ACN, AVN, ABI, China News
    Service, CNS, NHK, Jiji Press, Newsis, TNA, UNB, Montsame, KPL, AKP, awp, ddp, LaPresse, Europa Press,
    RTTNews, Zawya, Nikkei, UzDaily, IPS, SITA, Makfax, Mediafax, dts, Interfax-Kazakhstan, Interfax-West,
    КазТАГ, KazTAG, TAP, sda, Media OutReach Newswire, Media OutReach, ACN Newswire,
    Интерфакс-Казахстан, Интерфакс-Запад, Интерфакс - Дальний Восток"""
)
_WORDS_TOO = frozenset({"Prime", "Trend", "Petra", "Antara", "Kabar", "Mehr", "Тренд"})
"""Names that are words or places in capitals: they are no agency there."""

AGENCIES: tuple[str, ...] = tuple(
    sorted(_AGENCIES | {name.upper() for name in _AGENCIES - _WORDS_TOO}, key=lambda name: (-len(name), name))
)
"""News agencies as they sign their copy, in capitals too, longest first so that `ITAR-TASS` is found before `TASS`."""

_AGENCY = re.compile(rf"(?:{'|'.join(map(re.escape, AGENCIES))})(?![^\W_])")

NOT_PLACES: frozenset[str] = phrases(
    """ADVISORY, ALERT, ANALYSIS, ANALYST, ANSWER, ASEAN, ATTENTION, BREAKING, BRICS, CAUTION, CHAPTER, COMMENT,
    CORRECTED, CORRECTION, COVID, DANGER, EDITORIAL, EDITORS, EMBARGO, EMBARGOED, EXAMPLE, EXCLUSIVE, EXPLAINER,
    FACTBOX, FEATURE, FIFA, FLASH, FOREX, IAEA, IMPORTANT, INSIGHT, INTERPOL, INTERVIEW, LEAD, LIVE, NASA, NATO,
    NEWS, NEWSMAKER, NOTE, OPEC, OPINION, OSCE, PHOTO, PHOTOS, PREVIEW, PROFILE, QUESTION, QUOTES, RECAP, REFILE,
    REPEAT, REVIEW, RPT, SPORT, SUMMARY, TIMELINE, UNESCO, UNHCR, UNICEF, UPDATE, URGENT, VIDEO, WARNING, WATCH,
    WRAPUP, АНАЛИЗ, БРИКС, ВАЖНО, ВИДЕО, ВНИМАНИЕ, ДОСЬЕ, ИНТЕРВЬЮ, ИСПРАВЛЕНИЕ, КОММЕНТАРИЙ, МАГАТЭ, МВД РФ, МИД
    РФ, МИД РОССИИ, МНЕНИЕ, МОЛНИЯ, НАТО, ОБЗОР, ОБНОВЛЕНО, ОБСЕ, ОПЕК, ПОВТОР, СПРАВКА, СРОЧНО, УЕФА, ФИФА, ФОТО,
    ХРОНИКА, ЭКСКЛЮЗИВ, ЮНЕСКО"""
)
"""Words in capitals that precede a dash at the head of a paragraph and name a genre or a body, not a place."""


def agency_at(text: str, at: int) -> str:
    """Find the longest known agency at offset `at`; an empty string where there is none."""
    match = _AGENCY.match(text, at)
    return match.group() if match else ""


def agency_in(slug: str) -> str:
    """Find the first known agency inside a slug such as `TASS Correspondent Ivan Petrov`; an empty string where there
    is none."""
    starts = (match.start() for match in re.finditer(r"\b\w", slug))
    return next((name for name in (agency_at(slug, start) for start in starts) if name), "")
