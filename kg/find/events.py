"""Component `events`: meetings, fairs, ceremonies and campaign days that took place, and where they were held."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of
from kg.models import EntityType, Mention
from kg.rulebook import Rulebook
from kg.text import any_of, either

_ALL = re.compile(
    r"(?:全国|全市|全省|全县|全区|全州|我市|第[\d一二三四五六七八九十百]+[届次]|\d{4}年度?"
    r"|[一二三四五六七八九十]+届)+$")
_FAR = 120  # characters of an event's name
_HELD = re.compile(r"(?:召开|举行|举办|主办|承办|出席|参加|主持召开|列席|亮相|开展|启动|参展|办了)(?:了|的|一?场)?")
_MARK = re.compile("[，。；：！？\n《》―]|——")
_VERB = re.compile(
    r"^.*(?:主持召开|主持(?!人)|(?:主席|总书记)(?=第?[一二三四五六七八九十]+届)|巡视(?![组办])|参观|抗议|反对|出席|参加|组织的|举办的|主办的|协办的|承办的|承建的|建设的|联办的|发起的|牵头的|代表(?!大会|团)|补选|(?<!所)在|为(?=第))(?=\S{2})")
_AT_HEAD = re.compile(r"(?:主持|宣布|出席|列席|当选|参加|(?<!所)在)$")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|（[^（）]*）")
_STRIP = re.compile(r"^(?:当天|当日|热烈祝贺|预祝|祝贺|相信|从(?=全)|开好|决定(?=.{0,4}[届次])|本届|为期[^，。“”]{1,8}?[天日周月年]的?|的|了|和|与|及|等|并|在|、|[”’]|[（）]|\d{4}年\d{1,2}月\d{1,2}日(?:上午|下午)?)+")
_ADVERB = re.compile(r"^[^，。“]{0,12}?(?:\d日|[上下]午|当晚|昨晚|日前|近日|今天|昨天|昨日|期间|随后)(?:，)?|^在")
_WHEN = r"》?(?:今天|昨天|昨晚|今晚|昨日|今日|近日|日前|当天)?(?:（[^（）\n]{3,8}）)?(?:(?:\d{1,2}月)?\d{1,2}日)?(?:[上下]午|晚)?(?:正式)?"
_SUBJECT = re.compile(
    _WHEN + r"(?:上[，\u4e00-\u9fff]|召开|举行|举办|开幕|闭幕|启动|落幕|将[于在]|[于在][^，。；]{2,24}(?:召开|"
    r"举行|举办|开幕|闭幕|落幕|开赛|启动)|由|向(?:公众|社会)开放)")
_ACTS = re.compile(r"贯彻|落实|学习|传达|按照|根据|围绕|听取|通过|提请|同意|代表|经")
_JOINED = re.compile(r"(?<=[会协坛])[和与](?=[\u4e00-\u9fff]{3})|以及|、(?![^“”]*”)|和(?=第[一二三四五六七八九十\d]+届)| ")
_DATED = re.compile(r"将?[于在][^，。；]{2,24}(?:举行|召开|举办)")
_NUMBERED = re.compile(r"第[一二三四五六七八九十\d]+次(?:全体)?会议$")
_SESSION = re.compile(
    r"(?P<place>[省市县区州]|[\u4e00-\u9fff]{1,8}?[省市县区州])第?(?P<number>[一二三四五六七八九十]+)届"
    r"(?P<body>人大常委会|人民代表大会常务委员会|政协|人民代表大会|人大|政协常委会)(?:举行|召开)$")
_INNER_BREAKS = BREAKS - frozenset("“”‘’ ")
_SOME = re.compile(r"赛[后前]|各类|各种|多场|系列|一系列|[\d一二三四五六七八九十百两几]+[余多]?[场次个项]|一[届场次]精彩")
_HOST = re.compile(  # 省政府新闻办|在杭州举行|新闻发布会
    r"(?:今天|昨天|日前|近日|当天|[上下]午|(?:\d{1,2}月)?\d{1,2}日)*(?:在[\u4e00-\u9fff]{2,10}?)?(?:举行|召开|举办)(?:了|的|一?场)?$")
_CALLED = re.compile(r"（(?:以下)?(?:统称|简称)[^（）]*）")  # A公司（以下简称“A”）签约仪式
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]")
_WHOLE = re.compile(r"全[市省县区州国]\S{2,}")
_WHICH = re.compile(r"全[市省县区州国]|我[市省县]|[\d年月日届次第一二三四五六七八九十]+")
_SEVERAL = re.compile(r"各类|多[场次]|一系列|系列$")
_PLANNED = re.compile(r"(?:将|拟|计划|要)[^，。]{0,3}$")
_MEETING = re.compile(r"(?:召开|举行)了?$")
_ITS_OWN = ("发布会", "扩大会议", "常委会会议", "党组会议", "常务会议", "主席会议", "主任会议")  # named by whoever holds it
_MEETS = re.compile(r"(?:召开|举行)(会议)(?=[，。])")
_LONG = {"人大常委会": "人民代表大会常务委员会", "人大": "人民代表大会"}
_TAKES_PLACE = re.compile("(?:隆重|成功|胜利)?(?:召开|举行|举办|开幕|启动|闭幕|闭会|落幕|开赛|收官|开场)")
_HALLS = ("会展中心", "博览中心")
_PLAIN_VENUE = re.compile("国际|体育|会议|会展|博览|人民|文化")
_VENUE = re.compile(
    r"(?:在|到|来到|走进|深入|前往|对|察看|检查)([\u4e00-\u9fff]{2,14}?(?:会堂|礼堂|会议中心|会展中心|博览中心|展览馆|体育馆|体育场|大剧院|影剧院|剧院|宾馆|酒店|饭店|报告厅|文化宫|茶城|广场|市场|公园|景区|码头|大楼|大厦|(?<![在市城])中心|商贸区|商务区))"
    rf"(?={_TAKES_PLACE.pattern}|(?:进行|开展|实地)[^，。；]{{0,8}}(?:检查|调研|督查|巡查)|[，、](?:[^，。；]{{0,8}})(?:察看|查看|了解|检查|调研))")


@Language.component("kg_events")
def events(doc: Doc) -> Doc:
    """Find meetings and the like that a verb of holding or attending stands beside."""
    draft = draft_of(doc)
    table = draft.lexicon.rulebook.tables["papers"]["event"]
    words = _words(draft.lexicon.rulebook)
    held = [found.start() for found in words.verbs.finditer(draft.text)]
    last: Mention | None = None
    for start, end, head in draft.hits("events"):
        if head.endswith("会") and draft.text.startswith("议", end):
            end, head = end + 1, head + "议"
        if draft.text.startswith(words.behind, end):
            continue
        last = _event(draft, start, end, head, table, words.generic, held, last) or last
    if words.games.search(draft.text):  # few articles: sought by their first characters, six times faster than with a number
        for found in words.numbered_games.finditer(draft.text):
            _games(draft, found, table["games"])
    for found in _MEETS.finditer(draft.text):
        _meeting(draft, found)
    for found in _VENUE.finditer(draft.text):
        _venue(draft, found)
    return doc


class _Words(NamedTuple):
    """The words of events, compiled."""

    verbs: re.Pattern[str]  # of holding
    generic: tuple[str, ...]  # words that say nothing, longest first
    behind: tuple[str, ...]  # what makes a head part of another word
    games: re.Pattern[str]
    numbered_games: re.Pattern[str]


@lru_cache(maxsize=2)
def _words(rulebook: Rulebook) -> _Words:
    table = rulebook.tables["papers"]["event"]
    return _Words(
        re.compile(any_of(table["verbs"])),
        tuple(sorted(table["generic"], key=len, reverse=True)), tuple(table["not_followed_by"]), re.compile("|".join(table["games"])),
        re.compile(rf"(?:第[\d一二三四五六七八九十]+届)?({either(table['games'])})(?!{either(table['not_behind_games'])})"))


def _event(draft: Draft, start: int, end: int, head: str, table: dict[str, Any], generic: tuple[str, ...],
           held: Sequence[int], last: Mention | None) -> Mention | None:
    """The event whose head stands here, the one named before if the name is too general, or none.

    `held`: where the text says that something is held.
    """
    left = _left(draft, start, end)
    modifier = draft.text[left:start]
    if modifier.count("“") > modifier.count("”") and draft.text.startswith("”", end):
        end += 1  # 第三届“航商大会”
    if draft.text.endswith("政治协商会议", 0, end):
        return None  # the body; its session is 第一次会议
    if head.endswith("代表大会") and draft.text.startswith("人民", start - 2):
        return None  # the congress; its session is 第二次会议
    quoted = "“" in modifier and "”" in modifier
    if (head in table["quoted_heads"] and not quoted) or _SOME.match(modifier):
        return None
    if _NUMBERED.fullmatch(draft.text[left:end]):
        congress = _congress(draft, left)
        if not congress and last is not None and last.name.endswith("会议"):
            return draft.add(left, end, EntityType.EVENT, "event.again", name=last.name, confidence=0.7,
                             notes=(f"a sitting of the event named before: {last.name}",))
        name = congress + draft.text[left:end]
        return draft.add(left, end, EntityType.EVENT, "event.numbered", name=name, confidence=0.8)
    dated = _DATED.match(draft.text, end) is not None
    if _names_one(modifier, generic) or (dated and len(modifier) >= 2):
        sentence = draft.sentence_at(start)
        said = bisect_left(held, sentence[0]) < bisect_left(held, sentence[1]) or start < len(draft.article.headline)
        name = _CALLED.sub("", draft.surface(left, end))
        return draft.add(left, end, EntityType.EVENT, "event.held", name=name, confidence=0.8) if said else None
    if head.endswith(_ITS_OWN) and (host := _HOST.search(draft.text, max(0, start - 60), left)):
        body = next((m for m in draft.found if m.end == host.start() and m.type is EntityType.DEPARTMENT), None)
        if body is not None:
            return draft.add(left, end, EntityType.EVENT, "event.hosted", name=body.name + draft.text[left:end], confidence=0.8)
    if last is None or last.name[-1] != head[-1] or _SEVERAL.search(modifier) or _PLANNED.search(draft.text, max(0, left - 6), left):
        return None
    if head.endswith(("会", "会议")) and _MEETING.search(draft.text, max(0, left - 3), left):
        return None  # another meeting, without a name of its own
    if last.name.endswith(head) or (draft.is_cut(left) and len(modifier) <= 4):
        begin = left if last.name.endswith(draft.text[left:end]) or len(modifier) <= 4 else start
        draft.add(begin, end, EntityType.EVENT, "event.again", name=last.name, confidence=0.6,
                  notes=(f"the event named before: {last.name}",))
    return None


def _games(draft: Draft, found: re.Match[str], full: Mapping[str, str]) -> None:
    """Great games by their place and number; the name said in full in the article is theirs."""
    place = draft.place_ending(found.start())
    start = place.start if place is not None and place.division is not None else found.start()
    if start == found.start(1):
        return
    named = [m.name for m in draft.found if m.type is EntityType.EVENT and m.name.endswith(full[found[1]])
             and m.name.startswith(draft.text[start : found.start()])]
    draft.add(start, found.end(), EntityType.EVENT, "event.games", name=named[0] if named else "", confidence=0.75)


def _meeting(draft: Draft, found: re.Match[str]) -> None:
    """市委常委会召开会议: a standing committee's meeting is named by it."""
    body = next((m for m in draft.found if m.end == found.start() and m.type is EntityType.DEPARTMENT), None)
    if body is not None and body.name.endswith(("常委会", "党组")):
        draft.add(*found.span(1), EntityType.EVENT, "event.hosted", name=f"{body.name}会议", confidence=0.8)


