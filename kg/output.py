"""Files that appear whole or not at all: written aside, then moved into place, whatever stops the build."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import OutputError

MANIFEST = "build.json"  # names the files of the build; moved last
_ASIDE = ".new-"


def check_writable(out: Path) -> None:
    """Raise OutputError if files cannot be put under `out`, before the work is done; creates nothing."""
    there = out
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise OutputError(f"{out}: cannot write here, {there} is not a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{out}: cannot write here, no permission in {there}")


def publish(out: Path, write: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """Have `write` fill a folder beside the former outputs, then move its files into place, one whole file at a time.

    What `write` returns goes into build.json with the size of every file, and is returned. Files of the former build
    that this one does not have are removed, files that no build wrote are left alone. A build that fails or is killed
    leaves the former outputs as they were; what it left aside goes with the next build.
    """
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _lock(out):
            for stale in out.glob(f"{_ASIDE}*"):
                shutil.rmtree(stale, ignore_errors=True)
            return _replace(out, out / f"{_ASIDE}{os.getpid()}", write)
    except OSError as error:
        raise OutputError(f"{out}: cannot write here, {error.strerror or error}") from error
    finally:
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def _replace(out: Path, aside: Path, write: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    aside.mkdir()
    try:
        about = write(aside)
        files = sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*") if path.is_file())
        about["files"] = {name: (aside / name).stat().st_size for name in files}
        manifest = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
        (aside / MANIFEST).write_text(manifest + "\n", "utf-8")
        former, whole = _files(out), {name.partition("/")[0] for name in files if _is_parted(name)}
        rest = {name for name in files if name.partition("/")[0] not in whole}
        for name in [*sorted(whole | rest), MANIFEST]:
            _move(aside, out, name)
        for name in former - rest:
            if name.partition("/")[0] not in whole | rest:
                _remove(out, name)
        return about
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _is_parted(name: str) -> bool:
    """Whether this is a part of a folder that stands for one file, graph.nq/part-00000.nq, and moves with the others."""
    folder, slash, _ = name.partition("/")
    return bool(slash) and "." in folder


def _move(aside: Path, out: Path, name: str) -> None:
    """Put a file or a folder of parts in its place; a former one of the other kind, or of other parts, makes way."""
    place = out / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() or ((aside / name).is_dir() and place.exists()):
        (aside / ".former").mkdir(exist_ok=True)
        place.replace(aside / ".former" / name)
    (aside / name).replace(place)


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    """One build at a time in a folder; the lock ends with the process, however it ends."""
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OutputError(f"{out}: another build is writing here") from error
    finally:
        os.close(handle)


def _files(out: Path) -> set[str]:
    """The files the former build wrote, as its build.json says; only names that stay below `out`."""
    try:
        names = set(json.loads((out / MANIFEST).read_text("utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if isinstance(name, str) and (out / name).resolve().is_relative_to(out.resolve())}


def _remove(out: Path, name: str) -> None:
    """Delete a file of the former build, and its folders if that leaves them empty."""
    path = out / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == out or any(folder.iterdir()):
            return
        folder.rmdir()
