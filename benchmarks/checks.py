"""Recall of the checks on planted faults, and their false alarms on good human translations.

    python benchmarks/checks.py [--gold ../shared/data/alignment-gold] [--set pud_std --set ntrex_std] [--score]

The good pairs are the 1-1 beads of the gold sets. Each fault is planted once in every pair that can carry it; a fault
is found when one of the flags meant for it is put, noticed when any flag is. The pace is measured on one core.
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from align.checks import CHECKS, CheckOptions, DocumentContext, check_pair, check_pairs
from align.corpus.pair import Pair
from align.languages.normalization import fold_word
from align.languages.number_words import lexicon

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {"tb_dev": ("de", "fr")}
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")

Planter = Callable[[Pair, random.Random, list[Pair]], "str | None"]
"""Gives the spoilt target, or None where the fault does not apply."""


def gold_pairs(folder: Path) -> Iterator[Pair]:
    """The 1-1 beads of a gold set as pairs."""
    source_lang, target_lang = LANGUAGES.get(folder.name, ("en", "ru"))
    for document in sorted(path for path in folder.iterdir() if path.is_dir()):
        source = (document / "src.txt").read_text("utf-8").splitlines()
        target = (document / "tgt.txt").read_text("utf-8").splitlines()
        for n, line in enumerate((document / "gold.txt").read_text("utf-8").splitlines(), 1):
            ours, theirs = (ast.literal_eval(side) for side in re.findall(r"\[.*?\]", line))
            if len(ours) == len(theirs) == 1:
                doc = f"{folder.name}/{document.name}"
                texts = source[ours[0]], target[theirs[0]]
                yield Pair(f"{doc}-{n}", doc, n, *texts, source_lang, target_lang, origin="human")


def number_altered(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """Another number of as many digits."""
    hits = list(_NUMBER.finditer(pair.target))
    if not hits:
        return None
    hit = rng.choice(hits)
    low = 10 ** (len(hit[0]) - 1) if len(hit[0]) > 1 else 0
    other = next(value for _ in iter(int, 1) if (value := str(rng.randint(low, 10 ** len(hit[0]) - 1))) != hit[0])
    return pair.target[: hit.start()] + other + pair.target[hit.end() :]


def digit_altered(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """One digit changed."""
    hits = [place for place, sign in enumerate(pair.target) if sign.isdigit()]
    if not hits:
        return None
    place = rng.choice(hits)
    other = rng.choice([digit for digit in "0123456789" if digit != pair.target[place]])
    return pair.target[:place] + other + pair.target[place + 1 :]


def numbers_swapped(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """Two different numbers change places."""
    hits = list(re.finditer(r"\d+(?:[.,\u00a0 ]\d+)*", pair.target))
    if len({hit[0] for hit in hits}) < 2:
        return None
    first, second = sorted(rng.sample(hits, 2), key=lambda hit: hit.start())
    if first[0] == second[0]:
        return None
    text = pair.target
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


def number_removed(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """A number is left out."""
    hits = list(_NUMBER.finditer(pair.target))
    if not hits:
        return None
    hit = rng.choice(hits)
    return pair.target[: hit.start()] + pair.target[hit.end() :]


def number_word_altered(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """A number in words, above two, becomes another one."""
    entries = lexicon(pair.target_lang).entries
    known = {word: value for word, roles in entries.items() for role, value in roles if role == "number" and value > 2}
    return _exchange(pair.target, known, rng)


def month_altered(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """Another month."""
    from babel import Locale

    months = Locale.parse(pair.target_lang).months["format"]["wide"]
    return _exchange(pair.target, {fold_word(name): float(number) for number, name in months.items()}, rng)


def _exchange(text: str, known: dict[str, float], rng: random.Random) -> str | None:
    hits = [hit for hit in _WORD.finditer(text) if fold_word(hit[0]) in known and hit[0].islower()]
    if not hits:
        return None
    hit = rng.choice(hits)
    word = fold_word(hit[0])
    ending = word[-2:]
    others = [other for other, value in known.items() if value != known[word] and other[-2:] == ending]
    others = others or [other for other, value in known.items() if value != known[word]]
    return text[: hit.start()] + rng.choice(sorted(others)) + text[hit.end() :]


def copied(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The source stands where the translation should."""
    return pair.source


