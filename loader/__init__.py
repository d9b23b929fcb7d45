"""Load monday.com boards into SQL Server or DuckDB: discover, decide, fetch, land, generate.

    from loader import LoadOptions, Session, load_board, new_load_id

    result = load_board(Session(), "orders", LoadOptions(), lambda done, total: None, new_load_id())

Only these names are public; everything else may change from one release to the next.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "LoadOptions": "loader.load.request",
    "LoadResult": "loader.load.request",
    "LoaderError": "loader.errors",
    "Session": "loader.session",
    "load_board": "loader.load.run",
    "new_load_id": "loader.load.request",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name on first use: commands need only some of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'loader' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
