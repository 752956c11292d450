#!/usr/bin/env python3
"""The curve of docs/scale.md: seeds/ multiplied (multiply.py), built by `kg build` in processes of their own.

scale.py curve 1 10 100       wall time, CPU time and peak memory of a build with one job and with two
scale.py add 200              one page added to the build of 200 copies (1,000 pages), against a full build, by one job and by two
scale.py kill 20              ten times kill -9 at a random moment of a build, then a plain build: the same bytes?

CPU time is that of all processes, also where other programs take the cores. Peak memory is the sum of the resident
sets of the command and its workers, sampled every 50 ms: pages that forks share count once for each.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from multiply import ROOT, multiply

PAGE = os.sysconf("SC_PAGE_SIZE")
CLI = [sys.executable, "-c", "from kg.cli import main; main()", "build"]


@dataclass(frozen=True)
class Run:
    """What a build took."""

    wall: float
    cpu: float
    peak: int  # bytes


def corpus(folder: Path, times: int) -> int:
    """Write the copies; how many characters they have."""
    size = 0
    for name, text in multiply([str(ROOT / "seeds")], times):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        size += len(text)
    return size


def build(pages: Path, out: Path, *options: str) -> Run:
    """Run `kg build` and watch it."""
    start = time.perf_counter()
    process = subprocess.Popen([*CLI, str(pages), "--out", str(out), *options], stdout=subprocess.DEVNULL)
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, resident(process.pid))
        time.sleep(0.05)
    if status:
        sys.exit(f"kg build ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, peak)


def resident(pid: int) -> int:
    """The resident sets of a process and all below it."""
    total = 0
    try:
        total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(resident(int(child)) for child in (task / "children").read_text().split())
    except OSError:
        pass  # it has just ended
    return total


def files(out: Path) -> dict[str, bytes]:
    """The outputs but for what the next build needs."""
    paths = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): path.read_bytes() for path in paths if not path.relative_to(out).parts[0].startswith(".")}


@contextmanager
def folder(where: str) -> Iterator[Path]:
    """A temporary folder."""
    path = Path(tempfile.mkdtemp(dir=where or None))
    try:
        yield path
    finally:
        shutil.rmtree(path)


def curve(sizes: list[int], where: str, jobs: list[int]) -> None:
    """Print a row for each size and number of jobs."""
    print(f"{'copies':>7} {'characters':>12} {'jobs':>4} {'wall s':>8} {'CPU s':>8} {'CPU µs/char':>12} {'peak MB':>8} {'outputs MB':>10} {'store MB':>8}")
    for times in sizes:
        with folder(where) as temporary:
            size = corpus(temporary / "pages", times)
            for count in jobs:
                out = temporary / f"out{count}"
                run = build(temporary / "pages", out, "--jobs", str(count))
                written = sum(p.stat().st_size for p in out.iterdir() if p.is_file()) / 1e6
                store = sum(p.stat().st_size for p in (out / ".cache").iterdir()) / 1e6
                print(f"{times:>7} {size:>12,} {count:>4} {run.wall:>8.1f} {run.cpu:>8.1f} {run.cpu / size * 1e6:>12.2f} "
                      f"{run.peak / 1e6:>8.0f} {written:>10.0f} {store:>8.0f}", flush=True)


def add(times: int, where: str, jobs: list[int]) -> None:
    """Print for each number of jobs what one page more costs, and whether the bytes are those of a full build."""
    with folder(where) as temporary:
        pages = temporary / "pages"
        size = corpus(pages, times)
        name, text = list(multiply([str(ROOT / "seeds")], times + 1))[-1]
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        print(f"{times * 5:,} pages, {size:,} characters")
        for count in jobs:
            out, again = temporary / f"out{count}", temporary / "again"
            full = build(pages, out, "--jobs", str(count))
            (pages / name).write_text(text, "utf-8", newline="")
            more = build(pages, out, "--jobs", str(count))
            build(pages, again, "--full")
            (pages / name).unlink()
            print(f"jobs {count}: full build {full.wall:.1f} s ({full.cpu:.1f} s CPU), one page more {more.wall:.1f} s ({more.cpu:.1f} s CPU): "
                  f"{more.wall / full.wall:.1%} of the full build ({more.cpu / full.cpu:.1%} of its CPU time); "
                  f"same bytes: {files(out) == files(again)}", flush=True)


def kill(times: int, where: str) -> None:
    """Print after each kill whether any file is torn, and at the end whether the bytes are right."""
    dice = random.Random(1)
    with folder(where) as temporary:
        pages = temporary / "pages"
        corpus(pages, times)
        span = build(pages, temporary / "whole").wall
        whole = files(temporary / "whole")
        for number in range(10):
            out = temporary / f"out{number}"
            process = subprocess.Popen([*CLI, str(pages), "--out", str(out)], stdout=subprocess.DEVNULL)
            moment = dice.uniform(0.05, 1) * span
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
            process.wait()
            torn = [name for name, data in files(out).items() if whole[name] != data] if out.exists() else []
            rest = build(pages, out)
            print(f"killed at {moment:5.1f} of {span:.1f} s: torn files {torn}; next build {rest.wall:5.1f} s, "
                  f"same bytes: {files(out) == whole}", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["curve", "add", "kill"])
    parser.add_argument("copies", type=int, nargs="+")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--where", default="", help="folder for the corpora")
    args = parser.parse_args()
    if args.what == "curve":
        curve(args.copies, args.where, args.jobs)
    elif args.what == "add":
        add(args.copies[0], args.where, args.jobs)
    else:
        kill(args.copies[0], args.where)


if __name__ == "__main__":
    main()
