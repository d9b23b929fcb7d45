"""Column settings in every shape that monday has used over the years, and in broken ones."""

from __future__ import annotations

import json

import pytest

from loader.board.column_settings import connected_boards, id_number, labels_with_ids
from loader.board.model import Column


def connected(settings: str, kind: str = "board_relation") -> tuple[int, ...]:
    return connected_boards(Column("link_1", "Customer", kind, settings=settings))


@pytest.mark.parametrize("key", ["boardIds", "board_ids", "boardId", "board_id"])
@pytest.mark.parametrize("given", [[31, "32", 31], ["31", 32]])
def test_boards_that_a_column_connects(key: str, given: list[object]) -> None:
    assert connected(json.dumps({key: given})) == (31, 32)


def test_one_board_without_a_list() -> None:
    assert connected('{"boardId": 31}') == (31,)


@pytest.mark.parametrize(
    "settings",
    ["", "[]", "{", "null", '{"boardIds": null}', '{"boardIds": [0, -1, "x", null, 1.5, "\u0663"]}',
     '{"boardIds": [9223372036854775808]}', '{"boardIds": {"31": 1.5}}', "[" * 100_000],
)  # fmt: skip
def test_settings_that_name_no_board(settings: str) -> None:
    assert connected(settings) == ()


def test_other_columns_connect_nothing() -> None:
    assert connected('{"boardIds": [31]}', "status") == ()


def test_labels_in_either_shape() -> None:
    listed = '{"labels": [{"id": 1, "label": "Done"}, {"id": "0", "label": "Stuck"}]}'
    assert [(i, label["label"]) for i, label in labels_with_ids(listed)] == [
        (1, "Done"), (0, "Stuck")
    ]  # fmt: skip
    assert list(labels_with_ids('{"labels": {"1": "Done"}}')) == [(1, {"id": "1", "label": "Done"})]


@pytest.mark.parametrize(
    "settings",
    ["", "[]", "{}", "[" * 100_000, '{"labels": 7}', '{"labels": ["Done", null, {"label": "x"}]}',
     '{"labels": [{"id": true}, {"id": -1}, {"id": "9223372036854775808"}, {"id": {}}]}'],
)  # fmt: skip
def test_settings_without_labels(settings: str) -> None:
    assert list(labels_with_ids(settings)) == []


def test_an_id_is_a_number_that_bigint_holds() -> None:
    assert id_number("9223372036854775807") == 2**63 - 1
    assert id_number("9" * 20) is None
    assert id_number(True) is None
