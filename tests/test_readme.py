"""What the READMEs promise: commands that run, files that exist, query output that is real."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
QUERIES = re.findall(r"^    \$ kg query (.+)\n((?:    .*\n)+)", README, re.M)


@pytest.mark.parametrize("page", ["README.md", "docs/README.zh.md", "docs/sparql.md"])
def test_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert "@@" not in text
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize(("command", "output"), QUERIES)
def test_the_queries_give_what_is_shown(command: str, output: str, built: Path, kg: Callable[..., object]) -> None:
    shown = "\n".join(line.removeprefix("    ") for line in output.splitlines())
    result = kg("query", *shlex.split(command), "-f", "table", "--out", str(built))
    assert getattr(result, "stdout").rstrip() == shown  # noqa: B009


def test_three_queries_are_shown() -> None:
    assert len(QUERIES) == 3
