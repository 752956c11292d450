"""Files that are not their own text: JSON Lines, Parquet, PDF, DOCX."""

import datetime
import io
import json
import logging
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.errors import InputError
from kg.load.decode import Warn
from kg.load.metadata import parse_date
from kg.models import Page

_FIELDS = ("text", "title", "date", "place", "source")


def read_jsonl(text: str, name: str, *, warn: Warn) -> list[Page]:
    """One page a line, an object with `text` and, if known, title, date, place, source. A bad line is warned of.

    Raises InputError if no line is good. Pages that name one source twice get "#line" behind it.
    """
    lines = ((n, line) for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1) if line.strip())
    pages: dict[int, Page] = {}
    for number, line in lines:
        try:
            pages[number] = _record(_parsed(line), f"{name}#{number}", warn)
        except (ValueError, RecursionError) as error:
            warn(f"{name}, line {number}: left out, {error}")
    if not pages:
        raise InputError(f"{name}: no line holds a page (a JSON object with a `text`)")
    return _told_apart(pages)


def read_parquet(data: bytes, name: str, *, warn: Warn) -> list[Page]:
    """One page a row, its columns as the fields of JSON Lines; raises InputError if no row is good."""
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise InputError(f"{name}: to read Parquet, install pyarrow (pip install 'kg[spark]')") from error
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        rows = file.read(columns=[column for column in _FIELDS if column in file.schema_arrow.names]).to_pylist()
    except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
        raise InputError(f"{name}: not a readable Parquet file") from error
    pages: dict[int, Page] = {}
    for number, row in enumerate(rows, 1):
        try:
            pages[number] = _record(_dated(row), f"{name}#{number}", warn)
        except ValueError as error:
            warn(f"{name}, row {number}: left out, {error}")
    if not pages:
        raise InputError(f"{name}: no row holds a page (a column `text`)")
    return _told_apart(pages)


def _dated(row: dict[str, object]) -> dict[str, object]:
    """A column of dates as the text that JSON has for it."""
    date = row.get("date")
    return row | {"date": date.isoformat()} if isinstance(date, datetime.date) else row


def _told_apart(pages: dict[int, Page]) -> list[Page]:
    """The pages by number, those that name one source twice with "#number" behind it."""
    often = Counter(page.source for page in pages.values())
    return [
        replace(page, source=f"{page.source}#{number}") if often[page.source] > 1 else page
        for number, page in pages.items()
    ]


def _parsed(line: str) -> dict[str, object]:
    """The object of one line; ValueError says what is wrong with it."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}") from error
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return record


def _record(record: dict[str, object], source: str, warn: Warn) -> Page:
    """The page of one line or row; ValueError says what is wrong with it."""
    given: dict[str, str] = {}
    for key in _FIELDS:
        value = record.get(key) or ""
        if not isinstance(value, str):
            raise ValueError(f"`{key}` is not a string")
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise ValueError(f"`{key}` holds characters that are no text")
        given[key] = value
    if not given["text"].strip():
        raise ValueError("no `text`")
    date = parse_date(given["date"])
    if given["date"] and not date:
        warn(f"{source}: `{given['date']}` is no date (2026, 2026-03 or 2026-03-02): left out")
    given["source"] = given["source"].strip() or source
    if not _is_relative(given["source"]):
        raise ValueError(f"`source` cannot be a path below text/: {given['source'][:80]!r}")
    return Page(**{**given, "date": date}, keep=True)


def _is_relative(source: str) -> bool:
    """Whether the text can be kept under this name: the name comes from outside and becomes a path."""
    parts = source.split("/")
    return source.isprintable() and bool(parts[0]) and ".." not in parts and max(len(p.encode()) for p in parts) < 256


def read_pdf(data: bytes, name: str) -> str:
    """The text layer, a blank line between pages."""
    from pypdf import PdfReader  # costs 0.1 s: only those pay who read a PDF

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every oddity of a file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: the PDF is protected by a password")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except InputError:
        raise
    except Exception as error:  # pypdf lets all kinds through on a damaged file
        raise InputError(f"{name}: not a readable PDF ({type(error).__name__})") from error
    return _some(text, f"{name}: a PDF without a text layer (a scan?)")


def read_docx(data: bytes, name: str, *, limit: int) -> str:
    """Paragraphs and table cells in reading order, one a line; refuses what unpacks to more than `limit` bytes."""
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > limit:
                raise InputError(f"{name}: unpacks to more than {limit >> 20} MiB")
        lines = list(_lines(Document(io.BytesIO(data))))
    except InputError:
        raise
    except Exception as error:  # python-docx lets all kinds through on a damaged file
        raise InputError(f"{name}: not a readable DOCX ({type(error).__name__})") from error
    return _some("\n".join(lines), f"{name}: a DOCX without text")


def _lines(document: object) -> Iterator[str]:
    """Paragraphs of a document or table cell; a merged cell, which stands in several places of a row, once."""
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            seen: set[object] = set()
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _lines(cell)
        else:
            yield block.text


def _some(text: str, otherwise: str) -> str:
    clean = "".join(char for char in text if char != "\x00" and not "\ud800" <= char <= "\udfff")
    if not clean.strip():
        raise InputError(otherwise)
    return clean
