"""The vocabulary of a Marian checkpoint: one SentencePiece model for both sides, and `vocab.json`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import sentencepiece

from align.training.data import Encoded


def train_vocabulary(lines: Iterable[str], folder: Path, size: int) -> dict[str, int]:
    """Train a joint unigram model of `size` pieces on `lines`; write source.spm, target.spm and vocab.json.

    Ids follow the opus-mt checkpoints: `</s>` 0, `<unk>` 1, then the pieces, `<pad>` last (CTranslate2's converter
    relies on that). Returns piece → id.
    """
    folder.mkdir(parents=True, exist_ok=True)
    prefix = folder / "joint"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
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
    model = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
    ids = {"</s>": 0, "<unk>": 1}
    for number in range(len(model)):
        ids.setdefault(model.id_to_piece(number), len(ids))
    ids["<pad>"] = len(ids)
    shutil.copyfile(f"{prefix}.model", folder / "source.spm")
    shutil.move(f"{prefix}.model", folder / "target.spm")
    Path(f"{prefix}.vocab").unlink()
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")
    return ids


def bilingual_vectors(data: list[Encoded], size: int, width: int, seed: int = 1) -> np.ndarray:
    """Vectors (size, width) in which pieces that occur in the same sentence pairs lie close together.

    Latent semantic indexing over both sides of the pairs at once (Dumais et al. 1997): a starting point for shared
    embeddings in which a word and its translation are neighbours already.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    columns: list[np.ndarray] = []
    lengths = []
    for pair in data:
        ids = np.unique(np.concatenate([pair.source, pair.target]))
        columns.append(ids)
        lengths.append(len(ids))
    indices = np.concatenate(columns)
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    frequency = np.bincount(indices, minlength=size)
    idf = np.log((len(data) + 1) / (frequency + 5.0)).clip(0.01)
    rows = np.repeat(np.array([1.0 / max(n, 1) ** 0.5 for n in lengths]), lengths)
    table = csr_matrix(((idf[indices] * rows).astype(np.float32), indices, pointers), shape=(len(data), size))
    _, values, right = svds(table, k=width, random_state=seed)
    vectors = right.T * np.sqrt(values)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-6), dtype=np.float32)