def _left(draft: Draft, head: int, end: int) -> int:
    """The name's start: behind the verb of holding, at its clause if it is the subject, else behind the last edge."""
    text = draft.text
    clause = max((m.end() for m in _MARK.finditer(text, max(0, head - 60), head)), default=max(0, head - 60))
    held = max((m.end() for m in _HELD.finditer(text, clause, head)), default=-1)
    if held >= 0 and head - held >= 2:
        left = held
    elif held < 0 and _SUBJECT.match(text, end) and head - clause <= 40 and not _ACTS.search(text, clause, head):
        adverb = _ADVERB.match(text[clause:head])
        left = clause + (adverb.end() if adverb else 0)
    else:
        left = _edge(draft, head)
    left = _trimmed(text, left, head)
    titled = text.rfind("《", max(0, left - 20), left) if text[left - 1 : left] == "》" and text[end - 1] == "展" else -1
    return titled if titled >= 0 else left  # 《…画报》|摄影展


def _edge(draft: Draft, head: int) -> int:
    """Behind the last word that no name contains; conjunctions, quotation marks and 全市 may stand inside."""
    text, position = draft.text, head
    while True:
        cut = draft.last_cut(position)
        quoted = text.count("”", cut, head) > text.count("“", cut, head)
        joined = text[cut - 1 : cut] == "—" != text[cut - 2 : cut - 1]  # 中国—东盟博览会
        if not cut or not (quoted or joined or (text[cut - 1] in "与和及“”·" and head - cut < 40)) or head - cut > 60:
            break
        position = cut - 1
    cut = max(cut, head - _FAR)
    if text.endswith("学习贯彻", 0, cut):
        return cut - len("学习贯彻")
    around = _ALL.search(text, max(0, cut - 14), cut)
    return around.start() if around and around.group() != "我市" else cut


