"""Lists of works: A、B等重点工程, 甲区、乙区的供水项目, A及B项目 as items, each with its share of the head."""

import re
from collections.abc import Iterator

from kg.find.context import Context
from kg.find.grammar import PARTS, Grammar, Item
from kg.models import EntityType

_STRIP = re.compile(
    r"^(?:我国首[个座条](?=.{4})|(?:[该本](?:公司|企业|集团)|公司)(?=.{4})|为(?!民)|的|等|了|一批|省级|市级|国家级|省、市|省市|我市|我省|我县|我区|全市|全省|重点|重大|其中|"
    r"以及|及|和|与|、|”|“(?![^”]+”)|\d{1,4}个|新增|并?(?:运营|建设|实施)(?=.*(?:项目|工程))(?![、和与及]|中心|用地)|建设(?![东南西北中]?[路街]|大道|银行|兵团|[及和与、])(?=.{4})|好(?=.{4})|(?:改扩|扩|改|迁)建(?=.{4}))+")
_RELATIVE = re.compile(r"^.*(?:的|[设建处位坐落][于在])(?=.{4})")
_MEASURE = re.compile(r"^(?:总?投资|计划投资|占地|年产值|由)[^、的]{1,24}的|^再?投资[\d.]+[万亿]+元(?:建设|启动|实施)?")
_FIRM_ENDS = re.compile(r"(?:公司|集团|厂)$")
# Names only with the firm before them: X公司|二期项目.
_FACILITY = re.compile("(?:[水电]|处理|净化|焚烧)厂$")  # what is rebuilt, no builder
_OWN = re.compile(r"总部|[一二三四五六]期|产业园|工业园|科技园|基地|厂区|搬迁|扩建|技改|新[厂建]|[（、]|项目|工程")
_FIRM = re.compile(r"^[^年]*(?:公司|集团|厂)(?=年[产加处])")
_AGENT = re.compile(
    r"^分[一二两三四五]期建设|^[^、“]{0,16}?(?:投资建设|开工建设|规划建设|建设|打造|改造|实施)"
    r"(?!.{0,2}[街路镇乡])(?=[^设项工提及与和、一二三四五六七八九十的].{3})")
_BUILT = re.compile("建设|打造|改造|实施")  # what an agent must have
_SHARED = re.compile(
    r"^(?:[\d一二三四五六七八九十百千万两几]+[余多]?[个条项座处大批]?|标志性|重要|大型|国内|多[个条项]|"
    r"地|市县|重点|重大|一批|省级|市级|续建|在建|[^、]{2,12}的|道路|街巷|街道|市政道路|河道)+")
_SITE = re.compile(r"^.{1,10}?(?:大街|大道|街|路|河|渠|湖|巷|水库|灌区|大桥|片区)(?=(?:[\u4e00-\u9fff]{2,}))")
_ALL_OF_THEM = re.compile(r"(?<=.)(?:[两三四五六七八九十]|\d{1,2})[个大项](?:重[点大])?(?:项目|工程)$")
_COUNTED = re.compile(r"^(.{2,8}?)([两三四五六七八九])[座条个处段](?=.{2})")
_COUNTS = {c: i for i, c in enumerate("两三四五六七八九", 2)}
_JOINT = re.compile(r"、|以及|及|和|与")
_HEAD = re.compile(r"(?:项目|工程)(?:（?[一二三四五六七八九十\d]+期）?)?$")
_PART_OF = re.compile(r"(?:(?<=项目)|(?<=工程))(?:首期|一标段)?(?:主体|主厂房|厂房|结构|工程|车间|建筑|土建|部分|地块)+$")  # …项目|主体厂房
_OF = re.compile("的(?:(?<=[市县区]的)|(?=(?:项目|工程)$))")
_HOW_MANY = re.compile(r"(?:[两三四五六七八九][县区市座条个处段]|的)+$")
_THEIRS = re.compile(r"^(?:[两三四五]?[县区市]|等地|的)+")
_ROADS = re.compile(r"^(?:道路|街道|街巷|河道|公路)(?=.{4})")
_VERB = re.compile(r"[\u4e00-\u9fff]{2}(?=[“‘])")
_WHOSE = re.compile("[^的]{2,12}[市县区]的|年[产处]")
_BOTH = re.compile(r"[^、与和及]{2,6}?(?:融合|结合|耦合|一体化|联动|互动)")  # what takes two: neither is a name
_RENEWED = re.compile(r"改造|维修|提升|修缮|整治|改建")  # what is done to a thing that stands
_PRODUCT = re.compile("[0-9A-Za-z]")  # 6毫米玻璃|及|镀膜片: kinds of goods, no two works
_SITES = tuple("路街道巷桥河渠湖江区县市镇乡村库厂站馆园院校局”")
_NO_NAME = re.compile(r"最[大长高深早快]|首[个座条]|第一[个座条]|标志着|^第|^[\d.]+米|是一|[该这其]")


