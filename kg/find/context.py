"""What the components before `works` found, by position, so that each project asks in logarithmic time."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from kg.find.draft import Draft, PlaceSpan
from kg.models import EntityType, Mention

_LONGEST = 80  # characters of a name
_LONGEST_PLACE = 24


class Context:
    """A draft at the moment the component starts, indexed; what the component adds is not in it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        self.cuts = frozenset(draft.cuts)
        self.words = draft.lexicon.rulebook.words
        self.edge_words = draft.lexicon.edge_words
        self._places = sorted(draft.places, key=lambda p: p.start)
        self._place_starts = [p.start for p in self._places]
        self._named = sorted((m for m in draft.found if not m.implied), key=lambda m: m.start)
        self._named_starts = [m.start for m in self._named]
        self._taken = bytearray(len(draft.text))
        self._spans: dict[re.Pattern[str], list[tuple[int, int]]] = {}

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The place names that the article contains."""
        return frozenset(self.text[p.start : p.end] for p in self._places)

    @cached_property
    def _place_ends(self) -> frozenset[int]:
        return frozenset(p.end for p in self._places if p.end - p.start <= _LONGEST_PLACE)

    def spans(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """Where a pattern stands in the text; it is sought once."""
        if pattern not in self._spans:
            self._spans[pattern] = [found.span() for found in pattern.finditer(self.text)]
        return self._spans[pattern]

    def places(self, start: int, end: int) -> list[PlaceSpan]:
        """The place names inside a span."""
        low, high = bisect_left(self._place_starts, start), bisect_left(self._place_starts, end)
        return [p for p in self._places[low:high] if p.end <= end]

    def place_ends(self, position: int) -> bool:
        """Whether a place name ends here."""
        return position in self._place_ends

    def overlapping(self, start: int, end: int) -> list[Mention]:
        """The names that share a character with a span."""
        if self.draft.free(max(start, 0), end):
            return []
        low, high = bisect_left(self._named_starts, start - _LONGEST), bisect_left(self._named_starts, end)
        return [m for m in self._named[low:high] if m.end > start]

    def ending(self, position: int, kinds: Iterable[EntityType]) -> list[Mention]:
        """The names of these types that end here."""
        return [m for m in self.overlapping(position - 1, position) if m.end == position and m.type in kinds]

    def free(self, start: int, end: int) -> bool:
        """Whether no project was taken here yet."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Mark a span as a project's."""
        self._taken[start:end] = b"\1" * (end - start)
