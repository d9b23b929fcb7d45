"""monday-load: fetch boards and land them, several in parallel."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from loader.commands.entry import HELP
from loader.commands.options import (
    common_options,
    complete_boards,
    json_option,
    show_error,
    show_unexpected,
)
from loader.commands.past import see_to_histories
from loader.commands.progress import shown_progress
from loader.commands.side_by_side import side_by_side
from loader.commands.watch import keep_watch, watching_of
from loader.errors import LoaderError, UsageError
from loader.install.package import ready_package
from loader.load.ahead import BOARDS_AT_ONCE, ask_ahead
from loader.load.request import LoadOptions, LoadResult, OnDrift, Progress, new_load_id
from loader.load.run import load_board
from loader.monday.limits import ITEMS_A_PAGE
from loader.monday.read.plan import Deviation
from loader.output.console import note, print_json, say
from loader.output.kestra_markers import Value, emit_metrics, emit_outputs
from loader.output.logs import lines_of_load
from loader.session import Session
from loader.settings import is_under_kestra

log = logging.getLogger(__name__)

DEVIATIONS: dict[str, Deviation] = {
    "items-count": "items_count",
    "cell-types": "cell_types",
    "content": "content",
}
"""Values of --accept on the command line."""
LONGEST_OUTPUT = 1_000
"""In characters. Kestra stores outputs in the record of the execution."""
Outcomes = dict[str, LoadResult | Exception]
"""Outcomes by board name."""


@click.command(
    "monday-load",
    context_settings=HELP,
    epilog="""\b
    Examples:
      monday-load orders && dbt build -s orders
      monday-load orders --changed
      monday-load --all --max-workers 4
      monday-load orders --dry-run
      monday-load --all --watch --build --calls-a-day 800
      monday-load --all --json""",
)
@click.version_option(package_name="monday-to-sqlserver")
@click.argument("boards", nargs=-1, metavar="[BOARD]...", shell_complete=complete_boards)
@click.option("--all", "all_boards", is_flag=True, help="Load every deployed board.")
@click.option(
    "--changed", is_flag=True, help="Read only what changed since the last complete load."
)
@click.option("--dry-run", is_flag=True, help="Show the cost and the drift; load nothing.")
@click.option("--batch-size", type=click.IntRange(min=1), help="Items per request, 1 to 500.")
@click.option("--max-workers", type=click.IntRange(1, 64), help="Parallel requests.")
@click.option(
    "--on-drift",
    type=click.Choice(["adapt", "warn", "fail"]),
    default="adapt",
    show_default=True,
    help="What to do if the board has changed.",
)
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(list(DEVIATIONS)),
    help="Accept once that monday returns fewer items, other types or other content than stated.",
)
@click.option(
    "--fill-history",
    is_flag=True,
    help="Also load the past of boards with history: {since: monday}, once.",
)
@click.option("--watch", is_flag=True, help="Keep the boards fresh until stopped.")
@click.option("--every", metavar="AGE", help="With --watch: shortest time between loads. [5m]")
@click.option("--calls-a-day", type=click.IntRange(min=1), help="With --watch: calls to monday.")
@click.option("--build", is_flag=True, help="With --watch: build what changed, with dbt.")
@json_option("Results as JSON, instead of the summary lines.")
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
    fill_history: bool,
    watch: bool,
    every: str | None,
    calls_a_day: int | None,
    build: bool,
    as_json: bool,
) -> None:
    """Load boards from monday.com into the warehouse, each completely or not at all.

    A BOARD is the name of a deployed board. If its board file names a board of subitems, that
    board is loaded too. If one of several boards fails, the others are still loaded, and the exit
    code is 1.
    """
    ready_package(session.project)
    watching = watching_of(watch, every, calls_a_day, build)
    if watching and (dry_run or as_json or accept or fill_history):
        raise UsageError("--watch goes with none of --dry-run, --json, --accept, --fill-history.")
    names = _names(session, boards, all_boards)
    accepted = frozenset(DEVIATIONS[given] for given in accept)
    options = LoadOptions(_batch(batch_size), max_workers, on_drift, changed, accepted)
    if dry_run:
        from loader.commands.dry_run import dry_run as show_costs

        show_costs(session, names, options, as_json, fill=fill_history)
        return
    if watching:
        for name in boards:  # a mistyped name is an error now, not later
            session.registry.path_of_deployed(name)
        keep_watch(
            session,
            lambda: _names(session, boards, all_boards),
            watching,
            lambda some: _load_all(session, some, replace(options, changed=True), as_json),
        )
        return
    outcomes = _load_all(session, names, options, as_json)
    loaded = [name for name in names if not isinstance(outcomes[name], Exception)]
    filled = see_to_histories(session, loaded, fill=fill_history)
    _finish(outcomes, as_json)
    if not filled:
        sys.exit(1)


def _names(session: Session, boards: tuple[str, ...], all_boards: bool) -> tuple[str, ...]:
    if all_boards and boards:
        raise UsageError(
            f"Give --all or the names of boards, not both: --all would load {boards[0]!r} too."
        )
    if not all_boards and not boards:
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
    session: Session, names: tuple[str, ...], options: LoadOptions, as_json: bool
) -> Outcomes:
    """Load each board; up to --max-workers in parallel, sharing those workers and one budget."""
    workers = options.max_workers or 1
    threads = min(workers, len(names))
    each = options
    if threads > 1:
        each = replace(options, max_workers=max(1, workers // threads))
    outcomes: Outcomes = {}
    with shown_progress() as progress, side_by_side(session, threads) as run:

        def load(name: str) -> LoadResult | Exception:
            is_first = name == names[0]
            return _load(session, name, each, progress(name), as_json, is_first=is_first)

        for some in _batched(names):
            ask_ahead(session, some, each)
            outcomes |= zip(some, run(load, some), strict=True)
    return outcomes


def _batched(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the boards in order, in batches of as many as share requests."""
    for start in range(0, len(names), BOARDS_AT_ONCE):
        yield names[start : start + BOARDS_AT_ONCE]


