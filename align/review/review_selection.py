"""The choice of pairs for a review sheet: by status, the doubtful with their neighbours, or the sure ones alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from align.corpus.pair import Pair
from align.errors import InputError, UsageError
from align.localization import _, ngettext
from align.review.doubts import confidence_of, is_doubtful, is_sure

NEIGHBOURS = 2
"""Pairs before and after a doubtful one that come along: what is missing in it is most often there."""


@dataclass(slots=True)
class ReviewSelection:
    """What a pair must be to be chosen: of one of the `statuses` (empty: of any), `doubtful`, or `sure` to at least
    this confidence. Neighbours of a doubtful pair come along whatever they are.

    Filled while the rows are taken: `total` counts all pairs, `chosen` and `neighbours` those that are written.
    """

    statuses: Collection[str] = ()
    doubtful: bool = False
    sure: float | None = None
    total: int = 0
    chosen: int = 0
    neighbours: int = 0
    _with_confidence: int = 0

    def __post_init__(self) -> None:
        if self.sure is not None and not 0 <= self.sure <= 1:
            raise UsageError(_("--sure is {sure:g}: it is a confidence from 0 to 1", sure=self.sure))
        if self.doubtful and self.sure is not None:
            raise UsageError(_("--doubtful and --sure leave nothing together"), hint=_("write two sheets"))

    def __bool__(self) -> bool:
        return bool(self.statuses) or self.doubtful or self.sure is not None

    def rows(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, bool]]:
        """Iterate over the pairs that are to be written, in their order, each with whether pairs of its document were
        left out right before it."""
        reach = NEIGHBOURS if self.doubtful else 0
        document: str | None = None
        waiting: deque[Pair] = deque()
        following, gap = 0, False
        for pair in pairs:
            self.total += 1
            if pair.doc != document:
                document, following, gap = pair.doc, 0, False
                waiting.clear()
            waiting.append(pair)
            chosen = self._chooses(pair)
            if chosen or following:
                following = reach if chosen else following - 1
                self.chosen += chosen
                self.neighbours += len(waiting) - chosen
                for one in waiting:
                    yield one, gap
                    gap = False
                waiting.clear()
            elif len(waiting) > reach:
                waiting.popleft()
                gap = True

    def _chooses(self, pair: Pair) -> bool:
        self._with_confidence += confidence_of(pair) is not None
        if self.statuses and pair.status not in self.statuses:
            return False
        if self.doubtful:
            return is_doubtful(pair)
        return self.sure is None or is_sure(pair, self.sure)

    def nothing_left(self, output: str) -> InputError | UsageError:
        """The error to raise where no pair was chosen. `output` is the file that is not written."""
        if self.sure is not None and self.total and not self._with_confidence:
            return UsageError(
                _("--sure needs the confidence that align pair gives, and no pair has one"),
                hint=_("--doubtful and --status work without"),
            )
        asked = [f"--status {','.join(self.statuses)}"] if self.statuses else []
        asked += ["--doubtful"] if self.doubtful else []
        asked += [f"--sure {self.sure:g}"] if self.sure is not None else []
        if not self.total:
            return InputError(_("nothing was written to {output}: there are no pairs", output=output))
        problem = ngettext(
            "nothing was written to {output}: none of the {n:,} pairs is left ({options})",
            "nothing was written to {output}: none of the {n:,} pairs is left ({options})",
            self.total,
            output=output,
            options=", ".join(asked),
        )
        return InputError(problem)
