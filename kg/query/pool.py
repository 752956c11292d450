"""Workers that answer queries: as many as needed up to a number, killed when a query's time is up."""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final

from kg.query.errors import QueryError, Trouble
from kg.query.formats import Written
from kg.query.loading import Source
from kg.query.messages import Failure, Request

PATIENCE: Final = 0.2  # seconds a query waits for a worker before one more is started
STARTUP: Final = 600.0  # seconds a worker may take to open its store (rdflib reads the whole file)
GRACE: Final = 0.5  # seconds after the worker's own alarm


class Worker:
    """One process."""

    def __init__(self, source: Source, *, megabytes: int = 0) -> None:
        ours, theirs = socket.socketpair()
        self.source = source
        command = [
            sys.executable, "-m", "kg.query.worker", str(theirs.fileno()), source.engine, str(source.outputs),
            str(source.folder or ""), str(megabytes),
        ]  # fmt: skip
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=quiet, stderr=quiet)
        theirs.close()
        self._connection = Connection(ours.detach())
        self._ready = False

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def ask(self, request: Request) -> Written:
        """The answer. QueryError if there is none; the worker is then dead if it had to be ended."""
        try:
            if not self._ready:
                self._receive(STARTUP)
                self._ready = True
            start = time.monotonic()
            self._connection.send_bytes(pickle.dumps(request))
            return self._receive(request.seconds + GRACE)
        except (EOFError, OSError) as error:
            self.close()
            raise self._ended(request, self._ready and time.monotonic() - start >= request.seconds * 0.95) from error

    def _receive(self, seconds: float) -> Written:
        if not self._connection.poll(seconds):
            raise EOFError
        reply = pickle.loads(self._connection.recv_bytes())
        if isinstance(reply, Failure):
            raise QueryError(reply.message, reply.trouble)
        assert isinstance(reply, Written)
        return reply

    def _ended(self, request: Request, late: bool) -> QueryError:
        if late:
            return QueryError(f"the query took longer than {request.seconds:g} seconds and was ended", Trouble.TIMEOUT)
        return QueryError("the query needs too much memory or is nested too deep, and was ended", Trouble.LIMIT)

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return not self._connection.closed and self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._connection.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


class Pool:
    """Workers over one source, for any number of threads."""

    def __init__(self, source: Source, *, most: int = 0, wait: float = 10.0, megabytes: int = 0) -> None:
        self._source = source
        self._most = most or max(4, 2 * (os.cpu_count() or 1))
        self._few = max(1, min(self._most, os.cpu_count() or 1))
        self._wait, self._megabytes = wait, megabytes
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._free = threading.Condition()

    @property
    def source(self) -> Source:
        """What is asked at present."""
        return self._source

    def replace(self, source: Source) -> None:
        """Ask another source from now on; queries under way end on the former."""
        with self._free:
            self._source = source
            idle, self._idle = self._idle, []
        for worker in idle:
            self._discard(worker)

    def ask(self, request: Request) -> Written:
        """The answer. QueryError if there is none in time, or no worker comes free."""
        worker = self._take()
        try:
            return worker.ask(request)
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all of them."""
        with self._free:
            workers = list(self._all)
        for worker in workers:
            self._discard(worker)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> Worker:
        begin = time.monotonic()
        with self._free:
            while True:
                if self._idle:
                    return self._idle.pop()
                waited = time.monotonic() - begin
                if len(self._all) < (self._most if waited >= PATIENCE else self._few):
                    worker = Worker(self._source, megabytes=self._megabytes)
                    self._all.add(worker)
                    return worker
                if waited >= self._wait:
                    raise QueryError(f"all {self._most} workers are busy; try again", Trouble.BUSY)
                self._free.wait(PATIENCE if waited < PATIENCE else self._wait - waited)

    def _give_back(self, worker: Worker) -> None:
        with self._free:
            keep = worker.alive and worker.source is self._source
            if keep:
                self._idle.append(worker)
                self._free.notify()
        if not keep:
            self._discard(worker)

    def _discard(self, worker: Worker) -> None:
        worker.close()
        with self._free:
            self._all.discard(worker)
            self._free.notify()
