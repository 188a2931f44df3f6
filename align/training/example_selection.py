"""Splits a reviewed corpus into pairs to train on, to stop by and to measure with.

Three splits that share no document: `train`; `dev`, whose chrF decides when to stop; `test`, looked at once, when all
is decided. A score on the pairs that chose the model flatters it, so the score that is reported comes from `test`.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from align.corpus.pair import Pair
from align.errors import InputError, option_name
from align.languages.normalization import letters_and_digits
from align.localization import N_, _
from align.training.data import Example
from align.training.held_out import HeldOut

MIN_TRAIN = 200
"""Pairs to learn from below which adapting is refused: fewer moved no score that we could measure."""

HELD_OUT_SHARE, MIN_HELD_OUT, MAX_HELD_OUT = 0.1, 50, 500
"""Of the pairs, the share held out for each of `dev` and `test`, and the bounds of their number."""

MAX_TOKENS = 128
"""Tokens a side: longer segments are drafted in parts, so that no model needs them."""

Count = Callable[[Sequence[str]], list[int]]
"""Texts → the number of tokens of each."""


@dataclass(frozen=True, slots=True)
class DataSplits:
    """The pairs by use. `general` are pairs of another domain to measure forgetting with, if there are any. `dropped`
    counts what was left out, by reason; `documents` is true where the splits share no document; otherwise they are
    contiguous blocks of the corpus."""

    train: tuple[Example, ...]
    dev: tuple[Example, ...]
    test: tuple[Example, ...]
    general: tuple[Example, ...]
    dropped: Mapping[str, int]
    documents: bool

    @property
    def held_out(self) -> HeldOut:
        """The sources of all pairs for evaluation."""
        return _held_out(self.dev, self.test, self.general)


def choose_splits(
    pairs: Iterable[Pair],
    statuses: Collection[str],
    source: Count,
    target: Count,
    general: Sequence[Example] = (),
) -> DataSplits:
    """Split the usable ones of `pairs` (with one of `statuses`) into three; `source` and `target` count tokens.

    A pair that is like a held-out one is not trained on. Raises InputError when too few are left, with the numbers.
    """
    dropped: Counter[str] = Counter()
    usable = _usable(pairs, statuses, source, target, dropped)
    if len(usable) < MIN_TRAIN + 2 * MIN_HELD_OUT:
        raise _too_few(len(usable), dropped)
    parts = _by_document(usable) or _by_block(usable)
    documents = len({pair.doc for pair in parts[0]} & {pair.doc for pair in (*parts[1], *parts[2])}) == 0
    train, dev, test = ([Example(p.source, p.target, p.doc) for p in part] for part in parts)
    held_out = _held_out(dev, test, general)
    clean = [example for example in train if not held_out.overlaps(example.source)]
    dropped[N_("like a held-out pair")] += len(train) - len(clean)
    if len(clean) < MIN_TRAIN:
        raise _too_few(len(clean) + len(dev) + len(test), dropped)
    counts = {reason: count for reason, count in dropped.items() if count}
    return DataSplits(tuple(clean), tuple(dev), tuple(test), tuple(general), counts, documents)


def general_pairs(pairs: Iterable[Pair], source: Count, target: Count) -> list[Example]:
    """Choose at most `MAX_HELD_OUT` usable pairs of a general corpus to measure with: those of the lowest hashes."""
    chosen = sorted(_usable(pairs, (), source, target, Counter()), key=lambda pair: _hash(pair.source + pair.target))
    return [Example(pair.source, pair.target, "general") for pair in chosen[:MAX_HELD_OUT]]


def replay_sample(
    pairs: Iterable[Pair], splits: DataSplits, source: Count, target: Count, most: int, seed: int
) -> list[Example]:
    """Draw at most `most` usable pairs of a general corpus, none of them like a held-out one, to mix in."""
    held_out = splits.held_out
    generator = random.Random(seed)
    sample: list[Example] = []
    seen = 0
    for pair in _usable(pairs, (), source, target, Counter()):
        if held_out.overlaps(pair.source):
            continue
        seen += 1
        if len(sample) < most:
            sample.append(Example(pair.source, pair.target, "mix"))
        elif (index := generator.randrange(seen)) < most:  # reservoir sampling
            sample[index] = Example(pair.source, pair.target, "mix")
    return sample


def _usable(
    pairs: Iterable[Pair], statuses: Collection[str], source: Count, target: Count, dropped: Counter[str]
) -> list[Pair]:
    """Choose the pairs to use, in order; empty `statuses` means any but rejected. Counts the others in `dropped`."""
    kept: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        key = (pair.source, pair.target)
        if pair.status not in statuses if statuses else pair.status == "rejected":
            dropped[pair.status] += 1
        elif not (pair.source.strip() and pair.target.strip()):
            dropped[N_("one-sided")] += 1
        elif pair.source == pair.target:
            dropped[N_("untranslated")] += 1
        elif key in kept:
            dropped[N_("repeated")] += 1
        else:
            kept[key] = pair
    distinct = list(kept.values())
    counts = zip(source([p.source for p in distinct]), target([p.target for p in distinct]), strict=True)
    short = [pair for pair, sides in zip(distinct, counts, strict=True) if max(sides) <= MAX_TOKENS]
    dropped[N_("too long")] += len(distinct) - len(short)
    return short


def _by_document(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair], list[Pair]] | None:
    """Hold out whole documents, in the order of their ids' hashes, or None where they are too few or too large.

    The choice of a document does not depend on the others, so that a corpus that has grown keeps most of its splits.
    """
    documents: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        documents[pair.doc].append(pair)
    wanted = _held_out_size(len(pairs))
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    held_out = set()
    for doc in sorted(documents, key=_hash):
        part = next((part for part in parts if len(part) < wanted), None)
        if part is not None and len(part) + len(documents[doc]) <= 2 * wanted:
            part.extend(documents[doc])
            held_out.add(doc)
    if min(map(len, parts)) < wanted or len(pairs) - sum(map(len, parts)) < MIN_TRAIN:
        return None
    return [pair for pair in pairs if pair.doc not in held_out], *parts


def _by_block(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Hold out the last pairs of the corpus: two blocks, so that neighbours stay together."""
    wanted = _held_out_size(len(pairs))
    return list(pairs[: -2 * wanted]), list(pairs[-2 * wanted : -wanted]), list(pairs[-wanted:])


