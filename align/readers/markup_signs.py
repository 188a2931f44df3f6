"""What stands in a page and is no text of it: references to notes, crossed-out text, the mark-up of powers and indices.

A parsed page is changed in place before its text is taken, so that every later step sees the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.account import Account
from align.localization import N_
from align.readers.superscripts import ScriptPiece, is_note_marker, settled

if TYPE_CHECKING:
    from lxml.etree import _Element

CROSSED_OUT, NOTE_REFERENCES, DELETED = N_("crossed-out passages"), N_("references to notes"), N_("deleted passages")

_GONE = {"del": DELETED, "s": CROSSED_OUT, "strike": CROSSED_OUT}
_SCRIPTS = {"sup": 1, "sub": -1}
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,80}\bline-through\b", re.IGNORECASE)
_REFERENCE = re.compile(r"note-?ref|foot-?note-?(?:ref|anchor|link|call)|\bfn-?(?:ref|link|anchor)\b", re.IGNORECASE)
_BACK = re.compile(r"foot-?note-?back|back-?(?:ref|link)", re.IGNORECASE)
_TO_NOTE = re.compile(r"#.*(?:fn|ftn|note|cite|edn)[^#]*\d", re.IGNORECASE)
_ARROW = re.compile(r"\s*[↩↑↵⏎⤴⮐^]\ufe0e?\s*(?:\d{1,3}\s*)?")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a page may hold, by their numbers, and a tree does not take back."""
_BEFORE = 60
"""Characters in front of an element, and of an address at its end, that are looked at."""
_LONGEST = 80
"""Characters, at most, of a raised text."""


def settle_signs(root: _Element, blocks: frozenset[str], account: Account, place: str = "") -> None:
    """Write powers and indices of a page in Unicode (10³, H₂O), and take references to notes and deleted or crossed-out
    text out of it. `blocks` are the tags between which no text goes on. `account` notes what is left out, at `place`.
    """
    from lxml import etree

    before = ""
    links = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if event == "end":
            links -= name == "a"
            before = "" if name in blocks or name == "br" else before
            before = (before + (element.tail or ""))[-_BEFORE:]
            continue
        links += name == "a"
        before = "" if name in blocks else before
        instead = _instead(element, name, before, links > 0, account, place)
        if instead is None:
            before = (before + (element.text or ""))[-_BEFORE:]
        else:
            walk.skip_subtree()
            links -= name == "a"
            del element[:]
            element.attrib.clear()
            element.tag, element.text = "span", _NO_XML.sub("", instead)
            before = (before + instead)[-_BEFORE:]


def _instead(element: _Element, name: str, before: str, in_link: bool, account: Account, place: str) -> str | None:
    """What an element's text becomes; None for an element that stays as it is."""
    style = element.get("style") or ""
    if reason := _GONE.get(name) or (CROSSED_OUT if _STRUCK.search(style) else None):
        if any(text.strip() for text in element.itertext()):
            account.leave_out(reason, place, expected=reason == DELETED)
        return ""
    raised = _RAISED.search(style)
    script = _SCRIPTS.get(name) or ((1 if raised[1].lower() == "super" else -1) if raised else 0)
    if not script and name != "a":
        return None
    text = _short_text(element)
    if text is None:
        return None
    if name == "a":
        if _is_back_link(element, text):
            return ""
        linked = _is_reference(element, text, before)
        if not linked:
            return None
    else:
        linked = in_link or next(element.iter("a"), None) is not None or _is_marked(element)
    instead = settled(before, ScriptPiece(text, script, linked), element.tail or "")
    if instead is None:
        account.leave_out(NOTE_REFERENCES, place, expected=True)
        return ""
    return instead


def _short_text(element: _Element) -> str | None:
    """The text of an element, None where it is too long to be a sign."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > _LONGEST:
            return None
    return "".join(pieces)


def _is_reference(element: _Element, text: str, before: str) -> bool:
    """Whether a link is a reference to a note: it says so, or its address does and it stands right behind a word."""
    if not is_note_marker(text):
        return False
    if _is_marked(element):
        return True
    address = element.get("href") or ""
    if any(child.tag == "sup" for child in element) and "#" in address:
        return True
    glued = before[-1:] != "" and not before[-1:].isspace()
    return _TO_NOTE.search(address[-_BEFORE:]) is not None and (glued or text.strip().startswith("["))


def _is_marked(element: _Element) -> bool:
    kinds = f"{element.get('epub:type') or ''} {element.get('role') or ''} {element.get('class') or ''}"
    return _REFERENCE.search(kinds) is not None


def _is_back_link(element: _Element, text: str) -> bool:
    """Whether a link leads from a note back to the text."""
    kinds = f"{element.get('epub:type') or ''} {element.get('role') or ''} {element.get('class') or ''}"
    if "#" not in (element.get("href") or ""):
        return False
    says_so = _BACK.search(kinds) is not None and not text.strip(" ↩↑^[]0123456789")
    return says_so or _ARROW.fullmatch(text) is not None
