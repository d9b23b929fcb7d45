"""monday-load --dry-run: what loads would cost, and what has drifted."""

from __future__ import annotations

import sys

from loader.commands.options import show_error
from loader.commands.past import past_cost
from loader.errors import LoaderError
from loader.load.estimate import estimate_load
from loader.load.fill_past import PastPlan
from loader.load.request import LoadOptions
from loader.output.console import note, print_json, print_table
from loader.session import Session


def dry_run(
    session: Session, names: tuple[str, ...], options: LoadOptions, as_json: bool, *, fill: bool
) -> None:
    """Print the cost of each load and, with `fill`, of loading its past. Writes nothing."""
    estimates = []
    pasts: dict[str, PastPlan | None] = {}
    failed: list[LoaderError] = []
    for name in names:
        try:
            found = estimate_load(session, name, options)
            if fill:
                pasts[name] = past_cost(session, name)
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            failed.append(exc)
            continue
        estimates.append(found)
        for text in (*found.drift, *found.notes):
            note(f"{name}: {text}")
    keys = ("board", "items", "calls", "complexity", "minutes", "calls_left_today", "drift")
    if as_json:
        print_json(
            [
                {key: getattr(one, key) for key in keys} | _past(pasts, one.board)
                for one in estimates
            ]
        )
    elif estimates:
        print_table([key.replace("_", " ") for key in keys], [one.cells for one in estimates])
    if failed:
        sys.exit(failed[0].exit_code if len(names) == 1 else 1)


def _past(pasts: dict[str, PastPlan | None], name: str) -> dict[str, object]:
    """Return the board's key `past` for JSON, if the past was asked for."""
    if name not in pasts:
        return {}
    plan = pasts[name]
    return {"past": plan.facts if plan else None}
