"""The shape of a wire story: its crumbs, headlines, subheadings and bylines among the paragraphs.

A story as an agency's page gives it reads: site crumbs (`All news`), headline, lead or subheading, byline, then the
body, whose first paragraph opens with the dateline; short lines between body paragraphs are subheadings; crumbs may
follow the body. So a paragraph's kind follows from its position (head, body, tail) and from its shape (a body
paragraph ends as a sentence does, a headline does not). When in doubt it is a sentence: then it is segmented as
running text.
"""

from __future__ import annotations

import re

from align.document import Document, Kind, on_one_line
from align.languages.word_lists import phrases
from align.segmentation.boundaries import sentences
from align.segmentation.dateline import parse_dateline
from align.shown_text import shown_text

SITE_CRUMBS: frozenset[str] = phrases(
    """all news, all stories, analysis, archive, arts, asia, back, back to news, back to top, breaking news, business,
    business & economy, comments, contents, culture, defense, economy, editor's picks, emergencies, entertainment,
    europe, exclusive, featured, gallery, health, home, homepage, in depth, international, latest, latest news,
    listen, live, log in, main, media, menu, middle east, military, military & defense, more, more news, most read,
    multimedia, national, news, news feed, newsletter, opinion, photo, photos, politics, press review, press releases,
    print, print version, register, related, related news, related stories, russia, russia & cis, save, science,
    science & space, search, share, sign in, sign up, society, society & culture, sport, sports, subscribe, tags,
    technology, tech, top news, top stories, topics, trending, ukraine, us, usa, video, videos, world, в мире, видео,
    все новости, главная, главное, к списку новостей, культура, лента, лента новостей, наука, новости, общество,
    политика, происшествия, россия, спорт, темы, теги, фото, экономика, эксклюзив"""
)
"""Navigation and section names of news sites, which a page copied by hand brings along."""

FURNITURE = re.compile(
    r"(?:advertisement|read (?:more|also|on)|see also|share (?:this|on)|continue reading|story continues|follow us"
    r"|related:|tags?:|topics?:|keywords?:|photo:|image:|(?:last )?updated|published|posted|©|\(c\)|copyright"
    r"|all rights|реклама|читайте также|подробнее|фото:|теги:|поделиться|опубликовано|обновлено)",
    re.IGNORECASE,
)
"""Beginnings of page furniture, anywhere on the page."""

_ADVISORY = re.compile(
    r"(?:strict(?:ly)? )?embargo(?:ed)?(?: (?:until|till|for|to)\b|\s?:)"
    r"|not for (?:release|publication|broadcast|use)\b"
    r"|(?:for|hold for) (?:immediate )?release\b|(?:attention|note to|attn:?) ?(?:news )?editors?\b|eds:\s"
    r"|editors?[’']s? note:"
    r"|эмбарго (?:до|на)\b|не для (?:публикации|печати)|к сведению редакц",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"[(\[](?:(?:re)?corrects|adds?|updates|recasts|refiles|repeats|fixes|removes|deletes|changes|clarifies|rewrites"
    r"|releads"
    r"|(?:(?:in )?this|the|an) (?:[\w.,’']+ ){1,5}?(?:has been |was |is )?"
    r"(?:corrected|updated|refiled|clarified|removed|misspelled)"
    r"|исправл|уточн|добавл|обновл|повтор)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\[(?:[^\[\]]|\[[^\[\]]*\])*\])\.?")
_BYLINE = re.compile(
    r"\(?(?:(?:[Bb]y|BY|[Rr]eport(?:ed|ing) by|[Ww]rit(?:ten|ing) by|[Ee]dit(?:ed|ing) by|[Ss]tory by|[Tt]ext by)\s"
    r"|(?:Автор|Текст|Автор текста):\s)"
)
_CREDITS = re.compile(r"\(?(?:Additional r|R)eporting by|\(?(?:Writing|Editing|Compiled) by")
_NAME_WORD = re.compile(r"[A-ZА-ЯЁ][\w.'’-]*[,;]?|and|for|of|the|in|at|и|,|&|de|van|von|der|al|bin|di|la")
_DATE_WORD = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)?|\d{1,2}[:.]\d\d(?:[:.]\d\d+)?|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[ap]\.?m\.?|at"
    r"|(?:GMT|UTC|MSK|E[SD]?T)(?:[+-]\d{1,2})?|updated|upd"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"|(?:янв|фев|мар|апр|ма|июн|июл|авг|сен|окт|ноя|дек)[а-я]*",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s*\[\d+\])*$")
_TRAIL = re.compile(r"\s+(?:>|»|/|\||→|›)\s+")
_LETTERS = re.compile(r"[^\W_]")

_HEAD_LINES = 8
_HEADLINE_WORDS = 30
_SUBHEADING_WORDS = 12
_QUESTION_WORDS = 15


def classify_paragraphs(document: Document) -> list[Kind]:
    """Classify each paragraph of `document`; empty paragraphs and code count as sentences."""
    texts = [
        on_one_line(shown_text(document.text[p.start : p.end], p.start, p.markup)) if p.kind != "code" else ""
        for p in document.paragraphs
    ]
    marked = {number for number, p in enumerate(document.paragraphs) if p.kind == "heading"}
    found: list[Kind] = ["sentence"] * len(texts)
    numbers = [number for number, text in enumerate(texts) if text]
    body = _body_begins(texts, numbers, document, marked)
    _classify_head([n for n in numbers if n < body and n not in marked], texts, found, document.language, bool(marked))
    for number in sorted(marked):
        found[number] = "subheading" if number > min(marked) else "headline"
    lines = [n for n in numbers if n >= body and n not in marked and document.paragraphs[n].kind == "text"]
    _classify_body(lines, texts, found, document.language)
    return found


