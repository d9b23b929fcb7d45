"""What a load must do at every fault: name the cause in a message, and wait as requested."""

from __future__ import annotations

import os

from tests.monday_server import Fault, MondayServer, Request

WHOLE = os.environ.get("MONDAY_TEST_ALL") == "1"
"""Whether enumerations run completely."""

ASKED = 0.3
"""Seconds requested by faults that ask for a wait."""

SECONDS_TAKEN_FOR_MINUTES = 60 * ASKED

NAMES = {
    "server": "HTTP 5|INTERNAL_SERVER_ERROR|went wrong|HTTP 423",
    "rate": "limit|Limit|LIMIT|budget|Budget|blocked|BLOCKED|429|too many",
    "complexity": "[Cc]omplexity",
    "cursor": "[Cc]ursor",
    "network": "no whole answer|cut off",
    "daily": "[Dd]aily",
    "permission": "unauthorized|plan",
    "authentication": "MONDAY_API_TOKEN",
    "board": "board",
    "query": "API",
    "not_graphql": "JSON|no usable|cut off",
    "left_out": "monday's answer|monday answered null|was asked for items of board",
}
"""A pattern for the message, by `Fault.cause`."""


def quick(fault: Fault) -> Fault:
    """Return the same fault with a short wait."""
    if fault.retry_in is not None or fault.name == "slow":
        return fault.waiting(ASKED)
    return fault


def waits_are_those_asked_for(server: MondayServer, struck: Request, fault: Fault) -> None:
    """Check that the failed request is repeated at the time that the server requested."""
    if fault.retry_in is None or fault.lasting or fault.name == "slow":
        return
    again = next(
        r
        for r in server.requests[struck.number :]
        if (r.query, r.variables) == (struck.query, struck.variables)
    )
    waited = again.arrived - struck.answered
    assert fault.retry_in <= waited < SECONDS_TAKEN_FOR_MINUTES
