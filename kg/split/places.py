"""Which place a page means when it says 我市, 全市, 市委: its home."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.anchors import Anchors, anchors, fits
from kg.divisions import MUNICIPALITIES, Division
from kg.models import Article
from kg.split.rules import SplitRules

Hit = tuple[int, int, int]  # which name, start, end

_INSIDE, _BY_PARTS = 0.4, 3.0  # a county's points count so much for its city; so many make up for the city's own
_OF_ONE = 0.6  # of the points of an article about one place lie in its province
_STREET = re.compile(r"[东西南北中]?(?:大?街|路|大道|巷|胡同)")
_OWN, _FULL, _SHORT, _COUNTY_SHORT, _PAPER = 5, 3.0, 1.0, 0.3, 5.0
_PAPERS = re.compile(r"(?:日报|晚报|晨报|早报)")
_LEVEL_ENDS = {"省": "省", "自治区": "自治区", "州": "州", "盟": "盟", "县": "县", "旗": "旗", "区": "区"}


@dataclass(frozen=True, slots=True)
class Votes:
    """What a text names: points per division by itself, and the share of each province."""

    own: Mapping[str, float]  # code -> points
    provinces: Mapping[str, float]


@dataclass(frozen=True)
class Places:
    """Finds the home place of a page or an article from the names and the elliptical words in it."""

    rules: SplitRules

    def home(self, text: str) -> Division | None:
        """The home of a page: the division its elliptical words mean, None for national news or too little said."""
        setting = self.rules.table["setting"]
        text = text[: setting["scan"]]
        hits = self._hits(text)
        points = self._ellipses(text, hits)
        level, said = max(points.items(), key=lambda item: item[1], default=("", 0))
        if said < setting["needed"]:
            return None
        votes = self._votes(text, hits)
        home = self._candidate(level, votes)
        if home is None or self._share(home, votes) < setting["share"]:
            return None
        return home

    def article_home(self, article: Article, page_home: Division | None) -> Division | None:
        """The home of one article on a national or provincial page: what its headline (else its lead) is about."""
        hits = self._hits(article.text)
        points = self._ellipses(article.text, hits)
        if not points:
            return None
        votes = self._votes(article.text, hits)
        divisions = self.rules.rulebook.divisions
        headline = article.headline if self._points(article.headline, self._hits(article.headline)) else ""
        lead = headline or article.text[: self.rules.table["setting"]["lead"]]
        for level in sorted(points, key=lambda level: -points[level]):
            home = self._candidate(level, votes)
            if home is None or not (home.name in lead or home.short in lead) or self._share(home, votes) < _OF_ONE:
                continue
            return home if page_home is None or page_home in divisions.chain(home) else None
        return None

    def named(self, given: str) -> str:
        """The full name of a place given with the page (太原 -> 太原市); as it is if it is no known division."""
        given = given.strip()
        found = self.rules.rulebook.divisions.path(given)
        return self.full_name(found) if found else given

    def full_name(self, home: Division) -> str:
        """The name of a home place: a district with its city."""
        return self.rules.rulebook.divisions.full_name(home)

    @cached_property
    def _ellipsis(self) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str], Anchors], ...]:
        rows = self.rules.table["setting"]["ellipsis"]
        found = ((row["level"], tuple(row["own"]), self.rules.expand(row["other"])) for row in rows)
        return tuple((level, own, re.compile(other), anchors("|".join((*own, other)))) for level, own, other in found)

    def _ellipses(self, text: str, hits: Sequence[Hit]) -> Counter[str]:
        """Points per level; 太原市委 is no ellipsis, its name is taken out first."""
        bare = self._without_names(text, hits)
        found: Counter[str] = Counter()
        characters = frozenset(bare)
        for level, own, other, needed in self._ellipsis:
            if not fits(characters, needed):
                continue
            said = _OWN * sum(map(bare.count, own)) + len(other.findall(bare))
            if said:
                found[level] = said
        return found

    @cached_property
    def _names(self) -> tuple[AhoCorasick, tuple[tuple[Division, ...], ...], tuple[str, ...]]:
        divisions = self.rules.rulebook.divisions
        names = sorted({*divisions.by_name, *divisions.by_short})
        found = tuple(_distinct(divisions.by_name.get(n) or divisions.by_short[n]) for n in names)
        return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), found, tuple(names)

    def _hits(self, text: str) -> Sequence[Hit]:
        return self._names[0].find_matches_as_indexes(text)

    def _without_names(self, text: str, hits: Sequence[Hit]) -> str:
        out, done = [], 0
        divisions = self.rules.rulebook.divisions
        for index, start, end in hits:
            if self._names[2][index] in divisions.by_name:
                out += [text[done:start], "\n"]
                done = end
        return "".join([*out, text[done:]])

    def _votes(self, text: str, hits: Sequence[Hit]) -> Votes:
        """Points for every division named; a name that several bear goes to the one whose city is named otherwise."""
        _, bearers, _ = self._names
        own: dict[str, float] = defaultdict(float)
        shared: list[tuple[tuple[Division, ...], float]] = []
        for index, points in sorted(self._points(text, hits).items()):
            if len(bearers[index]) == 1:
                own[bearers[index][0].code] += points
            else:
                shared.append((bearers[index], points))
        for found, points in shared:
            best = max(found, key=lambda d: (self._around(d, own), d.level != "county", d.code))
            if best.level != "county" or self._around(best, own):
                own[best.code] += points
        return Votes(own, self._provinces(own))

    def _points(self, text: str, hits: Sequence[Hit]) -> dict[int, float]:
        """Points per name: once a paragraph, and few in a list of cities all over the country."""
        _, bearers, names = self._names
        total: dict[int, float] = defaultdict(float)
        for _, line in groupby(hits, key=lambda hit: text.rfind("\n", 0, hit[1])):
            points: dict[int, float] = {}
            for index, _, end in line:
                if not _STREET.match(text, end):
                    paper = _PAPER if _PAPERS.match(text, end) else 0.0
                    points[index] = max(points.get(index, 0.0), self._weight(names[index], bearers[index]) + paper)
            provinces = {self._province[bearers[index][0].code] for index in points if len(bearers[index]) == 1}
            for index, said in points.items():
                total[index] += said / (len(provinces) if len(provinces) > 3 else 1)
        return total

    def _weight(self, name: str, bearers: tuple[Division, ...]) -> float:
        if any(d.name == name for d in bearers):
            return _FULL
        if all(d.level.startswith("county") for d in bearers):
            city = all(d.name.endswith("市") for d in bearers)
            common = len(bearers) > 1 or name in self.rules.rulebook.words
            return 0.0 if common else _SHORT if city else _COUNTY_SHORT
        return _SHORT

    def _around(self, division: Division, own: Mapping[str, float]) -> float:
        return sum(own.get(d.code, 0.0) for d in self.rules.rulebook.divisions.chain(division)[1:])

    @cached_property
    def _province(self) -> dict[str, str]:
        """Code of a division -> code of its province."""
        divisions = self.rules.rulebook.divisions
        return {division.code: divisions.province(division).code for division in divisions.all}

    def _provinces(self, own: Mapping[str, float]) -> dict[str, float]:
        out: dict[str, float] = defaultdict(float)
        for code, points in own.items():
            out[self._province[code]] += points
        return out

    def _candidate(self, level: str, votes: Votes) -> Division | None:
        """The division of a level with the most points, those of what lies in it counted in."""
        divisions = self.rules.rulebook.divisions
        points: dict[str, float] = defaultdict(float)
        for code, said in sorted(votes.own.items()):
            chain = divisions.chain(divisions.by_code[code])
            for distance, division in enumerate(chain):
                if _has_level(division, level):
                    # 介休市 is 市 too: its page names it more often than all the rest of 晋中市
                    points[division.code] += said * (1.0 if distance == 0 else _INSIDE)
        if not points:
            return None
        best = divisions.by_code[max(points, key=lambda code: (points[code], code))]
        return best if votes.own.get(best.code, 0.0) >= 1.0 or points[best.code] >= _BY_PARTS else None

    def _share(self, home: Division, votes: Votes) -> float:
        return votes.provinces.get(self._province[home.code], 0.0) / (sum(votes.provinces.values()) or 1.0)


def _has_level(division: Division, level: str) -> bool:
    """Whether the word (市, 县, …) can mean this division."""
    if level == "市":
        return division.name in MUNICIPALITIES or (division.level != "province" and division.name.endswith("市"))
    if level == "区":
        return division.level.startswith("county") and division.name.endswith("区")
    if level == "省":
        return division.level == "province" and division.name.endswith("省")
    if level == "自治区":
        return division.level == "province" and division.name.endswith("自治区")
    return division.name.endswith(_LEVEL_ENDS[level])


def _distinct(found: tuple[Division, ...]) -> tuple[Division, ...]:
    return tuple({d.code: d for d in found}.values())
