"""Marked sentences (tests/cases/*.cases): what a careful reader finds beside what the program finds.

known_failures.txt lists the sentences that do not pass wholly yet; it only shrinks.
`python -m tests.test_cases [--errors] [--update] [FILE…]` prints precision and recall of each file, the errors, rewrites the list.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.find import Finder
from kg.models import Article, Entity, Graph, Literal, Page, Relation
from kg.relate import relate
from kg.resolve import resolve
from kg.rulebook import Rulebook, load_rulebook
from tests.cases_format import ATTRIBUTES, Case, Claim, parse

FOLDER = Path(__file__).with_name("cases")
KNOWN = FOLDER / "known_failures.txt"
MINIMUM = 650
HEAD = "# Sentences that do not pass wholly yet. This list only shrinks."
DERIVED = frozenset({"within", "jurisdiction"})  # of the knowledge, not of the sentence
SYMMETRIC = frozenset({"cooperatesWith", "meets"})
PREDICATES = {"status": "projectStatus", "output": "outputValue"}  # the guidelines' words -> the vocabulary's
UPPER = ("省", "市", "州", "区", "盟", "旗", "县")


@dataclass(frozen=True, slots=True)
class Found:
    """A fact the program states: every name its two ends go by."""

    subject: frozenset[str]
    predicate: str
    object: frozenset[str]
    role: str
    status: str
    number: float | None = None

    def __str__(self) -> str:
        return f"{self._name(self.subject)} {self.predicate} {self.role} {self.status} {self._name(self.object)}"

    @staticmethod
    def _name(names: frozenset[str]) -> str:
        return max(names, key=lambda name: (len(name), name))


@dataclass(frozen=True, slots=True)
class Count:
    """How many agree, which are missing and which are too much, each told in one line."""

    right: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def wrong(self) -> int:
        return len(self.missing) + len(self.extra)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence yields beside what it says."""

    mentions: Count
    facts: Count

    @property
    def passed(self) -> bool:
        return self.mentions.wrong + self.facts.wrong == 0


class Runner:
    """Runs the stages on one sentence at a time."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.finder = Finder(rulebook)

    def judge(self, case: Case) -> Verdict:
        """The sentence alone, as an article of its place and date, against what its marks and claims say."""
        article = Article(
            id=f"{case.file}#{case.line}", source=case.file, headline="", text=case.text,
            segments=((0, 0, len(case.text)),), date=case.date, date_inferred=False, place=case.place,
            place_inferred=False,
        )
        mentions = self.finder.find(article)
        facts = relate(article, mentions, self.rulebook)
        page = Page(source=case.file, text=case.text, date=case.date, place=case.place)
        graph = resolve([article], {article.id: mentions}, {article.id: facts}, [page], self.rulebook)
        return Verdict(_mentions(case, graph), _facts(case, graph))


def _mentions(case: Case, graph: Graph) -> Count:
    """Compared by final type (resolve tells officials from other persons) and surface; what is implied has none."""
    wanted = {(m.type.value, case.text[m.start : m.end]) for m in case.marks if not m.optional}
    found = {(entity.type.value, seen.exact) for entity in graph.entities for seen in entity.mentions}
    optional = _optional(case)
    extra = {f for f in found - wanted if not any(f[1] in surface for surface in optional)}
    return Count(len(wanted & found), _lines(wanted - found), _lines(extra))


def _optional(case: Case) -> set[str]:
    return {case.text[m.start : m.end] for m in case.marks if m.optional}


def _facts(case: Case, graph: Graph) -> Count:
    """Each claim takes the facts it agrees with; what is left is forgiven if optional in the case, or told by a name."""
    left = _found(graph)
    missing, right = [], 0
    for claim in sorted(case.claims, key=lambda c: c.optional):
        hits = [f for f in left if _agrees(claim, f)]
        left = [f for f in left if f not in hits]
        right += bool(hits) and not claim.optional
        if not hits and not claim.optional:
            role = f" {claim.role[0]} {claim.status}" if claim.role else ""
            missing.append(f"{claim.subject[0]} {claim.predicate}{role} {claim.object[0]}")
    doubtful = _optional(case)
    extra = [f for f in left if not _told_by_name(f) and not doubtful & (f.subject | f.object)]
    return Count(right, tuple(sorted(missing)), tuple(sorted(map(str, extra))))


def _found(graph: Graph) -> list[Found]:
    entities = {entity.id: entity for entity in graph.entities}
    return [_stated(r, entities) for r in graph.relations if r.predicate not in DERIVED]


def _stated(relation: Relation, entities: dict[str, Entity]) -> Found:
    subject, target = _names(entities[relation.subject]), relation.object
    post = relation.predicate == "holdsPost"
    role, status = (relation.role, relation.status.value) if post else ("", "")
    if isinstance(target, Literal):
        return Found(subject, relation.predicate, frozenset({target.text}), role, status, target.number)
    return Found(subject, relation.predicate, _names(entities[target]), role, status)


def _names(entity: Entity) -> frozenset[str]:
    return frozenset({entity.label, *(alias.name for alias in entity.aliases)})


def _agrees(claim: Claim, found: Found) -> bool:
    if PREDICATES.get(claim.predicate, claim.predicate) != found.predicate:
        return False
    if claim.role and (found.role not in claim.role or found.status != claim.status):
        return False
    if claim.predicate in ATTRIBUTES:
        return _same(claim.subject, found.subject) and any(_value(want, found) for want in claim.object)
    if _same(claim.subject, found.subject) and _same(claim.object, found.object):
        return True
    return found.predicate in SYMMETRIC and _same(claim.object, found.subject) and _same(claim.subject, found.object)


def _value(want: str, found: Found) -> bool:
    """The text of the value, or its number in SI units or CNY."""
    if want in found.object:
        return True
    try:
        return found.number is not None and abs(float(want) - found.number) <= 1e-6 * abs(found.number)
    except ValueError:
        return False


def _same(wanted: Sequence[str], names: frozenset[str]) -> bool:
    """One of the names; the program may put the division above before it (中共铜仁市碧江区委员会 for 中共碧江区委员会)."""
    return any(w == n or _below(w, n) for w in map(_plain, wanted) for n in map(_plain, names))


def _plain(name: str) -> str:
    """中共丽水市委员会办公室 and 中共丽水市委办公室 are one name."""
    return name.replace("委员会", "委")


def _below(wanted: str, name: str) -> bool:
    party = "中共" if wanted.startswith("中共") else ""
    bare = wanted.removeprefix(party)
    if not name.startswith(party) or not name.endswith(bare):
        return False
    return name.removeprefix(party).removesuffix(bare).endswith(UPPER)


def _told_by_name(found: Found) -> bool:
    """What names say by themselves: a part that begins with its whole, 年产60万吨 in a project's name."""
    pairs = [(subject, target) for subject in found.subject for target in found.object]
    if found.predicate == "capacity":
        return any(target in subject for subject, target in pairs)
    return found.predicate == "partOf" and any(_plain(part).startswith(_plain(whole)) for part, whole in pairs)


