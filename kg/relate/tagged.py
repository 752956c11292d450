"""A sentence with each name replaced by one private-use character for its type, and the pattern language over it.

In a pattern `{s=Org+}` is a group `s` that matches one or more organisations in coordination (A、B和C), `{o=Project}`
one project; `§` stands for the characters of all types inside a class: `[^，。§]`. Everything else is an ordinary
regular expression over the characters between the names.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.errors import RuleError
from kg.models import EntityType, Mention

TAGS: Mapping[EntityType, str] = {t: chr(0xE000 + i) for i, t in enumerate(EntityType)}
_T = {t.value: c for t, c in TAGS.items()}
_SETS: Mapping[str, str] = {
    **_T,
    "Person": _T["Person"] + _T["Official"],
    "Org": _T["Department"] + _T["Enterprise"] + _T["Institution"],
    "Body": _T["Department"] + _T["Place"],
    "Actor": _T["Department"] + _T["Enterprise"] + _T["Institution"] + _T["Place"],
    "Who": _T["Department"] + _T["Enterprise"] + _T["Institution"] + _T["Person"] + _T["Official"],
    "Site": _T["Enterprise"] + _T["Institution"] + _T["Project"] + _T["Place"] + _T["Department"],
    "Where": _T["Place"] + _T["Institution"] + _T["Enterprise"],
    "Honoured": (_T["Enterprise"] + _T["Institution"] + _T["Project"] + _T["Person"] + _T["Official"]
                 + _T["Department"] + _T["Place"]),
    "Any": "".join(TAGS.values()),
}
_SEPARATOR = "(?:[、，]|以及|和|与|及|同|联合|会同|等|“|”| )"
_SLOT = re.compile(r"\{(?:(?P<group>[a-z]\w*)=)?(?P<kind>[A-Z]\w*)(?P<many>\+?)\}")


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern; raises RuleError for an unknown type."""
    def slot(found: re.Match[str]) -> str:
        kind = found["kind"]
        if kind not in _SETS:
            raise RuleError(f"unknown type {{{kind}}} in pattern {pattern}")
        one = f"[{_SETS[kind]}]"
        body = f"{one}(?:{_SEPARATOR}{{1,2}}{one})*" if found["many"] else one
        return f"(?P<{found['group']}>{body})" if found["group"] else f"(?:{body})"
    return re.compile(_SLOT.sub(slot, pattern).replace("§", _SETS["Any"]))


class Tagged:
    """One sentence in tagged form with the way back to offsets of the article."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention],
                 skip: Sequence[tuple[int, int]]) -> None:
        parts: list[str] = []
        self.offsets: list[int] = []  # of each character of the tagged text, and of its end
        self.mentions: dict[int, list[Mention]] = {}
        by_start: dict[int, list[Mention]] = {}
        for m in mentions:
            by_start.setdefault(m.start, []).append(m)
        skips = dict(skip)
        position = start
        while position < end:
            if position in skips and skips[position] > position:
                position = skips[position]  # the chain of posts before a name: the name stands for it
                continue
            here = by_start.get(position)
            self.offsets.append(position)
            if here:
                longest = max(here, key=lambda m: m.end)
                self.mentions[len(parts)] = [m for m in here if m.end == longest.end]
                parts.append(TAGS[longest.type])
                position = longest.end
            else:
                parts.append(text[position])
                position += 1
        self.offsets.append(end)
        self.text = "".join(parts)

    def group(self, found: re.Match[str], name: str) -> list[Mention]:
        """The mentions that a group matched, in order."""
        if name not in found.re.groupindex or found.start(name) < 0:
            return []
        return [m for i in range(found.start(name), found.end(name)) for m in self.mentions.get(i, ())]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Article offsets of a span of the tagged text."""
        last = end - 1
        if last in self.mentions:
            return self.offsets[start], self.mentions[last][0].end
        return self.offsets[start], self.offsets[last] + 1 if last >= 0 else self.offsets[start]
