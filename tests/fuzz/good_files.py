"""Small good files of every kind that is read, each with much that its format knows: what mutation begins with."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from align.corpus import Corpus, Pair, write_corpus
from align.corpus.fingerprints import PairFingerprint
from align.review.review_options import ReviewOptions
from align.review.write_review import write_review
from tests.fuzz.good_units import MQ, MQ_UNIT, NAMESPACE, RICH_TMX, SDL, SDL_DEFINITIONS, xliff_1, xliff_2
from tests.fuzz.mutations import zstd
from tests.fuzz.test_hostile_documents import JSONL, MARKDOWN, PLAIN, TABLE, tarred
from tests.fuzz.test_hostile_files import FOREIGN_TMX, FOREIGN_XLIFF, HEADER, STORY, ods
from tests.reader_files import PAGE, SRT, VTT, docx, epub, odt, pdf, zipped
from tests.review.word_edits import odt_table

ALIGNED = [
    Pair("s-0001", "s.txt", 1, "The port opened. A ship came.", "Порт открылся. Пришло судно.", "en", "ru",
         origin="human", score=0.7, extra={"confidence": 0.9}),
    Pair("s-0002", "s.txt", 2, "It left again.", "", "en", "ru", origin="human", flags=("unaligned",)),
    Pair("s-0003", "s.txt", 3, "Nobody knew why.", "Оно ушло. Никто не знал почему.", "en", "ru", origin="human"),
]  # fmt: skip

NOTED = b"""# Port [opens](https://a.b/c "t")[^1]

Text with **bold**, `code`, <b>html</b>, ![img](x.png) and a [ref][r].\\
A hard break  \nand *more*[^long].

[r]: http://a.b
[^1]: Says the ministry.
[^long]: Two

    paragraphs.

1. one
   - nested

     > quoted
2. two

| a | b \\| c |
|:--|--:|
| `x|y` | 2 |

<details><summary>S</summary>

hidden</details>

- [ ] task
~~~py
x = 1
~~~
Heading
=======
Term
: Definition
"""

MAIL = """From: =?utf-8?B?0J/QvtGA0YI=?= <a@b.c>
To: d@e.f
Subject: =?koi8-r?Q?=F0=CF=D2=D4?= opens
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="xx"

--xx
Content-Type: multipart/alternative; boundary="yy"

--yy
Content-Type: text/plain; charset="koi8-r"
Content-Transfer-Encoding: quoted-printable

=F0=CF=D2=D4 =CF=D4=CB=D2=D9=CC=D3=D1.=20

> quoted
-- =20
A. B.
--yy
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+VGhlIHBvcnQgb3BlbmVkLjwvcD4=
--yy--
--xx
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename*=utf-8''%D0%BF.pdf

JVBERi0=
--xx
Content-Type: message/rfc822

Subject: inner

Inner text.
--xx--
"""

OBJECTS = [
    [{"text": "One. Two.", "title": "Port", "lang": "en", "id": 7}, {"body": "Three.", "meta": {"a": [1, None]}}],
    {"app": {"title": "Port", "items": {"one": "One {0}", "other": "%d ports"}}, "n": 5, "list": ["a b", "c"]},
    ["The port opened.", "A ship came."],
    {"text": "One. Two.", "lang": "en"},
]

CUES = """WEBVTT
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

STYLE
::cue(b) { color: red }

REGION
id:fred

1
00:00.000 --> 00:02.000 region:fred position:10%,line-left
<v.first Anna Lee>The <c.a>port</c> <00:00:01.000>was
<ruby>k<rt>K</rt></ruby> &lrm;open &amp; full

2
01:00:02.000 --> 01:00:03.500
The port was

3
01:00:03.500 --> 01:00:04.500
The port was
closed. \u266a
"""

TABLES_OF_PAIRS = {
    ".csv": [
        'source,target,note\r\n"One ""a"", b","Раз\nдва",n\r\nTwo,Два,\r\n'.encode("utf-8-sig"),
        "English;Russian;Comment\nOne;Раз;\nTwo, 2;Два;x\n".encode("cp1251"),
        "sep=;\r\nen;ru\r\nOne;Раз\r\n".encode("utf-16"),
    ],
    ".tsv": [
        "id\tsource\ttarget\tstatus\tscore\nа-1\tOne\tРаз\tapproved\t0.5\n2\tTwo\tДва\t\t\n".encode(),
        "One\tРаз\nTwo\tДва\n".encode("utf-16-le"),
        "ru\ten\nРаз\tOne\n".encode("cp1251"),
    ],
}

FILM = """[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,{\\i1}The port{\\i0}\\Nwas closed, she said.
Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,note
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}
"""

DECISIONS = [
    {
        "replaces": [{"id": STORY[0].id, "check": str(PairFingerprint.of_pair(STORY[0]))}],
        "pairs": [{"source": STORY[0].source, "target": "Порт открылся.", "status": "edited", "note": "n"}],
    },
    {
        "replaces": [{"id": pair.id, "check": str(PairFingerprint.of_pair(pair))} for pair in ALIGNED[:2]],
        "pairs": [
            {"source": "The port opened.", "target": "Порт открылся.", "status": "approved", "note": ""},
            {"source": "A ship came. It left again.", "target": "Пришло судно.", "status": "draft", "note": ""},
        ],
    },
]
SAVED = {"align-decisions": 1, "corpus": "a.jsonl", "saved": "2026-11-27T10:00:00Z", "changes": DECISIONS}

RECIPE = b"""source_lang = "en"
target_lang = "ru"
vocabulary = 8000
best_of = 4
back_translated = ["bt"]
[paths]
pairs = ["a.tsv", "b.tsv.xz"]
held_out = ["c.en", "c.ru"]
work = "work"
checkpoint = ".."
start = "x"
[architecture]
width = 256
activation = "swish"
dropout = 0.0
[schedule]
rate = 6e-4
warmup = 300
precision = "bfloat16"
[dev]
news = 50
[weights]
news = 2
[noise]
alpha = 0.1
share = 0.5
"""

EXAMPLES = "One\tРаз\tnews\nTwo\tДва\n\tx\nThree\tТри\tbt\textra\n".encode()


@cache
def written(suffix: str, review: bool = False) -> bytes:
    """The story as `align` writes it: a corpus, or the table to review it in."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        corpus = Corpus(STORY, HEADER.signature, "en", "ru", HEADER.created, dict(HEADER.extra))
        if review:
            write_review(Corpus(ALIGNED, HEADER.signature, "en", "ru"), path, ReviewOptions())
        elif suffix == ".moses":
            write_corpus(corpus, path)
            return b"\0".join(side.read_bytes() for side in sorted(Path(folder).iterdir()) if side.is_file())
        else:
            write_corpus(corpus, path)
        return path.read_bytes()


