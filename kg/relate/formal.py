"""What the form of a page says: who issues the decision in the headline, whom its lists commend, who reports."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.models import EntityType, Fact, Mention
from kg.relate.reading import ORGANISATIONS, PEOPLE, Reading, fact

_GIVEN_AT = re.compile(r"^[ —―-]*(?:\d{4}年\d{1,2}月\d{1,2}日)?在.{6,60}上[ ）]*$")
_COMMENDS = re.compile(r"表彰|嘉奖|通报表扬|命名|授予")
_LIST = re.compile(r"^ *(?:附件?|附)?[：:]?.{0,24}名[ ]{0,4}单")
_ATTENDED = re.compile(r"(?:出席|参加|列席|就座|与会)[^。；]{0,40}：\s*$")
_COLON = re.compile(r"：\s*(?:\n|\Z)")
_BRACKETS = re.compile(r"（[^（）]*）")
_NUMBER = re.compile(r"^[ \d.、．（）()]*")


def formal(reading: Reading, facts: Sequence[Fact]) -> list[Fact]:
    """Facts that stand in the layout, not in sentences. `facts`: what the sentences said."""
    return [*_issued(reading), *_reporter(reading), *_listed(reading, facts), *_seated(reading)]


def issuers(reading: Reading) -> list[Mention]:
    """中共X市委 X市人民政府 / 关于……的决定: the organs before the paper in the headline."""
    paper = _headline_paper(reading)
    return [] if paper is None else [
        m for m in (*reading.within(0, paper.start), *reading.all_starting(paper.start, frozenset({EntityType.DEPARTMENT})))
        if m.type is EntityType.DEPARTMENT]


def _headline_paper(reading: Reading) -> Mention | None:
    return next((m for m in reading.named if m.rule == "document.headline"), None)


def _issued(reading: Reading) -> list[Fact]:
    """The organs in the headline issue the paper; those that a title names issue it too: 《中共X市委关于…的决定》."""
    paper = _headline_paper(reading)
    out = [fact(reading, m, "issues", paper, (m.start, paper.end), "issues.headline") for m in issuers(reading)] if paper else []
    for m in reading.named:
        if m.rule == "document.titled" and "关于" in m.name:
            about = m.start + m.name.index("关于")
            named = [o for o in reading.all if (o.implied and o.type is EntityType.DEPARTMENT and m.start <= o.start
                     and o.end <= about and not reading.text[m.start : o.start].strip(" 、和"))
                     or (o.implied and o.type is EntityType.DEPARTMENT and m.start < o.start and o.end == about)]
            out += [fact(reading, o, "issues", m, (m.start, m.end), "issues.title") for o in named]
    return out


def _reporter(reading: Reading) -> list[Fact]:
    """——在X市人民代表大会第二次会议上 / X市市长 李刚: he attends it."""
    for (start, end, named), (begin, stop, following) in pairwise(reading.told[:8]):
        events = [m for m in named if m.type is EntityType.EVENT]
        people = [m for m in following if m.type in PEOPLE]
        given = len(people) == 1 and events and _GIVEN_AT.match(reading.text[start:end].strip())
        if given and stop - begin < 40:
            return [fact(reading, people[0], "attends", events[0], (start, people[0].end), "attends.reporter")]
    return []


def _listed(reading: Reading, facts: Sequence[Fact]) -> list[Fact]:
    """The names at the beginnings of the lines behind 表彰名单, commended by those who decided it."""
    said = [f for f in facts if f.predicate == "commends"]
    honours = _COMMENDS.search(reading.article.headline) is not None or bool(said)
    givers = list(dict.fromkeys(f.subject for f in said)) or issuers(reading)
    if not honours or not givers:
        return []
    givers = list({m.name: m for m in givers}.values())
    out: list[Fact] = []
    inside = False
    for start, end in reading.sentences:
        line = _BRACKETS.sub("", reading.text[start:end]).strip()
        if _LIST.match(line) and len(line) < 30:
            inside = True
            continue
        first = start + _NUMBER.match(reading.text[start:end]).end()  # type: ignore[union-attr]
        m = next((m for m in reading.within(start, end) if m.start == first and m.type in PEOPLE | ORGANISATIONS), None)
        if inside and m is not None and len(line) < 60 and "，" not in line:
            out += [fact(reading, giver, "commends", m, (m.start, m.end), "commends.listed") for giver in givers]
    return out


def _seated(reading: Reading) -> list[Fact]:
    """The lines of names behind 在主席台就座的还有：, attending the event named last."""
    if _COLON.search(reading.text) is None:
        return []
    out: list[Fact] = []
    event: Mention | None = None
    listing = False
    for start, end, named in reading.told:
        people = [m for m in named if m.type in PEOPLE]
        if listing and people and event is not None and _only_names(reading, people, start, end):
            out += [fact(reading, m, "attends", event, (m.start, m.end), "attends.listed") for m in people]
            continue
        event = next((m for m in reversed(named) if m.type is EntityType.EVENT), event)
        line = reading.text[start:end]
        listing = "：" in line and _ATTENDED.search(line) is not None
    return out


def _only_names(reading: Reading, people: Sequence[Mention], start: int, end: int) -> bool:
    """Whether little else than names, blanks and (女) stands in a line."""
    line = re.sub(r"（[^（）]*）|[\s、，]", "", reading.text[start:end])
    return sum(len(re.sub(r"\s", "", m.name)) for m in people) >= 0.6 * len(line)
