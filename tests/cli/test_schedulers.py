"""The recipes of docs/schedulers.md: the script is run, the others are parsed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlglot
import yaml

from loader.board.cron import cron_fault
from tests.cli.conftest import Plain
from tests.cli.pages import fenced, page
from tests.systems import needs_posix

PAGE = "schedulers.md"


@needs_posix("the script is for bash")
def test_the_script_loads_and_builds_and_fails_where_a_load_fails(plain: Plain) -> None:
    script = plain.project.home / "run.sh"
    script.write_text(fenced(PAGE, "bash", "monday-load"), encoding="utf-8")
    environment = os.environ | plain.project.environment
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(script), *words], env=environment | more, cwd="/", capture_output=True,
            text=True, check=False,
        )  # fmt: skip

    good = run("--changed")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "orders: " in good.stdout
    assert "Completed" in good.stdout
    bad = run(MONDAY_API_TOKEN="wrong-token")
    assert bad.returncode == 1
    assert "Completed" in bad.stdout, "what is there is built all the same"


@needs_posix("cron, and sh")
def test_cron_lines_are_cron(tmp_path: Path) -> None:
    lines = fenced(PAGE, "text", "flock").splitlines()
    assert len(lines) == 2
    for line in lines:
        assert cron_fault(" ".join(line.split()[:5])) is None
        command = line.split(None, 5)[5]
        assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_takes_both_units(tmp_path: Path) -> None:
    service = tmp_path / "monday-shop.service"
    text = fenced(PAGE, "ini", "[Service]").replace("/srv/shop/run.sh", "/bin/true")
    service.write_text(text.replace("User=monday\n", ""))
    timer = tmp_path / "monday-shop.timer"
    timer.write_text(fenced(PAGE, "ini", "[Timer]"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(service), str(timer)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if "monday-shop" in line]
    assert (done.returncode, told) == (0, [])
    moment = re.findall(r"^OnCalendar=(.+)$", page(PAGE), re.M)[0]
    assert subprocess.run(["systemd-analyze", "calendar", moment], check=False).returncode == 0


def test_the_workflow_is_one_that_github_takes() -> None:
    workflow = yaml.safe_load(fenced(PAGE, "yaml", "runs-on"))
    assert cron_fault(workflow[True]["schedule"][0]["cron"]) is None
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)
    assert [s["run"].split(" --")[0] for s in job["steps"] if "run" in s][:2] == [
        "monday-load", "dbt build",
    ]  # fmt: skip


def test_the_airflow_file_is_python_that_loads_before_it_builds() -> None:
    tree = ast.parse(fenced(PAGE, "python", "BashOperator"))
    commands = [
        ast.unparse(word.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "bash_command"
    ]
    assert ["monday-load" in commands[0], "dbt build" in commands[1]] == [True, True]
    assert "load >> build" in ast.unparse(tree)


def test_the_agents_job_is_t_sql() -> None:
    statements = sqlglot.parse(fenced(PAGE, "sql", "sp_add_job"), read="tsql")
    assert len(statements) == 5
    called = re.findall(r"exec dbo\.(\w+)", fenced(PAGE, "sql", "sp_add_job"))
    assert called == ["sp_add_job", "sp_add_jobstep", "sp_add_jobschedule", "sp_add_jobserver"]


@pytest.mark.skipif(not shutil.which("pwsh"), reason="there is no PowerShell")
@pytest.mark.parametrize("holding", ["monday-load", "Register-ScheduledTask", "SetEnvironment"])
def test_powershell_reads_its_blocks(tmp_path: Path, holding: str) -> None:
    script = tmp_path / "block.ps1"
    script.write_text(fenced(PAGE, "powershell", holding), encoding="utf-8")
    check = (
        "$errors = $null; [void][System.Management.Automation.Language.Parser]::ParseFile("
        f"'{script}', [ref]$null, [ref]$errors); exit $errors.Count"
    )
    done = subprocess.run(["pwsh", "-NoProfile", "-Command", check], check=False)
    assert done.returncode == 0
