"""The errors of dbt and its adapters."""

from __future__ import annotations

import sys


def dbt_errors() -> tuple[type[Exception], ...]:
    """Their class, to be caught; nothing in a process that never imported dbt."""
    found = sys.modules.get("dbt_common.exceptions")
    return () if found is None else (found.DbtBaseException,)
