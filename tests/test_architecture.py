"""The laws of the layout: stages do not know each other, files stay short, lists hold no names of the seed pages."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KG = ROOT / "kg"
STAGES = ("load", "split", "find", "relate", "resolve", "export")
EDGE = {"pipeline", "cli", "console", "output", "explain", "run", "archive", "steps", "engine", "store", "spark"}  # may import stages or belong to the command line
ASKING = {"query", "serve"}  # read what a build wrote; serve stands on query
PUBLIC_LISTS = {  # made by a rule from public lists, source in line 1
    "brands.tsv", "central.tsv", "enterprises.tsv", "listed.tsv", "divisions.tsv", "words.tsv"}
NAMED = ("Official", "Person", "Journalist", "Enterprise", "Project")


def modules() -> list[Path]:
    return sorted(path for path in KG.rglob("*.py") if "knowledge" not in path.parts)


def stage_of(path: Path) -> str:
    return path.relative_to(KG).with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """First name below kg of every import, wherever it stands in the file."""
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("kg.") and len(name.split(".")) > 1}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(KG).as_posix())
def test_only_pipeline_imports_stages(path: Path) -> None:
    own = stage_of(path)
    others = (imported(path) & {*STAGES}) - {own}
    if own in STAGES:
        assert not others, f"a stage that imports another stage: {others}"
        assert not imported(path) & (EDGE | ASKING)
    elif own not in EDGE:
        assert not others, f"{own} is no pipeline and imports {others}"
    else:
        reading = own in ("archive", "steps", "spark")  # the pipeline over chunks and stores
        allowed = {"load", "export", "resolve"} if reading else {"load", "export"}
        assert own == "pipeline" or others <= allowed, f"{own} imports {others}: ask the pipeline"


def test_files_stay_short() -> None:
    paths = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    assert {path.name: n for path in paths if (n := len(path.read_text("utf-8").splitlines())) > 350} == {}


def test_functions_stay_short() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (length := node.end_lineno - node.lineno + 1) > 60:
                long[f"{path.name}: {node.name}"] = length
    assert long == {}


def strings(value: object) -> Iterator[str]:
    """The entries of a TOML file that are lists or values; examples and rejects are sentences, no entries."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("examples", "rejects", "note", "id"):
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def entries() -> dict[str, str]:
    """Every entry of the lists, and a file that holds it."""
    found = {}
    for path in sorted([*(KG / "knowledge").iterdir(), *(KG / "rules").iterdir()]):
        if path.suffix == ".toml":
            words = list(strings(tomllib.loads(path.read_text("utf-8"))))
        elif path.suffix in (".tsv", ".txt") and path.name not in PUBLIC_LISTS:
            lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
            words = [word for line in lines for word in re.split(r"[\t /|,，、]", line)]
        else:
            continue
        found |= {word: path.name for word in words if word}
    return found


def gold_names() -> set[str]:
    """The names of persons, enterprises and projects on the annotated pages of seeds/, short forms too."""
    names = set()
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if (ROOT / "seeds" / gold["source"]).is_file():
            for entity in gold["entities"]:
                if entity["type"] in NAMED:
                    names |= {*entity["canonical"], *entity["mentions"]}
    return names


def test_no_list_holds_a_name_of_the_annotated_pages() -> None:
    names, lists = gold_names(), entries()
    assert len(names) > 100 and len(lists) > 100
    assert {name: lists[name] for name in names & lists.keys()} == {}


def test_public_lists_name_their_source() -> None:
    for name in PUBLIC_LISTS:
        path = KG / "knowledge" / name
        if path.exists():
            assert path.read_text("utf-8").startswith("#"), f"{name}: the first line names the source"


def test_public_lists_are_no_back_door() -> None:
    """Short names of firms that only the pages would suggest: a list of central enterprises has no room for them."""
    lines = "\n".join((KG / "knowledge" / name).read_text("utf-8") for name in PUBLIC_LISTS & {"enterprises.tsv", "central.tsv"}
                      if (KG / "knowledge" / name).exists())
    words = set(re.split(r"[\s/|,，、]", lines))
    assert not words & {"太钢", "太钢集团", "宝武太钢集团", "迈杰模具", "焦煤集团", "潞安化工集团", "晋能控股集团", "中来", "爱德曼", "錫纯半导体"}
