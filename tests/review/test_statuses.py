"""What a reviewer may type as a status: a word, its beginning, a sign; what is not understood is said with what is."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from align.corpus import Pair
from align.corpus.fingerprints import PairFingerprint
from align.review import MergeResult, SheetRow, merge
from align.review.strings import STATUS_WORDS, spellings, status_key, why_no_status

PAIR = Pair("s-1", "s.txt", 1, "Hello.", "Привет.", "en", "ru")

TYPED = {
    "draft": "d dr draft DRAFT ч черн черновик new",
    "approved": "a A ap appr Approved approve. + v V ✓ ✔ да Да ok OK ок yes y од одобр Одобрено верно",
    "edited": "e ed edit edited и исп испр исправлено изм отредактировано отр",
    "rejected": "r rej Reject rejected - – − x X х ✗ нет no отк откл отклонено отказ",
}


def typed(status: str) -> tuple[Pair, list[str]]:
    """The pair after a row with this status is merged, and what was said."""
    mark = str(PairFingerprint.of(PAIR.source, PAIR.target, PAIR.status, PAIR.note))
    cells = {"id": PAIR.id, "source": PAIR.source, "draft": PAIR.target, "final": PAIR.target, "mark": mark}
    outcome = MergeResult()
    [pair] = merge([PAIR], [SheetRow("anna.xlsx", "s.txt", 2, cells | {"status": status})], outcome)
    return pair, [leftover.reason for leftover in outcome.leftovers]


@pytest.mark.parametrize(("status", "spelling"), [(status, word) for status in TYPED for word in TYPED[status].split()])
def test_a_status_may_be_a_letter_a_sign_or_a_word(status: str, spelling: str) -> None:
    """Each spelling sets the status, blanks around it or not, and nothing is reported."""
    assert status_key(spelling) == status
    assert typed(f" {spelling} ") == (PAIR if status == "draft" else replace(PAIR, status=status), [])


@pytest.mark.parametrize("word", [*chain(*(words.values() for words in STATUS_WORDS.values()))])
def test_from_three_letters_on_the_words_of_the_list_are_understood(word: str) -> None:
    """Every beginning of three or more letters of a word of the drop-down list means that word."""
    assert {status_key(word[:length]) for length in range(3, len(word) + 1)} == {status_key(word)} != {None}


@pytest.mark.parametrize(
    ("spelling", "said"),
    [
        ("foo", "'foo' is no status: write approved, edited or rejected (a, e, r; + or -)"),
        ("approvedd", "'approvedd' is no status: write approved, edited or rejected (a, e, r; + or -)"),
        ("?", "'?' is no status: write approved, edited or rejected (a, e, r; + or -)"),
        ("хм", "'хм' is no status: write одобрено, исправлено or отклонено (од, и, отк; + or -)"),
        ("о", "'о' may mean одобрено, исправлено or отклонено: write more letters (од, и, отк; + or -)"),
        ("n", "'n' may mean draft or rejected: write more letters (a, e, r; + or -)"),
        ("x" * 99, f"'{'x' * 40}…' is no status: write approved, edited or rejected (a, e, r; + or -)"),
    ],
)
def test_what_is_not_understood_is_said(spelling: str, said: str) -> None:
    """An unknown or ambiguous word changes nothing, and merge says what it would understand."""
    assert status_key(spelling) is None and why_no_status(spelling) == said
    assert typed(spelling) == (PAIR, [said])


def test_no_spelling_has_two_meanings() -> None:
    """The lists of spellings, by which the sheet counts, say the same as the merge."""
    assert all(status_key(word) == status for status in STATUS_WORDS["en"] for word in spellings(status))
    assert "о" not in chain(*(spellings(status) for status in STATUS_WORDS["en"]))
