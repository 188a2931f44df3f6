"""SRX: the rules that we write cut where we cut, and a user's rules are read, applied, and refused in one line."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from align.document import Document
from align.errors import AlignError, FormatError, InputError, UsageError
from align.readers import plain
from align.segmentation import split
from align.segmentation.icu_regex import translated
from align.segmentation.srx import SrxFile, spans
from align.segmentation.srx_writing import write_srx

OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

STORY = """MOSCOW, November 22. /TASS/. Dr. J. Hall of Acme Inc. left the U.S. on Nov. 3 at 5 p.m. He paid 4.5 million.

LONDON (Reuters) - "It rained. It snowed," Mr. Lee said. "Why?" Mr. Smith asked. See No. 5, p. 12.
"""
RUSSIAN = """МОСКВА, 22 ноября. /ТАСС/. В 2024 г. завод им. Кирова выпустил 5 тыс. машин, т. е. вдвое больше.

«Мы ждали, — сказал И. И. Иванов. — Лед тоньше». Это было в 2016 г. Он ушел.
"""


def file_of(tmp_path: Path, rules: str, maps: str = "", header: str = '<header cascade="yes"/>', srx: str = "") -> Path:
    """A file with these rules under the name `R`, for every language if no maps are given."""
    maps = maps or '<languagemap languagepattern=".*" languagerulename="R"/>'
    root = srx or 'xmlns="http://www.lisa.org/srx20" version="2.0"'
    path = tmp_path / "rules.srx"
    path.write_text(
        f"<srx {root}>{header}<body><languagerules>\n<languagerule languagerulename='R'>{rules}</languagerule>"
        f"</languagerules><maprules>{maps}</maprules></body></srx>",
        "utf-8",
    )
    return path


def rule(before: str, after: str, breaks: str = "yes") -> str:
    return f"<rule break='{breaks}'>\n<beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>"


STOP = rule(r"\.", r"\s")


def cut(path: Path, text: str, language: str = "en") -> str:
    rules = SrxFile.read(path).rules_for(language)
    return " | ".join(text[start:end] for start, end in spans(text, rules.cuts(text)))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The file that we write."""
    stream = io.BytesIO()
    write_srx(stream)
    (tmp_path / "align.srx").write_bytes(stream.getvalue())
    return tmp_path / "align.srx"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        (RUSSIAN, "ru"),
        ((EXAMPLES / "port.txt").read_text("utf-8"), "en"),
        ((EXAMPLES / "berth.txt").read_text("utf-8"), "en"),
        ((EXAMPLES / "port.ru.txt").read_text("utf-8"), "ru"),
    ],
    ids=["english", "russian", "port", "berth", "port.ru"],
)
def test_the_rules_that_we_write_cut_where_we_cut(ours: Path, text: str, language: str) -> None:
    document = Document("story", text, plain.paragraphs(text), language)
    rules = SrxFile.read(ours).rules_for(language)
    expected = [(one.kind, one.text) for one in split(document)]
    assert [(one.kind, one.text) for one in split(document, srx=rules)] == expected


def test_one_language_can_be_written_alone(tmp_path: Path) -> None:
    path = tmp_path / "ru.srx"
    with path.open("wb") as stream:
        write_srx(stream, ["ru-RU"])
    assert cut(path, "Он ушел. Она тоже.", "ru") == "Он ушел. | Она тоже."
    with pytest.raises(UsageError, match=r"ru\.srx has no rules for en: its language patterns are"):
        SrxFile.read(path).rules_for("en")
    with pytest.raises(UsageError, match="there are no rules to write for de: there are some for en, ru"):
        write_srx(io.BytesIO(), ["de"])


@pytest.mark.skipif(not shutil.which("java"), reason="Java is not on this machine")
@pytest.mark.slow
def test_java_reads_what_we_write(ours: Path, tmp_path: Path) -> None:
    """OmegaT and Okapi compile the expressions with Java's own."""
    (tmp_path / "Compile.java").write_text(
        "import javax.xml.parsers.*; import org.w3c.dom.*; import java.util.regex.Pattern;\n"
        "public class Compile { public static void main(String[] a) throws Exception {\n"
        "Document d = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new java.io.File(a[0]));\n"
        'for (String tag : new String[]{"beforebreak", "afterbreak", "languagemap"}) {\n'
        "NodeList l = d.getElementsByTagName(tag); for (int i = 0; i < l.getLength(); i++) { Element e = (Element) "
        'l.item(i); Pattern.compile(e.hasAttribute("languagepattern") ? e.getAttribute("languagepattern") : '
        "e.getTextContent()); } } } }\n",
        "utf-8",
    )
    done = subprocess.run(["java", tmp_path / "Compile.java", ours], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not OMEGAT.is_file(), reason="OmegaT is not on this machine")
@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "ja"])
def test_the_rules_of_omegat_are_read(tmp_path: Path, language: str) -> None:
    with zipfile.ZipFile(OMEGAT) as jar:
        path = Path(jar.extract("org/omegat/core/segmentation/defaultRules.srx", tmp_path))
    assert cut(path, "It ended at last. Nobody came! Why?", language) == "It ended at last. | Nobody came! | Why?"


