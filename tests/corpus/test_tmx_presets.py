"""TMX for each tool keeps to what that tool is known to ask for: a table of rules, over one corpus that tries them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from align.corpus import Corpus, Pair, Signature, read_corpus, write_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats.tmx import Writer, read
from align.corpus.formats.tmx_presets import PRESETS, with_likely_region
from align.errors import UsageError
from align.review.reviewer_work import work_in
from tests.command import answer, run

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADER = Corpus((), Signature((("align", "0.1.0"),)), "en", "ru", "2026-11-23T10:00:00Z")
TOOLS = ["", *PRESETS]


def pair(n: int, source: str, target: str, doc: str = "port.txt", **fields: Any) -> Pair:
    fields.setdefault("created", "2026-11-23T10:00:00Z")
    fields.setdefault("extra", {"paragraph": n})
    return Pair(f"{doc[:-4]}-{n:04d}", doc, n, source, target, "en", "ru", **fields)


STORY = (
    pair(1, "Port opens", "Порт открыт", kind="headline", status="approved", flags=("low-confidence",), score=0.9),
    pair(2, "One & <two> | three.", "Раз & <два> | три.", status="edited", origin="post-edited", note="see\nthe desk"),
    pair(3, "A draft \x07 with a bell\tand a tab 😀.", "Чернови\u0438\u0306к.", model="en-ru-starter", logprob=-1.0),
    pair(4, "Nobody wants this.", "Никто этого не хочет.", status="rejected"),
    pair(5, "Long " * 500, "Долго " * 500, status="approved"),
    pair(6, "Too long " * 1000, "Слишком долго " * 1000, status="approved"),
    pair(8, "After a gap.", "После пропуска.", status="approved", extra={"prop:client": "TASS"}),
    pair(9, "No translation.", ""),
    pair(1, "Another story.", "Другая история.", "berth.txt", status="approved", source_span=((0, 14),)),
    pair(2, "From memory.", "Из памяти.", "berth.txt", origin="tm", status="approved", extra={"paragraph": 2}),
    pair(
        3,
        "Theirs.",
        "Их.",
        "berth.txt",
        status="approved",
        extra={"tmx": {"unit": {"changeid": "boris", "changedate": "20261124T100000Z"}}},
    ),
)
"""What a file of a week may hold, with what one tool or another chokes on."""


def written(tool: str, codes: dict[str, str] | None = None, reviewer: str = "anna") -> tuple[bytes, list[str]]:
    stream = io.BytesIO()
    options = FormatOptions(tmx_langs=codes or {}, tmx_for=tool, reviewer=reviewer)
    writer = Writer(stream, "week.tmx", HEADER, options)
    for one in STORY:
        writer.write(one)
    said = writer.close()
    return stream.getvalue(), said


def units(data: bytes) -> dict[str, Any]:
    return {unit.get("tuid"): unit for unit in etree.fromstring(data).iter("tu")}


def props(element: Any) -> dict[str, str]:
    return {prop.get("type"): prop.text or "" for prop in element.iterchildren("prop")}


def no_dtd_error(data: bytes, tree: Any) -> None:
    """FIELD: required attributes, `note` and `prop` before `tuv`, `xml:lang`, no attribute that TMX does not have."""
    dtd = etree.DTD(io.BytesIO((files("align.corpus.formats") / "tmx14.dtd").read_bytes()))
    assert dtd.validate(tree), dtd.error_log


def no_mark_and_no_doctype(data: bytes, tree: Any) -> None:
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">') and b"<!DOCTYPE" not in data


def two_languages(data: bytes, tree: Any) -> None:
    """Trados: bilingual only. Smartling, OmegaT: `srclang` is the code of the source's variant."""
    codes = {tuple(variant.get(LANG) for variant in unit.iter("tuv")) for unit in tree.iter("tu")}
    assert len(codes) == 1 and {len(pair) for pair in codes} == {2}
    assert next(iter(codes))[0] == tree.find("header").get("srclang")


