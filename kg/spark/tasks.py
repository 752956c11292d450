"""The steps as Spark calls them, in a worker: rows of a partition come, rows of another table go. Nothing is decided here.

Every function is given rows as dicts and gives tuples in the order of its table's columns. The same rows give the same
rows: a task that is run again, because a worker was lost, changes nothing.
"""

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from kg import load, steps
from kg.engine import ROWS, chunks, warmed
from kg.errors import InputError, KgError
from kg.models import Page
from kg.resolve import identify
from kg.steps import Setting
from kg.store import PAGE, TERM

Rows = Iterable[Mapping[str, Any]]
_BATCH: Final = 4_000_000  # bytes of a batch that goes back to Spark
_ARROW: Final = {"string": pa.string(), "binary": pa.binary(), "int": pa.int32(), "long": pa.int64(),
                 "boolean": pa.bool_(), "map<string,string>": pa.map_(pa.string(), pa.string())}


@dataclass(frozen=True)
class Table:
    """Columns and their types, as Spark and as Arrow write them."""

    columns: Mapping[str, str]

    @property
    def spark(self) -> str:
        """As Spark is told."""
        return ", ".join(f"{name} {kind}" for name, kind in self.columns.items())

    @property
    def arrow(self) -> pa.Schema:
        """As Arrow is told."""
        return pa.schema([(name, _ARROW[kind]) for name, kind in self.columns.items()])

    def batch(self, rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
        """Rows as Arrow."""
        schema = self.arrow
        arrays = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


INPUTS = Table({"number": "int", "path": "string", "source": "string"})
PAGES = Table({"kind": "string", "number": "int", "line": "int", "source": "string", "text": "string",
               "title": "string", "date": "string", "place": "string", "keep": "boolean"})
READ = Table({"source": "string", "sha256": "string", "articles": "int", "text": "string", "reading": "binary",
              "people": "binary"})
PEOPLE = Table({"block": "string", "person": "binary"})
SETTLED = Table({"source": "string", "own": "string", "id": "string"})
NAMES = Table({"number": "int", "line": "int", "name": "string"})
ITEMS = Table({"key": "string", "source": "string", "row": "binary", "names": "map<string,string>"})


def mapped(function: Callable[[Rows], Iterator[tuple[Any, ...]]], table: Table,
           batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A function of rows as DataFrame.mapInArrow calls it."""
    rows = (row for batch in batches for row in batch.to_pylist())
    for chunk in chunks(function(rows), _size, _BATCH):
        yield table.batch(chunk)


def _size(row: tuple[Any, ...]) -> int:
    return 100 + sum(len(value) for value in row if isinstance(value, (str, bytes)))


def decode(place: str, date: str, lenient: bool, rows: Rows) -> Iterator[tuple[Any, ...]]:
    """INPUTS -> PAGES; what is to be told of an input is a row too, of the kind "warning" or "failed"."""
    for row in rows:
        said: list[str] = []
        try:
            pages = load.read(load.Input(Path(row["path"]), row["source"]), lenient=lenient, warn=said.append)
        except InputError as error:
            pages = []
            yield _remark("failed", row["number"], len(said), str(error))
        for line, message in enumerate(said):
            yield _remark("warning", row["number"], line, message)
        for line, page in enumerate(pages):
            yield ("page", row["number"], line, page.source, page.text, page.title, page.date or date,
                   page.place or place, page.keep)


def _remark(kind: str, number: int, line: int, text: str) -> tuple[Any, ...]:
    return kind, number, line, "", text, "", "", "", False


def names(table: pa.Table) -> pa.Table:
    """Pages that could take each other's names -> NAMES: those of which the name is another now."""
    taken: set[str] = set()
    rows = sorted(table.to_pylist(), key=itemgetter("number", "line"))
    named = [(row, load.own_name(row["source"], taken)) for row in rows]
    other = [(row["number"], row["line"], name) for row, name in named if name != row["source"]]
    return pa.Table.from_batches([NAMES.batch(other)] if other else [], schema=NAMES.arrow)


def read(setting: Setting, rules: str, rows: Rows) -> Iterator[tuple[Any, ...]]:
    """PAGES -> READ."""
    if warmed().version != rules:
        raise KgError("a worker has other rules than this machine: install the same kg on all")
    for row in rows:
        page = Page(row["source"], row["text"], row["title"], row["date"], row["place"], row["keep"])
        for r in steps.read(setting, [page]):
            text = zlib.decompress(r.text).decode() if r.text is not None else None
            yield r.source, r.sha, r.articles, text, r.reading, pickle.dumps(r.people)


def people(rows: Rows) -> Iterator[tuple[Any, ...]]:
    """READ -> PEOPLE."""
    for row in rows:
        for person in pickle.loads(row["people"]):
            yield person.block, pickle.dumps(person)


def settle(table: pa.Table) -> pa.Table:
    """The PEOPLE of one block -> SETTLED. No page but those that name a person knows that person's own id."""
    same = [pickle.loads(person) for person in table.column("person").to_pylist()]
    ids = identify(same)
    rows = sorted({(person.source, person.id, ids[person.id]) for person in same if person.id in ids})
    return pa.Table.from_batches([SETTLED.batch(rows)] if rows else [], schema=SETTLED.arrow)


def tell(setting: Setting, rows: Rows) -> Iterator[tuple[Any, ...]]:
    """READ with the settled names of each page -> ITEMS; the page is one itself, with its names."""
    bound = ((row["source"], row["reading"], dict(row["names"] or ())) for row in rows)
    for chunk in chunks(bound, lambda row: len(row[1]), ROWS):
        for source, reading, settled in chunk:
            yield PAGE + source, source, reading, list(settled.items())
        for source, items in steps.tell(setting, chunk):
            yield from ((key, source, row, None) for key, row in items)


def pieces(setting: Setting, rows: Rows) -> Iterator[steps.Made]:
    """ITEMS, sorted by key and source -> the pieces of the files. Of a term the first row will do: they are alike."""
    keyed = ((key, list(same)) for key, same in groupby(rows, itemgetter("key")))
    told = ((key, [row["row"] for row in (same[:1] if key.startswith(TERM) else same)], dict(same[0]["names"] or ()))
            for key, same in keyed)
    for chunk in chunks(told, lambda change: 1000 + sum(map(len, change[1])), ROWS):
        yield from steps.write(setting, chunk)
