"""Graphs made by hand, and one made by dice, for the tests of the exporters."""

import random

from kg.models import Alias, Article, Entity, EntityType, Evidence, Graph, Literal, Relation, Status

HOSTILE = '<script>alert(1)</script>"\'&{{7*7}}'
IMAGE = "<img src=x onerror=alert(2)>公司"
FORMULA = '=HYPERLINK("http://x.example","点")'


def article(source: str, text: str, *, number: int = 1, headline: str = "", date: str = "2026-03", place: str = "太原市") -> Article:
    return Article(f"{source}#{number}", source, headline, text, ((0, 0, len(text)),), date=date, place=place)


def evidence(where: Article, exact: str, *, rule: str = "test.rule", confidence: float = 0.9) -> Evidence:
    start = where.text.index(exact)
    return Evidence(where.id, start, start + len(exact), exact, rule, confidence, where.date)


def entity(kind: EntityType, label: str, mentions: tuple[Evidence, ...] = (), aliases: tuple[Alias, ...] = ()) -> Entity:
    return Entity(f"{kind.value.lower()}/{label}", kind, label, aliases, mentions, ("joined by test.join",))


def graph(articles: list[Article], entities: list[Entity], relations: list[Relation], authors: tuple[tuple[str, str], ...] = ()) -> Graph:
    return Graph(tuple(articles), tuple(sorted(entities, key=lambda e: e.id)), tuple(relations), authors)


def sample() -> Graph:
    """Two articles: posts, relations, every kind of attribute, a change of name, and texts that mean harm."""
    one = article(
        "某日报/1版.txt",
        "市科技局党组书记、局长王强调研蓝天项目。蓝天项目总投资140亿元，外资500万美元，投资数亿元，占地37亩，岗位3500个，\n年产20万吨，已签约，2021年4月开工，6月底前完工，1956年成立。",
        headline=f"王强调研{HOSTILE}",
    )
    two = article("b.txt", f"王强任局长。{IMAGE}，{HOSTILE}，{FORMULA}，更名为新公司，王强主持大会。", headline="", date="2026-03-02", place="")
    on = lambda text: (evidence(one, text),)  # noqa: E731
    off = lambda text: (evidence(two, text, confidence=0.8),)  # noqa: E731
    both = (*on("局长王强"), *off("王强任局长"))
    wang = entity(EntityType.OFFICIAL, "王强", (*on("王强"), *off("王强")))
    office = entity(EntityType.DEPARTMENT, "太原市科学技术局", on("市科技局"), (Alias("太原市科技局", True), Alias("市科技局")))
    place = entity(EntityType.PLACE, "太原市")
    project = entity(EntityType.PROJECT, "蓝天项目", on("蓝天项目"))
    firm, hostile = entity(EntityType.ENTERPRISE, IMAGE, off(IMAGE)), entity(EntityType.PROJECT, HOSTILE, off(HOSTILE))
    new = entity(EntityType.ENTERPRISE, "新公司", off("新公司"), (Alias(FORMULA),))
    meeting = entity(EntityType.EVENT, "大会", off("大会"))
    writer = entity(EntityType.JOURNALIST, "贺 娟", ())
    relations = [
        Relation(wang.id, "holdsPost", office.id, both, role="局长", valid_from="2026-01"),
        Relation(wang.id, "holdsPost", office.id, on("党组书记、局长王强"), role="党组书记", status=Status.FORMER),
        Relation(wang.id, "inspects", project.id, on("王强调研蓝天项目")),
        Relation(wang.id, "attends", meeting.id, off("王强主持大会"), role="主持"),
        Relation(office.id, "jurisdiction", place.id, on("市科技局")),
        Relation(firm.id, "renamedTo", new.id, off("更名为新公司"), valid_from="2026-02"),
        Relation(firm.id, "undertakes", hostile.id, off(HOSTILE)),
        Relation(project.id, "investment", Literal("140亿元", 14_000_000_000.0, "CNY"), on("总投资140亿元")),
        Relation(project.id, "investment", Literal("500万美元", 5_000_000.0, "USD"), on("外资500万美元")),
        Relation(project.id, "investment", Literal("数亿元"), on("投资数亿元")),
        Relation(project.id, "area", Literal("37亩", 24666.67, "m2"), on("占地37亩")),
        Relation(project.id, "jobs", Literal("3500个", 3500.0, "person"), on("岗位3500个")),
        Relation(project.id, "capacity", Literal("年产20万吨"), on("年产20万吨")),
        Relation(project.id, "projectStatus", Literal("签约"), on("已签约")),
        Relation(project.id, "startDate", Literal("2021年4月"), on("2021年4月开工")),
        Relation(project.id, "completionDate", Literal("6月底前"), on("6月底前完工")),
        Relation(firm.id, "founded", Literal("1956"), on("1956年成立")),
    ]
    return graph([one, two], [wang, office, place, project, firm, hostile, new, meeting, writer], relations, ((one.id, writer.id),))


