"""Puts flags on pairs, each explainable in a sentence. A check never drops or changes a text."""

from align.checks.band import BANDS, Band, band, estimated_quality
from align.checks.context import CheckOptions, DocumentContext
from align.checks.detail import Detail, Details
from align.checks.detail_words import details_in_words
from align.checks.explaining import MEASURED, FoundDetails, find_details, with_details
from align.checks.flags import Severity
from align.checks.pair_view import PairView
from align.checks.registry import CHECKS, Check, all_checks, describe, severity
from align.checks.risk import BAND_SEVERITY, risk
from align.checks.run_checks import check_pair, check_pairs, explain

__all__ = [
    "BANDS",
    "BAND_SEVERITY",
    "CHECKS",
    "MEASURED",
    "Band",
    "Check",
    "CheckOptions",
    "Detail",
    "Details",
    "DocumentContext",
    "FoundDetails",
    "PairView",
    "Severity",
    "all_checks",
    "band",
    "check_pair",
    "check_pairs",
    "describe",
    "details_in_words",
    "estimated_quality",
    "explain",
    "find_details",
    "risk",
    "severity",
    "with_details",
]
