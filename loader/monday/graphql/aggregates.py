"""monday's own counts and sums: queries and their answers as values.

One query counts one board; one document holds several by aliases of the root field. Each group is
counted with a rule that names it, as for pages of items: whether monday can group items by their
group is undocumented.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loader.board.model import Column
from loader.monday.graphql.checked import Json, listed, mapping, null, wrong
from loader.monday.graphql.queries import Query, query
from loader.monday.graphql.selection import OBJECT, SCALAR
from loader.monday.http.client import Variable

POINTS = 4 * OBJECT + 3 * SCALAR
"""Points of one function. monday states 110 for three of them; the answer gives the real cost."""
_RESULT = (
    "results { entries { alias value { ... on AggregateBasicAggregationResult { result } } } }"
)
_ITEMS = '{ type: FUNCTION, function: { function: COUNT_ITEMS, params: [] }, as: "items" }'


@dataclass(frozen=True, slots=True)
class Counts:
    """monday's count of active items that the token sees: on the board, and by group id."""

    items: int
    groups: Mapping[str, int]


def counts(board_id: int, group_ids: Sequence[str]) -> tuple[Query, dict[str, Variable]]:
    """Return the query that counts the items of a board and of these groups, with its variables."""
    declared = ["$board: ID!"]
    variables: dict[str, Variable] = {"board": str(board_id)}
    fields = [f"items: {_aggregate(_ITEMS)}"]
    for number, group_id in enumerate(group_ids):
        declared.append(f"$g{number}: CompareValue!")
        variables[f"g{number}"] = [group_id]
        rule = f'{{ column_id: "group", compare_value: $g{number}, operator: any_of }}'
        ruled = f", query: {{ rules: [{rule}], operator: and }}"
        fields.append(f"g{number}: {_aggregate(_ITEMS, ruled)}")
    body = " ".join(fields)
    return query("Counts", tuple(declared), body, fixed=POINTS * len(fields)), variables


def parse_counts(data: object, board_id: int, group_ids: Sequence[str]) -> Counts:
    """Parse the answer to `counts`. Raise PermissionDenied for null, NotGraphQL for a non-count.

    A group without items may have no result row, or a null one.
    """
    root = mapping(data, "data")
    groups = {
        group_id: _count(root, f"g{number}", board_id, empty=0)
        for number, group_id in enumerate(group_ids)
    }
    return Counts(_count(root, "items", board_id), groups)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What monday says of a column's cells: how many are not empty, and the sum of numbers."""

    filled: int | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What monday says of a board's cells, by column id, and the number of items it counted."""

    items: int | None
    columns: Mapping[str, ColumnFacts]


def column_facts(board_id: int, columns: Sequence[Column]) -> tuple[Query, dict[str, Variable]]:
    """Return the query for the items and the cells of these columns, with its variables."""
    declared = ["$board: ID!"]
    variables: dict[str, Variable] = {"board": str(board_id)}
    select = [_ITEMS]
    for number, column in enumerate(columns):
        declared.append(f"$c{number}: String!")
        variables[f"c{number}"] = column.id
        select.append(_of_column("COUNT", number, "f"))
        if column.type == "numbers":
            select.append(_of_column("SUM", number, "t"))
    body = f"facts: {_aggregate(', '.join(select))}"
    fixed = POINTS * len(select)
    return query("ColumnFacts", tuple(declared), body, fixed=fixed), variables


def parse_column_facts(data: object, board_id: int, columns: Sequence[Column]) -> BoardFacts:
    """Parse the answer to `column_facts`."""
    told = results_of(mapping(data, "data"), "facts", board_id)
    return BoardFacts(
        _whole(told.get("items")),
        {
            column.id: ColumnFacts(_whole(told.get(f"f{number}")), told.get(f"t{number}"))
            for number, column in enumerate(columns)
        },
    )


def _whole(number: float | None) -> int | None:
    """Return a whole number; None if `number` is not one."""
    return int(number) if number is not None and number.is_integer() else None


def _of_column(function: str, number: int, alias: str) -> str:
    """Return a function of the n-th column, under our own alias."""
    column = f'{{ type: COLUMN, column: {{ column_id: $c{number} }}, as: "{alias}p{number}" }}'
    called = f"{{ function: {function}, params: [{column}] }}"
    return f'{{ type: FUNCTION, function: {called}, as: "{alias}{number}" }}'


def _aggregate(select: str, ruled: str = "") -> str:
    source = "from: { type: TABLE, id: $board }"
    # The limit is on result rows, of which there is one.
    return f"aggregate(query: {{ {source}, select: [{select}]{ruled}, limit: 1 }}) {{ {_RESULT} }}"


def _count(root: Json, alias: str, board_id: int, empty: int | None = None) -> int:
    result = results_of(root, alias, board_id).get("items", empty)
    if result is None or result < 0 or int(result) != result:
        raise wrong(f"count of board {board_id}")
    return int(result)


def results_of(root: Json, alias: str, board_id: int) -> dict[str, float]:
    """Return the numbers of one row by alias, without those that are null."""
    where = f"the counts of board {board_id}"
    if alias in root and root[alias] is None:
        raise null(where)
    rows = listed(mapping(root.get(alias), where), "results", where)
    entries = listed(mapping(rows[0], where), "entries", where) if rows else ()
    found: dict[str, float] = {}
    for entry in entries:
        one = mapping(entry, where)
        value = one.get("value")
        result = value.get("result") if isinstance(value, Mapping) else None
        if not isinstance(result, int | float) or isinstance(result, bool):
            continue
        if isinstance(one.get("alias"), str) and math.isfinite(result):
            found[str(one["alias"])] = float(result)
    return found
