"""The vocabulary of a Marian checkpoint: one SentencePiece model for both sides, and `vocab.json`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from align.errors import InputError
from align.io.atomic import atomic_copy, atomic_output, atomic_text
from align.training.data import Tokenise
from align.training.encoded import EncodedPairs

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
BACK_TRANSLATED = "<bt>"
"""The first token of the source of a back-translated pair, which separates machine English from people's (Caswell et
al. 2019). Only training sees it."""

FILES = ("source.spm", "target.spm", "vocab.json")
"""The files of a vocabulary in a checkpoint's folder."""

SAMPLE = 200_000

OVERSAMPLING = 32
"""Dimensions of the decomposition beyond those that are used, so that the last of these are good too."""


def train_vocabulary(lines: Iterable[str], folder: Path, size: int, tokens: Sequence[str] = ()) -> dict[str, int]:
    """Train a joint unigram model of `size` pieces on `lines`; write source.spm, target.spm and vocab.json.

    Special `tokens`, such as `<bt>`, get ids too, though no text is segmented into them.

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
    for token in (*tokens, PAD):
        ids[token] = len(ids)
    for name in ("source.spm", "target.spm"):
        with atomic_output(folder / name) as stream:
            stream.write(written.getvalue())
    atomic_text(folder / "vocab.json", json.dumps(ids, ensure_ascii=False, indent=0))
    return ids


def copy_vocabulary(checkpoint: Path, folder: Path) -> dict[str, int]:
    """Copy the files of a checkpoint's joint vocabulary to `folder`. Returns piece → id."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        atomic_copy(checkpoint / name, folder / name)
    ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return ids


def tokeniser(folder: Path, side: str, opening: str | None = None) -> Tokenise:
    """Make a function from texts to ids with the `source` or `target` vocabulary of the checkpoint in `folder`.

    Each row ends with `</s>`; `opening` is a token to begin with, such as the `>>rus<<` of multi-target checkpoints.
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


def detokeniser(folder: Path, side: str) -> Callable[[Sequence[Sequence[int]]], list[str]]:
    """Make a function from ids to texts with the `source` or `target` vocabulary of the checkpoint in `folder`; `</s>`
    and all after it are left out, unknown pieces are `⁇`."""
    import sentencepiece

    model: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
    ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    pieces = piece_numbers(model, ids)
    end, pad = ids[END], ids[PAD]

    def detokenise(rows: Sequence[Sequence[int]]) -> list[str]:
        texts = []
        for row in rows:
            kept = [number for number in row if number != pad]
            kept = kept[: kept.index(end)] if end in kept else kept
            texts.append(model.decode([int(pieces[number]) for number in kept]))
        return texts

    return detokenise


def piece_numbers(model: Any, ids: Mapping[str, int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """The piece of the SentencePiece `model` for each id of a vocabulary; what the model does not have is unknown."""
    numbers = np.full(max(ids.values()) + 1, model.unk_id(), np.int32)
    for number in range(len(model)):
        id_ = ids.get(model.id_to_piece(number), ids[UNKNOWN])
        if id_ != ids[UNKNOWN]:
            numbers[id_] = number
    return numbers


def bilingual_vectors(
    data: EncodedPairs, size: int, width: int, seed: int = 1, device: str = "cpu"
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Compute vectors (size, width) in which pieces that occur in the same sentence pairs lie close together.

    Latent semantic indexing over both sides of the pairs at once (Dumais et al. 1997), by a randomised decomposition
    (Halko et al. 2011): initial shared embeddings in which a word and its translation are neighbours. Of many pairs a
    sample is used, drawn by their weights.
    """
    import torch

    torch.manual_seed(seed)
    if len(data) > SAMPLE:
        chance = data.weights.astype(np.float64) / data.weights.sum(dtype=np.float64)
        drawn = np.random.default_rng(seed).choice(len(data), SAMPLE, replace=False, p=chance)
        data = EncodedPairs.of([data[index] for index in np.sort(drawn).tolist()])
    pairs = torch.arange(len(data), device=device)
    cells = []
    for ids, lengths in ((data.source_ids, data.source_lengths), (data.target_ids, data.target_lengths)):
        counts = torch.from_numpy(lengths).to(device).long()
        cells.append(pairs.repeat_interleave(counts) * size + torch.from_numpy(ids).to(device))
    cell = torch.unique(torch.cat(cells))  # (pair, piece), each once
    pair, piece = cell // size, cell % size
    frequency = piece.bincount(minlength=size)
    rarity = ((len(data) + 1) / (frequency + 5.0)).log().clamp_min(0.01)
    values = rarity[piece] / pair.bincount(minlength=len(data))[pair].sqrt()
    with torch.sparse.check_sparse_tensor_invariants(False):  # type: ignore[no-untyped-call]
        table = torch.sparse_coo_tensor(torch.stack([pair, piece]), values, (len(data), size)).coalesce()
        _, strengths, right = torch.svd_lowrank(table, q=min(width + OVERSAMPLING, len(data), size), niter=3)
    vectors = (right * strengths.sqrt())[:, :width]
    vectors = torch.nn.functional.pad(vectors, (0, width - vectors.shape[1]))
    found: np.ndarray[Any, np.dtype[np.float32]] = torch.nn.functional.normalize(vectors).cpu().numpy()
    return found
