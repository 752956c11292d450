"""The outputs in parts: each is written by one task, aside, and put in its place when it is whole.

A task that runs twice, because a worker was lost or thought lost, puts the same bytes in the same place.
"""

import csv
import io
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet
from pyspark import TaskContext

from kg.export.tables import EDGE_COLUMNS, NODE_COLUMNS
from kg.spark import tasks
from kg.spark.tasks import Rows, Table
from kg.steps import Setting

PIECES = Table({"part": "string", "counts": "string"})  # what a task tells of what it wrote
SHELF: Final = ".work"  # in the folder of the outputs, until they are whole: what goes from step to step
QUADS, NODES, EDGES, TEXTS = "graph.nq", "nodes.parquet", "edges.parquet", "pages.parquet"
_NUMBERS: Final = {"mentions": int, "articles": int, "start": int, "end": int, "number": float, "confidence": float}
_GROUP: Final = 20_000  # rows that Parquet keeps together


def write(setting: Setting, folder: str, rows: Rows) -> Iterator[tuple[str, str]]:
    """ITEMS, sorted -> this part of graph.nq, nodes.parquet and edges.parquet; its name, and what was counted."""
    if not (rows := _some(rows)):
        return
    types: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    part = Part(Path(folder))
    with part.open() as files:
        quads = files.bytes(QUADS, ".nq")
        node_rows, edge_rows = files.rows(NODES, _schema(NODE_COLUMNS)), files.rows(EDGES, _schema(EDGE_COLUMNS))
        for made in tasks.pieces(setting, rows):
            quads.write(made.texts[0])
            node_rows.extend(_cells(NODE_COLUMNS, made.texts[2]))
            edge_rows.extend(_cells(EDGE_COLUMNS, made.texts[3]))
            types[made.type] += bool(made.type)
            for relation in made.relations.split():
                name, _, count = relation.partition(":")
                edges[name] += int(count)
    yield part.name, json.dumps({"nodes": +types, "edges": edges})


def keep(folder: str, rows: Rows) -> Iterator[tuple[str, str]]:
    """READ, sorted -> this part of pages.parquet: which pages were read, and the texts that are no files of their own."""
    schema = pa.schema([("source", pa.string()), ("sha256", pa.string()), ("articles", pa.int64()), ("text", pa.string())])
    if not (rows := _some(rows)):
        return
    part, articles = Part(Path(folder)), 0
    with part.open() as files:
        pages = files.rows(TEXTS, schema)
        for row in rows:
            articles += row["articles"]
            pages.extend([{name: row[name] for name in schema.names}])
    yield part.name, json.dumps({"articles": {"Article": articles}})


class Part:
    """The files that one task writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"part-{TaskContext.get().partitionId():05}"
        self._aside = folder / SHELF / f"{self.name}-{uuid.uuid4().hex}"
        self._whole: list[tuple[Path, Path]] = []

    @contextmanager
    def open(self) -> Iterator["Part"]:
        """Files made in the block are put in their places behind it."""
        self._aside.mkdir(parents=True)
        with ExitStack() as self._open:
            yield self
        for path, place in self._whole:
            place.parent.mkdir(exist_ok=True)
            path.replace(place)

    def bytes(self, name: str, suffix: str) -> io.BufferedWriter:
        """A file to write to."""
        return self._open.enter_context(self._path(name, suffix).open("wb"))

    def rows(self, name: str, schema: pa.Schema) -> "_Rows":
        """A Parquet file to put rows into."""
        writer = self._open.enter_context(parquet.ParquetWriter(self._path(name, ".parquet"), schema, compression="zstd"))
        return self._open.enter_context(_Rows(writer, schema))

    def _path(self, name: str, suffix: str) -> Path:
        path = self._aside / name
        self._whole.append((path, self.folder / name / (self.name + suffix)))
        return path


class _Rows:
    """Gathers rows for a Parquet file."""

    def __init__(self, writer: parquet.ParquetWriter, schema: pa.Schema) -> None:
        self.writer, self.schema = writer, schema
        self.waiting: list[Mapping[str, Any]] = []

    def extend(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows behind the others."""
        self.waiting += rows
        if len(self.waiting) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        self.writer.write_table(pa.Table.from_pylist(self.waiting, schema=self.schema))
        self.waiting = []

    def __enter__(self) -> "_Rows":
        return self

    def __exit__(self, *_: object) -> None:
        if self.waiting:
            self._flush()


def _some(rows: Rows) -> Rows:
    """The rows; an empty list if there are none: no part is made of nothing."""
    rest = iter(rows)
    first = next(rest, None)
    return chain([first], rest) if first else []


def _schema(columns: tuple[str, ...]) -> pa.Schema:
    kinds = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    return pa.schema([(name, kinds[_NUMBERS.get(name, str)]) for name in columns])


def _cells(columns: tuple[str, ...], text: bytes) -> Iterator[dict[str, Any]]:
    """Rows of a CSV file as values; a number has no ' before its sign, an unknown one is null."""
    for row in csv.reader(io.StringIO(text.decode(), newline="")):
        yield {name: _value(_NUMBERS.get(name), cell) for name, cell in zip(columns, row, strict=True)}


def _value(kind: type[int] | type[float] | None, cell: str) -> str | float | None:
    if kind is None:
        return cell
    return kind(cell.removeprefix("'")) if cell else None
