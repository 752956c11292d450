"""What a Chinese personal name looks like: surname, given name, how well it ends, how likely its characters are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from kg.find.draft import Draft
from kg.rulebook import Rulebook
from kg.text import either, is_han

_HAN = re.compile(r"[\u4e00-\u9fff]{1,2}")
_SPACED = (  # 李 建 国, 李 刚, 李 建国
    re.compile(r" {1,2}([\u4e00-\u9fff]) {1,2}((?!摄)[\u4e00-\u9fff])(?! {0,2}[\u4e00-\u9fff])"),
    re.compile(r" {1,2}([\u4e00-\u9fff])"), re.compile(r" ([\u4e00-\u9fff]{2})"))
_GROUPS = ("委员会", "代表团", "代表队", "主席团")
_JOINS = frozenset("和与及同")
_LIKELY = 4.0
LONGEST = 6  # characters of a name


class Shape(NamedTuple):
    """A stretch of text that could be a name: where it ends, how well, and the odds of its characters in bits."""

    end: int
    name: str
    ending: float
    odds: float
    value: float  # for choosing among the shapes at one position
    surname: bool = True  # begins with a surname
    rare: bool = False  # one that is far more often a word


@dataclass(frozen=True)
class _Vocabulary:
    """The word lists of rules/persons.toml and the odds of characters, compiled once."""

    after: frozenset[str]
    follows: re.Pattern[str]  # one of `after`
    last: frozenset[str]
    function: frozenset[str]
    parts: re.Pattern[str]
    whole: re.Pattern[str]  # a name of parts alone
    bits: Mapping[str, tuple[float, ...]]


@lru_cache(maxsize=2)
def _vocabulary(rulebook: Rulebook) -> _Vocabulary:
    table: dict[str, Any] = rulebook.tables["persons"]["words"]
    parts = either(table["parts"].split())
    return _Vocabulary(
        frozenset(table["after"]), re.compile(either(table["after"])), frozenset(table["last"]),
        frozenset(table["function"]), re.compile(parts),
        re.compile(f"{parts}{{1,4}}"),
        {c: tuple(max(-6.0, min(3.0, x)) for x in odds) for c, odds in rulebook.characters.items()})


class Shapes:
    """Finds the shapes of names at the positions of one article."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text
        self._endings: dict[int, float] = {}
        self._found: dict[tuple[int, bool], list[Shape]] = {}
        self.words = draft.lexicon.rulebook.words
        self.odds_of = draft.lexicon.rulebook.characters
        known = _vocabulary(draft.lexicon.rulebook)
        self.after, self._follows, self.last, self.function = known.after, known.follows, known.last, known.function
        self.parts, self._whole, self._bits = known.parts, known.whole, known.bits
        self._surname = draft.lexicon.surname

    @cached_property
    def noun_ends(self) -> frozenset[int]:
        """Where nouns for persons end: 记者, 村民."""
        return frozenset(end for _, end, _ in self.draft.hits("persons"))

    @cached_property
    def titles(self) -> dict[int, int]:
        """End of each title -> its start; a title inside a longer word is none (主席台, 主任医师)."""
        found = [(m.start(), m.end()) for m in self.draft.lexicon.titles.regex.finditer(self.text)]
        return {end: start for start, end in found if not self._in_word(start, end)}

    def _in_word(self, start: int, end: int) -> bool:
        text, words = self.text, self.words
        return any(text[s : end + 1] in words or text[s : end + 2] in words or text.startswith(_GROUPS, s)
                   for s in range(max(start, end - 3), end - 1))

    @cached_property
    def title_starts(self) -> frozenset[int]:
        """Where titles begin."""
        return frozenset(self.titles.values())

    def hard(self, end: int) -> bool:
        """Whether a mark, a blank or the text's end follows."""
        return end >= len(self.text) or not "\u4e00" <= self.text[end] <= "\u9fff"

    def ending(self, end: int) -> float:
        """How well a name ends here: 1 a mark, a title or a known word, 0.5 an everyday word, 0 nothing."""
        if end not in self._endings:
            self._endings[end] = self._ending(end)
        return self._endings[end]

    def _ending(self, end: int) -> float:
        if self.text[end : end + 1] in ("·", "-"):
            return 0.0  # a part of a foreign name
        if self.hard(end) or end in self.title_starts or (self.text[end] == "时" and self.hard(end + 1)):
            return 1.0
        if self._follows.match(self.text, end):
            joined = self.text[end] in _JOINS and (self.hard(end + 1) or self._follows.match(self.text, end + 1))
            return 0.5 if joined else 1.0  # 阮永和|被, 阮永|和王海
        words = self.words
        known = self.text[end : end + 2] in words or self.text[end : end + 4] in words
        return 0.5 if known or not self.draft.free(end, end + 1) else 0.0

    def at(self, start: int, *, strong: bool = False) -> list[Shape]:
        """All shapes at a position; behind a title (strong) also names without any surname."""
        if (start, strong) not in self._found:
            self._found[start, strong] = list(self._at(start, strong))
        return self._found[start, strong]

    def _at(self, start: int, strong: bool) -> Iterator[Shape]:
        known = self.parts.match(self.text, start) is not None
        if strong or known:  # nothing but known parts is likely enough without a title
            yield from self._minority(start, strong, known)
        surname = self._surname.match(self.text, start)
        if surname is None:
            return
        if self.text[start : start + 2] in self.after:  # 总统宣布|军队
            return
        end, first = surname.end(), self._surname_odds(surname.group())
        apart = _SPACED[: 2 + strong] if self.text[end : end + 1] == " " else ()
        for spaced in (found for found in (p.match(self.text, end) for p in apart) if found):
            if self.ending(spaced.end()) >= (0.5 if strong else 1.0):
                given = "".join(spaced.groups())
                yield self._shape(spaced.end(), surname.group() + given, first + self._odds(given[-1], 2))
                break
        rest = _HAN.match(self.text, end)
        for size in range(len(rest.group()) if rest else 0, 0, -1):
            part = self.text[end : end + size]
            former = part[-1] == "前" and end + size in self.title_starts  # 印尼前|总统
            word = part == "委会" or surname.group() + part in self.after
            if former or word or part[-1] in self.last or "某" in part:
                continue
            if first <= -2.0 and not self.hard(end + size) and self.text[end + size - 1 : end + size + 1] in self.words:
                continue  # 要亲|自: a rare surname is a word before a word
            odds = self._odds(part[-1], 2) + (self._odds(part[0], 1) if size == 2 else 0.0)
            yield self._shape(end + size, surname.group() + part, first + odds, rare=first <= -2.0)

    def best(self, start: int, *, strong: bool = False) -> Shape | None:
        """The shape that ends and reads best at a position, None if none ends at all.

        Behind a title likely characters make up for an end that cannot be told.
        """
        found = [s for s in self.at(start, strong=strong) if s.ending > 0 or (strong and s.odds >= _LIKELY)]
        if len(found) < 2:
            return found[0] if found else None
        if any(s.surname and s.ending > 0 for s in found):
            found = [s for s in found if s.surname or self.whole(start, s.end) or self._complete(start, s.end, strong)]
        known = [s for s in found if not s.surname and s.end - start > 2 and self.whole(start, s.end)]  # 罗布次仁|领到
        return max(known or found, key=lambda s: (s.value, s.end)) if found else None

    def _complete(self, start: int, end: int, strong: bool) -> bool:
        """Whether a known part opens what stands between a title and a mark: 副委员长|洛桑曲村|，."""
        part = self.parts.match(self.text, start)
        return strong and part is not None and end - part.end() in (1, 2) and self.hard(end)

    def exact(self, start: int, end: int) -> Shape:
        """The shape of a stretch that is a name whatever it looks like."""
        return self._shape(end, self.text[start:end].replace(" ", ""), 3.0)

    def strange(self, start: int, end: int) -> float:
        """Bits by which characters are likelier in a transliterated name than elsewhere; known parts count most."""
        odds = 0.0
        while start < end:
            part = self.parts.match(self.text, start, end)
            odds += 4.0 * len(part.group()) if part else max(-4.0, self._odds(self.text[start], 3, 0.0))
            start = part.end() if part else start + 1
        return odds

    def whole(self, start: int, end: int) -> bool:
        """Whether a span is made of known parts alone."""
        return self._whole.fullmatch(self.text, start, end) is not None

    def _shape(self, end: int, name: str, odds: float, *, surname: bool = True, rare: bool = False) -> Shape:
        ending = self.ending(end)
        crossing = not self.hard(end) and self.text[end - 1 : end + 1] in self.words
        value = ending + 0.05 * odds - (0.0 if not crossing else 0.3 if ending == 1.0 else 0.6)
        return Shape(end, name, ending, odds, value, surname, rare)

    def _minority(self, start: int, strong: bool, known: bool) -> Iterator[Shape]:
        """才让东珠, 其其格, 斯琴图: names made of known parts, behind a title of any characters of transliterations."""
        text = self.text
        if text[start : start + 1] in self.function or not is_han(text[start : start + 1]):
            return
        words = self.words
        word = text[start : start + 2] in words or text[start : start + 3] in words or text[start : start + 4] in words
        if word and not known:
            return
        for end in range(start + 3 - strong, min(len(text), start + LONGEST) + 1):
            if not "\u4e00" <= text[end - 1] <= "\u9fff":
                break
            ending = self.ending(end)
            least = (1.0 if strong and not word else 4.0) * (end - start)
            if ending and end not in self.title_starts and (odds := self.strange(start, end)) >= least:
                whole = self.whole(start, end)
                bad = text[end - 1] in self.last or text[end - 1] in "家时前"
                unfit = bad and not whole and not self._complete(start, end, strong)
                if not unfit:
                    mean = 6.0 if whole else odds / (end - start)
                    yield self._shape(end, text[start:end], mean, surname=False)
            if ending == 1.0:
                break

    def _surname_odds(self, surname: str) -> float:
        return 3.0 if len(surname) > 1 else max(-2.0, self._odds(surname, 0))

    def _odds(self, character: str, column: int, unknown: float = -1.5) -> float:
        bits = self._bits.get(character)
        return unknown if bits is None else bits[column]