@cache
def bilingual_sheet() -> bytes:
    """A workbook that a person made: two columns under headings of their own."""
    import io

    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("English", "Русский", "Note"), ("One", "Раз", 5), ("Two", 2.5, None), ("=A1", True, "x")):
        sheet.append(row)
    sheet["A2"].comment = Comment("c", "ann")
    sheet.merge_cells("A3:A4")
    book.create_sheet("other").append(["x"])
    book.save(out)
    return out.getvalue()


def documents() -> dict[str, list[bytes]]:
    """Good documents by the suffix of their name."""
    letter = "Порт закрыт.\r\n\r\nThe port was closed on Mon-\r\nday, 3.5 %.\r\n"
    lines = [[(20.0, 350 - 12 * n, 10.0, f"Line {n} of the port was closed on Mon-")] for n in range(3)]
    packed = {
        ".txt.gz": gzip.compress(PLAIN),
        ".txt.bz2": bz2.compress(PLAIN),
        ".md.xz": lzma.compress(NOTED),
        ".txt.zst": zstd.compress(PLAIN) if zstd else None,
    }
    return {
        ".txt": [
            PLAIN,
            letter.encode("utf-16"),
            letter.encode("cp1251"),
            letter.encode("koi8-r"),
            letter.encode("cp866"),
        ],
        ".md": [MARKDOWN, NOTED],
        ".html": [PAGE.encode(), PAGE.replace("utf-8", "windows-1251").encode("cp1251", "replace")],
        ".docx": [docx()],
        ".odt": [odt()],
        ".pdf": [pdf([[line for page in lines for line in page], [(20, 20, 8, "2"), (20, 350, 10, "day. Open.")]])],
        ".epub": [epub()],
        ".srt": [SRT.encode(), SRT.replace("\n", "\r\n").encode("utf-16")],
        ".vtt": [VTT.encode(), CUES.encode()],
        ".ass": [FILM.encode(), FILM.encode("utf-16")],
        ".jsonl": [JSONL],
        ".json": [json.dumps(value, ensure_ascii=False, indent=1).encode() for value in OBJECTS],
        ".eml": [MAIL.encode(), MAIL.replace("\n", "\r\n").encode()],
        ".csv": [TABLE, TABLE.replace(b",", b";"), TABLE.decode().encode("utf-16")],
        ".tsv": [TABLE.replace(b",", b"\t")],
        ".zip": [zipped({"a.txt": PLAIN, "b/c.md": NOTED, "d.eml": MAIL, "e.json": json.dumps(OBJECTS[0])})],
        ".tar": [tarred()],
        ".tar.gz": [gzip.compress(tarred())],
        **{suffix: [data] for suffix, data in packed.items() if data is not None},
    }


def corpora() -> dict[str, list[bytes]]:
    """Good corpora by the suffix of their name."""
    return {
        ".jsonl": [written(".jsonl")],
        ".tmx": [written(".tmx"), FOREIGN_TMX, RICH_TMX, RICH_TMX.decode().replace("utf-8", "utf-16").encode("utf-16")],
        ".xlf": [
            written(".xlf"), FOREIGN_XLIFF, xliff_1("1.2", NAMESPACE), xliff_1("1.2"),
            xliff_1("1.1", ' xmlns="urn:oasis:names:tc:xliff:document:1.1"'), xliff_1("1.0"),
            xliff_2("2.0"), xliff_2("2.1"),
        ],
        ".sdlxliff": [xliff_1("1.2", SDL, SDL_DEFINITIONS)],
        ".mqxliff": [xliff_1("1.2", MQ, unit=MQ_UNIT)],
        ".csv": [written(".csv"), *TABLES_OF_PAIRS[".csv"]],
        ".tsv": [written(".tsv"), *TABLES_OF_PAIRS[".tsv"]],
        ".xlsx": [written(".xlsx"), bilingual_sheet()],
        ".ods": [ods()],
        ".moses": [written(".moses")],
        ".parquet": [written(".parquet")],
    }  # fmt: skip


def reviews() -> dict[str, list[bytes]]:
    """Good files that come back from a reviewer, by the suffix of their name."""
    table = written(".csv", review=True)
    return {
        ".xlsx": [written(".xlsx"), written(".xlsx", review=True)],
        ".ods": [ods()],
        ".docx": [written(".docx", review=True)],
        ".odt": [odt_table()],
        ".csv": [table, table.decode("utf-8-sig").replace(",", ";").encode("cp1251", "replace")],
        ".json": [json.dumps(SAVED, ensure_ascii=False).encode()],
        ".tmx": [written(".tmx"), RICH_TMX],
        ".xlf": [written(".xlf"), xliff_1("1.2", NAMESPACE), xliff_2("2.0")],
    }
