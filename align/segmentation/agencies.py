"""Word lists of the wire: news agencies, and words in capitals that open a paragraph and are no places."""

from __future__ import annotations

import re

from align.languages.word_lists import phrases

_AGENCIES = phrases(
    """TASS, ITAR-TASS, ТАСС, ИТАР-ТАСС, Reuters, REUTERS, Thomson Reuters, Рейтер, AP, Associated Press,
    The Associated Press, AFP, Agence France-Presse, dpa, DPA, Interfax, INTERFAX, Interfax-Ukraine, INTERFAX.RU,
    Interfax.ru, Интерфакс, ИНТЕРФАКС, Интерфакс-Украина, RIA Novosti, RIA, РИА Новости, Sputnik, Спутник, Xinhua,
    Синьхуа, EFE, ANSA, UPI, Bloomberg, Kyodo, Kyodo News, Yonhap, Yonhap News Agency, BelTA, BELTA, БЕЛТА, БелТА,
    Ukrinform, Укринформ, UNIAN, УНИАН, Anadolu, Anadolu Agency, AA, Kazinform, Казинформ, Prime, ПРАЙМ, Regnum,
    REGNUM, Rosbalt, Росбалт, Armenpress, Арменпресс, Trend, Azertac, AZERTAC, APA, IRNA, ISNA, Tasnim, MENA, SANA,
    WAM, SPA, KUNA, QNA, Petra, PTI, ANI, IANS, APP, BSS, Bernama, Antara, ANTARA, VNA, PNA, KCNA, Jiji, CNA,
    Central News Agency, AAP, CP, Canadian Press, The Canadian Press, PA, PA Media, Press Association, Lusa, Belga,
    ANP, TT, NTB, Ritzau, STT, BNS, LETA, ELTA, PAP, CTK, ČTK, TASR, MTI, BTA, Agerpres, Tanjug, HINA, Hina, SRNA,
    FENA, STA, ANA-MPA, APS, Telam, Télam, Notimex, Prensa Latina, AGI, Adnkronos, KNA, epd, SID, Keystone-SDA, SDA,
    ATS, CNN, BBC, VOA, RFE/RL, Dow Jones, MarketWatch, PRNewswire, PR Newswire, Business Wire, Ruptly"""
)

AGENCIES: tuple[str, ...] = tuple(sorted(_AGENCIES, key=lambda name: (-len(name), name)))
"""News agencies as they sign their copy, longest first so that `ITAR-TASS` is found before `TASS`."""

NOT_PLACES: frozenset[str] = phrases(
    """ALERT, ANALYSIS, ANALYST, ANSWER, ASEAN, BREAKING, BRICS, COMMENT, CORRECTED, CORRECTION, COVID, EDITORIAL,
    EXCLUSIVE, EXPLAINER, FACTBOX, FEATURE, FIFA, FLASH, IAEA, INSIGHT, INTERPOL, INTERVIEW, LIVE, NASA, NATO, NEWS,
    NEWSMAKER, NOTE, OPEC, OPINION, OSCE, PHOTO, PHOTOS, PREVIEW, PROFILE, QUESTION, QUOTES, RECAP, REVIEW, SPORT,
    SUMMARY, TIMELINE, UNESCO, UNHCR, UNICEF, UPDATE, URGENT, VIDEO, WARNING, WATCH, WRAPUP"""
)
"""Words in capitals that precede a dash at the head of a paragraph and name a genre or a body, not a place."""


def agency_at(text: str, at: int) -> str:
    """Find the longest known agency at offset `at`; an empty string where there is none."""
    for name in AGENCIES:
        if text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalnum():
            return name
    return ""


def agency_in(slug: str) -> str:
    """Find the first known agency inside a slug such as `TASS Correspondent Ivan Petrov`; an empty string where there
    is none."""
    starts = (match.start() for match in re.finditer(r"\b\w", slug))
    return next((name for name in (agency_at(slug, start) for start in starts) if name), "")
