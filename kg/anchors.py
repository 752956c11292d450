"""Characters that a text must hold for a regular expression to match: a test that spares most of the searches."""

import re
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]  # the one place that knows the structure of a pattern
from typing import Any

Anchors = tuple[frozenset[str], ...]
_TESTS = 6  # of the smallest sets: more cost more than they spare


def anchors(pattern: str, *, apart: frozenset[str] = frozenset()) -> Anchors:
    """Sets of characters; a text that lacks one of the sets altogether cannot match. None is made of those `apart`."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    found = {chars for chars in _required(parsed) if not chars <= apart}
    return tuple(sorted(found, key=lambda chars: (len(chars), sorted(chars)))[:_TESTS])


def fits(characters: frozenset[str], needed: Anchors) -> bool:
    """Whether a text of these characters may match a pattern with these anchors."""
    for chars in needed:  # noqa: SIM110 (a generator costs more than the test)
        if characters.isdisjoint(chars):
            return False
    return True


class Sieve:
    """The anchors of many patterns, tested at once: one bit for each set of characters."""

    def __init__(self, patterns: Iterable[Anchors]) -> None:
        self._bits: dict[str, int] = {}
        self.masks: list[int] = []  # of each pattern: the bits that a text must have
        numbers: dict[frozenset[str], int] = {}
        for needed in patterns:
            self.masks.append(sum(1 << numbers.setdefault(chars, len(numbers)) for chars in set(needed)))
        for chars, number in numbers.items():
            for c in chars:
                self._bits[c] = self._bits.get(c, 0) | 1 << number

    def missing(self, characters: Iterable[str]) -> int:
        """The bits that a text of these characters lacks."""
        found = 0
        for c in self._bits.keys() & characters:
            found |= self._bits[c]
        return ~found


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
