"""The look of a review table in Word: its page, the widths of its columns, its styles, and the borders of its rows."""

from __future__ import annotations

from align.io.office_package import attribute
from align.io.word_file import PageLayout, style
from align.languages.office_language import office_language
from align.review.layout import FAINT, INK, RULE, right_to_left
from align.review.word_rows import ALIGNMENT_KEYS, TRANSLATION_KEYS

PAGE = PageLayout(width=16838, height=11906, margin=567)
"""A4 across, with margins of a centimetre."""
WIDTHS: dict[tuple[str, ...], tuple[int, ...]] = {
    TRANSLATION_KEYS: (680, 4640, 4940, 1320, 2210, 1914),
    ALIGNMENT_KEYS: (680, 4160, 4160, 1600, 1320, 2060, 1724),
}
"""Widths of the columns, in twentieths of a point; together they are as wide as the text."""
EDITABLE = frozenset({"final", "status", "fix", "note"})
CENTRED = frozenset({"n", "status"})
STYLES: dict[str, str] = {
    "n": "AlignSmall",
    "source": "AlignSource",
    "final": "AlignTranslation",
    "status": "AlignWord",
    "fix": "AlignWord",
    "flags": "AlignSmall",
    "note": "AlignNote",
}
"""The style of the paragraphs of a column."""
_FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'


def colour(css: str) -> str:
    """A colour of the sheet as Word writes it."""
    return css.lstrip("#")


def size(points: float) -> str:
    """The size of letters."""
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def shading(css: str) -> str:
    """The background of a cell or a run."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour(css)}"/>'


def ink(css: str) -> str:
    """The colour of letters."""
    return f'<w:color w:val="{colour(css)}"/>'


def language_of(code: str) -> str:
    """The language of letters, for the spelling checker; nothing where it is not known."""
    tag = attribute(office_language(code).tag) if code else ""
    return f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="{tag}"/>' if tag else ""


def table_styles(source_lang: str, target_lang: str, headings: str) -> str:
    """All styles of the document. `headings` is the language of what is not of the corpus."""
    base = f"{_FONT}{ink(INK)}{size(11)}{language_of(headings)}"
    space = '<w:spacing w:before="0" w:after="0"/>'

    def text(name: str, shown: str, code: str) -> str:
        rtl = "<w:bidi/>" if right_to_left(code) else ""
        return style(name, based_on="Normal", properties=rtl, look=f"{size(11)}{language_of(code)}", shown=shown)

    return "".join(
        (
            style("Normal", properties=space, look=base),
            style("Title", based_on="Normal", properties='<w:spacing w:after="60"/>', look=f"<w:b/>{size(18)}"),
            style(
                "Heading2",
                based_on="Normal",
                properties='<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>',
                look=f"<w:b/>{size(13)}",
                shown="heading 2",
            ),
            style("Footer", based_on="Normal", properties='<w:jc w:val="center"/>', look=f"{ink(FAINT)}{size(8)}"),
            style("AlignHow", based_on="Normal", properties='<w:spacing w:after="40"/>', look=size(10.5)),
            style("AlignSmall", based_on="Normal", look=size(9)),
            style("AlignNote", based_on="Normal", look=size(10)),
            style("AlignWord", based_on="Normal", look=size(10)),
            style(
                "AlignHead", based_on="Normal", properties="<w:keepNext/>", look=f"<w:b/>{ink('FFFFFF')}{size(10.5)}"
            ),
            text("AlignSource", "Align Source", source_lang),
            text("AlignTranslation", "Align Translation", target_lang),
        )
    )


def table_properties(widths: tuple[int, ...]) -> str:
    """The properties and the grid of a table: columns as wide as they are, thin lines between the rows."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{colour(RULE)}"'
    borders = "".join(f"<w:{edge} {line}/>" for edge in ("top", "bottom", "insideH", "insideV"))
    margins = "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in (("top", 45), ("left", 85), ("bottom", 45), ("right", 85))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def border_above(paragraph: bool, gap: bool) -> str:
    """The line above the cells of a row: dark where a paragraph begins, double where pairs are left out."""
    if gap:
        return f'<w:tcBorders><w:top w:val="double" w:sz="12" w:space="0" w:color="{colour(INK)}"/></w:tcBorders>'
    if paragraph:
        return f'<w:tcBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="{colour(FAINT)}"/></w:tcBorders>'
    return ""
