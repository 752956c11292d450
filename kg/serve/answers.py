"""The workers behind the server: bounded, asked from threads, and moved on when a build replaces the outputs."""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread

from kg.query.errors import QueryError, Trouble
from kg.query.formats import Limits, Written
from kg.query.loading import Source, hold, prepare, state
from kg.query.messages import Request
from kg.query.pool import Pool
from kg.query.prefixes import KG
from kg.query.text import check, form_of
from kg.query.vocabulary import terms

SHORT: Final = 4096  # characters of a query that is read at once; a longer one is read in a thread
QUEUE: Final = 64  # queries that run or wait for a worker; one more is told to come back
WAIT: Final = 10.0  # seconds a query waits for a worker
LOOK: Final = 1.0  # seconds between looks at the outputs
MEGABYTES: Final = 2048  # address space of a worker over the store on disk
IN_MEMORY: Final = 20  # times the size of graph.nq more, for a worker that loads the file itself

A = TypeVar("A")
R = TypeVar("R")
Cell = dict[str, str]  # a term as SPARQL's JSON results write it: type, value, xml:lang, datatype


class Answers:
    """What a folder of outputs answers, whatever its present build. QueryError if there is none."""

    def __init__(self, outputs: Path, *, seconds: float, rows: int) -> None:
        self.outputs, self.seconds, self.limits = outputs, seconds, Limits(rows=rows)
        self.kept: dict[str, object] = {}  # what was worked out about the present build
        self._state = state(outputs)
        source = prepare(outputs)
        self._held = _hold(source)
        self._pool = Pool(source, wait=WAIT, megabytes=_megabytes(source))
        self._looked = time.monotonic()
        self._missing = ""
        self._look = threading.Lock()
        self._under_way = 0
        self._limiter = CapacityLimiter(QUEUE)

    async def ask(
        self, text: str, format_: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = (), rows: int = 0
    ) -> Written:
        """The answer to a query in a format; with `rows`, the first so many of a longer one. QueryError without one."""
        limits = Limits(rows=min(rows, self.limits.rows), cut=True) if rows else self.limits
        request = Request(text, format_, self.seconds, limits, default, named)
        return await self._run(self._ask, request)

    async def form(self, text: str) -> str:
        """What a client's query is: select, ask, construct, describe. QueryError if it may not be asked."""
        return _form(text) if len(text) <= SHORT else await self._run(_form, text)

    async def table(self, text: str) -> list[dict[str, Cell]]:
        """The rows of a SELECT of our own."""
        written = await self.ask(text, "json|turtle")
        rows: list[dict[str, Cell]] = json.loads(written.body)["results"]["bindings"]
        return rows

    async def entities(self) -> str:
        """What the IRI of every entity starts with, https://kg.example/id/ for one; "" if the graph is empty."""
        kept = self.kept
        if "entities" not in kept:
            rows = await self.table(f"SELECT ?a {{ ?a a <{KG}Article> }} LIMIT 1")
            before, found, _ = rows[0]["a"]["value"].partition("/id/article/") if rows else ("", "", "")
            kept["entities"] = f"{before}/id/" if found else ""
        return str(kept["entities"])

    def refresh(self) -> None:
        """Take up a new build. One thread does; until it is loaded the others are answered from the former."""
        if time.monotonic() < self._looked + LOOK or not self._look.acquire(blocking=False):
            return
        try:
            present = state(self.outputs)
            if present != self._state:
                self._replace(present)
            else:
                self._missing = ""
        finally:
            self._looked = time.monotonic()
            self._look.release()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()
        held, self._held = self._held, None
        _release(held)

    async def _run(self, work: Callable[[A], R], argument: A) -> R:
        """Work in a thread, as long as not too many are at work."""
        if self._under_way >= QUEUE:
            raise QueryError(f"{QUEUE} queries are waiting; try again", Trouble.BUSY)
        self._under_way += 1
        try:
            return await to_thread.run_sync(work, argument, limiter=self._limiter)
        finally:
            self._under_way -= 1

    def _ask(self, request: Request) -> Written:
        self.refresh()
        if self._missing:
            raise QueryError(self._missing, Trouble.DATA)
        return self._pool.ask(request)

    def _replace(self, present: str) -> None:
        try:
            source = prepare(self.outputs)
            held = _hold(source)
        except (QueryError, OSError) as error:
            self._missing = str(error)
            return
        self._pool.replace(source)
        _release(self._held)
        self._held, self._state, self._missing = held, present, ""
        self.kept = {}


def _form(text: str) -> str:
    check(text, terms())
    return form_of(text)


def _hold(source: Source) -> int | None:
    """Keeps the store while no worker has it open."""
    return hold(source.folder) if source.folder else None


def _release(held: int | None) -> None:
    if held is not None:
        os.close(held)


def _megabytes(source: Source) -> int:
    if source.folder:
        return MEGABYTES
    return MEGABYTES + IN_MEMORY * (source.quads.stat().st_size // 1024**2 + 1)
