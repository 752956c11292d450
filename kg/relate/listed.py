"""Tables of works: who builds each, where, for how much."""

from collections.abc import Iterator

from kg.models import EntityType, Fact, Literal, Mention
from kg.relate.reading import ORGANISATIONS, Reading, fact
from kg.tables import Row, Span, rows
from kg.text import number

_MONEY = {"亿元": "亿", "万元": "万", "元": ""}
_ABOVE = 200  # characters before a table that say what its works have come to
_PLACES = frozenset({EntityType.PLACE})


def listed(reading: Reading) -> list[Fact]:
    """The facts of every row that names a work."""
    columns = reading.rulebook.tables["works"]["columns"]
    return [f for row in rows(reading.text, columns) if (work := _work(reading, row)) for f in _facts(reading, row, work)]


def _work(reading: Reading, row: Row) -> Mention | None:
    return next((m for m in reading.within(*row.cells["work"]) if m.type is EntityType.PROJECT and not m.implied), None)


def _facts(reading: Reading, row: Row, work: Mention) -> Iterator[Fact]:
    for firm in _named(reading, row.cells.get("firm"), ORGANISATIONS):
        yield fact(reading, firm, "undertakes", work, _span(work, firm.start, firm.end), "undertakes.table")
    for place in _named(reading, row.cells.get("place"), _PLACES)[-1:]:
        yield fact(reading, work, "locatedIn", place, _span(work, place.start, place.end), "located.table")
    if row.unit in _MONEY and (amount := row.cells.get("amount")):
        written = reading.text[slice(*amount)]
        value = number(written + _MONEY[row.unit])
        if value is not None:
            said = Literal(f"{written}{row.unit}", value, "CNY")
            yield fact(reading, work, "investment", said, _span(work, *amount), "attribute.table")
    above = reading.text.rfind("签约", max(0, row.start - _ABOVE), row.start)
    if above >= 0:
        yield fact(reading, work, "projectStatus", Literal("签约"), (above, above + 2), "status.签约")


def _named(reading: Reading, cell: Span | None, kinds: frozenset[EntityType]) -> list[Mention]:
    return [m for m in reading.within(*cell) if m.type in kinds and not m.implied] if cell else []


def _span(work: Mention, start: int, end: int) -> Span:
    return min(work.start, start), max(work.end, end)
