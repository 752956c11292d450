"""A sentence with each name replaced by one private-use character for its type, and the pattern language over it.

In a pattern `{s=Org+}` is a group `s` that matches one or more organisations in coordination (A、B和C), `{s=Org~}` the
same with a few words between them (A、B公司总裁C), `{o=Project}` one project; `§` stands for
the characters of all types inside a class: `[^，。§]`. Everything else is an ordinary regular expression over the
characters between the names.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.errors import RuleError
from kg.models import EntityType, Mention
from kg.relate.anaphora import StandIn

TAGS: Mapping[EntityType, str] = {t: chr(0xE000 + i) for i, t in enumerate(EntityType)}
ALL_TAGS = frozenset(TAGS.values())
_T = {t.value: c for t, c in TAGS.items()}
_SETS: Mapping[str, str] = {
    **_T,
    "Person": _T["Person"] + _T["Official"],
    "Org": _T["Department"] + _T["Enterprise"] + _T["Institution"],
    "Body": _T["Department"] + _T["Place"],
    "Actor": _T["Department"] + _T["Enterprise"] + _T["Institution"] + _T["Place"],
    "Who": _T["Department"] + _T["Enterprise"] + _T["Institution"] + _T["Person"] + _T["Official"],
    "Site": _T["Enterprise"] + _T["Institution"] + _T["Project"] + _T["Place"] + _T["Department"],
    "Firm": _T["Enterprise"] + _T["Institution"] + _T["Project"],
    "Where": _T["Place"] + _T["Institution"] + _T["Enterprise"],
    "Honoured": (_T["Enterprise"] + _T["Institution"] + _T["Project"] + _T["Person"] + _T["Official"]
                 + _T["Department"] + _T["Place"]),
    "Any": "".join(TAGS.values()),
}
_SEPARATOR = "(?:[、，《》]|新修订的|以及|和|与|及|同|联合|会同|等|“|”| )"
_SLOT = re.compile(r"\{(?:(?P<group>[a-z]\w*)=)?(?P<kind>[A-Z]\w*)(?P<many>[+~]?)\}")


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, ready to be searched for."""
    return re.compile(expression(pattern))


def expression(pattern: str) -> str:
    """The regular expression of a pattern; raises RuleError for an unknown type."""
    def slot(found: re.Match[str]) -> str:
        kind = found["kind"]
        if kind not in _SETS:
            raise RuleError(f"unknown type {{{kind}}} in pattern {pattern}")
        one = f"[{_SETS[kind]}]"
        between = f"{_SEPARATOR}{{1,4}}" if found["many"] == "+" else "[、，；和与及][^，。；、§]{0,12}"
        body = f"{one}(?:{between}{one})*" if found["many"] else one
        return f"(?P<{found['group']}>{body})" if found["group"] else f"(?:{body})"
    return _SLOT.sub(slot, pattern).replace("§", _SETS["Any"])


class Tagged:
    """One sentence in tagged form with the way back to offsets of the article."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention],
                 skip: Sequence[tuple[int, int]], stand_ins: Sequence[StandIn] = ()) -> None:
        parts: list[str] = []
        self._pieces = [(0, start)]  # where each run of characters and the name behind it begin, here and in the article
        self.ends: dict[int, int] = {}  # of each tag, in the article
        self.mentions: dict[int, list[Mention]] = {}
        spans: dict[int, tuple[int, list[Mention]]] = {s.start: (s.end, list(s.meant)) for s in stand_ins}
        for m in mentions:
            last, named = spans.get(m.start, (0, []))
            if m.end > last or (last == m.end and named[0].end != last):
                spans[m.start] = m.end, [m]
            elif m.end == last:
                named.append(m)
        skips = dict(skip)
        position, size = start, 0
        for mark in sorted({*spans, *skips}):
            if not position <= mark < end:
                continue
            parts.append(text[position:mark])
            size += mark - position
            position = mark
            if skips.get(mark, mark) > mark:
                position = skips[mark]  # the chain of posts before a name: the name stands for it
            elif mark in spans:
                self.ends[size], self.mentions[size] = spans[mark]
                parts.append(TAGS[spans[mark][1][0].type])
                size += 1
                position = spans[mark][0]
            self._pieces.append((size, min(position, end)))
        parts.append(text[position:end])
        self.text = "".join(parts)
        self.types = {m.type for named in self.mentions.values() for m in named}

    def group(self, found: re.Match[str], name: str) -> list[Mention]:
        """The mentions that a group matched, in order."""
        if name not in found.re.groupindex or found.start(name) < 0:
            return []
        return [m for i in range(found.start(name), found.end(name)) for m in self.mentions.get(i, ())]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Article offsets of a span of the tagged text."""
        last = end - 1
        return self.offset(start), self.ends.get(last, self.offset(last) + 1 if last >= 0 else self.offset(start))

    def offset(self, position: int) -> int:
        """The article offset of a character of the tagged text, or of its end."""
        here, there = self._pieces[bisect_left(self._pieces, (position + 1,)) - 1]
        return there + position - here
