"""What the words under *Fix* do, on the first sheet of an alignment: a table, and a small example before and after."""

from __future__ import annotations

from itertools import zip_longest

from align.review.alignment_strings import EXAMPLE, EXAMPLE_FIXES, EXAMPLE_MENDED, FIX_MEANINGS
from align.review.fixes import FIX_WORDS
from align.review.layout import FIX_FILL, FIX_INK, HEADER_EDIT_FILL, HEADER_FILL
from align.review.page import WIDTHS, Page, lines_across
from align.review.review_options import ReviewOptions

_LAST = len(WIDTHS) - 1
_SOURCE, _TRANSLATION, _FIX, _NEW_SOURCE, _NEW_TRANSLATION = (1, 1), (2, 4), (5, 6), (7, 8), (9, 10)
"""First and last column of the parts of the example."""


def write_fix_guide(page: Page, review: ReviewOptions) -> None:
    """Write the table of the words, then the example."""
    words = FIX_WORDS[review.language]
    page.heading(review.text("fixes"))
    page.paragraph(review.text("fixes note"))
    meanings = [(words[fix], meaning) for fix, meaning in FIX_MEANINGS[review.language].items()]
    names = {str(fix): word for fix, word in words.items()}
    meanings.append(("||", review.text("divide means").format_map(names)))
    for word, meaning in meanings:
        page.set_height(2 + 15 * lines_across(meaning, 2, _LAST))
        page.across(1, 1, word, page.look(fill=FIX_FILL, color=FIX_INK, bold=True, ruled=True, indent=1))
        page.across(2, _LAST, meaning, page.look(wrap=True, indent=1, ruled=True))
        page.row += 1
    page.row += 1
    _write_example(page, review)


def _write_example(page: Page, review: ReviewOptions) -> None:
    headings, words = review.headings, FIX_WORDS[review.language]
    title = page.look(bold=True, color=HEADER_FILL)
    page.across(_SOURCE[0], _FIX[1], f"{review.text('example')}: {review.text('before')}", title)
    page.across(_NEW_SOURCE[0], _NEW_TRANSLATION[1], review.text("after"), title)
    page.row += 1
    head = page.look(bold=True, color="#FFFFFF", fill=HEADER_EDIT_FILL, indent=1)
    places = (_SOURCE, _TRANSLATION, _FIX, _NEW_SOURCE, _NEW_TRANSLATION)
    for place, key in zip(places, ("source", "final", "fix", "source", "final"), strict=True):
        page.across(*place, headings[key], head)
    page.row += 1
    plain, mended = page.look(ruled=True, indent=1), page.look(ruled=True, indent=1, fill=FIX_FILL, color=FIX_INK)
    before, after_all = EXAMPLE[review.language], EXAMPLE_MENDED[review.language]
    for texts, fix, after in zip_longest(before, EXAMPLE_FIXES, after_all):
        source, translation = texts or ("", "")
        look = mended if fix or "||" in source else plain
        for place, text in zip(places, (source, translation, words[fix] if fix else "", *after), strict=True):
            page.across(*place, text, look if place in places[:3] else plain)
        page.row += 1
    page.row += 1
