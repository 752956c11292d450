"""Component `works`: projects, alone or in lists with a shared head (迎泽西大街、新建路等维修改造工程 is two).

A project is known by its head (…项目, …工程) or, when it has none, by a verb of building that governs a concrete
thing (建成峰山隧道, 会昌清洁煤电二期年内开工). Lists are expanded once, here: see `kg.find.lists`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.context import Context
from kg.find.draft import draft_of
from kg.find.grammar import Grammar, Item, grammar_of
from kg.find.lists import coordination
from kg.find.recurring import again, in_full
from kg.models import EntityType
from kg.tables import rows

_HARD = frozenset("，。！？；：\n|…《》,;:!? —―")
_SOFT = frozenset("、与和及“”‘’")
_MARK = re.compile("[，。！？；：\n|…《》,;:!? —―]")
_LISTED_HEAD = re.compile(r"等.*(?:项目|工程)$")
_LISTED_WORKS = re.compile(r"等[^，。；]*(?:工程|项目)\Z")
_LISTED_MANY = re.compile(r"等[\d一二三四五六七八九十百]+[余多]?[条个项座处]")
_ADVERBS = ("将", "并", "已", "正在", "在", "要", "拟", "投资", "合作", "共同", "联合", "组织", "计划",
            "配套", "元", "规划", "负责", "着手", "开始")
_FUNDED = re.compile(r"\d[亿万千]*元")
# Said of what stands as well as of what is built.
_WEAK_BEHIND = ("落户", "总投资", "投用", "投入使用", "投入运营", "投资", "占地", "规划面积", "建筑面积", "启用",
                "开放", "签约", "满产", "达产", "核准", "获批", "概算", "总造价", "试运行", "试运营", "复工",
                "复工复产", "交付", "量产")
_HOW_MANY = re.compile(r"[\d一二三四五六七八九十百]+[余多]?[个项]")
_PART = re.compile(r"[该此本](?:项目|工程)[^。；\n]*$")  # what it builds is a part of it
_COUNTED = re.compile(r"(?<!的)等?[\d三两四五六七八九十]+[余多]?[个项](?:重[点大])?(?:[新改扩迁续]{1,3}建)?$")
_SITES = re.compile(r"等(?<=[改扩新迁建造升治理固复缮]等)[\d一二三四五六七八九十两]+[余多]?[个处](?:现场|点位|工地)")  # A改扩建、B提升改造等4个现场
_STATED = re.compile(r"[“\d千万]|[一二三四五]期")
_LATIN = re.compile("[A-Za-z0-9] [A-Za-z0-9]")
_PER = re.compile(r"\d[万亿]?(?:吨|台|套|千瓦|立方米|片|件|辆|只)/$")
_OUTPUT = re.compile(r"[年日][产加处]理?[\d.]+[^，。；、的]{0,24}$")
_OUTPUT_OF = re.compile(r"[年日][产加处]理?[\d.]+[^，。；、的]{2,30}$")
_MEASURE = re.compile(r"总?投资|\d")
_REACH = 120  # characters behind a verb in which its list must end
_FAR = 240  # characters of a list of works
_REPLACED = frozenset({EntityType.PLACE, EntityType.DEPARTMENT, EntityType.INSTITUTION, EntityType.ENTERPRISE})


@Language.component("kg_works")
def works(doc: Doc) -> Doc:
    """Find projects: first those whose two edges a verb shows, then by head, structures, then their names again."""
    draft = draft_of(doc)
    context, grammar = Context(draft), grammar_of(draft.lexicon.rulebook)
    found: list[tuple[Item, str]] = []
    for source, rule in ((_rows, "project.row"), (_governed, "project.governed"), (_subjects, "project.subject"), (_headed, "project.head"),
                         (_structures, "project.structure")):
        for items in source(context, grammar):
            fresh = [i for i in items if context.free(i.start, i.end) and not (
                rule == "project.structure" and any(known.name.endswith(i.name) for known, _ in found))]
            for item in fresh:
                context.take(item.start, item.end)
            found += [(item, rule) for item in fresh]
    found += [(item, "project.again") for item in again(context, found)]
    _add(context, found)
    in_full(draft)
    return doc


def _add(context: Context, found: list[tuple[Item, str]]) -> None:
    """The projects; what was read as an organ or zone with the same end had its edge at the verb, not before it."""
    replaced = {id(m) for item, rule in found for m in context.ending(item.end, _REPLACED)
                if m.start <= item.start and not (rule == "project.head" and m.start < item.start)}
    draft = context.draft
    if replaced:
        draft.drop(replaced)
    for item, rule in found:
        draft.add(item.start, item.end, EntityType.PROJECT, rule, name=item.name, confidence=0.85)


_PAID = re.compile("[万亿]元）")  # what a row must have
_ROW = re.compile(r"(?:^|(?<=[ \n]))([^ \n（），。；、]{4,30})(?=（[^（）\n]{2,30}，(?:总?投资)?[\d.]+[万亿]+元）)")

_MADE_BY = re.compile(
    r"(?:公司|集团|局|学院|大学|医院|研究院|研究所|厂|委|办)(?:联合|共同|负责|独家|全额|在[\u4e00-\u9fff]{2,10})?"
    r"(?:投资(?:建设|兴建|打造|新建)?|投建|承建|建设|运营|打造|开发|兴建|共建|代建|实施|施工|牵头)+的"
    r"([^，。；、的“”（）\n]{4,24}?)(?=[，。、]|[是在将由已正也]|占地|总投资|即将|预计|计划|顺利|主体)")

_THEIRS = re.compile(  # a firm's own work, not what every firm has
    r"(?:公司|集团)的([^，。；、的“”（）\n]{4,20}?)(?<!车间|厂房|仓库|总部|产线)(?<!工厂|冷库|大厦)(?=[，。、]|[已将正也]|完成|实现)")

_ON_SITE = re.compile(r"(?:在|到|走进|深入|前往|察看|查看)了?((?:(?![的由在])[\u4e00-\u9fff]){4,20}?)(?=(?:建设|施工)(?:工地|现场)|(?<=项目)(?:工地|现场))")

_CEREMONY = re.compile(r"举[行办]了?([\u4e00-\u9fff]{4,20}?)(?=(?:开工|奠基|竣工|通车|投产|开通|启用|落成)(?:仪式|活动))")


def _rows(context: Context, grammar: Grammar) -> Iterator[list[Item]]:
    """A row of a list of works (东港区  X产业园（Y公司，2.6亿元）); Y公司建设运营的X服务中心; Y公司的X枢纽."""
    table = context.draft.lexicon.rulebook.tables["works"]["columns"]
    for row in rows(context.text, table) if "  " in context.text else ():
        start, end = row.cells["work"]
        yield [Item(start, end, context.text[start:end])] if end - start > 3 else []
    paid = (_ROW,) if _PAID.search(context.text) else ()
    for found in (match for pattern in (*paid, _MADE_BY, _THEIRS, _ON_SITE, _CEREMONY) for match in pattern.finditer(context.text)):
        start, end = found.span(1)
        item = Item(start, end, found[1])
        if grammar.things.search(found[1].removesuffix("项目")) or (found.re is _CEREMONY and found[1].endswith(("大道", "大街", "路", "街"))):
            yield [item] if found.re is not _THEIRS or grammar.names_one(context, item) else []


# ---------------------------------------------------------------- a verb of building before or behind


def _governed(context: Context, grammar: Grammar) -> Iterator[list[Item]]:
    """开工建设A、B / 加快推进A、B等项目建设: the list behind the verb, up to its tail."""
    text = context.text
    said = context.spans(grammar.said)
    for verb in grammar.before.finditer(text):
        begin = verb.end()
        mark = _MARK.search(text, begin, begin + _REACH)
        stop = mark.start() if mark else min(len(text), begin + _REACH)
        if stop - begin < 3:
            continue
        tail = grammar.tail.search(text, begin, stop)
        near = bisect_right(said, begin + 3, key=itemgetter(1))
        after = grammar.behind.search(text, begin + 3, stop) if near < len(said) and said[near][0] < stop else None
        body = min(tail.start() if tail else stop, after.start() if after else stop)
        if not 3 <= body - begin <= 90 or not grammar.may_name(text[begin:body]):
            continue
        if not _governs(context, verb) or _inside_name(context, verb.start(), begin):
            continue
        if (tail and _LISTED_HEAD.match(tail.group())) or _LISTED_WORKS.search(text[begin:body]):
            continue  # A、B等项目: found by its head
        items = coordination(context, grammar, begin, body, "")
        plain = tail is None and after is None and grammar.strong.search(verb.group()) is None
        lead = text[max(0, verb.start() - 40) : verb.start()]
        part = _PART.search(text[max(0, verb.start() - 80) : verb.start()]) is not None
        funded = _FUNDED.search(lead) is not None and not part
        bare = verb.group() in ("建设", "规划建设") and not tail and not after and not funded
        yield [i for i in items if _concrete(context, grammar, i, strict=plain, place=bare, sure=funded)]


def _governs(context: Context, verb: re.Match[str]) -> bool:
    """Whether a verb is one here: 新建 in 新建路 is none, 建设 only where a clause or adverb ends before it."""
    if verb.group() not in ("建设", "续建", "扩建"):
        return verb.end() in context.cuts or verb.group() not in context.edge_words
    before = context.text[max(0, verb.start() - 2) : verb.start()]
    return not before or before[-1] in _HARD or before.endswith(_ADVERBS) or context.place_ends(verb.start()) or bool(
        context.ending(verb.start(), (EntityType.PLACE,)))


def _subjects(context: Context, grammar: Grammar) -> Iterator[list[Item]]:
    """A、B建成通车 / A主体完工 / A总投资3亿元: the list before the verb, back to the last edge."""
    text = context.text
    for verb in grammar.verbs_behind(context):
        if verb.group().startswith("等"):
            continue
        start = _phrase_start(context, verb.start(), grammar, things=True)
        if not 4 <= verb.start() - start <= 80:
            continue
        start = min([start, *(m.start for m in context.ending(verb.start(), _REPLACED))])
        if not grammar.may_name(text[start : verb.start()]):
            continue
        items = coordination(context, grammar, start, verb.start(), "")
        strict = verb.group().endswith(_WEAK_BEHIND)
        first = items[0].start if items else 0
        owned = text.endswith("元的", 0, first) or any(context.ending(first - of, (EntityType.ENTERPRISE,)) for of in (0, text[first - 1 : first] == "的"))
        yield [i for i in items if _concrete(context, grammar, i, strict=strict, place=False, sure=owned)]


def _concrete(context: Context, grammar: Grammar, item: Item, *, strict: bool, place: bool, sure: bool = False) -> bool:
    """Whether an item ends like something built and says which one. `sure`: money or a firm stands beside it."""
    own = context.text[item.start : item.end].rstrip("”")
    sited = item.name != own and "、" not in item.name and grammar.site.match(own) is not None  # 雍河西道、翠明路等道路|改造
    thing = grammar.things.search(item.name) is not None
    if not (thing or sited or grammar.built.search(own)):
        return False
    named = sure or _placed(context, item) or _STATED.search(own) is not None
    named = named or sited or grammar.street.match(own) is not None
    if not named:
        loose = grammar.loose.search(own)
        if place or (loose and strict) or ((loose or not thing) and len(grammar.specific(own)) < 5):
            return False
    return grammar.names_one(context, item)


def _placed(context: Context, item: Item) -> bool:
    return bool(context.places(item.start, item.end) or context.overlapping(item.start, item.end))


def _inside_name(context: Context, start: int, end: int) -> bool:
    """Whether a firm's or an organ's name goes on around the span: 引洮|工程|建设管理局."""
    return any((m.start < start and end <= m.end and m.type is EntityType.ENTERPRISE) or (m.start <= start and end < m.end)
               for m in context.overlapping(start, end) if m.type in (EntityType.ENTERPRISE, EntityType.DEPARTMENT))


# ---------------------------------------------------------------- bridges, tunnels, lines

_AT_WORK = re.compile(
    "合龙|贯通|掘进|进尺|架设|架梁|前期工作|可研|环评|控制性工程|标段|承建|施工|建设(?!银行|集团|公司|局|委|厅)|开工|动工|在建|工期|封顶|通车|总投资|导管架|启动调试|整组调试|出水|钢箱梁|盾构")


_GOES_ON = re.compile("[集公局有站段部]|建设(?:集团|公司|局|有限)|扩能|扩容|改扩建|改建|改造|延伸|[\u4e00-\u9fff]{2,4}段")


def _structures(context: Context, grammar: Grammar) -> Iterator[list[Item]]:
    """The proper name of a bridge, tunnel, line or power station in a sentence that tells of work on it."""
    text = context.text
    for head, end, _ in context.draft.hits("structures"):
        begin, stop = context.draft.sentence_at(head)
        if not _AT_WORK.search(text, begin, stop) or _GOES_ON.match(text, end):
            continue
        items = coordination(context, grammar, _phrase_start(context, head, grammar, things=True), end, "")
        if not items or items[-1].end != end:
            continue
        firms = (m.end for m in context.overlapping(items[-1].start, head) if m.type is EntityType.ENTERPRISE)
        start = max([items[-1].start + (text[items[-1].start] in "为对"), *firms])  # 中铁二局|昭青高速
        item, own = Item(start, end, text[start:end]), text[start:head]
        place = next(iter(context.draft.places_from(start)), None)
        plain = context.draft.lexicon.everyday(own) or "纵" in own or (place is not None and place.end == head)
        if len(own) >= 2 and not plain and _concrete(context, grammar, item, strict=True, place=False, sure="至" in own):
            yield [item]


# ---------------------------------------------------------------- 项目, 工程


def _headed(context: Context, grammar: Grammar) -> Iterator[list[Item]]:
    """…项目, …工程: the phrase before the head, lists and all."""
    for listed in _SITES.finditer(context.text):
        start = _phrase_start(context, listed.start(), grammar, things=True)
        items = coordination(context, grammar, start, listed.start(), "")
        yield [i for i in items if grammar.worked.search(i.name) and grammar.names_one(context, i)]
    for head in grammar.head.finditer(context.text):
        behind = context.text[head.end() : head.end() + 6]
        if behind.startswith(grammar.not_followed_by) and not behind.startswith(("建设", "复工")):
            continue
        if behind.startswith("负责人") and (head.start() - context.draft.last_cut(head.start()) < 8 or context.ending(head.start(), (EntityType.ENTERPRISE,))):
            continue  # 东海建投|项目负责人
        if _inside_name(context, head.start(), head.end()) or context.text[head.start() - 1] in "、和与及":
            continue  # 调研春茶生产、|项目建设
        start = _phrase_start(context, head.start(), grammar)
        if _HOW_MANY.match(behind) and "等" not in context.text[start : head.end()]:
            continue  # 建成风光发电项目|16个
        items = coordination(context, grammar, start, head.end(), head.group())
        named = [i for i in items if grammar.names_one(context, i)]
        if len(items) > 1 and items[-1] not in named and "等" not in context.text[start : head.end()]:
            named = [i for i in named if grammar.action.search(context.text[i.start : i.end])]  # 经济运行|和重大项目
        yield named


def _phrase_start(context: Context, head: int, grammar: Grammar, *, things: bool = False) -> int:
    """Where the phrase before the head begins: behind the last cut that is no part of a list or description."""
    text = context.text
    owner = max((m.end for m in context.overlapping(head - 40, head - 3) if m.type is EntityType.ENTERPRISE
                 and m.end <= head - 3 and m.rule == "enterprise.legal-form"), default=0)
    counted = _COUNTED.search(text, max(0, head - 12), head) if text[head - 1] in "个项点大建\n" else None
    position = counted.start() if counted else head
    while True:
        cut = context.draft.last_cut(position)
        if cut <= owner or (text[cut - 1] in _HARD and not _latin(text, cut)) or head - cut > 70:
            break
        further = _further(context, cut, head, grammar, things=things)
        if further is None:
            break
        position = further
    return max(_balanced(text, max(cut, head - _FAR), head), owner)


def _further(context: Context, cut: int, head: int, grammar: Grammar, *, things: bool) -> int | None:
    """Where to look on if the phrase reaches left of a cut: at a conjunction, 等, a place's 的, a word of works."""
    text = context.text
    if text[cut - 1] in _SOFT or text[cut - 2 : cut] in ("以及", "重点", "骨干", "续建", "先进"):
        return cut - 1
    if cut < head and (text[cut - 1] in "至经" or grammar.spans(text, cut)):
        return cut - 1
    if _latin(text, cut) or (text[cut - 1] == "/" and _PER.search(text, max(0, cut - 8), cut)):
        return cut - 1  # 3万吨/|年技改项目
    if text[cut - 1] == "等":
        return cut - 1 if text[cut : cut + 1] not in ("离", "级") else None
    if text[cut - 1] == "的" and not things:
        many = _LISTED_MANY.search(text, max(0, cut - 24), cut)
        if many and not _MARK.search(text, many.end(), cut):
            return many.start()
        placed = cut < head and context.place_ends(cut - 1)
        return cut - 1 if placed or _measured_before(context, cut - 1) else None
    if _OUTPUT.search(text, max(0, cut - 30), cut):
        return cut - 1
    return cut - 1 if grammar.inner.search(text, max(0, cut - 4), cut) else None


def _latin(text: str, cut: int) -> bool:
    """Whether a blank joins two Latin words: Mini LED背光模组."""
    return text[cut - 1 : cut] == " " and _LATIN.fullmatch(text, max(0, cut - 2), cut + 1) is not None


def _measured_before(context: Context, position: int) -> bool:
    before = context.text[max(0, position - 36) : position]
    return _OUTPUT_OF.search(before) is not None or _MEASURE.match(context.text, context.draft.last_cut(position), position) is not None


def _balanced(text: str, start: int, end: int) -> int:
    """Behind the last quotation mark or bracket that has no partner before the head."""
    if text.count("）", start, end) > text.count("（", start, end):
        start = text.find("）", start, end) + 1
    if text.find("“", start, end) < 0 and text.find("”", start, end) < 0:
        return start
    depth: list[int] = []
    for i in range(start, end):
        if text[i] == "“":
            depth.append(i)
        elif text[i] == "”":
            if depth:
                depth.pop()
            else:
                start = i + 1
    return depth[-1] + 1 if depth else start
