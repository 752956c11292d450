"""The rulebook compiled for finding: one automaton over all vocabularies, built once for all articles."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.rulebook import NameRule, Rulebook
from kg.text import either

_REGIONS = ("中国", "中华", "长三角", "珠三角", "京津冀", "粤港澳", "大湾区", "成渝", "海峡", "两岸")

_FIRM_ENDS = ("股份", "集团", "银行", "证券", "控股", "药业", "铝业", "铜业", "矿业", "纸业", "种业", "乳业", "期货", "重工", "茅台", "老窖", "时代", "轮胎", "照明", "电气", "电器", "软件", "精密", "光电", "数控", "速递")

_FEW = 100  # words
Hit = tuple[int, int, str]  # start, end, word


class Automaton:
    """The leftmost-longest hits of a set of words in linear time."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({*words} - {""})
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def hits(self, text: str) -> list[Hit]:
        """In the order of the text."""
        return [(start, end, self._words[index]) for index, start, end in self._automaton.find_matches_as_indexes(text)]


class Vocabularies:
    """The hits of several vocabularies, in one pass: an automaton for each would fetch its states anew for each article."""

    def __init__(self, *, longest: Mapping[str, Iterable[str]], overlapping: Mapping[str, Iterable[str]]) -> None:
        owners: dict[str, list[str]] = {}
        for name, words in (*longest.items(), *overlapping.items()):
            for word in {*words} - {""}:
                owners.setdefault(word, []).append(name)
        self._longest, self._names = tuple(longest), (*longest, *overlapping)
        self._words = sorted(owners)
        self._owners = [tuple(owners[word]) for word in self._words]
        self._automaton = AhoCorasick(self._words)

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """Vocabulary -> its hits: leftmost-longest ones in the order of the text, or all, in the order of their ends."""
        out: dict[str, list[Hit]] = {name: [] for name in self._names}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            hit = start, end, self._words[index]
            for name in self._owners[index]:
                out[name].append(hit)
        for name in self._longest:
            out[name] = _leftmost_longest(out[name])
        return out


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
    return _leftmost_longest(found)


def _leftmost_longest(found: list[Hit]) -> list[Hit]:
    hits: list[Hit] = []
    done = 0
    for hit in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if hit[0] >= done:
            hits.append(hit)
            done = hit[1]
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
    def vocabularies(self) -> Vocabularies:
        """What is looked up in every text: what overlaps there, and what does not."""
        d, book, edges = self.divisions, self.rulebook, self.rulebook.tables["edges"]
        return Vocabularies(
            longest={
                "places": (*d.by_name, *d.by_short, *book.countries, *book.countries.values()),
                "organs": (*self.organs.by_form, *self.organs.central),  # cores of public organs, names of central ones
                "firms": book.enterprises,  # of the complete public lists
                "brands": self.brands,
                "events": book.tables["papers"]["event"]["heads"],
                "persons": book.tables["persons"]["words"]["nouns"],  # behind which a name stands
                "honours": book.tables["persons"]["words"]["honours"],  # before which one stands
                "structures": book.tables["works"]["structures"],
            },
            overlapping={
                "heads": self.rules_by_head,
                "edges": self.edge_words,
                "protected": (*edges["inside"], *book.enterprises, *self.brands - self.plain_brands),  # names may have edge words inside
            },
        )

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
    def brands(self) -> frozenset[str]:
        """Short names of well-known firms that are neither a word nor a place."""
        known = self.rulebook.words.keys() | self.all_places | self.rulebook.enterprises.keys()
        return frozenset(self.rulebook.brands - known)

    @cached_property
    def plain_brands(self) -> frozenset[str]:
        """Short names of firms that everyday words and places also make up (上海能源, 联合化学): they need to act as firms."""
        def plain(name: str) -> bool:
            rest = name.lstrip("新大小老")
            owned = any(name[:size] in self.rulebook.brands for size in range(2, len(name) - 1))  # 浪潮|信息
            words = sum(end - start for start, end, _ in self.words_of(rest)) == len(rest)
            return words and not owned and not name.endswith(_FIRM_ENDS)
        return frozenset(name for name in self.brands if plain(name))

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
    def surname(self) -> re.Pattern[str]:
        """A surname at a position, compound ones first."""
        return re.compile(either(sorted(self.rulebook.surnames)))
