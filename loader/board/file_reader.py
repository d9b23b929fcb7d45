"""From a parsed board file to a BoardFile, collecting every fault with its line."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from loader.board.board_file import (
    ATTRIBUTE_IDS,
    DECISIONS,
    REFRESHES,
    AttributeEntry,
    BoardFile,
    ColumnEntry,
    Index,
    ItemId,
    LoadSettings,
    SwapSettings,
)
from loader.board.column_types import COLUMN_TYPES
from loader.board.names import (
    BOARD_NAME_RULE,
    MAX_UNITS,
    collation_key,
    is_safe_name,
    units,
)
from loader.board.sql_types import key_type_fault
from loader.board.yaml_node import Node

_TOP_KEYS = (
    "board_id", "title", "table", "schema", "database", "url", "kind", "hierarchy", "description",
    "item_id", "load", "swap", "indexes", "states", "keep_removed", "history", "subitems",
    "removed", "attributes", "columns",
)  # fmt: skip
_COLUMN_KEYS = (
    "id", "type", "title", "name", "decision", "data_type", "boards", "aliases", "parts",
    "links", "description", "decided_by", "decided_at", "reason", "gone", "former_names",
)  # fmt: skip


def read_board(document: CommentedMap, name: str) -> tuple[BoardFile | None, tuple[str, ...]]:
    """The board and the faults. The board is None when a fault leaves nothing to show."""
    faults: list[tuple[int, str]] = []
    top = Node(document, "", faults)
    top.only(_TOP_KEYS)
    if not is_safe_name(name):
        top.fault(None, f"the file name {name!r} is no board name: use {BOARD_NAME_RULE}")
    columns = tuple(_column(node) for node in top.entries("columns"))
    attributes = tuple(_attribute(node) for node in top.entries("attributes"))
    board = BoardFile(
        name=name,
        board_id=top.integer("board_id", None, 1, 2**63 - 1),
        title=top.text("title"),
        table=top.safe_name("table"),
        schema=top.safe_name("schema", optional=True),
        database=top.database("database"),
        url=top.text("url", optional=True),
        kind=top.text("kind", default="board"),
        hierarchy=top.choice("hierarchy", ("classic", "multi_level"), "classic"),
        description=top.text("description", optional=True),
        item_id=_item_id(top.mapping("item_id")),
        load=_load(top.mapping("load")),
        swap=_swap(top.mapping("swap")),
        indexes=tuple(_index(node) for node in top.entries("indexes", with_id=False)),
        states=_states(top),
        keep_removed=top.boolean("keep_removed"),
        history=top.boolean("history"),
        subitems=top.safe_name("subitems", optional=True),
        removed=top.boolean("removed"),
        columns=columns,
        attributes=attributes,
    )
    if board.subitems and board.subitems == name:
        top.fault("subitems", "subitems must name another board than this one")
    _check_names(top, board)
    found = tuple(f"line {line}: {fault}" for line, fault in sorted(faults))
    return (None if found else board), found


_WITH_PARTS = frozenset(t.name for t in COLUMN_TYPES.values() if t.parts)
_WITH_LINKS = frozenset(t.name for t in COLUMN_TYPES.values() if t.linking)


def _column(node: Node) -> ColumnEntry:
    node.only(_COLUMN_KEYS)
    kind = node.text("type")
    return ColumnEntry(
        id=node.text("id"),
        type=kind,
        title=node.text("title", default=""),
        name=_column_name(node),
        decision=node.choice("decision", DECISIONS, None),
        data_type=node.data_type("data_type"),
        boards=node.ids("boards"),
        aliases=node.texts("aliases"),
        parts=_offered(node, "parts", kind, _WITH_PARTS),
        links=_offered(node, "links", kind, _WITH_LINKS),
        description=node.text("description", optional=True),
        decided_by=node.text("decided_by", optional=True),
        decided_at=node.day("decided_at"),
        reason=node.text("reason", optional=True),
        gone=node.day("gone"),
        former_names=node.texts("former_names"),
    )


def _states(top: Node) -> tuple[str, ...]:
    """Archived items come beside the active ones, never alone."""
    states = top.texts("states", ("active",))
    if "active" not in states or any(state not in ("active", "archived") for state in states):
        top.fault("states", "states must be [active] or [active, archived]")
    return states


def _offered(node: Node, key: str, kind: str | None, types: Collection[str]) -> bool:
    """A switch that only columns of some types have; a type at fault is reported by itself."""
    wanted = node.boolean(key)
    if wanted and kind and kind not in types:
        offered = ", ".join(sorted(types))
        node.fault(key, f"{key}: true is not for a column of type {kind!r}, only for {offered}")
    return wanted


def _column_name(node: Node) -> str:
    name: str = node.text("name")
    if name is not None and "name" in node.data:
        if not name.strip() or "\0" in name:
            node.fault("name", "name must have at least one visible character and no U+0000")
        elif units(name) > MAX_UNITS:
            node.fault("name", f"name has {units(name)} UTF-16 units; SQL Server takes {MAX_UNITS}")
    return name or ""


def _attribute(node: Node) -> AttributeEntry:
    node.only(("id", "name", "decision"))
    ident = node.choice("id", ATTRIBUTE_IDS, None)
    return AttributeEntry(
        id=ident, name=_column_name(node), decision=node.choice("decision", DECISIONS, None)
    )


def _item_id(node: Node) -> ItemId:
    node.only(("name", "data_type"))
    default = ItemId()
    name = _column_name(node) if "name" in node.data else default.name
    data_type = node.data_type("data_type", key_type_fault)
    return ItemId(name=name, data_type=data_type or default.data_type)


def _load(node: Node) -> LoadSettings:
    node.only(("batch_size", "max_workers", "refresh"))
    has_refresh = node.data.get("refresh") is not None
    return LoadSettings(
        batch_size=node.integer("batch_size", 500, 1, 500),
        max_workers=node.integer("max_workers", 1, 1, 64),
        refresh=node.choice("refresh", REFRESHES, None) if has_refresh else None,
    )


def _swap(node: Node) -> SwapSettings:
    node.only(("max_shrink_percent", "min_rows", "max_losses", "keep_previous", "take_over"))
    has_losses = node.data.get("max_losses") is not None
    return SwapSettings(
        max_shrink_percent=node.integer("max_shrink_percent", 50, 0, 100),
        min_rows=node.integer("min_rows", 0, 0, 2**31 - 1),
        max_losses=node.integer("max_losses", 0, 0, 2**31 - 1) if has_losses else None,
        keep_previous=node.boolean("keep_previous"),
        take_over=node.boolean("take_over"),
    )


def _index(node: Node) -> Index:
    node.only(("columns", "unique", "include"))
    columns = node.texts("columns")
    if not columns:
        node.fault("columns", "columns must name at least one column")
    return Index(columns=columns, unique=node.boolean("unique"), include=node.texts("include"))


def _check_names(top: Node, board: BoardFile) -> None:
    """No two columns of the table may have names that SQL Server can hold equal."""
    owners: dict[str, str] = {}
    sequence = top.data.get("columns")
    lines = _lines(sequence)

    def claim(name: str | None, what: str, fault: Callable[[str], None]) -> None:
        key = collation_key(name or "") if name else None
        if key is None:
            return
        if key in owners and owners[key] != what:
            fault(f"name {name!r} of {what} may be equal to that of {owners[key]} in SQL Server")
        owners.setdefault(key, what)

    claim(board.item_id.name, "the item id column", lambda m: top.fault("item_id", m))
    for entry in board.columns:
        line = lines.get(entry.id, 1)
        for name in (entry.name, *entry.aliases):
            claim(name, f"column {entry.id}", lambda m, at=line: top.faults.append((at, m)))  # type: ignore[misc]
    attribute_lines = _lines(top.data.get("attributes"))
    for attribute in board.attributes:
        at = attribute_lines.get(attribute.id, 1)
        claim(attribute.name, attribute.id, lambda m, at=at: top.faults.append((at, m)))  # type: ignore[misc]


def _lines(sequence: Any) -> dict[str, int]:
    if not isinstance(sequence, CommentedSeq):
        return {}
    return {
        str(entry.get("id")): int(sequence.lc.item(number)[0]) + 1
        for number, entry in enumerate(sequence)
        if isinstance(entry, CommentedMap)
    }
