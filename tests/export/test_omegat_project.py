"""`align export --omegat`: a project that OmegaT opens, and what becomes of one in which somebody works."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.pair import Status
from align.errors import InputError, OutputError, UsageError
from align.export import omegat_project
from align.export.omegat_project import SAVED, export_omegat
from align.export.omegat_rules import breaks, missing_rules
from align.export.omegat_segmentation import CONF, SRX, general_rules
from align.glossary import Glossary, Term
from align.segmentation.srx_rules import SegmentationRule
from tests.command import answer, run

PORT = (
    ("Port opens", "Порт открыт"),
    ('"It is cold." He paused. "We wait," Dr. Hall said.', "«Холодно». Он помолчал. «Ждём», — сказал д-р Холл."),
    ("The U.S. Navy left.", "ВМС США ушли."),
    ("Nobody was hurt.", "Никто не пострадал."),
)
TEXT = f"{PORT[0][0]}\n\n{PORT[1][0]} {PORT[2][0]}\n\n{PORT[3][0]}\n"


def pairs(texts: Sequence[tuple[str, str]] = PORT, doc: str = "port.txt", **fields: Any) -> list[Pair]:
    """Pairs of TEXT: a headline, a paragraph of two segments, the rest."""
    found, at = [], 0
    text = doc_text(texts)
    for n, (source, target) in enumerate(texts, 1):
        at = text.index(source, at)
        extra = {"paragraph": [1, 2, 2, 3, 4, 5][n - 1]}
        span = ((at, at + len(source)),)
        found.append(
            Pair(f"{Path(doc).stem}-{n:04d}", doc, n, source, target, "en", "ru", source_span=span, extra=extra)
        )
        at += len(source)
    return [replace(pair, **fields) for pair in found]


def doc_text(texts: Sequence[tuple[str, str]]) -> str:
    sources = [source for source, _ in texts]
    return "\n\n".join([sources[0], " ".join(sources[1:3]), *sources[3:]]) + "\n"


def sources_in(path: Path) -> list[str]:
    return [unit.find("tuv").findtext("seg") or "" for unit in etree.parse(path).iter("tu")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("port.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_a_project_has_all_that_omegat_looks_for(here: Path) -> None:
    """The source is the file itself, what was reviewed is translated, drafts are matches, rejected ones are nowhere."""
    some = pairs()
    statuses: tuple[Status, ...] = ("approved", "edited", "draft", "rejected")
    some = [replace(one, status=status) for one, status in zip(some, statuses, strict=True)]
    terms = Glossary([Term("navy", ("флот", "ВМС"), ("армия",), "military"), Term("port", ("порт",))], "en", "ru")
    done = export_omegat([(some, ".")], "project", terms, {"ru": "ru-KZ"}, "anna")
    assert done.as_json() == {
        "folder": "project",
        "new": True,
        "documents": ["port.txt"],
        "reviewed": 2,
        "drafts": 1,
        "translated_otherwise": 0,
        "warnings": [],
    }
    project = here / "project"
    assert (project / "source/port.txt").read_bytes() == (here / "port.txt").read_bytes()
    settings = etree.parse(project / "omegat.project")
    assert [settings.findtext(f".//{name}") for name in ("source_lang", "target_lang", "sentence_seg")] == [
        *("en-US", "ru-KZ", "true"),
    ]
    assert sources_in(project / SAVED) == [PORT[0][0], PORT[1][0]]
    assert b'changeid="anna"' in (project / SAVED).read_bytes() and b"tuid" not in (project / SAVED).read_bytes()
    assert sources_in(project / "tm/mt/port.txt.tmx") == [PORT[2][0]]
    assert not (project / "tm/auto").exists()
    export_omegat([(pairs(origin="human"), ".")], "aligned")  # an alignment that nobody has checked
    assert len(sources_in(here / "aligned/tm/port.txt.tmx")) == 4 and not (here / "aligned/tm/mt").exists()
    assert (project / "glossary/glossary.txt").read_text("utf-8").splitlines() == [
        "# Glossary in tab-separated format -*- coding: utf-8 -*-",
        "navy\tфлот\tmilitary; not: армия",
        "navy\tВМС\tmilitary; not: армия",
        "port\tпорт",
    ]
    assert all((project / name).is_dir() for name in ("target", "dictionary"))


def test_a_project_that_somebody_works_in_is_added_to(here: Path) -> None:
    """A second story and new terms come in; translations, sources and settings stay to the byte; said is what the
    project has otherwise, and a text that has the name of another gets one of its own."""
    export_omegat([(pairs(status="approved"), ".")], "project", Glossary([Term("port", ("порт",))], "en", "ru"))
    project = here / "project"
    saved = (project / SAVED).read_text("utf-8").replace("Никто не пострадал", "Пострадавших нет")
    (project / SAVED).write_text(saved, "utf-8")
    kept = {name: (project / name).read_bytes() for name in (SAVED, "omegat.project", "source/port.txt")}
    second = [
        ("Ships wait", "Суда ждут"),
        ("One left.", "Одно ушло."),
        ("OSLO, May 5. /TASS/. Mr. Dow stayed.", "ОСЛО, 5 мая. /ТАСС/. Дау остался."),
    ]
    Path("b").mkdir()
    Path("b/port.txt").write_text(doc_text(second), "utf-8")
    terms = Glossary([Term("port", ("порт",)), Term("ship", ("судно",))], "en", "ru")
    other = pairs(second, "b/port.txt", status="edited")
    done = export_omegat([(pairs(status="approved"), "."), (other, ".")], "project", terms)
    assert {name: (project / name).read_bytes() for name in kept} == kept
    assert (done.is_new, done.translated_otherwise, done.documents) == (False, 1, ["port.txt", "port-2.txt"])
    assert done.warnings == ["source/port.txt is another text: this one is source/port-2.txt"]
    assert sources_in(project / "tm/auto/port-2.txt.tmx") == [source for source, _ in second]
    assert (project / "glossary/glossary.txt").read_text("utf-8").endswith("\nport\tпорт\nship\tсудно\n")
    rules = {name: (project / "omegat" / name).read_text("utf-8") for name in (CONF, SRX)}
    assert all(text.count(r"paused\.<") == 1 and text.count(r"5\.\ /TASS/\.<") == 1 for text in rules.values())
    assert not any(r"Mr\.<" in text for text in rules.values())  # a general rule has it
    again = export_omegat([(other, ".")], "project", terms)
    assert again.documents == ["port-2.txt"] and again.warnings == []
    assert {name: (project / "omegat" / name).read_text("utf-8") for name in rules} == rules


def test_drafts_that_were_approved_since_are_drafts_no_more(here: Path) -> None:
    """A story that comes again has its drafts replaced: what is reviewed by now no longer stands among them."""
    export_omegat([(pairs(), ".")], "project")
    project = here / "project"
    assert len(sources_in(project / "tm/mt/port.txt.tmx")) == 4
    export_omegat([([replace(one, status="approved") for one in pairs()], ".")], "project")
    assert not (project / "tm/mt/port.txt.tmx").exists()
    assert len(sources_in(project / "tm/auto/port.txt.tmx")) == 4 and not (project / SAVED).exists()


def test_a_source_that_omegat_would_read_otherwise_is_put_together_from_the_corpus(here: Path) -> None:
    """Hard wraps, Markdown, a file that is gone or has changed: the text is that of the corpus, a paragraph a line."""
    for change in ("wrapped", "markdown", "gone", "changed"):
        some = pairs()
        Path("port.txt").write_text(TEXT, "utf-8")
        name = "port.txt"
        if change == "wrapped":
            Path("port.txt").write_text(TEXT.replace("paused. ", "paused.\n"), "utf-8")
        elif change == "gone":
            Path("port.txt").unlink()
        elif change == "changed":
            Path("port.txt").write_text(TEXT.replace("Navy", "Army"), "utf-8")
        else:
            Path("port.md").write_text(TEXT, "utf-8")
            some, name = [replace(one, doc="port.md") for one in some], "port.md.txt"
        done = export_omegat([(some, ".")], change)
        assert done.documents == [name] and (here / change / "source" / name).read_text("utf-8") == TEXT, change
    done = export_omegat([([one for one in pairs(doc="gone.pdf") if one.n != 3], ".")], "holes")
    assert done.warnings == ["source/gone.pdf.txt: the corpus lacks some of its segments"]


def test_one_source_with_two_translations_has_both() -> None:
    """The first translation of a source is that of the whole project, another one is that of its own place."""
    from align.export.omegat_translations import for_new_project
    from align.export.story import stories

    texts = [("One.", "Раз."), ("Stop.", "Стой."), ("Two.", "Два."), ("Stop.", "Хватит."), ("Two.", "Два.")]
    some = [replace(one, status="approved", id=f"a-{one.n}") for one in pairs(texts, "a.txt")]
    found = for_new_project([("a.txt", stories(some)[0])])
    assert [(one.id, one.source, one.target) for one in found] == [("", *text) for text in texts[:4]]
    places = [{key: text for key, text in one.extra.items() if key.startswith("prop:")} for one in found]
    assert places == [{}, {}, {}, {"prop:file": "a.txt", "prop:prev": "Two.", "prop:next": "Two."}]


def test_a_name_with_a_number_sign_is_one(here: Path) -> None:
    """A sign # in the name of a file is not what parts a document from the archive that it is in."""
    for name in ("Story #1.txt", "C#/port.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(TEXT, "utf-8")
    documents = [pairs(doc=name) for name in ("Story #1.txt", "C#/port.txt", "news.zip#en/port.txt")]
    done = export_omegat([(one, ".") for one in documents], "project")
    assert done.documents == ["Story #1.txt", "port.txt"]


def test_remarks_name_the_project_and_no_place_on_the_way_to_it(here: Path) -> None:
    """A character that TMX cannot hold is told of the file as it is called in the end."""
    done = export_omegat([(pairs([("A bell.", "Звонок\x07.")], status="approved"), ".")], "project")
    assert [remark.partition(":")[0] for remark in done.warnings] == [f"project/{SAVED}"]


def test_rules_of_words_put_right_what_general_rules_divide_otherwise() -> None:
    """OmegaT's algorithm with the rules of a project gives the segments of the corpus, whatever they are."""
    rules = [rule for one in general_rules(["en"]) for rule in one.rules]
    paragraphs = [
        ["MOSCOW, May 5. /TASS/. Dr. Hall came.", "He left."],
        ['"Cold." He paused. "So."', "- Yes: no", "Then (x) more"],
        ["A.", "A. B."],
    ]
    lines = list(missing_rules(paragraphs, rules))
    for segments in paragraphs:
        text = " ".join(segments)
        found = sorted(breaks(text, [*lines, *rules]))
        assert [text[a:b].strip() for a, b in zip([0, *found], [*found, len(text)], strict=True)] == segments
    assert not list(missing_rules([["One.", "Two."]], rules))
    first = SegmentationRule(False, r"U\.S\.", r"\s")
    assert breaks("The U.S. is", [first, SegmentationRule(True, r"\.", r"\s")]) == set()
    assert breaks("The U.S. is", [SegmentationRule(True, r"\.", r"\s"), first]) == {8}


def test_what_is_no_project_is_left_alone(here: Path) -> None:
    """A folder of something else, a project of other languages, corpora of several, none at all: one clear line each,
    and nothing is written."""
    Path("full").mkdir()
    Path("full/notes.txt").write_text("mine")
    corpora = [(pairs(), ".")]
    with pytest.raises(OutputError, match="full is no OmegaT project and not empty"):
        export_omegat(corpora, "full")
    with pytest.raises(OutputError, match=r"port\.txt is a file, not a folder"):
        export_omegat(corpora, "port.txt")
    with pytest.raises(OutputError, match="there is no folder"):
        export_omegat(corpora, "nowhere/project")
    with pytest.raises(InputError, match="the corpus holds no pairs"):
        export_omegat([([], ".")], "empty")
    german = [replace(one, target_lang="de") for one in pairs()]
    with pytest.raises(UsageError, match="one pair of languages, and the corpus en-ru, en-de"):
        export_omegat([*corpora, (german, ".")], "both")
    export_omegat(corpora, "project")
    with pytest.raises(UsageError, match="project translates en-US-ru-RU, and the corpus en-de"):
        export_omegat([(german, ".")], "project")
    assert sorted(path.name for path in here.iterdir()) == ["full", "port.txt", "project"]


def test_a_new_project_appears_whole_or_not_at_all(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault on the way leaves neither a half project nor a temporary folder; an empty folder may become one."""
    Path("project").mkdir()

    def full(project: omegat_project._ProjectFolder, *_: object) -> None:
        path = project.place / SAVED
        raise OutputError(f"cannot write {path}: no space left on device", path=path)

    with monkeypatch.context() as broken:
        broken.setattr(omegat_project._ProjectFolder, "_segmentation", full)
        with pytest.raises(OutputError, match=f"cannot write project/{SAVED}: no space left") as error:
            export_omegat([(pairs(), ".")], "project")
        assert error.value.path == f"project/{SAVED}"
    assert sorted(path.name for path in here.iterdir()) == ["port.txt", "project"]
    assert not any(Path("project").iterdir())
    assert export_omegat([(pairs(), ".")], "project").is_new


def test_segmentation_of_somebody_else_stays(here: Path) -> None:
    """A project that somebody began has rules of its own, or the user's: they stay, and that is said once."""
    export_omegat([(pairs(), ".")], "project")
    (here / "project/omegat" / SRX).unlink()
    theirs = (here / "project/omegat" / CONF).read_text("utf-8").replace(">Documents<", ">English<")
    (here / "project/omegat" / CONF).write_text(theirs, "utf-8")
    done = export_omegat([(pairs(), ".")], "project")
    assert done.warnings == ["the project has segmentation rules of its own: some segments may not match"]
    assert (here / "project/omegat" / CONF).read_text("utf-8") == theirs


def test_the_command_and_the_way_home(here: Path) -> None:
    """The command makes the project and says what it did; what was translated there comes home with `align merge`, with
    the name of who did it."""
    write_corpus(Corpus(pairs(), source_lang="en", target_lang="ru"), "port.jsonl")
    both = answer("export", "port.jsonl", "-o", "a.txt", "--omegat", "project")
    assert both.returncode == 2 and b"give one of them" in both.stderr
    one_too_many = answer("export", "port.jsonl", "--omegat", "project", "--only", "approved")
    assert one_too_many.returncode == 2 and b"--only goes with -o only" in one_too_many.stderr
    Path("terms.tsv").write_text("source\ttarget\nport\tпорт\n", "utf-8")
    done = answer("export", "port.jsonl", "--omegat", "project", "--glossary", "terms.tsv")
    assert done.returncode == 0 and b"align: project: port.txt in a new project" in done.stderr
    assert b"segments that are reviewed: 0; drafts that OmegaT shows as matches: 4" in done.stderr
    as_json = json.loads(answer("export", "port.jsonl", "--omegat", "project", "--json").stdout)
    assert (as_json["new"], as_json["documents"]) == (False, ["port.txt"])
    saved = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
creationtoolversion="3.6.0" segtype="sentence" srclang="en-US"/><body><tu><tuv lang="en-US"><seg>Nobody was hurt.</seg>
</tuv><tuv lang="ru-RU" changeid="boris" changedate="20261127T100000Z"><seg>Пострадавших нет.</seg></tuv></tu>
<tu><tuv lang="en-US"><seg>Port opens</seg></tuv><tuv lang="ru-RU"><seg>Порт открыт</seg></tuv></tu></body></tmx>"""
    (here / "project" / SAVED).write_text(saved, "utf-8")
    assert run("merge", "port.jsonl", here / "project" / SAVED, "-o", "reviewed.jsonl", "--reviewer", "anna") == 0
    back = list(read_corpus("reviewed.jsonl"))
    assert [(one.status, one.origin) for one in back] == [
        *(("approved", "mt"), ("draft", "mt"), ("draft", "mt"), ("edited", "post-edited")),
    ]
    who = [one.extra.get("tmx", {}).get("unit", {}).get("changeid") for one in back]
    assert who == ["anna", None, None, "boris"] and back[3].target == "Пострадавших нет."


@pytest.mark.slow
def test_omegat_finds_every_segment_of_the_stories_translated(tmp_path: Path) -> None:
    """OmegaT itself counts: at least 98 % of the segments of the stories have an exact match, and the translations are
    those of the corpora, each in its place; drafts are as many segments, and not translated."""
    if not shutil.which("omegat"):
        pytest.skip("OmegaT (Debian package omegat, with Java) is not installed")
    examples = Path(__file__).parents[2] / "examples"
    texts = [("One.", "Раз."), ("Stop.", "Стой."), ("Two.", "Два."), ("Stop.", "Хватит."), ("Two.", "Два.")]
    (tmp_path / "port.txt").write_text(TEXT, "utf-8")
    (tmp_path / "twice.txt").write_text(doc_text(texts), "utf-8")
    copies = [shutil.copy(examples / f"{name}.txt", tmp_path / f"{name}-example.txt") for name in ("port", "berth")]
    asked = ["--to", "ru", "--quotes", "split", "--beam", "1", "--best-of", "1", "--no-score"]
    assert run("translate", *copies, *asked, "-o", tmp_path / "both.jsonl") == 0
    reviewed = [replace(one, status="approved") for one in read_corpus(tmp_path / "both.jsonl")]
    reviewed += pairs(texts, "twice.txt", status="edited")
    drafts = pairs(doc="port.txt")
    export_omegat([(reviewed, tmp_path), (drafts, tmp_path)], tmp_path / "project")
    project = tmp_path / "project"
    done = subprocess.run(
        ["omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'settings'}"],
        capture_output=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-1000:]
    stats = (project / "omegat/project_stats.txt").read_text("utf-8").splitlines()
    total, remaining = (int(next(line for line in stats if line.startswith(name)).split()[1]) for name in _COUNTS)
    exact = total - remaining
    assert exact >= 0.98 * (total - len(drafts)) and total == len(drafts) + len(reviewed)
    assert exact == len(reviewed)  # in fact all of them
    translated = (project / "target/twice.txt").read_text("utf-8-sig")
    assert translated == "Раз.\n\nСтой. Два.\n\nХватит.\n\nДва.\n"


_COUNTS = ("Total:", "Remaining:")
