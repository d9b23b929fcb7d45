"""A board that people edit for a while, with the stand-in's record of where its items were."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tests.load.changed.expected_stays import AWAY, ELSEWHERE, Place
from tests.load.changed.lab import BOARD, Lab
from tests.load.changed.world import BOARD_ID, EDITS, OTHER_ID, clock_of
from tests.monday_server import Account, Edits, MondayServer
from tests.project import DbtOutcome

OTHER_EDITS = ("set", "clear", "owner", "rename", "move", "rename label", "rename group")


@dataclass
class Past:
    """A board that people edited for a while, loaded at intervals, and built at the end."""

    lab: Lab
    api: MondayServer
    places: dict[int, list[tuple[datetime, Place]]] = field(default_factory=dict)
    """For each item, its places with the time from which each applies, by the stand-in's record."""
    labels: list[tuple[datetime, dict[int, str]]] = field(default_factory=list)
    """The names of labels, with the time from which they apply."""
    built: DbtOutcome | None = None

    @property
    def account(self) -> Account:
        return self.api.account

    def compiled(self, ending: str) -> str:
        """Return the query of one of the board's tables."""
        [model] = self.lab.project.dir.glob(f"target/compiled/**/{BOARD}{ending}.sql")
        return model.read_text(encoding="utf-8")

    def rows(self, ending: str) -> list[dict[str, Any]]:
        names = [n for (n,) in self.lab.query(COLUMNS.format(BOARD + ending))]
        listed = ", ".join(f'"{name}"' for name in names)
        found = self.lab.query(f"select {listed} from {BOARD}{ending}")
        return [dict(zip(names, row, strict=True)) for row in found]

    def note(self) -> None:
        """Record where everything is now."""
        board, now = self.account.board(BOARD_ID), self.account.now()
        for item_id in self.places.keys() | board.items.keys():
            item = board.items.get(item_id)
            place: Place = ELSEWHERE if item is None else AWAY
            if item is not None and item.state == "active":
                place = item.value("status")
            known = self.places.setdefault(item_id, [])
            if not known or known[-1][1] != place:
                known.append((now, place))
        self.labels.append((now, {x.id: x.text for x in board.column("status").labels}))

    def leave_unchanged(self) -> None:
        """Create an item with a label, archive, restore and delete it, without any change."""
        edits = Edits(self.account)
        made = edits.add_item(BOARD_ID, "Made, never changed", {"status": 1})
        self.note()
        for state in (edits.archive_item, edits.restore_item, edits.delete_item):
            clock_of(self.account).move(60)
            state(made)
            self.note()

    def step(self, rng: Random) -> None:
        """Make one random edit and advance the clock."""
        edits, board = Edits(self.account), self.account.board(BOARD_ID)
        active = [i.id for i in board.active_items()]
        gone = [i.id for i in board.items.values() if i.state != "active"]
        elsewhere = [i for i in self.account.board(OTHER_ID).items if i in self.places]
        kind = rng.choice(
            ["stage"] * 8 + ["empty", "leave", "back", "away", "home", "add", "other"]
        )
        if kind == "stage":
            edits.set_cell(rng.choice(active), "status", rng.randrange(3))
        elif kind == "empty":
            edits.clear_cell(rng.choice(active), "status")
        elif kind == "leave" and len(active) > 4:
            edits.set_state(rng.choice(active), rng.choice(["archived", "deleted"]))
        elif kind == "back" and gone:
            edits.restore_item(rng.choice(gone))
        elif kind == "away" and len(active) > 4:
            edits.move_item_to_board(rng.choice(active), OTHER_ID)
        elif kind == "home" and elsewhere:
            edits.move_item_to_board(rng.choice(elsewhere), BOARD_ID)
        elif kind == "add":
            edits.add_item(BOARD_ID, "Added", rng.choice([{"status": rng.randrange(3)}, {}]))
        else:
            EDITS[rng.choice(OTHER_EDITS)](edits, rng.randrange(40))
        self.note()
        clock_of(self.account).move(rng.choice([1, 60, 4_000]))


def in_group(account: Account, group_id: str) -> list[int]:
    return [i.id for i in account.board(BOARD_ID).active_items() if i.group_id == group_id]


COLUMNS = (
    "select column_name from information_schema.columns where table_schema = 'main'"
    " and table_name = '{}' order by ordinal_position"
)
