"""Stage 5: Mentions -> Entities: what names leave out, short and full names, homonyms, across articles and pages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.models import (
    Alias,
    Article,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Graph,
    Literal,
    Mention,
    Page,
    Relation,
)
from kg.resolve.derived import derived
from kg.resolve.ellipsis import Ellipsis, FullName
from kg.resolve.people import Person, Sighting, clusters
from kg.resolve.weak import Key, joins, types
from kg.rulebook import Rulebook
from kg.vocab import allows

__all__ = ["resolve"]

_PEOPLE = frozenset({EntityType.PERSON, EntityType.OFFICIAL, EntityType.JOURNALIST})
_SYMMETRIC = frozenset({"cooperatesWith", "meets"})


def resolve(articles: Sequence[Article], mentions: Mapping[str, Sequence[Mention]], facts: Mapping[str, Sequence[Fact]],
            pages: Sequence[Page], rulebook: Rulebook) -> Graph:
    """The graph of all articles. `mentions` and `facts` by Article.id."""
    return _Resolver(articles, mentions, facts, pages, rulebook).graph()


class _Resolver:
    def __init__(self, articles: Sequence[Article], mentions: Mapping[str, Sequence[Mention]],
                 facts: Mapping[str, Sequence[Fact]], pages: Sequence[Page], rulebook: Rulebook) -> None:
        self.articles = {a.id: a for a in articles}
        self.pages = {p.source: p for p in pages}
        self.ellipsis = {a.id: Ellipsis(a, mentions[a.id], rulebook) for a in articles}
        self.facts = {a.id: [*facts[a.id], *derived(mentions[a.id], facts[a.id], self.ellipsis[a.id])] for a in articles}
        self.seen = {a.id: list(dict.fromkeys([*mentions[a.id], *_in_facts(self.facts[a.id])])) for a in articles}
        self.full: dict[tuple[str, Mention], FullName] = {
            (a, m): self.ellipsis[a].full(m) for a, ms in self.seen.items() for m in ms}
        self.keys = self._keys()
        self.people = self._people()

    def _keys(self) -> dict[tuple[str, Mention], Key]:
        """Each mention's type and name after types are settled and weak names joined."""
        named: dict[Key, set[str]] = defaultdict(set)
        counts: dict[Key, int] = defaultdict(int)
        for (a, m), full in self.full.items():
            if m.type not in _PEOPLE:
                named[m.type, full.name].add(self.articles[a].source)
                counts[m.type, full.name] += 1 if m.implied else 3
        kind = types(counts.items())
        sources: dict[Key, frozenset[str]] = {}
        for (_, name), where in named.items():
            key = kind[name], name
            sources[key] = sources.get(key, frozenset()) | where
        self.joined = joins(sources)
        out = {}
        for (a, m), full in self.full.items():
            if m.type in _PEOPLE:
                continue
            key = kind[full.name], full.name
            out[a, m] = self.joined[key][0] if key in self.joined else key
        return out

    def _people(self) -> dict[tuple[str, str, bool], Person]:
        """(article, name, journalist) -> person."""
        posts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for a, facts in self.facts.items():
            for f in facts:
                if f.predicate == "holdsPost" and isinstance(f.object, Mention):
                    posts[a, f.subject.name].append(self.keys[a, f.object][1])
        sightings: dict[tuple[str, str, bool], Sighting] = {}
        for a, ms in self.seen.items():
            article = self.articles[a]
            for m in ms:
                if m.type in _PEOPLE:
                    journalist = m.type is EntityType.JOURNALIST
                    organisations = () if journalist else tuple(posts[a, m.name])
                    sightings.setdefault((a, m.name, journalist), Sighting(
                        m.name, a, article.source, article.place, article.date, journalist, organisations))
        out = {}
        for person in clusters(sightings.values()):
            for s in person.sightings:
                out[s.article, s.name, s.journalist] = person
        return out

    def graph(self) -> Graph:
        """Entities with their evidence, relations with all places that state them."""
        groups: dict[object, list[tuple[str, Mention]]] = defaultdict(list)
        for a, ms in self.seen.items():
            for m in ms:
                groups[self._group(a, m)].append((a, m))
        entities: dict[object, Entity] = {}
        for group, members in groups.items():
            entities[group] = self._entity(group, members)
        unique = _distinct(entities)
        relations = self._relations(unique)
        authors = sorted({(a, unique[self._group(a, m)].id) for a, ms in self.seen.items() for m in ms
                          if m.type is EntityType.JOURNALIST})
        return Graph(tuple(self.articles.values()), tuple(sorted({e.id: e for e in unique.values()}.values(), key=lambda e: e.id)),
                     relations, tuple(authors))

    def _group(self, a: str, m: Mention) -> object:
        if m.type in _PEOPLE:
            return id(self.people[a, m.name, m.type is EntityType.JOURNALIST])
        return self.keys[a, m]

    def _entity(self, group: object, members: list[tuple[str, Mention]]) -> Entity:
        first = members[0][1]
        where = sorted({self._evidence(a, m.start, m.end, m.rule, m.confidence) for a, m in members if not m.implied},
                       key=lambda e: (e.article, e.start, e.end, e.rule))
        if first.type in _PEOPLE:
            a, m = members[0]
            person = self.people[a, m.name, m.type is EntityType.JOURNALIST]
            kind = self._person_type(person, members)
            return Entity(f"{kind.value.lower()}/{m.name}_{person.anchor}", kind, m.name, self._aliases(members, m.name), tuple(where),
                          tuple(dict.fromkeys(person.reasons)))
        assert isinstance(group, tuple)
        kind, label = group
        notes = [f"{m.name}: {self.full[a, m].note}" for a, m in members if self.full[a, m].note]
        notes += [reason for key, (target, reason) in self.joined.items() if target == group]
        return Entity(f"{kind.value.lower()}/{label}", kind, label, self._aliases(members, label), tuple(where), tuple(dict.fromkeys(notes)))

    def _person_type(self, person: Person, members: list[tuple[str, Mention]]) -> EntityType:
        if members[0][1].type is EntityType.JOURNALIST:
            return EntityType.JOURNALIST
        public = any(f.predicate == "holdsPost" and isinstance(f.object, Mention) and self.keys[a, f.object][0] is EntityType.DEPARTMENT
                     for a in {s.article for s in person.sightings} for f in self.facts[a] if f.subject.name == members[0][1].name)
        if public or any(m.type is EntityType.OFFICIAL for _, m in members):
            return EntityType.OFFICIAL
        return EntityType.PERSON

    def _aliases(self, members: list[tuple[str, Mention]], label: str) -> tuple[Alias, ...]:
        written, inferred = set(), set()
        for a, m in members:
            surface = self.articles[a].text[m.start : m.end].replace("\n", "")
            if m.rule == "event.again":
                continue
            if not m.implied:
                written |= {m.name, surface} if m.name in surface or surface in m.name else {m.name}
            else:
                inferred.add(m.name)
            inferred.add(self.full[a, m].name)
        inferred -= written
        return tuple(sorted((Alias(n, n in inferred) for n in (written | inferred) - {label} if n.strip()), key=lambda x: x.name))

    def _relations(self, entities: Mapping[object, Entity]) -> tuple[Relation, ...]:
        rows: dict[tuple[str, ...], tuple[Relation, set[Evidence]]] = {}
        for a, facts in self.facts.items():
            for f in facts:
                subject = entities[self._group(a, f.subject)].id
                target: str | Literal = f.object if isinstance(f.object, Literal) else entities[self._group(a, f.object)].id
                if subject == target:
                    continue
                if not _allowed(f.predicate, entities[self._group(a, f.subject)], None if isinstance(f.object, Literal) else entities[self._group(a, f.object)]):
                    continue
                if f.predicate in _SYMMETRIC and isinstance(target, str) and target < subject and (
                        f.predicate != "meets" or target.startswith(("official/", "person/"))):
                    subject, target = target, subject
                evidence = self._evidence(a, f.start, f.end, f.rule, f.confidence)
                key = (subject, f.predicate, str(target), f.role, f.status, f.valid_from, f.valid_until)
                row = rows.setdefault(key, (Relation(subject, f.predicate, target, (), f.role, f.status, f.valid_from, f.valid_until), set()))
                row[1].add(evidence)
        out = [replace(r, evidence=tuple(sorted(e, key=lambda e: (e.article, e.start, e.end, e.rule)))) for r, e in rows.values()]
        out = [r for r in out if r.role or r.predicate != "attends" or not any(
            x.subject == r.subject and x.predicate == "attends" and x.object == r.object and x.role for x in out)]
        return tuple(sorted(out, key=lambda r: (r.subject, r.predicate, str(r.object), r.role, r.status, r.valid_from, r.valid_until)))

    def _evidence(self, a: str, start: int, end: int, rule: str, confidence: float) -> Evidence:
        article = self.articles[a]
        page_start, page_end = article.to_page(start, end)
        text = self.pages[article.source].text
        return Evidence(a, page_start, page_end, text[page_start:page_end], rule, round(confidence, 2), article.date)


def _allowed(predicate: str, subject: Entity, target: Entity | None) -> bool:
    """Whether the vocabulary lets the settled types stand in this relation."""
    return allows(predicate, subject.type, target.type if target else None)


def _in_facts(facts: Sequence[Fact]) -> list[Mention]:
    return [m for f in facts for m in (f.subject, f.object) if isinstance(m, Mention)]


def _distinct(entities: Mapping[object, Entity]) -> dict[object, Entity]:
    """Two people of one name and anchor get a number; everything else is already distinct."""
    out: dict[object, Entity] = {}
    taken: dict[str, int] = {}
    for group, e in sorted(entities.items(), key=lambda x: (x[1].id, x[1].mentions[:1] and x[1].mentions[0].article)):
        taken[e.id] = taken.get(e.id, 0) + 1
        out[group] = e if taken[e.id] == 1 else replace(e, id=f"{e.id}_{taken[e.id]}")
    return out


