"""The `>>xxx<<` tokens that select the language of multi-target Marian checkpoints, and their BCP 47 tags.

The tokens are not of one kind: `>>rus<<` and `>>cmn_Hans<<` are ISO 639-3 with a script (the Tatoeba Challenge models),
`>>fr<<` and `>>pt_br<<` are older and two-lettered. CLDR's aliases (through Babel) bring both to BCP 47.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from align.languages.tags import tag_of_code

TOKEN = re.compile(r">>([A-Za-z]{2,3}(?:_[A-Za-z]{2,8})*)<<")
"""A target token in a checkpoint's vocabulary."""


def token_languages(vocabulary: Iterable[str]) -> dict[str, str]:
    """Find the targets of a vocabulary's tokens, as BCP 47 tag → token; empty for a checkpoint of one target.

    >>> token_languages([">>rus<<", "the", ">>cmn_Hans<<"])
    {'ru': '>>rus<<', 'zh-Hans': '>>cmn_Hans<<'}
    """
    found: dict[str, str] = {}
    for token in vocabulary:
        if match := TOKEN.fullmatch(token):
            found.setdefault(tag_of_code(match[1]), token)
    return found
