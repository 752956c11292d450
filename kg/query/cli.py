"""`kg query`: a query text, a .rq file or a named query with its parameters."""

import sys
from pathlib import Path

import click

from kg.query.formats import GRAPHS, TABLES, Limits

_FORMATS = [*TABLES, *GRAPHS]


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True})
@click.argument("query", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
@click.option("--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder of a build.")
@click.option("--format", "-f", "format_", type=click.Choice(_FORMATS), help="Default: table on a terminal, else csv; turtle for a graph.")
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1), help="Rows shown.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds.")
@click.option("--engine", type=click.Choice(["oxigraph", "rdflib"]), help="Default: oxigraph if it is installed.")
@click.option("--list", "list_", is_flag=True, help="Show the named queries.")
@click.option("--show", is_flag=True, help="Print the SPARQL instead of running it.")
def query(
    query: str | None, parameters: tuple[str, ...], out: Path, format_: str | None, limit: int, timeout: float,
    engine: str | None, list_: bool, show: bool,
) -> None:  # fmt: skip
    """Ask the graph of a build in SPARQL.

    QUERY is a query text, a .rq file, - for standard input, or the name of a query with its PARAMETERS:
    kg query officials --place 太原市. Prefixes of the vocabulary need no declaration;
    ?x text:contains "科技" finds entities by label and alias.
    """
    if list_:
        _list()
        return
    if query is None:
        raise click.UsageError("which QUERY? kg query --list shows those that have a name")
    text = _text(query, parameters)
    if show:
        click.echo(text.rstrip("\n"))
        return
    chosen = format_ or ("table" if sys.stdout.isatty() else "csv")
    _run(text, out, f"{chosen}|{chosen}", Limits(rows=limit, cut=True), timeout, engine or "")


def _list() -> None:
    from kg.query.named import load

    for item in load().values():
        needed = "".join(f" --{p.name} {p.example}" for p in item.parameters if p.required)
        click.echo(f"{item.name}{needed}\n    {item.chinese}\n    {item.english}")
        for p in item.parameters:
            click.echo(f"      --{p.name} {p.example}  {p.about}")


def _text(query: str, parameters: tuple[str, ...]) -> str:
    """The SPARQL that is meant."""
    from kg.query.named import named

    if query == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    simple = query.replace("-", "").replace("_", "").isalnum()
    path = Path(query)
    if query.endswith(".rq") and not any(c in query for c in "{\n"):
        if not path.is_file():
            raise click.UsageError(f"{query}: no such file")
        return path.read_text("utf-8")
    if not simple:
        if parameters:
            raise click.UsageError(f"only a named query takes {parameters[0]}")
        return query
    return named(query).fill(_values(parameters))


def _values(parameters: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    rest = list(parameters)
    while rest:
        name = rest.pop(0)
        if not name.startswith("--"):
            raise click.UsageError(f"{name}: parameters are written --name value")
        name, equals, value = name[2:].partition("=")
        if not equals:
            if not rest:
                raise click.UsageError(f"--{name} needs a value")
            value = rest.pop(0)
        values[name] = value
    return values


def _run(text: str, out: Path, format_: str, limits: Limits, timeout: float, engine: str) -> None:
    from kg.query.loading import prepare
    from kg.query.messages import Request
    from kg.query.pool import Worker
    from kg.query.text import check
    from kg.query.vocabulary import terms

    check(text, terms())
    worker = Worker(prepare(out, engine=engine))
    try:
        written = worker.ask(Request(text, format_, timeout, limits))
    finally:
        worker.close()
    sys.stdout.flush()
    sys.stdout.buffer.write(written.body)
    sys.stdout.buffer.flush()
    if written.cut:
        click.echo(f"the first {limits.rows} rows; --limit shows more", err=True)