def _held_out(*parts: Sequence[Example]) -> HeldOut:
    return HeldOut((example.source for part in parts for example in part), letters_and_digits)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="backslashreplace")).digest()


def _held_out_size(pairs: int) -> int:
    return min(MAX_HELD_OUT, max(MIN_HELD_OUT, math.ceil(HELD_OUT_SHARE * pairs)))


def _too_few(usable: int, dropped: Mapping[str, int]) -> InputError:
    needed = _(
        "adapting needs at least {needed}: {train} to learn from, {held_out} to stop by, {held_out} to measure with",
        needed=MIN_TRAIN + 2 * MIN_HELD_OUT,
        train=MIN_TRAIN,
        held_out=MIN_HELD_OUT,
    )
    if left_out := listed_reasons(dropped):
        message = _(
            "the corpus has {n} usable pairs (left out: {left_out}); {needed}",
            n=usable,
            left_out=left_out,
            needed=needed,
        )
    else:
        message = _("the corpus has {n} usable pairs; {needed}", n=usable, needed=needed)
    return InputError(
        message, hint=_("Review more pairs, or add statuses with {option}", option=option_name("statuses"))
    )


def listed_reasons(dropped: Mapping[str, int]) -> str:
    """How many pairs were left out, by reason, in words."""
    return ", ".join(_("{n:,} {reason}", n=count, reason=_(reason)) for reason, count in dropped.items() if count)
