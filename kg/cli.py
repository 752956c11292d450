"""The command line: parse, call one function, turn a KgError into one line."""

import re
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from kg.console import Reporter, show_summary
from kg.engine import warmed
from kg.errors import InputError, KgError, OutputError
from kg.exchange.cli import export
from kg.exchange.load import load
from kg.load import STDIN, Input, collect, parse_date, read_each
from kg.output import check_writable
from kg.query.cli import query
from kg.rulebook import load_rulebook
from kg.serve.cli import serve
from kg.startup import hasten

# kg.run and kg.explain are imported where they are used: spaCy and rdflib take a second that
# `kg --help` and a mistyped path need not wait for


class _Group(click.Group):
    """Commands in the order of the pipeline; an error of ours is one line, no traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As written below, not by the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; exit code 1 for a KgError."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise click.ClickException(str(error)) from error


def _date(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value and not parse_date(value):
        raise click.BadParameter(f"{value} is no date (2026, 2026-03 or 2026-03-02)")
    return parse_date(value)


def _iri(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]+", value):
        raise click.BadParameter(f"{value} is no absolute IRI such as https://kg.example/")
    return value if value[-1] in "/#" else value + "/"


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg")
def cli() -> None:
    """Knowledge graphs from Chinese government and business news, every edge with its sentence."""


@cli.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the outputs.")
@click.option("--place", default="", help="Home place of pages that bring none, such as 太原市.")
@click.option("--date", default="", callback=_date, help="Date of pages that bring none, such as 2026-03.")
@click.option("--base-iri", default="https://kg.example/", callback=_iri, show_default=True, help="Start of IRIs.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Worker processes; 0, the default: one per core.")
@click.option("--full", is_flag=True, help="Read every page again, also those known from the build before.")
@click.option("--most", type=click.IntRange(1), default=1000, show_default=True, help="Entities shown in graph.html.")
@click.option("--lenient", is_flag=True, help="Read broken UTF-8 with � in place of bad bytes.")
@click.option("--strict", is_flag=True, help="Write nothing if there is any warning or failed input.")
@click.option("--model", default="", help="An installed spaCy pipeline: its persons and organisations are candidates.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
              help="Work on this machine, or on a Spark cluster: N-Quads and Parquet in parts.")
@click.option("--master", metavar="URL", default="local[*]", show_default=True,
              help="Where Spark's master is, such as spark://HOST:7077.")
def build(paths: tuple[str, ...], out: Path, place: str, date: str, base_iri: str, jobs: int, full: bool, most: int,
          lenient: bool, strict: bool, model: str, engine: str, master: str) -> None:
    """Read PATHS and write the graph in every form.

    PATHS are files, folders, globs or - for standard input: text (UTF-8, UTF-16, GB18030), Markdown, HTML, JSON Lines,
    Parquet, PDF, DOCX. A second build into the same folder reads only pages that are new or changed. On a cluster all
    workers must see PATHS and DIR under the same names, and have this Python and this kg. Exit code 1 if some input
    failed (the rest is written), 2 for a usage error.
    """
    reporter = Reporter()
    inputs, place = _prepare(paths, out, place)
    if engine == "spark":
        _prepare_spark(inputs, master)
    with reporter.working():
        from kg import run

        setting = run.Setting(base_iri, model, most)
        if engine == "spark":
            from kg.spark import build as spark

            asked = spark.Asked(place, date, lenient, strict)
            counts = spark.build(inputs, out, setting, asked, reporter, master=master)
        else:
            pages = read_each(inputs, lenient=lenient, warn=reporter.warn, fail=reporter.fail)
            pages = (replace(page, place=page.place or place, date=page.date or date) for page in pages)
            counts = run.build(pages, out, setting, reporter, jobs=jobs, full=full, strict=strict, expected=len(inputs))
    show_summary(counts, reporter)
    click.get_current_context().exit(1 if reporter.failed else 0)


def _prepare(paths: tuple[str, ...], out: Path, place: str) -> tuple[list[Input], str]:
    """What can be wrong with the command itself is found before the work: exit code 2."""
    try:
        inputs = collect(paths)
        check_writable(out)
    except (InputError, OutputError) as error:
        raise click.UsageError(str(error)) from error
    division = warmed().divisions.path(place) if place else None
    if place and division is None:
        raise click.UsageError(f"--place {place}: no division of China down to county level")
    return inputs, division.name if division and division.short == place else place


def _prepare_spark(inputs: list[Input], master: str) -> None:
    """What a build on a cluster cannot do, or stands on and is not there: exit code 2."""
    given = click.get_current_context().get_parameter_source
    for name in ("jobs", "full", "most"):
        if given(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"--{name} means nothing to --engine spark")
    if any(item.path == STDIN for item in inputs):
        raise click.UsageError("--engine spark cannot read standard input: the workers read the files")
    from kg.spark.cluster import check

    try:
        check(master)
    except KgError as error:
        raise click.UsageError(str(error)) from error


@cli.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder of a build.")
def explain(name: str, out: Path) -> None:
    """Show what is said of NAME, by which rule and sentence."""
    from kg.explain import explain as story

    for line in story(out, name):
        click.echo(line)


@cli.command("check-rules")
def check_rules() -> None:
    """Run every example and reject of the rules."""
    from kg.check import check

    problems = check(load_rulebook())
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{len(problems)} problems" if problems else "all examples and rejects hold")
    click.get_current_context().exit(1 if problems else 0)


cli.add_command(query)
cli.add_command(serve)
cli.add_command(export)
cli.add_command(load)


def main() -> None:
    """The `kg` command."""
    hasten()
    cli()
