"""What lets the command start and end sooner: settings of its process. The library leaves those of its user alone."""

import atexit
import gc
import os
import re._compiler as compiler  # type: ignore[import-not-found]
import sys
from collections.abc import Callable
from typing import Any

from kg.engine import SELDOM

Optimize = Callable[..., tuple[list[Any], bool]]


def hasten() -> None:
    """Before the modules that take long: no search for cycles in what stays, no threads of numpy, no set worked out twice."""
    gc.set_threshold(SELDOM)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no matrix here is worth threads, and they wait busily
    if sys.version_info < (3, 15):
        compiler._optimize_charset = remembered(compiler._optimize_charset)


def remembered(optimize: Optimize) -> Optimize:
    """What `re` makes of a set of characters, worked out once.

    It steps through all 20,992 characters of 一-鿿 wherever a pattern names them, a millisecond each time
    (python/cpython#149427), and our patterns do so 200 times.
    """
    known: dict[tuple[Any, ...], tuple[list[Any], bool]] = {}

    def once(charset: list[Any], iscased: Any = None, fixup: Any = None, fixes: Any = None) -> tuple[list[Any], bool]:
        if fixup is not None:  # a pattern that ignores case
            return optimize(charset, iscased, fixup, fixes)
        key = tuple(charset)
        if key not in known:
            known[key] = optimize(charset)
        items, cased = known[key]
        return items.copy(), cased

    return once
