"""Every query that the loader sends, built from the constants in this file alone.

What comes from a board (ids, cursors, groups) or a person travels as a variable. Arguments
that have defaults are always given, because monday's defaults differ between its versions and
lose data (25 boards, 25 items). Typed fields are asked for by fragments, and only for the
column types at hand. The chosen fields of these fragments have one type wherever they occur,
so that they merge without aliases; `country` and the `name` of files, which do not, are read
from `value` instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCALAR, OBJECT = 1, 10
"""The published weights of complexity, each times the limits around it."""

COMPLEXITY = "complexity { query before after reset_in_x_seconds }"
COMPLEXITY_POINTS = OBJECT + 4 * SCALAR


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text with what it costs by the published weights: fixed + per_item * limit."""

    name: str
    text: str
    fixed: int = COMPLEXITY_POINTS
    per_item: int = 0
    formulas: int = 0
    """Formula columns among its columns: each item costs as many formula values."""
    optional: frozenset[str] = frozenset()
    """Root fields that the server may refuse or not know without harm."""

    @property
    def key(self) -> str:
        """What its cost is remembered by: equal texts may ask for more or fewer columns."""
        return f"{self.per_item} {self.text}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What to select of an item. `types` are those of its columns; none: no cells at all.

    `details` are the types of which the field in DETAILS is wished as well.
    """

    types: tuple[str, ...] = ()
    attributes: frozenset[str] = frozenset()
    rollup: bool = False
    named: bool = True
    details: frozenset[str] = frozenset()

    @property
    def formulas(self) -> int:
        """How many formula columns an item carries."""
        return self.types.count("formula")


_RELATION = "display_value linked_item_ids"
FRAGMENTS: dict[str, tuple[str, str]] = {
    "board_relation": ("BoardRelationValue", _RELATION),
    "checkbox": ("CheckboxValue", "checked"),
    "dependency": ("DependencyValue", _RELATION),
    "formula": ("FormulaValue", "display_value"),
    "mirror": ("MirrorValue", "display_value"),
    "rating": ("RatingValue", "rating"),
    "subtasks": ("SubtasksValue", "display_value subitems_ids"),
    "time_tracking": ("TimeTrackingValue", "duration running"),
    "vote": ("VoteValue", "vote_count voter_ids"),
}
"""Column type -> (GraphQL type, its typed fields, all of them scalars or lists of scalars)."""

DETAILS: dict[str, tuple[str, dict[str, str], int]] = {
    "location": (
        "LocationValue",
        {"city": "city", "location_country": "location_country: country"},
        2 * SCALAR,
    ),
    "mirror": (
        "MirrorValue",
        {"mirrored_items": "mirrored_items { linked_board_id linked_item { id } }"},
        2 * OBJECT + 2,
    ),
    "status": ("StatusValue", {"is_done": "is_done"}, SCALAR),
    "time_tracking": (
        "TimeTrackingValue",
        {
            "history": "history { id status started_at started_user_id ended_at ended_user_id"
            " manually_entered_start_date manually_entered_start_time"
            " manually_entered_end_date manually_entered_end_time }"
        },
        OBJECT + 10,
    ),
}
"""Column type -> (GraphQL type, further typed fields by their keys, points): only when wished.

