"""Runs the steps of a seed on a separate project, with checks after each."""

from __future__ import annotations

import os
import re
import signal
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loader.board.board_file import BoardFile
from loader.board.file_text import parse
from tests.load.changed.world import clock_of
from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import FAULTS, MondayServer, Request, Strike
from tests.project import UserProject
from tests.simulator import child, product
from tests.simulator.child import Ended, Kill, Point
from tests.simulator.folder import put_back, read_only
from tests.simulator.invariants import (
    Broken,
    Landed,
    Names,
    Needs,
    RawRows,
    Table,
    check_table,
    raw_difference,
)
from tests.simulator.product import Shown
from tests.simulator.steps import Step
from tests.simulator.warehouse import State, Warehouse, warehouse_of
from tests.simulator.world import ATTRIBUTES, World

DAY = 86_400


@dataclass
class Simulation:
    """A board, its project, and what is known of both after the steps so far."""

    world: World
    project: UserProject
    server: MondayServer
    time: VirtualTime
    builds: bool = True
    landed: Landed | None = None
    names: Names = field(default_factory=Names)
    needs: Needs = field(default_factory=Needs)
    seen: State = field(default_factory=lambda: State(None, None))
    """The tables after the last step that could have changed them."""
    folders: list[dict[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ended: Ended | None = None
    """How the last forked work ended; unless killed, with the number of points of each kind."""
    counts: dict[Point, int] = field(default_factory=dict)

    @property
    def warehouse(self) -> Warehouse:
        return warehouse_of(self.project)

    def copied_to(self, home: Path) -> Simulation:
        """Return the same history of the same board, in a separate folder and database."""
        return replace(
            self,
            project=self.project.copied_to(home),
            names=deepcopy(self.names),
            needs=deepcopy(self.needs),
            folders=list(self.folders),
            said=[],
        )

    # ------------------------------------------------------------ steps

    def deploy(self) -> None:
        self._must(self._forked(product.deploying(self.project, update=False)), "deploy")
        self.folders.append(self.project.files())

    def step(self, step: Step) -> None:
        """Run one step. Raise Broken."""
        self.time.sleep(600.0)  # budgets and cursors of the server
        clock_of(self.world.account).move(1)
        self.said.append(str(step))
        getattr(self, f"_{step.do}")(step)

    def _edit(self, step: Step) -> None:
        self.said[-1] += f": {self.world.edit(step.number, step.seed)}"

    def _pass(self, step: Step) -> None:
        seconds = (1, 600, 200_000)[step.seed % 3]
        clock_of(self.world.account).move(seconds)
        self._shift(-seconds)

    def _jump(self, step: Step) -> None:
        self._shift((2 * DAY, -2 * DAY, 3600)[step.seed % 3])

    def _shift(self, seconds: int) -> None:
        if self.landed is not None:
            self.warehouse.shift(seconds)

    def _lose(self, step: Step) -> None:
        chosen = step.seed % (len(self.folders) + 1)
        if chosen == len(self.folders):
            put_back(self.project, {})
            self._must(self._forked(product.deploying(self.project, update=False)), "deploy")
        else:
            put_back(self.project, self.folders[chosen])

    def _parts(self, step: Step) -> None:
        self._write(r"(?m)^(- \{id: \w+, type: timeline(?!.*parts:).*)\}", r"\1, parts: true}")

    def _alias(self, step: Step) -> None:
        """Give a column one of its former names as an alias."""
        for entry in self._file().columns:
            if entry.former_names and not entry.aliases:
                name = entry.former_names[step.seed % len(entry.former_names)]
                listed = f", aliases: ['{name.replace(chr(39), 2 * chr(39))}']}}"
                self._write(rf"(?m)^(- \{{id: {entry.id}, .*)\}}", lambda m, add=listed: m[1] + add)
                return

    def _update(self, step: Step) -> None:
        before = self.seen.raw
        ended = self._forked(product.deploying(self.project, update=True), step.kill)
        self._told(ended)
        if self._look().raw != before:
            raise Broken("an update changed the raw table")

    def _load(self, step: Step) -> Ended:
        before = self.seen
        expected = self._expected(step)
        self.server.strikes[:] = (
            [Strike(step.fault[0], request=step.fault[1])] if step.fault else []
        )
        with read_only(self.project, step.read_only):
            work = product.loading(self.project, step, trace=_at_statement(step.kill))
            ended = self._forked(work, step.kill, as_nobody=step.read_only)
        self.server.strikes.clear()
        self._told(ended)
        after = self._look()
        self._check_load(step, ended, before.raw, after.raw, expected)
        if after.production != before.production:
            raise Broken("a load changed production")
        return ended

    def _build(self, step: Step) -> Ended:
        before = self.seen.production
        ended = self._forked(product.building(self.project), step.kill)
        self._told(ended)
        after = self._look().production
        if ended.done or after != before:
            self._check_production(after)
        return ended

    def _run(self, step: Step) -> None:
        """Check that the next undisturbed run repairs everything without manual steps."""
        quiet = Step("load", step.number, 0, changed=step.changed)
        self._must(self._load(quiet), "an undisturbed load")
        if self.builds:
            self._must(self._build(step), "an undisturbed build")
        self._check_whole()
        self.folders.append(self.project.files())

    # ------------------------------------------------------------ checks

    def _check_whole(self) -> None:
        """Check that model and board file have exactly the columns of the board."""
        live = {c.id for c in self.world.live} | {"name"}
        filed = {c.id for c in self._file().approved}
        shown = {c.column_id for c in self._shown()} - set(ATTRIBUTES)
        if not live == filed == shown:
            raise Broken(f"the board has {live}, its file {filed} and its model {shown}")

    def _shown(self) -> list[Shown]:
        path = self.project.dir / f"models/boards/{product.BOARD}.sql"
        return product.shown_in(path.read_text("utf-8"))

    def _check_load(
        self,
        step: Step,
        ended: Ended,
        before: RawRows | None,
        after: RawRows | None,
        expected: Landed,
    ) -> None:
        if ended.done:
            difference = (
                "there is no raw table" if after is None else raw_difference(after, expected)
            )
            if difference is not None:
                raise Broken(f"the load exited 0, but {difference}")
        elif after == before:
            self._check_recovery(step, ended)
            return
        elif ended.how != "killed":
            raise Broken(f"the load failed, but the raw table changed: {ended.text}")
        elif after is None or raw_difference(after, expected):
            raise Broken("a killed load left a raw table that is neither the old one nor the new")
        self.landed = expected
        if step.on_drift == "adapt":
            self.needs.met(expected)

    def _check_recovery(self, step: Step, ended: Ended) -> None:
        """Check that a load failed only because of its fault or the drift setting."""
        stopped = step.fault is not None and FAULTS[step.fault[0]].outcome != "recovers"
        drifted = step.on_drift == "fail" and ended.text.startswith("DriftRefused")
        if ended.how == "refused" and not stopped and not drifted:
            raise Broken(f"nothing stood in the load's way, and it failed: {ended.text}")

    def _check_production(self, table: Table | None) -> None:
        if table is None or self.landed is None:
            raise Broken("the build succeeded, but there is no table, or no load before it")
        shown = self._shown()
        self.names.check(shown)
        check_table(table, shown, self.landed, self.needs)

    def _expected(self, step: Step) -> Landed:
        """Return what a successful load would land."""
        state = self.world.snapshot()
        columns = set(state.types) - {"name"}
        if step.on_drift != "adapt":
            columns &= {c.id for c in self._file().approved}
        return Landed(state, frozenset(columns))

    def _told(self, ended: Ended) -> None:
        """Check that a failure names its cause."""
        self.said[-1] += f" -> {ended.how} {ended.text.splitlines()[0][:200] if ended.text else ''}"
        if ended.how == "fault" or "Traceback" in ended.text:
            raise Broken(f"a failure that names no cause:\n{ended.text}")

    def _must(self, ended: Ended, what: str) -> None:
        if not ended.done:
            raise Broken(f"{what} did not succeed: {ended.text}")

    # ------------------------------------------------------------ inside

    def _forked(self, work: Any, kill: Kill | None = None, *, as_nobody: bool = False) -> Ended:
        self.server.forget()
        pids: list[int] = []

        def before(request: Request) -> None:
            if kill is not None and kill.point == "request" and request.number == kill.number:
                os.kill(pids[0], signal.SIGKILL)

        self.server.before = before
        clients = self.warehouse.clients()
        log = self.project.home / "log.txt"
        self.ended = child.run(work, log, kill, as_nobody=as_nobody, started=pids.append)
        if self.ended.how == "killed":
            self.warehouse.settle(clients)
        if self.ended.done:
            _, statements, files = self.ended.value
            requests = len(self.server.requests)
            self.counts = {"request": requests, "statement": statements, "file": files}
        return self.ended

    def _look(self) -> State:
        self.seen = self.warehouse.state()
        return self.seen

    def _path(self) -> Path:
        return self.project.dir / "boards" / f"{product.BOARD}.yml"

    def _file(self) -> BoardFile:
        return parse(self._path().read_text("utf-8"), product.BOARD, str(self._path()))

    def _write(self, pattern: str, by: Any) -> None:
        text = self._path().read_text("utf-8")
        self._path().write_text(re.sub(pattern, by, text, count=1), "utf-8")


def _at_statement(kill: Kill | None) -> bool:
    return kill is not None and kill.point == "statement"