def test_the_first_rule_that_matches_decides(tmp_path: Path) -> None:
    both = rule(r"\bMr\.", r"\s", "no") + STOP
    assert cut(file_of(tmp_path, both), "Mr. Lee left. He ran.") == "Mr. Lee left. | He ran."
    assert cut(file_of(tmp_path, STOP + rule(r"\bMr\.", r"\s", "no")), "Mr. Lee.") == "Mr. | Lee."


@pytest.mark.parametrize(
    ("header", "srx", "wanted"),
    [
        ('<header cascade="yes"/>', "", "Mr. Lee left. | He ran."),
        ('<header cascade="no"/>', "", "Mr. Lee left. He ran."),
        ("<header/>", "", "Mr. Lee left. | He ran."),
        ("<header/>", 'xmlns="http://www.lisa.org/srx10" version="1.0"', "Mr. Lee left. He ran."),
    ],
    ids=["cascade", "first map only", "as OmegaT's own", "1.0"],
)
def test_maps_are_put_together_where_the_header_says_so(tmp_path: Path, header: str, srx: str, wanted: str) -> None:
    rules = (
        rule(r"\bMr\.", r"\s", "no") + "</languagerule><languagerule languagerulename='Default'>" + rule(r"\.", r"\s")
    )
    maps = (
        '<languagemap languagepattern="EN.*" languagerulename="R"/>'
        '<languagemap languagepattern=".*" languagerulename="Default"/>'
    )
    assert cut(file_of(tmp_path, rules, maps, header, srx), "Mr. Lee left. He ran.") == wanted


@pytest.mark.parametrize(
    ("before", "after", "text", "wanted"),
    [
        (r"\Q...\E", r"\h+\p{Lu}", "Well... Yes. No.", "Well... | Yes. No."),
        (r"\x{2026}", r"\s", "Well… Yes. No.", "Well… | Yes. No."),
        (r"(?i)(?&lt;!\p{IsL})p\.s\.", r"\s", "P.S. Yes. No.", "P.S. | Yes. No."),
        (r"[\p{L}&amp;&amp;[^A-Z]]++\.", r"\s(?>[A-Z])", "OK. Yes. No.", "OK. Yes. | No."),
        (r"\p{javaUpperCase}\.", r"\s", "A. b. C", "A. | b. C"),
        (r"\u002e", "", "a.b", "a. | b"),
    ],
)
def test_expressions_of_icu_and_java_are_understood(
    tmp_path: Path, before: str, after: str, text: str, wanted: str
) -> None:
    assert cut(file_of(tmp_path, rule(before, after)), text) == wanted


def test_what_the_library_lacks_is_written_otherwise() -> None:
    assert translated(r"\Qa.b\E\e\cA\x{1F600}\\Q\P{IsLu}") == r"a\.b\x1b\x01\U0001f600\\Q\P{Lu}"
    assert translated(r"\Qopen (") == r"open\ \("


@pytest.mark.parametrize(
    ("rules", "line", "problem"),
    [
        (STOP + "\n" + rule(r"\b(Mr\.", r"\s", "no"), 4, "the beforebreak of rule 2 is no regular expression"),
        (rule(r"\.", "[a"), 2, "the afterbreak of rule 1 is no regular expression"),
        (rule(r"\p{Nonsense}", ""), 2, "the beforebreak of rule 1 is no regular expression: unknown property"),
    ],
)
def test_a_rule_that_is_none_is_named_by_line_and_number(tmp_path: Path, rules: str, line: int, problem: str) -> None:
    with pytest.raises(FormatError, match=problem) as refused:
        cut(file_of(tmp_path, rules), "It rained. It snowed.")
    assert refused.value.line == line


def test_a_rule_that_takes_for_ever_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.segmentation.srx.LONGEST_SEARCH", 0.05)
    path = file_of(tmp_path, rule("", "(a|aa)+c"))
    with pytest.raises(InputError, match=r"rules\.srx, line 2: rule 1 takes longer than 0\.05 s in one paragraph"):
        cut(path, "a" * 60 + "b")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is no XML"),
        (b"Once upon a time", "it is no XML"),
        (b"<tmx/>", "is no SRX file: its first element is tmx, not srx"),
        (b'<!DOCTYPE srx [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><srx>&c;</srx>', "has a document type inside"),
        (b"<srx><body/></srx>", "has no rules for en: its language patterns are none"),
    ],
)
def test_what_is_no_srx_is_refused_in_one_line(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "x.srx").write_bytes(content)
    with pytest.raises(AlignError, match=problem):
        SrxFile.read(tmp_path / "x.srx").rules_for("en")


def test_a_file_that_is_not_there_or_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"no\.srx cannot be read: no such file"):
        SrxFile.read(tmp_path / "no.srx")
    monkeypatch.setattr("align.segmentation.srx.LARGEST", 10)
    with pytest.raises(InputError, match="longer than any file of rules"):
        SrxFile.read(file_of(tmp_path, STOP))
    monkeypatch.setattr("align.segmentation.srx.LARGEST", 10_000)
    monkeypatch.setattr("align.segmentation.srx.MOST_RULES", 1)
    with pytest.raises(FormatError, match="has more than 1 rules"):
        SrxFile.read(file_of(tmp_path, STOP + STOP))


def test_a_language_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, STOP, '<languagemap languagepattern="(en" languagerulename="R"/>')
    with pytest.raises(FormatError, match=r"the language pattern '\(en' cannot be used: missing \)"):
        SrxFile.read(path).rules_for("en")
