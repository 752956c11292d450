"""Work in several processes: in order, a few chunks at a time, and a worker that dies is an error in one line."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from kg.engine import Cores
from kg.errors import KgError


def square(number: int) -> tuple[int, int]:
    time.sleep(0.002 * (number % 3))  # the last to be asked is not the last to answer
    return number * number, os.getpid()


def die(number: int) -> int:
    if number == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_come_in_order_from_several_processes() -> None:
    with Cores(2) as engine:
        results = list(engine.map(square, range(60)))
    assert [result for result, _ in results] == [n * n for n in range(60)]
    assert os.getpid() not in {pid for _, pid in results}


def test_little_work_stays_in_this_process() -> None:
    with Cores(2) as engine:
        assert {pid for _, pid in engine.map(square, range(3))} == {os.getpid()}


def test_no_more_than_a_few_chunks_are_taken_in_advance() -> None:
    taken = 0

    def chunks() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    with Cores(2) as engine:
        results = engine.map(square, chunks())
        for _ in range(10):
            next(results)
        assert taken < 40


def test_a_worker_that_dies_is_told_of() -> None:
    with Cores(2) as engine, pytest.raises(KgError, match="run it again"):
        list(engine.map(die, range(20)))
