"""A model's SQL and YAML of different ages: the SQL would truncate values that nobody counts."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.load.drift.edits import BOARD_ID, board_to_edit
from tests.load.drift.test_lost_board_files import EXACT, Clone
from tests.monday_server import MondayServer
from tests.project import make_project

CUT = "0.12"


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Clone]:
    """Yield a project that was built with six decimals in a column of two, a counted loss."""
    with MondayServer(board_to_edit(kinds=("text", "numbers"))) as server:
        project = make_project(tmp_path / "home", server.url, server.token)
        project.deploy(BOARD_ID, "edited")
        clone = Clone(project, server, tmp_path / "kept")
        server.edit.set_cell(min(server.account.boards[BOARD_ID].items), "numbers_0", EXACT)
        clone.load_and_build()
        assert standing(clone) == (CUT, '{"Numbers": 1}')
        clone.keep()
        yield clone


def standing(clone: Clone) -> tuple[str, str]:
    """Return the value in the table, and the losses of the last build."""
    item = min(clone.server.account.boards[BOARD_ID].items)
    ((value,),) = clone.project.query(f'select "Numbers" from edited where "Item ID" = \'{item}\'')
    ((losses,),) = clone.project.query(
        "select losses from raw_monday._builds where status = 'complete' "
        "order by started_at desc limit 1"
    )
    return str(value), losses


def widen(clone: Clone) -> None:
    """Allow six decimals; the files are written, and the next load reads nothing new."""
    review = ("review", "edited", "--data-type", "numbers_0=decimal(22,6)")
    clone.project.ok("monday-board", *review)


def sql_alone(clone: Clone) -> None:
    """Put an older SQL file beside the current YAML."""
    name = Path("models", "boards", "edited.sql")
    shutil.copyfile(clone.kept / name, clone.project.dir / name)


def one_time_for_all(clone: Clone) -> None:
    """Give each file its former time, as in an image whose files all have the same time."""
    for kept in (clone.kept / "models" / "boards").iterdir():
        found = clone.project.dir / "models" / "boards" / kept.name
        shutil.copystat(kept, found)


def refused_and_mended(clone: Clone) -> None:
    """Check that the build keeps the table, and that the commands in its message repair it."""
    before = standing(clone), clone.types()
    refused = clone.project.dbt("build", "-s", "edited")
    assert refused.nodes["edited"] == "error"
    assert "the SQL and the YAML of the model edited were not written together" in refused.errors
    assert (standing(clone), clone.types()) == before
    board, build = re.findall(r"`((?:monday-board|dbt) [^`]+)`", refused.errors)[-2:]
    clone.project.ok(*shlex.split(board))
    built = clone.project.dbt(*shlex.split(build)[1:])
    assert built.success, built.errors
    again = clone.project.dbt("build", "-s", "edited")  # with the parse result of that build
    assert again.success, again.errors


@pytest.mark.parametrize("older", [sql_alone, Clone.throw_away], ids=["SQL alone", "folder"])
def test_an_older_copy_cuts_no_value_uncounted(
    narrow: Clone, older: Callable[[Clone], None]
) -> None:
    widen(narrow)
    narrow.load_and_build()
    assert standing(narrow) == (EXACT, "{}")
    older(narrow)
    refused_and_mended(narrow)
    # Restoring a whole older folder is the user's choice: two decimals, and the loss is counted.
    counted = (CUT, '{"Numbers": 1}')
    assert standing(narrow) == (counted if older is Clone.throw_away else (EXACT, "{}"))


def test_files_that_changed_within_one_time_of_change_are_refused_until_read(
    narrow: Clone,
) -> None:
    widen(narrow)
    one_time_for_all(narrow)
    refused_and_mended(narrow)
    assert standing(narrow) == (EXACT, "{}")
