"""Builds that know the one before: the bytes are those of a build from nothing, whatever came, went or was cut short."""

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset, URIRef
from rdflib.namespace import DCTERMS

from kg import archive, steps
from kg.models import Page, Reading
from kg.rulebook import shared
from kg.store import FOLDER, opened
from tests.conftest import ROOT, snapshot


@pytest.fixture(scope="module")
def texts(seeds: list[Path]) -> dict[str, bytes]:
    pages = [*seeds, *sorted((ROOT / "tests" / "gold" / "pages").glob("own_0*"))[:6]]
    return {path.name: path.read_bytes() for path in pages}


@pytest.fixture
def fresh(kg: Callable, tmp_path: Path) -> Callable[[Path], dict[str, bytes]]:
    """The outputs of a folder of pages, built from nothing."""

    def build(pages: Path, *options: str) -> dict[str, bytes]:
        out = tmp_path / "fresh"
        shutil.rmtree(out, ignore_errors=True)
        assert kg("build", pages, "--out", out, "--jobs", 1, *options).exit_code == 0
        return snapshot(out)

    return build


def put(folder: Path, texts: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    return folder


def read_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are read from now on."""
    read: list[str] = []
    row = steps._row
    monkeypatch.setattr(steps, "_row", lambda page, reading: read.append(page.source) or row(page, reading))
    return read


def test_pages_come_change_and_go(kg: Callable, fresh: Callable, texts: dict[str, bytes], tmp_path: Path,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    dice, names = random.Random(5), sorted(texts)
    pages, out = put(tmp_path / "pages", {name: texts[name] for name in names[:3]}), tmp_path / "out"
    assert kg("build", pages, "--out", out).exit_code == 0
    for step in range(6):
        touched = dice.sample(names, 2)
        for name in touched:
            path = pages / name
            if path.exists() and len(list(pages.iterdir())) > 2 and dice.random() < 0.4:
                path.unlink()
            else:
                path.write_bytes(texts[name] + f"\n本报讯 市科技局局长李刚{step}日讲话。\n".encode() * dice.randint(0, 1))
        read = read_pages(monkeypatch)
        assert kg("build", pages, "--out", out).exit_code == 0
        assert set(read) <= set(touched)
        assert snapshot(out) == fresh(pages)


def test_a_second_build_reads_nothing_and_full_reads_all(kg: Callable, texts: dict[str, bytes], tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    pages, out = put(tmp_path / "pages", texts), tmp_path / "out"
    assert kg("build", pages, "--out", out).exit_code == 0
    first, read = snapshot(out), read_pages(monkeypatch)
    assert kg("build", pages, "--out", out).exit_code == 0
    assert read == []
    assert kg("build", pages, "--out", out, "--full").exit_code == 0
    assert sorted(read) == sorted(texts)
    assert snapshot(out) == first


def test_settings_that_change_what_is_read_or_written(kg: Callable, fresh: Callable, texts: dict[str, bytes], tmp_path: Path) -> None:
    pages, out = put(tmp_path / "pages", dict(list(texts.items())[:4])), tmp_path / "out"
    for options in ((), ("--place", "大同市"), ("--base-iri", "https://news.example/"), ("--most", "50"), ()):
        assert kg("build", pages, "--out", out, *options).exit_code == 0
        assert snapshot(out) == fresh(pages, *options)


def test_other_rules_or_code_read_all_again(kg: Callable, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    kg("build", news, "--out", out)
    read = read_pages(monkeypatch)
    with monkeypatch.context() as changed:
        changed.setitem(shared().__dict__, "version", "other")
        kg("build", news, "--out", out)
    assert read == [news.name]
    kg("build", news, "--out", out)
    assert read == [news.name] * 2


@pytest.mark.parametrize("spoil", [
    lambda out: (out / "graph.nq").write_text("mine", "utf-8"),
    lambda out: (out / "nodes.csv").unlink(),
    lambda out: shutil.rmtree(out / FOLDER),
    lambda out: next((out / FOLDER).iterdir()).write_bytes(b"torn" * 5000),
])
def test_outputs_and_store_that_somebody_touched_are_made_anew(kg: Callable, texts: dict[str, bytes], tmp_path: Path,
                                                               spoil: Callable[[Path], object]) -> None:
    pages, out = put(tmp_path / "pages", dict(list(texts.items())[:2])), tmp_path / "out"
    kg("build", pages, "--out", out)
    whole = snapshot(out)
    spoil(out)
    assert kg("build", pages, "--out", out).exit_code == 0
    assert snapshot(out) == whole


def test_jobs_give_the_same_bytes(kg: Callable, fresh: Callable, texts: dict[str, bytes], tmp_path: Path,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine._WORTH", 2)
    pages = put(tmp_path / "pages", texts)
    one = fresh(pages)
    assert kg("build", pages, "--out", tmp_path / "two", "--jobs", 2).exit_code == 0
    assert snapshot(tmp_path / "two") == one


def test_two_builds_of_one_folder_do_not_mix(kg: Callable, news: Path, tmp_path: Path) -> None:
    kg("build", news, "--out", tmp_path / "out")
    with opened(tmp_path / "out"):
        result = kg("build", news, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "another build is writing here" in result.stderr


def test_the_explorer_says_what_it_leaves_out(kg: Callable, texts: dict[str, bytes], tmp_path: Path) -> None:
    pages, out = put(tmp_path / "pages", dict(list(texts.items())[:2])), tmp_path / "out"
    kg("build", pages, "--out", out)
    assert 'id="part"' not in (out / "graph.html").read_text("utf-8")
    kg("build", pages, "--out", out, "--most", 40)
    html = (out / "graph.html").read_text("utf-8")
    notice = re.search(r'<p id="part">(.*?)</p>', html, re.S)
    assert notice and "只画联系最多的 40 个实体" in notice[1] and "the 40 best connected of" in notice[1]
    assert len((out / "nodes.csv").read_text("utf-8").splitlines()) > 41


def test_the_explorer_is_one_whoever_merges_what_pages_tell(kg: Callable, texts: dict[str, bytes], tmp_path: Path,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    pages, shown = put(tmp_path / "pages", texts), []
    for many in (1, 1000):  # pages: of more, the merged block is kept
        monkeypatch.setattr(steps, "_MANY", many)
        kg("build", pages, "--out", tmp_path / f"out{many}", "--most", 40, "--jobs", 1)
        with opened(tmp_path / f"out{many}") as store:
            kept = store.db.execute("SELECT count(*) FROM piece WHERE brief IS NOT NULL").fetchone()[0]
            assert (kept > 0) is (many == 1)
        shown.append((tmp_path / f"out{many}" / "graph.html").read_bytes())
    assert shown[0] == shown[1]


@pytest.mark.parametrize("whole", [0, archive._WHOLE], ids=["new-pages", "whole-file"])
def test_what_breaks_the_shapes_is_not_published(kg: Callable, texts: dict[str, bytes], tmp_path: Path, whole: int,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_WHOLE", whole)
    pages = put(tmp_path / "pages", dict(list(texts.items())[:1]))
    result = kg("build", pages, "--out", tmp_path / "out", "--base-iri", "https://kg.example/%zz/")
    assert result.exit_code == 1 and "the graph is not RDF" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_person_joined_later_leaves_a_pointer(kg: Callable, tmp_path: Path) -> None:
    pages, out = tmp_path / "pages", tmp_path / "out"
    said = ("局长李刚讲话", "市水务局局长李刚讲话", "市科技局局长、市水务局党组书记李刚讲话")
    for number, text in enumerate(said, 1):
        body = f"---\nplace: 湖州市\ndate: 2026-01-0{number}\n---\n# 召开会议\n\n本报讯 市科技局{text.removeprefix('市科技局')}。会议要求抓好落实。\n"
        put(pages, {f"{number}.md": body.replace("市科技局市水务局", "市水务局").encode()})
        assert kg("build", pages, "--out", out).exit_code == 0
    data = Dataset()
    data.parse(out / "graph.nq", format="nquads")
    people = "https://kg.example/id/official/李刚_湖州市"
    pointers = [(s, o) for s, _, o, _ in data.quads((None, DCTERMS.isReplacedBy, None, None))]
    assert pointers == [(URIRef(people + "水务局"), URIRef(people + "科学技术局"))]


def test_an_interrupted_build_goes_on_where_it_was(kg: Callable, fresh: Callable, texts: dict[str, bytes], tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.archive._TEXT", 1)
    pages, out = put(tmp_path / "pages", texts), tmp_path / "out"
    whole, row = fresh(pages), steps._row

    def interrupted(page: Page, reading: Reading) -> steps.Row:
        if page.source == sorted(texts)[3]:
            raise KeyboardInterrupt
        return row(page, reading)

    with monkeypatch.context() as patch:
        patch.setattr(steps, "_row", interrupted)
        assert kg("build", pages, "--out", out, "--jobs", 1).exit_code == 1
    read = read_pages(monkeypatch)
    assert kg("build", pages, "--out", out, "--jobs", 1).exit_code == 0
    assert read == sorted(texts)[3:]
    assert snapshot(out) == whole


def test_kill_at_any_moment_and_the_next_build_goes_on(fresh: Callable, texts: dict[str, bytes], tmp_path: Path) -> None:
    pages, out = put(tmp_path / "pages", texts), tmp_path / "out"
    whole, dice = fresh(pages), random.Random(8)
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", str(pages), "--out", str(out), "--jobs", "2"]
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(dice.uniform(0.8, 2.2))
            process.send_signal(signal.SIGKILL)
        left = {name: data for name, data in snapshot(out).items() if not name.startswith(".new-")} if out.exists() else {}
        assert all(whole[name] == data for name, data in left.items())
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert snapshot(out) == whole