def coordination(context: Context, grammar: Grammar, start: int, end: int, head: str) -> list[Item]:
    """The items of the phrase at a span. `head` is what an item without its own takes: 项目, 工程 or nothing."""
    text = context.text
    phrase = text[start:end]
    counted = _ALL_OF_THEM.search(phrase) if phrase.endswith(("项目", "工程")) and "等" not in phrase else None
    if counted:
        pieces = _pieces(context, grammar, start, start + counted.start())
        items = [_item(grammar, text, a, b, "", head) for a, b in pieces]
        if len(items) > 1:
            return items
    listed = [i for i in range(1, len(phrase)) if phrase[i] == "等" and phrase[i + 1 : i + 2] not in ("离", "级")] if "等" in phrase else ()
    if listed:
        stop = start + listed[-1]
        if text.startswith("系列", stop + 1):
            return []
        shared = _SHARED.sub("", _HEAD.sub("", text[stop + 1 : end]))
        if not grammar.action.search(shared) and not shared.endswith("一体化"):
            shared = ""
        items = [_item(grammar, text, a, b, shared, head) for a, b in _pieces(context, grammar, start, stop)]
        company = any(grammar.things.search(text[i.start : i.end]) for i in items)
        alone = len(items) == 1 and grammar.worked.search(text[start:stop]) is not None and len(grammar.specific(text[start:stop])) > 4
        return [i for i in items if company or alone or not grammar.everyday(context, text[i.start : i.end])]
    pieces = _pieces(context, grammar, start, end)
    if not pieces:
        return []
    shared = _shared_tail(context, grammar, pieces)
    if shared:  # one span for all: the names are not in the text as they stand
        first, last = pieces[0][0], pieces[-1][1]
        own = text[pieces[-1][0] : last].removesuffix(shared) if "的" + shared in text[first:last] else ""
        counted = _COUNTED.match(text[pieces[-1][0] : last])
        own = counted[1] if counted else own
        own = _HOW_MANY.sub("", own)
        names = [text[a:b] + shared for a, b in pieces[:-1]] + [own + shared if own else text[pieces[-1][0] : last]]
        if pieces[0] in {(p.start, p.end) for p in context.places(*pieces[0])}:
            return [Item(first, last, name) for name in names]  # 甲区、乙区 stand for themselves too
        return [Item(a, b, name) for (a, b), name in zip(pieces, names, strict=True)]
    items = [_item(grammar, text, a, b, "", head) for a, b in pieces[:-1] if not _organisation(context, a, b)]
    a, b = pieces[-1]
    part = _PART_OF.search(text, a, b) if text.endswith(PARTS, a, b) else None
    b = part.start() if part else b
    final = Item(a, b, _OF.sub("", text[a:b]))
    if head and items and not grammar.names_one(context, final):  # 工业经济运行和重大|项目建设
        items = [i for i in items if grammar.things.search(text[i.start : i.end])]
    return [*items, final]


def _organisation(context: Context, start: int, end: int) -> bool:
    """Whether an item is a school or organ beside a work, without a part in its head: 到A学院和B工程现场."""
    named = [m for m in context.overlapping(start, end) if (m.start, m.end) == (start, end)]
    return any(m.type is not EntityType.PLACE for m in named)


def _item(grammar: Grammar, text: str, start: int, end: int, shared: str, head: str) -> Item:
    own = text[start:end]
    if (grammar.things.search(own) and not _RENEWED.search(shared)) or (not head and not shared):
        return Item(start, end, own)
    if grammar.worked.search(own):
        shared = ""
    return Item(start, end, own + shared + ("" if shared.endswith(("项目", "工程")) else head))


