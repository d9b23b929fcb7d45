"""Who reads a board's table by dbt's own manifest, as its last parse left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loader.board.json_text import parse_json
from loader.landing.project import Project

LONGEST = 1 << 28
"""Bytes of a manifest that is looked into."""
_READING = ("model", "exposure", "snapshot", "analysis", "test")


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that reads a table.

    `code` is its SQL, None where it has none, as a dashboard. `relation` is the schema and name of
    what dbt makes of it in the warehouse.
    """

    kind: str
    name: str
    code: str | None
    relation: str | None = None

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"{self.kind} {self.name}"


def readers_of(project: Project, board: str) -> tuple[Reader, ...]:
    """The project's nodes right behind the model of a board; none without a manifest.

    What is generated for the board itself (its history, its tests) follows the table by itself.
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
