"""Many boards in few requests: the cost, and that a fault affects only its own board."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loader.errors import PermissionDenied
from loader.load.ahead import ask_ahead
from loader.load.request import LoadOptions, new_load_id
from loader.load.run import load_board
from loader.monday.read.shared_requests import ITEMS_A_LOOK, batches
from loader.session import Session
from tests.load.changed.world import NOON, Clock, clock_of
from tests.monday_server import (
    FAULTS,
    Account,
    Fault,
    Item,
    Limits,
    MondayServer,
    Request,
    Strike,
    text_board,
)
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply
from tests.project import UserProject, make_project

FIRST, MANY, ITEMS = 7_700_000_001, 10, 3
NAMES = [f"b{n:03}" for n in range(MANY)]


def accounts() -> Account:
    account = Account([text_board(ITEMS, 2, 1, FIRST + n) for n in range(MANY)])
    for n, board in enumerate(account.boards.values()):
        board.items = {i.id + 1000 * n: _renumbered(i, 1000 * n) for i in board.items.values()}
    account.now = Clock()
    return account


def _renumbered(item: Item, by: int) -> Item:
    return replace(item, id=item.id + by, updated_at=NOON)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[UserProject, list[Request]]:
    """Load a project of many boards in full; return it with the requests that it sent."""
    with MondayServer(accounts()) as api:
        project = make_project(tmp_path_factory.mktemp("many"), api.url, api.token)
        project.deploy(FIRST, NAMES[0])
        path = project.dir / "boards" / f"{NAMES[0]}.yml"
        text = path.read_text(encoding="utf-8")
        for n, name in enumerate(NAMES[1:], 1):
            own = text.replace(str(FIRST), str(FIRST + n)).replace(NAMES[0], name)
            path.with_name(f"{name}.yml").write_text(own, encoding="utf-8")
        api.forget()
        project.ok("monday-load", "--all")
        return project, list(api.requests)


@pytest.fixture
def many(
    loaded: tuple[UserProject, list[Request]], tmp_path: Path
) -> Iterator[tuple[UserProject, MondayServer]]:
    with MondayServer(accounts()) as api:
        clock_of(api.account).move(3600)
        project = loaded[0].copied_to(tmp_path / "home", MONDAY_API_URL=api.url)
        yield project, api


def notes(project: UserProject, name: str) -> set[str]:
    found = project.query(f"select text from raw_monday.{name} where column_id like 'text%'")
    return {text for (text,) in found}


def passing(fault: str) -> Fault:
    """Return the fault so that it strikes only where it is told to."""
    return replace(FAULTS[fault], lasting=False)


def operations(api: MondayServer) -> list[str | None]:
    return [request.operation for request in api.requests]


def test_many_boards_are_loaded_whole_in_few_calls(
    loaded: tuple[UserProject, list[Request]],
) -> None:
    project, requests = loaded
    assert [r.operation for r in requests] == ["Look", "Bundle"]
    kept = project.query("select count(*), sum(items), sum(calls) from raw_monday._loads")
    assert kept == [(MANY, MANY * ITEMS, 2)]


def test_many_boards_at_rest_cost_a_call_or_two(
    many: tuple[UserProject, MondayServer],
) -> None:
    project, api = many
    project.ok("monday-load", "--all", "--changed")
    assert operations(api) == ["Look", "Bundle"], "what changed last is looked at once more"
    project.query("update raw_monday._loads set started_at = started_at - interval 10 minutes")
    project.ok("monday-load", "--all", "--changed")
    api.forget()
    project.ok("monday-load", "--all", "--changed")
    assert operations(api) == ["Look"]
    assert sum(r.cost for r in api.requests) < 30_000
    calls = project.query(
        "select sum(calls), sum(complexity) from raw_monday._loads "
        "where load_id in (select max(load_id) from raw_monday._loads group by board)"
    )
    assert calls == [(1, sum(r.cost for r in api.requests))]


def test_a_hundred_boards_are_few_requests() -> None:
    """Complete boards of up to 90 or 490 items; a small account gets fewer boards per request."""
    for items, points, room, expected in (
        (100, 2_600, 5_000_000, [100]),
        (500, 12_600, 5_000_000, [20] * 5),
        (500, 12_600, 100_000, [7] * 14 + [2]),
        (500, 200_000, 100_000, [1] * 100),
    ):
        weighed = [(n, float(points), items) for n in range(100)]
        found = batches(weighed, room, ITEMS_A_LOOK)
        assert [len(batch) for batch in found] == expected
        assert [n for batch in found for n in batch] == list(range(100))


def test_what_changed_on_some_boards_comes_in_one_more_call(
    many: tuple[UserProject, MondayServer],
) -> None:
    project, api = many
    for n in range(0, MANY, 4):
        item = next(iter(api.account.board(FIRST + n).items))
        api.edit.set_cell(item, "text_1", f"edited {n}")
    project.ok("monday-load", "--all", "--changed")
    assert operations(api) == ["Look", "Bundle"]
    assert all(f"edited {n}" in notes(project, NAMES[n]) for n in range(0, MANY, 4))


def _withheld(api: MondayServer) -> None:
    api.account.board(FIRST + 5).visible = False


def _archived(api: MondayServer) -> None:
    api.edit.set_board_state(FIRST + 5, "archived")


@pytest.mark.parametrize("make", [_withheld, _archived])
def test_a_fault_of_one_board_fails_that_board_alone(
    many: tuple[UserProject, MondayServer], make: Callable[[MondayServer], None]
) -> None:
    project, api = many
    make(api)
    item = next(iter(api.account.board(FIRST + 6).items))
    api.edit.set_cell(item, "text_1", "edited")
    done = project.run("monday-load", *NAMES, "--changed")
    assert done.code == 1
    assert f"9 of 10 boards loaded; failed: {NAMES[5]}" in done.out
    assert f"board {FIRST + 5}" in done.err
    assert "edited" in notes(project, NAMES[6])
    assert len(api.requests) < 6


def test_a_right_to_one_board_that_was_lost_costs_the_others_nothing(
    many: tuple[UserProject, MondayServer],
) -> None:
    """monday reports it as an error, and one request still covers all boards."""
    project, api = many
    api.strikes.append(Strike(Fault("no_right", _no_right), when=_is_of_one, times=None))
    with project.inside({}):
        session = Session()
        for _ in range(2):
            api.forget()
            ask_ahead(session, NAMES, LoadOptions(changed=True))
            with pytest.raises(PermissionDenied):
                load(session, NAMES[0])
            for name in NAMES[1:]:
                load(session, name)
            assert operations(api) == ["Look", "Bundle", "Board", "Board"]
    assert project.query("select count(distinct revisions) from raw_monday._loads") == [(1,)]


def load(session: Session, name: str) -> None:
    load_board(session, name, LoadOptions(changed=True), lambda _a, _b: None, new_load_id())


def _is_of_one(request: Request) -> bool:
    return request.operation == "Look" or request.variables.get("board") == [str(FIRST)]


def _no_right(scene: Scene) -> Reply:
    body = scene.true_body()
    place = [board["id"] for board in body["data"]["boards"]].index(str(FIRST))
    body["data"]["boards"][place] = None
    problem = {"message": "No right", "path": ["boards", place],
               "extensions": {"code": "USER_UNAUTHORIZED"}}  # fmt: skip
    return scene.json({"data": body["data"], "errors": [problem]})


def test_a_request_that_is_too_complex_is_halved(
    loaded: tuple[UserProject, list[Request]], tmp_path: Path
) -> None:
    with MondayServer(accounts(), limits=Limits(complexity_query=15_000)) as api:
        project = loaded[0].copied_to(tmp_path / "home", MONDAY_API_URL=api.url)
        project.ok("monday-load", *NAMES[:8], "--changed")
        looks = [r for r in api.requests if r.operation == "Look"]
        assert [r.variables["boards"] for r in looks if not r.errors] == [4, 4]
        assert [r.variables["boards"] for r in looks if r.errors] == [8]


def _null_part(scene: Scene) -> Reply:
    """Set the columns of one board to null, with an error that names their path."""
    body = scene.true_body()
    body["data"]["boards"][1]["columns"] = None
    problem = {"message": "No right", "path": ["boards", 1, "columns"],
               "extensions": {"code": "USER_UNAUTHORIZED"}}  # fmt: skip
    return scene.json({"data": body["data"], "errors": [problem]})


def _null_page(scene: Scene) -> Reply:
    """Set the items of one board to null, without an error."""
    body = scene.true_body()
    body["data"]["boards"][1]["items_page"] = None
    return scene.json(body)


@pytest.mark.parametrize("null", [_null_part, _null_page])
def test_a_part_that_monday_answers_null_is_asked_for_alone(
    many: tuple[UserProject, MondayServer], null: Callable[[Scene], Reply]
) -> None:
    project, api = many
    api.strikes.append(Strike(Fault("null_part", null), request=1))
    project.ok("monday-load", *NAMES[:4], "--changed")
    assert operations(api).count("Board") == 1


def test_an_answer_from_before_another_load_is_not_taken(
    many: tuple[UserProject, MondayServer],
) -> None:
    """The other load has landed what this answer does not contain yet."""
    project, api = many
    item = next(iter(api.account.board(FIRST).items))
    options = LoadOptions(changed=True)
    with project.inside({}):
        slow = Session()
        ask_ahead(slow, NAMES[:2], options)
        api.edit.set_cell(item, "text_1", "edited since")
        project.ok("monday-load", NAMES[0])
        api.forget()
        for name in NAMES[:2]:
            load_board(slow, name, options, lambda _landed, _expected: None, new_load_id())
    assert "edited since" in notes(project, NAMES[0])
    assert operations(api)[0] == "Board"
    assert operations(api).count("Board") == 1


def test_what_a_failed_load_left_is_not_taken_by_the_next(
    many: tuple[UserProject, MondayServer],
) -> None:
    project, api = many
    item = next(iter(api.account.board(FIRST).items))
    with project.inside({}):
        session = Session()
        api.edit.set_cell(item, "text_1", "edited")
        ask_ahead(session, NAMES[:2], LoadOptions(changed=True))
        clock_of(api.account).move(60)
        api.edit.set_cell(item, "text_1", "edited again")
        ask_ahead(session, NAMES[:1], LoadOptions(changed=True))
        load(session, NAMES[0])
    assert "edited again" in notes(project, NAMES[0])


@pytest.mark.parametrize(
    "fault", ["http_504_html", "query_rejected", "unauthorized_403", "truncated_json"]
)
def test_boards_load_one_by_one_where_none_can_be_asked_together(
    many: tuple[UserProject, MondayServer], fault: str
) -> None:
    project, api = many
    shared = Strike(passing(fault), when=lambda r: r.operation in ("Look", "Bundle"), times=None)
    api.strikes.append(shared)
    item = next(iter(api.account.board(FIRST + 2).items))
    api.edit.set_cell(item, "text_1", "edited")
    project.environment["MONDAY_RETRY_SECONDS"] = "2"
    project.ok("monday-load", *NAMES[:4], "--changed")
    assert shared.struck
    assert "edited" in notes(project, NAMES[2])
