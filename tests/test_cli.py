"""The command line: help in pipeline order, exit codes, same bytes twice, and what `kg explain` tells."""

import json
from pathlib import Path

import pytest

from tests.conftest import NEWS, snapshot

OUTPUTS = {
    "graph.ttl", "ontology.ttl", "graph.nq", "graph.graphml", "nodes.csv", "edges.csv", "graph.html", "build.json",
    "text/news.md",
}


def test_help_lists_the_commands_in_pipeline_order(kg) -> None:
    result = kg("--help")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert listed == ["build", "explain", "check-rules", "query", "serve", "export", "load"]
    for command in listed:
        assert kg(command, "--help").exit_code == 0
    assert "version" in kg("--version").stdout


@pytest.mark.parametrize(
    "arguments",
    [(), ("build",), ("bild",), ("build", "x.txt"), ("explain",), ("check-rules", "x")],
)
def test_usage_errors_exit_with_2(kg, arguments: tuple[str, ...]) -> None:
    assert kg(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--date", "soon", "soon is no date"), ("--place", "大西洲", "大西洲"), ("--base-iri", "kg", "kg is no absolute IRI"),
     ("--base-iri", "http://x/<b>", "no absolute IRI")],
)
def test_bad_option_values_exit_with_2(kg, news: Path, tmp_path: Path, option: str, value: str, said: str) -> None:
    result = kg("build", news, "--out", tmp_path / "out", option, value)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_build_writes_every_projection_and_the_same_bytes_twice(kg, news: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    result = kg("build", news, "--out", first)
    assert result.exit_code == 0, result.output
    assert snapshot(first).keys() >= OUTPUTS
    assert (first / "text" / "news.md").read_bytes() == news.read_bytes()
    assert kg("build", news.parent, "--out", second).exit_code == 0
    assert snapshot(first) == snapshot(second)
    assert kg("build", news, "--out", first).exit_code == 0
    assert snapshot(first) == snapshot(second)


def test_build_ends_with_a_table(kg, news: Path, tmp_path: Path) -> None:
    result = kg("build", news, "--out", tmp_path / "out")
    rows = {tuple(line.replace("│", " ").split()) for line in result.stdout.splitlines()}
    assert ("articles", "1") in rows
    assert ("warnings", "0") in rows
    about = json.loads((tmp_path / "out" / "build.json").read_text("utf-8"))
    assert about["counts"]["articles"] == {"Article": 1}
    assert {name for name, count in about["counts"]["nodes"].items() if ("nodes", name, str(count)) not in rows} == set(
        about["counts"]["nodes"]
    )


def test_build_reads_standard_input(kg, tmp_path: Path) -> None:
    assert kg("build", "-", "--out", tmp_path / "out", stdin=NEWS.encode()).exit_code == 0
    assert (tmp_path / "out" / "text" / "stdin").read_text("utf-8") == NEWS


def test_place_and_date_hold_for_pages_that_bring_none(kg, tmp_path: Path) -> None:
    body = "# 召开会议\n\n本报讯 市科技局召开会议，局长王强出席会议并讲话。会议要求全市上下抓好落实。\n"
    (tmp_path / "a.md").write_text(body, "utf-8")
    (tmp_path / "b.md").write_text(f"---\nplace: 晋中市\ndate: 2025-01-02\n---\n{body}", "utf-8")
    arguments = (tmp_path / "a.md", tmp_path / "b.md", "--out", tmp_path / "out", "--place", "太原", "--date", "2026年3月")
    assert kg("build", *arguments).exit_code == 0
    turtle = (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    for word in ("太原市科学技术局", "晋中市科学技术局", '"2026-03"', '"2025-01-02"'):
        assert word in turtle


def test_base_iri(kg, news: Path, tmp_path: Path) -> None:
    assert kg("build", news, "--out", tmp_path / "out", "--base-iri", "https://news.example/kb").exit_code == 0
    assert "https://news.example/kb/id/" in (tmp_path / "out" / "graph.nq").read_text("utf-8")


def test_strict_writes_nothing_if_an_input_failed(kg, news: Path, tmp_path: Path) -> None:
    (news.parent / "empty.txt").write_bytes(b"")
    result = kg("build", news.parent, "--out", tmp_path / "out", "--strict")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_explain_goes_from_the_name_to_rule_and_sentence(kg, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    kg("build", news, "--out", out)
    result = kg("explain", "王强", "--out", out)
    assert result.exit_code == 0, result.output
    assert "王强  Official" in result.stdout
    (post,) = [line for line in result.stdout.splitlines() if "holdsPost: 王强 → 局长 @ 太原市科学技术局" in line]
    evidence = result.stdout.splitlines()[result.stdout.splitlines().index(post) + 1]
    source, offsets, rest = evidence.split(maxsplit=2)
    start, end = map(int, offsets.split("-"))
    assert source == "news.md" and f"「{NEWS[start:end]}」 rule " in rest


def test_explain_says_what_is_close_or_missing(kg, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert (kg("explain", "王强", "--out", out)).exit_code == 1
    kg("build", news, "--out", out)
    result = kg("explain", "科学技术局", "--out", out)
    assert result.exit_code == 1
    assert "太原市科学技术局" in result.stderr and len(result.stderr.splitlines()) == 1


def test_check_rules(kg) -> None:
    result = kg("check-rules")
    assert result.exit_code == 0, result.output
