"""What a build keeps beside its outputs: each page as read, what it tells of whom, and the lengths of what was written.

One SQLite file (in the standard library, one writer, survives kill -9). Every change is one transaction that also notes
what must be worked out anew because of it: a build that was stopped goes on where it was.
"""

import contextlib
import pickle
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.errors import KgError, OutputError
from kg.models import Person

FOLDER: Final = ".cache"
PAGE, ENTITY, TERM, END = "1", "2", "3", "4"  # what a key begins with: the order of the files
_LAYOUT: Final = "2"  # of the tables: another number, another store
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page (source TEXT PRIMARY KEY, digest TEXT, sha TEXT, articles INT, text BLOB, reading BLOB,
                                 bound INT);
CREATE INDEX IF NOT EXISTS page_unbound ON page (source) WHERE bound = 0;
CREATE TABLE IF NOT EXISTS person (name TEXT, source TEXT, row BLOB);
CREATE INDEX IF NOT EXISTS person_name ON person (name);
CREATE INDEX IF NOT EXISTS person_source ON person (source);
CREATE TABLE IF NOT EXISTS settled (own TEXT PRIMARY KEY, id TEXT, name TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS settled_name ON settled (name);
CREATE TABLE IF NOT EXISTS unsettled (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (key TEXT, source TEXT, row BLOB);
CREATE INDEX IF NOT EXISTS item_key ON item (key, source);
CREATE INDEX IF NOT EXISTS item_source ON item (source);
CREATE TABLE IF NOT EXISTS changed (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS piece (key TEXT PRIMARY KEY, nq INT, ttl INT, nodes INT, edges INT, vertices INT, arcs INT,
                                  type TEXT, weight INT, relations TEXT, brief BLOB) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS fresh AS SELECT * FROM piece LIMIT 0;
CREATE TEMP TABLE IF NOT EXISTS present (source TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@contextmanager
def opened(out: Path) -> Iterator["Store"]:
    """The store of an output folder, for one build at a time. A folder made for a build that fails goes again.

    What was interrupted stays: the next build goes on from there.
    """
    made = not out.exists()
    folder = out / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        store = Store(folder / f"pages-{_LAYOUT}.sqlite")
    except OSError as error:
        raise OutputError(f"{out}: cannot write here, {error.strerror or error}") from error
    try:
        yield store
    except KgError:
        if made and not any(path.name != FOLDER for path in out.iterdir()):
            shutil.rmtree(out)
        raise
    finally:
        store.close()


class Store:
    """The tables, and no opinion of what their rows mean."""

    def __init__(self, path: Path) -> None:
        try:
            self.db = _connect(path)
        except sqlite3.OperationalError as error:
            raise OutputError(f"{path.parent.parent}: another build is writing here") from error
        except sqlite3.DatabaseError:  # torn by a power cut: it can be worked out again
            path.unlink()
            self.db = _connect(path)

    def close(self) -> None:
        """Give the file back."""
        self.db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All of the block or nothing."""
        self.db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def get(self, name: str) -> str:
        """A remark, "" if there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Keep a remark."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def forget(self) -> None:
        """Everything, for rules that changed."""
        for table in ("page", "person", "settled", "unsettled", "item", "changed", "piece", "meta"):
            self.db.execute(f"DELETE FROM {table}")

    def unbind(self) -> None:
        """What was made of the readings, for an export that changed."""
        for table in ("item", "changed", "piece"):
            self.db.execute(f"DELETE FROM {table}")
        self.db.execute("UPDATE page SET bound = 0")

    def rewrite(self) -> None:
        """Note that nothing written can be kept."""
        self.db.execute("DELETE FROM piece")
        self.db.execute(f"INSERT OR IGNORE INTO changed SELECT '{PAGE}' || source FROM page")
        self.db.execute("INSERT OR IGNORE INTO changed SELECT DISTINCT key FROM item")

    # pages

    def known(self, source: str) -> str:
        """The digest under which a page was read, "" if it was not; notes that it is there."""
        self.db.execute("INSERT OR IGNORE INTO present VALUES (?)", (source,))
        row = self.db.execute("SELECT digest FROM page WHERE source = ?", (source,)).fetchone()
        return row[0] if row else ""

    def put(self, row: tuple[str, str, str, int, bytes | None, bytes, Iterable[Person]]) -> None:
        """A page as read, in place of what was known of it: steps.Row."""
        *columns, people = row
        source = str(columns[0])
        self.remove(source)
        self.db.execute("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, 0)", columns)
        for person in people:
            self.db.execute("INSERT INTO person VALUES (?, ?, ?)", (person.block, source, pickle.dumps(person)))
            self.db.execute("INSERT OR IGNORE INTO unsettled VALUES (?)", (person.block,))

    def remove(self, source: str) -> None:
        """A page and all that it told."""
        self.db.execute("INSERT OR IGNORE INTO unsettled SELECT name FROM person WHERE source = ?", (source,))
        self.db.execute("DELETE FROM person WHERE source = ?", (source,))
        self.db.execute("DELETE FROM page WHERE source = ?", (source,))
        self.put_items(source, ())

    def gone(self) -> list[str]:
        """The pages that `known` was not asked for."""
        query = "SELECT source FROM page WHERE source NOT IN (SELECT source FROM present) ORDER BY source"
        return [source for (source,) in self.db.execute(query)]

    def empty(self) -> list[str]:
        """The pages without an article."""
        return [s for (s,) in self.db.execute("SELECT source FROM page WHERE articles = 0 ORDER BY source")]

    def sources(self) -> dict[str, str]:
        """The pages with an article and the digests of their texts."""
        return dict(self.db.execute("SELECT source, sha FROM page WHERE articles > 0 ORDER BY source"))

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """The pages whose text is to be kept, and what was put for it."""
        query = "SELECT source, text FROM page WHERE text IS NOT NULL AND articles > 0 ORDER BY source"
        yield from self.db.execute(query)

    # people

    def unsettled(self) -> Iterator[tuple[str, list[Person]]]:
        """The names of whom a page came or went, with all that is left of each."""
        query = """SELECT u.name, p.row FROM unsettled u LEFT JOIN person p ON p.name = u.name
                   ORDER BY u.name, p.source, p.rowid"""
        for name, rows in groupby(self.db.execute(query), key=lambda row: row[0]):
            yield name, [pickle.loads(row) for _, row in rows if row is not None]

    def settle(self, name: str, ids: Mapping[str, str]) -> None:
        """Keep own id -> id for the people of a name; what told of them must be bound anew if that changed."""
        former = dict(self.db.execute("SELECT own, id FROM settled WHERE name = ?", (name,)))
        if former != ids:
            self.db.execute("DELETE FROM settled WHERE name = ?", (name,))
            rows = [(own, settled, name) for own, settled in ids.items()]
            self.db.executemany("INSERT OR REPLACE INTO settled VALUES (?, ?, ?)", rows)
            query = "UPDATE page SET bound = 0 WHERE source IN (SELECT source FROM person WHERE name = ?)"
            self.db.execute(query, (name,))

    def all_settled(self) -> None:
        """Every name that `unsettled` gave is settled."""
        self.db.execute("DELETE FROM unsettled")

    def names(self, source: str) -> dict[str, str]:
        """Own id -> id, of the people of a page."""
        query = "SELECT own, id FROM settled WHERE name IN (SELECT name FROM person WHERE source = ?)"
        return dict(self.db.execute(query, (source,)))

    # what pages tell

    def unbound(self) -> list[str]:
        """Pages whose items are not there yet."""
        return [source for (source,) in self.db.execute("SELECT source FROM page WHERE bound = 0 ORDER BY source")]

    def reading(self, source: str) -> bytes:
        """A page as read."""
        row = self.db.execute("SELECT reading FROM page WHERE source = ?", (source,)).fetchone()
        return bytes(row[0])

    def put_items(self, source: str, items: Sequence[tuple[str, bytes]]) -> None:
        """What a page tells under which key, in place of what it told; both sides have changed."""
        self.db.execute("INSERT OR IGNORE INTO changed SELECT key FROM item WHERE source = ?", (source,))
        self.db.execute("INSERT OR IGNORE INTO changed VALUES (?)", (PAGE + source,))
        self.db.execute("DELETE FROM item WHERE source = ?", (source,))
        self.db.executemany("INSERT OR IGNORE INTO changed VALUES (?)", [(key,) for key, _ in items])
        self.db.executemany("INSERT INTO item VALUES (?, ?, ?)", [(key, source, row) for key, row in items])
        self.db.execute("UPDATE page SET bound = 1 WHERE source = ?", (source,))

    def items(self, key: str) -> list[bytes]:
        """What pages tell under a key."""
        return [row for (row,) in self.db.execute("SELECT row FROM item WHERE key = ? ORDER BY source", (key,))]

    def told(self, key: str) -> list[bytes]:
        """What pages tell under a key, without the places where it is named, if much was told; else `items`."""
        row = self.db.execute("SELECT brief FROM piece WHERE key = ?", (key,)).fetchone()
        return [row[0]] if row and row[0] is not None else self.items(key)

    # what is written

    def count_changed(self) -> int:
        """How many pieces must be made."""
        return int(self.db.execute("SELECT count(*) FROM changed").fetchone()[0])

    def changed_pages(self, most: int) -> list[str]:
        """The first pages to be written anew."""
        query = "SELECT source FROM changed JOIN page ON source = substr(key, 2) WHERE key < ? ORDER BY key LIMIT ?"
        return [source for (source,) in self.db.execute(query, (ENTITY, most))]

    def changed(self) -> Iterator[tuple[str, list[bytes]]]:
        """Keys to be written anew, in order, with the page or the items under each; none: it is no more.

        What pages tell of a term is one and the same: the first will do.
        """
        pages = f"""SELECT c.key, p.reading FROM changed c LEFT JOIN page p ON p.source = substr(c.key, 2)
                    WHERE c.key < '{ENTITY}' ORDER BY c.key"""
        items = f"""SELECT c.key, i.row FROM changed c LEFT JOIN item i ON i.key = c.key
                    WHERE c.key >= '{ENTITY}' AND c.key < '{TERM}' ORDER BY c.key, i.source"""
        terms = f"""SELECT c.key, (SELECT row FROM item i WHERE i.key = c.key ORDER BY source LIMIT 1) FROM changed c
                    WHERE c.key >= '{TERM}' ORDER BY c.key"""
        for query in (pages, items, terms):
            for key, rows in groupby(self.db.execute(query), key=lambda row: row[0]):
                yield key, [row for _, row in rows if row is not None]

    def lengths(self, first: str, last: str) -> tuple[int, ...]:
        """How long what was written from one key until before another is in each file."""
        columns = "total(nq), total(ttl), total(nodes), total(edges), total(vertices), total(arcs)"
        query = f"SELECT {columns} FROM piece WHERE key >= ? AND key < ?"
        return tuple(map(int, self.db.execute(query, (first, last)).fetchone()))

    def wrote(self, row: Sequence[object]) -> None:
        """A new piece: key, lengths, type, weight, relations, what `told` shall give."""
        self.db.execute("INSERT INTO fresh VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def settle_pieces(self) -> None:
        """The new pieces take the place of those that changed. Not yet `done`: the files may still be lost."""
        self.db.execute("DELETE FROM piece WHERE key IN (SELECT key FROM changed)")
        self.db.execute("INSERT INTO piece SELECT * FROM fresh")
        self.db.execute("DELETE FROM fresh")
        self.db.execute("DELETE FROM changed")

    def vertices(self) -> int:
        """The length of all nodes of graph.graphml."""
        return int(self.db.execute("SELECT coalesce(sum(vertices), 0) FROM piece").fetchone()[0])

    def totals(self) -> tuple[int, dict[str, int], dict[str, int]]:
        """Articles, entities by type, relations by predicate."""
        articles = self.db.execute("SELECT coalesce(sum(articles), 0) FROM page").fetchone()[0]
        types = dict(self.db.execute("SELECT type, count(*) FROM piece WHERE type != '' GROUP BY type ORDER BY type"))
        edges: dict[str, int] = {}
        query = "SELECT relations, count(*) FROM piece WHERE relations != '' GROUP BY relations"
        for text, times in self.db.execute(query):
            for part in text.split():
                name, _, count = part.partition(":")
                edges[name] = edges.get(name, 0) + times * int(count)
        return articles, types, dict(sorted(edges.items()))

    def best(self, most: int) -> list[str]:
        """The keys of the best connected entities."""
        query = f"SELECT key FROM piece WHERE key >= '{ENTITY}' AND key < '{TERM}' ORDER BY weight DESC, key LIMIT ?"
        return [key for (key,) in self.db.execute(query, (most,))]


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA temp_store = FILE")
        db.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.close()
        raise
    return db
