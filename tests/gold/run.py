#!/usr/bin/env python3
"""Score every annotated page, built alone: `make score`, or run.py [FILTER] [--errors] [--json].

FILTER keeps the gold files whose name contains it. The sources are looked for in seeds/ and in tests/gold/pages/.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.export.rdf import write_turtle
from kg.load import load
from kg.pipeline import build
from kg.rulebook import Rulebook, load_rulebook

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE.parents[1] / "seeds", HERE / "pages")


def annotated(wanted: str = "") -> list[tuple[Path, Path]]:
    """Pairs of gold file and source file."""
    pairs = []
    for gold in sorted(HERE.glob("*.json")):
        source = json.loads(gold.read_text("utf-8"))["source"]
        page = next((folder / source for folder in FOLDERS if (folder / source).is_file()), None)
        if page and wanted in gold.name:
            pairs.append((gold, page))
    return pairs


def build_alone(page: Path, rulebook: Rulebook, out: Path) -> Path:
    """The graph.ttl of one page."""
    out.mkdir(parents=True)
    write_turtle(build(load(page), rulebook=rulebook), out / "graph.ttl", base="https://kg.example/")
    return out / "graph.ttl"


def main() -> int:
    """Build, then hand the pairs to score.py."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="part of a gold file's name")
    parser.add_argument("--errors", action="store_true", help="print every error")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    pairs = annotated(args.filter)
    if not pairs:
        parser.error(f"no gold file in {HERE} matches {args.filter!r} and has its page")
    rulebook = load_rulebook()
    flags = [flag for flag, given in (("--errors", args.errors), ("--json", args.json)) if given]
    with tempfile.TemporaryDirectory() as folder:
        files, sources = [], Path(folder, "sources")
        sources.mkdir()
        for gold, page in pairs:
            (sources / page.name).write_bytes(page.read_bytes())
            files += [str(gold), str(build_alone(page, rulebook, Path(folder, gold.stem)))]
        command = [sys.executable, str(HERE / "score.py"), *files, "--source", str(sources), *flags]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
