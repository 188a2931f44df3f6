"""What the states of XLIFF and of the CAT tools that extend it say about a translation.

XLIFF 1.2: `state` of a target and `approved` of its unit. XLIFF 2: `state` of a segment. SDLXLIFF (Trados) keeps a
`conf` for each segment in `sdl:seg-defs`, MQXLIFF (memoQ) a `mq:status` for each unit. Both lock segments that are not
to be touched: a locked translation counts as approved.
"""

from __future__ import annotations

from collections.abc import Mapping

from align.corpus.pair import Origin, Status

STATE: dict[Status, str] = {
    "draft": "needs-review-translation",
    "approved": "final",
    "edited": "translated",
    "rejected": "needs-translation",
}
"""The state that is written for a status."""

_STATES: dict[str, Status] = {"final": "approved", "signed-off": "approved", "translated": "edited"}
_SECOND: dict[str, Status] = {"final": "approved", "reviewed": "approved", "translated": "edited"}
_TRADOS: dict[str, Status] = {
    "translated": "edited",
    "approvedtranslation": "approved",
    "approvedsignoff": "approved",
    "rejectedtranslation": "rejected",
    "rejectedsignoff": "rejected",
}
_MEMOQ: dict[str, Status] = {
    "manuallyconfirmed": "edited",
    "translatorconfirmed": "edited",
    "assembledconfirmed": "edited",
    "proofread": "approved",
    "reviewer1confirmed": "approved",
    "reviewer2confirmed": "approved",
    "rejected": "rejected",
}
_ORIGINS: dict[str, Origin] = {
    "mt": "mt",
    "nmt": "mt",
    "amt": "mt",
    "tm": "tm",
    "document-match": "tm",
    "auto-propagated": "tm",
    "interactive": "human",
    "source": "human",
}


def first_status(state: str, approved: bool) -> Status:
    """The status of a unit of XLIFF 1.x."""
    return "approved" if approved else _STATES.get(state, "draft")


def second_status(state: str) -> Status:
    """The status of a segment of XLIFF 2."""
    return _SECOND.get(state, "draft")


def trados_status(segment: Mapping[str, str]) -> Status | None:
    """The status of a segment by the attributes of its `sdl:seg`; None where they do not say."""
    if segment.get("locked") == "true":
        return "approved"
    conf = segment.get("conf")
    return None if conf is None else _TRADOS.get(conf.lower(), "draft")


def trados_origin(segment: Mapping[str, str]) -> Origin | None:
    """Who wrote the target of a segment by its `sdl:seg`; None where it does not say."""
    return _ORIGINS.get(segment.get("origin", "").lower())


def memoq_status(attributes: Mapping[str, str]) -> Status | None:
    """The status of a unit by its attributes of memoQ; None where it has none."""
    if attributes.get("locked") == "locked":
        return "approved"
    status = attributes.get("status")
    return None if status is None else _MEMOQ.get(status.lower(), "draft")
