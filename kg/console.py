"""What a build shows: progress and warnings on stderr, the table at the end on stdout."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table


class Reporter:
    """Gathers warnings and failed inputs as they come, each said at once in one line on stderr."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.failed: list[str] = []
        self._console = Console(stderr=True, soft_wrap=True, highlight=False)
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def warn(self, message: str) -> None:
        """Something was left out or repaired; the build goes on."""
        self.warnings.append(message)
        self._console.print(f"Warning: {message}", markup=False)

    def fail(self, message: str) -> None:
        """An input could not be used; the build goes on without it and ends with exit code 1."""
        self.failed.append(message)
        self._console.print(f"Error: {message}", markup=False)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Move the bar of a stage."""
        if self._bar is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(stage, total=total, rate="")
            speed = self._bar.tasks[self._tasks[stage]].speed
            self._bar.update(self._tasks[stage], completed=done, total=total, rate=f"{speed:,.0f}/s" if speed else "")
            self._bar.refresh()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Show bars while the block runs, if stderr is a terminal; they vanish behind it."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn())
        # refreshed as it moves, without a thread: workers are forked meanwhile
        with Progress(*columns, console=self._console, transient=True, auto_refresh=False,
                      disable=not self._console.is_terminal) as bar:
            self._bar, self._tasks = bar, {}
            yield
        self._bar = None


def show_summary(counts: Mapping[str, Mapping[str, int]], reporter: Reporter) -> None:
    """Print the table at the end of a build."""
    table = Table("", "", "count", show_header=False)
    for group, rows in counts.items():
        if group != "articles":
            table.add_row(group, "", str(sum(rows.values())), style="bold", end_section=not rows)
        for name, count in rows.items():
            table.add_row("articles" if group == "articles" else "", "" if group == "articles" else name, str(count))
        table.add_section()
    table.add_row("warnings", "", str(len(reporter.warnings)))
    table.add_row("failed inputs", "", str(len(reporter.failed)))
    Console(highlight=False).print(table)