def _shared_tail(context: Context, grammar: Grammar, pieces: list[tuple[int, int]]) -> str:
    """What the last item says of all: 甲区、乙区老旧小区改造工程, 甲路、乙路改造工程; "" if each stands for itself."""
    if len(pieces) < 2:
        return ""
    places = {(p.start, p.end) for p in context.places(pieces[0][0], pieces[-1][1])}
    last = context.text[pieces[-1][0] : pieces[-1][1]]
    if all(p in places for p in pieces[:-1]):
        ends = [p.end for p in context.places(*pieces[-1]) if p.start == pieces[-1][0] and p.end < pieces[-1][1]]
        if ends:
            return _THEIRS.sub("", context.text[max(ends) : pieces[-1][1]])
    counted = _COUNTED.match(last)
    if counted and len(pieces) >= _COUNTS[counted[2]]:
        return _ROADS.sub("", last[counted.end() :])
    site = _SITE.match(last)
    if site and grammar.worked.search(_HEAD.sub("", last[site.end() :])) and all(
            context.text[b - 1] in "街道路河渠湖巷库区桥" and b - a <= 10 for a, b in pieces[:-1]):
        return last[site.end() :]
    return ""


def _pieces(context: Context, grammar: Grammar, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a coordination's items, cleaned on their left."""
    out = []
    for a, b in _split(context, grammar, start, end):
        a = _clean(context, grammar, a, b)
        if context.text[b - 1] == "”" and context.text.count("“", a, b) < context.text.count("”", a, b):
            b -= 1
        if b - a >= 2:
            out.append((a, b))
    return out


def _split(context: Context, grammar: Grammar, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at 、 and where 和, 与, 及 join two names: behind a description of works they join its halves."""
    text, previous = context.text, start
    open_quote = False
    for joint in _JOINT.finditer(text, start, end):
        left, right = text[previous : joint.start()], text[joint.end() : end]
        open_quote = text.count("“", start, joint.start()) > text.count("”", start, joint.start())
        if open_quote or not left:
            continue
        if joint.group() != "、":
            if joint.end() not in context.cuts or len(left) < 3 or not right or text[joint.end()] in "其有":
                continue
            plain = joint.group() == "及" and _PRODUCT.search(left) and not (grammar.action.search(left) or left.endswith(_SITES) or context.place_ends(joint.start()))
            if plain or _one_work(context, grammar, left, right):
                continue
        elif _halves(grammar, left, right):
            continue
        yield previous, joint.start()
        previous = joint.end()
    yield previous, end


def _one_work(context: Context, grammar: Grammar, left: str, right: str) -> bool:
    """改造及提升, 屠宰及加工: a verb on the left without a head of its own; a full name on the left is an item."""
    if _BOTH.match(right):
        return True  # 风电与|储能一体化工程
    if left.endswith(("项目", "工程")) or (grammar.things.search(left) and not left.endswith("配套")):
        return False
    words = context.words
    tail = next((left[-n:] for n in (4, 3, 2) if left[-n:] in words), "")
    return words.get(tail, "n").startswith("v") or grammar.worked.search(left) is not None


def _halves(grammar: Grammar, left: str, right: str) -> bool:
    """防洪能力提升、河道综合治理项目 is one: the right half alone names nothing."""
    return "、" not in right and grammar.worked.search(left) is not None and not grammar.specific(_HEAD.sub("", right))


def _clean(context: Context, grammar: Grammar, start: int, end: int) -> int:
    """The name's start: quantities, amounts, whose it is and where it lies are not part of it."""
    text = context.text
    while True:
        own = text[start:end]
        if own.startswith(("和", "与")) and any(p.start == start for p in context.places(start, end)):
            break  # 和硕县
        found = (_STRIP.match(own) or _MEASURE.match(own) or (_BUILT.search(own) and _AGENT.match(own))
                 or ("年" in own and _FIRM.match(own)) or (grammar.governs.search(own) and grammar.governing.match(own)) or None)
        if found is None or found.end() >= len(own) - 2:
            break
        start += found.end()
    agents = [m for m in context.overlapping(start, start + 1) if m.start == start and m.end < end - 4]
    agent = max(agents, key=lambda m: m.end, default=None)
    if agent is not None and text[agent.end] in "为将拟已":
        start = agent.end + 1
    elif agent is not None and _FIRM_ENDS.search(agent.name) and not (_FACILITY.search(agent.name) or _OWN.match(text, agent.end)):
        start = agent.end
    own = text[start:end]
    verb = _VERB.match(own)
    words = context.words
    if verb and words.get(verb.group(), "v").startswith("v") and not context.overlapping(start, start + 2):
        start, own = start + 2, own[2:]
    relative = _RELATIVE.match(own) if "的" in own or "于" in own or "在" in own else None
    if relative and text.endswith(("位于", "坐落于", "坐落在", "地处"), 0, start):
        return start + relative.end()  # 位于甲区的|大道改造工程
    if relative and not _WHOSE.match(own):
        start += relative.end()
    return start
