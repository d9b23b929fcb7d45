"""A flow's own commands, run in a fresh clone as Kestra's runner does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.cli.boards import PLAIN_ID, plain_account
from tests.monday_server import MondayServer
from tests.project import OWN_VARIABLES, ROOT, make_project

MARKER = re.compile(r"^::(\{.*})::$")
EXPRESSION = re.compile(r"\{\{ (.*?) \}\}")


@dataclass
class Execution:
    """The working directory of one execution, with the values that Pebble would put into `env`."""

    folder: Path
    tasks: list[dict[str, Any]]
    known: dict[str, str]
    environment: dict[str, str]

    def run(self, task_id: str) -> subprocess.CompletedProcess[str]:
        """Run the task's commands in one shell; add to dbt's commands what DbtCLI adds."""
        (task,) = [one for one in self.tasks if one["id"] == task_id]
        commands = [
            f"{line} --project-dir {task['projectDir']} --log-format json --log-path logs"
            if line.startswith("dbt")
            else line
            for line in task["commands"]
        ]
        script = "\n".join(["set -e", *task.get("beforeCommands", ()), *commands])
        given = {
            name: EXPRESSION.sub(lambda found: self.known[found[1]], value)
            for name, value in task["env"].items()
        }
        return subprocess.run(
            ("/bin/sh", "-c", script),
            cwd=self.folder, env=self.environment | given, capture_output=True, text=True,
            check=False,
        )  # fmt: skip


@pytest.fixture
def execution(tmp_path: Path) -> Iterator[Execution]:
    """Yield a clone of a deployed project, without files that Git ignores, such as profiles."""
    with MondayServer(plain_account()) as server:
        project = make_project(tmp_path / "author", server.url, server.token)
        settings = {
            "target": "duckdb", "runner": "process",
            "env": {"MONDAY_DUCKDB": str(tmp_path / "monday.duckdb"), "MONDAY_API_URL": server.url},
        }  # fmt: skip
        path = project.dir / "dbt_project.yml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content["vars"]["monday_kestra"] = settings
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        project.deploy(PLAIN_ID)
        clone = tmp_path / "clone"
        ignore = shutil.ignore_patterns("target", "logs", "profiles.yml", "*.duckdb")
        shutil.copytree(project.home, clone, ignore=ignore)
        shutil.copy(ROOT / "profiles.yml.example", clone)
        flow = yaml.safe_load((clone / "kestra" / "monday_orders.yml").read_text(encoding="utf-8"))
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OWN_VARIABLES)}
        scripts = Path(sys.executable).parent
        yield Execution(
            clone,
            flow["tasks"][0]["tasks"],
            {
                "secret('MONDAY_API_TOKEN')": server.token,
                "execution.id": "2Xk0",
                "taskrun.id": "5Yq1",
            },
            kept | {"PATH": f"{scripts}{os.pathsep}{kept.get('PATH', '')}"},
        )


def test_load_and_build_of_a_flow_make_the_table(execution: Execution, tmp_path: Path) -> None:
    load = execution.run("load")
    assert load.returncode == 0, load.stdout + load.stderr
    assert load.stderr == ""
    markers = [json.loads(m[1]) for line in load.stdout.splitlines() if (m := MARKER.match(line))]
    (outputs,) = [marker["outputs"] for marker in markers if "outputs" in marker]
    (metrics,) = [marker["metrics"] for marker in markers if "metrics" in marker]
    assert (outputs["items"], outputs["rows"], outputs["pending"]) == (30, 240, 2)
    assert {m["name"] for m in metrics} == {"items", "rows", "calls", "complexity", "seconds"}
    assert {m["tags"]["board"] for m in metrics} == {"orders"}
    logged = [one["message"] for marker in markers for one in marker.get("logs", ())]
    assert logged
    assert all(message.startswith(f"[{outputs['load_id']}] ") for message in logged)

    build = execution.run("build")
    assert build.returncode == 0, build.stdout + build.stderr
    levels = {json.loads(line)["info"]["level"] for line in build.stdout.splitlines() if line}
    assert not levels & {"warn", "error"}
    results = json.loads((execution.folder / "dbt_project/target/run_results.json").read_text())
    assert {one["status"] for one in results["results"]} <= {"success", "pass"}
    with duckdb.connect(str(tmp_path / "monday.duckdb")) as connection:
        assert connection.execute("select count(*) from orders").fetchall() == [(30,)]


def test_a_load_that_fails_says_so_on_kestras_log_and_ends_the_task(execution: Execution) -> None:
    execution.known["secret('MONDAY_API_TOKEN')"] = "wrong"
    load = execution.run("load")
    assert load.returncode == 1
    assert load.stderr == ""
    (marker,) = [json.loads(m[1]) for m in map(MARKER.match, load.stdout.splitlines()) if m]
    (line,) = marker["logs"]
    assert line["level"] == "ERROR"
    assert re.match(r"\[\d{8}-\d{6}-[0-9a-f]{8}\] orders: ", line["message"])