def _load(
    session: Session,
    name: str,
    options: LoadOptions,
    progress: Progress,
    as_json: bool,
    *,
    is_first: bool,
) -> LoadResult | Exception:
    """Load one board; print and return its error, so that other boards continue."""
    load_id = new_load_id()
    with lines_of_load(load_id):
        try:
            result = load_board(session, name, options, progress, load_id)
            _tell(result, is_first, as_json)
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            return exc
        except Exception as exc:
            show_unexpected(exc, f"{name}: ")
            return exc
    return result


def _tell(result: LoadResult, is_first: bool, as_json: bool) -> None:
    name = result.board.name
    if result.losses:
        log.info("%s: %s cells had characters that cannot be stored", name, f"{result.losses:,}")
    for text in result.altered:
        log.warning("%s: with the next build column %s", name, text)
    if not as_json:
        say(result.closing_line)
    if is_under_kestra():
        _tell_kestra(result, is_first)
    if result.board.pending:
        note(f"Decide about pending columns with: monday-board review {name}")


def _tell_kestra(result: LoadResult, is_first: bool) -> None:
    """Emit the numbers as outputs of the Kestra task and as metrics for charts.

    Outputs of a task are one mapping, in which those of further boards are under their names.
    """
    numbers: dict[str, int | float] = {
        "items": result.items,
        "rows": result.rows,
        "calls": result.calls,
        "complexity": result.complexity,
        "seconds": round(result.seconds, 3),
    }
    pending = len(result.board.pending)
    outputs: dict[str, Value] = {
        "load_id": result.load_id,
        **numbers,
        "pending": pending,
        "drift": len(result.changes),
        "table_changes": "; ".join(result.altered)[:LONGEST_OUTPUT],
    }
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


def _finish(outcomes: Outcomes, as_json: bool) -> None:
    failed = {name: exc for name, exc in outcomes.items() if isinstance(exc, Exception)}
    if as_json:
        print_json([_facts(name, outcome) for name, outcome in outcomes.items()])
    elif len(outcomes) > 1:
        done = len(outcomes) - len(failed)
        listed = f"; failed: {', '.join(failed)}" if failed else ""
        say(f"{done} of {len(outcomes)} boards loaded{listed}")
    if failed:
        only = next(iter(failed.values())) if len(outcomes) == 1 else None
        sys.exit(only.exit_code if isinstance(only, LoaderError) else 1)


def _facts(name: str, outcome: LoadResult | Exception) -> dict[str, Any]:
    """Return one entry of `--json`."""
    if isinstance(outcome, Exception):
        return {"board": name, "status": "failed", "error": str(outcome)}
    return {
        "board": name, "status": "complete", "load_id": outcome.load_id, "kind": outcome.kind,
        "complete_by": outcome.complete_by,
        "items": outcome.items, "rows": outcome.rows, "changed": outcome.changed,
        "gone": outcome.gone, "calls": outcome.calls, "complexity": outcome.complexity,
        "seconds": round(outcome.seconds, 3), "waits": outcome.waits,
        "pending": [column.id for column in outcome.board.pending],
        "drift": [change.text for change in outcome.changes],
        "table_changes": list(outcome.altered), "not_written": outcome.unwritten,
        "unstorable": outcome.losses,
    }  # fmt: skip
