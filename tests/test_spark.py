"""A build on Spark gives the graph of the local one: in this process, on two workers, and if one of them is killed."""

import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cluster import Cluster, cluster
from kg.errors import KgError
from kg.spark import cluster as ground
from tests.conftest import NEWS, ROOT, snapshot

CLI = [sys.executable, "-c", "from kg.cli import main; main()", "build"]
TABLES = {"nodes": ("mentions", "articles", "start", "end"), "edges": ("articles", "start", "end", "number", "confidence")}


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    try:
        ground.check("local[2]")
    except KgError as error:
        pytest.skip(str(error))
    os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # starts faster, for short work
    yield
    del os.environ["JAVA_TOOL_OPTIONS"]


@pytest.fixture(scope="module")
def pages(spark: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages of seeds/ and tests/gold/, and files in which several of one name, bad rows and one that fails."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    folder = tmp_path_factory.mktemp("more [1]")
    seed = sorted((ROOT / "seeds").glob("*.txt"))[0].name
    lines = [{"text": NEWS, "source": seed}, {"text": NEWS, "source": "甲", "place": "大同市"}, {"title": "no text"}]
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    rows = {"text": [NEWS, None, NEWS], "source": ["甲", "乙", "甲 (2)"], "date": [datetime.date(2026, 3, 4), None, None]}
    parquet.write_table(pa.table(rows), folder / "b.parquet")
    (folder / "c.txt").write_bytes(b"\x89PNG\r\n\x00")
    return [str(ROOT / "seeds"), str(ROOT / "tests" / "gold" / "pages"), str(folder)]


@pytest.fixture(scope="module")
def local(pages: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("local") / "out"
    assert subprocess.run([*CLI, *pages, "--out", str(out)], stdout=subprocess.DEVNULL, check=False).returncode == 1
    return out


@pytest.fixture(scope="module")
def running(spark: None) -> Iterator[Cluster]:
    with cluster(2) as started:
        yield started


@pytest.fixture
def two(running: Cluster) -> Cluster:
    """A master and two workers."""
    running.fill(2)
    return running


def started(pages: list[str], out: Path, master: str, *options: str) -> subprocess.Popen[str]:
    command = [*CLI, *pages, "--out", str(out), "--engine", "spark", "--master", master, *options]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def assert_same(out: Path, local: Path) -> None:
    """The parts one behind the other are the local build's files, and no part is missing, doubled or half."""
    parts = sorted((out / "graph.nq").iterdir())
    assert len(parts) > 1
    assert b"".join(part.read_bytes() for part in parts) == (local / "graph.nq").read_bytes()
    for name, numbers in TABLES.items():
        with (local / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [numeric(row, numbers) for row in csv.DictReader(file)] == rows(out / f"{name}.parquet")
    ours, theirs = (json.loads((folder / "build.json").read_text("utf-8")) for folder in (out, local))
    kept = {row["source"]: row["sha256"] for row in rows(out / "pages.parquet")}
    assert (ours["counts"], kept) == (theirs["counts"], theirs["sources"])
    assert ours["warnings"] == theirs["warnings"] and len(ours["warnings"]) == 2
    assert [message.rpartition("/")[2] for message in ours["failed"]] == ["c.txt: binary, not text"]
    texts = {row["source"]: row["text"].encode() for row in rows(out / "pages.parquet") if row["text"] is not None}
    assert texts == snapshot(local / "text") and len(texts) == 4
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def numeric(row: dict[str, str], numbers: tuple[str, ...]) -> dict[str, Any]:
    """A row of CSV with numbers as Parquet has them."""
    return {name: (float(value.removeprefix("'")) if value else None) if name in numbers else value for name, value in row.items()}


def rows(folder: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as parquet

    return [row for path in sorted(folder.iterdir()) for row in parquet.read_table(path).to_pylist()]


def test_in_one_process_and_a_build_that_fails_changes_nothing(pages: list[str], local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(local, out, ignore=shutil.ignore_patterns(".cache"))  # another engine's outputs make way
    first = started(pages, out, "local[2]")
    assert (first.communicate()[1].count("Traceback"), first.returncode) == (0, 1)
    assert_same(out, local)
    assert {path.name for path in out.iterdir()} == {
        "graph.nq", "nodes.parquet", "edges.parquet", "pages.parquet", "ontology.ttl", "build.json"}
    whole = snapshot(out)
    again = started(pages[-1:], out, "local[2]", "--strict")
    assert "nothing written: --strict" in again.communicate()[1]
    assert (again.returncode, snapshot(out)) == (1, whole)


def test_on_two_workers(pages: list[str], local: Path, two: Cluster, tmp_path: Path) -> None:
    process = started(pages, tmp_path / "out", two.url)
    assert (process.communicate()[1].count("Traceback"), process.returncode) == (0, 1)
    assert_same(tmp_path / "out", local)


@pytest.mark.parametrize(("done", "end"), [
    (".work/read/_temporary/0/task_*", ".work/read/_SUCCESS"),  # while pages are read
    ("graph.nq/part-*.nq", "ontology.ttl"),  # while parts are written
], ids=["read", "write"])
def test_a_worker_killed_in_mid_run_loses_and_doubles_nothing(pages: list[str], local: Path, two: Cluster, tmp_path: Path,
                                                             done: str, end: str) -> None:
    process = started(pages, tmp_path / "out", two.url)
    while process.poll() is None and not list(tmp_path.glob(f"out/.new-*/{done}")):
        time.sleep(0.01)
    killed = two.kill()
    assert process.poll() is None and not list(tmp_path.glob(f"out/.new-*/{end}")), "too late: the step was over"
    assert len(killed) > 2, "the worker had an executor with Python of its own"
    said = process.communicate()[1]
    assert process.returncode == 1 and "Lost executor" in said, said
    assert_same(tmp_path / "out", local)


def missing(name: str) -> str:
    raise PackageNotFoundError(name)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if PySpark and Java were there."""
    monkeypatch.setattr(ground, "version", lambda name: "4.0.0")
    monkeypatch.setattr(ground, "_check_java", lambda: None)


def refused(kg: Callable, news: Path, *options: str) -> str:
    """The one line that is said of a command that is refused before anything is done."""
    out = news.parent.parent / "out"
    result = kg("build", news, "--out", out, "--engine", "spark", *options)
    assert (result.exit_code, out.exists()) == (2, False)
    *_, line = result.stderr.splitlines()
    return line


def test_without_pyspark(kg: Callable, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "version", missing)
    assert refused(kg, news) == "Error: --engine spark needs PySpark 4 and pyarrow: pip install 'kg[spark]'"


def test_with_an_old_pyspark(kg: Callable, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "version", lambda name: "3.5.1")
    assert "needs PySpark 4, here is 3.5.1" in refused(kg, news)


def test_without_java(kg: Callable, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "version", lambda name: "4.0.0")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(kg, news) == "Error: --engine spark needs Java 17 or newer: there is no `java` on the PATH"
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    assert "has no bin/java" in refused(kg, news)


@pytest.mark.parametrize(("line", "said"), [("1.8.0_392", "is 8"), ("11.0.2", "is 11"), ("17.0.15", ""), ("21", "")])
def test_an_old_java(line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{line}\" 2025-04-15' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if not said:
        ground._check_java()
        return
    with pytest.raises(KgError, match=said):
        ground._check_java()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("master", "said"), [
    ("spark://127.0.0.1:1", "--master spark://127.0.0.1:1 cannot be reached (127.0.0.1:1: Connection refused)"),
    ("spark://127.0.0.1", "no port"),
    ("http://127.0.0.1:7077", "no Spark master"),
])
def test_a_master_that_does_not_answer(kg: Callable, news: Path, master: str, said: str) -> None:
    assert said in refused(kg, news, "--master", master)


@pytest.mark.parametrize("options", [("--jobs", "2"), ("--full",), ("--most", "5")])
def test_options_of_the_local_engine(kg: Callable, news: Path, options: tuple[str, ...]) -> None:
    assert refused(kg, news, *options) == f"Error: {options[0]} means nothing to --engine spark"


def test_standard_input(kg: Callable, tmp_path: Path) -> None:
    result = kg("build", "-", "--out", tmp_path / "out", "--engine", "spark", stdin=NEWS.encode())
    assert (result.exit_code, "cannot read standard input" in result.stderr) == (2, True)
