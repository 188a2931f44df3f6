"""Keys, frames and tokens of the index stand in the files of memories: the same text has the same ones for ever."""

from __future__ import annotations

import pytest

from align.memory.index import tokens
from align.memory.keys import frame, key, normal, words

KEPT = [
    ("en", "It cost $15 million on Friday, November 20, 2016.", -7511184591278657869, -1939804435203878930),
    ("en", "“It’s  done” – he said… 1,234.5 tons", -8856873217219648131, 6357024071211436460),
    ("en", "Pay to account 40702810900000012345 by 14:30.", -9079365893382573008, -4221087065369864895),
    ("en", "Flight 007, A4 and 5G, 10-12 °C", -1849021299752407940, -7326182494901012452),
    ("ru", "Порт обошёлся в 1 234,5 млн крон в пятницу, 15 мая.", 5381407213126743770, 6059462122942032059),
    ("ru", "От 5 до 7 человек, 22.11.2016", -883021574468339357, -2579711536713406631),
    ("de", "Am Freitag kamen 2.999,5 Tonnen.", -7813498807903567621, -8059107801913772594),
    ("fr", "Le 3 mai, 11 000 euros", -5832441002290558046, 4349429314381702245),
    ("xx", "5 boats", -6204815888155480562, 8099381620014532677),
    ("en", "Nothing to count", 8569323472359373881, None),
]


@pytest.mark.parametrize(("language", "text", "wanted_key", "wanted_frame"), KEPT)
def test_a_text_has_the_key_and_the_frame_that_older_files_hold(
    language: str, text: str, wanted_key: int, wanted_frame: int | None
) -> None:
    assert (key(normal(text)), frame(normal(text), language)) == (wanted_key, wanted_frame)


def test_a_text_is_found_in_the_index_under_the_tokens_that_older_files_hold() -> None:
    found = words(normal("Pay to account 40702810900000012345 by 14:30."))
    assert tokens(found, 1, len(found)) == [
        *("2e04390", "7e9d1c6c", "685a8d3c", "b4f049ad", "44b29fc8", "6ecb7969", "d6837ea2"),
    ]
