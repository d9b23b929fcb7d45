"""monday-load: fetch boards and land them, several side by side."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import click

from loader.commands.options import (
    common_options,
    complete_boards,
    show_error,
    show_unexpected,
)
from loader.commands.progress import shown_progress
from loader.errors import LoaderError, UsageError
from loader.install.package import ready_package
from loader.load.request import LoadOptions, LoadResult, OnDrift, Progress, new_load_id
from loader.load.run import load_board
from loader.monday.limits import ITEMS_A_PAGE
from loader.monday.read.plan import Deviation
from loader.output.console import note, print_table, say
from loader.output.kestra_markers import Value, emit_metrics, emit_outputs
from loader.output.logs import lines_of_load
from loader.session import Session
from loader.settings import is_under_kestra

log = logging.getLogger(__name__)

DEVIATIONS: dict[str, Deviation] = {"items-count": "items_count", "cell-types": "cell_types"}
"""What --accept takes, as it is said on the command line."""


@click.command(
    "monday-load",
    epilog="""\b
    Examples:
      monday-load orders && dbt build -s orders
      monday-load orders --changed
      monday-load --all --max-workers 4
      monday-load orders --dry-run""",
)
@click.version_option(package_name="monday-to-sqlserver")
@click.argument("boards", nargs=-1, metavar="[BOARD]...", shell_complete=complete_boards)
@click.option("--all", "all_boards", is_flag=True, help="Load every deployed board.")
@click.option(
    "--changed", is_flag=True, help="Read only what changed since the last complete load."
)
@click.option("--dry-run", is_flag=True, help="Show what a load would cost and what has drifted.")
@click.option("--batch-size", type=click.IntRange(min=1), help="Items a request, 1 to 500.")
@click.option("--max-workers", type=click.IntRange(1, 64), help="Requests at the same time.")
@click.option(
    "--on-drift",
    type=click.Choice(["adapt", "warn", "fail"]),
    default="adapt",
    show_default=True,
    help="What to do when the board has changed.",
)
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(list(DEVIATIONS)),
    help="Load once although monday gives fewer items than it counts, or cells of other types.",
)
@common_options
def load_command(
    session: Session,
    boards: tuple[str, ...],
    all_boards: bool,
    changed: bool,
    dry_run: bool,
    batch_size: int | None,
    max_workers: int | None,
    on_drift: OnDrift,
    accept: tuple[str, ...],
) -> None:
    """Fetch boards from monday.com and land them in the warehouse, each whole or not at all.

    A BOARD is the name of a deployed board; the board of its subitems, where its board file names
    one, is loaded with it. With several boards, one that fails does not stop the others; the exit
    code is 1 when any failed.
    """
    ready_package(session.project)
    names = _names(session, boards, all_boards)
    accepted = frozenset(DEVIATIONS[given] for given in accept)
    options = LoadOptions(_batch(batch_size), max_workers, on_drift, changed, accepted)
    if dry_run:
        _dry_run(session, names, options)
        return
    _finish(_load_all(session, names, options))


def _names(session: Session, boards: tuple[str, ...], all_boards: bool) -> tuple[str, ...]:
    if all_boards == bool(boards):
        raise UsageError("Name the boards to load, or give --all; `monday-board list` shows them.")
    names = session.registry.loadable() if all_boards else boards
    if not names:
        raise UsageError("No board is deployed; run `monday-board deploy` first.")
    return session.registry.with_subitems(names)


def _batch(size: int | None) -> int | None:
    if size is not None and size > ITEMS_A_PAGE:
        note(f"monday gives at most {ITEMS_A_PAGE} items a request; using {ITEMS_A_PAGE}.")
        return ITEMS_A_PAGE
    return size


def _load_all(
    session: Session, names: tuple[str, ...], options: LoadOptions
) -> dict[str, Exception | None]:
    """Load each board; up to --max-workers side by side, sharing those workers and one budget."""
    workers = options.max_workers or 1
    side_by_side = min(workers, len(names))
    with shown_progress() as progress:
        if side_by_side == 1:
            return {
                name: _load(session, name, options, progress(name), is_first=name == names[0])
                for name in names
            }
        session.open()
        each = replace(options, max_workers=max(1, workers // side_by_side))
        with ThreadPoolExecutor(side_by_side, "board") as pool:
            loads = {
                name: pool.submit(
                    _load, session, name, each, progress(name), is_first=name == names[0]
                )
                for name in names
            }
            return {name: load.result() for name, load in loads.items()}


def _load(
    session: Session, name: str, options: LoadOptions, progress: Progress, *, is_first: bool
) -> Exception | None:
    """Load one board; its error is shown and returned, so that others go on."""
    load_id = new_load_id()
    with lines_of_load(load_id):
        try:
            _tell(load_board(session, name, options, progress, load_id), is_first)
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            return exc
        except Exception as exc:
            show_unexpected(exc, f"{name}: ")
            return exc
    return None


def _tell(result: LoadResult, is_first: bool) -> None:
    name = result.board.name
    if result.losses:
        log.info("%s: %s cells had characters that cannot be stored", name, f"{result.losses:,}")
    say(result.closing_line)
    if is_under_kestra():
        _tell_kestra(result, is_first)
    if result.board.pending:
        note(f"Decide about pending columns with: monday-board review {name}")


def _tell_kestra(result: LoadResult, is_first: bool) -> None:
    """The same numbers as outputs of the task and as metrics to chart.

    Outputs of a task are one mapping: those of further boards stand in it under their names.
    """
    numbers: dict[str, int | float] = {
        "items": result.items,
        "rows": result.rows,
        "calls": result.calls,
        "complexity": result.complexity,
        "seconds": round(result.seconds, 3),
    }
    pending = len(result.board.pending)
    outputs: dict[str, Value] = {"load_id": result.load_id, **numbers, "pending": pending}
    if is_first:
        emit_outputs(outputs)
    else:
        emit_outputs({result.board.name: outputs})
    emit_metrics(
        result.board.name,
        items=result.items,
        rows=result.rows,
        calls=result.calls,
        complexity=result.complexity,
        seconds=result.seconds,
    )


def _finish(outcomes: dict[str, Exception | None]) -> None:
    failed = {name: exc for name, exc in outcomes.items() if exc is not None}
    if len(outcomes) > 1:
        done = len(outcomes) - len(failed)
        listed = f"; failed: {', '.join(failed)}" if failed else ""
        say(f"{done} of {len(outcomes)} boards loaded{listed}")
    if failed:
        only = next(iter(failed.values())) if len(outcomes) == 1 else None
        sys.exit(only.exit_code if isinstance(only, LoaderError) else 1)


def _dry_run(session: Session, names: tuple[str, ...], options: LoadOptions) -> None:
    """Print what each load would cost. Writes nothing."""
    from loader.load.estimate import estimate_load

    rows = []
    failed = False
    for name in names:
        try:
            found = estimate_load(session, name, options)
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            failed = True
            continue
        rows.append(found.cells)
        for text in found.notes:
            note(f"{name}: {text}")
    headings = ("board", "items", "calls", "complexity", "minutes", "calls left today", "drift")
    if rows:
        print_table(headings, rows)
    if failed:
        sys.exit(1)
