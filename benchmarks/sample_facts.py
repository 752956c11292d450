#!/usr/bin/env python3
"""Facts to read by eye: up to N of each kind from real text, drawn with a fixed seed, each with the sentence behind it.

    sample_facts.py PATH ... [--each 20] [--kinds holdsPost,inspects,…]
"""

import argparse
import random

from kg.load import collect, read_all
from kg.models import Literal
from kg.pipeline import build
from kg.rulebook import load_rulebook

KINDS = ("holdsPost", "inspects", "meets", "attends", "organizes", "undertakes", "promotes", "cooperatesWith", "locatedIn", "issues")


def main() -> None:
    """Print the sample, numbered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--kinds", default=",".join(KINDS))
    args = parser.parse_args()
    rulebook = load_rulebook()
    rows: dict[str, list[str]] = {kind: [] for kind in args.kinds.split(",")}
    for page in read_all(collect(args.paths)):
        graph = build([page], rulebook=rulebook)
        names = {e.id: e.label for e in graph.entities}
        for r in graph.relations:
            if r.predicate in rows:
                e = r.evidence[0]
                target = r.object.text if isinstance(r.object, Literal) else names[r.object]
                around = page.text[max(0, e.start - 25) : e.end + 25].replace("\n", " ")
                said = f"{names[r.subject]} {r.predicate} {r.role} {r.status.value if r.role else ''} {target}"
                rows[r.predicate].append(f"{' '.join(said.split())}\n      {page.source}:{e.start} {r.evidence[0].rule} 「{around}」")
    number = 0
    for kind, found in rows.items():
        sample = random.Random(0).sample(sorted(found), min(args.each, len(found)))
        print(f"== {kind}: {len(sample)} of {len(found)}")
        for row in sample:
            number += 1
            print(f"{number:>4}. {row}")


if __name__ == "__main__":
    main()
