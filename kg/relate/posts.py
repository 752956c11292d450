"""Posts of persons: the chain before a name (市委副书记、市长李刚), what is said behind it (现任…), lists and CVs."""

import re
from dataclasses import replace

from kg.models import EntityType, Fact, Mention, Status
from kg.relate.chains import CANDIDATE, chain_after, chain_before
from kg.relate.held import Said, post_facts
from kg.relate.reading import ORGANISATIONS, PEOPLE, Reading, implied
from kg.relate.resumes import Scope, careers, led, scope, stated_date
from kg.relate.seats import Seat, executive, government

_PLURAL = re.compile(r"副|委员|常委|成员|代表|董事|监事|院士|教授|审判员|检察员")
_EACH_HIS = re.compile("(?:分别)?代表(?:双方|各自|两地|各方|政企)")  # 副市长李刚、王海代表双方签约: one of each side
_STOP = re.compile("[。\n]")
_NEXT = re.compile("[^。；\n]{0,30}。")  # what is left of the sentence before, and nothing of this one
_ASIDE = re.compile(r"（[^（）\n]{2,40}）")
_CELLS = re.compile(r"(?:（[^（）\n]{1,12}）)?(?: {1,6}|，)")  # between the name and the post of a row
_LISTED = re.compile(r"(?: ?[、和与及] ?|、?（[^（）]{1,8}）、? ?| {1,4})")
_REMOVED = re.compile(
    r"(?:（[^（）\n]{1,8}）)?(?:同志)?(?:因[^，。]{2,14}?，?(?=辞去))?(?:的|辞去(?:的)?(?:其)?|担任的|挂任的?|所任|兼任的)?")


def posts(reading: Reading) -> tuple[list[Fact], dict[Mention, int]]:
    """All posts of an article, and for each person where the chain before the name begins."""
    people = [m for m in reading.named if m.type in PEOPLE]
    facts, chains = _before(reading, people)
    facts += _general_secretary(reading, people, {p.name for p in people if chains[p] < p.start})
    behind: list[list[Fact]] = []
    last: Fact | None = None
    for person in people:
        last = behind[-1][0] if behind and behind[-1] else last
        said = last is not None and not _STOP.search(reading.text, last.end, person.start)
        near = last.object if last is not None and said and isinstance(last.object, Mention) else None
        behind.append(_behind(reading, person, near))
    for i in range(len(people) - 2, -1, -1):  # 何璐、田大勇为…审判员
        gap = reading.text[people[i].end : people[i + 1].start]
        if not behind[i] and _LISTED.fullmatch(gap) and gap.strip():
            behind[i] = [replace(f, subject=people[i], start=people[i].start) for f in behind[i + 1]]
    return [*facts, *(f for found in behind for f in found), *careers(reading, people)], chains


def _before(reading: Reading, people: list[Mention]) -> tuple[list[Fact], dict[Mention, int]]:
    """Posts before names; a list shares a title that several hold, and a title alone has the organisation before it."""
    facts: list[Fact] = []
    chains: dict[Mention, int] = {}
    seats: list[Seat] = []
    previous: Mention | None = None
    for person in people:
        found, start = chain_before(reading, person.start)
        gap = reading.text[previous.end : start] if previous is not None else "。"
        if found:
            near = seats[-1].organisation if seats and _same_body(reading, seats[-1], found[0], gap) else None
            seats, first = _inherited(reading, found, near), start
        elif _LISTED.fullmatch(gap) and not _EACH_HIS.match(reading.text, person.end):
            seats = [s for s in seats if all(_PLURAL.search(x.title) for x in seats)]
            first = seats[0].start if seats else person.start
        else:
            seats, first = [], person.start
        chairs = bool(found) and found[-1].title == "执行主席"  # of this sitting: what he does there, no post
        chains[person] = person.start if chairs else start
        hoped = seats and CANDIDATE.match(reading.text, seats[-1].end, person.start)
        held = seats[:-1] if hoped else seats  # 市委副书记、市长候选人: the one already
        facts += post_facts(reading, person, held, (first, person.end), "post.before-name")
        facts += post_facts(reading, person, seats[len(held) :], (first, person.end), "post.before-name", Said(status=Status.PROPOSED))
        if reading.text[start - 1 : start] == "由" and reading.text.startswith(("担任", "出任", "兼任"), person.end):
            made, first = chain_before(reading, start - 1)  # 院长由|大学教授李刚担任
            facts += post_facts(reading, person, made, (first, person.end), "post.made")
        previous = person
    return facts, chains


