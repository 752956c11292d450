"""When a page was published, worked out from what it says."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.models import Article
from kg.split.lines import Line
from kg.split.rules import SplitRules

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零O九][〇○零O一二三四五六七八九]{2})"
_DATE = re.compile(
    rf"(?:(?P<y>{_YEAR})\s?年(?P<annual>度)?)?(?:(?P<m>1[0-2]|0?[1-9])\s?月(?:份|(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号])?)?"
)
_ANCHOR = re.compile(rf"{_YEAR}\s?年|\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号]")
_FULL = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_PLAN = re.compile(
    r"(?P<when>今年|明年|去年)[^。，]{0,6}“?(?P<n>十[一二三四五六七八九])五”?(?:规划)?(?:的)?(?P<end>开局|收官|第一|最后一)"
)
_TODAY = re.compile(r"今[天日晚][（(](\d{1,2})月(\d{1,2})日[)）]")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_ORDINAL = {f"十{c}": 10 + n for n, c in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as it stands in a text; 0 for what is not said."""

    year: int
    month: int
    day: int
    future: bool
    lead: bool  # at the head of a paragraph or an article: the news itself is dated
    plan: bool  # a year that may be planned for
    present: bool  # a year said to be the present one
    annual: bool  # 2021年度


@dataclass(frozen=True)
class Dates:
    """Works out dates with the words of rules/split.toml."""

    rules: SplitRules

    def published(self, lines: Iterable[Line], articles: list[Article]) -> str:
        """The publication date as far as it is known: day (masthead), month (latest event), year, or ""."""
        if masthead := self._masthead(lines):
            return masthead
        scan = self.rules.table["setting"]["scan"]
        text = "\n".join(article.text for article in articles)[:scan]
        stated = [date for article in articles[:400] for date in self._stated(article.text[:scan])]
        year = self._year(text, stated)
        return _within(year, stated, text) if year else ""

    def _masthead(self, lines: Iterable[Line]) -> str:
        """A date line with its weekday or edition, or one that stands at the top of the page."""
        top = True
        for line in lines:
            text = line.text
            top = top and len(text) <= 45 and not text.endswith("。")
            if len(text) > 90:
                continue
            furniture = self.rules.match("furniture", text)
            dated = self.rules.match("date", text)
            if not (furniture or dated):
                continue
            if dated and not furniture and not top and not re.search(r"星期|周[一二三四五六日]|版|农历|\d:\d", text):
                continue
            found = _COMPACT.search(text) or _FULL.search(text.translate(_DIGITS) if "年" in text else text)
            if found and (day := _valid(*map(int, found.groups()))):
                return day
        return ""

    @cached_property
    def _before(self) -> re.Pattern[str]:
        table = self.rules.table["dates"]
        past = "".join(f"(?<!{word[0]})" for word in table["past_before"] if len(word) == 2 and word[1] in "至止")
        words = "|".join(re.escape(word) for word in table["future_before"] if word not in table["past_before"])
        return re.compile(f"(?:{past}(?:{words}))[\\s（(]?$")

    @cached_property
    def _behind(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.rules.table["dates"]["future_behind"])))

    @cached_property
    def _elsewhere(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(self.rules.table['dates']['elsewhere'])})[\\s（(]?$")

    @cached_property
    def _contexts(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        table = self.rules.table["dates"]
        return re.compile(self.rules.expand(table["present"])), re.compile(self.rules.expand(table["plan"]))

    def _stated(self, text: str) -> Iterator[Stated]:
        """Every date of an article that has a year, or a month and a day."""
        present, plan = self._contexts
        done = 0
        for anchor in _ANCHOR.finditer(text):
            if anchor.start() < done:
                continue
            found = _DATE.match(text, anchor.start())
            if found is None or not found[0]:
                continue
            done = found.end()
            before, behind = text[max(0, found.start() - 6) : found.start()], text[done : done + 40]
            if self._elsewhere.search(before) and not found["y"]:
                continue
            line = text.rfind("\n", 0, found.start()) + 1
            yield Stated(
                year=int(found["y"].translate(_DIGITS)) if found["y"] else 0,
                month=int(found["m"] or 0),
                day=int(found["d"] or 0),
                future=bool(self._before.search(before) or self._behind.match(behind)),
                lead=found.start() <= self.rules.table["setting"]["lead"] or found.start() - line <= 10,
                plan=plan.match(behind) is not None,
                present=present.match(behind) is not None,
                annual=bool(found["annual"]),
            )

    def _year(self, text: str, stated: list[Stated]) -> int:
        """The year of publication: said (今年是“十五五”开局之年), else the latest not planned for; 0 if uncertain."""
        if found := _PLAN.search(text):
            first = 2006 + 5 * (_ORDINAL[found["n"]] - 11)
            year = first + (0 if found["end"] in ("开局", "第一") else 4)
            return year - {"今年": 0, "明年": 1, "去年": -1}[found["when"]]
        past = [date for date in stated if date.year and not date.future]
        if not past:
            return 0
        year = max(date.year for date in past)
        latest = [date for date in past if date.year == year]
        months = [date.month for date in stated if date.lead and not date.year and date.month and not date.future]
        return self._sure(year, latest, months, past)

    def _sure(self, year: int, latest: list[Stated], months: list[int], past: list[Stated]) -> int:
        """Move the year where the dates without a year contradict it; 0 if nothing ties it to the present."""
        if all(date.plan and not date.day and not date.present for date in latest) and months and min(months) >= 10:
            return year - 1  # in December the papers speak of next year's work
        last = max((date.month for date in latest if date.day), default=0)
        if months and last and max(months) < last and max(months) <= 6:
            return year + 1  # 2021年12月30日 … 3月15日
        if all(date.annual and not date.plan for date in latest) and months and max(months) <= 4:
            return 0
        tied = any(date.day or date.present or date.plan for date in latest)
        return year if tied or len(latest) > 1 else 0


def _within(year: int, stated: list[Stated], text: str) -> str:
    """The year with the month (and day) of its latest event that is no plan: published that day or later."""
    days = [d for d in stated if d.day and not d.future and d.year in (0, year)]
    days = [d for d in days if d.lead or d.year == year] or days
    pairs = {(d.month, d.day) for d in days}
    if {m for m, _ in pairs} & {1, 2} and {m for m, _ in pairs} & {11, 12}:
        pairs = {(m, d) for m, d in pairs if m < 11}  # around New Year the months without a year of November are past
    if not pairs:
        return str(year)
    month, day = max(pairs)
    if not _valid(year, month, day):
        return str(year)
    today = {(int(m), int(d)) for m, d in _TODAY.findall(text)}
    if len(today) == 1 and today == {(month, day)}:
        return f"{year}-{month:02}-{day:02}"
    last = calendar.monthrange(year, month)[1]
    return str(year) if day == last else f"{year}-{month:02}"  # on the last day a paper reports it in the next month


def _valid(year: int, month: int, day: int) -> str:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return ""
    return f"{year}-{month:02}-{day:02}"
