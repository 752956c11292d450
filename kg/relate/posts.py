"""Posts of persons: the chain before a name (市委副书记、市长李刚), what is said behind it (现任…), lists and CVs."""

import re
from dataclasses import dataclass, replace

from kg.models import EntityType, Fact, Mention, Status
from kg.relate.chains import Seat, chain_after, chain_before, government
from kg.relate.reading import ORGANISATIONS, PEOPLE, Reading, fact, implied

_PLURAL = re.compile(r"副|委员|常委|成员|代表|董事|监事|院士|教授|审判员|检察员")
_NO_POST = frozenset({"负责人", "代表", "人选"})
_LISTED = re.compile(r"(?: ?[、和与及] ?|、?（[^（）]{1,8}）、? ?| {1,4})")
_LEADS = re.compile(
    r"(?P<proposed>拟(?:提名|推荐|提拔|转|担|调|挂|晋升|聘)?(?:任|为)?|(?:被?提名|推荐)(?:任|为)?)"
    r"|(?P<former>曾任|此前(?:曾)?担?任|历任|原任|先后任|曾担任|先后担任|曾先后担?任|辞去|不再担任|不再兼任|(?:被?免去|免)(?:其|了)?)"
    r"|(?P<start>决定任命|当选为?|被任命为|补选为?|选举产生|出任|接任|升任|调任|转任|改任|连任|推选为?|聘任?为"
    r"|[受获]聘(?:为|担任)?|兼任)"
    r"|(?P<acting>代理)"
    r"|(?P<current>将?留任|继续担任|现任|现为|担任|任|系|是|为|作为|身为)"
)
_STATUS = {"proposed": Status.PROPOSED, "former": Status.FORMER, "acting": Status.ACTING}
_DIRECT = re.compile(
    r"同志|一?直?|（[^（）]*）|同志，|，|、|先后|连续|曾|还|在|利用|因[^，。；\n]{1,10}|自?\d{4}年(?:\d{1,2}月)?起?")
_REMOVED = re.compile(
    r"(?:（[^（）\n]{1,8}）)?(?:同志)?(?:因[^，。]{2,14}?，?(?=辞去))?(?:的|辞去(?:的)?(?:其)?|担任的|所任|兼任的)?")
_PROPOSING = re.compile(r"(?:提请[^，。\n]{0,10}任命|建议任命|拟任命|提名|推荐)[^，。\n]{0,8}$")
_RESUME = re.compile(r"简历：|(?:\s?[，（]|\s+(?=[男女]，))(?:男|女|[\u4e00-\u9fff]{1,4}族|\d{4}年|现任|拟任)|出生于|生于|\d{4}年\d{0,2}月?出?生")
_GOES_ON = re.compile(r"\n *(?:历任|曾任|先后|\d{4}年(?:\d{1,2}月)?[^，。；\n]{0,6}任)")  # the next paragraph of a résumé
_SINCE = re.compile(r"(\d{4})年(\d{1,2})月起?$")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_PASSED = re.compile(r"（(\d{4}年\d{1,2}月\d{1,2}日)[^（）\n]{0,60}通过）")
_ENDS = ("，", "（挂", "。", "；", "\n", "期间", "等职")
_REACH = 2000  # characters of a résumé
_MONTH = r"(\d{4})[年.．/](\d{1,2})月?"
_PERIOD = re.compile(
    rf"[ ]*{_MONTH} ?(?:至|—{{1,2}}|-{{1,2}}|－|～|~|–) ?(?:{_MONTH}|至?今)?[ ，：]*(?:先后|历|曾)?(?:担?任)?")


@dataclass(frozen=True, slots=True)
class _Said:
    """How the posts of a chain are held, and when by the words of the text."""

    status: Status = Status.CURRENT
    valid_from: str = ""
    valid_until: str = ""