A location's country has another type than a country column's, hence its alias.
"""

BATTERY = "... on BatteryValue { is_leaf battery_value { key count } }"
"""Status columns of a multi-level board come as this, on parents and leaves alike."""

_ATTRIBUTES: dict[str, tuple[str, int]] = {
    "__group__": ("group { id title }", OBJECT + 2),
    "__updated_at__": ("updated_at", SCALAR),
    "__created_at__": ("created_at", SCALAR),
    "__state__": ("state", SCALAR),
    "__creator__": ("creator_id creator { name }", OBJECT + 2),
    "__url__": ("url", SCALAR),
    "__parent_item__": ("parent_item { id }", OBJECT + 1),
}


def _selection(shape: Shape) -> tuple[str, int]:
    """The fields of an item and their points, the item itself included."""
    parts = ["id"]
    points = OBJECT + SCALAR
    if shape.named:
        parts.append("name")
        points += SCALAR
    for name, (text, weight) in _ATTRIBUTES.items():
        if name in shape.attributes:
            parts.append(text)
            points += weight
    if shape.types:
        fragments = [
            f"... on {graphql_type} {{ {fields} }}"
            for column_type, (graphql_type, fields) in FRAGMENTS.items()
            if column_type in shape.types
        ]
        typed = sum(len(FRAGMENTS[t][1].split()) for t in set(shape.types) if t in FRAGMENTS)
        if shape.rollup:
            fragments.append(BATTERY)
            typed += OBJECT + 3
        for column_type, (graphql_type, wished, weight) in DETAILS.items():
            if column_type in shape.details:
                fragments.append(f"... on {graphql_type} {{ {' '.join(wished.values())} }}")
                typed += weight
        cells = " ".join(["id text type value", *fragments])
        parts.append(f"column_values(ids: $columns, capabilities: [CALCULATED]) {{ {cells} }}")
        points += len(shape.types) * (OBJECT + 4 + typed)
    return " ".join(parts), points


def _signature(name: str, shape: Shape, *variables: str) -> str:
    declared = [*variables, *(["$columns: [String!]"] if shape.types else [])]
    return f"query {name}({', '.join(declared)})"


BOARDS = (
    "boards(ids: $board, limit: 1, page: 1, state: active, hierarchy_types: [classic, multi_level])"
)
COUNTED = "id items_count updated_at"
COUNTED_POINTS = OBJECT + 3 * SCALAR
GROUPED = f"{COUNTED} groups {{ id deleted }}"
"""What a board with levels tells along with a page: the groups that its rule has to name."""
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
"""How the items of a board are reached.

