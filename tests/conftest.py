"""What several tests need."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parents[1]
NEWS = "# 市科技局召开会议\n\n本报讯（记者 李明）3月2日，太原市科学技术局召开会议，局长王强出席会议并讲话。\n"


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    return sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, seeds: list[Path]) -> Path:
    """The outputs of the seeds, built once."""
    return build(tmp_path_factory.mktemp("seeds") / "out", seeds)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of three invented pages, for what the seeds do not tell."""
    return build(tmp_path_factory.mktemp("invented") / "out", sorted((ROOT / "tests" / "queries").glob("*.md")))


def build(out: Path, pages: list[Path]) -> Path:
    """Run `kg build`; the folder of its outputs."""
    result = CliRunner().invoke(cli, ["build", *map(str, pages), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "news.md"
    path.parent.mkdir()
    path.write_text(NEWS, "utf-8")
    return path


@pytest.fixture
def kg() -> Callable[..., Result]:
    """Run the command line in this process: kg("build", path, "--out", out)."""

    def run(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)

    return run


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder and their bytes, but for what a build keeps for the next one."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".cache/")}
