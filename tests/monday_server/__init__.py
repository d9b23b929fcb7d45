"""A stand-in for monday.com's API: real HTTP on 127.0.0.1, with boards and faults as data.

In a test:

    from tests.monday_server import MondayServer, demo_account

    with MondayServer(demo_account(), faults={3: "http_500"}) as server:
        environ["MONDAY_API_URL"] = server.url
        environ["MONDAY_API_TOKEN"] = server.token
        ...
        assert len(server.pages_served) == 4        # every request is recorded
        assert server.requests[2].fault == "http_500"

By hand: run `python -m tests.monday_server --port 8089 --token T`, then POST queries to the URL
that it prints.

The path of a request: `wire` (HTTP) -> `server` (token, limits, faults) -> `engine` (GraphQL) ->
`resolvers` -> `data` (boards as dataclasses) through `cells` and `texts`. `expected` returns what a
table should hold for a board. Settings: `Limits` (budgets, length of a minute), `Quirks` (what
monday's documentation leaves open), `Weights` (complexity), faults by request number or as
`Strike`.
"""

from .cost import Weights
from .data import Account, Board, Column, Group, Item, Label, Mirror, Tag, Team, User
from .demo import demo_account, orders_board
from .edits import Edits
from .expected import expected_table
from .expected_links import expected_links, expected_sessions
from .fault_catalogue import FAULTS
from .faults import Fault, Strike
from .generated import formula_board, text_board
from .limits import Limits
from .quirks import Quirks
from .replies import Request
from .server import TOKEN, MondayServer
from .values import Cell, Raw

__all__ = [
    "FAULTS",
    "TOKEN",
    "Account",
    "Board",
    "Cell",
    "Column",
    "Edits",
    "Fault",
    "Group",
    "Item",
    "Label",
    "Limits",
    "Mirror",
    "MondayServer",
    "Quirks",
    "Raw",
    "Request",
    "Strike",
    "Tag",
    "Team",
    "User",
    "Weights",
    "demo_account",
    "expected_links",
    "expected_sessions",
    "expected_table",
    "formula_board",
    "orders_board",
    "text_board",
]
