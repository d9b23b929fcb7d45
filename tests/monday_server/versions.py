"""API versions as of November 2026: which one is served for a header."""

from __future__ import annotations

import re

from .problems import Refusal, entry

CURRENT = "2026-10"
MAINTENANCE = "2026-07"
KINDS = {
    "2025-04": "old_previous_maintenance",
    "2025-07": "old_previous_maintenance",
    "2025-10": "old__maintenance",
    "2026-01": "old__maintenance",
    "2026-04": "previous_maintenance",
    MAINTENANCE: "maintenance",
    CURRENT: "current",
    "2027-01": "release_candidate",
    "dev": "dev",
}


def served_version(header: str | None) -> str:
    """Return the current version for no or an unknown header, maintenance for a retired one.

    Raises Refusal for a header that is not a version.
    """
    if not header:
        return CURRENT
    if header in KINDS:
        return header
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", header):
        body = {
            "errors": [
                entry(f"Invalid API version {header[:40]!r}", "InvalidVersionException", 200)
            ]
        }
        raise Refusal(200, body)
    return MAINTENANCE if header < "2025-04" else CURRENT


def version_answer(value: str) -> dict[str, str]:
    """Return GraphQL's `Version`."""
    return {"kind": KINDS[value], "value": value, "display_name": value}


def versions_answer() -> list[dict[str, str]]:
    return [version_answer(value) for value in KINDS]
