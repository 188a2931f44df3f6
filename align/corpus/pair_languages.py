"""The languages of pairs: what a person names fills in what a file leaves open, and chooses what is taken.

How codes are matched is in `align.languages.tags`: a spelling never matters, a script always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from align.account import Account, Reason
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.errors import FormatError, language_options
from align.languages.tags import agree, as_asked, normal_tag, primary_subtag, united
from align.localization import N_, _

LanguagePair = tuple[str, str]


def in_languages(pairs: Iterable[Pair], options: FormatOptions, account: Account, name: str) -> Iterator[Pair]:
    """The pairs in the languages of the options, with exactly these codes; those that say no language are in them.

    Pairs in other languages are left out, and the account says so. Raises FormatError where that leaves none.
    """
    wanted = (options.source_lang, options.target_lang)
    if wanted == ("", ""):
        yield from pairs
        return
    known: dict[LanguagePair, LanguagePair | None] = {}
    kept = False
    for pair in pairs:
        codes = (pair.source_lang, pair.target_lang)
        if codes not in known:
            known[codes] = _asked(codes, wanted)
        new = known[codes]
        if new is None:
            account.leave_out(Reason(N_("pairs in {languages}"), languages=_in_account(codes)), pair.id)
            continue
        kept = True
        if new == codes:
            yield pair
            continue
        if not all(_is_asked_for(own, code) for own, code in zip(codes, new, strict=True)):
            reason = N_("pairs in {languages} taken as {others}")
            account.change(Reason(reason, languages=_in_account(codes), others=_in_account(new)), pair.id)
        yield replace(pair, source_lang=new[0], target_lang=new[1])
    if known and not kept:
        present = ", ".join(sorted({shown(tuple(map(normal_tag, codes))) for codes in known}))  # type: ignore[arg-type]
        problem = _("no pair is in {languages}; there is {present}", languages=shown(wanted), present=present)
        hint = _("Choose with {options}", options=language_options())
        raise FormatError.at(name, None, problem, hint)


def _asked(codes: LanguagePair, wanted: LanguagePair) -> LanguagePair | None:
    source, target = (as_asked(own, code) for own, code in zip(codes, wanted, strict=True))
    return None if source is None or target is None else (source, target)


def _is_asked_for(own: str, code: str) -> bool:
    """Whether the code says no more than the pair's own, which asking for it implies; another region is more."""
    return not own or agree(own, code) or primary_subtag(own) == normal_tag(code)


def shown(codes: LanguagePair) -> str:
    """A pair of languages in a message: `en-ru`, `en and another language`."""
    return _in_account(codes).shown()


def _in_account(codes: LanguagePair) -> Reason:
    source, target = codes
    if source and target:
        return Reason("{source}-{target}", source=source, target=target)
    if source or target:
        return Reason(N_("{language} and another language"), language=source or target)
    return Reason(N_("no language"))


def united_languages(pairs: Iterable[LanguagePair]) -> LanguagePair:
    """The languages of a whole whose parts are in these: as they are spelt, if all are spelt so, or what is true of
    all; "" on the side where they do not agree."""
    found = list(dict.fromkeys(pairs))
    if len(found) == 1:
        return found[0]
    source, target = (united(pair[side] for pair in found) or "" for side in (0, 1))
    return source, target


class OneLanguagePair:
    """The pair of languages of a file that can hold one only. `takes` says whether it can hold a pair; `lines` what it
    held under other codes than the pairs' own, where more than the spelling differs."""

    def __init__(self, languages: LanguagePair):
        self.languages = languages
        self._known: dict[LanguagePair, bool] = {}
        self._other: dict[LanguagePair, int] = {}

    def takes(self, pair: Pair) -> bool:
        """Whether the pair's languages agree with the file's. Codes of another spelling do; `en` and `en-US` do."""
        codes = (pair.source_lang, pair.target_lang)
        if codes == self.languages:
            return True
        if codes not in self._known:
            self._known[codes] = all(map(agree, codes, self.languages))
            if self._known[codes] and tuple(map(normal_tag, codes)) != tuple(map(normal_tag, self.languages)):
                self._other[codes] = 0
        if codes in self._other:
            self._other[codes] += 1
        return self._known[codes]

    def refusal(self, pair: Pair) -> tuple[str, str]:
        """What is wrong with a pair that is not taken, and what to do."""
        names = self.names_of(pair)
        return _("pair {id} is {languages} and the file {others}", id=pair.id, **names), self.advice(pair)

    def names_of(self, pair: Pair) -> dict[str, str]:
        """The `languages` of a pair and the `others` of the file, for a message."""
        return {"languages": shown((pair.source_lang, pair.target_lang)), "others": shown(self.languages)}

    def advice(self, pair: Pair) -> str:
        """What to do about a pair that is not taken."""
        source, target = (primary_subtag(code) for code in (pair.source_lang, pair.target_lang))
        if (source, target) == tuple(map(primary_subtag, self.languages)):
            return _(
                "choose one with {options} ({source} and {target} take every region, but no other script)",
                options=language_options(),
                source=source,
                target=target,
            )
        return _("choose one with {options}", options=language_options())

    def lines(self, name: str) -> list[str]:
        """Warnings about codes that are not in the file."""
        return [
            _(
                "{file}: {count:,} of {languages} are written as {others}",
                file=name,
                count=count,
                languages=shown(codes),
                others=shown(self.languages),
            )
            for codes, count in self._other.items()
        ]


def with_languages(corpus: Corpus, options: FormatOptions, name: str) -> None:
    """Give a corpus and its pairs the languages of the options, in place; see `in_languages`."""
    corpus.source_lang = as_asked(corpus.source_lang, options.source_lang) or options.source_lang
    corpus.target_lang = as_asked(corpus.target_lang, options.target_lang) or options.target_lang
    corpus.pairs = in_languages(corpus.pairs, options, corpus.account, name)
