"""`kg build`: from pages to a folder of outputs, whole or not at all."""

import zlib
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg import archive, export
from kg.console import Reporter
from kg.engine import Cores
from kg.errors import InputError, KgError
from kg.models import Page
from kg.output import publish
from kg.rulebook import shared
from kg.steps import Setting
from kg.store import Store, opened

__all__ = ["Setting", "build"]

Counts = Mapping[str, Mapping[str, int]]


def build(pages: Iterable[Page], out: Path, setting: Setting, reporter: Reporter, *, jobs: int = 0, full: bool = False,
          strict: bool = False, expected: int = 0) -> Counts:
    """Write the graph of the pages in every form; what was counted. Raises KgError if nothing is written."""
    with opened(out) as store, Cores(jobs) as engine:
        if full:
            with store.change():
                store.forget()
        archive.gather(pages, store, rulebook=shared(), setting=setting, engine=engine, tell=reporter.progress,
                       expected=expected)
        accept(store.empty(), bool(store.sources()), reporter, strict=strict)
        about: dict[str, object] = {"rules": shared().version, "failed": reporter.failed, "warnings": reporter.warnings}
        with store.change():
            counts: Counts = publish(out, partial(_write, store, out, about, setting, engine, reporter))["counts"]
            archive.published(store, out)
        return counts


def accept(empty: Iterable[str], some: bool, reporter: Reporter, *, strict: bool) -> None:
    """Tell of the pages without an article; KgError if nothing is to be written: no page has `some`, or `strict`."""
    for source in empty:
        reporter.fail(f"{source}: no Chinese article found in it")
    if not some:
        raise InputError("nothing written: no input holds a Chinese article")
    if strict and (reporter.warnings or reporter.failed):
        raise KgError("nothing written: --strict, and there are warnings or failed inputs")


def _write(store: Store, out: Path, about: dict[str, object], setting: Setting, engine: Cores, reporter: Reporter,
           aside: Path) -> dict[str, Any]:
    """Fill a folder with every projection and the texts that are no files of their own; what build.json shall say."""
    archive.write(store, out, aside, setting=setting, engine=engine, tell=reporter.progress)
    export.write_ontology(aside / "ontology.ttl")
    articles, nodes, edges = store.totals()
    archive.explorer(store, aside, setting=setting, of=sum(nodes.values()))
    for source, text in store.texts():
        path = aside / "text" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zlib.decompress(text))
    counts: Counts = {"articles": {"Article": articles}, "nodes": nodes, "edges": edges}
    return {**about, "version": version("kg"), "sources": store.sources(), "counts": counts}