def posts(reading: Reading) -> tuple[list[Fact], dict[Mention, int]]:
    """All posts of an article, and for each person where the chain before the name begins."""
    people = [m for m in reading.named if m.type in PEOPLE]
    facts, chains = _before(reading, people)
    facts += _general_secretary(reading, people, {p.name for p in people if chains[p] < p.start})
    behind: list[list[Fact]] = []
    last: Fact | None = None
    for person in people:
        last = behind[-1][0] if behind and behind[-1] else last
        said = last is not None and not re.search("[。\n]", reading.text[last.end : person.start])
        near = last.object if last is not None and said and isinstance(last.object, Mention) else None
        behind.append(_behind(reading, person, near))
    for i in range(len(people) - 2, -1, -1):  # 何璐、田大勇为…审判员
        gap = reading.text[people[i].end : people[i + 1].start]
        if not behind[i] and _LISTED.fullmatch(gap) and gap.strip():
            behind[i] = [replace(f, subject=people[i], start=people[i].start) for f in behind[i + 1]]
    return [*facts, *(f for found in behind for f in found), *_careers(reading, people)], chains


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
        elif _LISTED.fullmatch(gap):
            seats = [s for s in seats if all(_PLURAL.search(x.title) for x in seats)]
            first = seats[0].start if seats else person.start
        else:
            seats, first = [], person.start
        chairs = bool(found) and found[-1].title == "执行主席"  # of this sitting: what he does there, no post
        chains[person] = person.start if chairs else start
        facts += _facts(reading, person, seats, (first, person.end), "post.before-name")
        if reading.text[start - 1 : start] == "由" and reading.text.startswith(("担任", "出任", "兼任"), person.end):
            made, first = chain_before(reading, start - 1)  # 院长由|大学教授李刚担任
            facts += _facts(reading, person, made, (first, person.end), "post.made")
        previous = person
    return facts, chains


def _same_body(reading: Reading, last: Seat, seat: Seat, gap: str) -> bool:
    """Whether a bare title goes on with the body before: 主任李刚，副主任王海; 市政协主席李刚讲话，副主席王海参加."""
    if gap in ("，", "、"):
        return True
    titles = reading.rulebook.titles
    if last.organisation is not None and last.organisation.rule == "place.country":
        return False  # 匈牙利总理…，北约秘书长…
    if titles.level(seat.title) and titles.sphere(last.title) == "party" and re.search("[。；\n]", gap) is None and (
            last.organisation is not None and not last.organisation.name.startswith(titles.level(seat.title))):
        return True  # 甲市委书记李刚宣布开工，市长王海主持仪式
    deputy = titles.head(seat.title) == titles.head(last.title) or seat.title in ("秘书长", "副秘书长")
    named = any(m.type in ORGANISATIONS for m in reading.within(last.end, seat.start))
    return deputy and not named and re.search("[。；\n]", gap) is None


def _inherited(reading: Reading, seats: list[Seat], near: Mention | None) -> list[Seat]:
    """市人大常委会主任李刚，副主任王海: of the same body; 东港市委书记李刚，市长王海: of its place."""
    out = []
    for seat in seats:
        level = reading.rulebook.titles.level(seat.title)
        own = seat.organisation
        if near is not None and not seat.stray and (own is None or (level and own.name == level + "政府")):
            own = government(reading, seat, near, level) if level else near
        out.append(replace(seat, organisation=own))
    return out


def _facts(reading: Reading, person: Mention, seats: list[Seat], span: tuple[int, int], rule: str,
           said: _Said | None = None) -> list[Fact]:
    out = []
    said = said or _Said()
    for seat in seats:
        owner, role, status = seat.organisation, seat.title, said.status
        body = re.match("(审判委员会|检察委员会)(?=.)", role)
        if body and owner is not None and not owner.name.endswith(body[1]):  # …法院副院长、审判委员会|委员
            role = role.removeprefix(body[1])
            owner = implied(owner.type, owner.name + body[1], owner.start, owner.end, owner.rule,
                            full=(owner.full or owner.name) + body[1])
        if role == "长" and owner is not None:
            role = owner.name[-1] + role  # 宣传部|长
        if owner is None or (role in _NO_POST and owner.type is not EntityType.DEPARTMENT) or role == "负责人":
            continue
        if seat.former and status is Status.CURRENT:
            status = Status.FORMER
        elif re.match("代(?!表)|代理", role) and status is Status.CURRENT:
            status = Status.ACTING
        if role.endswith("代表") and owner.name.endswith("人大"):
            role = "人大代表"
        out.append(fact(reading, person, "holdsPost", owner, span, rule, confidence=0.95, role=role, status=status,
                        valid_from=said.valid_from, valid_until=said.valid_until))
    return out


