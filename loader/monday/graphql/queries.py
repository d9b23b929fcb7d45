"""Queries for boards and items, and `query`, which builds every query of the loader.

Query texts contain only our own constants: anything from a board (ids, cursors, groups) or a person
is passed as a variable. Arguments with defaults are always given, because monday's defaults differ
between versions and lose data (25 boards, 25 items).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loader.monday.graphql.selection import NO_SHAPE, OBJECT, SCALAR, Shape, selection

COMPLEXITY = "complexity { query before after reset_in_x_seconds }"
COMPLEXITY_POINTS = OBJECT + 4 * SCALAR


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a query and its cost by the published weights: fixed + per_item * limit."""

    name: str
    text: str
    fixed: int = COMPLEXITY_POINTS
    per_item: int = 0
    formulas: int = 0
    """Number of formula columns: each item costs as many formula values."""
    optional: frozenset[str] = frozenset()
    """Root fields that the server may refuse or not know, without harm."""
    declared: tuple[str, ...] = ()
    """Declared variables, such as "$limit: Int!"."""
    body: str = ""
    """The root fields without `complexity`."""
    shared: Literal["", "boards", "parts"] = ""
    """Where an error concerns only one part of a shared query.

    `boards`: an entry of that root field; `parts`: a root field with alias `p0`, `p1` and so on.
    """

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the declared variables."""
        return tuple(one.partition(":")[0].removeprefix("$") for one in self.declared)

    @property
    def key(self) -> str:
        """Key for remembering the cost: equal texts may ask for different numbers of columns."""
        return f"{self.per_item} {self.text}"


def query(
    name: str,
    declared: tuple[str, ...],
    body: str,
    shape: Shape = NO_SHAPE,
    *,
    fixed: int = 0,
    per_item: int = 0,
    optional: frozenset[str] = frozenset(),
) -> Query:
    """Return a query that also asks for its cost. `declared` are variables as "$limit: Int!"."""
    declared = (*declared, *(["$columns: [String!]"] if shape.types else []))
    given = f"({', '.join(declared)})" if declared else ""
    return Query(
        name,
        f"query {name}{given} {{ {COMPLEXITY} {body} }}",
        COMPLEXITY_POINTS + fixed,
        per_item,
        shape.formulas,
        optional,
        declared,
        body,
    )


BOARDS = (
    "boards(ids: $board, limit: 1, page: 1, state: active, hierarchy_types: [classic, multi_level])"
)
COUNTED = "id items_count updated_at"
COUNTED_POINTS = OBJECT + 3 * SCALAR
GROUPED = f"{COUNTED} groups {{ id deleted }}"
"""Fields of a multi-level board that come with each page: the groups that its rule must name."""
GROUPED_POINTS = COUNTED_POINTS + OBJECT + 2 * SCALAR
PAGE_POINTS = OBJECT + SCALAR

RULE = (
    'query_params: { rules: [{ column_id: "group", compare_value: $groups,'
    " operator: any_of }], operator: and }"
)
NAMED_RULE = (
    'query_params: { rules: [{ column_id: "name", compare_value: [], operator: is_not_empty }],'
    " operator: and }"
)
Scope = Literal["classic", "all_items_ruled", "all_items", "all_items_named"]
SCOPES: dict[Scope, str] = {
    "classic": "",
    "all_items_ruled": f', hierarchy_scope_config: "allItems", {RULE}',
    "all_items": ', hierarchy_scope_config: "allItems"',
    "all_items_named": f', hierarchy_scope_config: "allItems", {NAMED_RULE}',
}
"""Arguments by which to reach the items of a board.

