"""The errors of dbt and its adapters."""

from __future__ import annotations

import sys


def dbt_errors() -> tuple[type[Exception], ...]:
    """Return dbt's base exception class for `except`; nothing if dbt was never imported."""
    found = sys.modules.get("dbt_common.exceptions")
    return () if found is None else (found.DbtBaseException,)
