"""What the user names on the command line -> the files to read, each with the name it is cited by."""

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError

STDIN = Path("-")
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".jsonl", ".ndjson", ".parquet", ".pdf", ".docx"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file and the name its articles cite: relative to the folder given, else the file name."""

    path: Path
    source: str


def collect(arguments: Iterable[str]) -> list[Input]:
    """Files as given, folders walked in sorted order, globs expanded, `-` for standard input; each file once.

    Raises InputError for a path that does not exist, a glob without a match and a folder without pages.
    """
    found: dict[Path, Input] = {}
    for argument in arguments:
        for item in _expand(argument):
            found.setdefault(item.path if item.path == STDIN else item.path.resolve(), item)
    return _distinct(list(found.values()))


def cite(path: Path, root: Path | None) -> str:
    """The name a file is cited by."""
    if path == STDIN:
        return "stdin"
    return path.relative_to(root).as_posix() if root else path.name


def _expand(argument: str) -> Iterator[Input]:
    path = Path(argument)
    if path == STDIN or path.is_file():
        yield Input(path, cite(path, None))
    elif path.is_dir():
        pages = list(_walk(path))
        if not pages:
            raise InputError(f"{argument}: no pages in this folder ({' '.join(sorted(SUFFIXES))})")
        yield from pages
    elif path.exists():
        raise InputError(f"{argument}: neither a file nor a folder")
    else:
        matches = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []  # noqa: PTH207
        if not matches:
            raise InputError(f"{argument}: no such file or folder")
        for match in matches:
            yield from _expand(match)


def _walk(root: Path) -> Iterator[Input]:
    """The pages below a folder, hidden files and folders left out."""
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                yield Input(path, cite(path, root))


def _distinct(inputs: list[Input]) -> list[Input]:
    """Files of one name in two folders are cited with as many folders as tell them apart: a/1.txt, b/1.txt."""
    depth = 1
    while clashes := {name for name, count in Counter(item.source for item in inputs).items() if count > 1}:
        depth += 1
        inputs = [
            replace(item, source="/".join(item.path.resolve().parts[-max(depth, item.source.count("/") + 2) :]))
            if item.source in clashes
            else item
            for item in inputs
        ]
    return inputs
