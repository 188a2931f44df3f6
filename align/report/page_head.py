"""What stands above and below the rows of the page: title, figures, pictures, tools; style and script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from align._version import __version__
from align.corpus.bands import BAND_WORDS, BANDS
from align.corpus.pair import STATUSES, Corpus
from align.languages.tags import language_name
from align.report.editor_data import EditorData
from align.report.figures import histogram
from align.report.page_counts import PageCounts
from align.report.page_rows import band_chip, flag_chip
from align.report.strings import PageWords
from align.review.flag_strings import in_words
from align.review.strings import SENTENCES, STATUS_WORDS

EDITOR_STYLES = ("editor.css",)
EDITOR_SCRIPTS = (
    "editor_sides.js",
    "editor_model.js",
    "editor_decisions.js",
    "editor_store.js",
    "editor_commands.js",
    "editor_ribbons.js",
    "editor_view.js",
    "editor_fields.js",
    "editor_session.js",
    "editor_texts.js",
    "editor_work.js",
    "editor.js",
)


def head_and_foot(
    counts: PageCounts, corpus: Corpus, title: str, words: PageWords, editor: EditorData | None
) -> tuple[str, str]:
    """The HTML before and after the rows. That of an editor has a place for its data, `EditorData.PLACE`."""
    style = "".join(map(_resource, ("page.css", *(EDITOR_STYLES if editor else ()))))
    script = "".join(map(_resource, ("page.js", *(EDITOR_SCRIPTS if editor else ()))))
    placeholder = "\0rows\0"
    flags = counts.flags_by_severity()
    names = [language_name(code, words.language) for code in (corpus.source_lang, corpus.target_lang) if code]
    made = words.text("made of" if corpus.created else "made", version=__version__, created=corpus.created)
    page = _TemplateWords(words)
    text = Template(_resource("page.html")).substitute(
        page,
        lang=words.language,
        version=__version__,
        title=escape(title),
        languages=escape(" → ".join(names)),
        standfirst=escape(_standfirst(counts, words)),
        figures=_figures(counts, words),
        pictures=_pictures(counts, flags, words),
        flag_options=_options((flag.replace(" ", "_"), _counted(flag, counts.flags[flag], words)) for flag in flags),
        kind_options=_options((kind, _counted(words.kind(kind), n, words)) for kind, n in counts.kinds.most_common()),
        status_options=_options(_statuses(counts, words, editor is not None)),
        band_hidden="" if counts.bands else "hidden",
        band_options=_options(
            (band, _counted(name, counts.bands[band], words))
            for band, name in BAND_WORDS[words.language].items()
            if counts.bands[band]
        ),
        score_hidden="" if counts.scored else "hidden",
        pair_forms=escape(words.template("pairs")),
        shown_form=escape(words.template("shown")),
        editor_tools=Template(_resource("editor_tools.html")).substitute(page, confidence_hidden=_hidden(editor))
        if editor
        else "",
        editor=Template(_resource("editor.html")).substitute(page, data=EditorData.PLACE) if editor else "",
        keys="" if editor else f'<p class="keys">{_with_keys(words.text("keys"))}</p>\n  ',
        made=escape(made),
        sections=placeholder,
        signature=escape(str(corpus.signature)),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    head, _, foot = text.partition(placeholder)
    return head, foot


class _TemplateWords(dict[str, str]):
    """The words of the page for its template, where `$t_any_flag` is the text `any flag`."""

    def __init__(self, words: PageWords):
        super().__init__({f"t_{key.replace(' ', '_').replace('-', '_')}": escape(text) for key, text in words.plain()})


def _hidden(editor: EditorData) -> str:
    return "" if editor.with_confidence else "hidden"


def _standfirst(counts: PageCounts, words: PageWords) -> str:
    if not counts.pairs:
        return words.text("no pair")
    pairs = words.text("pairs", n=counts.pairs)
    documents = words.text("from documents", n=counts.documents) if counts.documents > 1 else ""
    if not counts.flagged:
        return words.text("none flagged", pairs=pairs, documents=documents)
    severe = counts.severities["error"]
    grave = words.text("grave", n=severe) if severe else ""
    return f"{pairs}{documents}. {words.text('carry flags', n=counts.flagged)}{grave}."


def _figures(counts: PageCounts, words: PageWords) -> str:
    cells = [("Pairs", counts.pairs), ("Source words", counts.words), ("Flagged", counts.flagged)]
    if counts.documents > 1:
        cells.insert(1, ("Documents", counts.documents))
    done = counts.statuses["approved"] + counts.statuses["edited"]
    if done:
        cells.append(("Reviewed", done + counts.statuses["rejected"]))
    written = [(name, words.number(value)) for name, value in cells]
    if counts.scored:
        written.append(("Median score", words.decimal(counts.median)))
    return "".join(f"<div><dt>{escape(words.text(name))}</dt><dd>{value}</dd></div>" for name, value in written)


def _pictures(counts: PageCounts, flags: Sequence[str], words: PageWords) -> str:
    parts = []
    if counts.bands:
        parts.append(_drafts(counts, words))
    if counts.scored:
        parts.append(
            f'<figure><h2>{escape(words.text("Scores"))}</h2><p class="about">{escape(words.text("about scores"))}</p>'
            f"{histogram(counts.bins(), counts.median, words)}</figure>"
        )
    items = "".join(
        f"<li><span>{flag_chip(flag, words, button=True)}</span>"
        f'<span class="count">{words.number(counts.flags[flag])}</span>'
        f'<span class="means">{escape(in_words(flag, words.language))}</span></li>'
        for flag in flags
    )
    body = f'<ul class="flags">{items}</ul>' if items else f'<p class="none">{escape(words.text("no flag"))}</p>'
    wide = "" if len(parts) == 1 else ' class="wide"'
    parts.append(
        f"<figure{wide}><h2>{escape(words.text('Flags'))}</h2>"
        f'<p class="about">{escape(words.text("about flags"))}</p>{body}</figure>'
    )
    return "\n".join(parts)


def _drafts(counts: PageCounts, words: PageWords) -> str:
    """The bands of the drafts: how many there are of each, as a number and as a bar, and what it means."""
    total = counts.bands.total()
    items = "".join(
        f'<li><span>{band_chip(band, words, button=True)}</span><span class="count">{words.number(counts.bands[band])}'
        f'</span><span class="means">{escape(SENTENCES[words.language][f"{band} means"])}'
        f"{_share(counts.bands[band] / total, band)}</span></li>"
        for band in BANDS
    )
    return (
        f'<figure><h2>{escape(words.text("Drafts"))}</h2><p class="about">{escape(words.text("about drafts"))}</p>'
        f'<ul class="flags bands">{items}</ul></figure>'
    )


def _share(share: float, band: str) -> str:
    return (
        '<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" '
        f'width="100" height="10"/><rect class="{band}" width="{100 * share:.1f}" height="10"/></svg>'
    )


def _statuses(counts: PageCounts, words: PageWords, editor: bool) -> Iterable[tuple[str, str]]:
    """The statuses to choose from: those of the corpus with their numbers, or all, whose numbers will change."""
    for status in STATUSES:
        name = STATUS_WORDS[words.language][status]
        if editor:
            yield status, name
        elif counts.statuses[status]:
            yield status, _counted(name, counts.statuses[status], words)


def _counted(name: str, count: int, words: PageWords) -> str:
    return f"{name} ({words.number(count)})"


def _options(options: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in options)


def _with_keys(text: str) -> str:
    return re.sub("<(.+?)>", lambda key: f"<kbd>{escape(key[1])}</kbd>", text)


def _resource(name: str) -> str:
    return files("align.report").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
