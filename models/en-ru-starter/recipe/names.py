"""Names of Russian people and places in the spellings that English newspapers give them: a table of pairs to train on.

    python names.py names.tsv          # source, target, the tag `names-ru`

The names are those of OpenCorpora's dictionary, which comes with pymorphy3 (CC BY-SA 3.0); the Latin spelling is made
by rule. A model that has seen thousands of them spells a name that it has never seen.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pymorphy3

TAG = "names-ru"
LETTERS = str.maketrans("абвгдзийклмнопрстуфыэ", "abvgdziyklmnoprstufye") | str.maketrans(
    {"е": "e", "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ъ": "", "ь": ""}
)
SURNAMES = re.compile(r".{3,}(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|енко|[чн]ук|ович|евич|дзе|швили|[аья]н)$")
PLACES = re.compile(r".{2,}(?:[сц]к|град|город|[оеё]во|ино|[оеё]вка|[оеё]вск|горск|бург|поль)$")


def latin(word: str, choose: random.Random) -> str:
    """The Latin spelling of a Russian name in lower case, as agencies write it; of two habits one is drawn."""
    short = choose.random() < 0.6
    word = re.sub(r"[иы]й\b", "y", word)
    if short:
        word = word.replace("кс", "x").replace("ё", "е")
    if choose.random() < 0.5:  # Yevgeny, Sergeyev
        word = re.sub(r"(?:\b|(?<=[аеёиоуыэюяьъ]))е", "ye", word)
    word = re.sub(r"ь(?=[иео])", "y", word)
    return word.translate(LETTERS)


def titled(word: str) -> str:
    """`усть-каменогорск` → `Усть-Каменогорск`."""
    return "-".join(part.capitalize() for part in word.split("-"))


def names() -> dict[str, list[str]]:
    """Nominatives of the dictionary: `man` and `woman` (first names), `his` and `her` (surnames), `place`."""
    found: dict[str, list[str]] = {"man": [], "woman": [], "his": [], "her": [], "place": []}
    for word, tag, *_ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        if "nomn" not in tag or "sing" not in tag or "дж" in word or not word.replace("-", "").isalpha():
            continue
        genders = [gender for gender in ("masc", "femn") if gender in tag] or ["masc", "femn"]
        if "Surn" in tag and SURNAMES.match(word):
            for gender in genders:
                found["his" if gender == "masc" else "her"].append(word)
        elif "Name" in tag and len(word) > 3:
            for gender in genders:
                found["man" if gender == "masc" else "woman"].append(word)
        elif "Geox" in tag and PLACES.match(word):
            found["place"].append(word)
    return {kind: sorted(set(words)) for kind, words in found.items()}


def pairs(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every surname with a first name drawn for it, and every place, each in its English and its Russian spelling."""
    choose = random.Random(seed)
    known = names()
    for first, last in (("man", "his"), ("woman", "her")):
        for surname in known[last]:
            person = f"{choose.choice(known[first])} {surname}" if choose.random() < 0.8 else surname
            yield _pair(person, choose)
    for place in known["place"]:
        yield _pair(place, choose)


def _pair(russian: str, choose: random.Random) -> tuple[str, str]:
    words = russian.split()
    return " ".join(titled(latin(word, choose)) for word in words), " ".join(map(titled, words))


if __name__ == "__main__":
    rows = [f"{source}\t{target}\t{TAG}\n" for source, target in pairs()]
    Path(sys.argv[1]).write_text("".join(rows), encoding="utf-8")
    print(f"{len(rows)} names in {sys.argv[1]}")
