"""A Pair as named strings, for the columns of tables, the props of TMX units and the attributes of XLIFF."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from align.corpus.pair import ORIGINS, STATUSES, Origin, Pair, Span, Status
from align.io.json_faults import json_fault
from align.localization import _, ngettext

FIELDS: tuple[str, ...] = (
    "id",
    "doc",
    "n",
    "kind",
    "source_lang",
    "target_lang",
    "source",
    "target",
    "source_span",
    "target_span",
    "origin",
    "status",
    "score",
    "logprob",
    "flags",
    "note",
    "model",
    "created",
    "extra",
)
"""Every field of a Pair by its name in JSONL, in the order in which tables write them."""

_WORD = re.compile(r"[^\s,\[][^\s,]*")
_SPAN = re.compile(r"(\d+):(\d+)")


def rounded(value: float | None) -> float | None:
    """Round a score as files hold it: four decimals; None where it is not a finite number (JSON has no NaN)."""
    return None if value is None or not math.isfinite(value) else round(float(value), 4)


def number_text(value: float | None) -> str:
    """A score as text, or an empty string."""
    value = rounded(value)
    return "" if value is None else repr(value)


def span_text(spans: tuple[Span, ...] | None) -> str:
    """Spans as `212:388 390:400`; `-` where there are none, an empty string where they are unknown."""
    if spans is None:
        return ""
    if len(spans) == 1:  # nearly always
        return "{}:{}".format(*spans[0])
    return " ".join(f"{start}:{end}" for start, end in spans) or "-"


def flags_text(flags: tuple[str, ...]) -> str:
    """Flags separated by spaces; as a JSON list where a name is not one word."""
    if all(_WORD.fullmatch(flag) for flag in flags):
        return " ".join(flags)
    return json.dumps(flags)


def extra_text(extra: Mapping[str, Any]) -> str:
    """Unknown keys as one line of JSON in ASCII, which any format can hold; an empty string for none."""
    return json.dumps(dict(extra)) if extra else ""


def pair_to_text(pair: Pair) -> dict[str, str]:
    """Write all fields of a pair as strings, by the names in FIELDS."""
    return {
        "id": pair.id,
        "doc": pair.doc,
        "n": str(pair.n),
        "kind": pair.kind,
        "source_lang": pair.source_lang,
        "target_lang": pair.target_lang,
        "source": pair.source,
        "target": pair.target,
        "source_span": span_text(pair.source_span),
        "target_span": span_text(pair.target_span),
        "origin": pair.origin,
        "status": pair.status,
        "score": number_text(pair.score),
        "logprob": number_text(pair.logprob),
        "flags": flags_text(pair.flags),
        "note": pair.note,
        "model": pair.model,
        "created": pair.created,
        "extra": extra_text(pair.extra),
    }


def pair_from_text(values: Mapping[str, str], extra: Mapping[str, Any] | None = None) -> Pair:
    """Parse a pair from its strings; fields that are missing take the defaults of Pair. `extra` is added to the unknown
    keys.

    Raises ValueError with a reason for a number, span, origin or status that cannot be one; KeyError where `id`,
    `source`, `target` or a language is missing: the readers fill these in first.
    """
    get = values.get
    known = json_object(get("extra") or "{}")
    return Pair(
        id=values["id"],
        doc=get("doc", ""),
        n=integer(get("n") or "0"),
        source=values["source"],
        target=values["target"],
        source_lang=values["source_lang"],
        target_lang=values["target_lang"],
        kind=get("kind") or "sentence",  # type: ignore[arg-type]  # those of other tools are kept
        source_span=parse_spans(get("source_span", "")),
        target_span=parse_spans(get("target_span", "")),
        origin=known_origin(get("origin") or "mt"),
        status=known_status(get("status") or "draft"),
        score=parse_number(get("score", "")),
        logprob=parse_number(get("logprob", "")),
        flags=parse_flags(get("flags", "")),
        note=get("note", ""),
        model=get("model", ""),
        created=get("created", ""),
        extra={**known, **extra} if extra else known,
    )


_ORIGINS: dict[str, Origin] = {origin: origin for origin in ORIGINS}
_STATUSES: dict[str, Status] = {status: status for status in STATUSES}


def known_origin(origin: str) -> Origin:
    """Check that `origin` is one; ValueError otherwise."""
    known = _ORIGINS.get(origin)
    if known is None:
        raise ValueError(
            _("origin is {origin!r}, not one of {origins}", origin=origin[:40], origins=", ".join(sorted(ORIGINS)))
        )
    return known


def known_status(status: str) -> Status:
    """Check that `status` is one; ValueError otherwise."""
    known = _STATUSES.get(status)
    if known is None:
        raise ValueError(
            _("status is {status!r}, not one of {statuses}", status=status[:40], statuses=", ".join(STATUSES))
        )
    return known


def integer(text: str) -> int:
    """Parse a whole number; ValueError with a reason otherwise."""
    try:
        return bounded(int(text))
    except ValueError:
        raise ValueError(_("{text!r} is not a whole number, or too large", text=text[:40])) from None


def half_characters(file: str, rows: int) -> list[str]:
    """The warning of a table about `rows` of it that had half a character (a lone surrogate), which UTF-8 cannot
    hold."""
    if not rows:
        return []
    return [
        ngettext(
            "{file}: {n} row had half a character, replaced",
            "{file}: {n} rows had half a character, replaced",
            rows,
            file=file,
        )
    ]


def bounded(number: int) -> int:
    """Check a count or an offset; ValueError for one larger than any file has or a spreadsheet can show."""
    if abs(number) > 1 << 53:
        raise ValueError(_("a number is larger than any count or offset can be"))
    return number


def parse_number(text: str) -> float | None:
    """Parse a score; None from an empty string; ValueError with a reason otherwise."""
    if not text:
        return None
    try:
        return rounded(float(text))
    except ValueError:
        raise ValueError(_("{text!r} is not a number", text=text[:40])) from None


def parse_spans(text: str) -> tuple[Span, ...] | None:
    """Parse spans from `212:388 390:400`."""
    if not text:
        return None
    found = [] if text == "-" else [_SPAN.fullmatch(part) for part in text.split(" ")]
    if None in found:
        raise ValueError(_("{text!r} is not a list of start:end offsets", text=text[:40]))
    return tuple((integer(match[1]), integer(match[2])) for match in found if match)


def parse_flags(text: str) -> tuple[str, ...]:
    """Parse flags; commas are accepted too, since people type them."""
    if text.startswith("["):
        return tuple(str(flag) for flag in _json(text))
    return tuple(text.replace(",", " ").split()) if "," in text else tuple(text.split())


def json_object(text: str) -> dict[str, Any]:
    """Parse a JSON object; ValueError with a reason otherwise."""
    value = _json(text)
    if not isinstance(value, dict):
        raise ValueError(_("{text!r} is not a JSON object", text=text[:40]))
    return value


def _json(text: str) -> Any:
    """Parse a JSON text; ValueError for anything else, for one that is nested too deeply, and for numbers that JSON
    cannot hold (NaN, 1e999), which Python reads and no JSON file could be written with."""
    try:
        return json.loads(text, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise ValueError(json_fault(error)) from None
    except RecursionError:
        raise ValueError(_("{text!r} is nested too deeply", text=text[:40])) from None


def _finite(text: str) -> float:
    """A number that is finite. Raises ValueError for another."""
    if not math.isfinite(number := float(text)):
        raise ValueError(_("{text} is no number of JSON", text=text[:40]))
    return number
