"""What a Chinese personal name looks like: surname, given name, how well it ends, how likely its characters are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.find.draft import BREAKS, Draft
from kg.text import is_han

_HAN = re.compile(r"[\u4e00-\u9fff]{1,2}")
_SPACED = re.compile(r" {1,2}([\u4e00-\u9fff])")
_HARD = frozenset(" （）") | BREAKS


@dataclass(frozen=True, slots=True)
class Shape:
    """A stretch of text that could be a name: where it ends, how well, and the odds of its characters in bits."""

    end: int
    name: str
    ending: float
    odds: float
    value: float  # for choosing among the shapes at one position


class Shapes:
    """Finds the shapes of names at the positions of one article."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        self.words = draft.lexicon.rulebook.words
        self.odds_of = draft.lexicon.rulebook.characters
        table: dict[str, Any] = draft.lexicon.rulebook.tables["persons"]["words"]
        self.after = tuple(table["after"])
        self.last = frozenset(table["last"])
        self.nouns = re.compile("|".join(sorted(table["nouns"], key=lambda w: (-len(w), w))))
        parts = "|".join(sorted(table["parts"], key=lambda w: (-len(w), w)))
        self.parts = re.compile(f"(?:{parts}){{2,3}}")

    @cached_property
    def titles(self) -> dict[int, int]:
        """End of each title -> its start; a title inside a longer word is none (主席台, 主任医师)."""
        found = [(m.start(), m.end()) for m in self.draft.lexicon.titles.regex.finditer(self.text)]
        return {end: start for start, end in found if not self._in_word(start, end)}

    def _in_word(self, start: int, end: int) -> bool:
        longer = (self.text[s : end + more] for s in range(max(start, end - 3), end - 1) for more in (1, 2))
        return any(w in self.words or w.startswith(("委员会", "代表团", "代表队", "主席团")) for w in longer)

    @cached_property
    def title_starts(self) -> frozenset[int]:
        """Where titles begin."""
        return frozenset(self.titles.values())

    def hard(self, end: int) -> bool:
        """Whether a mark, a blank or the text's end follows."""
        return end >= len(self.text) or self.text[end] in _HARD or not is_han(self.text[end])

    def ending(self, end: int) -> float:
        """How well a name ends here: 1 a mark, a title or a known word, 0.5 an everyday word, 0 nothing."""
        if self.text[end : end + 1] in ("·", "-"):
            return 0.0  # a part of a foreign name
        if self.hard(end) or self.text.startswith(self.after, end) or end in self.title_starts:
            return 1.0
        return 0.5 if self.text[end : end + 2] in self.words or self.draft.covered(end, end + 1) else 0.0

    def at(self, start: int) -> Iterator[Shape]:
        """All shapes at a position."""
        yield from self._minority(start)
        surname = self.draft.lexicon.surname.match(self.text, start)
        if surname is None:
            return
        end, first = surname.end(), self._surname_odds(surname.group())
        spaced = _SPACED.match(self.text, end)
        if spaced and self.ending(spaced.end()) == 1.0:
            yield self._shape(spaced.end(), surname.group() + spaced.group(1), first + self._odds(spaced.group(1), 2))
        given = _HAN.match(self.text, end)
        for size in range(len(given.group()) if given else 0, 0, -1):
            part = self.text[end : end + size]
            if part[-1] in self.last:
                continue
            odds = self._odds(part[-1], 2) + (self._odds(part[0], 1) if size == 2 else 0.0)
            yield self._shape(end + size, surname.group() + part, first + odds)

    def best(self, start: int) -> Shape | None:
        """The shape that ends and reads best at a position, None if none ends at all."""
        found = [s for s in self.at(start) if s.ending > 0]
        return max(found, key=lambda s: (s.value, s.end)) if found else None

    def _shape(self, end: int, name: str, odds: float) -> Shape:
        ending = self.ending(end)
        crossing = not self.hard(end) and self.text[end - 1 : end + 1] in self.words
        value = ending + 0.05 * odds - (0.0 if not crossing else 0.3 if ending == 1.0 else 0.6)
        return Shape(end, name, ending, odds, value)

    def _minority(self, start: int) -> Iterator[Shape]:
        """才让东珠, 扎西: names made of known parts, without a surname."""
        found = self.parts.match(self.text, start)
        if found:
            yield self._shape(found.end(), found.group(), 5.0)

    def _surname_odds(self, surname: str) -> float:
        return 3.0 if len(surname) > 1 else max(-2.0, self._odds(surname, 0))

    def _odds(self, character: str, column: int) -> float:
        return max(-6.0, min(3.0, self.odds_of.get(character, (-1.5,) * 4)[column]))
