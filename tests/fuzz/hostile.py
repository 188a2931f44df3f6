"""Making good files bad: what the fuzz tests feed to importers, and what they expect of them.

Everything is drawn from a seeded generator, so that a case that fails fails again; it is printed as `(format, number)`.
`ALIGN_FUZZ=100000 pytest tests/fuzz` runs so many cases a format instead of the 2,500 of an ordinary run, which are the
same each time: they show what a change breaks, and the long run what nobody has met yet (`make test-long`).
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import signal
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from align.errors import AlignError

CASES = int(os.environ.get("ALIGN_FUZZ", "2500"))
LONGEST_CASE = 5.0
MOST_MEMORY = 1 << 30

NUMBERS = ("0", "-1", "1e999", "-1e999", "NaN", "9" * 30, "9" * 400, "9" * 5000, "0x10", "1_000", "٣", "1e-400", "01")
TEXTS = (
    "",
    " ",
    "\0",
    "\x1b[2J",
    "\u202e",
    "\ufeff",
    "\ufffe",
    "=1+1",
    "'",
    '"',
    "\\",
    "\\u0000",
    "\\ud800",
    "😀",
    "a" * 300,
)
DEEP = ("[" * 3000, '{"a":' * 3000, "(" * 3000, "<a>" * 300)
JSON = ("{", "}", "[", "]", ",", ":", '"', "null", "true", "[]", "{}", '"\\ud800"', '{"corpus": {}}', '{"corpus": 1}')
XML = (
    "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<?x y?>", "&amp;", "&#0;", "&#x10FFFF;", "&#xD800;", "&x;", "/>",
    '<!DOCTYPE a [<!ENTITY x "y">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<seg/>", "<tu/>", "</tu>", "<tuv/>",
    ' xml:lang="ru"', ' srclang="*all*"', "<prop type='x-extra'>[</prop>", '<x xmlns="y"/>', ' encoding="utf-16"',
    "<file>", "<header/>", "<trans-unit/>", "<note/>", ' r="A99999999"', ' t="s"', "<v>9</v>",
)  # fmt: skip
TABLES = (
    "\t",
    "\n",
    "\r",
    "\r\n",
    ",",
    ";",
    '"',
    '""',
    "'",
    "\\t",
    "\\",
    "source",
    "target",
    "extra",
    "\x1c",
    "\u2028",
)

Read = Callable[[bytes], Any]


class TooSlow(BaseException):
    """A case took longer than any case may."""


def mutated(rng: random.Random, seeds: Sequence[bytes], words: Sequence[str]) -> bytes:
    """One to six changes to a good file: cut, doubled, swapped, spliced; bytes and the format's own words put in."""
    data = bytearray(rng.choice(seeds))
    gentle = rng.random() < 0.6  # keeps the form and changes what it holds: such files come further
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        if gentle:
            _replace_value(rng, data, words)
        else:
            _change(rng, data, seeds, words)
    return bytes(data)


def _change(rng: random.Random, data: bytearray, seeds: Sequence[bytes], words: Sequence[str]) -> None:
    at = rng.randrange(len(data) + 1)
    to = min(len(data), at + rng.choice((1, 1, 2, 8, 40, 400)))
    how = rng.randrange(9)
    if how == 0:
        data[at:to] = b""
    elif how == 1:
        data[at:at] = data[at:to] * rng.choice((1, 2, 30))
    elif how == 2 and data:
        data[min(at, len(data) - 1)] = rng.randrange(256)
    elif how == 3:
        other = rng.choice(seeds)
        start = rng.randrange(len(other) + 1)
        data[at:to] = other[start : start + rng.choice((1, 10, 100, 1000))]
    elif how == 4:
        del data[at:]
    elif how == 5:
        data[at:at] = bytes(rng.randrange(256) for _ in range(rng.choice((1, 2, 5))))
    elif how == 6:
        _replace_value(rng, data, words)
    else:
        data[at:at] = _word(rng, words).encode("utf-8", "surrogatepass")


_VALUE = re.compile(rb'"[^"<>]{0,200}"|>[^<>]{1,200}<|\b\d+(?:\.\d+)?\b|\t[^\t\n]*\t')


def _replace_value(rng: random.Random, data: bytearray, words: Sequence[str]) -> None:
    """Put something else in the place of a string, a number, an attribute, a text: the file stays well-formed."""
    found = list(_VALUE.finditer(data))
    if found:
        value = rng.choice(found)
        start, end = value.span()
        quoted = value[0][:1] in b'">\t'
        data[start + quoted : end - quoted] = _word(rng, words).encode("utf-8", "surrogatepass")


def _word(rng: random.Random, words: Sequence[str]) -> str:
    which = rng.random()
    return rng.choice(words if which < 0.5 else NUMBERS if which < 0.7 else TEXTS if which < 0.98 else DEEP)


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive that is quick to make."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def attack(name: str, make: Callable[[random.Random], bytes], read: Read, cases: int) -> dict[str, Any]:
    """Read `cases` made files; what was found is an AssertionError that names the case. Returns what was measured."""
    began, slowest, refused, most_before = time.process_time(), 0.0, 0, _most_memory()
    old = signal.signal(signal.SIGVTALRM, _too_slow)
    try:
        for number in range(cases):
            data = make(random.Random(f"{name} {number}"))
            before = time.process_time()
            refused += not survives(read, data, (name, number))
            slowest = max(slowest, time.process_time() - before)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)
    peak = _most_memory() - most_before
    return {
        "cases": cases,
        "refused": refused,
        "slowest": slowest,
        "seconds": time.process_time() - began,
        "peak": peak,
    }


def _most_memory() -> int:
    """The most bytes that this process has ever had: tests before this one may have left it high."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def survives(read: Read, data: bytes, case: object) -> bool:
    """Whether `read` takes `data`; an AlignError is a refusal, anything else a finding."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_CASE)
    try:
        read(data)
        return True
    except AlignError as error:
        assert str(error), case
        return False
    except (TooSlow, Exception) as error:
        keep = Path(os.environ.get("ALIGN_FUZZ_KEEP", "/nonexistent"))
        if keep.is_dir():
            (keep / re.sub(r"\W+", "-", str(case))).write_bytes(data)
        raise AssertionError(f"{case}: {type(error).__name__}: {error}\n{data[:300]!r}") from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _too_slow(*about: object) -> None:
    raise TooSlow
