"""A graph of the size of an archive, by dice: communities around hubs, each edge with its sentence. Same seed, same graph."""

import random

from kg.models import Alias, Article, Entity, EntityType, Evidence, Graph, Relation

SYLLABLES = "太原晋中清徐阳曲小店迎泽杏花万柏古交娄烦榆次平遥介休灵石和顺昔阳寿左权祁谷忻州长治临汾运城吕梁大同朔"
TAILS = {
    EntityType.OFFICIAL: ("",),
    EntityType.DEPARTMENT: ("科学技术局", "水务局", "发展和改革委员会", "人民政府", "自然资源局"),
    EntityType.ENTERPRISE: ("新能源科技有限公司", "建设集团有限公司", "银行", "重工机械有限公司"),
    EntityType.PROJECT: ("供水一体化项目", "道路改造工程", "产业园建设项目", "医院迁建项目"),
    EntityType.PLACE: ("县", "区", "开发区"),
    EntityType.EVENT: ("工作会议", "招商引资座谈会"),
}
KINDS = [*[EntityType.OFFICIAL] * 6, *[EntityType.DEPARTMENT] * 4, *[EntityType.ENTERPRISE] * 4, *[EntityType.PROJECT] * 5, EntityType.PLACE, EntityType.EVENT]
LINKS = {
    (EntityType.OFFICIAL, EntityType.DEPARTMENT): ("holdsPost", "局长"), (EntityType.OFFICIAL, EntityType.ENTERPRISE): ("inspects", ""),
    (EntityType.OFFICIAL, EntityType.PROJECT): ("promotes", ""), (EntityType.OFFICIAL, EntityType.OFFICIAL): ("meets", ""),
    (EntityType.DEPARTMENT, EntityType.DEPARTMENT): ("partOf", ""), (EntityType.DEPARTMENT, EntityType.ENTERPRISE): ("cooperatesWith", ""),
    (EntityType.DEPARTMENT, EntityType.PROJECT): ("promotes", ""), (EntityType.ENTERPRISE, EntityType.PROJECT): ("undertakes", ""),
    (EntityType.ENTERPRISE, EntityType.ENTERPRISE): ("cooperatesWith", ""), (EntityType.PROJECT, EntityType.PLACE): ("locatedIn", ""),
    (EntityType.ENTERPRISE, EntityType.PLACE): ("locatedIn", ""), (EntityType.DEPARTMENT, EntityType.PLACE): ("jurisdiction", ""),
    (EntityType.OFFICIAL, EntityType.EVENT): ("attends", ""), (EntityType.DEPARTMENT, EntityType.EVENT): ("organizes", ""),
    (EntityType.ENTERPRISE, EntityType.EVENT): ("attends", ""),
}  # fmt: skip


def archive(nodes: int = 5000, edges: int = 15000, *, seed: int = 4) -> Graph:
    """So many entities and pairs of them that are linked, four fifths of the links inside communities of about 60."""
    dice = random.Random(seed)
    kinds = [dice.choice(KINDS) for _ in range(nodes)]
    labels = ["".join(dice.choices(SYLLABLES, k=dice.randrange(2, 5))) + dice.choice(TAILS[kind]) for kind in kinds]
    ids = [f"{kind.value.lower()}/{label}_{n}" for n, (kind, label) in enumerate(zip(kinds, labels, strict=True))]
    pairs: dict[tuple[int, int], tuple[str, str]] = {}
    while len(pairs) < edges:
        first = dice.randrange(nodes)
        home = first // 60 * 60
        second = home + int(60 * dice.random() ** 2.5) if dice.random() < 0.8 else int(nodes * dice.random() ** 2)
        if second < nodes and first != second and (link := LINKS.get((kinds[first], kinds[second]))):
            pairs.setdefault((first, second), link)
    return _graph(dice, kinds, labels, ids, pairs)


def _graph(dice: random.Random, kinds: list[EntityType], labels: list[str], ids: list[str], pairs: dict[tuple[int, int], tuple[str, str]]) -> Graph:
    """The texts in which the pairs stand, twelve to an article, and the graph read from them."""
    articles: list[Article] = []
    mentions: dict[int, list[Evidence]] = {}
    relations = []
    links = sorted(pairs.items())
    for number in range(0, len(links), 12):
        name, date, text = f"p{number // 12:05}.txt", f"{2020 + number % 7}-{dice.randrange(1, 13):02}", ""
        for (first, second), (predicate, role) in links[number : number + 12]:
            start, said = len(text), f"{labels[first]}{role}{labels[second]}"
            text += f"3月2日，{said}，推动各项工作取得新进展。"
            begin = start + 5
            for node, at in ((first, begin), (second, begin + len(labels[first]) + len(role))):
                mentions.setdefault(node, []).append(Evidence(f"{name}#1", at, at + len(labels[node]), labels[node], "dice.name", 0.9, date))
            quote = Evidence(f"{name}#1", begin, begin + len(said), said, "dice.rule", 0.9, date)
            relations.append(Relation(ids[first], predicate, ids[second], (quote,), role))
        articles.append(Article(f"{name}#1", name, f"{text[5:17]}…", text, ((0, 0, len(text)),), date=date))
    entities = [Entity(ids[n], kinds[n], labels[n], (Alias(labels[n][1:]),), tuple(mentions.get(n, ()))) for n in range(len(ids))]
    return Graph(tuple(articles), tuple(sorted(entities, key=lambda e: e.id)), tuple(relations))
