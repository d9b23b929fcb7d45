"""Settings for behaviour that monday's documentation leaves open or that differs between accounts.

The defaults are the variants that are hardest for a client.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .data import Item


@dataclass(slots=True)
class Quirks:
    """The variants of one server.

    all_items: what `hierarchy_scope_config: "allItems"` returns without rules: every item
        ("flat", as in the guide) or an empty page ("rules", as measured).
    all_items_unordered: whether order_by is ignored there.
    hierarchy_default: which boards `boards` lists without hierarchy_types and ids.
    plain_columns_only: whether `Board.columns` without `capabilities` leaves out rollup
        and hidden columns.
    archived_columns: whether `Board.columns` lists archived columns.
    archived_groups: whether `Board.groups` lists archived groups.
    hidden_values: whether hidden columns have cells in `column_values`.
    gone_board_pages: `next_items_page` of a board that was deleted meanwhile: an empty last
        page, or an error.
    count_subitems: whether `items_count` of a multi-level board counts all levels.
    aggregate: whether the account may use it.
    stale_counts: by board, the items that `aggregate` still counts.
    served_version: the API version to serve, whatever the request asks for.
    """

    all_items: Literal["flat", "rules"] = "flat"
    all_items_unordered: bool = True
    hierarchy_default: Literal["both", "classic"] = "classic"
    plain_columns_only: bool = True
    archived_columns: bool = True
    archived_groups: bool = False
    hidden_values: bool = True
    gone_board_pages: Literal["empty", "error"] = "empty"
    count_subitems: bool = True
    served_version: str | None = None
    aggregate: Literal["answered", "refused"] = "answered"
    stale_counts: dict[int, list[Item]] = field(default_factory=dict)