_KINDS = [EntityType.OFFICIAL, EntityType.DEPARTMENT, EntityType.ENTERPRISE, EntityType.PROJECT, EntityType.PLACE]
_PREDICATES = {
    "holdsPost": (EntityType.OFFICIAL, EntityType.DEPARTMENT),
    "undertakes": (EntityType.ENTERPRISE, EntityType.PROJECT),
    "promotes": (EntityType.DEPARTMENT, EntityType.PROJECT),
    "cooperatesWith": (EntityType.ENTERPRISE, EntityType.ENTERPRISE),
    "locatedIn": (EntityType.PROJECT, EntityType.PLACE),
    "inspects": (EntityType.OFFICIAL, EntityType.ENTERPRISE),
}


def synthetic(nodes: int, edges: int, *, pages: int = 20, seed: int = 1) -> Graph:
    """A graph of the size of an archive: names by dice, each edge with one or two sentences."""
    dice = random.Random(seed)
    words = "太原晋中清徐阳曲新能源智慧产业园供水道路改造医院学校集团科技发展建设局委员会河流山水明泰华中"
    texts = ["".join(dice.choices(words, k=4000)) for _ in range(pages)]
    articles = [article(f"p{n:03}.txt", text, headline=text[:12], date=f"2026-03-{n % 28 + 1:02}") for n, text in enumerate(texts)]

    def quote(length: int) -> Evidence:
        where = dice.choice(articles)
        start = dice.randrange(len(where.text) - length)
        return Evidence(where.id, start, start + length, where.text[start : start + length], "dice.rule", 0.9, where.date)

    by_kind: dict[EntityType, list[Entity]] = {kind: [] for kind in _KINDS}
    for n in range(nodes):
        kind = _KINDS[n % len(_KINDS)]
        label = "".join(dice.choices(words, k=3 if kind is EntityType.OFFICIAL else dice.randrange(4, 16))) + str(n)
        by_kind[kind].append(entity(kind, label, tuple(quote(6) for _ in range(dice.randrange(1, 4)))))
    relations = {}
    for _ in range(edges):
        predicate = dice.choice(list(_PREDICATES))
        subject, object_ = (dice.choice(by_kind[k][: max(1, int(dice.paretovariate(0.5))) * 5]) for k in _PREDICATES[predicate])
        role = dice.choice(["局长", "副局长", "主任"]) if predicate == "holdsPost" else ""
        said = tuple(quote(dice.randrange(15, 60)) for _ in range(dice.randrange(1, 3)))
        if subject is not object_:
            relations[subject.id, predicate, object_.id, role] = Relation(subject.id, predicate, object_.id, said, role)
    entities = [e for kind in _KINDS for e in by_kind[kind]]
    return graph(articles, entities, [relations[key] for key in sorted(relations)])
