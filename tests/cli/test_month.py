"""Thirty boards for a month: every red board is reported exactly once until it is green again.

Loads are those of `monday-load`, checks those of `monday-board check --once`, on a DuckDB file and
against the stand-in. Hours pass by making all records older. Two builds run in dbt, one that
succeeds and one that fails; all others are the statements by which the macro
`staged_swap_record` recorded these two, with another board, time and number of losses.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from tests.cli.conftest import Plain
from tests.cli.month import LATE_AFTER, Day, Hours, KnownBoard, days_of, to_tell
from tests.monday_server import Column, Strike, text_board
from tests.project import Outcome

WHOLE = os.environ.get("MONDAY_TEST_ALL") == "1"
BOARDS, DAYS, SEED = (30, 30, 16) if WHOLE else (5, 5, 35)
FIRST, ITEMS = 7_800_000_001, 3
LOADED, BUILT, CHECKED = 5 + 20 / 60, 5.5, (6, 12, 18, 24)
"""Hours of the day. No age comes within a quarter of an hour of one at which a board is late."""

VALUE = re.compile(r"timestamp '[^']*'|'(?:[^']|'')*'|null|\d+")


class Builds:
    """Records builds as dbt does, with the macro's own statements for one build that succeeded and
    one that failed.
    """

    def __init__(self, plain: Plain) -> None:
        self.project = plain.project
        self.complete = self._recorded(succeeds=True)
        self.project.query(
            "update raw_monday.orders set column_type = 'checkbox' where column_id = 'numbers_1'"
        )
        self.failed = self._recorded(succeeds=False)

    def _recorded(self, *, succeeds: bool) -> str:
        statements: list[str] = []

        def heard(event: Any) -> None:
            if event.info.name == "SQLQuery":
                statements.append(event.data.sql)

        built = self.project.dbt("build", "-s", "orders", heard=heard)
        assert built.success == succeeds, built.errors
        (found,) = [s for s in statements if "insert into" in s and '"_builds"' in s]
        return found[found.index("insert into") :].split(";\ndelete from ")[0]

    def statement(self, board: str, *, complete: bool, losses: int = 0) -> str:
        """Return the statement for a build of this board that ends now."""
        into, values = (self.complete if complete else self.failed).split("\nvalues ")
        given = VALUE.findall(values)
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        given[0] = f"'{board} {now} {complete}'"
        given[1:5] = f"'{board}'", f"'main.{board}'", f"timestamp '{now}'", f"timestamp '{now}'"
        if complete:
            given[6:8] = str(ITEMS), f"'{json.dumps({'Text 0': losses} if losses else {})}'"
        return f"{into} values ({', '.join(given)})"


@dataclass
class Month:
    """The boards with their API, what is known of them, and what was reported."""

    plain: Plain
    builds: Builds
    chance: Random
    known: dict[str, KnownBoard] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """Board files as committed to Git."""
    now: Hours = 0.0
    told: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def deploy(self) -> None:
        """Deploy one board as a person does, the rest by copies of its file; drop the template."""
        account = self.plain.server.account
        for number in range(BOARDS):
            board = text_board(ITEMS, 2, 1, FIRST + number)
            by = 1000 * number
            board.items = {i.id + by: replace(i, id=i.id + by) for i in board.items.values()}
            account.boards[board.id] = board
        account.touch()
        project = self.plain.project
        project.ok("monday-board", "remove", "orders")
        project.deploy(FIRST, "b00")
        text = self._path("b00").read_text(encoding="utf-8")
        for number in range(BOARDS):
            name = f"b{number:02}"
            freshness, late_after = LATE_AFTER[number % len(LATE_AFTER)]
            own = text.replace(str(FIRST), str(FIRST + number)).replace("b00", name)
            own += f"freshness: {freshness}\n" if freshness else ""
            self._path(name).write_text(own, encoding="utf-8")
            self.known[name] = KnownBoard(late_after)

    def day(self, day: Day) -> None:
        midnight = self.now
        self._pass_to(midnight + LOADED)
        for name, happens in day.boards.items():
            self._prepare(name, happens, edits=not day.fault)
        self._load(day)
        self._pass_to(midnight + BUILT)
        self._build(day)
        for hour in CHECKED:
            self._pass_to(midnight + hour)
            some = hour == 12
            names = list(self.known)
            self._check(self.chance.sample(names, len(names) // 2) if some else names, all=not some)

    def _pass_to(self, moment: Hours) -> None:
        """Let hours pass by making all records that much older."""
        seconds = round((moment - self.now) * 3600)
        self.now = moment
        for table in ("_loads", "_builds"):
            self.plain.project.query(
                f"update raw_monday.{table} set started_at = started_at - to_seconds({seconds}), "
                f"ended_at = ended_at - to_seconds({seconds})"
            )

    def _prepare(self, name: str, happens: str, *, edits: bool) -> None:
        """Do what people did since yesterday: repair, break or edit boards."""
        board, edit = self._id(name), self.plain.server.edit
        known = self.known[name]
        edit.set_board_state(board, "deleted" if happens == "refused" else "active")
        if not known.is_readable:
            self._path(name).write_text(self.texts[name], encoding="utf-8")
            known.is_readable = True
        if happens == "broken file":
            self.texts[name] = self._path(name).read_text(encoding="utf-8")
            self._path(name).write_text(self.texts[name].replace("columns:", "colums:"), "utf-8")
            known.is_readable = False
        elif happens == "drift" and edits:
            self.texts[name] = self._path(name).read_text(encoding="utf-8")
            edit.rename_column(board, "text_1", f"Text at {self.now:.0f}")
        elif happens == "pending" and edits and not known.pending:
            edit.add_column(board, Column("file_1", "Files", "file"))

    def _load(self, day: Day) -> None:
        project, server = self.plain.project, self.plain.server
        named = [name for name, happens in day.boards.items() if happens != "silence"]
        server.strikes[:] = [Strike(day.fault, when=lambda r: True)] if day.fault else []
        changed = ["--changed"] if self.chance.random() < 0.5 else []
        done = project.run("monday-load", *named, *changed, MONDAY_RETRY_SECONDS="0")
        server.strikes.clear()
        for name in named:
            happens, known = day.boards[name], self.known[name]
            if not known.is_readable:
                continue
            known.load(self.now, complete=not day.fault and happens != "refused")
            if known.load_failed:
                continue
            known.drifted = happens == "drift"
            known.pending |= happens == "pending"
            if known.drifted:  # the clone in which the load ran is discarded
                self._path(name).write_text(self.texts[name], encoding="utf-8")
        failed = [n for n in named if self.known[n].load_failed or not self.known[n].is_readable]
        assert done.code == (1 if failed else 0), done.err
        assert f"{len(named) - len(failed)} of {len(named)} boards loaded" in done.out

    def _build(self, day: Day) -> None:
        for name, happens in day.boards.items():
            known = self.known[name]
            if happens in ("silence", "no build") or not known.is_readable:
                continue
            complete = happens != "build fails"
            losses = known.losses[-1] + 3 if happens == "losses" else known.losses[-1]
            self.plain.project.query(self.builds.statement(name, complete=complete, losses=losses))
            known.build(self.now, complete=complete, losses=losses)

    def _check(self, names: list[str], *, all: bool) -> None:
        """Check that `check` reports the right boards and warns about the right ones."""
        as_json = self.chance.random() < 0.3
        words = [*([] if all else names), *(["--json"] if as_json else [])]
        done = self.plain.project.run("monday-board", "check", "--once", *words)
        expected = to_tell(self.known, names, self.now)
        assert done.code == (1 if expected else 0), done
        states = told_states(done, as_json=as_json)
        assert set(states) == expected, (self.now, done)
        for name, state in states.items():
            assert state in self.known[name].states(self.now)
            self.told[name] += 1
            self.states[state] += 1
        if not as_json:
            self._warned(done, names)

    def _warned(self, done: Outcome, names: list[str]) -> None:
        """Check the warnings of growing losses, pending columns and drift, also on green boards."""
        readable = {n: self.known[n] for n in names if self.known[n].is_readable}
        for text, expected in (
            ("could not be converted", {n for n, k in readable.items() if k.loses_more}),
            ("wait for a decision", {n for n, k in readable.items() if k.pending}),
            ("loaded but not in the board file", {n for n, k in readable.items() if k.drifted}),
        ):
            found = re.findall(rf"(?m)^(\w+): warning: .*{text}", done.err)
            assert sorted(found) == sorted(expected), (self.now, text, done.err)

    def _path(self, name: str) -> Any:
        return self.plain.project.dir / "boards" / f"{name}.yml"

    def _id(self, name: str) -> int:
        return FIRST + int(name[1:])


def told_states(done: Outcome, *, as_json: bool) -> dict[str, str]:
    """Return the state reported for each board; each check reports a board at most once."""
    if as_json:
        told = [(board["board"], board["state"]) for board in json.loads(done.out)]
    else:  # one line per reason
        told = sorted(set(re.findall(r"(?m)^(b\d+): ([a-z ]+): ", done.out)))
    assert len(told) == len(dict(told)), told
    return dict(told)


@pytest.fixture
def month(plain: Plain) -> Month:
    made = Month(plain, Builds(plain), Random(SEED))
    made.deploy()
    return made


@pytest.mark.timeout(3600)
def test_every_red_board_is_told_exactly_once_until_it_is_green_again(month: Month) -> None:
    for day in days_of(DAYS, list(month.known), seed=SEED):
        month.day(day)
    assert max(month.told.values()) > 1, "some board was red again after it was green"
    assert set(month.states) >= {"failed", "late", "unreadable"}, month.states