def _trimmed(text: str, left: int, head: int) -> int:
    if text.count("”", left, head) > text.count("“", left, head):
        left = max(text.rfind("“", max(0, left - 30), left), 0) or left
    while (shift := _STRIP.match(text[left:head])) is not None and shift.end():
        left += shift.end()
    if text.count("“", left, head) > text.count("”", left, head) and text[left] == "“":
        left += 1
    bare = _AT_HEAD.search(text, left, head)
    if bare:
        return head  # 局长李刚主持|启动仪式: the one named before
    if "“" not in text[left:head]:
        verb = _VERB.match(text[left:head])
        left += verb.end() if verb else 0
        joints = list(_JOINED.finditer(text, left, head))
        if joints and head - joints[-1].end() >= 2:
            left = joints[-1].end()
    if text.count("）", left, head) > text.count("（", left, head):
        left = text.rfind("）", left, head) + 1  # the end of a byline
    return left


def _congress(draft: Draft, left: int) -> str:
    """市七届人大常委会举行第三次会议: whose third meeting, in full; "" if it is not said. The body is a mention too."""
    found = _SESSION.search(draft.text[max(0, left - 30) : left])
    if found is None:
        return ""
    start, place = max(0, left - 30) + found.start("place"), found["place"]
    body = _LONG.get(found["body"], found["body"])
    end = max(0, left - 30) + found.end("body")
    draft.add(start, end, EntityType.DEPARTMENT, "organ.session", name=place + body, confidence=0.9)
    return f"{place}第{found['number']}届{body}"


