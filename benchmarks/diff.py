#!/usr/bin/env python3
"""`make diff`: what the change since a revision did to real text: names and facts gained and lost, row by row.

    diff.py [REV] [PATH ...] [--most N]      REV: HEAD unless given; PATHs: seeds/ and, where it lies beside, a corpus

The revision is checked out into a temporary folder and reads the same pages as the code as it stands now.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpora"


def rows(paths: list[str]) -> list[str]:
    """One line per name and per fact of the pages, with the page it stands on."""
    from kg.load import collect, read_all
    from kg.models import Literal
    from kg.pipeline import build
    from kg.rulebook import load_rulebook

    rulebook = load_rulebook()
    out: list[str] = []
    for page in read_all(collect(paths)):
        graph = build([page], rulebook=rulebook)
        out += [f"{e.type.value}\t{e.label}\t{page.source}" for e in graph.entities if e.mentions]
        for r in graph.relations:
            if r.predicate not in ("jurisdiction", "within"):
                target = r.object.text if isinstance(r.object, Literal) else r.object.partition("/")[2]
                said = f"{r.subject.partition('/')[2]} {r.predicate} {r.role} {target}".replace("  ", " ")
                out.append(f"{r.predicate}\t{said}\t{page.source}")
    return out


def read_by(folder: Path, paths: list[str]) -> Counter[str]:
    """The rows as the code in a folder reads them."""
    command = [sys.executable, str(Path(__file__).resolve()), "--dump", *paths]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(folder)}, stdout=subprocess.PIPE, check=True)
    return Counter(done.stdout.decode().splitlines())


def main() -> None:
    """Print gains and losses by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rev", nargs="?", default="HEAD")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--most", type=int, default=40, help="rows shown per kind and direction")
    parser.add_argument("--dump", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.dump:
        sys.stdout.write("".join(f"{row}\n" for row in rows([args.rev, *args.paths])))
        return
    paths = args.paths or [str(p) for p in (ROOT / "seeds", CORPUS) if p.is_dir()]
    with tempfile.TemporaryDirectory() as folder:
        then = Path(folder, "then")
        subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "--detach", "--quiet", str(then), args.rev], check=True)
        try:
            before = read_by(then, paths)
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(then)], check=True)
    after = read_by(ROOT, paths)
    show("gained", after - before, args.most)
    show("lost", before - after, args.most)
    print(f"{sum((after - before).values())} gained, {sum((before - after).values())} lost, {sum((after & before).values())} the same")


def show(title: str, changed: Counter[str], most: int) -> None:
    """The changed rows of each kind."""
    kinds = Counter(row.partition("\t")[0] for row in changed.elements())
    for kind, count in sorted(kinds.items()):
        print(f"== {title}: {count} {kind}")
        for row in [row for row in sorted(changed) if row.startswith(kind + "\t")][:most]:
            print("  " + row.partition("\t")[2].replace("\t", "   "))


if __name__ == "__main__":
    main()