def _lines(items: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(" ".join(item) for item in items))


def all_cases() -> list[Case]:
    """Every case of every file, sorted by file and line."""
    return [case for path in sorted(FOLDER.glob("*.cases")) for case in parse(path)]


def key(case: Case) -> str:
    """How known_failures.txt names a case: lines move, sentences do not."""
    return f"{case.file}\t{case.text}"


def known_failures() -> set[str]:
    """The lines of known_failures.txt without its comments."""
    lines = KNOWN.read_text("utf-8").splitlines() if KNOWN.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def test_cases_fail_only_where_known(rulebook: Rulebook) -> None:
    runner = Runner(rulebook)
    failing = {key(case) for case in all_cases() if not runner.judge(case).passed}
    known = known_failures()
    assert not failing - known, "these passed before"
    assert not known - failing, "these pass now: python -m tests.test_cases --update"


def test_there_are_enough_sentences_each_once() -> None:
    cases = all_cases()
    assert len(cases) >= MINIMUM
    assert [text for text, count in Counter(key(case) for case in cases).items() if count > 1] == []


def _table(judged: Sequence[tuple[Case, Verdict]]) -> None:
    """Per file: sentences, those that pass wholly, precision and recall of mentions and of facts."""
    print(f"{'file':<20}{'cases':>6}{'pass':>6}{'mention P':>11}{'R':>7}{'fact P':>9}{'R':>7}")
    for file in (*sorted({case.file for case, _ in judged}), "all"):
        rows = [verdict for case, verdict in judged if file in (case.file, "all")]
        figures = [_rates([v.mentions for v in rows]), _rates([v.facts for v in rows])]
        (mp, mr), (fp, fr) = figures
        print(f"{file:<20}{len(rows):>6}{sum(v.passed for v in rows):>6}{mp:>11.3f}{mr:>7.3f}{fp:>9.3f}{fr:>7.3f}")


def _rates(counts: Sequence[Count]) -> tuple[float, float]:
    right = sum(c.right for c in counts)
    extra, missing = sum(len(c.extra) for c in counts), sum(len(c.missing) for c in counts)
    return right / max(right + extra, 1), right / max(right + missing, 1)


def _errors(judged: Sequence[tuple[Case, Verdict]]) -> None:
    for case, verdict in judged:
        if not verdict.passed:
            print(f"{case.file}:{case.line} {case.text}")
            for count in (verdict.mentions, verdict.facts):
                for line in (*(f"- {m}" for m in count.missing), *(f"+ {e}" for e in count.extra)):
                    print(f"    {line}")


def main(arguments: Sequence[str]) -> None:
    """The table; --errors every error; --update rewrites known_failures.txt; names limit it to those files."""
    names = {a for a in arguments if not a.startswith("--")}
    runner = Runner(load_rulebook())
    judged = [(c, runner.judge(c)) for c in all_cases() if not names or c.file.removesuffix(".cases") in names]
    if "--errors" in arguments:
        _errors(judged)
    _table(judged)
    if "--update" in arguments and not names:
        failing = sorted(key(case) for case, verdict in judged if not verdict.passed)
        KNOWN.write_text("\n".join([HEAD, *failing, ""]), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