def _behind(reading: Reading, person: Mention, near: Mention | None) -> list[Fact]:
    """Posts behind the name: 李刚市长, 李刚（市财政局局长）, 李 刚  市财政局局长, 免去李刚的…, 李刚，女，…，现任…"""
    text, end = reading.text, person.end
    title_end = reading.title_starts.get(end)
    if title_end is not None and not reading.starting(title_end, PEOPLE):
        seat = Seat(None, text[end:title_end], end, title_end)
        level = reading.rulebook.titles.level(seat.title)
        if level and reading.article.place.endswith(level):
            seats = [replace(seat, organisation=government(reading, seat, None, level))]
            return _facts(reading, person, seats, (person.start, title_end), "post.behind-name")
        if reading.rulebook.titles.sphere(seat.title) == "foreign" and (host := _visited(reading, person)) is not None:
            seats = [replace(seat, organisation=host)]
            return _facts(reading, person, seats, (person.start, title_end), "post.host")
    if re.match(r"（[^（）\n]{2,40}）", text[end : end + 44]):
        seats, stop = chain_after(reading, end + 1)
        if seats:
            return _facts(reading, person, seats, (person.start, stop), "post.bracket")
    return _row(reading, person) or _removed(reading, person) or _led(reading, person, near)


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
    gap = re.compile(r"(?:（[^（）\n]{1,12}）)?(?: {1,6}|，)").match(text, person.end)
    seats, stop = chain_after(reading, gap.end()) if gap else ([], 0)
    named = bool(seats) and seats[0].start < seats[0].end - len(seats[0].title)  # with its organisation
    if not named or text[stop : stop + 1] not in ("", "\n", "。", "；", "，"):
        return []
    return _facts(reading, person, seats, (person.start, stop), "post.row")


def _scope(reading: Reading, person: Mention) -> tuple[int, int]:
    """The sentence's start, and how far what is said of a person reaches: to the next person or the end.

    A résumé (李刚，男，…。现任…) fills its paragraph up to the next person that opens a sentence.
    """
    start, end = reading.sentence_at(person.start) or (0, len(reading.text))
    opens = person.start in reading.openings or reading.text[person.start - 1 : person.start] == "（"
    resume = opens and _RESUME.match(reading.text, person.end) is not None
    if resume:
        line = reading.text.find("\n", person.end)
        while line >= 0 and _GOES_ON.match(reading.text, line):
            line = reading.text.find("\n", line + 1)
        end = line if line >= 0 else len(reading.text)
    end = min(end, person.end + _REACH)
    others = (m.start for m in reading.within(person.end, end)
              if m.type in PEOPLE and m.name != person.name and (not resume or m.start in reading.openings))
    return start, next(others, end)


def _general_secretary(reading: Reading, people: list[Mention], titled: set[str]) -> list[Fact]:
    """The bare 总书记 behind a name is of the party's centre, unless the article names another office of the person."""
    out = []
    for person in people:
        if reading.text.startswith("总书记", person.end) and person.name not in titled:
            end = person.end + len("总书记")
            owner = implied(EntityType.DEPARTMENT, "中共中央", person.end, end, "post.general-secretary")
            seat = Seat(owner, "总书记", person.end, end)
            out += _facts(reading, person, [seat], (person.start, end), "post.general-secretary")
    return out


def _led(reading: Reading, person: Mention, near: Mention | None) -> list[Fact]:
    """李刚任…, 李刚同志为…, and every post of a notice: 李刚，男，…，现任…，拟任…，提名为…."""
    text, out = reading.text, []
    start, end = _scope(reading, person)
    # a résumé, or a post was read before
    his = re.match(r"\s?[，（]", text[person.end : end]) is not None or _RESUME.match(text, person.end) is not None
    out += _bare(reading, person, end) if _RESUME.match(text, person.end) else []
    for lead in _LEADS.finditer(text, person.end, end):
        kind = lead.lastgroup or ""
        direct = _DIRECT.fullmatch(text, person.end, lead.start()) is not None
        marked = lead.group() in ("现任", "现为", "任", "担任") if kind == "current" else True
        used = text.endswith("利用", 0, lead.start()) or text.endswith(("利用其", "利用先后", "其在"), 0, lead.start())
        if not direct and not used and not (his and marked and text[lead.start() - 1] in "，；。、年月起 —-至今"):
            continue
        seats, stop = _chains(reading, lead.end(), near)
        if not seats or (lead.group().startswith(("免", "被免")) and not text.startswith("职务", stop)):
            continue
        his = True
        near = next((s.organisation for s in seats if s.organisation and not s.organisation.implied), near)
        appointed = kind == "start" or lead.group() == "为"
        since = _SINCE.search(text, person.end, lead.start())
        begun = _month(since[1], since[2]) if since else _stated_date(reading, start, person.start) if appointed else ""
        said = _Said(_status(reading, person, lead, stop), begun)
        out += _facts(reading, person, seats, (person.start, stop), f"post.{kind}", said)
    return out


