"""The Russian tutorial explains messages that the program says in Russian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

babel = pytest.importorskip("babel.messages.pofile", reason="the extra `test` is not installed")

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ru" / "translator.md"
CATALOGUE = ROOT / "align" / "localization" / "ru" / "LC_MESSAGES" / "align.po"
EXPLAINED = re.findall(r"^\| `(.+?)` \| ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def said() -> str:
    """All messages in Russian, `…` for their places."""
    with CATALOGUE.open("rb") as stream:
        catalogue = babel.read_po(stream, locale="ru")
    forms = (form for one in catalogue for form in ([one.string] if isinstance(one.string, str) else one.string))
    return "\n".join(re.sub(r"\{\w*[^{}]*\}", "…", form) for form in forms)


@pytest.mark.parametrize("message", EXPLAINED)
def test_a_message_that_is_explained_is_one_of_the_program(message: str, said: str) -> None:
    """Every piece of it between the places that are filled in stands in the catalogue."""
    pieces = [piece.strip(" .:;,()«»") for piece in re.split("[…:.]", message)]
    pieces = [piece for piece in pieces if len(piece) > 3]
    assert pieces
    assert [piece for piece in pieces if piece not in said] == []


def test_ten_messages_are_explained() -> None:
    assert len(EXPLAINED) >= 10
