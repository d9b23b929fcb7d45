"""The permissions that the documentation asks an administrator for."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def documented_grants(login: str) -> list[str]:
    """Return the statements in docs/sqlserver.md that grant to `monday_loader`, for this login."""
    text = (ROOT / "docs/sqlserver.md").read_text(encoding="utf-8")
    statements = re.findall(r"^ *((?:grant |exec\().*?;)", text, re.MULTILINE)
    return [
        statement.replace("monday_loader", login)
        for statement in statements
        if "monday_loader" in statement
    ]
