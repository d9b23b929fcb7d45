"""Runs seeds, and shortens failing ones."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import MondayServer
from tests.project import UserProject, make_project
from tests.simulator import product
from tests.simulator.child import run
from tests.simulator.folder import put_back
from tests.simulator.invariants import Broken
from tests.simulator.simulation import Simulation
from tests.simulator.steps import Step, steps_of
from tests.simulator.world import world
from tests.sqlserver import connection as server
from tests.sqlserver.project import SqlServerProject, make_sqlserver_project

Engine = Literal["duckdb", "sqlserver"]


@dataclass(frozen=True)
class Failure:
    """What broke, and the steps up to that point."""

    seed: int
    steps: tuple[Step, ...]
    reason: str
    said: tuple[str, ...]

    def __str__(self) -> str:
        listed = "".join(f"\n  {line}" for line in self.said)
        return f"seed {self.seed}: {self.reason}\n after{listed}"


def run_seed(
    seed: int, *, builds: bool = True, shrunk: bool = True, engine: Engine = "duckdb"
) -> Failure | None:
    """Run a seed. Return a failure with only the steps that it needs."""
    steps = steps_of(seed, builds=builds)
    failure = run_steps(seed, steps, builds=builds, engine=engine)
    return shrink(failure, builds=builds) if failure is not None and shrunk else failure


def run_steps(
    seed: int, steps: Sequence[Step], *, builds: bool = True, engine: Engine = "duckdb"
) -> Failure | None:
    """Run these steps on the seed's board, then an undisturbed run."""
    with simulated(seed, engine) as simulation:
        simulation.builds = builds
        try:
            simulation.deploy()
            for step in steps:
                simulation.step(step)
            simulation.step(Step("run", len(steps), 0))
        except Broken as exc:
            return Failure(seed, tuple(steps), str(exc), tuple(simulation.said))
    return None


@contextmanager
def simulated(seed: int, engine: Engine = "duckdb") -> Iterator[Simulation]:
    """Yield a seed's board behind its server, and a project in which nothing is deployed."""
    template = _template(engine)
    with (
        tempfile.TemporaryDirectory(prefix="simulated-") as folder,
        MondayServer((made := world(seed)).account, clock=(time := VirtualTime()).clock) as api,
    ):
        Path(folder).chmod(0o755)  # read-only steps run as another user
        project = template.copied_to(Path(folder, "home"), MONDAY_API_URL=api.url)
        try:
            yield Simulation(made, project, api, time)
        finally:
            _empty(project)


def shrink(failure: Failure, *, builds: bool = True) -> Failure:
    """Leave out every step that the failure does not need, from the last to the first."""
    kept = list(failure.steps[: len(failure.said)])
    for place in reversed(range(len(kept))):
        shorter = kept[:place] + kept[place + 1 :]
        found = run_steps(failure.seed, shorter, builds=builds)
        if found is not None:
            kept, failure = shorter, found
    return failure


@cache
def _template(engine: Engine) -> UserProject:
    """Return a project that dbt has parsed, with its board removed again.

    This process builds the board once, so that imports and what dbt computes once per process are
    done before any fork. dbt's static parser is left out, because its threads do not survive a
    fork.
    """
    folder = tempfile.TemporaryDirectory(prefix="simulator-")
    _KEPT.append(folder)
    with MondayServer(world(0).account) as api:
        project = _made(engine, Path(folder.name) / "home", api)
        quiet = Step("load", 0, 0)
        for work in (
            product.deploying(project, update=False),
            product.loading(project, quiet, trace=False),
        ):
            ended = run(work, project.home / "log.txt")
            assert ended.done, ended.text
    built = project.dbt("build", "--no-static-parser", "-s", product.BOARD)
    assert built.success, built.errors
    importlib.import_module(f"loader.landing.{engine}.landing")
    _empty(project)
    put_back(project, {})
    return project


def _made(engine: Engine, home: Path, api: MondayServer) -> UserProject:
    if engine == "duckdb":
        return make_project(home, api.url, api.token)
    return make_sqlserver_project(home, api.url, api.token, server.shared_database())


def _empty(project: UserProject) -> None:
    """Empty the database, which simulations on a server share."""
    if isinstance(project, SqlServerProject):
        server.drop_tables(project.server_database, "raw_monday")
        server.drop_but(project.server_database, "dbo")
    elif project.database.exists():
        project.database.unlink()


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when this process ends."""


CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
