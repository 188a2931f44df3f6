"""A trained model in the ordinary Marian layout, small enough to ship."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch

from align.checkpoints.content import WORDS
from align.io.atomic import atomic_copy, atomic_text
from align.training.vocabulary import FILES

OPTIONAL_FILES = ("target_vocab.json", WORDS)


def save_checkpoint(model: Any, vocabulary: Path, folder: Path, source_lang: str, target_lang: str) -> None:
    """Write `model` to `folder` with half-precision weights and the vocabulary files of the folder `vocabulary`.

    The result is what `--model FOLDER`, Transformers and CTranslate2's converter take: config.json, model.safetensors,
    generation_config.json, tokenizer_config.json, source.spm, target.spm, vocab.json. `model` is turned to fp16 itself.
    """
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    folder.mkdir(parents=True, exist_ok=True)
    model = model.to(torch.float16)
    model.generation_config.update(
        num_beams=4,
        max_length=512,
        bad_words_ids=[[model.config.pad_token_id]],
        decoder_start_token_id=model.config.decoder_start_token_id,
        eos_token_id=model.config.eos_token_id,
        pad_token_id=model.config.pad_token_id,
    )
    model.save_pretrained(folder)
    if vocabulary.resolve() != folder.resolve():
        for name in (*FILES, *(name for name in OPTIONAL_FILES if (vocabulary / name).exists())):
            atomic_copy(vocabulary / name, folder / name)
    tokeniser = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": source_lang,
        "target_lang": target_lang,
        "model_max_length": model.config.max_position_embeddings,
        "separate_vocabs": (folder / "target_vocab.json").exists(),
    }
    atomic_text(folder / "tokenizer_config.json", json.dumps(tokeniser, indent=2) + "\n")
