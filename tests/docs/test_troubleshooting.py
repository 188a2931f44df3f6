"""The page that is organised by message quotes messages that the program still has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.messages import texts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "troubleshooting.md"
QUOTED = re.findall(r"^### `(.+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def program() -> str:
    return "\n".join(dict.fromkeys(text.replace("\n", " ") for text in texts()))


@pytest.mark.parametrize("message", QUOTED)
def test_the_message_is_still_one_of_the_program(message: str, program: str) -> None:
    """Every piece of it between the places that are filled in stands in the program's texts."""
    pieces = [piece.strip() for piece in message.split("…") if len(piece.strip()) > 3]
    assert pieces
    assert [piece for piece in pieces if piece not in program] == []


def test_there_are_messages_on_the_page() -> None:
    assert len(QUOTED) > 40
