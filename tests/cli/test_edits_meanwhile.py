"""Commands that change a board file while another command, or a person, changes it."""

from __future__ import annotations

import re
from typing import Any

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.monday_server import Column


def test_an_update_does_not_undo_what_was_renamed_meanwhile(plain: Plain) -> None:
    file = plain.project.dir / "boards" / "orders.yml"

    def rename(_: Any) -> None:
        plain.server.before = None
        text = file.read_text(encoding="utf-8")
        assert "name: Qty" in text
        file.write_text(text.replace("name: Qty", "name: Pieces"), encoding="utf-8")

    plain.server.edit.add_column(PLAIN_ID, Column("text_9", "Port", "text"))
    plain.server.before = rename
    outcome = plain.project.run("monday-board", "update", "orders")
    assert outcome.code == 1, outcome
    assert re.search("orders.yml was changed by another .* Run the command again", outcome.err)
    plain.project.ok("monday-board", "update", "orders")
    text = file.read_text(encoding="utf-8")
    assert "name: Pieces" in text
    assert "name: Port" in text
