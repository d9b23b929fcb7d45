"""The product's own functions, called by steps in virtual time; dbt as a user runs it."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from loader.deployment.deploy import deploy
from loader.deployment.request import DeployRequest
from loader.generate.write import write
from loader.load.request import LoadOptions, new_load_id
from loader.load.run import load_board
from loader.monday.api import Monday
from loader.session import Session
from tests.load.faults.virtual_time import VirtualTime
from tests.project import UserProject
from tests.simulator.child import Countdown, Refused, at_each_line
from tests.simulator.steps import Step
from tests.simulator.world import BOARD_ID

BOARD = "sim"
LANDING = (
    *(
        f"loader/landing/{engine}/{module}.py"
        for engine in ("duckdb", "sqlserver")
        for module in ("connection", "landing", "incoming", "loads", "id_tables")
    ),
    "loader/generate/write.py",
    "loader/load/run.py",
)
"""Modules with a load's statements: it can be killed before any of their lines."""


class VirtualSession(Session):
    """A session whose waits take no time."""

    @cached_property
    def monday(self) -> Monday:
        time = VirtualTime()
        return Monday.connect(self.settings, clock=time.clock, sleep=time.sleep)


def loading(project: UserProject, step: Step, trace: bool) -> Callable[[Countdown], Any]:
    """Return `monday-load sim` with the step's options; it returns why a file was not written."""

    def work(statement: Countdown) -> str | None:
        with project.inside({}):
            options = LoadOptions(
                step.batch, step.workers, on_drift=step.on_drift, changed=step.changed
            )
            session = VirtualSession()
            session.open()
            if trace:
                at_each_line(LANDING, statement)
            done = load_board(session, BOARD, options, lambda _n, _of: None, new_load_id())
            return done.unwritten

    return work


def deploying(project: UserProject, *, update: bool) -> Callable[[Countdown], Any]:
    """Return `monday-board deploy` or `update`, without a terminal."""

    def work(_: Countdown) -> None:
        with project.inside({}):
            session = VirtualSession()
            if update:
                session.registry.read_loadable(BOARD)
            request = DeployRequest(BOARD_ID, BOARD, is_update=update)
            write(deploy(session, request).files)

    return work


def building(project: UserProject) -> Callable[[Countdown], Any]:
    """Return `dbt build -s sim` by dbt's own runner; its query events count as statements."""

    def work(statement: Countdown) -> list[str]:
        def listen(event: Any) -> None:
            if event.info.name == "SQLQuery":
                statement()

        built = project.dbt("build", "-s", BOARD, heard=listen)
        if not built.success:
            raise Refused(built.errors or repr(built.exception))
        return built.warnings

    return work


@dataclass(frozen=True)
class Shown:
    """One column of the table, as the model's SQL defines it."""

    name: str
    column_id: str
    macro: str
    part: str | None


LINE = re.compile(
    r"""\{\{ (?:monday\.)?monday_(\w+)\("((?:[^"\\]|\\.)*)"(.*?)\) \}\}"""
    r""" as \{\{ (?:monday\.)?column_name\("((?:[^"\\]|\\.)*)"\) \}\}"""
)


def shown_in(model: str) -> list[Shown]:
    """Return the columns of a model, without the key."""
    found = []
    for macro, ident, more, name in LINE.findall(model):
        part = re.search(r'part="([\w ]+)"', more)
        if macro != "key":
            texts = [literal_eval(f'"{text}"') for text in (name, ident)]
            found.append(Shown(texts[0], texts[1], macro, part[1] if part else None))
    return found
