"""`kg build --model`: another pipeline's names are candidates, never more than that."""

from pathlib import Path

import pytest
import spacy

from kg.errors import InputError
from kg.find import Finder
from tests.reading import article, rulebook


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline that calls three strings persons and organisations."""
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for label, text in (
        ("PERSON", "陆乐平"), ("PERSON", "走进车间"), ("ORG", "云栖甲"), ("ORG", "市科技局"))])  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("models") / "toy"
    nlp.to_disk(folder)
    return str(folder)


def test_a_models_names_are_marked_candidates_where_the_rules_found_nothing(toy: str) -> None:
    found = Finder(rulebook(), model=toy).find(article("陆乐平走进车间，云栖甲的订单不少，市科技局在场。"))
    by_model = [(m.name, m.type.value, m.confidence) for m in found if m.rule.startswith("model.")]
    assert by_model == [("陆乐平", "Person", 0.6), ("云栖甲", "Enterprise", 0.6)]
    assert [m.rule for m in found if m.name == "市科技局"] == ["organ.state"]


def test_without_a_model_nothing_changes() -> None:
    assert [m.name for m in Finder(rulebook()).find(article("陆乐平走进车间，云栖甲的订单不少。"))] == []


def test_an_unknown_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no spaCy pipeline of this name"):
        Finder(rulebook(), model=str(tmp_path / "none"))
