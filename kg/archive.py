"""A build over any number of pages: read what is new, bind what that touched, write anew the pieces that changed.

Each step is a pure function of a chunk (kg/steps.py) that an Engine maps, and a grouping by key that the store does.
Nothing is in memory but the chunks at work and the part of the graph that the explorer shows.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import export, steps
from kg.engine import ROWS, Engine, chunks
from kg.export import FILES, Assembly
from kg.models import Page
from kg.resolve import identify
from kg.rulebook import Rulebook
from kg.steps import Bound, Setting
from kg.store import END, ENTITY, PAGE, Store

Progress = Callable[[str, int, int], object]  # stage, done, of how many

_HERE = Path(__file__).parent
_TEXT = 16_000  # characters in a chunk of pages: what takes a worker a tenth of a second
_WHOLE = 12_000_000  # bytes of a graph.ttl that is validated: they take 0.3 s and 100 MB
_CHECKED = 50  # new pages whose graph is validated in place of a larger file


def gather(pages: Iterable[Page], store: Store, *, rulebook: Rulebook, setting: Setting, engine: Engine,
           tell: Progress, expected: int = 0) -> None:
    """Bring the store to hold these pages and no others, reading those that it does not know."""
    with store.change():
        _invalidate(store, rulebook, setting)
    done = 0

    def new() -> Iterator[Page]:
        nonlocal done
        for page in pages:
            if store.known(page.source) != steps.digest(page):
                yield page
            else:
                done += 1

    for rows in engine.map(partial(steps.read, setting), chunks(new(), lambda page: len(page.text), _TEXT)):
        done += len(rows)
        tell("read", done, max(done, expected))
        with store.change():
            for row in rows:
                store.put(row)
    with store.change():
        for source in store.gone():
            store.remove(source)
    _bind(store, setting, engine, tell)


def _bind(store: Store, setting: Setting, engine: Engine, tell: Progress) -> None:
    """Settle who is who among the people that changed, then what each page concerned tells of whom."""
    with store.change():
        for name, people in store.unsettled():
            store.settle(name, identify(people))
        store.all_settled()
    todo = store.unbound()
    done = 0
    for told in engine.map(partial(steps.tell, setting), chunks(_bound(store, todo), lambda row: len(row[1]), ROWS)):
        done += len(told)
        tell("bind", done, len(todo))
        with store.change():
            for source, items in told:
                store.put_items(source, items)


def write(store: Store, out: Path, aside: Path, *, setting: Setting, engine: Engine, tell: Progress) -> None:
    """Fill `aside` with the files of a build; what did not change is copied from those in `out`. Raises OutputError."""
    whole = store.get("files") == _state(out) != ""  # nobody has touched what the last build wrote
    if not whole:
        store.rewrite()
    assembly = Assembly(aside, out if whole else None, store.vertices())
    new, count, done = store.changed_pages(_CHECKED), store.count_changed(), 0
    work = chunks(_changed(store), lambda change: 1000 + sum(map(len, change[1])), ROWS)
    at = ""  # what stands before this key in the former files is done with
    for made in engine.map(partial(steps.write, setting), work):
        done += len(made)
        tell("write", done, count)
        for piece in made:
            if whole:
                after = piece.key + "\0"
                assembly.keep(store.lengths(at, piece.key))
                assembly.drop(store.lengths(piece.key, after))
                at = after
            if piece.texts:
                assembly.add(piece.texts)
                store.wrote((piece.key, *map(len, piece.texts), *piece[2:]))
    if whole:
        assembly.keep(store.lengths(at, END))
    assembly.finish()
    _check(store, aside, new, setting)
    store.settle_pieces()


def _check(store: Store, aside: Path, new: Iterable[str], setting: Setting) -> None:
    """Raise OutputError if the graph as written, or the part of a large one that new pages tell, breaks the SHACL shapes.

    Of many new pages the first will do: all are made by one code.
    """
    if (aside / FILES["ttl"]).stat().st_size <= _WHOLE:
        export.validate(aside / FILES["ttl"])
    else:
        steps.check(setting, list(_bound(store, new)))


def published(store: Store, out: Path) -> None:
    """Note that the files of `out` are those of the store."""
    store.set("files", _state(out))


def explorer(store: Store, aside: Path, *, setting: Setting, of: int) -> None:
    """Write graph.html for the best connected of so many entities."""
    keys = sorted(store.best(setting.most))
    if len(keys) == of:
        graph = steps.whole([steps.block(store.items(key)) for key in keys], _bound(store, store.sources()))
    else:
        ids, cited = {key.removeprefix(ENTITY) for key in keys}, set[str]()
        blocks = [steps.brief(steps.block(store.told(key)), ids, cited) for key in keys]
        graph = steps.part(blocks, cited, _bound(store, sorted({article.rpartition("#")[0] for article in cited})))
    export.write_html(graph, aside / "graph.html", base=setting.base, of=of)


def _bound(store: Store, sources: Iterable[str]) -> Iterator[Bound]:
    return ((source, store.reading(source), store.names(source)) for source in sources)


def _changed(store: Store) -> Iterator[tuple[str, list[bytes], Mapping[str, str]]]:
    for key, rows in store.changed():
        yield key, rows, store.names(key.removeprefix(PAGE)) if key < ENTITY else {}


def _invalidate(store: Store, rulebook: Rulebook, setting: Setting) -> None:
    """Forget what other rules, other code, another model or another base IRI made."""
    model = (setting.model, _version(setting.model))
    reading = _fingerprint("split", "find", "relate", "resolve", rest=(rulebook.version, *model))
    if store.get("reading") != reading:
        store.forget()
        store.set("reading", reading)
    writing = _fingerprint("export", "ontology", rest=(setting.base,))
    if store.get("writing") != writing:
        store.unbind()
        store.set("writing", writing)


def _fingerprint(*folders: str, rest: Iterable[str]) -> str:
    """A digest of the code in some folders and beside them, and of what else decides."""
    digest = hashlib.sha256("\x1f".join([*rest, version("spacy"), version("kg")]).encode())
    inside = (path for folder in folders for path in (_HERE / folder).rglob("*") if path.suffix in (".py", ".ttl"))
    for path in sorted([*_HERE.glob("*.py"), *inside]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        return ""


def _state(out: Path) -> str:
    """Which files stand in a folder of outputs, "" if one is missing: sizes and times, not their bytes."""
    try:
        found = [(out / name).stat() for name in FILES.values()]
    except OSError:
        return ""
    return " ".join(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in found)
