"""Every rule does what its examples say, and malformed rules are refused by file and id."""

import pytest

from kg.check import check
from kg.errors import RuleError
from kg.relate.tagged import compiled
from kg.rulebook import _name_rule, _relation_rule
from tests.reading import rulebook


def test_every_example_and_reject_of_every_rule_holds() -> None:
    assert check(rulebook()) == []


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in (*rulebook().names, *rulebook().relations)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a.b", "type": "Enterprise", "heads": ["社"], "examples": ["x"], "colour": 1}, "a.b: unknown key colour"),
        ({"id": "a.b", "type": "Firm", "heads": ["社"], "examples": ["x"]}, "a.b: unknown type Firm"),
        ({"id": "a.b", "type": "Enterprise", "heads": ["社"]}, "a.b: no examples"),
    ],
)
def test_a_malformed_name_rule_is_named(row: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        _name_rule(row)


def test_a_malformed_relation_rule_is_named() -> None:
    with pytest.raises(RuleError, match="x.y"):
        _relation_rule({"id": "x.y", "predicate": "meets", "pattern": "{s=Person}(", "examples": [["x"]]})
    with pytest.raises(RuleError, match="x.y: redefinition of group name 'o'"):
        _relation_rule({"id": "x.y", "predicate": "meets", "pattern": "{s=Person}(?:{o=Person}|与{o=Person+})", "examples": [["x"]]})
    with pytest.raises(RuleError, match="Nobody"):
        compiled("{s=Nobody}会见")
