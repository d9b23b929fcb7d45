"""monday-board doctor: what is installed, and whether the warehouse lets this login work."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from loader.commands.options import common_options
from loader.install.doctor import Diagnosis, diagnose
from loader.landing.health import Health, Right
from loader.output.console import note, print_json, print_table
from loader.session import Session


@click.command(
    "doctor",
    epilog="""\b
    Examples:
      monday-board doctor
      monday-board doctor --target sqlserver --json""",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def doctor_command(session: Session, as_json: bool) -> None:
    """Check installation, project, connection and rights; change nothing.

    Shows each missing right with the statement that grants it. The exit code is 1 if loads or
    builds cannot work.
    """
    found = diagnose(session)
    if as_json:
        print_json({**asdict(found), "good": found.good})
    else:
        _show(found)
    if not found.good:
        sys.exit(1)


def _show(found: Diagnosis) -> None:
    print_table(("what", "found"), (*found.installed, *found.project))
    for health in found.databases:
        print_table(("what", "found"), health.facts, title=health.place)
        if health.rights:
            rows = [(r.name, _state(r), r.why) for r in health.rights]
            print_table(("right", "state", "for"), rows)
        _tell(health)
    for problem in found.problems:
        note(f"Problem: {problem}")


def _tell(health: Health) -> None:
    for problem in health.problems:
        note(f"Problem: {health.place}: {problem}")
    lacking = [right for right in health.rights if right.has is False]
    for right in lacking:
        word = "needed" if right.needed else "of use"
        note(f"{health.place}: an administrator runs once ({word}): {right.grant}")


def _state(right: Right) -> str:
    if right.has is None:
        return "unknown"
    return "there" if right.has else "missing" if right.needed else "not there, of use"
