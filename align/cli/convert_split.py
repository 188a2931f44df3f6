"""`align convert --split`: write train, dev and test that share no document, and report leaks between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from align.cli.options import TmxOptions, say
from align.cli.terminal import bar
from align.corpus import Pair, open_writers
from align.curation.splits import SplitSize, leaks, plan
from align.curation.two_pass import Inputs
from align.errors import UsageError
from align.io.atomic import is_written_to
from align.localization import _

ASIDE = "leaked"
"""The name of the file of pairs that leak, where they are put aside."""


def write_split(
    inputs: Inputs,
    keep: Callable[[Iterable[Pair]], Iterator[Pair]],
    output: str,
    format_: str | None,
    tmx: TmxOptions,
    sizes: Sequence[SplitSize],
    seed: str,
    aside: bool,
) -> None:
    """Write `name.train.suffix`, `name.dev.suffix` …; all appear, or none does. `keep` filters the pairs of each pass.

    With `aside` the pairs that leak go to a file of their own.
    """
    if is_written_to(output):
        raise UsageError(_("--split writes several files"), hint=_("name OUT"))
    with bar(_("dividing")):
        splits = plan(keep(inputs.pairs()), sizes, seed)
        leaking = leaks(keep(inputs.pairs()), splits)
    path = Path(output)
    names = [*splits.names[-1:], *splits.names[:-1], *([ASIDE] if aside else [])]
    files = {name: str(path.with_name(f"{path.stem}.{name}{path.suffix}")) for name in names}
    for file in files.values():
        if any(Path(file).resolve() == Path(name).resolve() for name in inputs.names):
            raise UsageError(_("{file} is the input", file=file), path=file, hint=_("name another output"))
    counts: Counter[str] = Counter()
    documents: dict[str, set[int]] = {name: set() for name in names}
    with ExitStack() as stack, bar(_("writing")) as progress:
        header = inputs.header()
        writers = {
            name: stack.enter_context(open_writers([file], header, format_, warn=say, **tmx))
            for name, file in files.items()
        }
        for pair, leaky in leaking.marked(keep(inputs.pairs())):
            name = ASIDE if leaky and aside else splits.names[splits.index_of(pair)]
            writers[name].write(pair)
            counts[name] += 1
            documents[name].add(hash(pair.doc or pair.id))
            progress.advance(1)
    for name, file in files.items():
        say(
            _(
                "{file}: {pairs:,} pairs of {documents:,} documents",
                file=file,
                pairs=counts[name],
                documents=len(documents[name]),
            )
        )
    for (of, into), count in leaking.counts.items():
        advice = _("put aside") if aside else _("--leaks aside leaves them out")
        say(
            _(
                "{count:,} pairs of {part} are nearly the same as pairs of {other}: {advice}",
                count=count,
                part=of,
                other=into,
                advice=advice,
            )
        )
    if not all(counts[name] for name in splits.names):
        say(_("one side of the split is empty: there are too few documents for this share"))
