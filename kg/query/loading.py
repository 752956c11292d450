"""The store beside the outputs: a folder for each state of graph.nq, filled once, shared by all who read.

A folder's name is the state of the files it was loaded from (size, time, versions): an outdated one is never opened.
It is filled aside and renamed, so that a load that was killed leaves nothing half done. Readers hold a shared lock on
their folder; folders that nobody holds go when a new one is made.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from kg.query.errors import QueryError, Trouble

FOLDER: Final = ".store"
_LAYOUT: Final = "1"  # how the store is filled: another number, another folder
_HELD: Final = "held"


@dataclass(frozen=True, slots=True)
class Source:
    """What a worker opens."""

    engine: str  # "oxigraph" or "rdflib"
    outputs: Path
    folder: Path | None = None  # the filled store; None: load the files into memory

    @property
    def quads(self) -> Path:
        """The file that everything is loaded from."""
        return self.outputs / "graph.nq"

    @property
    def ontology(self) -> Path:
        """The vocabulary, a named graph of its own."""
        return self.outputs / "ontology.ttl"


def has_oxigraph() -> bool:
    """Whether the embedded store can be used."""
    try:
        version("pyoxigraph")
    except PackageNotFoundError:
        return False
    return True


def prepare(outputs: Path, *, engine: str = "") -> Source:
    """The store for a folder of outputs, loaded if there is none for their present state. QueryError without them."""
    source = Source(engine or ("oxigraph" if has_oxigraph() else "rdflib"), outputs)
    if not source.quads.is_file():
        raise QueryError(f"{outputs}: no graph.nq there; `kg build` writes it, --out names its folder", Trouble.DATA)
    if source.engine == "rdflib":
        return source
    try:
        folder = _filled(source)
    except OSError:
        return source  # a folder that cannot be written: the workers load the file into memory
    return Source(source.engine, outputs, folder)


def state(outputs: Path) -> str:
    """A name for the present state of the files: another build, another name."""
    parts = [_LAYOUT, version("pyoxigraph") if has_oxigraph() else ""]
    for name in ("graph.nq", "ontology.ttl"):
        try:
            found = (outputs / name).stat()
            parts.append(f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}")
        except OSError:
            parts.append("")
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()


def _filled(source: Source) -> Path:
    stores = source.outputs / FOLDER
    stores.mkdir(exist_ok=True)
    with _locked(stores / "lock", fcntl.LOCK_EX):
        name = state(source.outputs)
        folder = stores / name
        if not (folder / _HELD).exists():
            _fill(source, folder)
            if state(source.outputs) != name:  # a build came between
                shutil.rmtree(folder, ignore_errors=True)
                return _again(source)
            _clear(stores, folder)
        return folder


def _again(source: Source) -> Path:
    name = state(source.outputs)
    folder = source.outputs / FOLDER / name
    _fill(source, folder)
    return folder


def _fill(source: Source, folder: Path) -> None:
    from kg.query.oxigraph import fill

    aside = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    try:
        fill(aside / "data", source.quads, source.ontology)
        (aside / _HELD).touch()
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _clear(stores: Path, keep: Path) -> None:
    """Remove the stores of former states that nobody reads."""
    for folder in stores.iterdir():
        if folder == keep or not folder.is_dir():
            continue
        try:
            with _locked(folder / _HELD, fcntl.LOCK_EX | fcntl.LOCK_NB):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def hold(folder: Path) -> int:
    """A descriptor that keeps the store from being removed until it is closed or the process ends."""
    handle = os.open(folder / _HELD, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle
