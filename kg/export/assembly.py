"""The files of a build put together from pieces; a piece that did not change is copied from the former file."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kg.export import graphml
from kg.export.fragments import COLUMNS, HEADS, Piece

FILES: Final = {
    "nq": "graph.nq", "ttl": "graph.ttl", "nodes": "nodes.csv", "edges": "edges.csv", "vertices": "graph.graphml",
}
_ARCS: Final = "arcs.part"  # of graph.graphml, where all edges stand behind all nodes
_BUFFER: Final = 1 << 20  # bytes: stays in a core's cache, mapping the whole file is slower


class Assembly:
    """Takes the pieces in the order of their keys, each new, kept or gone; `finish` leaves whole files."""

    def __init__(self, directory: Path, former: Path | None = None, vertices: int = 0) -> None:
        """`former`: the folder of the build before this, whose pieces can be kept; `vertices`: their length there."""
        self.directory = directory
        self.columns = []
        for name in COLUMNS:
            head = HEADS.get(name, "").encode()
            start = len(HEADS["vertices"].encode()) + vertices if name == "arcs" else len(head)
            source = former / FILES.get(name, FILES["vertices"]) if former else None
            self.columns.append(_Column(directory / FILES.get(name, _ARCS), head, source, start))

    def add(self, piece: Piece) -> None:
        """The next piece, new."""
        for column, text in zip(self.columns, piece, strict=True):
            column.add(text)

    def keep(self, lengths: Sequence[int]) -> None:
        """The next piece as it stands in the former files."""
        for column, length in zip(self.columns, lengths, strict=True):
            column.end += length

    def drop(self, lengths: Sequence[int]) -> None:
        """The next piece of the former files is no more, or `add` gives it anew."""
        for column, length in zip(self.columns, lengths, strict=True):
            column.drop(length)

    def finish(self) -> None:
        """Close the files."""
        for column in self.columns:
            column.close()
        arcs = self.directory / _ARCS
        with (self.directory / FILES["vertices"]).open("ab") as file, arcs.open("rb") as rest:
            shutil.copyfileobj(rest, file, _BUFFER)
            file.write(graphml.TAIL.encode())
        arcs.unlink()


class _Column:
    """One file being written; start and end: what is to be copied from the former one before the next text."""

    def __init__(self, path: Path, head: bytes, source: Path | None, start: int) -> None:
        self.file = path.open("wb")
        self.file.write(head)
        self.former = source.open("rb", buffering=0) if source else None
        self.start = self.end = start

    def add(self, text: bytes) -> None:
        if text:
            self._copy()
            self.file.write(text)

    def drop(self, length: int) -> None:
        if length:
            self._copy()
            self.start = self.end = self.end + length

    def close(self) -> None:
        self._copy()
        self.file.close()
        if self.former is not None:
            self.former.close()

    def _copy(self) -> None:
        if self.former is not None and self.end > self.start:
            self.former.seek(self.start)
            while self.start < self.end and (part := self.former.read(min(self.end - self.start, _BUFFER))):
                self.file.write(part)
                self.start += len(part)
        self.start = self.end
