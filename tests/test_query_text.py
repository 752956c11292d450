"""The text of a query before a store sees it: SERVICE however it is written, and texts made to be read slowly."""

import time
from contextlib import suppress

import pytest

from kg.query.errors import QueryError, Trouble
from kg.query.text import check
from kg.query.vocabulary import terms

SHORT, LONG = 250_000, 1_000_000


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://x.example/>", "service ?where", "Service$where", "SERVICE ex:a", "SERVICE :a", "SERVICESILENTex:a",
        "SERVICE SILENT <http://x.example/>", "service#?\n#<\nsilent # x\r?where", "\u017fERVICE ?where", "SERV\u0131CE ?where",
        "FILTER(?a < 1)SERVICE<http://x.example/>", "\\u0053ERVICE ?where", "\\U00000053ERVICE ?where",
        "\\u00000053ERVICE ?where", "\\U0053ERVICE ?where", "SERVICE\\u0020?where", "SERVICE\\u000aabcd:x",
        "'<a#' SERVICE ?where", "'\"\"\"' # '\n SERVICE ?where", "\"service ?where\"",
    ],
)  # fmt: skip
def test_service_is_refused_however_it_is_written(clause: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused") as error:
        check(f"PREFIX ex: <http://x.example/> SELECT * {{ ?s ?p ?o {clause} {{ ?a ?b ?c }} }}", terms())
    assert error.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?service }", "ASK { ?x skos:prefLabel 'public service' }", "ASK { ?s <http://x.example/service> ?o }",
        "ASK { ?x ?p 'service' . ?x ?q ?y }", "ASK {} # the service of this\n",
    ],
)  # fmt: skip
def test_the_word_alone_is_no_clause(text: str) -> None:
    check(text, terms())


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("PREFIX kg: <http://other.example/>\nASK { ?x kg:nothing ?y }", False),
        ("PREFIX kg: # <http://other.example/>\n<https://kg.example/ns#>\nASK { ?x kg:nothing ?y }", True),
        ("# PREFIX kg: <http://other.example/>\nASK { ?x kg:nothing ?y }", True),
        ("ASK { ?x ?y 'kg:nothing' } # kg:nothing", False),
    ],
)
def test_terms_are_those_of_our_vocabulary(text: str, unknown: bool) -> None:
    if not unknown:
        return check(text, terms())
    with pytest.raises(QueryError, match="kg:nothing is not in the vocabulary"):
        check(text, terms())
    return None


@pytest.mark.parametrize(
    "unit",
    ["service", "service ", "service # ", "silent #service", "service\n#", "a.", "a:", '\\"', "'''", '"""a""', "prefix kg:<", "<a", "\\u005c", "\\u005cu005c"],
)
def test_the_time_to_read_a_text_grows_with_its_length(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte takes four times a quarter of it; sixteen times where each character is read again for each."""
    monkeypatch.setattr("kg.query.text.LONGEST", 2 * LONG)

    def seconds(size: int) -> float:
        text = "SELECT " + unit * (size // len(unit))
        start = time.process_time()
        with suppress(QueryError):
            check(text, terms())
        return time.process_time() - start

    ratio = min(seconds(LONG) for _ in range(2)) / max(0.002, min(seconds(SHORT) for _ in range(3)))
    assert ratio < 9, ratio