def _same_body(reading: Reading, last: Seat, seat: Seat, gap: str) -> bool:
    """Whether a bare title goes on with the body before: 主任李刚，副主任王海; 市政协主席李刚主持会议。副主席王海参加."""
    if gap in ("，", "、"):
        return True
    titles = reading.rulebook.titles
    if last.organisation is not None and last.organisation.rule == "place.country":
        return False  # 匈牙利总理…，北约秘书长…
    if titles.level(seat.title) and titles.sphere(last.title) == "party" and re.search("[。；\n]", gap) is None and (
            last.organisation is not None and not last.organisation.name.startswith(titles.level(seat.title))):
        return True  # 甲市委书记李刚宣布开工，市长王海主持仪式
    firm = last.organisation is not None and last.organisation.type is EntityType.ENTERPRISE  # …董事长李刚讲话，党委副书记、总经理王海
    deputy = titles.head(seat.title) == titles.head(last.title) or seat.title in ("秘书长", "副秘书长") or (
        firm and titles.inside(seat.title))
    named = any(m.type in ORGANISATIONS for m in reading.within(last.end, seat.start))
    near = re.search("[。；\n]", gap) is None or (not last.title.startswith("副") and _NEXT.fullmatch(gap) is not None)
    return deputy and not named and near


def _inherited(reading: Reading, seats: list[Seat], near: Mention | None) -> list[Seat]:
    """市人大常委会主任李刚，副主任王海: of the same body; 东港市委书记李刚，市长王海: of its place."""
    out = []
    for seat in seats:
        level = reading.rulebook.titles.level(seat.title)
        own = seat.organisation
        if near is not None and not seat.stray and (own is None or (level and own.name == level + "政府")):
            own = government(reading, seat, near, level) if level else executive(seat, near) or near
        out.append(seat._replace(organisation=own))
    return out


def _behind(reading: Reading, person: Mention, near: Mention | None) -> list[Fact]:
    """Posts behind the name: 李刚市长, 李刚（市财政局局长）, 李 刚  市财政局局长, 免去李刚的…, 李刚，女，…，现任…"""
    text, end = reading.text, person.end
    title_end = reading.title_from(end)
    if title_end is not None and not reading.starting(title_end, PEOPLE):
        seat = Seat(None, text[end:title_end], end, title_end)
        level = reading.rulebook.titles.level(seat.title)
        if level and reading.article.place.endswith(level):
            seats = [seat._replace(organisation=government(reading, seat, None, level))]
            return post_facts(reading, person, seats, (person.start, title_end), "post.behind-name")
        if reading.rulebook.titles.sphere(seat.title) == "foreign" and (host := _visited(reading, person)) is not None:
            seats = [seat._replace(organisation=host)]
            return post_facts(reading, person, seats, (person.start, title_end), "post.host")
    if _ASIDE.match(text, end):
        seats, stop = chain_after(reading, end + 1)
        if seats:
            return post_facts(reading, person, seats, (person.start, stop), "post.bracket")
    if row := _row(reading, person):
        return row
    about = scope(reading, person)
    return _removed(reading, person, about) or led(reading, person, about, near)


_VISITS = re.compile("访问|会见|会谈|会晤|拜会|通话|通电话|来华")


def _visited(reading: Reading, person: Mention) -> Mention | None:
    """The one country that a sentence about a visit names before a head of state: 访问荷兰，会见…国王."""
    start, end = reading.sentence_at(person.start) or (0, 0)
    before = reading.text[start : person.start]
    countries = {name for name in reading.rulebook.countries if name in before}
    if len(countries) != 1 or _VISITS.search(reading.text, start, end) is None:
        return None
    name = countries.pop()
    at = start + before.find(name)
    return implied(EntityType.PLACE, name, at, at + len(name), "place.country", full=reading.rulebook.countries[name])


def _row(reading: Reading, person: Mention) -> list[Fact]:
    """A line of a table: the name, blanks or a comma, the post, and nothing else."""
    text = reading.text
    if person.start > 0 and text[person.start - 1] not in "\n。；":
        return []
    gap = _CELLS.match(text, person.end)
    seats, stop = chain_after(reading, gap.end()) if gap else ([], 0)
    named = bool(seats) and seats[0].start < seats[0].end - len(seats[0].title)  # with its organisation
    if not named or text[stop : stop + 1] not in ("", "\n", "。", "；", "，"):
        return []
    return post_facts(reading, person, seats, (person.start, stop), "post.row")


def _general_secretary(reading: Reading, people: list[Mention], titled: set[str]) -> list[Fact]:
    """The bare 总书记 behind a name is of the party's centre, unless the article names another office of the person."""
    out = []
    for person in people:
        if reading.text.startswith("总书记", person.end) and person.name not in titled:
            end = person.end + len("总书记")
            owner = implied(EntityType.DEPARTMENT, "中共中央", person.end, end, "post.general-secretary")
            seat = Seat(owner, "总书记", person.end, end)
            out += post_facts(reading, person, [seat], (person.start, end), "post.general-secretary")
    return out


def _removed(reading: Reading, person: Mention, about: Scope) -> list[Fact]:
    """免去李刚的市财政局局长职务; 接受李刚辞去副市长职务的请求."""
    text = reading.text
    link = _REMOVED.match(text, person.end, about.end)
    if link is None:
        return []
    seats, stop = chain_after(reading, link.end())
    if not seats or not text.startswith("职务", stop):
        return []
    said = Said(Status.FORMER, valid_until=stated_date(reading, about.start, person.start))
    return post_facts(reading, person, seats, (person.start, stop + 2), "post.removed", said)
