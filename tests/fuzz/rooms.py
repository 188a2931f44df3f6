"""Every room that lets a file of somebody else in: what is good there, how it is broken, and all that is done with it.

A room reads a file from disk as a command would, and uses what it has read: segments documents, checks pairs and writes
them again, merges rows into a corpus, finds terms, asks a memory.
"""

from __future__ import annotations

import itertools
import json
import lzma
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from align.checks import check_pairs, risk
from align.corpus import Corpus, read_corpus, write_corpus
from align.corpus.validation import tmx_problems
from align.errors import FormatError
from align.glossary import write_glossary
from align.glossary.glossary import Glossary
from align.glossary.glossary_reader import read_glossary
from align.glossary.term_inspection import remarks_on
from align.readers.reading import read_documents
from align.review import MergeResult, merge, read_table
from align.review.cat_files import EXCHANGED, read_units
from align.review.decisions_file import read_decisions
from align.review.leftovers import write_leftovers
from align.segmentation import split
from tests.fuzz import good_files
from tests.fuzz.hostile import JSON, TABLES, XML
from tests.fuzz.mutations import broken
from tests.fuzz.outcomes import Room
from tests.fuzz.store_rooms import folder_rooms, store_rooms
from tests.fuzz.test_hostile_documents import CUES, HTML, OFFICE, PDFS
from tests.fuzz.test_hostile_files import BEADS, CATALOGUE, STORY, ods, read_gold
from tests.fuzz.test_hostile_glossaries import MIN, PLAIN, TABLE, TARGET, TBX, TERMS, TEXT, V3

_WORDS: dict[str, Sequence[str]] = {
    ".html": HTML, ".epub": HTML, ".docx": OFFICE, ".odt": OFFICE, ".pdf": PDFS, ".srt": CUES, ".vtt": CUES,
    ".ass": (*CUES, "Dialogue: ", "{\\p1}", "\\N", "[Events]", "Format: Text"), ".jsonl": JSON, ".json": JSON,
    ".md": ("#", "-", ">", "```", "|", "<!--", "    ", "---", "1.", "[a]:", "[^1]", "[^1]:", "\\", "**", "![", "]("),
    ".eml": ("boundary=", "--xx", "=?utf-8?B?", "?=", "Content-Type: ", "base64", "quoted-printable", "=\n",
             "charset=",              "charset=utf-7", "charset=idna",
             "charset=rot13", "charset=x", "message/rfc822", "multipart/mixed", "\n\n"),
    ".tmx": (*XML, "<bpt>", "<ept i='1'/>", "<ph>", "<sub>", "</seg>", "<hi>", "<ut>", ' xml:lang="uk"', "</tuv>"),
    ".xlf": (*XML, "<mrk>", '<mrk mtype="seg" mid="1">', "<g>", "<x/>", "<pc>", "<ec/>", '<sc id="1"/>', "<segment>",
             "<ignorable>", "<seg-source>", "<target>", ' translate="no"', ' version="2.0"', ' approved="yes"'),
    ".moses": TABLES, ".parquet": ("PAR1", "\x15\x04", "\x15\x00"), ".zip": JSON,
    ".tar": ("ustar", "\0", "77777777777"),
    ".tbx": TBX, ".xml": TBX,
}  # fmt: skip


def _words(suffix: str) -> Sequence[str]:
    return _WORDS.get(suffix) or _WORDS.get({".sdlxliff": ".xlf", ".mqxliff": ".xlf"}.get(suffix, ""), TABLES)


def read_story(path: Path) -> None:
    """All documents of a file; each must be whole, and be segmented."""
    for document in read_documents(path):
        document.text.encode()
        assert document.paragraphs
        assert all(0 <= p.start < p.end <= len(document.text) for p in document.paragraphs)
        assert [m.start for m in document.marks] == sorted(m.start for m in document.marks)
        document.account.line()
        for segment in split(document):
            assert document.text[segment.start : segment.end] == segment.text


_WRITTEN = itertools.cycle((".jsonl", ".tmx", ".xlf", ".csv", ".tsv", ".xlsx"))


def read_pairs(path: Path) -> None:
    """The pairs of a corpus, with languages asked for or not, checked; the account must add up, and it is written."""
    asked = {"source_lang": "en", "target_lang": "ru"} if zlib.crc32(path.read_bytes()) % 2 else {}
    remarks: list[str] = []
    corpus = read_corpus(path, **asked, warn=remarks.append)
    pairs = list(corpus.pairs)
    account, left_out = corpus.account, sum(tally.count for tally in corpus.account.left_out.values())
    assert account.read == len(pairs) and account.read + left_out >= _units(path), "the account does not add up"
    json.dumps(account.as_json())
    tallies = [*account.left_out.values(), *account.changed.values()]
    assert all(tally.count > 0 for tally in tallies) and bool(remarks) == bool(tallies)
    checked = list(check_pairs(pairs))
    assert all(0 <= risk(pair) <= 1 for pair in checked)
    if zlib.crc32(path.read_bytes()) % 8 < 2:
        again = Corpus(checked, corpus.signature, corpus.source_lang, corpus.target_lang, "", corpus.extra)
        write_corpus(again, path.with_name("again" + next(_WRITTEN)))


