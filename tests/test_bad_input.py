"""Every bad input of the command line: one clear line that names the file, no traceback, the former outputs untouched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import snapshot

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00\x5c\x72\xa8\x66"
ENGLISH = b"Mayor opens plant\n\nThe mayor opened a new plant on Monday. It will employ 300 people.\n" * 20
BAD = {
    "empty.txt": b"",
    "blank.txt": b" \r\n\t\n",
    "picture.txt": PNG,
    "line.txt": "太原市科学技术局召开会议，".encode() * 800_000,  # 31 MB
    "broken.txt": "太原市科学技术局召开会议。\n".encode() * 20 + b"\xe5\xa4 \xff",
    "english.txt": ENGLISH,
    "english.html": b"<html><body><p>" + ENGLISH + b"</p></body></html>",
    "torn.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type",
    "torn.docx": b"PK\x03\x04 torn",
    "torn.jsonl": b'{"text": \n{"title": "x"}\n',
}


@pytest.fixture
def former(kg: Callable, news: Path, tmp_path: Path) -> dict[str, bytes]:
    """The outputs of an earlier build in tmp_path/out."""
    assert kg("build", news, "--out", tmp_path / "out").exit_code == 0
    return snapshot(tmp_path / "out")


def is_clear(stderr: str, name: str) -> bool:
    """A line of its own names the file; nothing looks like a traceback."""
    lines = stderr.splitlines()
    return any(name in line and line.startswith("Error: ") for line in lines) and "Traceback" not in stderr and len(lines) < 5


@pytest.mark.parametrize("name", BAD)
def test_alone_it_writes_nothing(kg: Callable, tmp_path: Path, former: dict[str, bytes], name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    result = kg("build", tmp_path / name, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert is_clear(result.stderr, name), result.stderr
    assert snapshot(tmp_path / "out") == former


@pytest.mark.parametrize("name", BAD)
def test_beside_a_good_page_the_rest_is_written(kg: Callable, news: Path, tmp_path: Path, name: str) -> None:
    (news.parent / name).write_bytes(BAD[name])
    result = kg("build", news.parent, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert is_clear(result.stderr, name), result.stderr
    assert "news.md" in (tmp_path / "out" / "graph.nq").read_text("utf-8")


@pytest.mark.parametrize("name", ["missing.txt", "no-pages", "*.none"])
def test_a_path_without_pages_is_a_usage_error(kg: Callable, tmp_path: Path, former: dict[str, bytes], name: str) -> None:
    (tmp_path / "no-pages").mkdir()
    (tmp_path / "no-pages" / "picture.png").write_bytes(PNG)
    result = kg("build", tmp_path / name, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert is_clear(result.stderr, name), result.stderr
    assert snapshot(tmp_path / "out") == former


def test_an_unwritable_out_is_found_before_the_work(kg: Callable, news: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    result = kg("build", news, "--out", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert is_clear(result.stderr, "file/out"), result.stderr
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_out_without_permission_is_found_before_the_work(kg: Callable, news: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    assert kg("build", news, "--out", tmp_path / "locked" / "out").exit_code == 2


@pytest.mark.parametrize("failure", [RuntimeError("a bug"), OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_crash_in_mid_build_leaves_the_former_outputs(
    kg: Callable, news: Path, tmp_path: Path, former: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def write_html(graph: object, path: Path, **_: object) -> None:
        path.write_text("torn", "utf-8")
        raise failure

    monkeypatch.setattr("kg.export.write_html", write_html)
    result = kg("build", news, "--out", tmp_path / "out")
    assert result.exit_code != 0
    assert snapshot(tmp_path / "out") == former
    if isinstance(failure, OSError):
        assert is_clear(result.stderr, "out")
