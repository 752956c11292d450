"""The rulebook compiled for finding: one automaton per vocabulary, built once for all articles."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kg.rulebook import NameRule, Rulebook
from kg.text import either

_REGIONS = ("中国", "中华", "长三角", "珠三角", "京津冀", "粤港澳", "大湾区", "成渝", "海峡", "两岸")

_FIRM_ENDS = ("股份", "集团", "银行", "证券", "控股", "药业", "铝业", "铜业", "矿业", "纸业", "种业", "乳业", "期货", "重工", "茅台", "老窖")

_FEW = 100  # words
_SMALL = 50_000  # characters of all words
Hit = tuple[int, int, str]  # start, end, pattern


class Automaton:
    """All occurrences of a set of strings in linear time."""

    def __init__(self, patterns: Iterable[str], *, longest: bool = True) -> None:
        self.patterns = sorted({p for p in patterns if p})
        kind = MatchKind.LeftmostLongest if longest else MatchKind.Standard
        small = Implementation.DFA if sum(map(len, self.patterns)) < _SMALL else None  # twice as fast; 8 MB for 20,000 characters
        self._longest = longest
        self._automaton = AhoCorasick(self.patterns, matchkind=kind, implementation=small)

    def hits(self, text: str) -> list[Hit]:
        """Leftmost-longest hits, or all (overlapping) ones, in the order of the text."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=not self._longest)
        return [(start, end, self.patterns[index]) for index, start, end in found]


def occurrences(words: Collection[str], text: str) -> list[Hit]:
    """The leftmost-longest hits of an article's own words: so few that an automaton costs more than it spares."""
    if len(words) > _FEW:
        return Automaton(words).hits(text)
    found = []
    for word in filter(None, words):
        start = text.find(word)
        while start >= 0:
            found.append((start, start + len(word), word))
            start = text.find(word, start + 1)
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    hits: list[Hit] = []
    for hit in found:
        if not hits or hit[0] >= hits[-1][1]:
            hits.append(hit)
    return hits


class Lexicon:
    """What the components of the pipeline look up."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.divisions = rulebook.divisions
        self.organs = rulebook.organs
        self.titles = rulebook.titles

    @cached_property
    def all_places(self) -> frozenset[str]:
        """Full and short names of divisions."""
        return frozenset((*self.divisions.by_name, *self.divisions.by_short))

    @cached_property
    def place_names(self) -> Automaton:
        """Full and short names of divisions, and countries."""
        d = self.divisions
        return Automaton([*d.by_name, *d.by_short, *self.rulebook.countries, *self.rulebook.countries.values()])

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Short names of countries, of China too."""
        return ("中国", *self.rulebook.countries)

    @cached_property
    def full_countries(self) -> frozenset[str]:
        """Full names of countries."""
        return frozenset(self.rulebook.countries.values())

    @cached_property
    def trades(self) -> frozenset[str]:
        """Verbs that names contain."""
        return frozenset(self.rulebook.tables["edges"]["trades"])

    def words_of(self, text: str) -> list[tuple[int, int, str]]:
        """The everyday words of a short text, longest first from the left: (start, end, part of speech)."""
        out, position, tagged = [], 0, self.tagged
        while position < len(text):
            for size in (4, 3, 2):
                word = text[position : position + size]
                if word in tagged:
                    out.append((position, position + len(word), tagged[word]))
                    position += len(word)
                    break
            else:
                position += 1
        return out

    @cached_property
    def tagged(self) -> Mapping[str, str]:
        """Everyday words and names of places with their parts of speech."""
        return {**self.rulebook.words, **dict.fromkeys((*self.all_places, *self.rulebook.countries, *_REGIONS), "ns"), **dict.fromkeys(self.rulebook.enterprises, "nt")}

    def everyday(self, text: str) -> bool:
        """Whether a text is made of everyday words alone."""
        return sum(end - start for start, end, tag in self.words_of(text) if tag != "ns") == len(text)

    @cached_property
    def organ_cores(self) -> Automaton:
        """Cores of public organs and names of central ones, longest first."""
        return Automaton([*self.organs.by_form, *self.organs.central])

    @cached_property
    def enterprises(self) -> Automaton:
        """Firms of the complete public lists."""
        return Automaton(self.rulebook.enterprises)

    @cached_property
    def brands(self) -> Automaton:
        """Short names of well-known firms that are neither a word nor a place."""
        known = self.rulebook.words.keys() | self.all_places | self.rulebook.enterprises.keys()
        return Automaton(self.rulebook.brands - known)

    @cached_property
    def plain_brands(self) -> frozenset[str]:
        """Short names of firms that everyday words and places also make up (上海能源, 联合化学): they need to act as firms."""
        def plain(name: str) -> bool:
            rest = name.lstrip("新大小老")
            return sum(end - start for start, end, _ in self.words_of(rest)) == len(rest) and not name.endswith(_FIRM_ENDS)
        return frozenset(name for name in self.brands.patterns if plain(name))

    @cached_property
    def heads(self) -> Automaton:
        """Heads of every open name rule; hits overlap."""
        return Automaton((h for rule in self.rulebook.names for h in rule.heads), longest=False)

    @cached_property
    def rules_by_head(self) -> dict[str, list[NameRule]]:
        """The open name rules of each head."""
        out: dict[str, list[NameRule]] = {}
        for rule in self.rulebook.names:
            for head in rule.heads:
                out.setdefault(head, []).append(rule)
        return out

    @cached_property
    def edge_words(self) -> frozenset[str]:
        """Words that end the search for a name's left edge."""
        return frozenset(self.rulebook.tables["edges"]["words"])

    @cached_property
    def edges(self) -> Automaton:
        """The same; hits overlap."""
        return Automaton(self.edge_words, longest=False)

    @cached_property
    def protected(self) -> Automaton:
        """Words of names that contain an edge word; hits overlap."""
        return Automaton(self.rulebook.tables["edges"]["inside"], longest=False)

    @cached_property
    def surname(self) -> re.Pattern[str]:
        """A surname at a position, compound ones first."""
        return re.compile(either(sorted(self.rulebook.surnames)))
