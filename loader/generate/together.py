"""Which tables are exchanged in one transaction with which: those that readers join. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from loader.board.board_file import BoardFile


def leaders(board: BoardFile, others: Sequence[BoardFile]) -> tuple[str, ...]:
    """Models of which one, if it is built in the same run, exchanges the board's tables with its
    own: that of the board whose items these are subitems of. They must be in one database.
    """
    return tuple(
        o.name
        for o in others
        if o.subitems == board.name and not o.removed and o.database == board.database
    )[:1]


def refer(models: Sequence[str]) -> str:
    """Jinja that makes dbt turn to these models first, and renders to nothing."""
    refs = "".join(f"{{{{ ref('{name}') }}}}" for name in models)
    return f"{{% if not execute %}}{refs}{{% endif %}}\n" if refs else ""
