"""JSON Lines, the native format: one Pair a line, an optional first line `{"corpus": {…}}`; unknown keys survive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from align.corpus.fields import bounded, known_origin, known_status, rounded
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair, Signature, Span
from align.errors import FormatError
from align.io.bounded import bounded_lines
from align.io.json_faults import json_fault
from align.localization import _


def _refuse_constant(name: str) -> None:
    """Refuse NaN and the infinities, which Python would read and JSON does not have."""
    raise ValueError(_("{constant} is not JSON", constant=name))


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_encode_ascii = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def pair_to_json(pair: Pair) -> dict[str, Any]:
    """Write a pair as a JSON object, in the order of the format's description; unknown keys last."""
    return {
        "id": pair.id,
        "doc": pair.doc,
        "n": pair.n,
        "kind": pair.kind,
        "source_lang": pair.source_lang,
        "target_lang": pair.target_lang,
        "source": pair.source,
        "target": pair.target,
        "source_span": pair.source_span,
        "target_span": pair.target_span,
        "origin": pair.origin,
        "status": pair.status,
        "score": rounded(pair.score),
        "logprob": rounded(pair.logprob),
        "flags": pair.flags,
        "note": pair.note,
        "model": pair.model,
        "created": pair.created,
        **pair.extra,
    }


class Writer:
    """Writes pairs as JSON Lines in UTF-8. The same pairs give the same bytes."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._stream = stream
        about = {
            "signature": str(header.signature),
            "source_lang": header.source_lang,
            "target_lang": header.target_lang,
            "created": header.created,
            **header.extra,
        }
        about = {key: value for key, value in about.items() if value != "" or key in header.extra}
        if about:
            self._line({"corpus": about})

    def write(self, pair: Pair) -> None:
        """Add one pair."""
        self._line(pair_to_json(pair))

    def close(self) -> list[str]:
        """Return no warnings: JSON holds everything. Nothing is left to write."""
        return []

    def _line(self, value: dict[str, Any]) -> None:
        line = _encode(value)
        try:
            self._stream.write(line.encode() + b"\n")
        except UnicodeEncodeError:  # a lone surrogate has no UTF-8, but it has a JSON escape
            self._stream.write(_encode_ascii(value).encode() + b"\n")


def read(stream: BinaryIO, name: str, options: FormatOptions, first_line: int = 1) -> Corpus:
    """Read the corpus in a stream of JSON Lines, of which the first has the number `first_line`. Raises FormatError
    with the line number where a line is not a pair."""
    lines = _objects(stream, name, first_line)
    first = next(lines, None)
    corpus = Corpus(())
    if first and "corpus" in first[1] and "source" not in first[1]:
        corpus = _header(*first, name)
        first = None
    corpus.pairs = _pairs(lines, first, name, corpus)
    return corpus


def _header(number: int, value: dict[str, Any], name: str) -> Corpus:
    about = value["corpus"]
    if not isinstance(about, dict):
        raise FormatError.at(name, number, _('"corpus" is not an object; remove this line or write it again'))
    about = dict(about)
    header = {key: about.pop(key, "") for key in ("signature", "source_lang", "target_lang", "created")}
    for key, text in header.items():
        if not isinstance(text, str):
            raise FormatError.at(name, number, _('"{key}" of the corpus is not a string; put it in quotes', key=key))
    return Corpus((), Signature.parse(header.pop("signature")), **header, extra=about)


def _objects(stream: BinaryIO, name: str, first_line: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Parse the JSON objects of a stream, with their line numbers; empty lines are skipped."""
    for number, (__, raw) in enumerate(bounded_lines(stream, name), first_line):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            if line.isspace():
                continue
            value = _decode(line)
        except (ValueError, RecursionError) as error:
            problem = _("not JSON ({error}). Each line must be one pair", error=json_fault(error))
            if isinstance(error, UnicodeDecodeError):
                problem = _("not UTF-8 ({error}). Each line must be one pair", error=error)
            raise FormatError.at(name, number, problem, _("mend or remove this line")) from error
        if not isinstance(value, dict):
            raise FormatError.at(
                name, number, _("not an object but {line!r}", line=line.strip()[:30]), _("Each line must be one pair")
            )
        yield number, value


def _pairs(
    lines: Iterator[tuple[int, dict[str, Any]]], first: tuple[int, dict[str, Any]] | None, name: str, corpus: Corpus
) -> Iterator[Pair]:
    if first:
        yield _checked_pair(*first, name, corpus)
    for number, value in lines:
        yield _checked_pair(number, value, name, corpus)


def _checked_pair(number: int, value: dict[str, Any], name: str, corpus: Corpus) -> Pair:
    try:
        return pair_from_json(number, value, corpus)
    except (ValueError, TypeError) as error:
        raise FormatError.at(name, number, str(error), _("Mend or remove this line")) from error


def pair_from_json(number: int, value: dict[str, Any], corpus: Corpus) -> Pair:
    """Make the pair of a JSON object, which is emptied but for its unknown keys: they become `extra`.

    `number` and `corpus` fill in what is missing; a pair with neither origin nor status is bitext of unknown origin, as
    in a plain table. Raises ValueError with a reason.
    """
    take = value.pop
    return Pair(
        source=_text(value, "source", None),
        target=_text(value, "target", None),
        id=_text(value, "id", f"{number:06d}"),
        doc=_text(value, "doc", ""),
        n=_whole(take("n", number)),
        source_lang=_text(value, "source_lang", corpus.source_lang),
        target_lang=_text(value, "target_lang", corpus.target_lang),
        kind=_text(value, "kind", "sentence"),  # type: ignore[arg-type]  # those of other tools are kept
        source_span=_spans(take("source_span", None)),
        target_span=_spans(take("target_span", None)),
        origin=known_origin(take("origin", "mt" if "status" in value else "unknown")),
        status=known_status(take("status", "draft")),
        score=_real(take("score", None), "score"),
        logprob=_real(take("logprob", None), "logprob"),
        flags=_flags(take("flags", ())),
        note=_text(value, "note", ""),
        model=_text(value, "model", ""),
        created=_text(value, "created", ""),
        extra=value,
    )


def _text(value: dict[str, Any], key: str, default: str | None) -> str:
    text = value.pop(key, default)
    if not isinstance(text, str):
        raise ValueError(_('there is no "{key}"', key=key) if text is None else _('"{key}" is not a string', key=key))
    return text


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(_('"n" is not a whole number'))
    return bounded(value)


def _real(value: Any, key: str) -> float | None:
    if value is None:
        return None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError(_('"{key}" is not a number', key=key))
    if not abs(value) < 1e300:  # JSON writes 1e999, Python reads infinity
        raise ValueError(_('"{key}" is not a finite number', key=key))
    return float(value)


def _flags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(flag, str) for flag in value):
        raise ValueError(_('"flags" is not a list of strings'))
    return tuple(value)


def _spans(value: Any) -> tuple[Span, ...] | None:
    if value is None:
        return None
    try:
        return tuple((_whole(start), _whole(end)) for start, end in value)
    except (TypeError, ValueError):
        raise ValueError(_("a span is not a list of [start, end] offsets")) from None
