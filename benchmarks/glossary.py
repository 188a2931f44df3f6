"""What a glossary costs while checking, and how many of its terms come out right in drafts.

    python benchmarks/glossary.py [--lines 500] [--model FOLDER] [--no-drafts]

The first table checks the same pairs without a glossary, with one of 60 terms, and with two of 10,000: made of words
and runs of words of other texts, and of these very texts, so that every pair has several. The second drafts the
sentences that have one of the 60 terms below, chosen before anything was drafted, in the three modes of
--glossary-mode.
"""

from __future__ import annotations

import argparse
import itertools
import lzma
import random
import re
import time
from pathlib import Path

from align.checks import CheckOptions, check_pairs
from align.corpus import Pair
from align.glossary import Glossary, Term

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "en-ru"

TERMS = """
president=президент; police=полиция; government=правительство; minister=министр; prime minister=премьер-министр
prime minister=глава правительства; court=суд; Supreme Court=Верховный суд; White House=Белый дом; Senate=Сенат
Congress=Конгресс; parliament=парламент; election=выборы; party=партия; leader=лидер; leader=руководитель; war=война
army=армия; attack=нападение; attack=атака; hospital=больница; university=университет; school=школа; student=студент
student=ученик; company=компания; market=рынок; economy=экономика; trade=торговля; bank=банк; oil=нефть; price=цена
budget=бюджет; tax=налог; investigation=расследование; evidence=доказательства; judge=судья; lawyer=адвокат
lawyer=юрист; spokesman=представитель; statement=заявление; agreement=соглашение; agreement=договор; border=граница
United States=США; United States=Соединенные Штаты; Russia=Россия; China=Китай; Moscow=Москва; Washington=Вашингтон
London=Лондон; Europe=Европа; European Union=Европейский союз; European Union=ЕС; United Nations=ООН; NATO=НАТО
FBI=ФБР; Donald Trump=Дональд Трамп; Trump=Трамп; Brexit=Брексит; earthquake=землетрясение; tsunami=цунами
championship=чемпионат; match=матч; season=сезон; team=команда; goal=гол; coach=тренер
"""


def terms() -> Glossary:
    """The 60 terms, those with two translations given twice."""
    entries = [entry.strip().split("=") for entry in re.split("[;\n]", TERMS) if entry.strip()]
    return Glossary([Term(source, (target,)) for source, target in entries])


def main() -> None:
    options = arguments()
    sides = [(NEWS / f"newstest2019.{code}").read_text(encoding="utf-8").splitlines() for code in ("en", "ru")]
    pairs = [Pair(str(n), "d", n, *texts, "en", "ru") for n, texts in enumerate(zip(*sides, strict=True), 1)]
    checking(pairs)
    if not options.no_drafts:
        drafting(pairs, options)


def checking(pairs: list[Pair]) -> None:
    with lzma.open(NEWS / "train.tsv.xz", "rt", encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t")[:2] for line in itertools.islice(stream, 20_000)]
    other = thousands([Pair(str(n), "d", n, *row, "en", "ru") for n, row in enumerate(rows)])
    named = [
        ("without a glossary", None),
        (f"{len(terms())} terms", terms()),
        ("10,000 terms of other texts", other),
        ("10,000 terms of these very texts", thousands(pairs)),
    ]
    print(f"{'checking ' + format(len(pairs), ',') + ' pairs':<34}{'pairs/s':>9}{'cost':>8}{'terms met':>11}")
    base = 0.0
    for name, glossary in named:
        options = CheckOptions(glossary=glossary)
        list(check_pairs(pairs, options))  # lemmas are kept, as in any run over more than a few pages
        start = time.process_time()
        list(check_pairs(pairs, options))
        seconds = time.process_time() - start
        base = base or seconds
        met = sum(len(glossary.matcher("en", "ru").find_terms(pair.source)) for pair in pairs) if glossary else 0
        print(f"{name:<34}{len(pairs) / seconds:>9,.0f}{seconds / base - 1:>8.0%}{met:>11,}")


def thousands(pairs: list[Pair]) -> Glossary:
    """10,000 terms of one to three words that stand in the sources, each with a word of the target beside it."""
    chance = random.Random(1)
    found: dict[str, str] = {}
    for pair in pairs:
        words = re.findall(r"[A-Za-z]{4,}(?: [A-Za-z]{4,}){0,2}", pair.source)
        other = re.findall(r"[А-Яа-я]{5,}", pair.target) or ["слово"]
        for run in words:
            parts = run.split()
            for size in range(1, len(parts) + 1):
                found.setdefault(" ".join(parts[:size]), chance.choice(other))
    return Glossary([Term(source, (target,)) for source, target in chance.sample(sorted(found.items()), 10_000)])


def drafting(pairs: list[Pair], options: argparse.Namespace) -> None:
    from sacrebleu.metrics import CHRF

    from align.document import Segment
    from align.progress import Silent
    from align.translation.ctranslate2_engine import CTranslate2Engine
    from align.translation.drafting import draft_segments
    from align.translation.engine import Decoding
    from align.translation.terminology import MODES, Terminology

    glossary = terms()
    matcher = glossary.matcher("en", "ru")
    pairs = [pair for pair in pairs if matcher.find_terms(pair.source)][: options.lines]
    segments = [Segment(pair.source, "sentence", 0, 0, len(pair.source)) for pair in pairs]
    met = [list(dict.fromkeys(match.term for match in matcher.find_terms(pair.source))) for pair in pairs]
    total = sum(map(len, met))
    reference = right(matcher, met, [pair.target for pair in pairs])
    print(f"\n{len(pairs)} sentences with {total} terms; {reference} of them stand in the reference")
    print(f"{'mode':<14}{'terms right':>12}{'share':>8}{'drafts changed':>16}{'put in':>8}{'chrF':>7}{'seconds':>9}")
    engine = CTranslate2Engine(options.model, device="cpu", threads=options.threads)
    plain: list[str] = []
    for mode in MODES:
        start = time.perf_counter()
        asked = Terminology.of(glossary, "en", "ru", mode)
        drafts = draft_segments(segments, engine, "ru", Decoding(), Silent(), asked)
        seconds = time.perf_counter() - start
        texts = [draft.text for draft in drafts]
        plain = plain or texts
        good = right(matcher, met, texts)
        changed = sum(one != other for one, other in zip(plain, texts, strict=True))
        put_in = sum("term-substituted" in draft.flags for draft in drafts)
        chrf = CHRF().corpus_score(texts, [[pair.target for pair in pairs]]).score
        name = "plain" if mode == "check" else mode
        print(f"{name:<14}{good:>12}{good / total:>8.1%}{changed:>16}{put_in:>8}{chrf:>7.1f}{seconds:>9.1f}")


def right(matcher: object, met: list[list[Term]], texts: list[str]) -> int:
    """How many of the terms met are translated as agreed."""
    return sum(len(found) - len(matcher.check_terms(found, text)) for found, text in zip(met, texts, strict=True))  # type: ignore[attr-defined]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "en-ru-starter")
    parser.add_argument("--no-drafts", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