def _names_one(modifier: str, generic: tuple[str, ...]) -> bool:
    if len(modifier) >= 4 and ("届" in modifier or "次" in modifier) and _NUMERAL.search(modifier):
        return True
    if _WHOLE.match(modifier):
        return True
    rest = _WHICH.sub("", modifier)
    while rest:
        word = next((g for g in generic if rest.endswith(g)), None)
        if word is None:
            return len(rest) >= 2 and len(modifier) <= 60 and not _INNER_BREAKS & set(_QUOTED.sub("", modifier))
        rest = rest[: -len(word)]
    return False


def _venue(draft: Draft, found: re.Match[str]) -> None:
    """A hall or market where something is held or inspected is a place if nothing else is named there."""
    (start, end), text = found.span(1), draft.text
    behind = max([start, *(p.end for p in draft.places if start <= p.start and p.end < end and (text[p.end - 1] in "省市县区旗州" or p.start > start))])
    if _PLAIN_VENUE.match(draft.text, behind) and (place := draft.place_ending(behind)) is not None:
        start = place.start  # 苏州|国际博览中心
    else:
        start = behind if end - behind >= 4 else start
    if _TAKES_PLACE.match(text, end):  # in a hotel or an exhibition hall, not by it
        hosts = [m for m in draft.found if m.end == end and (m.type is EntityType.ENTERPRISE or m.name.endswith(_HALLS))]
        draft.drop({id(m) for m in hosts})
        start = min((m.start for m in hosts), default=start)
    covering = draft.covered(start, end)
    free = covering is None or (covering.type in (EntityType.PLACE, EntityType.DEPARTMENT) and covering.end < end)
    if end - start >= 4 and free and draft.text[start:end] not in draft.lexicon.rulebook.words:
        draft.add(start, end, EntityType.PLACE, "place.venue", confidence=0.7)
