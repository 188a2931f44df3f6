"""Apache Parquet, columns for data tools and the Hugging Face hub: every field of a Pair, typed, under JSONL's names.

Tables of other tools are read as well: columns `source` and `target`, or a column `translation` with a text a language.
Needs pyarrow, an optional part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, BinaryIO

from align.account import Account
from align.corpus.fields import FIELDS, extra_text, half_characters, json_object
from align.corpus.format_options import FormatOptions, undeclared_languages
from align.corpus.formats.jsonl import pair_from_json, pair_to_json
from align.corpus.pair import Corpus, Pair, Signature
from align.errors import FormatError, MissingExtraError
from align.io.own_errors import scratch_file
from align.languages.tags import best_match
from align.localization import N_, _

GROUP = 10_000
"""Pairs in a row group, which are in memory together."""
_KEY = b"align.corpus"
_NUMBERS = {"n": "int64", "score": "float64", "logprob": "float64"}


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("Parquet", "parquet") from None
    return pyarrow, pyarrow.parquet


class Writer:
    """Writes pairs in row groups; the header goes into the metadata of the schema."""

    def __init__(self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions):
        self._arrow, parquet = _arrow()
        self._name = name
        self._replaced = 0
        self._rows: list[dict[str, Any]] = []
        about = {
            "signature": str(header.signature),
            "source_lang": header.source_lang,
            "target_lang": header.target_lang,
            "created": header.created,
            "extra": dict(header.extra),
        }
        self._schema = _schema(self._arrow).with_metadata({_KEY: json.dumps(about).encode()})
        self._file = parquet.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, pair: Pair) -> None:
        """Add one row."""
        row = {**pair_to_json(pair), "extra": extra_text(pair.extra) or None}
        self._rows.append({key: row[key] for key in FIELDS})
        if len(self._rows) == GROUP:
            self._flush()

    def close(self) -> list[str]:
        """Write the remaining rows and the footer; warnings about what UTF-8 could not hold."""
        self._flush()
        self._file.close()
        return half_characters(self._name, self._replaced)

    def _flush(self) -> None:
        if not self._rows:
            return
        try:
            table = self._arrow.Table.from_pylist(self._rows, self._schema)
        except UnicodeEncodeError:  # a lone surrogate
            whole = [_whole(row) for row in self._rows]
            self._replaced += sum(new != old for new, old in zip(whole, self._rows, strict=True))
            table = self._arrow.Table.from_pylist(whole, self._schema)
        self._file.write_table(table)
        self._rows = []


def read(stream: BinaryIO, name: str, options: FormatOptions) -> Corpus:
    """Read the corpus in a Parquet file. Raises FormatError for a broken one or one without texts, MissingExtraError
    without pyarrow, UsageError for unnamed languages."""
    arrow, parquet = _arrow()
    with ExitStack() as stack:
        if not stream.seekable():
            stream = _on_disk(stream, stack)
        try:
            file = parquet.ParquetFile(stream)
            names = set(file.schema_arrow.names)
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise FormatError.at(
                name, None, _("not a Parquet file: {error}", error=_line(error)), _("Export it again")
            ) from error
        corpus = _header((file.schema_arrow.metadata or {}).get(_KEY), options, name)
        if "translation" not in names and not {"source", "target"} <= names:
            raise FormatError.at(name, None, _("there are no columns source and target, nor a column translation"))
        corpus.pairs = _pairs(file, name, corpus, options, arrow, stack.pop_all())
    return corpus


def _pairs(
    file: Any, name: str, corpus: Corpus, options: FormatOptions, arrow: Any, stack: ExitStack
) -> Iterator[Pair]:
    number = 0
    with stack:
        try:
            for batch in file.iter_batches(batch_size=1000):
                for row in _rows(batch):
                    number += 1
                    yield _pair(number, row, name, corpus, options)
        except UnicodeDecodeError as error:
            where = _("{file}, row {row}", file=name, row=number + 1)
            raise FormatError.at(
                name, number + 1, _("a text is not UTF-8"), _("Export it again"), where=where
            ) from error
        except (arrow.ArrowException, OSError) as error:
            raise FormatError(
                _("{name}: broken after row {row}: {error}", name=name, row=number, error=_line(error)),
                path=name,
                line=number,
                hint=_("Export it again"),
            ) from error


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    """The rows of a batch. Raises UnicodeDecodeError where one has a text that is not UTF-8, after those before it."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for number in range(batch.num_rows):
            yield from batch.slice(number, 1).to_pylist()


