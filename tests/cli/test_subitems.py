"""A board file names its subitems' board only as long as loads can include it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.monday_server import MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID
from tests.project import UserProject, make_project

KEY = "subitems: orders_subitems"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserProject]:
    """Yield a project with a board that was deployed and loaded with its subitems."""
    with MondayServer(demo_account(30)) as server:
        project = make_project(tmp_path_factory.mktemp("subitems"), server.url, server.token)
        project.deploy(ORDERS_ID, "orders", "--with-subitems")
        project.ok("monday-load", "orders")
        yield project


@pytest.fixture
def family(loaded: UserProject, tmp_path: Path) -> UserProject:
    return loaded.copied_to(tmp_path / "home")


def parents_file(project: UserProject) -> Path:
    return project.dir / "boards" / "orders.yml"


def forget(project: UserProject, *boards: str) -> None:
    """Delete all files of these boards, as if the project never had them."""
    for board in boards:
        for path in (project.dir / "boards").glob(f"{board}.yml"):
            path.unlink()
        for path in (project.dir / "models" / "boards").glob(f"{board}*"):
            path.unlink()


@pytest.mark.parametrize("words", [(), ("--purge", "--yes")])
def test_removed_subitems_are_named_by_none(family: UserProject, words: tuple[str, ...]) -> None:
    outcome = family.ok("monday-board", "remove", "orders_subitems", *words)
    assert f"orders: `{KEY}` was taken out of its board file" in outcome.err
    assert "monday_orders.yml there anew" in outcome.err
    assert "monday_orders_subitems" not in outcome.err, "subitems have no flow"
    flows = {p: t for p, t in family.files().items() if "kestra/" in p}
    assert "orders_subitems" not in str(flows)

    loaded = family.ok("monday-load", "orders")
    assert [line.split(":")[0] for line in loaded.out.splitlines()] == ["orders"]
    assert KEY not in parents_file(family).read_text(encoding="utf-8"), "no load puts it back"
    assert "nothing to change" in family.ok("monday-board", "update", "orders", "--check").err


def test_a_load_leaves_nothing_out_that_a_board_file_asks_for(family: UserProject) -> None:
    """An older copy of the parent's file still names subitems that have since been removed."""
    before = parents_file(family).read_bytes()
    family.ok("monday-board", "remove", "orders_subitems")
    parents_file(family).write_bytes(before)
    refused = family.run("monday-load", "orders")
    assert refused.code == 1, refused
    assert "Board 'orders_subitems' was removed" in refused.err
    assert "`monday-board update orders` takes that out" in refused.err

    updated = family.ok("monday-board", "update", "orders")
    assert f"orders: `{KEY}` is left out, as orders_subitems is removed" in updated.err
    family.ok("monday-load", "orders")
    back = family.deploy(ORDERS_ID, "orders", "--with-subitems")
    assert "is left out" not in back.err
    assert "orders_subitems: " in family.ok("monday-load", "orders").out


def test_a_deploy_without_the_files_brings_the_subitems_back(family: UserProject) -> None:
    forget(family, "orders", "orders_subitems")
    outcome = family.deploy(ORDERS_ID, "orders")
    assert (
        "orders: its loads take its subitems along, so orders_subitems is deployed" in outcome.err
    )
    assert KEY in parents_file(family).read_text(encoding="utf-8")
    assert "orders_subitems: " in family.ok("monday-load", "orders").out


def test_an_update_names_no_subitems_that_are_not_deployed(family: UserProject) -> None:
    forget(family, "orders_subitems")
    outcome = family.ok("monday-board", "update", "orders")
    assert f"`{KEY}` is left out, as orders_subitems is not deployed here" in outcome.err
    assert "--board-name orders --with-subitems" in outcome.err
    assert KEY not in parents_file(family).read_text(encoding="utf-8")
    family.ok("monday-load", "orders")