def _status(reading: Reading, person: Mention, lead: re.Match[str], stop: int) -> Status:
    """How the posts behind a leading word are held."""
    if reading.text.startswith(("职务上的便利", "职务便利", "职务之便", "等职务", "期间"), stop):
        return Status.FORMER
    if lead.group() == "为" and _PROPOSING.search(reading.text, max(0, person.start - 30), person.start):
        return Status.PROPOSED
    return _STATUS.get(lead.lastgroup or "", Status.CURRENT)


def _chains(reading: Reading, position: int, near: Mention | None) -> tuple[list[Seat], int]:
    """One chain of posts after another: 任县交通局局长，县委常委、办公室主任，县政协副主席."""
    seats, stop = chain_after(reading, position, near)
    while seats and reading.text.startswith("，", stop) and reading.starting(stop + 1, ORGANISATIONS):
        more, end = chain_after(reading, stop + 1)
        if not more or (end < len(reading.text) and not reading.text.startswith(_ENDS, end)):
            break
        seats, stop = [*seats, *more], end
    return seats, stop


def _bare(reading: Reading, person: Mention, end: int) -> list[Fact]:
    """Posts of a résumé without any word that leads them: 李刚，男，汉族，中共党员，市财政局副局长，拟任…."""
    out: list[Fact] = []
    for mark in re.finditer("，", reading.text[person.end : end]):
        begin = person.end + mark.end()
        if reading.starting(begin, ORGANISATIONS):
            seats, stop = chain_after(reading, begin)
            if seats and reading.text.startswith(_ENDS, stop):
                out += _facts(reading, person, seats, (person.start, stop), "post.resume")
    return out


def _removed(reading: Reading, person: Mention) -> list[Fact]:
    """免去李刚的市财政局局长职务; 接受李刚辞去副市长职务的请求."""
    text = reading.text
    start, end = _scope(reading, person)
    link = _REMOVED.match(text, person.end, end)
    if link is None:
        return []
    seats, stop = chain_after(reading, link.end())
    if not seats or not text.startswith("职务", stop):
        return []
    said = _Said(Status.FORMER, valid_until=_stated_date(reading, start, person.start))
    return _facts(reading, person, seats, (person.start, stop + 2), "post.removed", said)


def _stated_date(reading: Reading, start: int, position: int) -> str:
    """The day of an appointment: said in the sentence before the name, or in the list's （2026年3月2日…通过）."""
    found = list(_DATE.finditer(reading.text, start, position))
    if not found and (passed := list(_PASSED.finditer(reading.text, max(0, position - 1500), position))):
        found = list(_DATE.finditer(passed[-1].group(1)))
    if not found:
        return ""
    year, month, day = found[-1].groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _careers(reading: Reading, people: list[Mention]) -> list[Fact]:
    """Lines of a CV (2001.03—2004.05 任市财政局局长) of the person whose name last began a line."""
    out = []
    subject: Mention | None = None
    heads = {p.start: p for p in people}
    for start, end in reading.sentences:
        subject = heads.get(start, subject)
        for piece in re.finditer(r"[^；;\n]+", reading.text[start:end]):
            begin = start + piece.start()
            period = _PERIOD.match(reading.text, begin, end)
            if period is None or subject is None:
                continue
            seats, stop = chain_after(reading, period.end())
            first, until = _month(period[1], period[2]), _month(period[3], period[4])
            said = _Said(Status.FORMER if until else Status.CURRENT, first, until)
            out += _facts(reading, subject, seats, (begin, stop), "post.career", said)
    return out


def _month(year: str | None, month: str | None) -> str:
    return f"{year}-{int(month):02d}" if year and month else ""
