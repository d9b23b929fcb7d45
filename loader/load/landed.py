"""What the warehouse holds of a board before a load."""

from __future__ import annotations

from loader.landing.contract import Landing
from loader.landing.id_rows import LabelRow
from loader.load.incremental_rules import Landed


def landed_state(landing: Landing, name: str) -> Landed:
    """All that a load's plan asks for."""
    return landed_rows(landing, name, landing.dimensions.labels(name))


def landed_rows(landing: Landing, name: str, labels: tuple[LabelRow, ...] = ()) -> Landed:
    """The same from a warehouse that is open for reading alone, where labels may have no table."""
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
