"""Timestamps as corpora write them: ISO 8601 in JSONL, its basic form `YYYYMMDDTHHMMSSZ` in TMX."""

from __future__ import annotations

import os
import re
from datetime import datetime, timezone

from align.errors import UsageError
from align.localization import _

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


def now() -> str:
    """The current time in UTC as `2026-11-23T10:00:00Z`; that of SOURCE_DATE_EPOCH where it is set.

    Every date that is written to a corpus comes from here, so that a build with SOURCE_DATE_EPOCH gives the same bytes
    each time (https://reproducible-builds.org/specs/source-date-epoch/). Raises UsageError where SOURCE_DATE_EPOCH is
    not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), timezone.utc) if epoch else datetime.now(timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            _("SOURCE_DATE_EPOCH is {epoch!r}", epoch=epoch), hint=_("set it to a number of seconds, or unset it")
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def to_tmx(moment: str) -> str:
    """Convert `2026-11-23T10:00:00Z` to `20261123T100000Z`; anything else to an empty string.

    >>> to_tmx("2026-11-23T10:00:00Z")
    '20261123T100000Z'
    """
    match = _ISO.fullmatch(moment)
    return "{}{}{}T{}{}{}Z".format(*match.groups()) if match else ""


def from_tmx(moment: str) -> str:
    """Convert `20261123T100000Z` to `2026-11-23T10:00:00Z`; anything else stays.

    >>> from_tmx("20261123T100000Z")
    '2026-11-23T10:00:00Z'
    """
    match = _COMPACT.fullmatch(moment)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else moment
