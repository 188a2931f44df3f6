"""Kinds of paragraphs by their styles, each of which may be based on another one, as in DOCX and ODT."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from align.document import ParagraphKind


def inherited_kind(
    style: str,
    own: Callable[[str], ParagraphKind | None],
    parents: Mapping[str, str],
    known: dict[str, ParagraphKind | None],
) -> ParagraphKind | None:
    """The kind of a style, or else of the nearest one that it is based on and that has a kind; None where none has.

    `own` is the kind of a style by itself, `parents` what each is based on. `known` keeps what was found, for the next
    call: a chain of any length is followed once, however many styles or paragraphs begin in it.
    """
    passed = []
    kind = None
    while style:
        if style in known:
            kind = known[style]
            break
        known[style] = None  # who comes here again has gone in a circle
        passed.append(style)
        if kind := own(style):
            break
        style = parents.get(style, "")
    known.update(dict.fromkeys(passed, kind))
    return kind