def half_copied(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The second half was left in the source language."""
    source, target = pair.source.split(), pair.target.split()
    if len(source) < 10:
        return None
    return " ".join(target[: len(target) // 2] + source[len(source) // 2 :])


def clause_copied(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """Six words in a row were left in the source language."""
    source, target = pair.source.split(), pair.target.split()
    if len(source) < 14 or len(target) < 12:
        return None
    start = rng.randrange(len(source) - 6)
    place = min(start, len(target) - 6)
    return " ".join(target[:place] + source[start : start + 6] + target[place + 5 :])


def foreign(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """A sentence in a third language of another alphabet."""
    return rng.choice(pool).target if len(pair.target) > 20 else None


def transliterated(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The translation in Latin letters."""
    if not pair.target_lang.startswith("ru"):
        return None
    letters = dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdezijklmnoprstufhye", strict=True))
    letters |= {
        "ё": "yo",
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
    return "".join(letters.get(sign, sign) for sign in pair.target.lower())


def phrase_repeated(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """A phrase of one to five words comes three to eight times in a row."""
    words = pair.target.split()
    if len(words) < 8:
        return None
    size = rng.randint(1, 5)
    start = rng.randrange(len(words) - size)
    phrase = words[start : start + size]
    return " ".join(words[:start] + phrase * rng.randint(3, 8) + words[start + size :])


def phrase_twice(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The last third of the sentence is said twice."""
    words = pair.target.split()
    return " ".join(words + words[len(words) * 2 // 3 :]) if len(words) > 11 else None


def letters_repeated(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The decoder stutters inside a word."""
    words = pair.target.split()
    long = [place for place, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return None
    place = rng.choice(long)
    words[place] = words[place][:3] + words[place][3:5] * rng.randint(5, 12)
    return " ".join(words)


def half_deleted(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """The second half is missing."""
    words = pair.target.split()
    return " ".join(words[: len(words) // 2]) if len(words) > 7 else None


def third_deleted(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """A third is missing from the middle."""
    words = pair.target.split()
    return " ".join(words[: len(words) // 3] + words[len(words) * 2 // 3 :]) if len(words) > 11 else None


def emptied(pair: Pair, rng: random.Random, pool: list[Pair]) -> str | None:
    """No translation at all."""
    return ""


@dataclass(frozen=True)
class Fault:
    """A fault, the flags meant for it, and the recall that is aimed at (None: measured only)."""

    plant: Planter
    flags: tuple[str, ...]
    goal: float | None = None


FAULTS = (
    Fault(number_altered, ("number-mismatch",), 0.95),
    Fault(digit_altered, ("number-mismatch",), 0.95),
    Fault(numbers_swapped, ("number-mismatch", "number-order"), 0.95),
    Fault(number_removed, ("number-mismatch",), 0.95),
    Fault(number_word_altered, ("number-mismatch", "number-order")),
    Fault(month_altered, ("date-mismatch",), 0.95),
    Fault(copied, ("untranslated",), 0.95),
    Fault(half_copied, ("untranslated", "partly-untranslated"), 0.95),
    Fault(clause_copied, ("untranslated", "partly-untranslated"), 0.95),
    Fault(foreign, ("wrong-language",), 0.95),
    Fault(transliterated, ("wrong-language",), 0.95),
    Fault(phrase_repeated, ("repetition",), 0.95),
    Fault(phrase_twice, ("repetition",), 0.95),
    Fault(letters_repeated, ("repetition",), 0.95),
    Fault(half_deleted, ("length-ratio",)),
    Fault(third_deleted, ("length-ratio",)),
    Fault(emptied, ("empty-target",), 0.95),
)


def main() -> None:
    """Print both tables and the speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "data" / "alignment-gold")
    parser.add_argument("--set", action="append", dest="sets", help="a gold set; several are pooled")
    parser.add_argument("--score", action="store_true", help="also measure low-similarity, with the bundled encoder")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not arguments.gold.is_dir():
        parser.error(f"no gold sets at {arguments.gold}: name their folder with --gold")
    sets = arguments.sets or ["pud_std", "ntrex_std"]
    pairs = [pair for name in sets for pair in gold_pairs(arguments.gold / name)]
    third = "pud_std" if "tb_dev" in sets else "tb_dev"  # where sentences in a third language come from
    pool = [pair for pair in gold_pairs(arguments.gold / third) if len(pair.target) > 40]
    print(f"{len(pairs)} good pairs of {', '.join(sets)}; seed {arguments.seed}\n")
    _false_alarms(pairs)
    _recall(pairs, pool, arguments.seed)
    if arguments.score:
        _similarity(pairs)
    _speed(pairs)


def _false_alarms(pairs: list[Pair]) -> None:
    counts = Counter(flag for pair in check_pairs(pairs) for flag in pair.flags)
    flagged = sum(bool(pair.flags) for pair in check_pairs(pairs))
    with_digits = sum(bool(_NUMBER.search(pair.source + pair.target)) for pair in pairs)
    print(f"{'flag':22}{'severity':>10}{'false alarms':>14}")
    for flag, check in CHECKS.items():
        if check.find is not None:
            print(f"{flag:22}{check.severity:>10}{counts[flag] / len(pairs):>13.2%}")
    print(f"{'any':22}{'':>10}{flagged / len(pairs):>13.2%}")
    share = counts["number-mismatch"] / max(1, with_digits)
    print(f"number-mismatch of the {with_digits} pairs with digits: {share:.2%}\n")


def _recall(pairs: list[Pair], pool: list[Pair], seed: int) -> None:
    documents: dict[str, list[Pair]] = {}
    for pair in pairs:
        documents.setdefault(pair.doc, []).append(pair)
    contexts = {doc: DocumentContext.of(members) for doc, members in documents.items()}
    print(f"{'planted fault':22}{'planted':>9}{'found':>9}{'noticed':>9}  goal")
    for fault in FAULTS:
        rng = random.Random(seed)
        planted = found = noticed = 0
        for pair in pairs:
            target = fault.plant(pair, rng, pool)
            if target is None or target == pair.target:
                continue
            flags = check_pair(replace(pair, target=target), contexts[pair.doc])
            planted += 1
            found += not set(fault.flags).isdisjoint(flags)
            noticed += bool(flags)
        if planted:
            goal = (
                "" if fault.goal is None else f"{fault.goal:.2f} {'ok' if found >= fault.goal * planted else 'MISSED'}"
            )
            print(f"{fault.plant.__name__:22}{planted:>9}{found / planted:>9.3f}{noticed / planted:>9.3f}  {goal}")
    print()


def _similarity(pairs: list[Pair]) -> None:
    from align.encoders.pair_similarity import score_pairs

    def flagged(targets: list[str]) -> float:
        scores = score_pairs([(pair.source, target) for pair, target in zip(pairs, targets, strict=True)])
        spoilt = (replace(p, target=t, score=s) for p, t, s in zip(pairs, targets, scores, strict=True))
        return sum("low-similarity" in pair.flags for pair in check_pairs(spoilt)) / len(pairs)

    halves = [half_deleted(pair, random.Random(0), []) or pair.target for pair in pairs]
    print("low-similarity, where all pairs are so:")
    for name, targets in (
        ("good translations (false alarms)", [pair.target for pair in pairs]),
        ("the next pair's translation", [pair.target for pair in [*pairs[1:], pairs[0]]]),
        ("second half missing", halves),
    ):
        print(f"  {name:34}{flagged(targets):>7.3f}")
    print()


def _speed(pairs: list[Pair]) -> None:
    many = pairs * max(1, 10_000 // len(pairs))
    for name, options in (
        ("all checks", CheckOptions()),
        ("all but wrong-language, which needs a model", CheckOptions(skip=frozenset({"wrong-language"}))),
    ):
        start, processor = time.perf_counter(), time.process_time()
        count = sum(1 for _ in check_pairs(many, options))
        wall, busy = time.perf_counter() - start, time.process_time() - processor
        print(f"{name}: {count / wall:,.0f} pairs/s, {count / busy:,.0f} pairs a second of processor time")


if __name__ == "__main__":
    main()
