"""Invented bulletins that the tests of this package learn from, and a recipe for them."""

from __future__ import annotations

import itertools
import random

from align.corpus.pair import Pair, Status

PORTS = [("Port Ellery", "порту Эллери"), ("Dunmore", "Данморе"), ("Saltby", "Солтби"), ("North Quay", "Норт-Куэе")]
SHIPS = [("ferry", "паром"), ("tanker", "танкер"), ("trawler", "траулер"), ("barge", "баржа"), ("tug", "буксир")]
CARGOES = [("grain", "зерна"), ("timber", "леса"), ("coal", "угля"), ("salt", "соли"), ("steel", "стали")]
DAYS = [("Monday", "в понедельник"), ("Tuesday", "во вторник"), ("Friday", "в пятницу"), ("Sunday", "в воскресенье")]

SMALL = """
source_lang = "en"
target_lang = "ru"
vocabulary = 110
back_translated = ["headlines"]
[paths]
pairs = "pairs.tsv"
held_out = ["test.en"]
work = "work"
checkpoint = "small-model"
[architecture]
width = 32
encoder_layers = 1
decoder_layers = 1
heads = 2
feed_forward = 64
dropout = 0.1
[schedule]
warmup = 5
batch_tokens = 800
guide = 0.5
guide_updates = 10
average = 0.9
blanks = 0.05
cooldown = 0.5
precision = "float32"
checkpoint_seconds = 1.5
[dev]
news = 20
[weights]
news = 1.5
headlines = 1
games = 0
[noise]
alpha = 0.5
share = 0.5
"""
"""A recipe over a table `pairs.tsv` of bulletins beside it, for a model that is trained in seconds."""


def bulletins(count: int, per_document: int = 10, status: Status = "approved") -> list[Pair]:
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