monday describes `allItems` in two ways, and on some accounts it gave an empty page without a rule.
A rule that names every group fits both descriptions; a rule that every item passes should as well,
but no account was seen to use it.
"""


def first_page(shape: Shape, scope: Scope = "classic") -> Query:
    """First page of items. Variables: board, limit, columns; for `all_items_ruled` also groups."""
    fields, points = selection(shape)
    ruled = ["$groups: CompareValue!"] if scope == "all_items_ruled" else []
    board, board_points = _along(levels=scope != "classic")
    body = (
        f"{BOARDS} {{ {board}"
        f" items_page(limit: $limit{SCOPES[scope]}) {{ cursor items {{ {fields} }} }} }}"
    )
    declared = ("$board: [ID!]", "$limit: Int!", *ruled)
    fixed = board_points + PAGE_POINTS
    return query("FirstPage", declared, body, shape, fixed=fixed, per_item=points)


def next_page(shape: Shape, *, levels: bool = False) -> Query:
    """Next page of items. Variables: board, cursor, limit, columns.

    The board's item count comes along; it costs only one row more.
    """
    fields, points = selection(shape)
    board, board_points = _along(levels=levels)
    body = (
        f"{BOARDS} {{ {board} }}"
        f" next_items_page(cursor: $cursor, limit: $limit) {{ cursor items {{ {fields} }} }}"
    )
    declared = ("$board: [ID!]", "$cursor: String!", "$limit: Int!")
    fixed = board_points + PAGE_POINTS
    return query("NextPage", declared, body, shape, fixed=fixed, per_item=points)


def _along(*, levels: bool) -> tuple[str, int]:
    """Return the board fields that come with each page, and their points."""
    return (GROUPED, GROUPED_POINTS) if levels else (COUNTED, COUNTED_POINTS)


def group_page(shape: Shape) -> Query:
    """The first page of one group. Variables: board, group, limit, columns."""
    fields, points = selection(shape)
    body = (
        f"{BOARDS} {{ {COUNTED} groups(ids: $group)"
        f" {{ id items_page(limit: $limit) {{ cursor items {{ {fields} }} }} }} }}"
    )
    declared = ("$board: [ID!]", "$group: [String]", "$limit: Int!")
    fixed = COUNTED_POINTS + PAGE_POINTS + OBJECT + SCALAR
    return query("GroupPage", declared, body, shape, fixed=fixed, per_item=points)


def items_by_id(shape: Shape) -> Query:
    """Up to 100 items by id, in any state and board. Variables: ids, limit, columns."""
    fields, points = selection(shape)
    state = "" if "__state__" in shape.attributes else " state"
    body = f"items(ids: $ids, limit: $limit, page: 1) {{ {fields}{state} board {{ id }} }}"
    declared = ("$ids: [ID!]", "$limit: Int!")
    return query("ItemsById", declared, body, shape, per_item=points + OBJECT + 2)


NEWEST = Shape(attributes=frozenset({"__created_at__"}), named=False)
"""What `newest_ids` selects of an item."""


def newest_ids() -> Query:
    """Ids and creation times of the newest items. Variables: board, limit."""
    fields, points = selection(NEWEST)
    body = (
        f"{BOARDS} {{ {COUNTED} items_page(limit: $limit, query_params: {{ order_by:"
        ' [{ column_id: "__creation_log__", direction: desc }], operator: and })'
        f" {{ cursor items {{ {fields} }} }} }}"
    )
    fixed = COUNTED_POINTS + PAGE_POINTS
    declared = ("$board: [ID!]", "$limit: Int!")
    return query("NewestIds", declared, body, fixed=fixed, per_item=points)


def latest_items(fields: str) -> str:
    """The items of a board by their last change, newest first. Variable: limit."""
    return (
        "items_page(limit: $limit, query_params: { order_by:"
        ' [{ column_id: "__last_updated__", direction: desc }], operator: and })'
        f" {{ cursor items {{ {fields} }} }}"
    )


def changed_page(shape: Shape) -> Query:
    """Items by their last change, newest first. Variables: board, limit, columns."""
    fields, points = selection(shape)
    body = f"{BOARDS} {{ {COUNTED} {latest_items(fields)} }}"
    declared = ("$board: [ID!]", "$limit: Int!")
    fixed = COUNTED_POINTS + PAGE_POINTS
    return query("ChangedPage", declared, body, shape, fixed=fixed, per_item=points)


DAY = "platform_api { daily_limit { base total } daily_analytics { by_day { day usage } } }"
_COLUMNS = (
    "columns(capabilities: [null, CALCULATED, VISIBILITY]) { id title type description archived"
    " settings capabilities { calculated { function } }"
)
_FACTS = "id name state type hierarchy_type items_count item_terminology url description updated_at"
_ANY_STATE = (
    "boards(ids: $board, limit: 1, page: 1, state: all, hierarchy_types: [classic, multi_level])"
)
BOARD_FACTS = (
    f"{_FACTS} workspace {{ name }} {_COLUMNS} revision }} groups {{ id title archived deleted }}"
)
BOARD = query(
    "Board",
    ("$board: [ID!]",),
    f"{_ANY_STATE} {{ {BOARD_FACTS} }} {DAY}",
    optional=frozenset({"platform_api"}),
)
"""A board's facts, and the calls left today. Variables: board."""

BOARD_PLAIN = query(
    "Board",
    ("$board: [ID!]",),
    f"{_ANY_STATE} {{ {_FACTS} {_COLUMNS} }} groups {{ id title archived deleted }} }}",
)
"""The same without what a server may not know or a token may not read."""

BOARD_LIST = query(
    "BoardList",
    ("$limit: Int!", "$page: Int!"),
    "boards(limit: $limit, page: $page, state: active, hierarchy_types: [classic, multi_level])"
    " { id name state type items_count workspace { name } }",
    per_item=2 * OBJECT + 6,
)
"""Boards that the token sees, page by page. Variables: limit, page."""
