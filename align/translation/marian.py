"""Tokenises for a Marian checkpoint: SentencePiece on both sides, `vocab.json` for the ids, `</s>` at the end.

Both engines use it, so that they see the same input. It does not need transformers.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from align.errors import ModelError
from align.localization import _

END = "</s>"
UNKNOWN = "<unk>"
_ASCII_SIGNS = frozenset("<>|~^=+*_{}[]\\@#&$%`")


class MarianTokeniser:
    """Text ↔ pieces for the checkpoint in `folder`; every source begins with `target_token` (`>>rus<<`), if given.

    Raises ModelError for a tokeniser that cannot be read, and for a token that is not in its vocabulary.
    """

    def __init__(self, folder: Path, target_token: str | None = None):
        import sentencepiece

        self.target_token = target_token
        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
            self.ids: dict[str, int] = _vocabulary(folder / "vocab.json")
            target = folder / "target_vocab.json"
            self.target_ids = _vocabulary(target) if target.exists() else self.ids
        except (OSError, RuntimeError, ValueError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            message = _("the tokeniser of {folder} cannot be read ({reason})", folder=folder, reason=reason)
            raise ModelError(message, path=folder, hint=_("fetch the model again")) from error
        self.pieces = {number: piece for piece, number in self.target_ids.items()}
        if target_token and target_token not in self.ids:
            known = sorted(piece for piece in self.ids if piece.startswith(">>") and piece.endswith("<<"))
            hint = _("it knows {tokens}", tokens=", ".join(known[:12])) if known else _("it knows one language")
            raise ModelError(_("{name} has no {token}", name=folder.name, token=target_token), path=folder, hint=hint)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Split each text into source pieces, with the target token before them and `</s>` after."""
        prefix = [self.target_token] if self.target_token else []
        pieces: list[list[str]] = self._source.encode(list(texts), out_type=str)
        return [[*prefix, *(p if p in self.ids else UNKNOWN for p in row), END] for row in pieces]

    def unknown_characters(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """The characters of each text in pieces that the vocabulary lacks, and those that no target piece has and no
        word is made of (`<`). A character may be unknown by itself and known within a word."""
        rows: list[list[str]] = self._source.encode(list(texts), out_type=str)
        return [self._unknown(text, row) for text, row in zip(texts, rows, strict=True)]

    def _unknown(self, text: str, pieces: list[str]) -> frozenset[str]:
        lost = {char for piece in pieces if piece not in self.ids for char in piece}
        signs = {char for char in text if char in _ASCII_SIGNS and char not in self._target_characters}
        if not lost:
            return frozenset(signs)
        composed = {char for char in set(text) if not lost.isdisjoint(unicodedata.normalize("NFKC", char))}
        return frozenset((lost & set(text)) | composed | signs)

    @cached_property
    def _target_characters(self) -> frozenset[str]:
        return frozenset(char for piece in self.target_ids for char in piece if piece not in (END, UNKNOWN, "<pad>"))

    def decode(self, pieces: Sequence[str]) -> str:
        """Join target pieces to text; special tokens are left out, an unknown piece becomes ⁇ ."""
        plain = [p for p in pieces if p not in (END, "<pad>") and not (p.startswith(">>") and p.endswith("<<"))]
        text: str = self._target.decode(plain)
        return " ".join(text.split())


def _vocabulary(path: Path) -> dict[str, int]:
    content: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not all(type(number) is int for number in content.values()):
        raise ValueError(_("{name} is not a vocabulary", name=path.name))
    if not {END, UNKNOWN} <= content.keys():
        raise ValueError(_("{name} lacks {end} or {unknown}", name=path.name, end=END, unknown=UNKNOWN))
    return content
