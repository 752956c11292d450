#!/usr/bin/env python3
"""Beside Baidu's LAC: distinct names of persons and organisations on annotated pages, exact, ours and LAC's.

    lac.py --python PYTHON [PAGE ...]    PYTHON: an interpreter that has LAC 2.1.2 and paddlepaddle 3.3.1 installed

An entity is found if one of its surfaces is; a name is right if it is a surface of an annotated entity of the kind. Optional
entities and zones that act as organs count neither way. Blanks inside names are ignored on both sides.
"""

import argparse
import json
import re
import subprocess
from pathlib import Path

from kg.load import load
from kg.pipeline import build
from kg.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
PERSONS = {"Official", "Person", "Journalist"}
ORGANISATIONS = {"Department", "Enterprise", "Institution"}
TAGGER = """
import json, sys
import paddle.base, paddle.base.core
sys.modules["paddle.fluid"], sys.modules["paddle.fluid.core"] = paddle.base, paddle.base.core
from LAC import LAC
lac = LAC(mode="lac")
out = {"PER": [], "ORG": []}
for line in open(sys.argv[1], encoding="utf-8"):
    if line.strip():
        for word, tag in zip(*lac.run(line.strip())):
            if tag in out:
                out[tag].append(word)
print(json.dumps(out))
"""


def bare(name: str) -> str:
    """A name without blanks."""
    return re.sub(r"\s", "", name)


def by_lac(python: str, page: Path) -> tuple[set[str], set[str]]:
    """The names LAC tags."""
    done = subprocess.run([python, "-c", TAGGER, str(page)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    found = json.loads(done.stdout.decode().splitlines()[-1])
    return {bare(w) for w in found["PER"]}, {bare(w) for w in found["ORG"]}


def by_us(page: Path) -> tuple[set[str], set[str]]:
    """The names a build finds, as they stand in the text."""
    graph = build(load(page), rulebook=load_rulebook())
    names: dict[str, set[str]] = {"p": set(), "o": set()}
    for entity in graph.entities:
        kind = "p" if entity.type.value in PERSONS else "o" if entity.type.value in ORGANISATIONS else ""
        if kind:
            names[kind] |= {bare(e.exact) for e in entity.mentions}
    return names["p"], names["o"]


def score(gold: list[dict[str, object]], kinds: set[str], found: set[str]) -> tuple[int, int, int]:
    """(found entities, wanted entities, wrong names)."""
    surfaces = [({bare(s) for s in [*e["mentions"], *e["canonical"]]}, e) for e in gold]  # type: ignore[misc]
    wanted = [s for s, e in surfaces if e["type"] in kinds and not e.get("optional") and e["mentions"]]
    known = {s for names, e in surfaces if e["type"] in kinds or e.get("optional") or kinds & {*e.get("alt_types", [])} for s in names}  # type: ignore[misc]
    return sum(bool(s & found) for s in wanted), len(wanted), len(found - known)


def main() -> None:
    """Print recall, precision and F1 of both, per kind, over all pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path, help="default: seeds 002 and 003")
    parser.add_argument("--python", required=True)
    args = parser.parse_args()
    pages = args.pages or sorted((ROOT / "seeds").glob("00[23]_*.txt"))
    for title, tag in (("LAC", lambda page: by_lac(args.python, page)), ("kg", by_us)):
        totals = {"persons": [0, 0, 0], "organisations": [0, 0, 0]}
        for page in pages:
            gold = json.loads((GOLD / f"{page.stem}.json").read_text("utf-8"))["entities"]
            for name, kinds, found in zip(totals, (PERSONS, ORGANISATIONS), tag(page), strict=True):
                for i, count in enumerate(score(gold, kinds, found)):
                    totals[name][i] += count
        for name, (right, wanted, wrong) in totals.items():
            recall, precision = right / wanted, right / (right + wrong)
            print(f"{title:<4}{name:<15}R {recall:.2f}  P {precision:.2f}  F1 {2 * recall * precision / (recall + precision):.2f}")


if __name__ == "__main__":
    main()
