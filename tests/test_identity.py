"""Identifiers stay: pages may be added in any order, nobody is renamed without a pointer to the new name."""

import random
from pathlib import Path

import pytest

from kg.load import read_all
from kg.load.inputs import Input
from kg.models import Graph, Reading
from kg.pipeline import Reader
from kg.resolve import union
from tests.reading import article, read_page, rulebook


@pytest.fixture(scope="module")
def readings(seeds: list[Path]) -> list[Reading]:
    reader = Reader(rulebook())
    return [reader.read(page) for page in read_all([Input(path, path.name) for path in seeds])]


def told(text: str, source: str, date: str) -> Reading:
    return read_page(article(text, place="湖州市", date=date, source=source))


def ids(graph: Graph) -> set[str]:
    return {entity.id for entity in graph.entities}


@pytest.mark.parametrize("seed", range(4))
def test_adding_the_seeds_one_at_a_time_renames_nothing(readings: list[Reading], seed: int) -> None:
    order = random.Random(seed).sample(readings, len(readings))
    before: set[str] = set()
    for count in range(1, len(order) + 1):
        after = ids(union(order[:count]))
        assert before <= after
        before = after
    assert len(before) > 300


def test_the_order_in_which_pages_come_changes_nothing(readings: list[Reading]) -> None:
    assert union(readings[::-1]) == union(readings)


def test_a_page_taken_away_takes_its_evidence_and_no_more(readings: list[Reading]) -> None:
    gone = readings[2].source
    left = union([r for r in readings if r.source != gone])
    evidence = [e for x in left.entities for e in x.mentions] + [e for r in left.relations for e in r.evidence]
    kept = {e for r in readings if r.source != gone for x in (*r.entities,) for e in x.mentions}
    assert {e.article.partition("#")[0] for e in evidence} == {r.source for r in readings} - {gone}
    assert kept == {e for x in left.entities for e in x.mentions}


def test_a_later_page_joins_two_people_and_the_id_that_goes_points_to_the_one_that_stays() -> None:
    one = told("市科技局局长李刚讲话。", "1.txt", "2026-01-01")
    two = told("市水务局局长李刚讲话。", "2.txt", "2026-01-02")
    both = told("市科技局局长、市水务局党组书记李刚讲话。", "3.txt", "2026-01-03")
    first, second = "official/李刚_湖州市科学技术局", "official/李刚_湖州市水务局"
    assert {first, second} <= ids(union([one, two]))
    joined = union([one, two, both])
    assert [e.id for e in joined.entities if e.label == "李刚"] == [first]
    assert joined.former == ((second, first),)
    assert union([both, two, one]) == joined


def test_a_short_name_joined_on_one_page_stays_itself_on_another() -> None:
    alone = told("云栖集团投产。", "1.txt", "2026-01-01")
    defined = told("中国云海云栖集团党委书记、董事长李刚。云栖集团投产。", "2.txt", "2026-01-02")
    assert ids(union([alone])) <= ids(union([alone, defined]))
    assert "enterprise/中国云海云栖集团" in ids(union([alone, defined]))
