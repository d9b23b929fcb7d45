"""Whatever monday answers on any page: complete data with exit 0, or exit 1 and the old data."""

from __future__ import annotations

import pytest

from tests.cli.boards import FIRST_ITEM, plain_account
from tests.cli.conftest import Plain
from tests.cli.refusing import rows
from tests.monday_server import FAULTS, MondayServer, Strike

REQUESTS = 5
"""One for the board and four for pages of 8 items."""
NAMES = (
    "http_500", "truncated_json", "rate_429_header", "rate_429_body", "field_minute",
    "internal_200_partial", "unauthorized_partial", "null_data",
)  # fmt: skip
"""The most common faults; tests/load/faults injects every fault at every request."""


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_on_a_page_ends_in_all_the_data_or_exit_1(plain: Plain, name: str) -> None:
    fault = FAULTS[name]
    fault = fault if fault.retry_in is None else fault.waiting(0.05)
    before = rows(plain.project.database)
    number = 2 + NAMES.index(name) % (REQUESTS - 1)
    account = plain_account()
    account.boards[next(iter(account.boards))].items[FIRST_ITEM].name = "renamed meanwhile"
    with MondayServer(account, faults=[Strike(fault, request=number)]) as server:
        outcome = plain.project.run(
            "monday-load", "orders", "--batch-size", "8",
            MONDAY_API_URL=server.url, MONDAY_RETRY_SECONDS="5",
        )  # fmt: skip
        struck = any(request.fault == name for request in server.requests)

    after = rows(plain.project.database)
    assert "Traceback" not in outcome.err
    if outcome.code == 0:
        assert fault.outcome != "fails"
        assert "orders: 30 items" in outcome.out
        assert len(after["raw_monday.orders"]) == len(before["raw_monday.orders"])
        assert "renamed meanwhile" in {row[3] for row in after["raw_monday.orders"]}
    else:
        assert outcome.code == 1
        assert fault.outcome != "recovers", outcome.err
        assert outcome.err.count("error: ") == 1
        assert after == before
    assert struck or fault.where == "next"
