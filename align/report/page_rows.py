"""A pair as a row of the page. Everything that comes from a corpus is escaped here."""

from __future__ import annotations

from html import escape

from align.checks import Details, FoundDetails, band, details_in_words
from align.checks.confidence import SCORE_FINE
from align.checks.registry import severity
from align.corpus.bands import BAND_WORDS, Band
from align.corpus.pair import Pair
from align.report.strings import PageWords
from align.review.flag_strings import in_words
from align.review.match_columns import match_spans
from align.review.review_options import ReviewOptions
from align.review.strings import SENTENCES, STATUS_WORDS

_TAGS = {"head": "b", "gone": "del", "new": "ins"}


def row(pair: Pair, number: int, risk: float, details: FoundDetails, words: PageWords) -> str:
    """The HTML of a pair, by its number on the page (from 1); `details` is what was found, by flag."""
    its_band = band(pair) or ""
    shown = None if its_band else pair.score  # a draft was chosen by its score, which is no second opinion
    score = "" if shown is None else f"{shown:.4f}"
    data = (
        f'data-flags="{_text(" ".join(flag.replace(" ", "_") for flag in pair.flags))}" data-kind="{_text(pair.kind)}" '
        f'data-status="{_text(pair.status)}" data-score="{score}" data-risk="{risk:.4f}"'
        f' data-band="{its_band}"'
    )
    return (
        f'<article class="pair {_text(pair.kind)} {_text(pair.status)}" id="p{number}" tabindex="-1" {data}>'
        f'<div class="n"><a href="#p{number}" title="{_text(pair.id)}">{pair.n}</a>'
        f"{_score(shown, words)}</div>"
        f'<p class="text" dir="auto" lang="{_text(pair.source_lang)}">{_text(pair.source)}</p>'
        f'<p class="text" dir="auto" lang="{_text(pair.target_lang)}">{_text(pair.target)}</p>'
        f"{_details(pair, details, words)}</article>\n"
    )


def flag_chip(flag: str, words: PageWords, details: Details = (), button: bool = False) -> str:
    """A flag with what was found, and its meaning in a tooltip; as a button it filters the page."""
    name = _text(flag.replace(" ", "_"))
    found = f'<i dir="auto">{_text(details_in_words(details, words.language))}</i>' if details else ""
    tip = _text(in_words(flag, words.language))
    if button:
        return f'<button type="button" class="flag {severity(flag)}" data-flag="{name}">{_text(flag)}</button>'
    return (
        f'<span class="flag {severity(flag)}" tabindex="0">{_text(flag)}{found}<span role="tooltip">{tip}</span></span>'
    )


def band_chip(band: Band, words: PageWords, button: bool = False) -> str:
    """A band in words, and its meaning in a tooltip; as a button it filters the page."""
    name = _text(BAND_WORDS[words.language][band])
    if button:
        return f'<button type="button" class="band {band}" data-choose="{band}">{name}</button>'
    tip = _text(SENTENCES[words.language][f"{band} means"])
    return f'<span class="band {band}" tabindex="0">{name}<span role="tooltip">{tip}</span></span>'


def _details(pair: Pair, details: FoundDetails, words: PageWords) -> str:
    its_band = band(pair)
    parts = [band_chip(its_band, words)] if its_band else []
    parts += [flag_chip(flag, words, details.get(flag, ())) for flag in pair.flags]
    if pair.status in ("approved", "edited", "rejected"):
        status = STATUS_WORDS[words.language][pair.status]
        parts.append(f'<span class="status {pair.status}">{_text(status)}</span>')
    if pair.note:
        parts.append(f'<p class="note" dir="auto">{_text(pair.note)}</p>')
    if match := _match_html(pair, words):
        parts.append(f'<p class="match" dir="auto">{match}</p>')
    return f'<div class="meta">{"".join(parts)}</div>' if parts else ""


def _match_html(pair: Pair, words: PageWords) -> str:
    """The translation memory's match, with what is gone from its source and what is new."""
    written = []
    for span in match_spans(pair, ReviewOptions(language=words.language)):
        text = _text(span.text).replace("\n", "<br>")
        tag = _TAGS.get(span.kind)
        written.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(written)


def _score(score: float | None, words: PageWords) -> str:
    """The score as a number and as a bar, which are one element: the editor takes it for that."""
    if score is None:
        return ""
    share = min(max(score, 0.0), 1.0)
    low = " low" if share < SCORE_FINE else ""
    number = words.decimal(score)
    title = _text(words.text("similarity", score=number))
    return (
        f'<span class="score{low}" title="{title}">{number}<svg viewBox="0 0 100 10" preserveAspectRatio="none" '
        f'aria-hidden="true">'
        f'<rect class="track" width="100" height="10"/>'
        f'<rect class="fill{low}" width="{100 * share:.0f}" height="10"/></svg></span>'
    )


def _text(text: str) -> str:
    return escape(text, quote=True)
