"""The readers of a board's table, according to the manifest of dbt's last parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loader.board.json_text import parse_json
from loader.landing.project import Project

LONGEST = 1 << 28
"""Maximum size in bytes of a manifest that is parsed."""
_READING = ("model", "exposure", "snapshot", "analysis", "test")


@dataclass(frozen=True, slots=True)
class Reader:
    """A node that reads a table.

    `code` is its SQL; None for a node without SQL, such as a dashboard. `relation` is the schema
    and name of the object that dbt creates for it in the warehouse.
    """

    kind: str
    name: str
    code: str | None
    relation: str | None = None

    @property
    def label(self) -> str:
        """The node's name in messages."""
        return f"{self.kind} {self.name}"


def readers_of(project: Project, board: str) -> tuple[Reader, ...]:
    """Return the nodes that read the board's model directly; none without a manifest.

    Nodes generated for the board itself (its history, its tests) are left out: they change with it.
    """
    try:
        text = (project.target_dir / "manifest.json").read_bytes()
        manifest = parse_json(text, longest=LONGEST)
    except (OSError, ValueError):
        return ()
    return tuple(_readers(manifest, board)) if isinstance(manifest, dict) else ()


def _readers(manifest: dict[str, Any], board: str) -> Iterator[Reader]:
    nodes = {**_mapping(manifest, "nodes"), **_mapping(manifest, "exposures")}
    own = f"monday_{board}"
    models = [
        ident
        for ident, node in nodes.items()
        if node.get("resource_type") == "model" and node.get("name") == board and own in _tags(node)
    ]
    for model in models:
        for ident in _mapping(manifest, "child_map").get(model) or ():
            node = nodes.get(ident)
            if node is None or node.get("resource_type") not in _READING:
                continue
            if own in _tags(node) or node.get("test_metadata"):
                continue
            code = node.get("raw_code")
            label = str(node.get("label") or node.get("name"))
            made = f"{node['schema']}.{node['alias']}" if node.get("relation_name") else None
            yield Reader(str(node["resource_type"]), label, code and str(code), made)


def _mapping(manifest: dict[str, Any], key: str) -> dict[str, Any]:
    found = manifest.get(key)
    return {k: v for k, v in found.items() if v} if isinstance(found, dict) else {}


def _tags(node: dict[str, Any]) -> list[Any]:
    tags = node.get("tags")
    return tags if isinstance(tags, list) else []
