"""The tables of seeds/ as last reviewed: a change to them shows in the diff of tests/baseline/ (make baseline)."""

from pathlib import Path

import pytest

BASELINE = Path(__file__).parent / "baseline"


@pytest.mark.parametrize("table", ["nodes.csv", "edges.csv"])
def test_the_seeds_give_the_reviewed_tables(table: str, built: Path) -> None:
    assert (built / table).read_text("utf-8") == (BASELINE / table).read_text("utf-8"), "make baseline, then review"
