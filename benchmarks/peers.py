"""All benchmarks beside other tools in one run: results/*.json, and the tables of README.md made from them.

    python benchmarks/environment.py                  # once: Argos Translate, Bertalign, Vecalign; see there
    python benchmarks/peers.py                        # everything, about 25 minutes on two cores
    python benchmarks/peers.py --only drafting tmx    # these sections again; the others stay as they were
    python benchmarks/peers.py --quick                # tiny sizes, printed and not kept: does everything run?
    python benchmarks/peers.py --tables               # README.md again from the results that are there

Every section is a script of this folder in a process of its own; its command stands above its table. What is not
installed, or whose data are not beside the repository, is left out and said on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from environment import python
from measuring import ROOT, Row, complain, machine, table, versions, written

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PACKAGES = (
    *(
        "ctranslate2",
        "torch",
        "transformers",
        "numpy",
        "lxml",
        "argostranslate",
        "bertalign",
        "sentalign",
        "galechurch",
    ),
    *("translate-toolkit", "sentencex", "razdel", "pysbd", "syntok"),
)
Results = dict[str, dict[str, Any]]


class Section(NamedTuple):
    """A script with its arguments, those for a quick try, and whether it runs in the peers' environment."""

    script: str
    arguments: str
    quick: str
    among_peers: bool = False

    def command(self, quick: bool) -> list[str]:
        return [self.script, *shlex.split(self.quick if quick else self.arguments)]


SECTIONS = {
    "drafting": Section("drafting.py", "--lines 400 --rounds 2", "--lines 8 --rounds 1", True),
    "one-core": Section("drafting.py", "--threads 1 --lines 200", "--threads 1 --lines 8 --rounds 1", True),
    "neighbours": Section("drafting.py", "--neighbours --lines 200", "--neighbours --lines 8"),
    "alignment": Section("alignment.py", "--growth", "--set pud_std --growth", True),
    "growth": Section("alignment.py", "--set --growth 2000 20000", "--set --growth 100"),
    "tmx": Section("formats.py", "--tmx --pairs 1000000", "--tmx --pairs 2000"),
    "tmx-100k": Section("formats.py", "--tmx --pairs 100000", "--tmx --pairs 1000"),
    "formats": Section("formats.py", "--pairs 20000", "--pairs 500"),
    "segmentation": Section("segmentation.py", "", ""),
    "start-up": Section("footprint.py", "--rounds 5", "--rounds 1"),
    "memory": Section("footprint.py", "--memory", "--memory --segments 100 200"),
}


def measure(section: Section, quick: bool) -> list[Row]:
    """Run a section. Raises CalledProcessError if it fails; what it says on standard error passes through."""
    script, *arguments = section.command(quick)
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    interpreter = python() if section.among_peers else sys.executable
    command = [interpreter, str(HERE / script), *arguments, "--json"]
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore"}
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    return lines[0] if isinstance(lines[0], list) else lines


def keep(name: str, rows: list[Row]) -> None:
    about = {
        "command": shlex.join(["python", f"benchmarks/{SECTIONS[name].script}", *SECTIONS[name].command(False)[1:]]),
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
        .stdout.strip(),
        "machine": machine(),
        "versions": installed(),
        "rows": [{key: rounded(value) for key, value in row.items()} for row in rows],
    }  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (RESULTS / f"{name}.json").write_text(text + "\n", "utf-8")


def rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def installed() -> dict[str, str]:
    """Versions in the environment in which the sections run."""
    program = f"import json, measuring; print(json.dumps(measuring.versions(*{PACKAGES!r})))"
    found: dict[str, str] = json.loads(subprocess.check_output([python(), "-c", program], cwd=HERE, text=True))
    return {**versions("align-bitext"), **found}


def results() -> Results:
    """What is kept, by section."""
    files = {name: RESULTS / f"{name}.json" for name in SECTIONS}
    return {name: json.loads(path.read_text("utf-8")) for name, path in files.items() if path.exists()}


def tables(kept: Results) -> dict[str, str]:
    """The parts of README.md that are made: facts, the summary, and a table a section."""
    made = {"machine": facts(kept), "summary": table(summary(kept))}
    for name, about in kept.items():
        head = f"`{about['command']}` ({about['date']}, commit {about['commit']})"
        made[name] = f"{head}\n\n{table(about['rows'])}"
    return made


def facts(kept: Results) -> str:
    newest = max(kept.values(), key=lambda about: str(about["date"]))
    lines = [f"* {name}: {value}" for name, value in newest["machine"].items()]
    return "\n".join([*lines, "* " + ", ".join(f"{name} {number}" for name, number in newest["versions"].items())])


