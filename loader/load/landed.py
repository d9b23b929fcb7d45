"""Read what the warehouse holds of a board before a load."""

from __future__ import annotations

from loader.landing.contract import Landing
from loader.landing.id_rows import LabelRow
from loader.load.incremental_rules import Landed


def landed_state(landing: Landing, name: str) -> Landed:
    """Return everything that a load plan needs."""
    return landed_rows(landing, name, landing.dimensions.labels(name))


def landed_rows(landing: Landing, name: str, labels: tuple[LabelRow, ...] = ()) -> Landed:
    """Return the same from a read-only warehouse, where the table of labels may be missing."""
    rows, items = landing.raw_counts(name)
    last = landing.last_complete(name)
    mark = last.watermark if last else None
    return Landed(
        last=last,
        last_full=landing.last_complete(name, "full"),
        watermark_met=landing.watermark_met(name, mark) if mark else None,
        rows=rows,
        items=items,
        labels=labels,
    )
