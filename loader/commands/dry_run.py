"""monday-load --dry-run: what loads would cost, and what has drifted."""

from __future__ import annotations

import sys

from loader.commands.options import show_error
from loader.errors import LoaderError
from loader.load.estimate import estimate_load
from loader.load.request import LoadOptions
from loader.output.console import note, print_json, print_table
from loader.session import Session


def dry_run(session: Session, names: tuple[str, ...], options: LoadOptions, as_json: bool) -> None:
    """Print what each load would cost. Writes nothing."""
    estimates = []
    failed: list[LoaderError] = []
    for name in names:
        try:
            found = estimate_load(session, name, options)
        except LoaderError as exc:
            show_error(exc, f"{name}: ")
            failed.append(exc)
            continue
        estimates.append(found)
        for text in (*found.drift, *found.notes):
            note(f"{name}: {text}")
    keys = ("board", "items", "calls", "complexity", "minutes", "calls_left_today", "drift")
    if as_json:
        print_json([{key: getattr(one, key) for key in keys} for one in estimates])
    elif estimates:
        print_table([key.replace("_", " ") for key in keys], [one.cells for one in estimates])
    if failed:
        sys.exit(failed[0].exit_code if len(names) == 1 else 1)
