"""Characters that a text must hold for a regular expression to match: a test that spares most of the searches."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # the one place that knows the structure of a pattern
from typing import Any

Anchors = tuple[frozenset[str], ...]
_TESTS = 6  # of the smallest sets: more cost more than they spare


@lru_cache(maxsize=1024)
def anchors(pattern: str) -> Anchors:
    """Sets of characters; a text that lacks one of the sets altogether cannot match."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    return tuple(sorted(set(_required(parsed)), key=lambda chars: (len(chars), sorted(chars)))[:_TESTS])


def fits(characters: frozenset[str], needed: Anchors) -> bool:
    """Whether a text of these characters may match a pattern with these anchors."""
    for chars in needed:  # noqa: SIM110 (a generator costs more than the test)
        if characters.isdisjoint(chars):
            return False
    return True


class Sieve:
    """The anchors of many patterns, tested at once: one number has a bit for each pattern and each of its anchors."""

    def __init__(self, patterns: Sequence[Anchors]) -> None:
        self._size, self._tests = len(patterns), max(map(len, patterns), default=0)
        self._bits: dict[str, int] = {}  # of each character: the tests it passes
        self._passed = 0  # those that a pattern with few anchors need not take
        for i, needed in enumerate(patterns):
            for test in range(self._tests):
                bit = 1 << test * self._size + i
                for c in needed[test] if test < len(needed) else ():
                    self._bits[c] = self._bits.get(c, 0) | bit
                self._passed |= bit if test >= len(needed) else 0

    def lets(self, text: str) -> int:
        """The patterns that may match a text, one bit for each."""
        passed = self._passed
        for c in self._bits.keys() & text:
            passed |= self._bits[c]
        every = (1 << self._size) - 1
        for _ in range(self._tests):
            every &= passed
            passed >>= self._size
        return every

    def passing(self, text: str) -> Iterator[int]:
        """The numbers of the patterns that may match a text, ascending."""
        left = self.lets(text)
        while left:
            yield (left & -left).bit_length() - 1
            left &= left - 1


def _required(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The sets of a sequence, in its order; what is optional or unknown asks for nothing."""
    out: list[frozenset[str]] = []
    for op, value in items:
        match str(op):
            case "LITERAL":
                out.append(frozenset(chr(value)))
            case "IN" if all(str(kind) == "LITERAL" for kind, _ in value):
                out.append(frozenset(chr(code) for _, code in value))
            case "SUBPATTERN" if not value[1]:  # flags of its own
                out += _required(value[-1])
            case "ASSERT" if value[0] > 0:  # what stands before may lie before the text
                out += _required(value[1])
            case "MAX_REPEAT" | "MIN_REPEAT" if value[0]:
                out += _required(value[2])
            case "BRANCH":
                ways = [_required(way) for way in value[1]]
                if all(ways):  # each asks for its first and its last
                    out += [frozenset().union(*(way[i] for way in ways)) for i in (0, -1)]
    return out
