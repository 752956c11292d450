"""Files appear whole or not at all, whatever stops the build."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.output import check_writable, publish
from tests.conftest import snapshot


def files(**named: str):
    def write(folder: Path) -> dict[str, object]:
        for name, text in named.items():
            path = folder / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return {"version": "1"}

    return write


def test_the_former_build_goes_and_foreign_files_stay(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    publish(out, files(graph="1", text__a="a", text__b="b"))
    (out / "notes.txt").write_text("mine", "utf-8")
    publish(out, files(graph="2", text__b="b"))
    publish(out, files(graph="3"))
    assert set(snapshot(out)) == {"graph", "build.json", "notes.txt"}
    assert (out / "graph").read_text("utf-8") == "3"
    assert list(json.loads((out / "build.json").read_text("utf-8"))["files"]) == ["graph"]


def test_a_folder_of_parts_takes_the_place_of_a_file_and_of_other_parts_and_gives_it_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, files(**{"graph.nq": "1", "nodes.csv": "1"}))
    publish(out, files(**{"graph.nq__part-0": "2", "graph.nq__part-1": "2", "t.parquet__part-0": "2"}))
    assert set(snapshot(out)) == {"graph.nq/part-0", "graph.nq/part-1", "t.parquet/part-0", "build.json"}
    publish(out, files(**{"graph.nq__part-0": "3"}))
    assert set(snapshot(out)) == {"graph.nq/part-0", "build.json"}
    assert (out / "graph.nq" / "part-0").read_text("utf-8") == "3"
    publish(out, files(**{"graph.nq": "4", "nodes.csv": "4"}))
    assert set(snapshot(out)) == {"graph.nq", "nodes.csv", "build.json"}
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    other.write_text("mine", "utf-8")
    publish(out, files(graph="1"))
    (out / "build.json").write_text('{"files": {"../other": "", "graph": ""}}', "utf-8")
    publish(out, files(table="1"))
    assert other.exists()
    assert set(snapshot(out)) == {"table", "build.json"}


def test_an_error_leaves_the_former_outputs_and_nothing_aside(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def fails(folder: Path) -> dict[str, object]:
        (folder / "graph").write_text("torn", "utf-8")
        raise OutputError("the shapes are not kept")

    with pytest.raises(OutputError, match="shapes"):
        publish(out, fails)
    assert not out.exists()
    publish(out, files(graph="1"))
    former = snapshot(out)
    with pytest.raises(OutputError, match="shapes"):
        publish(out, fails)
    assert snapshot(out) == former


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.output import publish
def write(folder):
    (folder / "graph").write_text("torn")
    os.kill(os.getpid(), signal.SIGKILL)
publish(Path(sys.argv[1]), write)
"""


def test_kill_leaves_the_former_outputs_and_the_next_build_clears_up(tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(out, files(graph="1"))
    former = snapshot(out)
    assert subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False).returncode == -9
    assert {name: data for name, data in snapshot(out).items() if not name.startswith(".new-")} == former
    publish(out, files(graph="1"))
    assert snapshot(out) == former


def test_two_builds_do_not_mix(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def write(folder: Path) -> dict[str, object]:
        with pytest.raises(OutputError, match="another build"):
            publish(out, files(graph="2"))
        return files(graph="1")(folder)

    publish(out, write)
    assert (out / "graph").read_text("utf-8") == "1"


def test_a_path_below_a_file_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(OutputError, match="cannot write"):
            check_writable(out)
    check_writable(tmp_path / "not" / "yet")
    assert not (tmp_path / "not").exists()
