"""Posts: 区域 + 机构 + 职务 chains before a name (市委副书记、市长张新伟) and behind it (现任…, 任命…为…)."""

import re
from dataclasses import dataclass

from kg.models import EntityType, Fact, Mention, Status
from kg.relate.reading import ORGANISATIONS, PEOPLE, Reading, fact, implied

_HOLDERS = ORGANISATIONS | {EntityType.PLACE}
_LEVEL_PLACE = re.compile(r"[省市区县州盟旗镇乡]")
_FORMER = re.compile(r"(?:原任?|时任|前任?|曾任)$")
_PLURAL = re.compile(r"副|委员|常委|成员|代表|董事|监事|院士|教授")
_NO_POST = frozenset({"代表", "负责人", "委员", "团长", "理事", "专员", "教授"})
_LEADS = re.compile(
    r"(?P<proposed>拟任|拟提名为?|拟推荐为?|拟提拔任?|拟转任|拟担任|拟晋升|提名为?|推荐为?|拟聘任?为?|拟)|(?P<former>曾任|历任|原任|先后任|曾担任|先后担任|免去[^，。；]{0,12}?的?(?=[^，。；]{2,40}职务)|辞去|不再担任|不再兼任)"
    r"|(?P<start>任命[^，。；]{0,16}?为|决定任命|当选为?|被任命为|补选为?|选举产生|出任|接任|升任|调任|转任|推选为?|聘任?为|兼任)|(?P<current>现任|担任|任|系|是|为|作为|身为)"
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One title of a chain with its organisation, None where it has the one before."""

    organisation: Mention | None
    title: str
    start: int
    end: int
    former: bool = False


def posts(reading: Reading) -> tuple[list[Fact], dict[Mention, int]]:
    """All posts of an article, and for each person where the chain before the name begins."""
    facts: list[Fact] = []
    chains: dict[Mention, int] = {}
    shared: list[Seat] = []
    previous: Mention | None = None
    for person in [m for m in reading.named if m.type in PEOPLE]:
        seats, start = chain_before(reading, person.start)
        if not seats and previous is not None and _listed(reading.text[previous.end : person.start]):
            seats, start = [s for s in shared if len(shared) == 1 and _PLURAL.search(s.title)], person.start
            first = seats[0].start if seats else start
        else:
            first = start
        chains[person] = start
        facts += _facts(reading, person, seats, (first, person.end), "post.before-name")
        shared, previous = seats, person
        facts += _behind(reading, person)
    return facts, chains


def _listed(gap: str) -> bool:
    return bool(re.fullmatch(r" ?(?:[、和与及]|（[^（）]{1,6}）、?) ?|（女）", gap))


def chain_before(reading: Reading, position: int) -> tuple[list[Seat], int]:
    """The chain of posts that ends at a position, left to right, and where it begins."""
    text = reading.text
    end = position
    while end > 0 and text[end - 1] in " ：":
        end -= 1
    seats: list[Seat] = []
    while (start := reading.title_ends.get(end)) is not None:
        seat = _seat(reading, start, end)
        seats.append(seat)
        begin = seat.organisation.start if seat.organisation is not None and seat.organisation.end <= start else seat.start
        if begin > 0 and text[begin - 1] in "、兼，" and reading.title_ends.get(begin - 1) is not None:
            end = begin - 1
        elif text[max(0, begin - 2) : begin] == "、兼" and reading.title_ends.get(begin - 2) is not None:
            end = begin - 2
        else:
            return _filled(reading, seats[::-1]), begin
    return [], position


def _seat(reading: Reading, start: int, end: int) -> Seat:
    """A title with the organisation right before it; 原 may stand between or before."""
    text, begin, former = reading.text, start, False
    mark = _FORMER.search(text, max(0, start - 2), start)
    if mark:
        begin, former = mark.start(), True
    organisation = reading.ending(begin, _HOLDERS)
    if organisation is not None and organisation.type is EntityType.PLACE and organisation.rule != "place.zone" and (
            not reading.rulebook.titles.level(text[start:end])):
        organisation = organisation if reading.rulebook.titles.sphere(text[start:end]) in ("party", "foreign") else None
    if organisation is None and text[max(0, begin - 2) : begin] == "公司":
        organisation = _last_firm(reading, begin)
        begin = begin - 2 if organisation else begin
    if organisation is not None and _FORMER.search(text, max(0, organisation.start - 2), organisation.start):
        former = True
    return Seat(organisation, text[start:end], begin if organisation is None else min(begin, organisation.start), end, former)


def _last_firm(reading: Reading, position: int) -> Mention | None:
    """公司总经理: the firm named last before it."""
    firms = [m for m in reading.named if m.type is EntityType.ENTERPRISE and m.end <= position]
    return firms[-1] if firms else None


def _filled(reading: Reading, seats: list[Seat]) -> list[Seat]:
    """Every title with an organisation: its own, the government its title implies, or the one before it."""
    out: list[Seat] = []
    current: Mention | None = None
    for seat in seats:
        level = reading.rulebook.titles.level(seat.title)
        own = seat.organisation
        if level and (own is None or own.type is EntityType.PLACE):
            own = _government(reading, seat, own or current, level)
        elif own is not None and own.type is EntityType.PLACE and own.rule != "place.zone":
            own = None
        organisation = own or current
        if own is not None and not own.implied or current is None:
            current = own or current
        out.append(Seat(organisation, seat.title, seat.start, seat.end, seat.former))
    return out


def _government(reading: Reading, seat: Seat, near: Mention | None, level: str) -> Mention | None:
    """The government that 市长, 副县长 … means: of the place before it, of the organ's place, else of home."""
    if near is not None and near.type is EntityType.PLACE:
        return implied(EntityType.DEPARTMENT, near.name + "人民政府", seat.start, seat.end, "post.implied-government")
    if level in ("镇", "乡") or level == "区" and near is None:
        return None
    prefix = ""
    if near is not None and near.type is EntityType.DEPARTMENT:
        name = near.name.removeprefix("中共")
        found = _LEVEL_PLACE.search(name[:12])
        prefix = name[: found.end()] if found and name[found.end() :].startswith(("委", "人", "政")) else ""
    if not prefix.endswith(level):
        prefix = level
    return implied(EntityType.DEPARTMENT, prefix + "政府", seat.start, seat.end, "post.implied-government", full=" ")


def _facts(reading: Reading, person: Mention, seats: list[Seat], span: tuple[int, int], rule: str, *,
           status: Status = Status.CURRENT, valid_from: str = "", valid_until: str = "") -> list[Fact]:
    out = []
    for seat in seats:
        if seat.organisation is None or seat.organisation is person or seat.title == "负责人":
            continue
        role, state = seat.title, status
        if seat.former and status is Status.CURRENT:
            state = Status.FORMER
        elif re.match("代(?!表)|代理", role):
            state = Status.ACTING
        if role == "代表" and seat.organisation.type is not EntityType.DEPARTMENT:
            continue
        if role.endswith("代表") and seat.organisation.name.endswith("人大"):
            role = "人大代表"
        out.append(fact(reading, person, "holdsPost", seat.organisation, span, rule, confidence=0.95, role=role, status=state,
                        valid_from=valid_from, valid_until=valid_until))
    return out


def _behind(reading: Reading, person: Mention) -> list[Fact]:
    """Posts behind the name: 李刚市长, 李刚（市财政局局长）, 李刚任…, 王海，女，…，现任…，拟任…"""
    text = reading.text
    title_end = reading.title_starts.get(person.end)
    if title_end is not None and not reading.starting(title_end, PEOPLE):
        seat = Seat(None, text[person.end : title_end], person.end, title_end)
        level = reading.rulebook.titles.level(seat.title)
        if level and reading.article.place.endswith(level):
            seats = [Seat(_government(reading, seat, None, level), seat.title, seat.start, seat.end)]
            return _facts(reading, person, seats, (person.start, title_end), "post.behind-name")
    bracket = re.match(r"（(?=[^（）]{2,40}）)", text[person.end : person.end + 1] + text[person.end + 1 : person.end + 44])
    if bracket:
        seats, end = chain_after(reading, person.end + 1)
        if seats:
            return _facts(reading, person, seats, (person.start, end), "post.bracket")
    return _led(reading, person)


def _scope(reading: Reading, person: Mention) -> int:
    """How far what is said of a person reaches: to the next person who opens a clause, or the sentence's end."""
    end = next((b for a, b in reading.sentences if a <= person.start < b), len(reading.text))
    for other in reading.within(person.end, end):
        if other.type in PEOPLE and other.name != person.name:
            return other.start
    return end


def _led(reading: Reading, person: Mention) -> list[Fact]:
    text, out = reading.text, []
    sentence = next((s for s in reading.sentences if s[0] <= person.start < s[1]), (0, len(text)))
    end = _scope(reading, person)
    before = text[max(sentence[0], person.start - 14) : person.start]
    position = person.end
    resume = re.match(r"\s?[，（]", text[position:end]) is not None
    for lead in _LEADS.finditer(text, position, end):
        gap = text[position : lead.start()]
        kind = lead.lastgroup or ""
        direct = re.fullmatch(r"同志|一?直?|（[^（）]*）|同志，|，|、?|先后|连续|曾|还", gap) is not None
        if not direct and not (resume and (kind != "current" or lead.group() in ("现任", "任", "担任")) and text[lead.start() - 1] in "，；。、年月 —-至今"):
            continue
        seats, stop = chain_after(reading, lead.end())
        if not seats:
            continue
        status = {"proposed": Status.PROPOSED, "former": Status.FORMER}.get(kind, Status.CURRENT)
        if kind == "start" and re.search(r"(?:免去|不再)", before):
            status = Status.FORMER
        out += _facts(reading, person, seats, (person.start, stop), f"post.{kind}", status=status,
                      valid_from=_stated_date(reading, sentence[0], person.start) if kind == "start" else "")
    out += _removed(reading, person, before, sentence, end)
    return out


_REMOVED = re.compile(r"(?:免去|撤销|罢免|接受|同意|决定免去)(?:了)?$")
_APPOINTED = re.compile(r"(?:任命|决定任命|聘任|批准任命|补选|选举|推选|当选|增补)$")


def _removed(reading: Reading, person: Mention, before: str, sentence: tuple[int, int], end: int) -> list[Fact]:
    """免去李刚的市财政局局长职务; 接受李刚辞去副市长职务的请求; lists: 任命李刚为…；"""
    text = reading.text
    link = re.match(r"(?:同志)?(?:的|辞去(?:的)?(?:其)?|担任的|所任|兼任的)", text[person.end : end])
    if _REMOVED.search(before) and link:
        seats, stop = chain_after(reading, person.end + link.end())
        when = _stated_date(reading, sentence[0], person.start)
        return _facts(reading, person, seats, (person.start, stop), "post.removed", status=Status.FORMER, valid_until=when)
    return []


_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")


def _stated_date(reading: Reading, start: int, position: int) -> str:
    """A full date said in the sentence before the name, as 2026-03-02 or 2026-03."""
    found = list(_DATE.finditer(reading.text, start, position))
    if not found:
        return ""
    year, month, day = found[-1].groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def chain_after(reading: Reading, position: int) -> tuple[list[Seat], int]:
    """The chain of posts that begins at a position, and where it ends."""
    text = reading.text
    while text[position : position + 1] in (" ", "：", "了", "“"):
        position += 1
    seats: list[Seat] = []
    stop = position
    while True:
        begin, former = position, False
        mark = re.match(r"原|时任|前", text[position : position + 2])
        if mark and not reading.starting(position, _HOLDERS):
            position, former = position + mark.end(), True
        organisation = reading.starting(position, _HOLDERS)
        start = organisation.end if organisation is not None else position
        if text[start : start + 1] == "原":
            start, former = start + 1, True
        end = reading.title_starts.get(start)
        if end is None and organisation is not None:
            shorter = [m for m in reading.all if m.start == position and m.end in reading.title_starts and m.type in _HOLDERS]
            if shorter:
                organisation = max(shorter, key=lambda m: m.end)
                end = reading.title_starts[organisation.end]
        if end is None:
            break
        if organisation is not None and organisation.type is EntityType.PLACE and organisation.rule != "place.zone" and not (
                reading.rulebook.titles.level(text[organisation.end : end])):
            organisation = None
        title = text[organisation.end if organisation is not None and not former else start : end].removeprefix("原")
        seats.append(Seat(organisation, title, begin, end, former))
        stop = end
        if text.startswith("候选人", end):
            stop = end + 3
        following = re.match(r"(?:、|，兼?|兼|和|及)", text[stop : stop + 2])
        if not following:
            break
        position = stop + following.end()
    return _filled(reading, seats), stop
