"""The account of a reader: what it says in one line, and as an object."""

from __future__ import annotations

from align.account import Account


def test_a_whole_reading_has_nothing_to_say() -> None:
    account = Account(read=4)
    assert account.complete
    assert account.line() == ""
    assert account.as_json() == {"read": 4, "left_out": {}, "changed": {}}


def test_reasons_are_counted_with_their_first_places() -> None:
    account = Account(read=4)
    for line in (3, 8, 8, 12, 15):
        account.leave_out("further translations", f"line {line}")
    account.leave_out("units without ru", count=2)
    account.change("inline codes", "line 7")
    assert not account.complete
    assert account.line() == (
        "left out: further translations (5, first at line 3), units without ru (2); changed: inline codes (1, line 7)"
    )
    assert account.as_json()["left_out"]["further translations"] == {
        "count": 5,
        "places": ["line 3", "line 8", "line 12"],
    }


def test_what_everybody_expects_is_not_in_the_line() -> None:
    """Page numbers and running heads are in the object, marked; the line has what a person might miss."""
    account = Account(read=2)
    account.leave_out("running heads", "p. 2", expected=True)
    assert account.line() == "" and not account.complete
    account.leave_out("comments", "line 4")
    account.change("tags", expected=True)
    assert account.line() == "left out: comments (1, line 4)"
    assert account.as_json() == {
        "read": 2,
        "left_out": {
            "running heads": {"count": 1, "places": ["p. 2"], "expected": True},
            "comments": {"count": 1, "places": ["line 4"]},
        },
        "changed": {"tags": {"count": 1, "places": [], "expected": True}},
    }
