"""Stage 1: a file -> its pages. Decoding and nothing else: the text is never altered, offsets refer to it for ever."""

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from kg.errors import InputError
from kg.load.decode import Warn, decode
from kg.load.documents import read_docx, read_jsonl, read_parquet, read_pdf
from kg.load.inputs import STDIN, Input, cite, collect
from kg.load.metadata import parse_date
from kg.markup import JOIN, front_matter, mask
from kg.models import Page

__all__ = ["NUMBERED", "STDIN", "Input", "Warn", "collect", "load", "own_name", "parse_date", "read", "read_all", "read_each"]

MAX_BYTES = 64 << 20
MAX_PARQUET = 1 << 30  # written by machines in large files
NUMBERED = r"(?: \(\d+\))+$"  # what `own_name` may put behind a name: without it, names that get in each other's way are one
MAX_LINE = 1_000_000  # code points: no newspaper page has such a line, a dump or a binary has

_MARKUP = frozenset({".md", ".markdown", ".html", ".htm"})
_LINES = frozenset({".jsonl", ".ndjson"})


def load(path: Path, *, root: Path | None = None, lenient: bool = False, warn: Warn = logging.warning) -> list[Page]:
    """The pages of a file, cited relative to `root`. Raises InputError naming the file if it cannot be read."""
    return read(Input(path, cite(path, root)), lenient=lenient, warn=warn)


def read(item: Input, *, lenient: bool = False, warn: Warn = logging.warning) -> list[Page]:
    """The pages of an input: one, or one per line of JSON Lines or row of Parquet. Raises InputError as `load` does."""
    data, name, kind = _bytes(item), str(item.path), item.path.suffix.lower()
    if kind == ".pdf":
        pages = [Page(item.source, read_pdf(data, name), keep=True)]
    elif kind == ".docx":
        pages = [Page(item.source, read_docx(data, name, limit=MAX_BYTES), keep=True)]
    elif kind == ".parquet":
        pages = read_parquet(data, item.source, warn=warn)
    else:
        text, encoding = decode(data, name, lenient=lenient, warn=warn)
        if kind in _LINES:
            pages = read_jsonl(text, item.source, warn=warn)
        else:
            keep = kind in _MARKUP or encoding != "utf-8" or item.path == STDIN
            pages = [_page(item, text, keep=keep, warn=warn)]
    for page in pages:
        _check_lines(page.text, name)
    return pages


def read_all(inputs: Sequence[Input], *, lenient: bool = False, warn: Warn = logging.warning,
             fail: Warn = logging.error) -> list[Page]:
    """The pages of all inputs, in memory."""
    return list(read_each(inputs, lenient=lenient, warn=warn, fail=fail))


def read_each(inputs: Sequence[Input], *, lenient: bool = False, warn: Warn = logging.warning,
              fail: Warn = logging.error) -> Iterator[Page]:
    """Page after page; an input that cannot be read goes to `fail`. Each page is cited by a name of its own."""
    taken: set[str] = set()
    for item in inputs:
        try:
            for page in read(item, lenient=lenient, warn=warn):
                yield replace(page, source=own_name(page.source, taken))
        except InputError as error:
            fail(str(error))


def own_name(source: str, taken: set[str]) -> str:
    """The name itself, or with a number if it is taken: JSON Lines may cite what another input is called. Takes it."""
    name = next(n for n in chain([source], (f"{source} ({number})" for number in count(2))) if n not in taken)
    taken.add(name)
    return name


def _page(item: Input, text: str, *, keep: bool, warn: Warn) -> Page:
    """The page of a text file. Its front matter gives title, date and place; a page is cited by its path always."""
    given = front_matter(text)[0]
    date = parse_date(given.get("date", ""))
    if given.get("date") and not date:
        warn(f"{item.path}: `{given['date']}` is no date (2026, 2026-03 or 2026-03-02): left out")
    return Page(item.source, text, title=given.get("title", ""), date=date, place=given.get("place", ""), keep=keep)


def _bytes(item: Input) -> bytes:
    """The content, read only as far as the limit."""
    most = MAX_PARQUET if item.path.suffix.lower() == ".parquet" else MAX_BYTES
    try:
        if item.path == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with item.path.open("rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{item.path}: {error.strerror or error}") from error
    if len(data) > most:
        raise InputError(f"{item.path}: larger than {most >> 20} MiB; split it")
    if not data:
        raise InputError(f"{item.path}: empty")
    return data


def _check_lines(text: str, name: str) -> None:
    """Refuse a line that no page has; what markup takes (an image within the page) does not count."""
    if len(text) <= MAX_LINE:
        return
    for number, line in enumerate(mask(text).split("\n"), 1):
        if len(line) - line.count(" ") - line.count(JOIN) > MAX_LINE:
            raise InputError(f"{name}: line {number} has more than {MAX_LINE:,} characters: not a page")
