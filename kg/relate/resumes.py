"""What is said of a person's posts behind the name: 李刚任…, 历任…, notices, résumés in running text and in lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.models import Fact, Mention, Status
from kg.relate.chains import chain_after
from kg.relate.held import Said, post_facts
from kg.relate.reading import ACTORS, PEOPLE, Reading
from kg.relate.seats import Seat

_LEADS = re.compile(
    r"(?P<proposed>拟(?:提名|推荐|提拔|转|担|调|挂|晋升|聘)?(?:任|为)?|(?:被?提名|推荐)(?:任|为)?)"
    r"|(?P<former>曾任|此前(?:曾)?担?[任为]|历任|原任|先后任|曾担任|先后担任|曾先后担?任|辞去|不再担任|不再兼任|(?:被?免去|免)(?:其|了)?"
    r"|(?:任职|履新|任现职|调任|到任|就任)前[，]?(?:担?任|为|系|是))"
    r"|(?P<start>决定任命|当选为?|被任命为|补选为?|选举产生|出任|接任|升任|调任|转任|改任|连任|推选为?|聘任?为"
    r"|[受获]聘(?:为|担任)?|兼任)"
    r"|(?P<acting>代理)"
    r"|(?P<current>将?留任|继续担任|现任|现为|担任|挂任|任|系|是|为|作为|身为)"
)
_CAREER = re.compile(r"曾|历任|原任|先后|此前|现任|.{2,4}前")  # leads that go back to the subject behind any clause
_MOVES = re.compile(r"[出接升调转改]任|现任")
_STATUS = {"proposed": Status.PROPOSED, "former": Status.FORMER, "acting": Status.ACTING}
_DIRECT = re.compile(
    r"同志|一?直?|（[^（）]*）|同志，|，|、|先后|连续|曾|还|在|利用|因[^，。；\n]{1,10}|自?\d{4}年(?:\d{1,2}月)?起?")
_PROPOSING = re.compile(r"(?:提请[^，。\n]{0,10}任命|建议任命|拟(?:任命|提拔|聘任)|提名|推荐)[^，。\n]{0,20}$")
RESUME = re.compile(
    r"(?:同志)?简历：|(?:\s?[，（]|\s+(?=[男女]，))(?:男|女|[\u4e00-\u9fff]{1,4}族|\d{4}年|现任|拟任)|出生于|生于|\d{4}年\d{0,2}月?出?生")
_SEX = re.compile(r"\s?[，（]\s?[男女][，）\s]")
_GOES_ON = re.compile(r"\n *(?:历任|曾任|先后|\d{4}年(?:\d{1,2}月)?[^，。；\n]{0,6}任)")  # the next paragraph of a résumé
_AGAIN = re.compile(  # the next sentence of a report: 此前，其曾任…
    r"(?:此前，|据[悉了解]{1,2}，|公开(?:资料|信息|报道)显示，|(?:公开)?(?:简历|履历)显示，)?(?:[其他她](?:此前)?|此前)?"
    r"(?:曾|历任|先后|现任|\d{4}年(?:\d{1,2}月)?[^，。；\n]{0,4}任)")
_SINCE = re.compile(r"(\d{4})年(?:(\d{1,2})月)?起?$")
_SPAN = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:至|到|—{1,2}|-{1,2}|–|~)(\d{4})年(?:(\d{1,2})月)?(?:期?间)?，?(?:先后|历|曾)?$")
_DATED = re.compile(r"\d{4}年[^，。；、\n]{0,12}$|[后起]$")
_GONE = re.compile(r"\d{4}年[^，。；\n]{0,8}(?:免职|退休|辞职|被免去|卸任|去世|逝世)|任现职")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_PASSED = re.compile(r"（(\d{4}年\d{1,2}月\d{1,2}日)[^（）\n]{0,60}通过）")
_ENDS = ("，", "（挂", "（兼", "（正", "（副", "（试", "（主", "。", "；", "\n", "期间", "等职")
_ASIDE = re.compile(r"（(?:[兼挂正副]|试用|主持)[^（）\n]{0,10}）")
_BEHIND = "，；。、年月日起后 —-至今其他她"  # what a lead that goes back to the subject may stand behind
_REACH = 2000  # characters of a résumé
_MONTH = r"(\d{4})[年.．/](\d{1,2})月?"
_FROM_TO = re.compile(r"[年.．/]\d{1,2}月? ?[至—－～~–-]")  # of a period: few texts hold any
_PERIOD = re.compile(
    rf"[ ]*{_MONTH} ?(?:至|—{{1,2}}|-{{1,2}}|－|～|~|–) ?(?:{_MONTH}|至?今)?[ ，：]*(?:先后|历|曾)?(?:担?任)?")


class Scope(NamedTuple):
    """Where the sentence of a person begins, and where it, and all that is said of the person in it or next, ends."""

    start: int
    sentence: int
    end: int
    resume: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """The posts behind one leading word, in the order of a career."""

    seats: list[Seat]
    start: int
    stop: int
    rule: str
    said: Said
    dated: bool


def scope(reading: Reading, person: Mention) -> Scope:
    """The sentence's start, and how far what is said of a person reaches: to the next person or the end.

    A résumé (李刚，男，…。现任…) fills its paragraph up to the next person that opens a sentence.
    """
    text = reading.text
    start, end = reading.sentence_at(person.start) or (0, len(text))
    opens = person.start in reading.openings or text[person.start - 1 : person.start] == "（" or (
        text[person.start - 1 : person.start] in tuple("，：") and _SEX.match(text, person.end) is not None)
    resume = opens and RESUME.match(text, person.end) is not None
    sentence = end
    if resume:
        line = text.find("\n", person.end)
        while line >= 0 and _GOES_ON.match(text, line):
            line = text.find("\n", line + 1)
        sentence = end = line if line >= 0 else len(text)
    elif all(m.name == person.name for m in reading.within(start, end) if m.type in PEOPLE):
        while end < len(text) and text[end - 1] != "\n" and _AGAIN.match(text, end):
            end = (reading.sentence_at(end) or (0, len(text)))[1]
    end = min(end, person.end + _REACH)
    others = (m.start for m in reading.within(person.end, end)
              if m.type in PEOPLE and m.name != person.name and (not resume or m.start in reading.openings))
    return Scope(start, sentence, next(others, end), resume)


def led(reading: Reading, person: Mention, said: Scope, near: Mention | None) -> list[Fact]:
    """李刚任…, 李刚同志为…, and every post of a notice: 李刚，男，…，现任…，拟任…，提名为…."""
    career = list(_career(reading, person, said, near))
    out = _bare(reading, person, said.end, career) if RESUME.match(reading.text, person.end) else []
    gone = [m.start() for m in _GONE.finditer(reading.text, person.end, said.end)] if said.resume else []
    for i, held in enumerate(career):
        left = any(later.dated for later in career[i + 1 :]) or any(held.stop <= g for g in gone)
        how = held.said
        if left and held.dated and how.status is Status.CURRENT:  # 2012年任宣传部部长，2016年转任副市长
            how = replace(how, status=Status.FORMER)
        out += post_facts(reading, person, held.seats, (person.start, held.stop), held.rule, how)
    return out


def _career(reading: Reading, person: Mention, said: Scope, near: Mention | None) -> Iterator[_Held]:
    """The chains of posts that leading words open behind a name."""
    text = reading.text
    # a résumé, or a post was read before
    his = re.match(r"\s?[，（]", text[person.end : said.end]) is not None or RESUME.match(text, person.end) is not None
    stop = person.end
    for lead in _LEADS.finditer(text, person.end, said.end):
        kind, before = lead.lastgroup or "", text[lead.start() - 1]
        direct = _DIRECT.fullmatch(text, person.end, lead.start()) is not None
        marked = lead.group() in ("现任", "现为", "任", "担任", "挂任") if kind == "current" else True
        used = text.endswith(("利用", "利用其", "利用先后", "其在"), 0, lead.start())
        back = lead.start() >= said.sentence or (_CAREER.match(lead.group()) is not None and before in "，；次")
        if not direct and not used and not ((his or back) and marked and (before in _BEHIND or back)):
            continue
        seats, end = _chains(reading, lead.end(), near)
        if not seats or (lead.group().startswith(("免", "被免")) and not text.startswith("职务", end)):
            continue
        his = True
        near = next((s.organisation for s in seats if s.organisation and not s.organisation.implied), near)
        clause = max(stop, *(text.rfind(mark, 0, lead.start()) for mark in "，；。"))
        dated = _DATED.search(text, clause, lead.start()) is not None or _MOVES.match(lead.group()) is not None
        yield _Held(seats, lead.end(), end, f"post.{kind}", _said(reading, person, said, lead, end), dated)
        stop = end


def _said(reading: Reading, person: Mention, said: Scope, lead: re.Match[str], stop: int) -> Said:
    """How the posts behind a leading word are held, and when by the words before it."""
    text, status = reading.text, _STATUS.get(lead.lastgroup or "", Status.CURRENT)
    if text.startswith(("职务上的便利", "职务便利", "职务之便", "等职务", "期间"), stop):
        status = Status.FORMER
    elif lead.group() == "为" and _PROPOSING.search(text, max(0, person.start - 30), person.start):
        status = Status.PROPOSED
    low = max(person.end, lead.start() - 30)
    if period := _SPAN.search(text, low, lead.start()):
        return Said(Status.FORMER, _month(period[1], period[2]), _month(period[3], period[4]))
    if since := _SINCE.search(text, low, lead.start()):
        return Said(status, _month(since[1], since[2]))
    appointed = lead.lastgroup == "start" or lead.group() == "为"
    return Said(status, stated_date(reading, said.start, person.start) if appointed else "")


def _chains(reading: Reading, position: int, near: Mention | None) -> tuple[list[Seat], int]:
    """One chain of posts after another: 任县交通局局长，县委常委、办公室主任（兼），县政协副主席."""
    seats, stop = chain_after(reading, position, near)
    while seats:
        aside = _ASIDE.match(reading.text, stop)
        mark = aside.end() if aside else stop
        if not reading.text.startswith("，", mark) or not reading.starting(mark + 1, ACTORS):
            break
        more, end = chain_after(reading, mark + 1)
        if not more or (end < len(reading.text) and not reading.text.startswith(_ENDS, end)):
            break
        seats, stop = [*seats, *more], end
    return seats, stop


def _bare(reading: Reading, person: Mention, end: int, career: list[_Held]) -> list[Fact]:
    """Posts of a résumé without any word that leads them: 李刚，男，汉族，中共党员，市财政局副局长，拟任….

    Behind 历任 they are former like the posts that the word leads.
    """
    out: list[Fact] = []
    for mark in re.finditer("，", reading.text[person.end : end]):
        begin = person.end + mark.end()
        if reading.starting(begin, ACTORS) and not any(held.start <= begin < held.stop for held in career):
            seats, stop = chain_after(reading, begin)
            if seats and reading.text.startswith(_ENDS, stop):
                led_by = next((held for held in reversed(career) if held.stop <= begin), None)
                former = led_by is not None and led_by.said.status is Status.FORMER
                said = Said(Status.FORMER if former else Status.CURRENT)
                out += post_facts(reading, person, seats, (person.start, stop), "post.resume", said)
    return out


def stated_date(reading: Reading, start: int, position: int) -> str:
    """The day of an appointment: said in the sentence before the name, or in the list's （2026年3月2日…通过）."""
    found = list(_DATE.finditer(reading.text, start, position))
    if not found and (passed := list(_PASSED.finditer(reading.text, max(0, position - 1500), position))):
        found = list(_DATE.finditer(passed[-1].group(1)))
    if not found:
        return ""
    year, month, day = found[-1].groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def careers(reading: Reading, people: list[Mention]) -> list[Fact]:
    """Lines of a CV (2001.03—2004.05 任市财政局局长) of the person whose name last began a line."""
    if not people or _FROM_TO.search(reading.text) is None:
        return []
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
            said = Said(Status.FORMER if until else Status.CURRENT, first, until)
            out += post_facts(reading, subject, seats, (begin, stop), "post.career", said)
    return out


def _month(year: str | None, month: str | None) -> str:
    return (f"{year}-{int(month):02d}" if month else year) if year else ""