monday describes `allItems` in two ways, and accounts were seen where it gives an empty page
unless there is a rule. A rule that names every group satisfies both; so should one that every
item passes, but nobody was seen to use it.
"""


def first_page(shape: Shape, scope: Scope = "classic") -> Query:
    """Variables: board, limit, columns; groups too when the scope is `all_items_ruled`."""
    fields, points = _selection(shape)
    ruled = ["$groups: CompareValue!"] if scope == "all_items_ruled" else []
    board, board_points = _along(levels=scope != "classic")
    head = _signature("FirstPage", shape, "$board: [ID!]", "$limit: Int!", *ruled)
    text = (
        f"{head} {{ {COMPLEXITY} {BOARDS} {{ {board}"
        f" items_page(limit: $limit{SCOPES[scope]}) {{ cursor items {{ {fields} }} }} }} }}"
    )
    fixed = COMPLEXITY_POINTS + board_points + PAGE_POINTS
    return Query("FirstPage", text, fixed, points, shape.formulas)


def next_page(shape: Shape, *, levels: bool = False) -> Query:
    """Variables: board, cursor, limit, columns. The count comes along for the price of a row."""
    fields, points = _selection(shape)
    board, board_points = _along(levels=levels)
    head = _signature("NextPage", shape, "$board: [ID!]", "$cursor: String!", "$limit: Int!")
    text = (
        f"{head} {{ {COMPLEXITY} {BOARDS} {{ {board} }}"
        f" next_items_page(cursor: $cursor, limit: $limit)"
        f" {{ cursor items {{ {fields} }} }} }}"
    )
    fixed = COMPLEXITY_POINTS + board_points + PAGE_POINTS
    return Query("NextPage", text, fixed, points, shape.formulas)


def _along(*, levels: bool) -> tuple[str, int]:
    """What comes of the board along with a page, and its points."""
    return (GROUPED, GROUPED_POINTS) if levels else (COUNTED, COUNTED_POINTS)


def group_page(shape: Shape) -> Query:
    """The first page of one group. Variables: board, group, limit, columns."""
    fields, points = _selection(shape)
    head = _signature("GroupPage", shape, "$board: [ID!]", "$group: [String]", "$limit: Int!")
    text = (
        f"{head} {{ {COMPLEXITY} {BOARDS} {{ {COUNTED} groups(ids: $group)"
        f" {{ id items_page(limit: $limit) {{ cursor items {{ {fields} }} }} }} }} }}"
    )
    fixed = COMPLEXITY_POINTS + COUNTED_POINTS + PAGE_POINTS + OBJECT + SCALAR
    return Query("GroupPage", text, fixed, points, shape.formulas)


def items_by_id(shape: Shape) -> Query:
    """Up to 100 items by id, of any state and board. Variables: ids, limit, columns."""
    fields, points = _selection(shape)
    state = "" if "__state__" in shape.attributes else " state"
    head = _signature("ItemsById", shape, "$ids: [ID!]", "$limit: Int!")
    text = (
        f"{head} {{ {COMPLEXITY} items(ids: $ids, limit: $limit, page: 1)"
        f" {{ {fields}{state} board {{ id }} }} }}"
    )
    return Query("ItemsById", text, COMPLEXITY_POINTS, points + OBJECT + 2, shape.formulas)


def newest_ids() -> Query:
    """Ids of the items created last, and when. Variables: board, limit."""
    text = (
        f"query NewestIds($board: [ID!], $limit: Int!) {{ {COMPLEXITY} {BOARDS} {{ {COUNTED}"
        " items_page(limit: $limit, query_params: { order_by:"
        ' [{ column_id: "__creation_log__", direction: desc }], operator: and })'
        " { cursor items { id created_at } } } }"
    )
    return Query("NewestIds", text, COMPLEXITY_POINTS + COUNTED_POINTS + PAGE_POINTS, OBJECT + 2)


def changed_page(shape: Shape) -> Query:
    """Items by their last change, newest first. Variables: board, limit, columns."""
    fields, points = _selection(shape)
    head = _signature("ChangedPage", shape, "$board: [ID!]", "$limit: Int!")
    text = (
        f"{head} {{ {COMPLEXITY} {BOARDS} {{ {COUNTED}"
        " items_page(limit: $limit, query_params: { order_by:"
        ' [{ column_id: "__last_updated__", direction: desc }], operator: and })'
        f" {{ cursor items {{ {fields} }} }} }} }}"
    )
    fixed = COMPLEXITY_POINTS + COUNTED_POINTS + PAGE_POINTS
    return Query("ChangedPage", text, fixed, points, shape.formulas)


_DAY = "platform_api { daily_limit { base total } daily_analytics { by_day { day usage } } }"
_COLUMNS = (
    "columns(capabilities: [null, CALCULATED, VISIBILITY]) { id title type description archived"
    " settings capabilities { calculated { function } }"
)
_FACTS = "id name state type hierarchy_type items_count item_terminology url description updated_at"
_ANY_STATE = (
    "boards(ids: $board, limit: 1, page: 1, state: all, hierarchy_types: [classic, multi_level])"
)
BOARD = Query(
    "Board",
    f"query Board($board: [ID!]) {{ {COMPLEXITY} {_ANY_STATE} {{ {_FACTS}"
    f" workspace {{ name }} {_COLUMNS} revision }}"
    f" groups {{ id title archived deleted }} }} {_DAY} }}",
    optional=frozenset({"platform_api"}),
)
"""A board's facts, and what is left of the day. Variables: board."""

BOARD_PLAIN = Query(
    "Board",
    f"query Board($board: [ID!]) {{ {COMPLEXITY} {_ANY_STATE} {{ {_FACTS}"
    f" {_COLUMNS} }} groups {{ id title archived deleted }} }} }}",
)
"""The same without what a server may not know or a token may not read."""

BOARD_LIST = Query(
    "BoardList",
    f"query BoardList($limit: Int!, $page: Int!) {{ {COMPLEXITY}"
    " boards(limit: $limit, page: $page, state: active,"
    " hierarchy_types: [classic, multi_level])"
    " { id name state type items_count workspace { name } } }",
    per_item=2 * OBJECT + 6,
)
"""Boards that the token sees, page by page. Variables: limit, page."""
