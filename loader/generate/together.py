"""Which tables are exchanged in one transaction, because readers join them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from loader.board.board_file import BoardFile


def leaders(board: BoardFile, others: Sequence[BoardFile]) -> tuple[str, ...]:
    """Return the model that exchanges the board's tables with its own if both are built in one run.

    It is that of the board whose subitems these items are, if both are in one database.
    """
    return tuple(
        o.name
        for o in others
        if o.subitems == board.name and not o.removed and o.database == board.database
    )[:1]


def refer(models: Sequence[str]) -> str:
    """Return Jinja that renders to nothing but makes dbt build these models first."""
    refs = "".join(f"{{{{ ref('{name}') }}}}" for name in models)
    return f"{{% if not execute %}}{refs}{{% endif %}}\n" if refs else ""
