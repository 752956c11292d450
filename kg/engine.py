"""Where the work is done: a function over chunks, in this process or in several. What is done is kg/pipeline.py's."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Protocol, Self, TypeVar

from kg.errors import KgError
from kg.rulebook import Rulebook, shared

T = TypeVar("T")
R = TypeVar("R")

ROWS = 500_000  # bytes in a chunk of rows: a few hundredths of a second
SELDOM = 50_000
"""So many new objects until Python looks for cycles: a build makes hardly any, and looking took a tenth of its time."""

_WORTH = 8  # chunks: less work than this does not pay for starting workers


class Engine(Protocol):
    """All that engines differ in, beside how they group by key: see docs/scale.md."""

    def map(self, function: Callable[[T], R], chunks: Iterable[T]) -> Iterator[R]:
        """The function of every chunk, in order. Function, chunks and results can be pickled."""


class Cores:
    """Worker processes of this machine, started when there is enough to do; a context manager."""

    def __init__(self, jobs: int = 0) -> None:
        """`jobs`: how many processes, 0 for one on each core this process may use."""
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self.jobs = jobs or usable or 1
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[T], R], chunks: Iterable[T]) -> Iterator[R]:
        """The function of every chunk, in order; no more than a few chunks are held at a time."""
        rest = iter(chunks)
        first = list(islice(rest, _WORTH))
        if self.jobs == 1 or len(first) < _WORTH:
            yield from map(function, chain(first, rest))
            return
        waiting: deque[Future[R]] = deque()
        try:
            for chunk in chain(first, rest):
                waiting.append(self._started().submit(function, chunk))
                if len(waiting) > 2 * self.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise KgError("a worker ended early (out of memory?): nothing is lost, run it again") from error

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # a fork shares the rulebook that is loaded; elsewhere each worker loads it once
            context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, initializer=_begin)
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def chunks(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The items in lists of about this size."""
    chunk: list[T] = []
    total = 0
    for item in items:
        chunk.append(item)
        total += size(item)
        if total >= most:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


@lru_cache(maxsize=1)
def warmed() -> Rulebook:
    """The rulebook of a process that is going to work: it stays, the collector need not walk it again and again."""
    gc.set_threshold(SELDOM)
    rulebook = shared()
    gc.freeze()
    return rulebook


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
