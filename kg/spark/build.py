"""The flow of docs/scale.md on a cluster: which step is mapped over what, and what is grouped by which key.

    inputs ─decode─▶ pages ─read─▶ readings ─people, by block: settle─▶ names
                                      └──────────⟕ by page─────────────┘ ─tell─▶ items ─by key: write─▶ parts

Pages, readings and items lie in Parquet between the steps: nothing is read or told twice, and what a lost worker held
is taken up from there. All of it is below the folder of the outputs, which every worker must see under the same path.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyspark.sql import functions as f

from kg import export, load, steps
from kg.console import Reporter
from kg.engine import warmed
from kg.errors import OutputError
from kg.load import Input
from kg.output import publish
from kg.run import Counts, accept
from kg.spark import parts, tasks
from kg.spark.cluster import session
from kg.spark.tasks import Table
from kg.steps import Setting

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_CHECKED: Final = 50  # pages whose graph is validated
_PART: Final = 8_000_000  # characters of text that a part of the outputs comes from
_FILES: Final = 100  # inputs that a task decodes


@dataclass(frozen=True)
class Asked:
    """What the command line says beside the inputs and the setting."""

    place: str = ""
    date: str = ""
    lenient: bool = False
    strict: bool = False


def build(inputs: Sequence[Input], out: Path, setting: Setting, asked: Asked, reporter: Reporter, *, master: str) -> Counts:
    """Write the graph as partitioned N-Quads and Parquet; what was counted. Raises KgError if nothing is written."""
    def write(aside: Path) -> dict[str, Any]:
        with session(master) as spark:
            counts = _Flow(spark, aside, setting, asked, reporter).run(inputs)
        shutil.rmtree(aside / parts.SHELF)
        export.write_ontology(aside / "ontology.ttl")
        return {"rules": warmed().version, "version": version("kg"), "counts": counts,
                "failed": reporter.failed, "warnings": reporter.warnings}

    counts: Counts = publish(out.absolute(), write)["counts"]
    return counts


class _Flow:
    """One build: tables that become one another."""

    def __init__(self, spark: "SparkSession", aside: Path, setting: Setting, asked: Asked, reporter: Reporter) -> None:
        self.spark, self.aside, self.setting, self.asked, self.reporter = spark, aside, setting, asked, reporter
        self.tasks = spark.sparkContext.defaultParallelism
        (aside / parts.SHELF).mkdir()

    def run(self, inputs: Sequence[Input]) -> Counts:
        """All of it; what was counted."""
        pages = self._pages(inputs)
        read = self._step("read", self._mapped(pages, partial(tasks.read, self.setting, warmed().version), tasks.READ))
        empty = [row.source for row in read.filter("articles = 0").select("source").orderBy("source").collect()]
        accept(empty, not read.filter("articles > 0").isEmpty(), self.reporter, strict=self.asked.strict)
        people = self._mapped(read.select("people"), tasks.people, tasks.PEOPLE)
        settled = people.groupBy("block").applyInArrow(tasks.settle, tasks.SETTLED.spark)
        pairs = f.map_from_entries(f.collect_set(f.struct("own", "id")))
        names = self._step("settle", settled.groupBy("source").agg(pairs.alias("names")))
        bound = read.select("source", "reading").join(names, "source", "left")
        first = read.select("source", "reading").orderBy("source").limit(_CHECKED).join(names, "source", "left").collect()
        steps.check(self.setting, [(row.source, bytes(row.reading), row.names or {}) for row in sorted(first)])
        items = self._step("tell", self._mapped(bound, partial(tasks.tell, self.setting), tasks.ITEMS))
        kept = read.filter("articles > 0").select("source", "sha256", "articles", "text")
        counts = self._parts("keep", kept, ["source"], parts.keep, (parts.TEXTS,))
        write = partial(parts.write, self.setting)
        more = self._parts("write", items, ["key", "source"], write, (parts.QUADS, parts.NODES, parts.EDGES))
        return {**counts, **more}

    def _pages(self, inputs: Sequence[Input]) -> "DataFrame":
        """Inputs -> pages, each with a name of its own, in as many partitions as there shall be parts."""
        rows = [(number, str(item.path.absolute()), item.source) for number, item in enumerate(inputs)]
        files = self.spark.createDataFrame(rows, tasks.INPUTS.spark)
        files = files.repartition(max(self.tasks, len(rows) // _FILES))
        decode = partial(tasks.decode, self.asked.place, self.asked.date, self.asked.lenient)
        found = self._step("load", self._mapped(files, decode, tasks.PAGES))
        for row in found.filter("kind != 'page'").orderBy("number", "line").collect():
            (self.reporter.fail if row.kind == "failed" else self.reporter.warn)(row.text)
        pages = found.filter("kind = 'page'").drop("kind")
        size = pages.agg(f.sum(f.length("text"))).first()[0] or 0
        self.tasks = max(4 * self.tasks, size // _PART)
        self.spark.conf.set("spark.sql.shuffle.partitions", str(self.tasks))
        return _named(pages).repartition(self.tasks, "source")

    def _mapped(self, table: "DataFrame", function: Callable[[tasks.Rows], Any], shape: Table) -> "DataFrame":
        return table.mapInArrow(partial(tasks.mapped, function, shape), shape.spark)

    def _step(self, name: str, table: "DataFrame") -> "DataFrame":
        """The table, worked out and laid down."""
        self.reporter.progress(name, 0, 1)
        path = f"file://{self.aside / parts.SHELF / name}"
        table.write.parquet(path)
        self.reporter.progress(name, 1, 1)
        return self.spark.read.schema(table.schema).parquet(re.sub(r"([\[\]{}*?\\])", r"\\\1", path))

    def _parts(self, name: str, table: "DataFrame", order: list[str], write: Callable[[str, tasks.Rows], Any],
               folders: Sequence[str]) -> Counts:
        """Write folders of parts in the order of some columns, all rows of the first's value in one; what was counted."""
        self.reporter.progress(name, 0, 1)
        ordered = table.repartitionByRange(self.tasks, order[0]).sortWithinPartitions(*order)
        told = self._mapped(ordered, partial(write, str(self.aside)), parts.PIECES).collect()
        for folder in folders:
            if sorted(path.stem for path in (self.aside / folder).iterdir()) != sorted(row.part for row in told):
                raise OutputError(f"{folder}: parts are missing; all workers must write to one shared file system")
        self.reporter.progress(name, 1, 1)
        return _sum([json.loads(row.counts) for row in told])


def _named(pages: "DataFrame") -> "DataFrame":
    """The pages under names of their own, as load.read_each gives them to one page after the other."""
    keyed = pages.select("number", "line", "source", f.regexp_replace("source", load.NUMBERED, "").alias("family"))
    often = keyed.groupBy("family").count().filter("count > 1").select("family")
    other = keyed.join(often, "family").groupBy("family").applyInArrow(tasks.names, tasks.NAMES.spark)
    named = pages.join(other, ["number", "line"], "left")
    return named.withColumn("source", f.coalesce("name", "source")).drop("name")


def _sum(counts: Sequence[Counts]) -> dict[str, dict[str, int]]:
    """Counts by name, each sorted."""
    total: dict[str, Counter[str]] = {}
    for one in counts:
        for group, rows in one.items():
            total.setdefault(group, Counter()).update(rows)
    return {group: dict(sorted(rows.items())) for group, rows in total.items()}