def header_values(data: bytes, tree: Any) -> None:
    """`segtype` sentence, so that nothing is segmented again; a `datatype` that all tools know."""
    header = tree.find("header")
    assert header.get("segtype") == "sentence" and header.get("datatype") in ("plaintext", "xml")
    assert re.fullmatch(r"\d{8}T\d{6}Z", header.get("creationdate"))


def texts_on_one_line(data: bytes, tree: Any) -> None:
    """No control characters, line breaks or tabs in a segment; composed letters; no empty segment."""
    for seg in tree.iter("seg"):
        text = "".join(seg.itertext())
        assert text.strip() and unicodedata.is_normalized("NFC", text)
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", text)


def dates_in_utc(data: bytes, tree: Any) -> None:
    for unit in tree.iter("tu"):
        dates = [unit.get(name) for name in ("creationdate", "changedate") if unit.get(name)]
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", date) for date in dates) and dates == sorted(dates)


def ids_once(data: bytes, tree: Any) -> None:
    ids = [unit.get("tuid") for unit in tree.iter("tu")]
    assert len(ids) == len(set(ids))


EVERY: tuple[Callable[[bytes, Any], None], ...] = (
    *(no_dtd_error, no_mark_and_no_doctype, two_languages, header_values, texts_on_one_line, dates_in_utc, ids_once),
)
OWN = {"x-doc", "x-kind", "x-origin", "x-status", "x-n", "x-paragraph", "x-extra"}
MEASURED = {"x-model", "x-flag", "x-source-span", "x-score", "x-logprob", "x-quality"}
RULES: dict[str, dict[str, Any]] = {
    # codes, the longest side, props that a unit, its source and its target may have, and how many each at most
    "": {"codes": "en ru", "unit": OWN, "most": 6, "rejected": True},
    "align": {"codes": "en ru", "unit": OWN | MEASURED, "most": 9, "rejected": True},
    "plain": {"codes": "en ru", "most": 0, "foreign": False},
    "omegat": {"codes": "en-US ru-RU", "unit": {"x-status"}, "most": 1},
    "smartcat": {"codes": "en ru", "unit": {"x-status"}, "most": 1},
    "wordfast": {"codes": "EN-US RU-RU", "unit": {"x-status"}, "most": 1, "longest": 8000},
    "memoq": {
        "codes": "en-US ru-RU",
        "unit": {"x-status", "x-document"},
        "most": 2,
        "source": {"x-context-pre", "x-context-post"},
    },
    "phrase": {
        "codes": "en-US ru-RU",
        "unit": {"x-status"},
        "most": 1,
        "source": {"context_prev", "context_next"},
        "target": {"modified_by", "filename"},
    },
    "trados": {
        "codes": "en-US ru-RU",
        "unit": {"x-ConfirmationLevel", "x-Note:MultipleString", "x-Context", "x-ContextContent"},
        "most": 3,
        "longest": 2000,
        "rejected": True,
    },
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_preset_keeps_to_the_rules(tool: str) -> None:
    """Each preset keeps to the rules that all tools share and to those of its own."""
    data, _ = written(tool)
    tree = etree.fromstring(data)
    for rule in EVERY:
        rule(data, tree)
    own = RULES[tool]
    found = units(data)
    assert " ".join(variant.get(LANG) for variant in tree.find("body/tu").iter("tuv")) == own["codes"]
    longest = own.get("longest", 10**6)
    for unit in found.values():
        source, target = unit.findall("tuv")
        assert len(props(unit).keys() - {"client"}) <= own["most"]
        assert props(unit).keys() - {"client"} <= own.get("unit", set())
        assert props(source).keys() <= own.get("source", set()) and props(target).keys() <= own.get("target", set())
        assert all(len("".join(seg.itertext())) <= longest for seg in unit.iter("seg"))
    assert ("client" in props(found["port-0008"])) == own.get("foreign", True)  # what another tool has put there
    assert ("port-0004" in found) == own.get("rejected", False)
    assert "port-0009" not in found


def test_what_a_tool_does_not_take_is_said() -> None:
    """Units that are too long for a tool or that were rejected are left out, counted and named with the tool."""
    assert written("trados")[1] == [
        "week.tmx: 1 character that XML cannot hold was dropped or replaced, the first in pair port-0003",
        "week.tmx: 1 without source or target left out: TMX holds translations only",
        "week.tmx: 2 with a side of more than 2,000 characters left out: tmx_for trados allows no more",
    ]
    assert "week.tmx: 1 rejected left out: the file would offer them" in written("omegat")[1]


@pytest.mark.parametrize("tool", TOOLS)
def test_the_reviewer_is_named_for_what_a_person_decided(tool: str) -> None:
    """`changeid` is the reviewer of what was approved or edited, `creationid` too where the wording is theirs; a draft,
    what a memory approved, and what names its own reviewer stay as they are."""
    found = units(written(tool)[0])
    who = {id: (found[id].get("creationid"), found[id].get("changeid"), found[id].get("changedate")) for id in found}
    assert who["port-0001"] == (None, "anna", "20261123T100000Z")
    assert who["port-0002"] == ("anna", "anna", "20261123T100000Z")
    assert who["port-0003"] == who["berth-0002"] == (None, None, None)
    assert who["berth-0003"] == (None, "boris", "20261124T100000Z")
    assert not any(unit.get("changeid") for id, unit in units(written(tool, reviewer="")[0]).items() if id[-1] != "3")


def test_context_is_that_of_the_document() -> None:
    """Each tool has the neighbours under its own names: of the same document, and only where none is missing."""
    memoq = {id: props(unit.find("tuv")) for id, unit in units(written("memoq")[0]).items()}
    assert memoq["port-0001"] == {"x-context-post": "<seg>One &amp; &lt;two&gt; | three.</seg>"}
    assert memoq["port-0002"]["x-context-pre"] == "<seg>Port opens</seg>"
    assert memoq["port-0006"].keys() == {"x-context-pre"}  # the seventh pair is not there
    assert memoq["port-0008"] == {"x-context-post": "<seg>No translation.</seg>"}  # a segment, though no unit
    assert memoq["berth-0001"] == {"x-context-post": "<seg>From memory.</seg>"}
    phrase = {id: [props(variant) for variant in unit.iter("tuv")] for id, unit in units(written("phrase")[0]).items()}
    assert phrase["berth-0002"] == [
        {"context_prev": "Another story.", "context_next": "Theirs."},
        {"filename": "berth.txt"},
    ]
    assert phrase["port-0001"][1] == {"filename": "port.txt", "modified_by": "anna"}


def test_trados_reads_levels_notes_and_context_as_its_own() -> None:
    """Studio's fields: the level of confirmation, the note as a field, the segment before with its translation, `|`
    doubled, the sign for the beginning of a document; its reader takes them from a header of its own format only."""
    data, _ = written("trados")
    header, found = etree.fromstring(data).find("header"), units(data)
    assert (header.get("creationtool"), header.get("o-tmf")) == ("SDL Language Platform", "SDL TM8 Format")
    assert props(header) == {"x-Note:MultipleString": "", "x-IncludesContextContent": "True"}
    assert props(found["port-0001"]) == {"x-ConfirmationLevel": "ApprovedTranslation", "x-Context": "0, 0"}
    assert props(found["port-0002"]) == {
        "x-Note:MultipleString": "see\nthe desk",
        "x-ConfirmationLevel": "Translated",
        "x-ContextContent": "Port opens |  | Порт открыт | ",
    }
    assert found["port-0002"].find("note") is None
    assert props(found["port-0003"])["x-ContextContent"] == "One & <two> || three. |  | Раз & <два> || три. | "
    levels = [props(unit)["x-ConfirmationLevel"] for unit in found.values()]
    assert levels[:4] == ["ApprovedTranslation", "Translated", "Draft", "RejectedTranslation"]


@pytest.mark.parametrize("tool", TOOLS)
def test_drafts_come_back_as_drafts(tool: str, tmp_path: Path) -> None:
    """Whatever tool a file is for, its drafts are read back as drafts: they are nobody's work, and no memory takes them
    for approved. Without a single property nothing can say so."""
    path = tmp_path / "week.tmx"
    path.write_bytes(written(tool)[0])
    back = {one.id: one for one in read_corpus(path)}
    assert back["port-0003"].status == ("approved" if tool == "plain" else "draft")
    assert back["port-0001"].status == back["berth-0001"].status == "approved"
    draft = tmp_path / "draft.tmx"
    write_corpus(Corpus([STORY[2]], source_lang="en", target_lang="ru"), draft, tmx_for=tool)
    assert bool(work_in(draft)) == (tool == "plain")


@pytest.mark.parametrize("tool", ["trados", "memoq", "phrase"])
def test_what_was_written_for_a_tool_is_written_so_again(tool: str) -> None:
    """A file for a tool, read and written for it once more, has every property once, and the status of today."""
    data, _ = written(tool)
    stream = io.BytesIO()
    header = Corpus((), source_lang="en-US", target_lang="ru-RU", created="2026-11-23T10:00:00Z")
    writer = Writer(stream, "week.tmx", header, FormatOptions(tmx_for=tool))
    for one in read(io.BytesIO(data), "week.tmx", FormatOptions()):
        writer.write(replace(one, status="approved") if one.id == "port-0003" else one)
    writer.close()
    again = units(stream.getvalue())
    for id, unit in units(data).items():
        for before, after in zip((unit, *unit.iter("tuv")), (again[id], *again[id].iter("tuv")), strict=True):
            types = [prop.get("type") for prop in after.iterchildren("prop")]
            assert len(types) == len(set(types))
            if id != "port-0003":
                assert props(after) == props(before)
    assert props(again["port-0003"]).get("x-ConfirmationLevel", "ApprovedTranslation") == "ApprovedTranslation"
    assert props(again["port-0003"]).get("x-status") is None


def test_codes_can_be_chosen_and_regions_are_likely_ones() -> None:
    """`--tmx-lang` wins over the preset; a code that has a region keeps it; an unknown language is left alone."""
    data, _ = written("wordfast", {"ru": "ru", "en": "en-GB"})
    assert [one.get(LANG) for one in etree.fromstring(data).find("body/tu").iter("tuv")] == ["en-GB", "ru"]
    found = {code: with_likely_region(code) for code in ("en", "zh", "zh-Hant", "sr-Latn", "pt-PT", "es-419", "qqq")}
    assert list(found.values()) == ["en-US", "zh-CN", "zh-Hant-TW", "sr-Latn-RS", "pt-PT", "es-419", "qqq"]


def test_the_commands_take_the_tool(tmp_path: Path) -> None:
    """`--for` and `--reviewer` of a command reach the file; `--plain` beside another tool, and an unknown one, are
    refused in one line."""
    write_corpus(Corpus(STORY, source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    assert run("convert", tmp_path / "a.jsonl", tmp_path / "a.tmx", "--for", "memoq", "--reviewer", "i") == 0
    data = (tmp_path / "a.tmx").read_bytes()
    assert b'changeid="i"' in data and b"x-context-pre" in data
    assert run("sort", tmp_path / "a.jsonl", "-o", tmp_path / "b.tmx", "--plain") == 0
    assert b"<prop" not in (tmp_path / "b.tmx").read_bytes()
    for asked, problem in (
        (("memoq", "--plain"), b"--plain writes no properties, and --for memoq is about them"),
        (("excel",), b"'excel' is not one of omegat, trados"),
    ):
        refused = answer("convert", tmp_path / "a.jsonl", tmp_path / "c.tmx", "--for", *asked)
        assert refused.returncode == 2 and problem in refused.stderr
    with pytest.raises(UsageError, match="no such preset of TMX is known"):
        write_corpus(Corpus(STORY, source_lang="en", target_lang="ru"), tmp_path / "c.tmx", tmx_for="excel")
