"""The vocabulary of a Marian checkpoint: one SentencePiece model for both sides, and `vocab.json`."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from align.errors import InputError
from align.training.data import Encoded, Tokenise

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
FILES = ("source.spm", "target.spm", "vocab.json")
"""The files of a vocabulary in a checkpoint's folder."""


def train_vocabulary(lines: Iterable[str], folder: Path, size: int) -> dict[str, int]:
    """Train a joint unigram model of `size` pieces on `lines`; write source.spm, target.spm and vocab.json.

    Ids follow the opus-mt checkpoints: `</s>` 0, `<unk>` 1, then the pieces, `<pad>` last (CTranslate2's converter
    relies on that). Returns piece → id. Raises InputError for text that has too little in it.
    """
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()  # not to a file: the model would hold the file's path for ever
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=written,
            vocab_size=size,
            model_type="unigram",
            character_coverage=0.9998,
            normalization_rule_name="nmt_nfkc",
            bos_id=-1,
            eos_id=0,
            unk_id=1,
            pad_id=-1,
            num_threads=2,
            input_sentence_size=1_000_000,
            minloglevel=2,
        )
    except RuntimeError as error:  # such as: too few different words for so many pieces
        raise InputError(f"no vocabulary of {size} pieces can be made of this text: {error}") from error
    model = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
    ids = {END: 0, UNKNOWN: 1}
    for number in range(len(model)):
        ids.setdefault(model.id_to_piece(number), len(ids))
    ids[PAD] = len(ids)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(written.getvalue())
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")
    return ids


def known_vocabulary(checkpoint: Path, folder: Path) -> dict[str, int]:
    """Take over the joint vocabulary of a checkpoint: copy its files to `folder`, return piece → id."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(checkpoint / name, folder / name)
    ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return ids


def tokeniser(folder: Path, side: str, opening: str | None = None) -> Tokenise:
    """Texts → ids with the `source` or `target` vocabulary of the checkpoint in `folder`, `</s>` at the end.

    `opening` is a token to begin with, such as the `>>rus<<` that multi-target checkpoints want before the source.
    """
    import sentencepiece

    model: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
    own = folder / "target_vocab.json"  # only checkpoints with two vocabularies have it
    path = own if side == "target" and own.exists() else folder / "vocab.json"
    ids: Mapping[str, int] = json.loads(path.read_text(encoding="utf-8"))
    first = [ids[opening]] if opening else []
    unknown, end = ids[UNKNOWN], ids[END]

    def tokenise(texts: Sequence[str]) -> list[list[int]]:
        rows = model.encode(list(texts), out_type=str)
        return [[*first, *(ids.get(piece, unknown) for piece in row), end] for row in rows]

    return tokenise


def bilingual_vectors(
    data: Sequence[Encoded], size: int, width: int, seed: int = 1
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Vectors (size, width) in which pieces that occur in the same sentence pairs lie close together.

    Latent semantic indexing over both sides of the pairs at once (Dumais et al. 1997): a starting point for shared
    embeddings in which a word and its translation are neighbours already.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    rows = [np.unique(np.concatenate([pair.source, pair.target])) for pair in data]
    lengths = np.array([len(row) for row in rows])
    indices = np.concatenate(rows)
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    frequency = np.bincount(indices, minlength=size)
    rarity = np.log((len(data) + 1) / (frequency + 5.0)).clip(0.01)
    values = rarity[indices] / np.sqrt(np.repeat(lengths, lengths))
    table = csr_matrix((values.astype(np.float32), indices, pointers), shape=(len(data), size))
    _, strengths, right = svds(table, k=width, random_state=seed)
    vectors = right.T * np.sqrt(strengths)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-6), dtype=np.float32)