def _body_begins(texts: list[str], numbers: list[int], document: Document, marked: set[int]) -> int:
    """Find the number of the first body paragraph: the first with a dateline, else the first that ends as sentences do.

    0 when there is no such paragraph or it comes too late to be the end of a head.
    """
    candidates = [n for n in numbers if n not in marked]
    for number in candidates[: _HEAD_LINES + 1]:
        if parse_dateline(texts[number]) is not None:
            return number
    for position, number in enumerate(candidates):
        if document.paragraphs[number].kind != "text" or position > _HEAD_LINES:
            return 0
        if _reads_as_body(texts[number]):
            return number
    return 0


def _reads_as_body(text: str) -> bool:
    words = text.count(" ") + 1
    if words > _HEADLINE_WORDS:
        return not _is_note(text)
    if not _TERMINAL.search(text) or _is_byline(text) or FURNITURE.match(text) or _is_note(text):
        return False
    return words > _QUESTION_WORDS or not text.rstrip("\"”’'»)").endswith(("?", "!"))


def _classify_head(head: list[int], texts: list[str], found: list[Kind], language: str | None, headed: bool) -> None:
    """Classify the paragraphs before the body; `headed` says that a Markdown heading is the headline."""
    for position, number in enumerate(head):
        text = texts[number]
        if _is_byline(text):
            found[number] = "byline"
        elif _is_crumb(text) or _is_label(text, [texts[n] for n in head[position + 1 :]]):
            found[number] = "crumb"
        elif _is_single(text, language) and not text.endswith((".", ":", ";", ",")):
            found[number] = "subheading" if headed else "headline"
            headed = True


def _classify_body(lines: list[int], texts: list[str], found: list[Kind], language: str | None) -> None:
    """Find subheadings between body paragraphs, and the crumbs and credits among and after them."""
    for position, number in enumerate(lines):
        text = texts[number]
        if (
            _is_note(text)
            or not _LETTERS.search(text)
            or (FURNITURE.match(text) and text.count(" ") < 15 and not text.endswith("."))
        ):
            found[number] = "crumb"
        elif _is_byline(text):
            found[number] = "byline"
        elif 0 < position < len(lines) - 1:
            above, below = texts[lines[position - 1]], texts[lines[position + 1]]
            if _is_subheading(text, above, below) and _is_single(text, language):
                found[number] = "subheading"
    for number in reversed(lines[1:]):
        if found[number] == "sentence" and not _is_crumb(texts[number]):
            break
        if found[number] == "sentence":
            found[number] = "crumb"


def _is_subheading(text: str, above: str, below: str) -> bool:
    """Whether a short line is between two paragraphs of running text and is not one itself."""
    if text.count(" ") >= _SUBHEADING_WORDS or not (text[0].isupper() or text[0].isdigit()):
        return False
    if text[-1] not in "?\"”»’')" and not text[-1].isalnum():
        return False
    closed = _TERMINAL.search(text)
    if closed and closed.group() != "?":
        return False
    return bool(_TERMINAL.search(above) and _TERMINAL.search(below)) and len(below) > len(text)


def _is_byline(text: str) -> bool:
    if _CREDITS.match(text):
        return True
    match = _BYLINE.match(text)
    if match is None or text.endswith((".", "?", "!")):
        return False
    names = text[match.end() :].rstrip(")").split()
    return 0 < len(names) <= 12 and all(_NAME_WORD.fullmatch(name) for name in names)


def _is_note(text: str) -> bool:
    """Whether a paragraph is for editors: an embargo, or in brackets what an update or a correction has changed."""
    if _CORRECTION.match(text):
        return _BRACKETED.fullmatch(text) is not None
    return _ADVISORY.match(text) is not None and text.count(" ") < _QUESTION_WORDS


def _is_crumb(text: str) -> bool:
    """Whether a line outside the body is navigation, a date or time by itself, a note to editors, or a rule."""
    if _is_note(text):
        return True
    if text.casefold().rstrip(":") in SITE_CRUMBS or not _LETTERS.search(text) or FURNITURE.match(text):
        return True
    trail = _TRAIL.split(text)
    if len(trail) > 1 and all(part.count(" ") < 3 for part in trail):
        return True
    section, _, rest = text.partition(" ")
    dates = re.split(r"[\s,]+", (rest if section.casefold() in SITE_CRUMBS else text).strip(" ,."))
    return any(map(str.isdigit, text)) and all(_DATE_WORD.fullmatch(word.strip("():")) for word in dates if word != "|")


def _is_label(text: str, following: list[str]) -> bool:
    """Whether one or two words precede a longer line that will be the headline."""
    longer = [line for line in following if line.count(" ") >= 3 and not _is_byline(line) and not _is_crumb(line)]
    return text.count(" ") < 2 and bool(longer) and not _TERMINAL.search(text)


def _is_single(text: str, language: str | None) -> bool:
    return len(list(sentences(text, language, "keep"))) == 1
