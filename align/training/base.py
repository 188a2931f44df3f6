"""Which model an adaptation starts from, told before PyTorch is imported, which takes seconds."""

from __future__ import annotations

from collections.abc import Sequence

from align.checkpoints.checkpoint_store import LocalModel, find_model
from align.checkpoints.weights import check_weights
from align.corpus.format_registry import read_corpus
from align.corpus.pair import Corpus
from align.errors import UsageError, option_name
from align.languages.tags import united
from align.localization import _


def check_base(corpora: Sequence[str], base: str, source_lang: str, target_lang: str, format_: str | None) -> None:
    """Raise what `adapt` would for corpora that do not open or declare no languages, and ModelError for a model that is
    not here, or holds no weights to train. A corpus on standard input is left for `adapt`, which reads it once."""
    if "-" in corpora and not (source_lang and target_lang):
        return
    named = [name for name in corpora if name != "-"]
    opened = [read_corpus(name, format_, source_lang=source_lang, target_lang=target_lang) for name in named]
    find_base(base, declared_languages(opened, source_lang, target_lang))


def find_base(base: str, languages: tuple[str, str]) -> LocalModel:
    """Find the model `base`, as `--model` takes it. Raises ModelError where there is none, or none to train."""
    model = find_model(base, *languages)
    check_weights(model.path)
    return model


def declared_languages(corpora: Sequence[Corpus], source_lang: str, target_lang: str) -> tuple[str, str]:
    """The source and target language: as requested, or as the corpora declare. Raises UsageError where they declare
    none, or several."""
    found = []
    for side, requested in (("source_lang", source_lang), ("target_lang", target_lang)):
        declared = {requested} if requested else {getattr(corpus, side) for corpus in corpora}
        one = united(declared)
        if not one or not min(declared):
            message = (
                _("the corpora are in {languages}", languages=", ".join(sorted(declared)))
                if min(declared)
                else _("the corpora do not say their languages")
            )
            hint = _(
                "add {source_option} and {target_option}",
                source_option=option_name("source_lang"),
                target_option=option_name("target_lang"),
            )
            raise UsageError(message, hint=hint)
        found.append(one)
    return found[0], found[1]
