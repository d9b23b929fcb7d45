"""The fields to select of an item, the fragments for its column types, and their points.

Typed fields are requested by fragments, only for the column types present. The fields chosen have
the same type in every fragment, so that they merge without aliases; `country` and the `name` of
files do not, and are read from `value` instead.
"""

from __future__ import annotations

from dataclasses import dataclass

SCALAR, OBJECT = 1, 10
"""Published complexity weights; each counts times the limits around it (docs/rate-limits)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What to select of an item. `types` are its columns' types; without any, no cells at all.

    `details` are the types whose field in DETAILS is wanted too.
    """

    types: tuple[str, ...] = ()
    attributes: frozenset[str] = frozenset()
    rollup: bool = False
    named: bool = True
    details: frozenset[str] = frozenset()

    @property
    def formulas(self) -> int:
        """Number of formula columns of an item."""
        return self.types.count("formula")


NO_SHAPE = Shape(named=False)
"""For queries without items."""


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
    "dependency": (
        "DependencyValue",
        {"dependency_links": "dependency_links { linked_item_id dependency_type lag }"},
        OBJECT + 3,
    ),
    "file": (
        "FileValue",
        {"files": "files { ... on FileAssetValue { asset_id asset { file_size } } }"},
        2 * OBJECT + 2,
    ),
    "group": ("GroupValue", {"group_id": "group_id"}, SCALAR),
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
"""Column type -> (GraphQL type, more typed fields by key, points): only on request.

A location's country and a country column's have different types, hence the alias.
"""


DETAILS_SINCE = {"dependency": "2026-10"}
"""The first API version documented to have the field, for those added later."""


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


def selection(shape: Shape) -> tuple[str, int]:
    """Return the fields of an item and their points, including the item itself."""
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
