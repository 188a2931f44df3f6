"""What `align` says to people, in their language: English, which is the reference and stands in the code, and Russian.

The words are gettext catalogues, made and checked by `python tools/messages.py`. `ALIGN_LANG` chooses the language; on
the command line, where it is not set, the locale does.
"""

from align.localization.choice import LANGUAGES, follow_locale, language
from align.localization.messages import N_, Wording, _, localized, ngettext, pgettext, wording
from align.localization.tables import Translated

__all__ = [
    "LANGUAGES",
    "N_",
    "Translated",
    "Wording",
    "_",
    "follow_locale",
    "language",
    "localized",
    "ngettext",
    "pgettext",
    "wording",
]
