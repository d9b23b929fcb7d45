"""After any edits, an incremental load leaves the same rows as a full load.

Sampled; MONDAY_TEST_ALL=1 runs many more.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.load.changed.lab import Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, EDITS, UNTRACED, clock_of, world
from tests.monday_server import Account, Edits, MondayServer, Request
from tests.monday_server.data import EPOCH
from tests.project import UserProject

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))

edits = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 40)), min_size=1, max_size=6
)
rounds = st.lists(
    st.fixed_dictionaries(
        {
            "passed": st.sampled_from([0, 0.4, 1, 600, 200_000]),
            "edits": edits,
            "meanwhile": st.none() | st.tuples(st.integers(2, 7), edits),
        }
    ),
    min_size=1,
    max_size=3,
)
kinds = st.fixed_dictionaries(
    {
        "refresh": st.sampled_from(["full", "always"]),
        "archived": st.booleans(),
        "dated": st.booleans(),
        "board_date_moves": st.booleans(),
        "batch": st.sampled_from([500, 3]),
    }
)


def make(account: Account, steps: list[tuple[str, int]]) -> None:
    for name, n in steps:
        EDITS[name](Edits(account), n)


def prepared(lab: Lab, kind: dict[str, Any]) -> Lab:
    lab.settings("batch_size: 500", f"refresh: {kind['refresh']}, batch_size: {kind['batch']}")
    if kind["archived"]:
        lab.settings("attributes:", "states: [active, archived]\nattributes:")
    if not kind["dated"]:
        dated = "id: __updated_at__, name: Updated At, decision: "
        lab.settings(f"{dated}approved", f"{dated}rejected")
    return lab


def load_meanwhile(lab: Lab, api: MondayServer, meanwhile: tuple[int, list[Any]] | None) -> None:
    """Run a load and make edits before the answer to one of its requests."""
    if meanwhile is None:
        return
    number, steps = meanwhile
    api.forget()

    def interfere(request: Request) -> None:
        if request.number == number:
            clock_of(api.account).move(1)
            make(api.account, [(name, n) for name, n in steps if "column" not in name])

    api.before = interfere
    try:
        lab.load(changed=True)
    finally:
        api.before = None


@pytest.mark.enumeration
@pytest.mark.timeout(3000 if WHOLE else 300)
@settings(
    max_examples=200 if WHOLE else 6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not WHOLE,
)
@given(rounds, kinds)
def test_any_edits(
    deployed: UserProject, steps: list[dict[str, Any]], kind: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder, MondayServer(world()) as api:
        account = api.account
        follower = prepared(duckdb_lab(deployed, Path(folder, "changed"), api), kind)
        witness = prepared(duckdb_lab(deployed, Path(folder, "full"), api), kind)
        follower.load()
        witness.load()
        for step in steps:
            clock_of(account).move(step["passed"])
            follower.pass_time(step["passed"])
            make(account, step["edits"])
            if not kind["board_date_moves"]:
                account.board(BOARD_ID).updated_at = EPOCH
            load_meanwhile(follower, api, step["meanwhile"])
            if not kind["archived"]:
                witness.load()
            follower.load(changed=True)
            if kind["archived"]:
                know_the_same(witness, follower)
            without = UNTRACED if kind["refresh"] == "full" else ()
            assert follower.raw(*without) == witness.raw(*without)
            last = follower.loads()[-1]
            assert last["rows"] == len(follower.raw())
            assert last["items"] == len({item for item, _ in follower.raw()})


def know_the_same(witness: Lab, follower: Lab) -> None:
    """Copy the follower's database: only a load that saw items before can find archived ones."""
    witness.project.database.unlink()
    witness.project.database.write_bytes(follower.project.database.read_bytes())
    witness.load()