def _units(path: Path) -> int:
    """How many units a file of a CAT tool has, as another parser counts them; 0 where it is not well-formed."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return 0
    names = ("{*}tu",) if path.suffix == ".tmx" else ("{*}trans-unit", "{*}unit")
    return sum(1 for _ in root.iter(*names))


def inspect_tmx(path: Path) -> None:
    """What `align check` says of a TMX. Problems are told and not raised; here they count as a refusal."""
    with path.open("rb") as stream:
        problems = list(tmx_problems(stream))
    if problems:
        raise FormatError.at(path, None, problems[0].message)


def merge_review(path: Path) -> None:
    """Rows of a reviewer merged into the corpora that the good ones are of: no pair of a draft is lost or comes up."""
    if path.suffix == ".json":
        table = read_decisions(path)
    elif path.suffix in EXCHANGED:
        table = read_units(path, "en", "ru")
    else:
        table = read_table(path)
    rows = list(table.rows)
    for story in (STORY, good_files.ALIGNED):
        outcome = MergeResult()
        merged = list(merge(story, rows, outcome))
        assert story is good_files.ALIGNED or [pair.id for pair in merged] == [pair.id for pair in story]
        if outcome.leftovers:
            write_leftovers(outcome.leftovers, path.with_name("leftovers.csv"))


def use_glossary(path: Path) -> None:
    """Remarks on a glossary, its terms found and checked."""
    glossary = read_glossary(path, *(("en", "ru") if zlib.crc32(path.read_bytes()) % 2 else ()))
    list(remarks_on(glossary.terms))
    matcher = Glossary(glossary.terms, "en", "ru").matcher("en", "ru")
    for text in (TEXT, glossary.terms[0].source[:2000], "", "\0 \ud7ff ."):
        for match in matcher.find_terms(text):
            assert 0 <= match.start <= match.end <= len(text)
        matcher.check(text, TARGET)


def read_training(path: Path) -> None:
    """The pairs of a training list, filtered."""
    from align.training.data import digest, filter_examples, read_examples
    from align.training.held_out import HeldOut

    digest(filter_examples(read_examples(path), {"bt": 0.5}, HeldOut(["One two three four five six seven."])))


def document_rooms() -> Iterator[Room]:
    for suffix, seeds in good_files.documents().items():
        costs = {".pdf": 200.0, ".html": 4, ".epub": 4, ".docx": 2}
        yield Room("document", f"a{suffix}", broken(seeds, _words(suffix)), read_story, costs.get(suffix, 1))


def corpus_rooms() -> Iterator[Room]:
    for suffix, seeds in good_files.corpora().items():
        read = _read_sides if suffix == ".moses" else read_pairs
        yield Room("corpus", f"a{suffix}", broken(seeds, _words(suffix)), read, 4 if suffix in (".xlsx", ".ods") else 1)
    yield Room("check", "a.tmx", broken(good_files.corpora()[".tmx"], _words(".tmx")), inspect_tmx)


def _read_sides(path: Path) -> None:
    """A Moses corpus is two files, which stand in one here with a NUL between them."""
    source, _, target = path.read_bytes().partition(b"\0")
    for language, data in (("en", source), ("ru", target)):
        path.with_suffix(f".{language}").write_bytes(data)
    list(read_corpus(path, source_lang="en", target_lang="ru"))


def review_rooms() -> Iterator[Room]:
    for suffix, seeds in good_files.reviews().items():
        yield Room("review", f"a{suffix}", broken(seeds, _words(suffix)), merge_review, 4 if suffix == ".xlsx" else 1)


def glossary_rooms(folder: Path) -> Iterator[Room]:
    seeds = {
        ".tsv": [TABLE.encode(), TABLE.encode("utf-16")],
        ".txt": [PLAIN.encode()],
        ".csv": [TABLE.replace("\t", ";").encode("cp1251")],
        ".xlsx": [],
        ".ods": [ods()],
        ".tbx": [V3.encode(), MIN.encode()],
    }
    for suffix in (".csv", ".xlsx", ".tbx"):
        path = folder / f"good{suffix}"
        write_glossary(Glossary(TERMS, "en", "ru"), path)
        seeds[suffix].append(path.read_bytes())
    for suffix, good in seeds.items():
        yield Room("glossary", f"g{suffix}", broken(good, _words(suffix)), use_glossary)


def other_rooms() -> Iterator[Room]:
    """Training lists and recipes, lists of beads, the catalogue of models."""
    from align.checkpoints.catalogue import parse_catalogue
    from align.training.recipe import read_recipe

    examples, toml = good_files.EXAMPLES, ("[", "]", "{", "}", "=", '"', "..", "[[a]]", "base = 'r.toml'", "true", "\n")
    yield Room("training", "a.tsv", broken([examples], TABLES), read_training)
    yield Room("training", "a.tsv.xz", broken([lzma.compress(examples)], TABLES), read_training)
    yield Room("training", "r.toml", broken([good_files.RECIPE], toml), read_recipe)
    yield Room(
        "beads", "a.txt", broken([BEADS], ("[", "]", ":", "nan", "inf")), lambda path: read_gold(path.read_bytes())
    )
    yield Room("catalogue", "c.toml", broken([CATALOGUE], toml),
               lambda path: parse_catalogue(path.read_bytes().decode("utf-8", "replace")))  # fmt: skip


def rooms(folder: Path) -> list[Room]:
    """All rooms; what they need beside a case is made in `folder`."""
    return [
        *document_rooms(),
        *corpus_rooms(),
        *review_rooms(),
        *glossary_rooms(folder),
        *other_rooms(),
        *store_rooms(folder),
        *folder_rooms(folder),
    ]