def _pair(number: int, row: Mapping[str, Any], name: str, corpus: Corpus, options: FormatOptions) -> Pair:
    value = {key: cell for key, cell in row.items() if cell is not None}
    if "status" not in value and "origin" not in value:  # another tool's table: nothing says that it was reviewed
        value["status"], value["origin"] = "draft", "unknown"
    if isinstance(value.get("id"), int):  # as in many tables of the hub
        value["id"] = str(value["id"])
    if isinstance(value.get("translation"), dict):
        _translation(value, options, corpus.account, number)
    for key, language in (("source_lang", corpus.source_lang), ("target_lang", corpus.target_lang)):
        if not value.setdefault(key, language):
            raise undeclared_languages(name)
    try:
        extra = value.pop("extra", None)
        value.update(json_object(extra) if isinstance(extra, str) else {"extra": extra} if extra is not None else {})
        known = {key: cell if key in FIELDS and key != "extra" else _plain(cell) for key, cell in value.items()}
        return pair_from_json(number, known, corpus)
    except (ValueError, TypeError) as error:
        where = _("{file}, row {row}", file=name, row=number)
        raise FormatError.at(name, number, str(error), _("Mend or remove this row"), where=where) from error


def _translation(value: dict[str, Any], options: FormatOptions, account: Account, number: int) -> None:
    """Replace the hub's `{"translation": {"en": …, "ru": …}}` by source and target: in this order, or as asked."""
    texts = value.pop("translation")
    languages = [options.source_lang, options.target_lang] if options.source_lang and options.target_lang else [*texts]
    others = sum(bool(text) for language, text in texts.items() if language not in languages[:2])
    if others:
        account.leave_out(N_("texts in other languages"), f"row {number}", others)
    for side, language in zip(("source", "target"), languages, strict=False):
        value[side], value[f"{side}_lang"] = texts.get(best_match(language, texts)) or "", language


def _header(metadata: bytes | None, options: FormatOptions, name: str) -> Corpus:
    """Parse the metadata that align writes about the corpus. Raises FormatError where they are broken."""
    try:
        about = json_object(metadata.decode()) if metadata else {}
        texts = [about.get(key, "") for key in ("signature", "source_lang", "target_lang", "created")]
        extra = about.get("extra", {})
        if not (all(isinstance(text, str) for text in texts) and isinstance(extra, dict)):
            raise ValueError(_("they are of other kinds"))
    except ValueError as error:
        raise FormatError.at(
            name, None, _("its metadata about the corpus are broken ({error})", error=error), _("Export it again")
        ) from error
    signature, source, target, created = texts
    return Corpus(
        (), Signature.parse(signature), source or options.source_lang, target or options.target_lang, created, extra
    )


def _schema(arrow: Any) -> Any:
    span, text = arrow.list_(arrow.list_(arrow.int64())), arrow.string()
    types = {"source_span": span, "target_span": span, "flags": arrow.list_(text)}
    numbers = {key: getattr(arrow, kind)() for key, kind in _NUMBERS.items()}
    return arrow.schema([(key, types.get(key) or numbers.get(key) or text) for key in FIELDS])


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in row.items()}


def _plain(cell: Any) -> Any:
    """Convert a cell to JSON's types: dates, bytes and the like become text."""
    return json.loads(json.dumps(cell, default=str))


def _on_disk(stream: BinaryIO, stack: ExitStack) -> BinaryIO:
    """Copy a stream to a seekable file: Parquet has its table of contents at the end."""
    import shutil

    copy = stack.enter_context(scratch_file())
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
