"""The names of a text that is not translated yet, and the sheet of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.cli import main
from align.glossary.source_names import propose_names

STORY = [
    "Lawyers of Viktor Bout spoke in Oslo.",
    "Bout was not heard, President-elect Ola Nordmann said.",
    "On Monday the court denied Bout's request in New York.",
    "THE COURT SAID NO TO BOUT",
]


def test_names_come_by_frequency_with_an_example_and_without_titles() -> None:
    found = {name.source: name for name in propose_names(STORY, "en")}
    assert found["Bout"].count == 2 and found["Bout"].example == STORY[1]
    assert {"Viktor Bout", "Oslo", "Ola Nordmann", "New York"} <= set(found)
    assert not {"Lawyers", "On", "Monday", "THE", "President"} & set(found)


def test_a_text_gives_a_sheet_that_is_a_glossary_when_it_is_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story, sheet = tmp_path / "story.txt", tmp_path / "names.tsv"
    story.write_text("\n\n".join(STORY), "utf-8")
    with pytest.raises(SystemExit) as end:
        main(["glossary", "extract", str(story), "--from", "en", "-o", str(sheet)])
    assert not end.value.code
    lines = sheet.read_text("utf-8").splitlines()
    assert lines[0] == "source\ttarget\tcount\texample" and lines[1].startswith("Bout\t\t2\t")
    sheet.write_text("\n".join([lines[0], lines[1].replace("\t\t", "\tБут\t", 1)]), "utf-8")
    with pytest.raises(SystemExit):
        main(["glossary", "show", str(sheet)])
    assert capsys.readouterr().out == "Bout\tБут\n"