def summary(kept: Results) -> list[Row]:
    """A row for each comparison of which there are results."""
    rows: list[Row] = []
    for section, make in SUMMARIES.items():
        if section in kept:
            rows += [row | {"section": section} for row in make(kept[section]["rows"])]
    return rows


def drafting_summary(rows: list[Row], what: str = "drafting on two cores, words/s", rate: str = "words/s") -> list[Row]:
    """Beside the best way of each peer."""
    found = {row["engine"]: row[rate] for row in rows}
    made = []
    for peer, goal in (("Transformers", "≥ 6"), ("CTranslate2", "≥ 0.9"), ("Argos", "> 1")):
        rates = {name: row for name, row in found.items() if name.startswith(peer)}
        if rates:
            name = max(rates, key=lambda name: rates[name])
            made.append(compared(what, found["align"], name, rates[name], goal))
    return made


def one_core_summary(rows: list[Row]) -> list[Row]:
    return drafting_summary(rows, "drafting on one core, words a processor second", "words/s of processor")


def alignment_summary(rows: list[Row]) -> list[Row]:
    """Strict F1, the mean of the sets, and all seconds of them."""
    names = list(dict.fromkeys(row["aligner"] for row in rows))
    means = {name: [float(row["strict"]) for row in rows if row["aligner"] == name] for name in names}
    made = []
    for name in names[1:]:
        mean, other = (sum(means[key]) / len(means[key]) for key in ("align", name))
        made.append({"what": "aligning, strict F1", "align": f"{mean:.3f}", "peer": name, "theirs": f"{other:.3f}"})
    return made


def tmx_summary(rows: list[Row]) -> list[Row]:
    return [
        compared(
            f"TMX, {row['pairs']:,}: {row['TMX']}, µs a pair", row["align us a pair"], "translate-toolkit",
            row["translate-toolkit us a pair"], "≥ 10", lower=True,
        )
        for row in rows if row.get("times")
    ]  # fmt: skip


def segmentation_summary(rows: list[Row]) -> list[Row]:
    peers = list(dict.fromkeys(row["splitter"] for row in rows if not row["splitter"].startswith("align")))
    mine = [row for row in rows if row["splitter"] == "align --quotes split"]
    made = []
    for name in peers:
        others = {row["set"]: row for row in rows if row["splitter"] == name}
        sets = [row for row in mine if row["set"] in others]
        ours, theirs = (
            sum(row["f1"] for row in some) / len(sets) for some in (sets, [others[row["set"]] for row in sets])
        )
        row: Row = {"what": "boundaries, F1 in %", "align": f"{ours:.1f}", "peer": name, "theirs": f"{theirs:.1f}"}
        made.append(row)
    return made


def start_up_summary(rows: list[Row]) -> list[Row]:
    found = {row["command"]: row["processor s"] for row in rows}
    return [
        compared("--help, processor s", found["align --help"], name.split()[0], seconds, lower=True)
        for name, seconds in found.items()
        if name.startswith(("argos", "sacrebleu", "po2tmx", "ct2"))
    ]


def compared(what: str, mine: float, peer: str, theirs: float, goal: str = "", lower: bool = False) -> Row:
    times = theirs / mine if lower else mine / theirs
    return {
        "what": what, "align": written(mine), "peer": peer, "theirs": written(theirs), "times": f"{times:.2f}",
        "goal": goal,
    }  # fmt: skip


SUMMARIES: dict[str, Callable[[list[Row]], list[Row]]] = {
    "drafting": drafting_summary,
    "one-core": one_core_summary,
    "alignment": alignment_summary,
    "tmx": tmx_summary,
    "tmx-100k": tmx_summary,
    "segmentation": segmentation_summary,
    "start-up": start_up_summary,
}


def write_readme(kept: Results) -> None:
    """Put the tables between their marks: `<!-- NAME -->` and `<!-- end of NAME -->`."""
    path = HERE / "README.md"
    text = path.read_text("utf-8")
    for name, made in tables(kept).items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), re.DOTALL)
        part = f"{marks[0]}\n{made}\n{marks[1]}"
        text = pattern.sub(lambda _, part=part: part, text)  # type: ignore[misc]
    path.write_text(text, "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tables", action="store_true")
    options = parser.parse_args()
    failed = 0
    for name in () if options.tables else options.only:
        complain(f"== {name}")
        try:
            rows = measure(SECTIONS[name], options.quick)
        except subprocess.CalledProcessError as error:
            complain(f"{name} failed with status {error.returncode}")
            failed = 1
            continue
        print(table(rows), flush=True)
        if not options.quick:
            keep(name, rows)
            write_readme(results())
    if options.tables:
        write_readme(results())
    return failed


if __name__ == "__main__":
    sys.exit(main())
