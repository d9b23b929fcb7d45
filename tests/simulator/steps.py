"""The steps of a seed as data: each is self-contained, so any of them can be left out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.monday_server import FAULTS
from tests.simulator.child import Kill

Do = Literal["edit", "load", "update", "build", "run", "lose", "jump", "parts", "alias", "pass"]
LEFT_OUT = frozenset({"slow", "board_deleted", "board_emptied"})
"""Faults that take real time or edit the board."""
FAULT_NAMES = sorted(set(FAULTS) - LEFT_OUT)


@dataclass(frozen=True)
class Step:
    """`run` is an undisturbed load and build; `lose` restores an older project folder, or none;
    `jump` makes earlier loads look as if they ran with a wrong clock; `pass` advances monday's
    time; `parts` and `alias` are a user's edits of the board file.
    """

    do: Do
    number: int
    """Its position among the steps of the whole seed."""
    seed: int
    changed: bool = False
    on_drift: Literal["adapt", "warn", "fail"] = "adapt"
    workers: int = 1
    batch: int = 500
    read_only: bool = False
    kill: Kill | None = None
    fault: tuple[str, int] | None = None
    """Name of a fault and the number of the request that it affects."""

    def __str__(self) -> str:
        said: list[str] = [self.do]
        if self.do == "load":
            said += [f"batch {self.batch}", f"{self.workers} workers", f"on drift {self.on_drift}"]
        said += ["of changes"] * (self.changed and self.do in ("load", "run"))
        said += ["in a folder that cannot be written"] * self.read_only
        if self.kill is not None:
            said.append(f"killed at {self.kill.point} {self.kill.number}")
        if self.fault is not None:
            said.append(f"{self.fault[0]} at request {self.fault[1]}")
        return f"{self.number}. {', '.join(said)} (n={self.seed})"


def steps_of(seed: int, *, builds: bool = True) -> list[Step]:
    """Return the steps of a seed."""
    rng = Random(f"steps {seed}")
    steps: list[Step] = []

    def add(do: Do, **more: object) -> None:
        steps.append(Step(do, len(steps), rng.randrange(10**6), **more))  # type: ignore[arg-type]

    if rng.random() < 0.7:
        add("run")
    for _ in range(rng.randrange(2, 5)):
        for _ in range(rng.randrange(1, 4)):
            add("edit")
        do = rng.choice(("parts", "alias", "pass", "pass", "jump", None, None))
        if do is not None:
            add(do)  # type: ignore[arg-type]
        _disturbed(rng, add, builds)
        if rng.random() < 0.4:
            add("lose")
        if rng.random() < 0.4:
            _disturbed(rng, add, builds)
        if rng.random() < 0.5:
            add("run", changed=rng.random() < 0.5)
    return steps


def _disturbed(rng: Random, add: object, builds: bool) -> None:
    do = rng.choice(("load", "load", "load", "update", "build") if builds else ("load", "update"))
    kill = fault = None
    if rng.random() < 0.5:
        kill = _kill(rng, do)
    elif do == "load" and rng.random() < 0.4:
        fault = (rng.choice(FAULT_NAMES), rng.randrange(1, 6))
    add(  # type: ignore[operator]
        do,
        changed=rng.random() < 0.4,
        on_drift=rng.choice(("adapt", "adapt", "adapt", "warn", "fail")),
        workers=rng.choice((1, 1, 3)),
        batch=rng.choice((500, 500, 3)),
        read_only=do == "load" and rng.random() < 0.15,
        kill=kill,
        fault=fault,
    )
    if builds and do == "load" and rng.random() < 0.4:
        add("build", kill=_kill(rng, "build") if rng.random() < 0.3 else None)  # type: ignore[operator]


def _kill(rng: Random, do: str) -> Kill:
    """Choose a point to kill: there are few requests and files, but many lines in a load."""
    points = {"load": ("request", "statement", "statement", "file"), "update": ("request", "file"),
              "build": ("statement", "statement", "file")}[do]  # fmt: skip
    point = rng.choice(points)
    most = {"request": 6, "file": 12 if do != "build" else 30,
            "statement": 30 if do == "build" else rng.choice((60, 500))}[point]  # fmt: skip
    return Kill(point, rng.randrange(1, most + 1))  # type: ignore[arg-type]
