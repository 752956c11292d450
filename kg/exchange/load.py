"""`kg load`: a build into a SPARQL store that somebody else runs."""

from pathlib import Path

import click


@click.command()
@click.option("--endpoint", required=True, metavar="URL", help="The store's Graph Store Protocol address.")
@click.option("--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder of a build.")
@click.option("--user", default="", envvar="KG_USER", help="Name to log in with; else KG_USER.")
@click.option("--password", default="", envvar="KG_PASSWORD", help="Better given as KG_PASSWORD: others see commands.")
@click.option("--chunk", default=50_000, show_default=True, type=click.IntRange(1), help="Triples of a request.")
@click.option("--whole", is_flag=True, help="Besides, one graph that says everything: BASE/load/whole.")
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds of a request.")
def load(endpoint: str, out: Path, user: str, password: str, chunk: int, whole: bool, timeout: float) -> None:
    """Send the graph of a build to a SPARQL 1.1 store, one named graph per article.

    Graphs of the same names are replaced, those of a former load that the build no longer has are removed, others are
    left alone: run it again after every build, or when it was cut off.

    \b
    Oxigraph  http://localhost:7878/store
    Fuseki    http://localhost:3030/DATASET/data
    GraphDB   http://localhost:7200/repositories/NAME/rdf-graphs/service
    Virtuoso  http://localhost:8890/sparql-graph-crud-auth
    """
    from kg.console import Reporter
    from kg.exchange.store import GraphStore
    from kg.exchange.store import load as send

    reporter = Reporter()
    with GraphStore(endpoint, user=user, password=password, seconds=timeout) as store, reporter.working():
        done = send(out, store, chunk=chunk, whole=whole, progress=reporter.progress)
    click.echo(
        f"{done.triples} triples in {done.graphs} graphs sent to {endpoint}; {done.removed} graphs of a former load removed"
    )
