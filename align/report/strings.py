"""The words of the page, by language. A text with `|` has the forms of a plural: two in English, three in Russian.

Words in braces are filled in; keys in angle brackets, as <Enter>, are shown as keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from align.localization import Translated
from align.report.editor_strings import EDITOR

PAGE = Translated(
    "page",
    {
        "corpus": "Corpus",
        "theme": "Light / dark",
        "theme tip": "Light or dark (t)",
        "pictures": "Pictures of the corpus",
        "tools": "Search and filter",
        "search": "Search",
        "search hint": 'words, or "a phrase"',
        "flag": "Flag",
        "any flag": "any or none",
        "flagged": "flagged",
        "not flagged": "not flagged",
        "kind": "Kind",
        "status": "Status",
        "all": "all",
        "score": "Score",
        "band": "Quality",
        "lowest": "lowest score",
        "highest": "highest score",
        "order": "Order",
        "as in the text": "as in the text",
        "by risk": "most doubtful first",
        "by band": "worst drafts first",
        "clear": "Clear",
        "clear tip": "Clear everything (Esc)",
        "nothing": "Nothing fits these filters.",
        "keys": "</> search · <j> <k> next and previous pair · <n> next flagged pair · <t> light or dark · <Esc> clear",
        "made": "Made by align {version}. This page needs no network.",
        "made of": "Made by align {version} · corpus of {created}. This page needs no network.",
        "no pair": "There is no pair in this corpus.",
        "pairs": "{n} pair|{n} pairs",
        "from documents": " from {n} document| from {n} documents",
        "none flagged": "{pairs}{documents}, none of them flagged.",
        "carry flags": "{n} carries a flag|{n} carry flags",
        "grave": ", {n} of them grave",
        "shown": "{n} of {all}",
        "Pairs": "Pairs",
        "Source words": "Source words",
        "Flagged": "Flagged",
        "Documents": "Documents",
        "Reviewed": "Reviewed",
        "Median score": "Median score",
        "part": "part {n}",
        "Scores": "Scores",
        "about scores": "How alike in meaning the two sides are, from 0 to 1; the dashed line is the median. "
        "Click a bar to filter.",
        "histogram": "Histogram of the scores",
        "bar": "{n} pair from {low} to {high}|{n} pairs from {low} to {high}",
        "Drafts": "Quality of the drafts",
        "about drafts": "How much work a machine's draft needs, as the machine itself estimates it; read those that "
        "are likely usable, too. Click one to filter.",
        "Flags": "Flags",
        "about flags": "What a check found worth a look. A flag never drops a pair. Click one to filter.",
        "no flag": "No pair is flagged.",
        "similarity": "similarity {score}",
        "alignment": "The alignment of {doc}",
        "ribbon source": "source: each band is a pair, and a click leads to it",
        "ribbon target": "translation",
        "pair number": "pair {n}",
        "legend": "In the picture",
        "is pair": "pair",
        "is uncertain": "doubtful",
        "is error": "probably wrong",
        "is alone": "without a counterpart",
        "is confirmed": "confirmed",
        "is corrected": "corrected",
        "is rejected": "rejected",
    },
    plurals=True,
)

KINDS = Translated(
    "kind of segment",
    {kind: kind for kind in ("sentence", "headline", "subheading", "dateline", "byline", "crumb")},
)
"""The kinds of segments."""

LANGUAGES = tuple(PAGE)


class PageWords:
    """The words of a page in one language.

    >>> PageWords("ru").text("pairs", n=22), PageWords("en").text("shown", n=5, all=5000)
    ('22 пары', '5 of 5,000')
    """

    def __init__(self, language: str = "en"):
        self.language = language
        self._texts = PAGE[language] | EDITOR[language]

    def text(self, key: str, **fields: object) -> str:
        """A text with its fields filled in. Of the forms of a plural it is the one that the number `n` wants."""
        forms = self._texts[key].split("|")
        count = fields.get("n")
        form = forms[_plural(self.language, count)] if len(forms) > 1 and isinstance(count, int) else forms[0]
        return form.format_map({name: self.number(value) for name, value in fields.items()}) if fields else form

    def template(self, key: str) -> str:
        """A text with all its forms and fields, for a script to fill in."""
        return self._texts[key]

    def plain(self) -> list[tuple[str, str]]:
        """Keys and texts of what has nothing to fill in."""
        return [(key, text) for key, text in self._texts.items() if not re.search("[{|]", text)]

    def number(self, value: object) -> str:
        """A number as the language groups its digits; anything else as text."""
        if not isinstance(value, int):
            return str(value)
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if self.language == "ru" else f"{value:,}"

    def decimal(self, value: float, form: str = ".2f") -> str:
        """A number, in two decimals unless `form` says otherwise, with the comma or point of the language."""
        text = format(value, form)
        return text.replace(".", ",") if self.language == "ru" else text

    def kind(self, kind: str) -> str:
        """The kind of a segment."""
        return KINDS[self.language].get(kind, kind)

    def editor(self) -> Mapping[str, str]:
        """What the script of the editor says."""
        return {key: self._texts[key] for key in ("shown", "pairs", "pair number", *EDITOR[self.language])}


def _plural(language: str, count: int) -> int:
    """The form of a plural for a number: CLDR's rules for whole numbers."""
    if language != "ru":
        return int(count != 1)
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2
