"""What a load writes into the project afterwards, and what it leaves unchanged."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.load.drift.edits import BOARD_ID, board_to_edit
from tests.monday_server import Column, MondayServer
from tests.project import UserProject, make_project
from tests.systems import needs_posix


@dataclass
class Deployed:
    """A deployed board with its API."""

    project: UserProject
    server: MondayServer

    @property
    def path(self) -> Path:
        return self.project.dir / "boards" / "edited.yml"

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def landed(self) -> int:
        """Return the number of items in the raw table."""
        sql = "select count(*) from raw_monday.edited where column_id = 'name'"
        return int(self.project.query(sql)[0][0])

    def while_loading(self, edit: Callable[[str], str]) -> None:
        """Edit the board file, as a user does, when the next page of items is requested."""

        def before(request: object) -> None:
            if getattr(request, "page", None):
                self.server.before = None
                self.path.write_text(edit(self.text), encoding="utf-8")

        self.server.before = before


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Deployed]:
    with MondayServer(board_to_edit()) as server:
        project = make_project(tmp_path, server.url, server.token)
        project.deploy(BOARD_ID, "edited")
        yield Deployed(project, server)


def test_what_a_person_edits_while_the_board_is_read_stays(deployed: Deployed) -> None:
    old = "- {id: rating_0, type: rating, title: Rating, name: Rating, decision: approved}"
    new = "- {id: rating_0, type: rating, title: Rating, name: Stars, decision: rejected}  # why"
    written = new.replace("rejected}  #", "rejected, former_names: [Rating]} #")
    assert old in deployed.text
    deployed.while_loading(lambda text: text.replace(old, new))
    deployed.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    deployed.server.edit.add_column(BOARD_ID, Column("text_9", "Fresh", "text"))
    deployed.project.ok("monday-load", "edited")

    assert written in deployed.text
    assert "{id: text_0, type: text, title: Else, name: Else," in deployed.text
    assert "{id: text_9, type: text, title: Fresh, name: Fresh, decision: approved}" in (
        deployed.text
    )
    deployed.project.ok("monday-board", "update", "edited", "--check")
    assert deployed.project.dbt("build", "-s", "edited").success


@pytest.mark.parametrize("on_drift", ["adapt", "warn"])
def test_a_board_file_broken_while_the_board_is_read_does_not_fail_the_load(
    deployed: Deployed, on_drift: str
) -> None:
    deployed.while_loading(lambda text: text.replace("decision: approved", "decision: maybe"))
    deployed.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    loaded = deployed.project.ok("monday-load", "edited", "--on-drift", on_drift)

    assert re.search(
        r"warning: edited: the drift was loaded but not written: .*edited.yml has \d+ fault",
        loaded.err,
    )
    assert deployed.landed == 12
    assert "title: Text, name: Text" in deployed.text
    statuses = deployed.project.query("select status from raw_monday._loads")
    assert statuses == [("complete",)]


def test_a_board_removed_while_it_is_read_stays_removed(deployed: Deployed) -> None:
    deployed.while_loading(lambda text: text + "removed: true\n")
    deployed.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    deployed.project.ok("monday-load", "edited")
    assert deployed.text.endswith("removed: true\n")
    assert "title: Else" in deployed.text


@needs_posix("folders that their owner cannot write")
def test_a_read_only_project_still_loads_and_says_what_was_not_written(deployed: Deployed) -> None:
    as_root = os.geteuid() == 0
    if as_root and not shutil.which("setpriv"):
        pytest.skip("root writes into every folder, and there is no setpriv to make it less")
    folders = [deployed.path.parent, deployed.project.dir / "models" / "boards"]
    before = deployed.project.files()
    deployed.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    for folder in folders:
        folder.chmod(0o555)
    less = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if as_root else ()
    program = "from loader.commands.load import load_command; load_command()"
    with deployed.project.inside({}):
        loaded = subprocess.run(
            (*less, sys.executable, "-c", program, "edited"),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    for folder in folders:
        folder.chmod(0o755)

    assert loaded.returncode == 0, loaded.stderr
    assert "edited: the drift was loaded but not written: cannot write " in loaded.stderr
    assert "Permission denied; make its folder writable" in loaded.stderr
    assert deployed.landed == 12
    assert deployed.project.files() == before


def test_drift_that_cannot_be_written_is_loaded_and_reported(deployed: Deployed) -> None:
    generated = deployed.project.dir / "models" / "boards"
    for path in sorted(generated.iterdir()):
        path.unlink()
    generated.rmdir()
    generated.write_text("a file where the folder should be", encoding="utf-8")
    deployed.server.edit.rename_column(BOARD_ID, "text_0", "Else")
    outcome = deployed.project.ok("monday-load", "edited")
    assert "not written" in outcome.err
    assert deployed.landed == 12
    assert "Else" not in deployed.text


def test_a_retyped_column_is_told_with_each_of_its_readers_once(deployed: Deployed) -> None:
    deployed.project.ok("monday-load", "edited")
    report = deployed.project.dir / "models" / "report.sql"
    report.write_text("select \"Rating\" from {{ ref('edited') }}", encoding="utf-8")
    build = ("build", "--write-json", "-s", "edited", "report")
    assert deployed.project.dbt(*build).success
    deployed.project.query('create view by_hand as select "Rating" from edited')
    deployed.project.query('create view "edited__own" as select "Rating" from edited')
    deployed.server.edit.retype_column(BOARD_ID, "rating_0", "text")
    told = deployed.project.ok("monday-load", "edited").err

    assert re.search(r"\[Rating\] changes from rating to text; read by (.*)", told).group(1) == (  # type: ignore[union-attr]
        "model report, view main.by_hand"
    )


@pytest.mark.parametrize(
    ("ident", "title"),
    [("__group__", "Group"), ("__board__", "Sneaky"), ("__item_id__", "Item ID")],
)
def test_a_column_under_an_id_of_our_own_is_rejected_and_disturbs_nothing(
    deployed: Deployed, ident: str, title: str
) -> None:
    """Its decision is not confused with that of our own column with the same id."""
    deployed.project.ok("monday-load", "edited")
    deployed.server.edit.add_column(BOARD_ID, Column(ident, "Sneaky", "text"))
    deployed.project.ok("monday-load", "edited")
    deployed.server.edit.rename_column(BOARD_ID, ident, title)
    for _ in range(2):
        deployed.project.ok("monday-load", "edited")
    text = deployed.text
    assert re.search(rf"id: {ident}, type: text, title: {title}.* decision: rejected", text)
    assert "{id: __group__, name: Group, decision: approved" in text
    deployed.path.unlink()
    deployed.project.deploy(BOARD_ID, "edited")
    deployed.project.ok("monday-load", "edited", "--changed")
    assert "{id: __group__, name: Group, decision: approved" in deployed.text
