"""The state that resolvers share during one request, and the cells cached between requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from graphql import get_named_type

from .cells import ABSENT, cell_answer
from .data import Account, Board, Column, Row
from .limits import Ledger, Spent
from .paging import Pages
from .problems import Problem, seconds
from .projection import Plan, compile_selection
from .quirks import Quirks
from .settings_of import column_answer


class CellStore:
    """Answers of cells, cached until anything in the account changes."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.version = -1
        self.cells: dict[int, dict[int, dict[str, dict[str, Any]]]] = {}
        self.columns: dict[int, dict[str, dict[str, Any]]] = {}

    def described(self, board: Board) -> dict[str, dict[str, Any]]:
        """Return the answers of the board's columns, by id."""
        self._refresh()
        if board.id not in self.columns:
            self.columns[board.id] = {c.id: column_answer(c) for c in board.columns}
        return self.columns[board.id]

    def row(self, row: Row, columns: list[Column]) -> list[dict[str, Any]]:
        """Return the cells of one item in these columns."""
        described = self.described(row.board)
        kept: dict[str, dict[str, Any]] = {}
        if row.board.cached:
            kept = self.cells.setdefault(row.board.id, {}).setdefault(row.item.id, kept)
        out = []
        for column in columns:
            answer = kept.get(column.id)
            if answer is None:
                answer = cell_answer(
                    self.account, row.board, row.item, column, described[column.id]
                )
                kept[column.id] = answer
            out.append(answer)
        return out

    def _refresh(self) -> None:
        if self.version != self.account.version:
            self.version = self.account.version
            self.cells, self.columns = {}, {}


@dataclass(slots=True)
class RequestState:
    """The context value of one execution.

    With `direct`, cells are projected here instead of by graphql-core. `errors` are entries that
    are sent with the data, which has nulls where they occurred.
    """

    account: Account
    quirks: Quirks
    pages: Pages
    store: CellStore
    spent: Spent
    variables: Mapping[str, Any]
    served_version: str
    direct: bool
    ledger: Ledger
    errors: list[dict[str, Any]] = field(default_factory=list)
    formula_columns: set[tuple[int, str]] = field(default_factory=set)
    _plans: dict[int, Plan] = field(default_factory=dict)
    _columns: dict[tuple[int, int], list[Column]] = field(default_factory=dict)

    def plan(self, info: Any) -> Plan:
        """Return the compiled selection of this `column_values`, the same for every item."""
        key = id(info.field_nodes[0])
        if key not in self._plans:
            sets = [node.selection_set for node in info.field_nodes if node.selection_set]
            interface = get_named_type(info.schema.type_map["ColumnValue"])
            self._plans[key] = compile_selection(
                info.schema, interface, sets, info.fragments, self.variables
            )
        return self._plans[key]

    def columns(
        self,
        info: Any,
        board: Board,
        ids: list[str] | None,
        types: list[str] | None,
        capabilities: list[str] | None,
    ) -> list[Column]:
        """Return the columns that have a cell in this `column_values`, in board order."""
        key = (id(info.field_nodes[0]), board.id)
        if key not in self._columns:
            calculated = "CALCULATED" in (capabilities or ())
            self._columns[key] = [
                column
                for column in board.columns
                if column.type not in ABSENT
                and not column.archived
                and (ids is None or column.id in ids)
                and (types is None or column.type in types)
                and (column.rollup is None or board.hierarchy == "classic" or calculated)
                and (not column.hidden or self.quirks.hidden_values)
            ]
        return self._columns[key]

    def formula_problem(self, board_id: int, column_id: str) -> Problem | None:
        """Count one returned formula value; return the limit that it exceeds, if any."""
        limits = self.ledger.limits
        self.formula_columns.add((board_id, column_id))
        if len(self.formula_columns) > limits.formula_columns:
            self.formula_columns.discard((board_id, column_id))
            return Problem(
                f"At most {limits.formula_columns} formula columns can be read in one request",
                "FIELD_LIMIT_EXCEEDED",
                429,
                field="display_value",
            )
        if self.ledger.formulas.left() < 1:
            return Problem(
                "Rate limit exceeded for the field.",
                "FIELD_MINUTE_RATE_LIMIT_EXCEEDED",
                429,
                field="display_value",
                retry_in_seconds=seconds(self.ledger.formulas.hint(1)),
            )
        self.ledger.formulas.spend(1)
        return None

    def daily(self) -> dict[str, Any]:
        """Return `platform_api`: the day's calls, allowed and used."""
        today = self.account.now().date().isoformat()
        total = self.ledger.limits.daily
        return {
            "daily_limit": {"base": total, "total": total, "addon": None},
            "daily_analytics": {
                "last_updated": None,
                "by_day": [{"day": today, "usage": ceil(self.ledger.day)}],
            },
        }

    def user(self, user_id: int | None) -> Any:
        return None if user_id is None else self.account.users.get(user_id)
