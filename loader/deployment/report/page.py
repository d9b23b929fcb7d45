"""A report as one self-contained HTML page: no script, no external font or image. Pure.

Every text from monday or from an error is escaped by `_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from loader.deployment.health import age_of, hours
from loader.deployment.overview import BoardState, name_of, state_of
from loader.deployment.report.facts import BoardReport, ColumnFacts, Report
from loader.deployment.report.plots import Bar, bars
from loader.landing.records import LoadRecord
from loader.output.printable import printable
from loader.output.redaction import redacted

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""If text from a board did get through as HTML, the browser would still run and load nothing."""
_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#5c6670;--paper:#fff;--card:#f5f7f9;
--line:#d5dbe1;--bar:#2f6fb3;--good:#1b7a3d;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#9aa5b1;--paper:#14171a;--card:#1d2125;
--line:#353c43;--bar:#6aa7e8;--good:#5fc587;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);
background:var(--paper)}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.15rem;margin:0}p{margin:.4rem 0}
section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;
padding:1rem;margin:1rem 0}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:anywhere;min-width:6rem;max-width:24rem}td.n,th.n{text-align:right;white-space:nowrap}
.state{font-weight:600;color:var(--bad)}.state.ok{color:var(--good)}.dim{color:var(--dim)}
.reason{color:var(--bad);overflow-wrap:anywhere}.plots{display:grid;gap:1rem;margin:1rem 0;
grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}
figure{margin:0}figcaption{font-size:.85rem;color:var(--dim)}svg{width:100%;height:auto;display:block}
rect{fill:var(--bar)}rect.failed{fill:var(--bad)}line{stroke:var(--line)}
meter{width:6rem;vertical-align:middle}a{color:inherit}summary{cursor:pointer}
"""


def render_page(report: Report) -> str:
    """Return the whole page."""
    calls, points = report.cost_today
    well = sum(state_of(board.state) == "ok" for board in report.boards)
    body = "".join(
        [
            "<h1>monday boards</h1>",
            f"<p>{well} of {len(report.boards)} boards ok. Loads shown here cost {calls:,} calls "
            f"and {points:,} complexity since midnight UTC.</p>",
            f'<p class="dim">As of {report.now:%Y-%m-%d %H:%M} UTC.</p>',
            _overview(report),
            *(_board(board, at) for at, board in enumerate(report.boards)),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>monday boards</title><style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def _text(value: object) -> str:
    """Return any value as escaped text."""
    return escape(printable(redacted(str(value))))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> str:
    """Return a table. Cells are HTML already; the last `numbers` columns are aligned right."""
    first = len(headings) - numbers

    def line(cells: Sequence[str], tag: str) -> str:
        kinds = (' class="n"' if at >= first else "" for at in range(len(cells)))
        both = zip(kinds, cells, strict=True)
        return f"<tr>{''.join(f'<{tag}{kind}>{cell}</{tag}>' for kind, cell in both)}</tr>"

    body = "".join(line(row, "td") for row in rows)
    return f'<div class="wide"><table>{line(headings, "th")}{body}</table></div>'


def _overview(report: Report) -> str:
    rows = []
    for at, board in enumerate(report.boards):
        name = f'<a href="#board-{at}">{_text(name_of(board.state))}</a>'
        cells = [name, _state(board), "", "", "", "", ""]
        if isinstance(board.state, BoardState):
            state = board.state
            age = age_of(state.records.last_complete, report.now)
            build = state.records.last_build
            cells[2:] = [
                _text(state.board.title),
                hours(age) if age else "never",
                _number(board.items),
                _number(build.rows if build else None),
                _number(sum(c.losses or 0 for c in board.columns) if build else None),
            ]
        rows.append(cells)
    headings = ("board", "state", "title", "age", "items", "rows", "losses")
    return f"<section>{_table(headings, rows, 4)}</section>"


def _state(board: BoardReport) -> str:
    state = state_of(board.state)
    return f'<span class="state{" ok" if state == "ok" else ""}">{state}</span>'


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _board(board: BoardReport, at: int) -> str:
    state = board.state
    parts = [f'<section id="board-{at}"><h2>{_text(name_of(state))} {_state(board)}</h2>']
    if not isinstance(state, BoardState):
        parts += [f'<p class="reason">{_text(fault)}</p>' for fault in state.faults]
        return "".join([*parts, "</section>"])
    parts.append(
        f'<p class="dim">{_text(state.board.title)} ({state.board.board_id}), table '
        f"{_text(state.board.table)}</p>"
    )
    parts += [f'<p class="reason">{_text(reason)}</p>' for reason in state.health.reasons]
    parts += [f"<p>{_text(warning)}</p>" for warning in state.health.warnings]
    if board.loads:
        plots = (_plot(board.loads, title, value) for title, value in _PLOTS)
        parts.append(f'<div class="plots">{"".join(plots)}</div>')
    parts += [_drift(board), _columns(board), "</section>"]
    return "".join(parts)


_PLOTS: tuple[tuple[str, Callable[[LoadRecord], float | None]], ...] = (
    ("rows", lambda load: load.rows),
    ("seconds", lambda load: _seconds(load)),
    ("calls", lambda load: load.calls),
    ("complexity", lambda load: load.complexity),
)


def _seconds(load: LoadRecord) -> float | None:
    return (load.ended_at - load.started_at).total_seconds() if load.ended_at else None


def _plot(
    loads: Sequence[LoadRecord], title: str, value: Callable[[LoadRecord], float | None]
) -> str:
    return bars(
        title,
        [
            Bar(
                value(load),
                printable(
                    f"{load.started_at:%Y-%m-%d %H:%M} {load.status}: {value(load) or 0:,.0f}"
                ),
                load.status == "failed",
            )
            for load in loads
        ],
    )


def _drift(board: BoardReport) -> str:
    rows = [
        (f"{load.started_at:%Y-%m-%d %H:%M}", "<br>".join(_text(text) for text in texts))
        for load, texts in board.drift()
    ]
    if not rows:
        return '<p class="dim">No change of the board in these loads.</p>'
    return f"<details open><summary>Drift</summary>{_table(('load', 'change'), rows, 0)}</details>"


def _columns(board: BoardReport) -> str:
    headings = ("column", "type", "decision", "data type", "filled", "losses")
    rows = [
        (
            _text(column.name),
            _text(column.type),
            _text(column.decision),
            _text(column.data_type or ""),
            _filled(column, board.items),
            _number(column.losses),
        )
        for column in board.columns
    ]
    return f"<details open><summary>Columns</summary>{_table(headings, rows, 2)}</details>"


def _filled(column: ColumnFacts, items: int | None) -> str:
    if column.filled is None or not items:
        return ""
    percent = min(100 * column.filled / items, 100.0)
    return f'<meter max="100" value="{percent:.0f}"></meter> {percent:.0f} %'
