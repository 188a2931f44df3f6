"""Invented bulletins that the tests of this room learn from."""

from __future__ import annotations

import itertools
import random

from align.corpus.pair import Pair

PORTS = [("Port Ellery", "порту Эллери"), ("Dunmore", "Данморе"), ("Saltby", "Солтби"), ("North Quay", "Норт-Куэе")]
SHIPS = [("ferry", "паром"), ("tanker", "танкер"), ("trawler", "траулер"), ("barge", "баржа"), ("tug", "буксир")]
CARGOES = [("grain", "зерна"), ("timber", "леса"), ("coal", "угля"), ("salt", "соли"), ("steel", "стали")]
DAYS = [("Monday", "в понедельник"), ("Tuesday", "во вторник"), ("Friday", "в пятницу"), ("Sunday", "в воскресенье")]


def bulletins(count: int, per_document: int = 10, status: str = "approved") -> list[Pair]:
    """Invented shipping bulletins, all different, `per_document` to a document, in an order that is always the same."""
    rows = list(itertools.product(SHIPS, CARGOES, PORTS, DAYS, range(2, 11)))
    random.Random(7).shuffle(rows)
    pairs = []
    for n, ((ship, судно), (cargo, груз), (port, порт), (day, день), number) in enumerate(rows[:count]):
        source = f"The {ship} brought {number} hundred tons of {cargo} to {port} on {day}."
        target = f"{судно.capitalize()} с грузом {груз} ({number} сотен тонн) прибыл {день} в {порт}."
        doc = f"bulletin-{n // per_document:03d}.txt"
        pairs.append(Pair(f"p{n}", doc, n, source, target, "en", "ru", origin="human", status=status))
    return pairs
