"""Small SVG plots: one bar for each load, no script, colours from the page's classes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, WIDEST_BAR = 320, 64, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One load. `value` is None if it has none; `told` is the tooltip."""

    value: float | None
    told: str
    failed: bool = False


def bars(title: str, values: Sequence[Bar]) -> str:
    """Return a plot with its title and its highest value. A failed load is a bar of full height."""
    highest = max((bar.value or 0 for bar in values), default=0)
    step = min(WIDEST_BAR, WIDTH / max(len(values), 1))
    drawn = "".join(_bar(bar, at * step, step, highest) for at, bar in enumerate(values))
    label = escape(f"{title}, {len(values)} loads, highest {highest:,.0f}")
    return (
        f"<figure><figcaption>{escape(title)} <b>{highest:,.0f}</b></figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        f'<line x1="0" y1="{HEIGHT}" x2="{WIDTH}" y2="{HEIGHT}"/>{drawn}</svg></figure>'
    )


def _bar(bar: Bar, x: float, step: float, highest: float) -> str:
    share = 1.0 if bar.failed else (bar.value or 0) / highest if highest else 0.0
    height = max(share * (HEIGHT - 2), 1.0)
    kind = ' class="failed"' if bar.failed else ""
    return (
        f'<rect{kind} x="{x:.1f}" y="{HEIGHT - height:.1f}" width="{max(step - 1, 0.5):.1f}" '
        f'height="{height:.1f}"><title>{escape(bar.told)}</title></rect>'
    )
