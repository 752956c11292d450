"""Lookup of labels and aliases: `?x text:contains "科技局"` becomes the VALUES of the entities that are called so.

Labels are short and Chinese has no words to index: one scan over all of them joined takes a millisecond per megabyte.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.query.errors import QueryError
from kg.query.prefixes import TEXT

MOST: Final = 2000  # entities that one lookup gives, the shortest names first

_LITERAL: Final = r"""("(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')(?:@[A-Za-z-]++)?"""
_NAME: Final = rf"(?:text:contains\b|<{re.escape(TEXT)}contains>)"
_PATTERN: Final = re.compile(rf"([?$]\w++)\s++{_NAME}\s*+{_LITERAL}(?=\s*+[.}}])")
_LEFT: Final = re.compile(_NAME)


@dataclass(frozen=True, slots=True)
class Labels:
    """Every label folded to lower case, one a line, and where each line starts."""

    text: str
    starts: tuple[int, ...]
    iris: tuple[str, ...]

    def find(self, words: str) -> list[str]:
        """IRIs of the entities with a label that holds each of the words; those called exactly so first."""
        wanted = words.casefold().split()
        if not wanted:
            return []
        found: dict[str, int] = {}
        position = self.text.find(wanted[0])
        while position >= 0:
            line = bisect_right(self.starts, position) - 1
            end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
            label = self.text[self.starts[line] : end - 1]
            if all(word in label for word in wanted):
                found[self.iris[line]] = min(len(label), found.get(self.iris[line], len(label)))
            position = self.text.find(wanted[0], end)
        return sorted(found, key=lambda iri: (found[iri], iri))[:MOST]


def index(labels: Iterable[tuple[str, str]]) -> Labels:
    """The lookup over (label, IRI) pairs."""
    lines, starts, iris, at = [], [], [], 0
    for label, iri in labels:
        line = " ".join(label.casefold().split()) + "\n"
        lines.append(line)
        starts.append(at)
        iris.append(iri)
        at += len(line)
    return Labels("".join(lines), tuple(starts), tuple(iris))


def uses_lookup(query: str) -> bool:
    """Whether the query needs the labels at all."""
    return _LEFT.search(query) is not None


def expand(query: str, labels: Labels) -> str:
    """The query with every text:contains replaced; on one line each, so that errors keep their line."""
    done = _PATTERN.sub(lambda m: _values(m[1], labels.find(_plain(m[2]))), query)
    if _LEFT.search(done):
        raise QueryError('text:contains stands by itself: ?thing text:contains "words" .')
    return done


def _values(variable: str, iris: list[str]) -> str:
    if not iris:
        return "FILTER (false)"  # rdflib fails on VALUES without values
    return f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _plain(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])
