"""A report as Markdown, for the summary of a CI job. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loader.deployment.health import age_of, hours
from loader.deployment.overview import BoardState, name_of, state_of
from loader.deployment.report.facts import BoardReport, Report
from loader.generate.text import markdown_text
from loader.output.redaction import redacted


def render_markdown(report: Report) -> str:
    """Return the whole text."""
    calls, points = report.cost_today
    well = sum(state_of(board.state) == "ok" for board in report.boards)
    lines = [
        "# monday boards",
        "",
        f"{well} of {len(report.boards)} boards ok at {report.now:%Y-%m-%d %H:%M} UTC. Loads shown "
        f"here cost {calls:,} calls and {points:,} complexity since midnight UTC.",
        "",
        "| board | state | title | age | items | rows | losses |",
        "|---|---|---|---:|---:|---:|---:|",
        *(_row(board, report) for board in report.boards),
    ]
    for board in report.boards:
        lines += ["", f"## {_text(name_of(board.state))}", "", *_details(board)]
    return "\n".join(lines) + "\n"


def _text(value: object) -> str:
    return markdown_text(redacted(str(value)))


def _cells(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _row(board: BoardReport, report: Report) -> str:
    state = board.state
    if not isinstance(state, BoardState):
        return _cells([_text(name_of(state)), "unreadable", "", "", "", "", ""])
    age = age_of(state.records.last_complete, report.now)
    build = state.records.last_build
    losses = sum(column.losses or 0 for column in board.columns)
    return _cells(
        [
            _text(state.board.name),
            state.health.state,
            _text(state.board.title),
            hours(age) if age else "never",
            _number(board.items),
            _number(build.rows if build else None),
            _number(losses if build else None),
        ]
    )


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _details(board: BoardReport) -> Iterator[str]:
    state = board.state
    if not isinstance(state, BoardState):
        yield from (f"- {_text(fault)}" for fault in state.faults)
        return
    yield from (f"- **{_text(reason)}**" for reason in state.health.reasons)
    yield from (f"- {_text(warning)}" for warning in state.health.warnings)
    for load, texts in board.drift():
        yield from (f"- {load.started_at:%Y-%m-%d %H:%M}: {_text(text)}" for text in texts)
    yield from (
        "",
        "| column | type | decision | data type | filled | losses |",
        "|---|---|---|---|---:|---:|",
    )
    for column in board.columns:
        share = ""
        if column.filled is not None and board.items:
            share = f"{min(100 * column.filled / board.items, 100):.0f} %"
        yield _cells(
            [
                _text(column.name), _text(column.type), _text(column.decision),
                _text(column.data_type or ""), share, _number(column.losses),
            ]
        )  # fmt: skip
